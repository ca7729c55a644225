import fc from 'fast-check';
import { codes, imported } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
const PLANS = ['kirjala-a', 'kirjala-b'];
const FRAMEWORKS = ['okm-f', 'okm-g'];
const goal = (slug: string, more: object) => ({ slug, kind: 'GOAL', title: slug, ...more });
const GOALS = [
  ...PLANS.map((plan) => goal(`${plan}-t`, { plan })),
  ...FRAMEWORKS.map((framework) => goal(`${framework}-t`, { framework })),
];

beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: ['kirjala', 'okm'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    goalFrameworks: FRAMEWORKS.map((slug) => ({
      ...{ slug, owner: 'okm', title: slug, state: 'PUBLISHED' },
    })),
    plans: PLANS.map((slug) => ({
      ...{ slug, owner: 'kirjala', kind: 'ACTION_PLAN', title: slug, period: 2026 },
      state: 'PUBLISHED',
    })),
    goals: GOALS,
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const action = (goals: string[], more = {}) => ({
  ...{ slug: 'kirjala-a-x', plan: 'kirjala-a', title: 'X', form: 'TRAINING', goals },
  ...more,
});
const load = (bundle: object, by = ADMIN_KEY) => imported(server, bundle, {}, by);

test('an action serves goals of its plan, and of the frameworks that the plan adopts', async () => {
  const wrong = await load({ actions: [action(['kirjala-a-t', 'okm-f-t'])] }, key);
  expect(codes(wrong)).toEqual(['/actions/0/goals/1 INVALID']);
  const adopting = { slug: 'kirjala-a', goalFrameworks: ['okm-f'] };
  const made = await load(
    { plans: [adopting], actions: [action(['kirjala-a-t', 'okm-f-t'])] },
    key,
  );
  expect(made.problems).toEqual([]);
  const { action: found, goal: served } = await server.ask(`{
    action(slug: "kirjala-a-x") { goals { slug } }
    goal(slug: "okm-f-t") { actions { nodes { slug } } }
  }`);
  expect(found.goals).toEqual([{ slug: 'kirjala-a-t' }, { slug: 'okm-f-t' }]);
  expect(served.actions.nodes).toEqual([{ slug: 'kirjala-a-x' }]);
});

test('neither plan nor goal nor action goes where the action does not find its goal', async () => {
  expect(codes(await load({ plans: [{ slug: 'kirjala-a', goalFrameworks: ['okm-g'] }] }))).toEqual([
    '/plans/0/goalFrameworks IN_USE',
  ]);
  expect(codes(await load({ goals: [{ slug: 'okm-f-t', framework: 'okm-g' }] }))).toEqual([
    '/goals/0 IN_USE',
  ]);
  expect(codes(await load({ actions: [{ slug: 'kirjala-a-x', plan: 'kirjala-b' }] }))).toEqual([
    '/actions/0/goals/0 INVALID',
    '/actions/0/goals/1 INVALID',
  ]);
  const both = await load({
    plans: [{ slug: 'kirjala-a', goalFrameworks: [] }],
    actions: [action(['kirjala-a-t'])],
  });
  expect(both.problems).toEqual([]);
});

test('a copied plan serves its own copies of the goals', async () => {
  const { copyPlan } = await server.ask(
    `mutation { copyPlan(input: { slug: "kirjala-a", newSlug: "kirjala-c", period: { start: "2027-01-01", end: "2027-12-31" } }) {
      plan { actions { nodes { goals { slug } } } } userErrors { message } } }`,
    { key },
  );
  expect(copyPlan).toEqual({
    plan: { actions: { nodes: [{ goals: [{ slug: 'kirjala-c-t' }] }] } },
    userErrors: [],
  });
});

test('whatever is written, each action finds its goals in its plan', async () => {
  const slugs = GOALS.map((each) => each.slug);
  const some = (of: string[]) => fc.subarray(of);
  const write = fc.oneof(
    fc.record({ goals: some(slugs), plan: fc.constantFrom(...PLANS) }).map(({ goals, plan }) => ({
      actions: [action(goals, { plan })],
    })),
    fc
      .record({ slug: fc.constantFrom(...PLANS), goalFrameworks: some(FRAMEWORKS) })
      .map((plan) => ({ plans: [plan] })),
    fc
      .record({
        slug: fc.constantFrom(...slugs),
        plan: fc.constantFrom(null, ...PLANS),
        framework: fc.constantFrom(...FRAMEWORKS),
      })
      .map(({ slug, plan, framework }) => ({
        goals: [{ slug, plan, framework: plan ? null : framework }],
      })),
  );
  await fc.assert(
    fc.asyncProperty(write, async (bundle) => {
      await load(bundle);
      const { actions } = await server.ask(`{ actions { nodes {
        plan { slug goalFrameworks { slug } } goals { slug plan { slug } framework { slug } }
      } } }`);
      for (const { plan, goals } of actions.nodes)
        for (const each of goals)
          expect([
            plan.slug,
            ...plan.goalFrameworks.map((one: { slug: string }) => one.slug),
          ]).toContain((each.plan ?? each.framework).slug);
    }),
    { numRuns: 60 },
  );
});
