import fc from 'fast-check';
import { codes, imported, results } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer('empty');
  const organisations = ['kirjala', 'toisela'].map((slug) => ({ slug, name: slug, kind: 'OTHER' }));
  await imported(server, { organisations });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const plan = (slug: string, more = {}) => ({
  slug,
  ...{ owner: slug.split('-')[0], kind: 'ACTION_PLAN', title: 'Suunnitelma', period: 2026 },
  ...more,
});
const action = (of: string, n: number, more = {}) => ({
  ...{ slug: `${of}-a${n}`, plan: of, title: `Teko ${n}`, form: 'OTHER' },
  ...more,
});

describe('a row that is refused', () => {
  test('does not make what hangs on another row of the bundle refused', async () => {
    const bundle = {
      regions: [{ slug: 'kirjala-alue', code: '99', name: 'A' }],
      plans: [plan('kirjala-2026')],
      actions: [action('kirjala-2026', 1), action('kirjala-2026', 2)],
      eventSeriesList: [
        {
          ...{ slug: 'kirjala-sarja', owner: 'kirjala', title: 'S', action: 'kirjala-2026-a1' },
          ...{ timing: { start: '2026-03-03T10:00' }, rrule: 'FREQ=WEEKLY;COUNT=2' },
        },
      ],
      events: [
        {
          ...{ slug: 'kirjala-toinen', owner: 'kirjala', title: 'S', series: 'kirjala-sarja' },
          originalStart: '2026-03-10T10:00',
        },
      ],
    };
    const report = await imported(server, bundle, { atomic: false }, key);
    expect(codes(report)).toEqual(['/regions/0 FORBIDDEN']);
    expect(results(report).slice(1)).toEqual([
      'kirjala-2026 CREATED',
      'kirjala-2026-a1 CREATED',
      'kirjala-2026-a2 CREATED',
      'kirjala-sarja CREATED',
      'kirjala-toinen CREATED',
    ]);
  });

  test('holds up what hangs on itself, and is the only one that is told to be forbidden', async () => {
    const bundle = { plans: [plan('kirjala-x'), plan('toisela-x')] };
    const actions = [action('kirjala-x', 1), action('toisela-x', 1)];
    const report = await imported(server, { ...bundle, actions }, { atomic: false }, key);
    expect(codes(report)).toContain('/plans/1 FORBIDDEN');
    expect(results(report)).toEqual([
      'kirjala-x CREATED',
      'null FAILED',
      'kirjala-x-a1 CREATED',
      'null FAILED',
    ]);
  });

  test.each([
    [
      'an id that is no text',
      { externalIds: [{ system: 's', value: 123 }] },
      'externalIds/0/value',
    ],
    ['a slug that is no text', { slug: 123 }, 'slug'],
    ['external ids that are no list', { externalIds: 7 }, 'externalIds'],
  ])('is told once what is wrong: %s', async (_, more, place) => {
    const row = action('kirjala-x', 9, { title: undefined, slug: undefined });
    const report = await imported(server, { actions: [{ ...row, ...more }] });
    expect(codes(report)).toEqual([`/actions/0/${place} INVALID`]);
  });

  test('is told where it tells by what it is known that it comes twice', async () => {
    const row = action('kirjala-2026', 1, { slug: undefined, externalIds: [{ value: '1' }] });
    const report = await imported(server, { system: 's', actions: [row, row] });
    expect(codes(report)).toEqual(['/actions/1/externalIds/0 DUPLICATE']);
  });
});

test('a year may be a number wherever a time is wanted', async () => {
  const rows = [
    action('kirjala-2026', 1, { timing: 2027 }),
    action('kirjala-2026', 2, { timing: { edtf: 2027, printed: 'ensi vuonna' } }),
  ];
  expect((await imported(server, { actions: rows })).problems).toEqual([]);
  expect((await imported(server, { actions: rows })).counts.unchanged).toBe(2);
  const { actions } = await server.ask(
    '{ actions(filter: { slug: { startsWith: "kirjala-2026-a" } }) { nodes { timing { edtf precision } } } }',
    { key },
  );
  const year = { timing: { edtf: '2027', precision: 'YEAR' } };
  expect(actions.nodes).toEqual([year, year]);
});

