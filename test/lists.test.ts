import fc from 'fast-check';
import { graphql } from 'graphql';
import { Span } from '../src/database/span';
import { Trees } from '../src/kernel/read/answers';
import { Reader } from '../src/kernel/read/reader';
import { type Viewer, admin } from '../src/kernel/declare/viewer';
import { ORDERS, type Row, WAYS, type World, follow, fulfils, isSeen, sorted } from './oracle';
import { bounded, filterOn, relationsOf } from './oracle/filters';
import { PLURALS, ROOTS, type Root, type Watcher, loadWorld, oneOf, worlds } from './oracle/worlds';
import { onPostgres, some } from './support/databases';
import { type Answer, type Data, type TestServer, testServer } from './support/server';

/** The seed of all that is random here: the same seed gives the same rows and the same questions. */
const SEED = Number(process.env.LISTS_SEED ?? Date.now() % 1_000_000);
const LIMITS = { defaultPageSize: 20, maxPageSize: 100, maxAnswerBytes: 2 ** 24 };
const WORLDS = 2;
const QUESTIONS = Number(process.env.LISTS_QUESTIONS ?? (onPostgres ? 40 : 80));

let server: TestServer;
let world: World;
let eyes: Watcher[];

async function begin(of: Record<Root, Row[]>): Promise<void> {
  server = await testServer('empty', { clock: () => new Date('2026-01-02T03:04:05Z') });
  ({ world, watchers: eyes } = await loadWorld(server, of));
}

/** Asks as a viewer, without the limits of a request. */
async function ask(source: string, variables: object, viewer: Viewer): Promise<Data> {
  const { data, errors } = await graphql({
    schema: server.app.schema,
    source,
    variableValues: JSON.parse(JSON.stringify(variables)) as Record<string, unknown>,
    contextValue: {
      reader: new Reader(server.app.database, viewer),
      languages: [],
      span: new Span(60_000),
      limits: LIMITS,
      trees: new Trees(server.app.schema, LIMITS, false),
    },
  });
  if (errors) throw errors[0]!;
  return data!;
}

interface Page {
  totalCount: number;
  nodes: { slug: string }[];
  edges: { cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}
const PAGE =
  'totalCount nodes { slug } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** Walks a list from the first page to the last. */
async function walk(ask: (after: string | null) => Promise<Page>, first: number) {
  const found: string[] = [];
  const totals = new Set<number>();
  for (let after: string | null = null; ;) {
    const { nodes, edges, pageInfo, totalCount }: Page = await ask(after);
    found.push(...nodes.map(({ slug }) => slug));
    totals.add(totalCount);
    expect(edges.length).toBe(nodes.length);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    if (!pageInfo.hasNextPage) return { found, totals: [...totals] };
    expect(nodes.length).toBe(first);
    after = pageInfo.endCursor;
  }
}

/** One to three fields in turn, in any directions; one of them may come twice. */
const orderOn = (type: Root) =>
  fc.array(
    fc.record({
      field: oneOf(Object.keys(ORDERS[type])),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    }),
    { minLength: 1, maxLength: 3 },
  );

const question = fc.constantFrom(...ROOTS).chain((type) =>
  fc.record({
    type: fc.constant(type),
    filter: bounded(type),
    orderBy: orderOn(type),
    first: fc.constantFrom(1, 2, 3, 7, 100),
  }),
);

describe.each(
  fc.sample(worlds, { seed: SEED, numRuns: WORLDS }).map((of, i) => [i + 1, of] as const),
)(`random rows of seed ${SEED}, set %i`, (i, of) => {
  const settings = { seed: SEED + i, numRuns: QUESTIONS };
  beforeAll(() => begin(structuredClone(of)));
  afterAll(() => server.close());

  test('every list holds what its filter means, in its order, on pages that meet without gap or overlap', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ type, filter, orderBy, first }) => {
        const query = `query ($filter: ${type}Filter, $first: Int, $after: String, $orderBy: [${type}Order!]) {
            page: ${PLURALS[type]}(filter: $filter, first: $first, after: $after, orderBy: $orderBy) { ${PAGE} } }`;
        for (const { viewer, eyes: own } of eyes) {
          const among = world[type].filter(
            (row) => isSeen(type, row, world, own) && fulfils(type, row, filter, world, own),
          );
          const wanted = sorted(among, type, orderBy, world);
          const { found, totals } = await walk(
            async (after) =>
              (await ask(query, { filter, first, after, orderBy }, viewer)).page as Page,
            first,
          );
          expect(found).toEqual(wanted.map(({ slug }) => slug as string));
          expect(totals).toEqual([wanted.length]);
        }
      }),
      settings,
    );
  }, 120_000);

  const pages = ROOTS.flatMap((type) =>
    Object.entries(WAYS[type])
      .filter(([, way]) => way.page)
      .map(([name, way]) => ({ type, name, to: way.to as Root })),
  );
  const nested = fc.constantFrom(...pages).chain(({ type, name, to }) =>
    fc.record({
      way: fc.constant({ type, name, to }),
      filter: filterOn(to, 3).filter((each) => relationsOf(each) <= 10),
      orderBy: orderOn(to),
      first: fc.constantFrom(1, 2, 5, 100),
    }),
  );

  test('so does every list below a row, for all rows at once', async () => {
    await fc.assert(
      fc.asyncProperty(nested, async ({ way: { type, name, to }, filter, orderBy, first }) => {
        const query = `query ($filter: ${to}Filter, $first: Int, $after: String, $orderBy: [${to}Order!], $of: ${type}Filter) {
            parents: ${PLURALS[type]}(first: 100, filter: $of) { nodes { slug page: ${name}(filter: $filter, first: $first, after: $after, orderBy: $orderBy) { ${PAGE} } } } }`;
        for (const { viewer, eyes: own } of eyes) {
          const parents = world[type].filter((row) => isSeen(type, row, world, own));
          const wanted = new Map(
            parents.map((parent) => {
              const among = follow(type, name, parent, world, own).filter((row) =>
                fulfils(to, row, filter, world, own),
              );
              const list = sorted(among, to, orderBy, world);
              return [parent.slug as string, list.map(({ slug }) => slug as string)];
            }),
          );
          const asked = { filter, first, orderBy };
          const all = (await ask(query, asked, viewer)).parents.nodes as {
            slug: string;
            page: Page;
          }[];
          expect(all.map(({ slug }) => slug).sort()).toEqual([...wanted.keys()].sort());
          for (const { slug, page } of all) {
            expect([slug, page.totalCount]).toEqual([slug, wanted.get(slug)!.length]);
            expect(page.nodes.map((each) => each.slug)).toEqual(wanted.get(slug)!.slice(0, first));
          }
          const longest = [...wanted].sort(([, a], [, b]) => b.length - a.length)[0];
          if (!longest) continue;
          const { found } = await walk(async (after) => {
            const one = { ...asked, after, of: { slug: { eq: longest[0] } } };
            return (await ask(query, one, viewer)).parents.nodes[0].page as Page;
          }, first);
          expect(found).toEqual(longest[1]);
        }
      }),
      { ...settings, numRuns: Math.ceil(QUESTIONS / 3) },
    );
  }, 120_000);
});

