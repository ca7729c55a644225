import { parse } from 'csv-parse/sync';
import { lint } from '../src/lint/lint';
import { readByIcalJs } from './support/clients';
import { type Data, type TestServer, testServer } from './support/server';

const NOW = new Date('2026-03-15T10:00:00.000Z');
let server: TestServer;
let clock = NOW;
/** The slugs of all events by their UIDs. */
let slugs: Map<string, string>;

const P = { owner: 'kirjala', state: 'PUBLISHED' };
const at = (day: string) => ({ start: `${day}T09:00`, end: `${day}T10:00` });
const EVENTS = [
  { slug: 'a', title: 'Makerspace', timing: at('2026-04-01'), action: 'pajat', municipality: 'porvoo', languages: ['fi'], modalities: ['IN_PERSON'], audiences: ['DIRECTORS'], themes: ['luku'] },
  { slug: 'b', title: 'Webinaari', timing: at('2026-04-02'), action: 'webinaarit', languages: ['sv', 'fi'], modalities: ['REMOTE'], audiences: ['STUDENTS', 'OTHER'], participations: [{ role: 'ORGANISER', organisation: 'toinen' }] },
  { slug: 'c', title: 'Tilaisuus', summary: 'Lukemisen päivä', timing: at('2026-05-01'), participations: [{ role: 'PARTNER', organisation: 'toinen' }, { role: 'CO_ORGANISER', network: 'verkko' }] },
  { slug: 'd', title: 'Kurssi', timing: { start: '2026-05-02' }, placements: [{ module: 'moduuli', topic: 'aihe' }], municipality: 'helsinki' },
  { slug: 'e', title: 'Vanha', timing: at('2026-01-14') },
  { slug: 'f', title: 'Juuri mahtuva', timing: at('2026-01-15') },
  { slug: 'g', title: 'Kevät', timing: { edtf: '2026-21' } },
  { slug: 'h', title: 'Joskus', timing: { printed: 'joskus' } },
  { slug: 'i', title: 'Avoin', timing: { edtf: '2026-04/..' } },
  { slug: 'j', title: 'Noin', timing: { edtf: '2026-06-01~' } },
  { slug: 'k', title: '=1+1;@SUM(A1)', summary: '-2', timing: at('2026-06-02'), registrationUrl: 'https://r.example/', registrationCloses: '2026-03-15T21:59:59Z' },
  { slug: 'l', title: { fi: 'Kahvit', sv: 'Kaffe' }, timing: at('2026-06-03'), registrationUrl: 'https://r.example/', registrationCloses: '2026-03-14T21:59:59Z', participations: [{ role: 'ORGANISER', organisation: 'mandaatti' }] },
].map((each) => ({ ...P, ...each })); // prettier-ignore
const DRAFTS = [
  { ...P, slug: 'luonnos', state: 'DRAFT', title: 'Salainen', timing: at('2026-04-01') },
  { ...P, slug: 'piilossa', title: 'Salainen', timing: at('2026-04-01'), action: 'salainen-teko' },
];
const plan = { owner: 'kirjala', kind: 'TRAINING_PLAN', period: { start: '2026-01-01', end: '2026-12-31' } }; // prettier-ignore

