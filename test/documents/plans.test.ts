// The six plans: whose they are, what they are, and how they follow each other.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('six plans of four owners, one of them a strategy of which only the name is known', async () => {
  const { plans } = await server.ask(`{
    plans(orderBy: { field: SLUG }) {
      nodes {
        slug
        owner { name { value } }
        kind
        period { start end }
        titleIsOurs: title { ownWords }
        implements { slug }
        predecessor { slug }
      }
    }
  }`);
  const plan = (
    slug: string,
    owner: string,
    kind: string,
    [start, end]: [number, number],
    titleIsOurs: boolean,
    more = {},
  ) => ({
    slug,
    owner,
    kind,
    period: { start: `${start}-01-01`, end: `${end}-12-31` },
    titleIsOurs,
    implements: [],
    predecessor: null,
    ...more,
  });
  expect(lean(plans)).toEqual([
    plan('amkit-2021-2025', 'AMKIT-konsortio', 'STRATEGY', [2021, 2025], false),
    plan('amkit-2026', 'AMKIT-konsortio', 'ACTION_PLAN', [2026, 2026], false, {
      implements: ['amkit-2026-2029'],
    }),
    plan('amkit-2026-2029', 'AMKIT-konsortio', 'STRATEGY', [2026, 2029], true, {
      predecessor: 'amkit-2021-2025',
    }),
    plan('kuopio-2024', 'Kuopion kaupunginkirjasto', 'ACTION_PLAN', [2024, 2024], true),
    plan('porvoo-2026', 'Porvoon kaupunginkirjasto', 'ACTION_PLAN', [2026, 2026], true),
    plan('turku-2021', 'Turun kaupunginkirjasto', 'ACTION_PLAN', [2021, 2021], true),
  ]);
});

test('the strategy 2026–2029 has no content', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026-2029") {
      vision { value }
      sections { key }
      actions { totalCount }
      goals { totalCount }
      goalFrameworks { slug }
      competenceFramework { slug }
      budgetLines { key }
      positions { share }
      citations { wording }
    }
  }`);
  expect(lean(plan)).toEqual({
    vision: null,
    sections: [],
    actions: 0,
    goals: 0,
    goalFrameworks: [],
    competenceFramework: null,
    budgetLines: [],
    positions: [],
    citations: [],
  });
});
