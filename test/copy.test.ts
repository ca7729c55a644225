import { imported } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

async function call(name: string, input: object, select = ''): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { ${select} result userErrors { code field message } } }`,
    { variables: { input }, key: ADMIN_KEY },
  );
  return data[name];
}

const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

const SHAPE = `plan(slug: $slug) {
  state owner { slug } title { value } period { start end } predecessor { slug } timeless: actions(filter: { timing: { precision: { ne: UNKNOWN } } }) { totalCount }
  sections { key title { value } }
  budgetLines { key amount { cents currency } }
  goals(first: 100) { totalCount nodes { title { value } metrics { totalCount } } }
  actions(first: 100) { totalCount nodes { title { value } section { key } predecessor { slug } events { totalCount } placements { module { slug } topic { slug } } } }
  competenceFramework { slug owner { slug } predecessor { slug } areas { totalCount nodes { modules { totalCount nodes { topics { totalCount } } } } } }
}`;
const shape = async (slug: string) =>
  (await server.ask(`query ($slug: String!) { ${SHAPE} }`, { variables: { slug }, key: ADMIN_KEY }))
    .plan;

test.each(['porvoo-2026', 'kuopio-2024', 'amkit-2026'])(
  'a plan is copied to a new year with its structure, and nothing of its year: %s',
  async (slug) => {
    const period = { start: '2027-01-01', end: '2027-12-31' };
    const tried = await call(
      'copyPlan',
      { slug, period, newSlug: `${slug}-b`, dryRun: true },
      'plan { slug }',
    );
    expect(tried).toEqual({ plan: null, result: 'CREATED', userErrors: [] });
    const made = await call('copyPlan', { slug, period, newSlug: `${slug}-b` }, 'plan { slug }');
    expect(made).toEqual({ plan: { slug: `${slug}-b` }, result: 'CREATED', userErrors: [] });
    const [old, copy] = [await shape(slug), await shape(`${slug}-b`)];
    expect(copy).toMatchObject({
      state: 'DRAFT',
      owner: old.owner,
      title: old.title,
      period,
      predecessor: { slug },
    });
    expect(copy.sections).toEqual(old.sections);
    expect(copy.budgetLines).toEqual(old.budgetLines);
    expect(copy.goals).toEqual(old.goals);
    expect(copy.timeless.totalCount).toBe(0);
    expect(copy.actions.totalCount).toBe(old.actions.totalCount);
    const told = ({ title, section }: Data) => [title.value, section?.key];
    expect(copy.actions.nodes.map(told)).toEqual(old.actions.nodes.map(told));
    for (const action of copy.actions.nodes) {
      expect(action.predecessor).not.toBeNull();
      expect(action.events.totalCount).toBe(0);
    }
    if (!old.competenceFramework) return expect(copy.competenceFramework).toBeNull();
    const { slug: framework, areas } = old.competenceFramework;
    if (old.competenceFramework.owner.slug !== old.owner.slug)
      return expect(copy.competenceFramework.slug).toBe(framework);
    expect(copy.competenceFramework.predecessor).toEqual({ slug: framework });
    expect(copy.competenceFramework.areas).toEqual(areas);
    const modules = copy.actions.nodes.flatMap(({ placements }: Data) =>
      placements.map((each: Data) => each.module.slug),
    );
    for (const each of modules) expect(each).toMatch(new RegExp(`^${slug}-b-`));
  },
);

test('a copy under a name that is taken, or none, is refused', async () => {
  const period = { start: '2027-01-01', end: '2027-12-31' };
  const odd = await call('copyPlan', { slug: 'porvoo-2026', period, newSlug: 'Ei Näin' });
  expect(codes(odd)).toEqual(['newSlug INVALID']);
  const again = await call('copyPlan', { slug: 'porvoo-2026', period, newSlug: 'porvoo-2026' });
  expect(again.result).toBeNull();
  expect(codes(again)).toContain('newSlug DUPLICATE');
  expect(new Set(codes(again).map((each: string) => each.split(' ')[1]))).toEqual(
    new Set(['DUPLICATE']),
  );
});

test('a copy is called by its owner and its years, and what is copied with it by the copy', async () => {
  const copy = async (slug: string, start: string, end: string, more = {}) => {
    const period = { start, end };
    const made = await call('copyPlan', { slug, period, ...more }, 'plan { slug }');
    expect(made.userErrors).toEqual([]);
    return made.plan.slug as string;
  };
  const slugsOf = async (slug: string) => {
    const data = await server.ask(
      `query ($slug: String!) { plan(slug: $slug) {
        actions(first: 100, orderBy: { field: PRINTED }) { nodes { slug } }
        goals(first: 100) { nodes { slug } }
        competenceFramework { slug areas { nodes { slug modules { nodes { slug } } } } }
      } }`,
      { variables: { slug }, key: ADMIN_KEY },
    );
    return JSON.stringify(data).match(/(?<="slug":")[^"]+/g)!;
  };
  expect(await copy('porvoo-2026', '2031-01-01', '2031-12-31')).toBe('porvoo-2031');
  const old = await slugsOf('porvoo-2026');
  expect(await slugsOf('porvoo-2031')).toEqual(
    old.map((slug) =>
      slug
        .replace(/^porvoo-2026/, 'porvoo-2031')
        .replace(/^porvoo-osaaminen-2026$/, 'porvoo-2031-osaaminen'),
    ),
  );
  const title = { fi: 'Porvoon kaupunginkirjaston alueellisen tehtävän kehittämissuunnitelma' };
  const second = await copy('porvoo-2026', '2031-01-01', '2031-12-31', { title });
  expect(second).toBe('porvoo-2031-2');
  const first = await slugsOf('porvoo-2031');
  expect(await slugsOf(second)).toEqual(
    first.map((slug) => slug.replace(/^porvoo-2031/, 'porvoo-2031-2')),
  );
  expect(await copy('porvoo-2031-2', '2032-08-01', '2033-07-31')).toBe('porvoo-2032-2033');
  const action = { plan: { slug: 'amkit-2026' }, form: 'OTHER', title: { fi: 'Teko' } };
  await call('putAction', { ...action, slug: `amkit-2026-${'x'.repeat(69)}` });
  await call('putAction', { ...action, slug: 'amkit-muu' });
  expect(await copy('amkit-2026', '2027-01-01', '2029-12-31')).toBe('amkit-2027-2029');
  const actions = (await slugsOf('amkit-2027-2029')).filter((slug) => /x|muu/.test(slug));
  expect(actions).toContain('amkit-2027-2029-muu');
  expect(actions).toContain(`amkit-2027-2029-${'x'.repeat(56)}`);
});

describe('what was measured', () => {
  test('is recorded once for a period, and corrected by what takes its place', async () => {
    await server.load({
      goalFrameworks: [
        { slug: 'porvoo-luvut', owner: 'porvoo', title: 'Luvut', state: 'PUBLISHED' },
      ],
      metrics: [
        {
          slug: 'porvoo-luvut-osallistujat',
          framework: 'porvoo-luvut',
          kind: 'COUNT',
          name: 'Osallistujat',
        },
      ],
    });
    const value = {
      metric: { slug: 'porvoo-luvut-osallistujat' },
      organisation: { slug: 'porvoo' },
      period: { start: '2026-01-01', end: '2026-12-31' },
      number: 40,
    };
    const made = await call('recordMeasurement', value, 'measurement { slug number }');
    expect(made.measurement.number).toBe(40);
    expect(codes(await call('recordMeasurement', { ...value, number: 41 }))).toEqual([
      'period DUPLICATE',
    ]);
    expect(
      codes(
        await call('recordMeasurement', {
          ...value,
          period: { start: '2027-01-01', end: '2027-12-31' },
          yes: true,
        }),
      ),
    ).toEqual(['yes INVALID']);
    const { slug } = made.measurement;
    const corrected = await call(
      'correctMeasurement',
      { slug, number: 42, note: { fi: 'Laskuvirhe' } },
      'measurement { number supersedes { slug } metric { slug } period { start } }',
    );
    expect(corrected.measurement).toEqual({
      number: 42,
      supersedes: { slug },
      metric: value.metric,
      period: { start: '2026-01-01' },
    });
    expect(codes(await call('correctMeasurement', { slug, number: 43 }))).toEqual([' WRONG_STATE']);
  });
});

test('what is odd about a plan is told, and stops nothing', async () => {
  const report = await imported(server, {
    plans: [
      {
        slug: 'porvoo-outo',
        owner: 'porvoo',
        kind: 'ACTION_PLAN',
        title: 'Outo',
        period: 2026,
        languages: ['fi', 'sv'],
        personYearsStated: 3,
        positions: [{ title: 'Kehittäjä', count: 1, share: 1 }],
        budgetLines: [
          { key: 'a', kind: 'SUBTOTAL', label: 'A', amount: { cents: 5 } },
          { key: 'b', parent: 'a', label: 'B', amount: { cents: 4 } },
        ],
      },
    ],
  });
  expect(report).toMatchObject({
    applied: true,
    warnings: [
      { pointer: '/plans/0/budgetLines/0', code: 'BUDGET_MISMATCH' },
      { pointer: '/plans/0/personYearsStated', code: 'PERSON_YEARS_MISMATCH' },
      { pointer: '/plans/0/title', code: 'MISSING_TRANSLATION' },
    ],
  });
});
