import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { ownSeeds } from '../../src/package';
import { ADMIN_KEY, type Data, type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const seed = (name: string) =>
  parse(
    readFileSync(
      ownSeeds().find((path) => basename(path) === `${name}.yaml`)!,
      'utf8',
    ),
  ) as Data;

async function load(bundle: object, more: object = {}): Promise<Data> {
  const { importBundle } = await server.ask(
    `mutation ($input: ImportBundleInput!) { importBundle(input: $input) {
      report { applied counts { created updated unchanged failed skipped deleted } problems { pointer code } rows { pointer slug result named { pointer id } } }
      userErrors { code field }
    } }`,
    { variables: { input: { bundle, ...more } }, key: ADMIN_KEY },
  );
  return importBundle;
}

const ask = (query: string) => server.ask(query, { key: ADMIN_KEY });

// 36. Import Porvoo's table in one run, twice, with no duplicates, and with the row of each error.
test('a table is imported twice without duplicates; a wrong row is told by its place', async () => {
  const bundle = seed('porvoo-2026');
  const total = async () =>
    (await ask(
      '{ actions { totalCount } modules { totalCount } topics { totalCount } }',
    )) as object;
  const before = await total();
  const { report } = await load(bundle);
  expect(report.counts).toMatchObject({ created: 0, updated: 0, failed: 0 });
  expect(await total()).toEqual(before);
  const actions = (bundle.actions as Data[]).map((each, i) =>
    i === 7 ? { ...each, placements: [{ module: 'ei-ole' }] } : each,
  );
  const wrong = (await load({ ...bundle, actions })).report;
  expect(wrong.applied).toBe(false);
  expect(wrong.problems).toEqual([
    { pointer: '/actions/7/placements/0/module', code: 'NOT_FOUND' },
  ]);
});

// 37. Link one event from three rows by its normalised name.
test('what is named in three ways is one record, and the report says which', async () => {
  const title = 'Erityisen lukemisen päivä';
  const names = [title, 'ERITYISEN  LUKEMISEN PÄIVÄ', 'erityisen lukemisen päivä'];
  const found = (
    await ask(
      `{ actions(filter: { title: { eq: "${title}" } }) { nodes { id slug plan { slug } } } }`,
    )
  ).actions.nodes;
  expect(found).toHaveLength(1);
  const plan = { slug: found[0].plan.slug };
  const events = names.map((name, i) => ({
    slug: `porvoo-rivi-${i}`,
    owner: 'porvoo',
    title: `Rivi ${i}`,
    action: { name },
  }));
  const { report } = await load({ luotsi: 1, events });
  expect(report.problems).toEqual([]);
  expect(report.rows.map(({ named }: Data) => named)).toEqual(
    names.map((_, i) => [{ pointer: `/events/${i}/action`, id: found[0].id }]),
  );
  expect(plan.slug).toBe('porvoo-2026');
  for (const { slug } of events)
    await ask(`mutation { deleteEvent(input: { slug: "${slug}" }) { result } }`);
});

// 38. Load budget lines and positions with validation, and get typed errors back.
test('percentages, names and amounts are validated, and every mistake comes with its code and place', async () => {
  const plan = {
    slug: 'porvoo-2026',
    positions: [
      { title: ' ', count: 1 },
      { title: 'A', count: 1, share: 1.01 },
      { title: 'B', count: -1 },
    ],
    budgetLines: [
      { key: 'a', label: 'A', amount: { cents: 10.5 } },
      { key: 'b', label: 'B', amount: { cents: 1 }, parent: 'x' },
    ],
  };
  const { report } = await load({ luotsi: 1, plans: [plan] });
  expect(report.problems.map(({ pointer, code }: Data) => `${pointer} ${code}`).sort()).toEqual([
    '/plans/0/budgetLines/0/amount/cents INVALID',
    '/plans/0/budgetLines/1/parent NOT_FOUND',
    '/plans/0/positions/0/title REQUIRED',
    '/plans/0/positions/1/share OUT_OF_RANGE',
    '/plans/0/positions/2/count OUT_OF_RANGE',
  ]);
});

// 39. Load documents with provenance, and find what was inferred.
test('records say where their facts are from, and can be asked for by how sure they are', async () => {
  const { documents } = await ask(
    '{ documents(first: 100, filter: { provenance: { some: { basis: { eq: INFERRED } } } }) { totalCount nodes { slug provenance(filter: { basis: { eq: INFERRED } }) { basis fields locator } } } }',
  );
  expect(documents.totalCount).toBeGreaterThan(0);
  for (const { provenance } of documents.nodes)
    for (const { basis, fields } of provenance)
      expect([basis, fields.length > 0]).toEqual(['INFERRED', true]);
  const { all } = await ask(
    '{ all: plans(filter: { provenance: { some: { document: { is: { slug: { eq: "porvoo-plan-2026" } } } } } }) { nodes { slug } } }',
  );
  expect(all.nodes).toEqual([{ slug: 'porvoo-2026' }]);
});

// 40. Delete one plan and load it again, without harm to what it shares with others.
test('a plan is deleted with what is kept in it, after a trial, and loaded again; all else stays as it was', async () => {
  const others = async () => {
    const { exportBundle } = await ask('{ exportBundle }');
    return JSON.stringify(exportBundle);
  };
  const before = await others();
  const remove = (input: string) =>
    ask(
      `mutation { deletePlan(input: { slug: "porvoo-2026", ${input} }) { result userErrors { code message } } }`,
    );
  const { events } = await ask(
    '{ events(first: 100, filter: { action: { is: { plan: { is: { slug: { eq: "porvoo-2026" } } } } } }) { nodes { slug } } }',
  );
  if (events.nodes.length > 0) {
    const { deletePlan } = await remove('dryRun: true');
    expect(new Set(deletePlan.userErrors.map(({ code }: Data) => code))).toEqual(
      new Set(['IN_USE']),
    );
    expect(deletePlan.userErrors[0].message).toContain('Event ');
    for (const { slug } of events.nodes)
      await ask(`mutation { deleteEvent(input: { slug: "${slug}" }) { result } }`);
  }
  expect((await remove('dryRun: true')).deletePlan).toEqual({ result: 'DELETED', userErrors: [] });
  expect((await ask('{ plan(slug: "porvoo-2026") { slug } }')).plan).not.toBeNull();
  expect((await remove('')).deletePlan).toEqual({ result: 'DELETED', userErrors: [] });
  const gone = await ask(
    '{ plan(slug: "porvoo-2026") { slug } actions(filter: { plan: { is: { slug: { eq: "porvoo-2026" } } } }) { totalCount } networks { totalCount } }',
  );
  expect(gone).toMatchObject({ plan: null, actions: { totalCount: 0 } });
  const { report } = await load(seed('porvoo-2026'));
  expect(report.problems).toEqual([]);
  expect(await others()).toBe(before);
});
