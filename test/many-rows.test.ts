import { sql } from '../src/database/sql';
import { model } from '../src/features';
import { shapesOf } from '../src/kernel/declare/table';
import { Store } from '../src/kernel/write/store';
import { codes, imported } from './support/importing';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer('empty', {}, { doors: false });
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }],
    plans: [
      { slug: 'kirjala-2026', owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S', period: 2026 },
    ],
    goalFrameworks: [{ slug: 'kirjala-g', owner: 'kirjala', title: 'G' }],
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const DRY = { dryRun: true };
const ROWS = 9_000;
const rows = <T>(each: (i: number) => T, count = ROWS) =>
  Array.from({ length: count }, (_, i) => each(i));
const goal = (i: number, more: object = {}) => ({
  ...{ slug: `kirjala-g-${i}`, framework: 'kirjala-g', kind: 'GOAL', title: `T${i}`, ...more },
});

// Each of these took a minute and more while its work grew with the square of the rows.

test('rows that hang on one another in a circle are judged in one go', async () => {
  const goals = rows((i) => goal(i, { parent: `kirjala-g-${(i + 1) % ROWS}` }));
  const found = codes(await imported(server, { goals }, DRY, key));
  expect(found).toHaveLength(ROWS);
  expect(new Set(found.map((each) => each.split(' ')[1]))).toEqual(new Set(['CYCLE']));
});

test('rows that hang on one another down to one with a problem are held up in one go', async () => {
  const goals = rows((i) =>
    goal(i, i === ROWS - 1 ? { kind: 'NIX' } : { parent: `kirjala-g-${i + 1}` }),
  );
  const { counts } = await imported(server, { goals }, { ...DRY, atomic: false }, key);
  expect(counts).toMatchObject({ created: 0, failed: ROWS });
});

test('rows of one name are told apart, and from others, in one go', async () => {
  const label = { fi: 'Sama', sv: 'Samma' };
  const themes = rows((i) => ({ slug: `kirjala-t-${i}`, owner: 'kirjala', label }));
  const { counts, warnings } = await imported(server, { themes }, DRY, key);
  expect(counts).toMatchObject({ created: ROWS });
  expect(warnings).toHaveLength(ROWS);
});

test('references by a name that thousands have are refused in one go', async () => {
  const plan = 'kirjala-2026';
  const half = ROWS / 2;
  const goals = rows((i) => ({ slug: `${plan}-g${i}`, plan, kind: 'GOAL', title: 'Sama' }), half);
  const actions = rows(
    (i) => ({
      slug: `${plan}-a${i}`,
      plan,
      title: 'A',
      form: 'TRAINING',
      goals: [{ name: 'Sama' }],
    }),
    half,
  );
  const found = codes(await imported(server, { goals, actions }, DRY, key));
  expect(found).toHaveLength(half);
  expect(found[0]).toBe('/actions/0/goals/0 AMBIGUOUS');
});

test('a budget of subtotals in subtotals is summed, however deep', async () => {
  const depth = 2_000;
  const budgetLines = rows(
    (i) => ({
      ...{ key: `k${i}`, side: 'EXPENSE', label: 'T', amount: { cents: -100 } },
      ...(i === depth - 1 ? { kind: 'LINE', outturn: { cents: -90 } } : { kind: 'SUBTOTAL' }),
      ...(i > 0 && { parent: `k${i - 1}` }),
    }),
    depth,
  );
  const plan = { slug: 'kirjala-2026', state: 'PUBLISHED', budgetLines };
  expect((await imported(server, { plans: [plan] }, {}, key)).problems).toEqual([]);
  const { plan: read } = await server.ask(`{ plan(slug: "kirjala-2026") {
    budget { matches expenses { cents } outturn { complete deviation { cents } } }
    budgetLines { sum { cents } matches share outturnSum { cents } deviation { cents } shareUsed }
  } }`);
  expect(read.budget).toEqual({
    ...{ matches: true, expenses: { cents: -100 } },
    outturn: { complete: true, deviation: { cents: 10 } },
  });
  const told = new Set(read.budgetLines.map((each: Data) => JSON.stringify(each)));
  expect([...told]).toEqual([
    '{"sum":{"cents":-100},"matches":true,"share":1,"outturnSum":{"cents":-90},"deviation":{"cents":10},"shareUsed":0.9}',
  ]);
});

test('a SYNC that would delete what is still named tells of each in one go', async () => {
  const system = 'kirjala';
  const themes = rows((i) => ({
    ...{ slug: `kirjala-s-${i}`, owner: 'kirjala', label: `S${i}` },
    externalIds: [{ value: `s${i}` }],
  }));
  const channels = rows((i) => ({
    ...{ slug: `kirjala-c-${i}`, owner: 'kirjala', name: `C${i}`, kind: 'WEBSITE' },
    themes: [`kirjala-s-${i}`],
  }));
  for (const each of [{ themes }, { channels }])
    expect((await imported(server, { system, ...each }, {}, key)).problems).toEqual([]);
  const begun = performance.now();
  const sync = { ...DRY, mode: 'SYNC' as const, force: true };
  const { problems } = await imported(server, { system, themes: [] }, sync, key);
  expect(problems).toHaveLength(ROWS);
  expect(problems[0].message).toBe('Theme kirjala-s-0: It is still named by Channel kirjala-c-0.');
  expect(performance.now() - begun).toBeLessThan(6_000);
});

test('lists are read however long they are: what is deleted may hold hundreds of thousands of rows', async () => {
  await server.load({ themes: [{ slug: 'kirjala-suuri', label: 'Suuri' }] });
  const part = model.parts.find(({ name }) => name === 'ExternalId')!;
  const long = 200_000;
  await server.app.database.write(async (session) => {
    const [theme] = await session.run(sql`select id from theme where slug = 'kirjala-suuri'`);
    const id = theme!.id as string;
    await session.run(sql`insert into external_id (id, record_id, position, system, value)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${long})
      select 'external_id_' || i, ${id}, i, 's' || i, 'v' from n`);
    const shapes = [...shapesOf(part).values()];
    const found = await new Store(session).select(part.table, shapes, 'recordId', [id]);
    expect(found).toHaveLength(long);
    await session.run(sql`delete from external_id where record_id = ${id}`);
  });
});