beforeAll(async () => {
  server = await testServer('empty', { clock: () => clock });
  const library = { kind: 'MUNICIPAL_LIBRARY' };
  await server.load({
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }, { slug: 'savo', code: '11', name: 'Savo' }],
    municipalities: [
      { slug: 'porvoo', code: '638', name: 'Porvoo', region: 'uusimaa', languages: ['fi'] },
      { slug: 'helsinki', code: '091', name: 'Helsinki', region: 'uusimaa', languages: ['fi'] },
    ],
    themes: [{ slug: 'luku', label: 'Lukeminen' }],
    organisations: [
      { slug: 'kirjala', name: 'Kirjala', ...library },
      { slug: 'toinen', name: 'Toinen; CRLF, "x"', ...library },
      { slug: 'mandaatti', name: 'AKE', ...library, mandates: [{ kind: 'REGIONAL', regions: ['savo'] }] },
    ],
    networks: [{ ...P, slug: 'verkko', name: 'Verkko', kind: 'NETWORK' }, { ...P, slug: 'piiloverkko', state: 'DRAFT', name: 'Piilo', kind: 'NETWORK' }],
    competenceFrameworks: [{ ...P, slug: 'kehys', title: 'Kehys' }],
    competenceAreas: [{ slug: 'alue', framework: 'kehys', kind: 'FOCUS', name: 'Alue' }],
    modules: [{ slug: 'moduuli', area: 'alue', name: 'Moduuli' }],
    topics: [{ slug: 'aihe', module: 'moduuli', name: 'Aihe' }],
    plans: [{ ...plan, slug: 'avoin', state: 'PUBLISHED', title: 'Avoin' }, { ...plan, slug: 'salainen', title: 'Salainen' }],
    actions: [
      { slug: 'pajat', plan: 'avoin', title: 'Pajat', form: 'WORKSHOP' },
      { slug: 'webinaarit', plan: 'avoin', title: 'Lukuwebinaarit', form: 'WEBINAR', regions: ['uusimaa'] },
      { slug: 'salainen-teko', plan: 'salainen', title: 'Salainen', form: 'WORKSHOP' },
    ],
    eventSeriesList: [
      { ...P, slug: 'sarja', title: 'Sarja', timing: at('2026-01-05'), rrule: 'FREQ=MONTHLY;COUNT=6' },
      { ...P, slug: 'salasarja', state: 'DRAFT', title: 'Salainen', timing: at('2026-04-05'), rrule: 'FREQ=WEEKLY;COUNT=2' },
    ],
    events: [...EVENTS, ...DRAFTS],
  }); // prettier-ignore
  const { events } = await server.ask('{ events(first: 100) { nodes { slug id } } }');
  slugs = new Map(events.nodes.map(({ id, slug }: Data) => [id, slug]));
});
afterAll(() => server.close());
afterEach(() => (clock = NOW));

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);
const text = async (path: string) => {
  const response = await get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};

/** The slugs of the events that a feed tells, in CSV: there the occurrences of series stand one by one. */
async function toldIn(path: string): Promise<string[]> {
  const rows: Data[] = parse(await text(path), { columns: true, bom: true });
  return rows.map(({ slug }) => slug as string).sort();
}
async function found(filter: string): Promise<string[]> {
  const { events } = await server.ask(
    `{ events(first: 100, filter: ${filter}) { nodes { slug } } }`,
  );
  return events.nodes.map(({ slug }: Data) => slug).sort();
}

const EXACT = 'certainly: {}, precision: { in: [EXACT, DAY] }';
const SPAN = `timing: { ${EXACT}, possibly: { start: "2026-01-15" } }`;
const BY_SLUG = (slug: string) => `{ is: { slug: { in: ["${slug}"] } } }`;
const WISHES: [query: string, filter: string, some?: boolean][] = [
  ['start=2026-05-01', `timing: { ${EXACT}, possibly: { start: "2026-05-01" } }`],
  ['end=2026-04-01', `timing: { ${EXACT}, possibly: { start: "2026-01-15", end: "2026-04-01" } }`],
  ['start=2026-01-01&end=2026-01-14', `timing: { ${EXACT}, possibly: { start: "2026-01-01", end: "2026-01-14" } }`],
  ['end=2020-01-01&start=2019-01-01', `timing: { ${EXACT}, possibly: { start: "2019-01-01", end: "2020-01-01" } }`, false],
  ['region=uusimaa', `${SPAN}, municipality: { is: { region: ${BY_SLUG('uusimaa')} } }`],
  ['serves=uusimaa', `${SPAN}, serves: { slug: { eq: "uusimaa" } }`],
  ['serves=savo', `${SPAN}, serves: { slug: { eq: "savo" } }`],
  ['language=sv', `${SPAN}, languages: { hasAny: ["sv"] }`],
  ['form=workshop', `${SPAN}, action: { is: { form: { in: [WORKSHOP] } } }`],
  ['form=WORKSHOP,webinar', `${SPAN}, action: { is: { form: { in: [WORKSHOP, WEBINAR] } } }`],
  ['modality=in-person', `${SPAN}, modalities: { hasAny: [IN_PERSON] }`],
  ['audience=DIRECTORS&audience=students', `${SPAN}, audiences: { hasAny: [DIRECTORS, STUDENTS] }`],
  ['organisation=toinen', `${SPAN}, involves: { slug: { in: ["toinen"] } }`],
  ['organiser=toinen', `${SPAN}, arrangedBy: { slug: { in: ["toinen"] } }`],
  ['network=verkko', `${SPAN}, participations: { some: { network: ${BY_SLUG('verkko')} } }`],
  ['area=alue', `${SPAN}, placements: { some: { module: { is: { area: ${BY_SLUG('alue')} } } } }`],
  ['module=moduuli', `${SPAN}, placements: { some: { module: ${BY_SLUG('moduuli')} } }`],
  ['topic=aihe', `${SPAN}, placements: { some: { topic: ${BY_SLUG('aihe')} } }`],
  ['action=pajat,webinaarit', `${SPAN}, action: { is: { slug: { in: ["pajat", "webinaarit"] } } }`],
  ['theme=luku', `${SPAN}, themes: { some: { slug: { eq: "luku" } } }`],
  ['text=luku', `${SPAN}, mentions: "luku"`],
  ['registration=open', `${SPAN}, registrationOpenOn: "2026-03-15"`],
  ['include=tentative', 'timing: { precision: { ne: UNKNOWN }, possibly: { start: "2026-01-15" } }'],
  ['language=fi&form=webinar&organiser=toinen', `${SPAN}, languages: { hasAny: ["fi"] }, action: { is: { form: { eq: WEBINAR } } }`],
  ['language=sv&form=workshop', `${SPAN}, languages: { hasAny: ["sv"] }, action: { is: { form: { eq: WORKSHOP } } }`, false],
]; // prettier-ignore

