import { codes, imported } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  const own = { owner: 'kirjala', state: 'PUBLISHED' };
  const report = await imported(server, {
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }],
    themes: ['a', 'b'].map((n) => ({ slug: `aihe-${n}`, label: 'Kaksin' })),
    competenceFrameworks: YEARS.map((year) => ({ ...own, slug: `${year}-o`, title: 'Osaaminen' })),
    competenceAreas: YEARS.map((year) => ({
      ...{ slug: `${year}-alue`, framework: `${year}-o`, kind: 'COMPETENCE', name: 'Alue' },
    })),
    modules: YEARS.map((year) => ({ slug: `${year}-m`, area: `${year}-alue`, name: 'Moduuli' })),
    goalFrameworks: YEARS.map((year) => ({ ...own, slug: `${year}-t`, title: 'Tavoitteet' })),
    plans: YEARS.map((year) => ({
      ...{ ...own, slug: year, kind: 'ACTION_PLAN', title: 'Suunnitelma', period: 2026 },
      ...{ competenceFramework: `${year}-o`, goalFrameworks: [`${year}-t`] },
    })),
    goals: YEARS.map((year) => ({
      ...{ slug: `${year}-tavoite`, framework: `${year}-t`, kind: 'SOCIETAL', title: 'Tavoite' },
    })),
    actions: YEARS.map((year) => ({
      ...{ slug: `${year}-kahvit`, plan: year, title: 'Kahvit', form: 'OTHER' },
    })),
  });
  expect(codes(report)).toEqual([]);
});
afterAll(() => server.close());

const YEARS = ['kirjala-2026', 'kirjala-2027'];

/** What comes of an event that names its action so. */
async function event(action: object, more: object = {}): Promise<Data> {
  const input = { owner: { slug: 'kirjala' }, title: { fi: 'T' }, action, dryRun: true, ...more };
  const { putEvent } = await server.ask(
    `mutation ($input: PutEventInput!) { putEvent(input: $input) {
      result event { action { slug } placements { module { slug } } } userErrors { code field message }
    } }`,
    { variables: { input }, key: ADMIN_KEY },
  );
  return putEvent;
}

test('a name that several plans have is ambiguous, and says that the plan would decide', async () => {
  const { userErrors } = await event({ name: 'Kahvit' });
  expect(userErrors).toEqual([
    {
      code: 'AMBIGUOUS',
      field: ['action'],
      message:
        'There are 2 of Action "Kahvit". Beside `name`, `plan` says of which plan: its slug.',
    },
  ]);
});

test('with its plan a name means one, in what the plan holds and in what it fills and adopts', async () => {
  const plan = 'kirjala-2027';
  const placements = [{ module: { name: 'moduuli', plan } }];
  const made = await event({ name: 'KAHVIT', plan }, { placements, dryRun: false });
  expect(made.userErrors).toEqual([]);
  expect(made.event).toEqual({
    action: { slug: `${plan}-kahvit` },
    placements: [{ module: { slug: `${plan}-m` } }],
  });
  const { putGoal } = await server.ask(
    `mutation ($input: PutGoalInput!) { putGoal(input: $input) { goal { parent { slug } } userErrors { code field message } } }`,
    {
      variables: {
        input: {
          framework: { slug: `${plan}-t` },
          parent: { name: 'Tavoite', plan },
          kind: 'IMPACT_PATH',
          title: { fi: 'Polku' },
        },
      },
      key: ADMIN_KEY,
    },
  );
  expect(putGoal).toEqual({ goal: { parent: { slug: `${plan}-tavoite` } }, userErrors: [] });
});

test('what the plan does not hold is not found, and what is of no plan says so', async () => {
  const none = await event({ name: 'Kahvit', plan: 'kirjala-2028' });
  expect(none.userErrors).toEqual([
    {
      code: 'NOT_FOUND',
      field: ['action'],
      message: 'There is no Action "Kahvit" of the plan "kirjala-2028".',
    },
  ]);
  const theme = { name: 'Kaksin', plan: 'kirjala-2026' };
  const wrong = await event({ slug: 'kirjala-2026-kahvit' }, { themes: [theme] });
  expect(wrong.userErrors).toMatchObject([{ code: 'INVALID', field: ['themes', '0'] }]);
  const two = await event({ slug: 'kirjala-2026-kahvit' }, { themes: [{ name: 'Kaksin' }] });
  expect(two.userErrors).toEqual([
    { code: 'AMBIGUOUS', field: ['themes', '0'], message: 'There are 2 of Theme "Kaksin".' },
  ]);
  const odd = await event({ slug: 'kirjala-2026-kahvit', plan: 'kirjala-2026' });
  expect(odd.userErrors).toMatchObject([{ code: 'INVALID', field: ['action'] }]);
});

test('in a bundle it means what comes with it too, in any order', async () => {
  const [plan, own] = ['kirjala-2028', { owner: 'kirjala', state: 'PUBLISHED' }];
  const report = await imported(server, {
    events: [
      {
        ...{ ...own, slug: `${plan}-e`, title: 'T', action: { name: 'Kahvit', plan } },
        placements: [{ module: { name: 'Moduuli', plan } }],
      },
      { ...own, slug: `${plan}-e2`, title: 'T', action: { name: 'Kahvit', plan: 'kirjala-2026' } },
    ],
    goals: [
      {
        ...{ slug: `${plan}-p`, plan, kind: 'SOCIETAL', title: 'Polku' },
        parent: { name: 'Tavoite', plan: 'kirjala-2026' },
      },
    ],
    actions: [{ slug: `${plan}-kahvit`, plan, title: 'Kahvit', form: 'OTHER' }],
    plans: [
      {
        ...{ ...own, slug: plan, kind: 'ACTION_PLAN', title: 'Suunnitelma', period: 2028 },
        ...{ competenceFramework: `${plan}-o`, goalFrameworks: ['kirjala-2026-t'] },
      },
    ],
    modules: [{ slug: `${plan}-m`, area: `${plan}-alue`, name: 'Moduuli' }],
    competenceAreas: [
      { slug: `${plan}-alue`, framework: `${plan}-o`, kind: 'COMPETENCE', name: 'Alue' },
    ],
    competenceFrameworks: [{ ...own, slug: `${plan}-o`, title: 'Osaaminen' }],
  });
  expect(report.problems).toEqual([]);
  const { events } = await server.ask(
    `{ events(filter: { slug: { startsWith: "${plan}" } }, orderBy: { field: SLUG }) {
      nodes { action { slug } placements { module { slug } } }
    } }`,
  );
  expect(events.nodes).toEqual([
    { action: { slug: `${plan}-kahvit` }, placements: [{ module: { slug: `${plan}-m` } }] },
    { action: { slug: 'kirjala-2026-kahvit' }, placements: [] },
  ]);
});

test('a code names a municipality or a region, and nothing else', async () => {
  await server.load({
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }],
    municipalities: [{ slug: 'espoo', code: '049', name: 'Espoo', region: { code: '01' } }],
  });
  const municipality = { code: '049' };
  const named = await event({ name: 'Kahvit', plan: 'kirjala-2026' }, { municipality });
  expect(named.userErrors).toEqual([]);
  expect((await event({ code: '049' })).userErrors).toEqual([
    { code: 'NOT_FOUND', field: ['action'], message: 'There is no Action "049".' },
  ]);
});