describe('what is in use', () => {
  test('is told once, by the names of what the caller sees', async () => {
    const actions = [1, 2, 3, 4].map((n) => action('kirjala-k', n));
    await imported(server, { plans: [plan('kirjala-k', { state: 'PUBLISHED' })], actions });
    const events = actions.map(({ slug }) => ({
      ...{ slug: `${slug}-e`, owner: 'kirjala', title: 'T', action: slug, state: 'PUBLISHED' },
    }));
    await imported(server, { events });
    const { deletePlan } = await server.ask(
      'mutation { deletePlan(input: { slug: "kirjala-k" }) { userErrors { code field message } } }',
      { key },
    );
    const names = [1, 2, 3, 4].map((n) => `Event kirjala-k-a${n}-e`).join(', ');
    expect(deletePlan.userErrors).toEqual([
      {
        code: 'IN_USE',
        field: [],
        message: `It is still named by ${names}. \`withEvents: true\` deletes 4 events with it.`,
      },
    ]);
  });

  test('by what the caller does not see is told without its name', async () => {
    await imported(server, {
      networks: [{ slug: 'kirjala-v', owner: 'kirjala', name: 'V', kind: 'NETWORK' }],
    });
    const hidden = { slug: 'toisela-salainen', owner: 'toisela', name: 'S', kind: 'NETWORK' };
    await imported(server, { networks: [{ ...hidden, parent: 'kirjala-v' }] });
    const { deleteNetwork } = await server.ask(
      'mutation { deleteNetwork(input: { slug: "kirjala-v" }) { userErrors { message } } }',
      { key },
    );
    expect(deleteNetwork.userErrors[0].message).toBe(
      'It is still named by something that you cannot see.',
    );
  });
});

test('a measurement of the wrong kind is told of, not its metric', async () => {
  const framework = { slug: 'kirjala-kehys', owner: 'kirjala', title: 'K' };
  const metric = { slug: 'kirjala-mittari', framework: 'kirjala-kehys', kind: 'COUNT', name: 'M' };
  const measurement = {
    ...{ slug: 'kirjala-arvo', metric: 'kirjala-mittari', organisation: 'kirjala', period: 2026 },
    yes: true,
  };
  const bundle = { goalFrameworks: [framework], metrics: [metric], measurements: [measurement] };
  const report = await imported(server, bundle, { atomic: false });
  expect(codes(report)).toEqual(['/measurements/0/yes INVALID']);
  expect(results(report)).toEqual([
    'kirjala-kehys CREATED',
    'kirjala-mittari CREATED',
    'null FAILED',
  ]);
  await imported(server, { measurements: [{ ...measurement, yes: undefined, number: 3 }] });
  const changed = await imported(server, { metrics: [{ ...metric, kind: 'BOOLEAN' }] });
  expect(codes(changed)).toEqual(['/metrics/0/kind INVALID']);
});

test('what a contact says is repeated in no problem, nor in the report that is kept', async () => {
  const secret = fc.stringMatching(/^[a-zåäö]{8}$/).map((each) => `Salla ${each}`);
  const wrong = secret.chain((text) =>
    fc.constantFrom<unknown>(
      text,
      [text],
      [{ role: text, name: { fi: text } }],
      [{ role: 'Asia', name: [text] }],
      [{ role: 'Asia', name: `${text}\u0007` }],
      [{ role: 'Asia', email: `${text}; got ${text}`.repeat(20) }],
      [{ role: { xx: text } }],
      [{ role: 'Asia', public: text }],
      [{ role: 'Asia', phone: { numero: text } }],
    ),
  );
  await fc.assert(
    fc.asyncProperty(wrong, async (contacts) => {
      const slug = 'kirjala-yhteys';
      const good = { slug: 'kirjala-hyva', name: String(Math.random()), kind: 'OTHER' };
      const bad = { slug, name: 'Y', kind: 'OTHER', contacts };
      const report = await imported(server, { organisations: [good, bad] }, { atomic: false });
      expect(report.problems).toHaveLength(1);
      expect(report.problems[0].message).not.toMatch(/Salla/);
      const query = `{ import(id: "${report.id}") { problems { message } } }`;
      const { import: kept } = await server.ask(query, { key: ADMIN_KEY });
      expect(JSON.stringify(kept as Data)).not.toMatch(/Salla/);
    }),
    { numRuns: 20, seed: 20_261_127 },
  );
});