describe('cursors', () => {
  beforeAll(async () => {
    const [of] = fc.sample(worlds, { seed: 7, numRuns: 1 });
    await begin(structuredClone(of!));
  });
  afterAll(() => server.close());

  const query = `query ($after: String, $filter: ThemeFilter, $orderBy: [ThemeOrder!]) {
    themes(first: 1, after: $after, filter: $filter, orderBy: $orderBy) { nodes { slug } pageInfo { endCursor } } }`;
  const organisations = `query ($after: String) { organisations(first: 1, after: $after) { pageInfo { endCursor } } }`;
  const actions = `query ($after: String) { actions(first: 1, after: $after, orderBy: { field: PRINTED }) { nodes { slug } pageInfo { endCursor } } }`;

  const endOf = async (source: string, variables = {}) =>
    Object.values(await ask(source, variables, admin('test')))[0].pageInfo.endCursor as string;
  const refused = (answer: Answer) => ({
    code: answer.errors?.[0]?.extensions.code,
    argument: answer.errors?.[0]?.extensions.argument,
  });
  const badAfter = { code: 'BAD_USER_INPUT', argument: 'after' };

  test('of another list, another filter, order or direction are refused', async () => {
    const cursor = await endOf(query);
    const other = await endOf(organisations);
    const cases: [string, object][] = [
      [organisations, { after: cursor }],
      [query, { after: other }],
      [query, { after: cursor, filter: { slug: { ne: 'x' } } }],
      [query, { after: cursor, orderBy: { field: 'SLUG' } }],
      [query, { after: cursor, orderBy: { field: 'NAME', direction: 'DESC' } }],
    ];
    for (const [source, variables] of cases) {
      const answer = await server.send(source, { variables });
      expect(answer.status).toBe(400);
      expect(refused(answer)).toEqual(badAfter);
    }
    const { data } = await server.send(query, { variables: { after: cursor } });
    expect(data!.themes.nodes).toHaveLength(1);
  });

  test('cut short, lengthened or changed anywhere are refused, or lead to a place in the list', async () => {
    const cursor = await endOf(actions);
    for (let n = 0; n < cursor.length; n++) {
      const answer = await server.send(actions, { variables: { after: cursor.slice(0, n) } });
      expect(refused(answer)).toEqual(badAfter);
    }
    for (let n = 0; n < cursor.length; n++)
      for (const letter of some(['A', '_', '9'], 3)) {
        const after = cursor.slice(0, n) + letter + cursor.slice(n + 1);
        const answer = await server.send(actions, { variables: { after } });
        expect([after, answer.status]).toEqual([after, answer.errors ? 400 : 200]);
        if (answer.errors) expect(refused(answer)).toEqual(badAfter);
      }
  });

  test('made up of any keys are refused, or lead to a place in the list', async () => {
    const [markOf] = Buffer.from(await endOf(actions), 'hex')
      .toString()
      .split('\x1f');
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom(
        2 ** 31,
        -(2 ** 31) - 1,
        2 ** 53,
        1.5,
        -0,
        null,
        true,
        [],
        {},
        ['a'],
        '\0',
        '\ud800',
      ),
    );
    const keys = fc.oneof(fc.tuple(key, key), fc.array(key, { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(keys, async (of) => {
        const parts = [markOf, ...of.map(String)].map((each) => `${each}\x1f`);
        const after = Buffer.from(parts.join('')).toString('hex');
        const answer = await server.send(actions, { variables: { after } });
        expect(answer.status).toBe(answer.errors ? 400 : 200);
        if (answer.errors) expect(refused(answer)).toEqual(badAfter);
      }),
      {
        seed: SEED,
        numRuns: 60,
        examples: [[[2 ** 31, 'action_']], [[1.5, 'a']], [[2 ** 53, 'a']]],
      },
    );
  });

  test('whatever text is sent as one, it is refused', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.base64String({ minLength: 1 }),
      fc.json().map((each) => Buffer.from(each).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (after) => {
        const answer = await server.send(query, { variables: { after } });
        expect(answer.status).toBe(400);
        expect(refused(answer)).toEqual(badAfter);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