test.each(WISHES)('%s selects what the same filter of events does', async (query, filter, some = true) => {
  const told = await toldIn(`/events.csv?${query}`);
  expect(told).toEqual(await found(`{ ${filter} }`));
  expect(told.length > 0).toBe(some);
}); // prettier-ignore

test('a feed tells by itself what is from two months ago on, to the day, and nothing vague', async () => {
  const told = await toldIn('/events.csv');
  expect(told).toEqual(await found(`{ ${SPAN} }`));
  expect(told).toContain('f');
  for (const slug of ['e', 'g', 'h', 'i', 'j']) expect(told).not.toContain(slug);
  clock = new Date('2026-03-15T22:00:00.000Z'); // the 16th in Helsinki
  expect(await toldIn('/events.csv')).not.toContain('f');
});

test('a last day that is long past shows what was before it', async () => {
  expect(await toldIn('/events.csv?end=2026-01-14')).toContain('e');
});

test('all forms tell the same events, each in its own type', async () => {
  for (const query of ['', '?include=tentative&start=2026-02-01', '?form=webinar']) {
    const ics = await get(`/calendar.ics${query}`);
    const atom = await get(`/events.atom${query}`);
    const json = await get(`/events.jsonld${query}`);
    const csv = await get(`/events.csv${query}`);
    expect([ics, atom, json, csv].map((each) => each.headers.get('content-type'))).toEqual([
      'text/calendar; charset=utf-8',
      'application/atom+xml; charset=utf-8',
      'application/ld+json; charset=utf-8',
      'text/csv; charset=utf-8; header=present',
    ]);
    const rows: Data[] = parse(await csv.text(), { columns: true, bom: true });
    const told = rows.map(({ slug }) => slug);
    const entries = [...(await atom.text()).matchAll(/<entry>\n<id>urn:luotsi:([^<]+)/g)];
    expect(entries.map(([, id]) => slugs.get(id!))).toEqual(told);
    const { dataFeedElement = [] } = (await json.json()) as Data;
    const items = [dataFeedElement].flat().map(({ item }: Data) => item.identifier);
    expect(items).toEqual(told);
    const text = await ics.text();
    expect(lint(text)).toEqual([]);
    const alone = rows.filter(({ uid, edtf }) => slugs.has(uid) && !/\.\./.test(edtf));
    const singles = readByIcalJs(text).filter(({ uid }) => slugs.has(uid));
    expect(singles.map(({ uid }) => uid)).toEqual(alone.map(({ uid }) => uid));
  }
});

test('a series comes whole into a calendar, unless a span is asked for', async () => {
  const textOf = async (query: string) => (await get(`/calendar.ics?${query}`)).text();
  expect(await textOf('text=Sarja')).not.toContain('EXDATE');
  expect(await textOf('start=2026-05-01&text=Sarja')).toContain('EXDATE');
  expect(await toldIn('/events.csv?start=2026-05-01&text=Sarja')).toHaveLength(2);
});

