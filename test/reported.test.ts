import { codes, imported } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
let other: string;
const plan = (slug: string, more = {}) => ({
  ...{ slug, owner: 'kirjala', kind: 'ACTION_PLAN', title: slug, period: 2026, state: 'PUBLISHED' },
  ...more,
});

beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: ['kirjala', 'toisela'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    plans: [plan('kirjala-a'), plan('kirjala-b', { monitoring: 'PUBLIC' })],
    actions: ['a', 'b'].map((each) => ({
      ...{ slug: `kirjala-${each}-x`, plan: `kirjala-${each}`, title: 'X', form: 'TRAINING' },
    })),
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
  other = await keyFor(server, 'EDITOR', 'toisela');
});
afterAll(() => server.close());

const load = (bundle: object, by = ADMIN_KEY) => imported(server, bundle, {}, by);

describe('what is reported of an action', () => {
  const put = (...reported: object[]) => load({ actions: [{ slug: 'kirjala-a-x', reported }] });

  test('is told in totals of times', async () => {
    const total = { period: 2026, events: 12, participants: 340, municipalities: 9 };
    expect((await put(total, { period: 2025, deliveries: 4, note: 'Osa.' })).problems).toEqual([]);
    const { action } = await server.ask(`{ action(slug: "kirjala-a-x") { reported {
      period { start } events participants deliveries municipalities note { value }
    } } }`);
    expect(action.reported).toEqual([
      {
        ...{ period: { start: '2026-01-01' }, events: 12, participants: 340 },
        ...{ deliveries: null, municipalities: 9, note: null },
      },
      {
        ...{ period: { start: '2025-01-01' }, events: null, participants: null },
        ...{ deliveries: 4, municipalities: null, note: { value: 'Osa.' } },
      },
    ]);
  });

  test.each([
    ['of nothing', [{ period: 2026 }], '0/events REQUIRED'],
    ['below none', [{ period: 2026, events: -1 }], '0/events OUT_OF_RANGE'],
    [
      'of a time twice',
      [{ period: 2026, events: 1 }, { period: { start: '2026-12-01', end: '2027-01-31' }, events: 1 }], // prettier-ignore
      '1/period DUPLICATE',
    ],
  ])('cannot be %s', async (_, rows, problem) => {
    expect(codes(await put(...rows))).toEqual([`/actions/0/reported/${problem}`]);
  });
});

