import 'reflect-metadata';
import { parseTiming } from '../src/value/timing';
import { labelOf } from '../src/value/timing-label';
import { type Data, type TestServer, testServer } from './support/server';

const NEW_YORK = 'America/New_York';

/** Times as they are given, and how they read in Finnish, Swedish and English. */
const TIMES: [given: unknown, fi: string | null, sv: string | null, en: string | null][] = [
  // EXACT
  [
    { start: '2026-04-23T09:30', end: '2026-04-23T11:00' },
    '23.4.2026 klo 9.30–11',
    '23.4.2026 kl. 9.30–11',
    '23 April 2026, 9:30–11:00',
  ],
  [
    { start: '2026-04-23T00:05:09' },
    '23.4.2026 klo 0.05.09',
    '23.4.2026 kl. 0.05.09',
    '23 April 2026, 0:05:09',
  ],
  [
    { start: '2026-04-23T10:00', end: '2026-04-23T10:00' },
    '23.4.2026 klo 10',
    '23.4.2026 kl. 10',
    '23 April 2026, 10:00',
  ],
  [
    { start: '2026-04-23T18:00', end: '2026-04-24T00:00' },
    '23.4.2026 klo 18–24',
    '23.4.2026 kl. 18–24',
    '23 April 2026, 18:00–24:00',
  ],
  [
    { start: '2026-12-31T20:00', end: '2027-01-01T02:00' },
    '31.12.2026 klo 20 – 1.1.2027 klo 2',
    '31.12.2026 kl. 20 – 1.1.2027 kl. 2',
    '31 December 2026, 20:00 – 1 January 2027, 2:00',
  ],
  [
    { start: '2026-04-23T09:30', end: '2026-04-23T11:00', zone: NEW_YORK },
    '23.4.2026 klo 9.30–11 (America/New_York)',
    '23.4.2026 kl. 9.30–11 (America/New_York)',
    '23 April 2026, 9:30–11:00 (America/New_York)',
  ],
  [{ start: '2026-04-03' }, '3.4.2026', '3.4.2026', '3 April 2026'],
  [{ start: '2026-04-03', end: '2026-04-03' }, '3.4.2026', '3.4.2026', '3 April 2026'],
  [{ start: '2026-04-03', end: '2026-04-24' }, '3.–24.4.2026', '3–24.4.2026', '3–24 April 2026'],
  [
    { start: '2026-04-30', end: '2026-05-02' },
    '30.4.–2.5.2026',
    '30.4–2.5.2026',
    '30 April – 2 May 2026',
  ],
  [
    { start: '2026-12-31', end: '2027-01-01' },
    '31.12.2026–1.1.2027',
    '31.12.2026–1.1.2027',
    '31 December 2026 – 1 January 2027',
  ],
  // DAY
  ['2026-04-23', '23.4.2026', '23.4.2026', '23 April 2026'],
  ['2026-04-23?', '23.4.2026 (?)', '23.4.2026 (?)', '23 April 2026 (?)'],
  // MONTH
  ['2026-04', 'huhtikuu 2026', 'april 2026', 'April 2026'],
  ['2026-12~', 'noin joulukuu 2026', 'cirka december 2026', 'about December 2026'],
  // SEASON
  ['2026-21', 'kevät 2026', 'våren 2026', 'spring 2026'],
  ['2026-22', 'kesä 2026', 'sommaren 2026', 'summer 2026'],
  ['2026-23', 'syksy 2026', 'hösten 2026', 'autumn 2026'],
  ['2026-24', 'talvi 2026–2027', 'vintern 2026–2027', 'winter 2026–2027'],
  ['2026-23%', 'noin syksy 2026 (?)', 'cirka hösten 2026 (?)', 'about autumn 2026 (?)'],
  // YEAR
  ['2026', '2026', '2026', '2026'],
  ['2026~', 'noin 2026', 'cirka 2026', 'about 2026'],
  // RANGE
  ['2026/2026', '2026', '2026', '2026'],
  ['2024/2026', '2024–2026', '2024–2026', '2024–2026'],
  ['2024~/2026?', 'noin 2024 – 2026 (?)', 'cirka 2024 – 2026 (?)', 'about 2024 – 2026 (?)'],
  ['2026-10/2026-12', 'lokakuu–joulukuu 2026', 'oktober–december 2026', 'October–December 2026'],
  [
    '2025-10/2026-01~',
    'lokakuu 2025 – noin tammikuu 2026',
    'oktober 2025 – cirka januari 2026',
    'October 2025 – about January 2026',
  ],
  ['2026-21/2026-23', 'kevät–syksy 2026', 'våren–hösten 2026', 'spring–autumn 2026'],
  [
    '2026-23/2026-24',
    'syksy 2026 – talvi 2026–2027',
    'hösten 2026 – vintern 2026–2027',
    'autumn 2026 – winter 2026–2027',
  ],
  ['2026-23/2027', 'syksy 2026 – 2027', 'hösten 2026 – 2027', 'autumn 2026 – 2027'],
  ['2026-04-23/2026-04-24', '23.–24.4.2026', '23–24.4.2026', '23–24 April 2026'],
  ['2022/..', '2022–', '2022–', '2022–'],
  ['../2026-05', '– toukokuu 2026', '– maj 2026', '– May 2026'],
  // UNKNOWN
  [{ printed: 'keväisin' }, 'keväisin', 'keväisin', 'keväisin'],
  [null, null, null, null],
];