test.each([
  ['organisations/toinen', 'organisation=toinen'],
  ['networks/verkko', 'network=verkko'],
  ['areas/alue', 'area=alue'],
  ['modules/moduuli', 'module=moduuli'],
  ['actions/webinaarit', 'action=webinaarit'],
  ['themes/luku', 'theme=luku'],
])('/%s has the feed of %s', async (place, query) => {
  const told = await toldIn(`/${place}/events.csv`);
  expect(told).toEqual(await toldIn(`/events.csv?${query}`));
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(await toldIn(`/${place}/events.csv?start=2026-03-01`));
});

test.each([
  '/organisations/nobody/calendar.ics',
  '/networks/piiloverkko/calendar.ics',
  '/actions/salainen-teko/events.csv',
  '/organisations/a%00b/calendar.ics',
  '/organisations//calendar.ics',
  '/organisations/toinen%2Fx/calendar.ics',
  '/plans/avoin/calendar.ics',
  '/organisations/toinen/calendar.icsx',
  '/calendar.ics/',
  '/__proto__/x/calendar.ics',
])('nothing is at %s', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('what is hidden is not there just as what has never been', async () => {
  const say = async (slug: string) =>
    (await (await get(`/networks/${slug}/calendar.ics`)).text()).replaceAll(slug, 'X');
  expect(await say('piiloverkko')).toBe(await say('eiverkkoa'));
});

test.each([
  ['nonsense', 'nonsense=1'],
  ['__proto__', '__proto__=1'],
  ['constructor', 'constructor=1'],
  ['From', 'From=2026-01-01'],
  ['start', 'start=2026-02-30'],
  ['start', 'start=tomorrow'],
  ['end', 'start=2026-05-01&end=2026-04-30'],
  ['end', 'end=2026-05-01&end=2026-05-02'],
  ['form', 'form=PARTY'],
  ['modality', 'modality=__proto__'],
  ['audience', 'audience=DIRECTORS,NOBODY'],
  ['region', 'region=nowhere'],
  ['network', 'network=piiloverkko'],
  ['action', 'action=salainen-teko'],
  ['organisation', 'organisation=%00'],
  ['text', 'text=%00'],
  ['text', `text=${'a'.repeat(10_000)}`],
  ['theme', `theme=${'a'.repeat(10_000)}`],
  ['theme', `theme=${Array.from({ length: 21 }, (_, i) => `t${i}`).join()}`],
  ['language', 'language=%2B%2B'],
  ['lang', 'lang=xx'],
  ['include', 'include=everything'],
  ['registration', 'registration=closed'],
])('a wrong %s is refused by its name: %s', async (parameter, query) => {
  for (const form of ['calendar.ics', 'events.csv']) {
    const response = await get(`/${form}?${query}`);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as Data;
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', parameter });
    expect(errors[0].message.length).toBeLessThan(500);
  }
});

test('a parameter that the address names already is refused', async () => {
  expect((await get('/organisations/toinen/calendar.ics?organisation=kirjala')).status).toBe(400);
});

test('no draft shows, whatever is asked', async () => {
  for (const form of ['calendar.ics', 'events.csv', 'events.atom', 'events.jsonld'])
    for (const query of ['', '?include=tentative', '?text=SALAINEN', '?start=2000-01-01', '?form=workshop'])
      expect(await text(`/${form}${query}`)).not.toMatch(/Salainen(?!&|")|luonnos|piilossa|salasarja/);
}); // prettier-ignore

test('texts come in the language that is asked for, with the Finnish where there is none', async () => {
  expect(await text('/calendar.ics?lang=sv')).toContain('SUMMARY;LANGUAGE=sv:Kaffe');
  expect(await text('/calendar.ics?lang=sv')).toContain('SUMMARY;LANGUAGE=fi:Makerspace');
  expect(await text('/calendar.ics')).toContain('SUMMARY:Kahvit');
  expect(await text('/events.atom?lang=en')).toContain('xml:lang="en"');
});

test('a formula in a cell stays a text', async () => {
  const rows: Data[] = parse(await text('/events.csv'), { columns: true, bom: true });
  const row = rows.find(({ slug }) => slug === 'k')!;
  expect(row.title).toBe("'=1+1;'@SUM(A1)");
  expect(row.summary).toBe("'-2");
});

test('the name of a feed tells what it is of', async () => {
  const ics = (await text('/organisations/toinen/calendar.ics?theme=luku')).replaceAll('\r\n ', '');
  expect(ics).toContain(
    '\r\nNAME:Kirjastojen koulutukset ja tapahtumat: Toinen\\; CRLF\\, "x"\\, Lukeminen\r\n',
  );
});
