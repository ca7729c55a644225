import { BundleRefused, type Bundle } from '../src/bundle/bundle';
import { sql } from '../src/database/sql';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
    plans: [
      {
        slug: 'kirjala-2026',
        owner: 'kirjala',
        kind: 'ACTION_PLAN',
        title: 'Suunnitelma',
        period: 2026,
        sections: [
          { key: '1', kind: 'HEADING', title: 'Alku' },
          { key: '1.1', parent: '1', kind: 'ITEM', title: 'Kohta' },
        ],
        externalIds: [{ system: 'kirjala.excel', value: 'p1' }],
      },
    ],
    actions: [
      {
        slug: 'kirjala-2026-a',
        plan: 'kirjala-2026',
        title: 'Kahvit',
        form: 'OTHER',
        section: '1.1',
      },
    ],
  });
});
afterAll(() => server.close());

/** The problems of a bundle, without their words; and that it changed nothing. */
async function problems(bundle: Bundle): Promise<string[]> {
  const count = () => server.app.database.read(sql`select count(*) as n from change`);
  const before = await count();
  const refused: unknown = await server.load(bundle).catch((error: unknown) => error);
  expect(await count()).toEqual(before);
  if (!(refused instanceof BundleRefused)) throw refused;
  return refused.problems.map(({ pointer, code }) => `${pointer} ${code}`).sort();
}

const plan = (more: object) => ({ plans: [{ slug: 'kirjala-2026', ...more }] });
const action = (more: object) => ({ actions: [{ slug: 'kirjala-2026-a', ...more }] });

test.each([
  ['a part that is not there', action({ section: '9' }), ['/actions/0/section NOT_FOUND']],
  [
    'a part that the same row takes away',
    plan({ sections: [{ key: '2', parent: '1', kind: 'ITEM' }] }),
    ['/plans/0/sections/0/parent NOT_FOUND'],
  ],
  [
    'a part that others name, taken away',
    plan({ sections: [{ key: '1', kind: 'HEADING' }] }),
    ['/plans/0/sections IN_USE'],
  ],
  [
    'a name in no language',
    { organisations: [{ slug: 'nimeton', name: {}, kind: 'OTHER' }] },
    ['/organisations/0/name REQUIRED'],
  ],
  ['a name taken away', plan({ title: { fi: null } }), ['/plans/0/title REQUIRED']],
  [
    'two parts of one key',
    plan({
      sections: [
        { key: '1', kind: 'ITEM' },
        { key: '1', kind: 'ITEM' },
      ],
    }),
    ['/plans/0/sections/1/key DUPLICATE'],
  ],
  [
    'two ids in one system',
    plan({
      externalIds: [
        { system: 's', value: '1' },
        { system: 's', value: '2' },
      ],
    }),
    ['/plans/0/externalIds/1/system DUPLICATE'],
  ],
  [
    'an external id that another record has',
    {
      plans: [
        {
          slug: 'kirjala-2027',
          owner: 'kirjala',
          kind: 'ACTION_PLAN',
          title: 'S',
          period: 2027,
          externalIds: [{ system: 'kirjala.excel', value: 'p1' }],
        },
      ],
    },
    ['/plans/0/externalIds/0 DUPLICATE'],
  ],
  [
    'a row twice',
    { organisations: [{ slug: 'kirjala' }, { slug: 'kirjala' }] },
    ['/organisations/1/slug DUPLICATE'],
  ],
  [
    'a row that no later one could name',
    { organisations: [{ name: 'X', kind: 'OTHER' }] },
    ['/organisations/0/slug REQUIRED'],
  ],
  [
    'sections above each other',
    plan({
      sections: [
        { key: '1', parent: '1.1', kind: 'ITEM' },
        { key: '1.1', parent: '1', kind: 'ITEM' },
      ],
    }),
    ['/plans/0/sections/0/parent CYCLE', '/plans/0/sections/1/parent CYCLE'],
  ],
  [
    'a subtotal of itself',
    plan({ budgetLines: [{ key: 'a', parent: 'a', label: 'A', amount: { cents: 1 } }] }),
    ['/plans/0/budgetLines/0/parent CYCLE'],
  ],
  [
    'networks below each other',
    {
      networks: [
        { slug: 'kirjala-n', owner: 'kirjala', name: 'N', kind: 'NETWORK', parent: 'kirjala-m' },
        { slug: 'kirjala-m', owner: 'kirjala', name: 'M', kind: 'NETWORK', parent: 'kirjala-n' },
      ],
    },
    ['/networks/0/parent CYCLE', '/networks/1/parent CYCLE'],
  ],
])('refuses %s', async (_, bundle: Bundle, wanted: string[]) => {
  expect(await problems(bundle)).toEqual(wanted);
});

test('an action keeps its plan when only its section is given', async () => {
  await server.load(action({ section: '1' }));
  const key = 'an-admin-key-for-tests-of-32-characters';
  const { action: found } = await server.ask(
    '{ action(slug: "kirjala-2026-a") { section { key } } }',
    { key },
  );
  expect(found.section.key).toBe('1');
  await server.load(action({ section: '1.1' }));
});

test('references lead by slug, by external id and by name, to what comes and to what is there', async () => {
  const key = 'an-admin-key-for-tests-of-32-characters';
  const { rows } = await server.load({
    system: 'kirjala.excel',
    actions: [
      {
        slug: 'kirjala-2026-b',
        plan: { externalId: { value: 'p1' } },
        title: 'B',
        form: 'OTHER',
        predecessor: { name: 'kahvit' },
      },
      {
        externalIds: [{ value: 'c' }],
        plan: { name: 'SUUNNITELMA' },
        title: 'Työpaja äänikirjoista',
        form: 'OTHER',
        predecessor: { name: 'B' },
      },
    ],
  });
  expect(rows.map(({ slug, result }) => [slug, result])).toEqual([
    ['kirjala-2026-b', 'CREATED'],
    ['kirjala-2026-tyopaja-aanikirjoista', 'CREATED'],
  ]);
  const { actions } = await server.ask(
    '{ actions(filter: { predecessor: { isNull: false } }, orderBy: { field: SLUG }) { nodes { slug plan { slug } predecessor { slug } } } }',
    { key },
  );
  expect(actions.nodes).toEqual([
    {
      slug: 'kirjala-2026-b',
      plan: { slug: 'kirjala-2026' },
      predecessor: { slug: 'kirjala-2026-a' },
    },
    {
      slug: rows[1]!.slug,
      plan: { slug: 'kirjala-2026' },
      predecessor: { slug: 'kirjala-2026-b' },
    },
  ]);
  const again = await server.load({
    system: 'kirjala.excel',
    actions: [{ externalIds: [{ value: 'c' }], title: 'Työpaja äänikirjoista' }],
  });
  expect(again.rows).toMatchObject([
    { slug: rows[1]!.slug, result: 'UNCHANGED', matchedBy: 'EXTERNAL_ID' },
  ]);
});

test('the provenance of a bundle is for its new rows', async () => {
  await server.load({ documents: [{ slug: 'kirjala-pdf', title: 'S', kind: 'PLAN' }] });
  const provenance = { document: 'kirjala-pdf', basis: 'QUOTED' };
  const { rows } = await server.load({ provenance, ...action({ title: 'Kahvit' }) });
  expect(rows[0]!.result).toBe('UNCHANGED');
});
