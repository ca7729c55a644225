import { watchReads } from './support/statements';
import { imported } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer('empty', { clock: () => new Date('2026-06-15T21:30:00Z') });
  await server.load({
    organisations: [
      { slug: 'kirjala', name: { fi: 'Kirjala', sv: 'Bokby' }, kind: 'OTHER' },
      { slug: 'toisela', name: 'Toisela', aliases: ['Sivukylä'], kind: 'OTHER' },
    ],
    themes: [{ slug: 'tekoaly', label: 'Tekoäly', aliases: ['AI'] }],
    documents: [{ slug: 'suunnitelma', title: 'Suunnitelma 2026', kind: 'PLAN' }],
    networks: [
      { slug: 'kirjala-v', owner: 'kirjala', name: 'Verkko', kind: 'NETWORK', state: 'PUBLISHED' },
      { slug: 'toisela-v', owner: 'toisela', name: 'Salaverkko', kind: 'NETWORK' },
    ],
    regions: [{ slug: 'maakunta', code: '99', name: 'Maakunta' }],
    municipalities: [{ slug: 'kunta', code: '999', name: 'Kunta', region: 'maakunta' }],
    plans: [
      { slug: 'kirjala-2026', owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S', period: 2026 },
    ],
    actions: [{ slug: 'kirjala-2026-a', plan: 'kirjala-2026', title: 'A', form: 'TRAINING' }],
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const warningsOf = async (bundle: object, by = ADMIN_KEY): Promise<string[]> => {
  const { problems, warnings } = await imported(server, bundle, { dryRun: true }, by);
  expect(problems).toEqual([]);
  return warnings.map(({ pointer, code }: Data) => `${pointer} ${code}`);
};

describe('what is called as another is', () => {
  test.each<[string, object, string[]]>([
    ['an organisation, in another language', { organisations: [{ slug: 'o', name: 'BOKBY', kind: 'OTHER' }] }, ['/organisations/0/name SAME_NAME']], // prettier-ignore
    ['an organisation, by another name', { organisations: [{ slug: 'o', name: 'O', shortName: 'sivukylä', kind: 'OTHER' }] }, ['/organisations/0/shortName SAME_NAME']], // prettier-ignore
    ['a theme', { themes: [{ slug: 't', label: 'Keinoäly', aliases: ['ai'] }] }, ['/themes/0/aliases SAME_NAME']], // prettier-ignore
    ['a document', { documents: [{ slug: 'd', title: 'suunnitelma 2026', kind: 'PLAN' }] }, ['/documents/0/title SAME_NAME']], // prettier-ignore
    ['a network', { networks: [{ slug: 'kirjala-n', owner: 'kirjala', name: 'Verkko', kind: 'NETWORK' }] }, ['/networks/0/name SAME_NAME']], // prettier-ignore
    ['another of the bundle', { themes: ['t', 'u'].map((slug) => ({ slug, label: 'Uusi' })) }, ['/themes/0/label SAME_NAME', '/themes/1/label SAME_NAME']], // prettier-ignore
    ['itself alone', { themes: [{ slug: 't', label: 'Uusi', aliases: ['Uusi'] }] }, []],
    ['none', { themes: [{ slug: 't', label: 'Teko' }] }, []],
  ])('is told of: %s', async (_, bundle, wanted) => {
    expect(await warningsOf(bundle)).toEqual(wanted);
  });

  test('is told with the slug of the other, by mutations too', async () => {
    const { putTheme } = await server.ask(
      'mutation { putTheme(input: { slug: "t", label: { fi: "tekoäly" }, dryRun: true }) { result warnings { code field message } userErrors { code } } }',
      { key: ADMIN_KEY },
    );
    expect(putTheme).toEqual({
      ...{ result: 'CREATED', userErrors: [] },
      warnings: [
        { code: 'SAME_NAME', field: ['label'], message: 'Theme tekoaly is called so too.' },
      ],
    });
  });

  test('is not told of a draft that the writer does not see', async () => {
    const network = { slug: 'kirjala-n', owner: 'kirjala', name: 'Salaverkko', kind: 'NETWORK' };
    expect(await warningsOf({ networks: [network] }, key)).toEqual([]);
    expect(await warningsOf({ networks: [network] })).toEqual(['/networks/0/name SAME_NAME']);
  });

  test('is found among many with as many statements as among few', async () => {
    let reads = 0;
    watchReads(server.app.database, () => reads++);
    const count = async (n: number) => {
      reads = 0;
      const themes = Array.from({ length: n }, (_, i) => ({ slug: `t${i}`, label: `AI ${i}` }));
      expect(await warningsOf({ themes: [...themes, { slug: 'x', label: 'AI' }] })).toEqual([
        `/themes/${n}/label SAME_NAME`,
      ]);
      return reads;
    };
    expect(await count(200)).toBe(await count(2));
  });
});

describe('an event', () => {
  const event = (more: object) => ({
    events: [{ slug: 'kirjala-e', owner: 'kirjala', title: 'E', ...more }],
  });
  const FROM = { municipality: 'kunta', organisation: 'kirjala' };
  test.each<[string, object, string[]]>([
    ['outside of its plan', { action: 'kirjala-2026-a', timing: '2027-01' }, ['/events/0/timing EVENT_OUTSIDE_PLAN']], // prettier-ignore
    ['at the end of its plan', { action: 'kirjala-2026-a', timing: '2026-12-31/2027-01-02' }, []],
    ['held tomorrow', { status: 'HELD', timing: '2026-06-17' }, ['/events/0/status HELD_IN_FUTURE']], // prettier-ignore
    ['held today, which begins earlier in Helsinki', { status: 'HELD', timing: '2026-06-16' }, []],
    ['held at an unknown time', { status: 'HELD' }, []],
    ['planned, with who came', { timing: '2026-05', attendance: [{ ...FROM, count: 9 }] }, ['/events/0/attendance ATTENDANCE_OF_PLANNED']], // prettier-ignore
    ['with rows of the same twice', { status: 'HELD', timing: '2026-05', attendance: [{ ...FROM, count: 9 }, { count: 7 }, { ...FROM, count: 8 }] }, ['/events/0/attendance/2 ATTENDANCE_TWICE']], // prettier-ignore
    ['with rows of others', { status: 'HELD', timing: '2026-05', attendance: [{ ...FROM, count: 9 }, { municipality: 'kunta', count: 7 }] }, []], // prettier-ignore
  ])('is told of: %s', async (_, more, wanted) => {
    expect(await warningsOf(event(more), key)).toEqual(wanted);
  });
});

test('what is odd is told when a field that it is about is written, and not at every other write', async () => {
  await server.load({
    events: [
      { slug: 'kirjala-f', owner: 'kirjala', title: 'F', status: 'HELD', timing: '2026-01' },
    ],
  });
  const put = async (more: object): Promise<string[]> => {
    const { putEvent } = await server.ask(
      'mutation ($input: PutEventInput!) { putEvent(input: $input) { userErrors { code } warnings { code } } }',
      { variables: { input: { slug: 'kirjala-f', ...more } }, key },
    );
    expect(putEvent.userErrors).toEqual([]);
    return putEvent.warnings.map(({ code }: Data) => code);
  };
  expect(await put({ timing: { start: '2027-01-01' } })).toEqual(['HELD_IN_FUTURE']);
  expect(await put({ title: { fi: 'G' } })).toEqual([]);
  expect(await put({ action: { slug: 'kirjala-2026-a' } })).toEqual(['EVENT_OUTSIDE_PLAN']);
  expect(await put({ title: { fi: 'H' }, attendance: [{ count: 9 }] })).toEqual([]);
  expect(await put({ status: 'PLANNED' })).toEqual(['ATTENDANCE_OF_PLANNED']);
});