test.each(TIMES)('the time %j reads as %s, %s and %s', (given, fi, sv, en) => {
  const timing = parseTiming(given);
  const [inFinnish, inSwedish, inEnglish] = ['fi', 'sv', 'en'].map((each) =>
    labelOf(timing, [each]),
  );
  expect([inFinnish, inSwedish, inEnglish]).toEqual([fi, sv, en]);
});

describe('by the API', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer('empty');
    await server.load({
      organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
      events: TIMES.map(([timing], i) => ({
        slug: `kirjala-${String(i).padStart(2, '0')}`,
        owner: 'kirjala',
        state: 'PUBLISHED',
        title: 'Ilta',
        ...(timing === null ? {} : { timing }),
      })),
    });
  });
  afterAll(() => server.close());

  const labels = async (of: string, language?: string): Promise<(string | null)[]> => {
    const query = `{ events(first: 100, orderBy: { field: SLUG }) { nodes { timing { ${of} } } } }`;
    const { events } = await server.ask(query, { language });
    return events.nodes.map(({ timing }: Data) => timing.label);
  };
  const [inFinnish, inSwedish, inEnglish] = [1, 2, 3].map((i) => TIMES.map((each) => each[i]));

  test('every time has its label in the language asked for', async () => {
    expect(await labels('label(language: "fi")')).toEqual(inFinnish);
    expect(await labels('label(language: "sv-FI")', 'en')).toEqual(inSwedish);
    expect(await labels('label(language: "en")', 'sv')).toEqual(inEnglish);
  });

  test('or in the first of the request that has words, else in Finnish', async () => {
    expect(await labels('label')).toEqual(inFinnish);
    expect(await labels('label', 'se, en;q=0.8, fi;q=0.2')).toEqual(inEnglish);
    expect(await labels('label(language: "se")', 'sv')).toEqual(inSwedish);
    expect(await labels('label', 'de')).toEqual(inFinnish);
    expect(await labels('label(language: "nb-NO")', 'de, sv-FI')).toEqual(inSwedish);
    expect(await labels('label(language: "en-GB")')).toEqual(inEnglish);
  });

  test('what is no language is refused', async () => {
    const query = '{ events(first: 1) { nodes { timing { label(language: "xx") } } } }';
    const { errors } = await server.send(query);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  test('a time with a label costs what one with instants does', async () => {
    const cost = async (field: string) => {
      const query = `{ events(first: 10) { nodes { timing { ${field} } } } }`;
      const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`);
      return response.headers.get('x-query-cost');
    };
    expect(await cost('label')).toBe(await cost('startsAt'));
    expect(Number(await cost('label'))).toBeGreaterThan(Number(await cost('start')));
  });
});