describe('an assessment', () => {
  const assess = (action: string, on: string, more = {}) => ({
    ...{ action: `kirjala-${action}-x`, on, status: 'ON_TRACK', comment: `Hyvin ${action}` },
    ...more,
  });
  const ASKED = `assessments { nodes { on status comment { value } } totalCount }`;
  const ofAction = async (slug: string, by?: string) => {
    const { action } = await server.ask(`{ action(slug: "kirjala-${slug}-x") { ${ASKED} } }`, { key: by }); // prettier-ignore
    return action.assessments;
  };
  const seen = { on: '2026-06-30', status: 'ON_TRACK' };
  const changesAfter = async (cursor: string, by?: string) => {
    const { changes } = await server.ask(
      `{ changes(after: "${cursor}", first: 50) { nodes { type slug operation fields } } }`,
      { key: by },
    );
    return changes.nodes as Data[];
  };
  const cursor = async (by?: string) =>
    (await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }', { key: by })).changes.pageInfo.endCursor as string; // prettier-ignore

  test('is known by its action and day, and takes a slug of them', async () => {
    const rows = [assess('a', '2026-06-30'), assess('b', '2026-06-30')];
    const [nobody, theirs] = [await cursor(), await cursor(other)];
    const made = await load({ assessments: rows }, key);
    expect(made.problems).toEqual([]);
    expect(made.rows.map(({ slug }: Data) => slug)).toEqual([
      'kirjala-a-x-2026-06-30',
      'kirjala-b-x-2026-06-30',
    ]);
    expect((await load({ assessments: rows }, key)).counts.unchanged).toBe(2);
    const told = [expect.objectContaining({ slug: 'kirjala-b-x-2026-06-30' })];
    expect(await changesAfter(nobody)).toEqual(told);
    expect(await changesAfter(theirs, other)).toEqual(told);
  });

  test('of a plan of its owner shows to keys that cover the owner only', async () => {
    const own = { nodes: [{ ...seen, comment: { value: 'Hyvin a' } }], totalCount: 1 };
    expect(await ofAction('a', key)).toEqual(own);
    expect(await ofAction('a', await keyFor(server, 'READER', 'kirjala'))).toEqual(own);
    for (const by of [undefined, other]) {
      expect(await ofAction('a', by)).toEqual({ nodes: [], totalCount: 0 });
      expect((await ofAction('b', by)).totalCount).toBe(1);
      const { assessment, assessments, some, actions } = await server.ask(
        `{
          assessment(slug: "kirjala-a-x-2026-06-30") { slug }
          assessments { nodes { slug } totalCount }
          some: assessments(filter: { comment: { contains: "hyvin a" } }) { totalCount }
          actions(filter: { assessments: { some: { status: { eq: ON_TRACK } } } }) { nodes { slug } }
        }`,
        { key: by },
      );
      expect(assessment).toBeNull();
      expect(assessments).toEqual({ nodes: [{ slug: 'kirjala-b-x-2026-06-30' }], totalCount: 1 });
      expect(some.totalCount).toBe(0);
      expect(actions.nodes).toEqual([{ slug: 'kirjala-b-x' }]);
    }
  });

  test('comes into sight, and goes, as its plan says: copies are told', async () => {
    const put = (monitoring: string) => load({ plans: [{ slug: 'kirjala-a', monitoring }] }, key);
    const [nobody, ours] = [await cursor(), await cursor(key)];
    await put('PUBLIC');
    expect((await ofAction('a')).totalCount).toBe(1);
    const slug = 'kirjala-a-x-2026-06-30';
    expect(await changesAfter(nobody)).toEqual([
      { type: 'Plan', slug: 'kirjala-a', operation: 'UPDATE', fields: ['monitoring'] },
      expect.objectContaining({ type: 'Assessment', slug, operation: 'CREATE' }),
    ]);
    const shown = await cursor();
    await put('OWNER');
    expect(await changesAfter(shown)).toEqual([
      { type: 'Plan', slug: 'kirjala-a', operation: 'UPDATE', fields: ['monitoring'] },
      expect.objectContaining({ type: 'Assessment', slug, operation: 'DELETE' }),
    ]);
    expect((await changesAfter(ours, key)).map(({ type }) => type)).toEqual(['Plan', 'Plan']);
    expect((await ofAction('a')).totalCount).toBe(0);
  });

  test('and what is reported stay behind where a plan is copied', async () => {
    await load({
      deliveries: [{ slug: 'kirjala-a-d', action: 'kirjala-a-x', title: 'D', timing: '2026-04' }],
    });
    const { copyPlan } = await server.ask(
      `mutation { copyPlan(input: { slug: "kirjala-a", newSlug: "kirjala-c", period: { start: "2027-01-01", end: "2027-12-31" } }) {
        plan { actions { nodes { slug reported { events } deliveries { totalCount } assessments { totalCount } } } } userErrors { message } } }`,
      { key },
    );
    expect(copyPlan.userErrors).toEqual([]);
    expect(copyPlan.plan.actions.nodes).toEqual([
      {
        ...{ slug: 'kirjala-c-x', reported: [] },
        ...{ deliveries: { totalCount: 0 }, assessments: { totalCount: 0 } },
      },
    ]);
  });
});

describe('a plan', () => {
  test('carries out any number of plans, and no circle of them', async () => {
    const report = await load({ plans: [{ slug: 'kirjala-b', implements: ['kirjala-a', 'kirjala-s'] }, plan('kirjala-s', { kind: 'STRATEGY' })] }); // prettier-ignore
    expect(report.problems).toEqual([]);
    const { plan: found } = await server.ask(
      '{ plan(slug: "kirjala-s") { implementedBy { nodes { slug implements { slug } } } } }',
    );
    expect(found.implementedBy.nodes).toEqual([
      { slug: 'kirjala-b', implements: [{ slug: 'kirjala-a' }, { slug: 'kirjala-s' }] },
    ]);
    const circle = { plans: [{ slug: 'kirjala-s', implements: ['kirjala-b'] }] };
    expect(codes(await load(circle))).toEqual(['/plans/0/implements CYCLE']);
  });

  test('reports on another where it is a report', async () => {
    const of = { reportsOn: 'kirjala-a' };
    expect(codes(await load({ plans: [plan('kirjala-r', of)] }))).toEqual([
      '/plans/0/reportsOn INVALID',
    ]);
    await load({ plans: [plan('kirjala-r', { ...of, kind: 'REPORT' })] });
    const { plan: found } = await server.ask(
      '{ plan(slug: "kirjala-a") { reports { nodes { slug } } } }',
    );
    expect(found.reports.nodes).toEqual([{ slug: 'kirjala-r' }]);
    expect(codes(await load({ plans: [{ slug: 'kirjala-r', kind: 'STRATEGY' }] }))).toEqual([
      '/plans/0/reportsOn INVALID',
    ]);
  });
});
