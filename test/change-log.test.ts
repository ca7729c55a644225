import { sql } from '../src/database/sql';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty')));
afterAll(() => server.close());

/** The change log from a number on, as the database holds it. */
async function changes(after: number) {
  const rows = await server.app.database.read(
    sql`select * from change where seq > ${after} order by seq`,
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    of: `${row.operation as string} ${row.type as string} ${row.version as number}`,
    fields:
      typeof row.fields === 'string'
        ? (JSON.parse(row.fields) as string[])
        : (row.fields as string[]),
    public: [Boolean(row.public_before), Boolean(row.public_after)],
    owned: row.owner_id !== null,
  }));
}

const network = (more: object = {}) => ({
  slug: 'kirjala-verkosto',
  owner: 'kirjala',
  name: 'Verkosto',
  kind: 'NETWORK',
  ...more,
});

test('every write adds to the log: what changed, whose it is, and whether the public saw it and sees it', async () => {
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
    goalFrameworks: [
      { slug: 'kirjala-luvut', owner: 'kirjala', state: 'PUBLISHED', title: 'Luvut' },
    ],
    metrics: [
      { slug: 'kirjala-jasenet', framework: 'kirjala-luvut', kind: 'COUNT', name: 'Jäsenet' },
    ],
    networks: [network()],
    measurements: [
      {
        slug: 'kirjala-m',
        metric: 'kirjala-jasenet',
        network: 'kirjala-verkosto',
        period: 2026,
        number: 5,
      },
    ],
    plans: [
      {
        slug: 'kirjala-2026',
        owner: 'kirjala',
        kind: 'ACTION_PLAN',
        title: 'Suunnitelma',
        period: 2026,
      },
    ],
    actions: [
      { slug: 'kirjala-2026-a', plan: 'kirjala-2026', title: 'Kahvit', form: 'REMOTE_COFFEE' },
    ],
    events: [
      {
        slug: 'kirjala-e',
        owner: 'kirjala',
        state: 'PUBLISHED',
        action: 'kirjala-2026-a',
        title: 'Kahvit',
      },
    ],
  });
  const first = await changes(0);
  expect(first.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const seen = Object.fromEntries(first.map((each) => [each.of.split(' ')[1], each.public]));
  expect(seen).toEqual({
    Organisation: [false, true],
    GoalFramework: [false, true],
    Metric: [false, true],
    Measurement: [false, false], // of a network that is a draft
    Plan: [false, false],
    Network: [false, false],
    Action: [false, false], // of a plan that is a draft
    Event: [false, false], // of an action of a plan that is a draft
  });
  expect(first.every((each) => each.owned)).toBe(true);
});

test('publishing tells that the public did not see and now sees; what did not change leaves no trace', async () => {
  await server.load({ networks: [network({ state: 'PUBLISHED' })] });
  await server.load({ networks: [network({ state: 'PUBLISHED' })] });
  expect(await changes(8)).toEqual([
    { seq: 9, of: 'UPDATE Network 2', fields: ['state'], public: [false, true], owned: true },
    // what hangs on it has come with it, and is itself as it was
    { seq: 10, of: 'UPDATE Measurement 1', fields: [], public: [false, true], owned: true },
  ]);
});

test('a changed part is a change of its record', async () => {
  await server.load({ networks: [network({ seats: [{ role: 'CHAIR', label: 'Johtaja' }] })] });
  expect(await changes(10)).toEqual([
    { seq: 11, of: 'UPDATE Network 3', fields: ['seats'], public: [true, true], owned: true },
  ]);
});

test('a bundle with a broken rule leaves neither rows nor changes', async () => {
  const broken = server.load({
    networks: [network({ seats: [{ role: 'CHAIR', countMin: 2, countMax: 1 }] })],
  });
  await expect(broken).rejects.toThrow(/\/networks\/0\/seats\/0\/(organisation|countMax)/);
  expect(await changes(11)).toEqual([]);
});
