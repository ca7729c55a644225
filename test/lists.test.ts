import fc from 'fast-check';
import { graphql } from 'graphql';
import { Reader } from '../src/kernel/reader';
import { ANONYMOUS, type Viewer, admin } from '../src/kernel/viewer';
import {
  type Eyes,
  FIELDS,
  type Filter,
  ORDERS,
  type Row,
  type Type,
  WAYS,
  type World,
  follow,
  fulfils,
  isSeen,
  sorted,
} from './oracle';
import { type Answer, type Data, type TestServer, testServer } from './support/server';

/** The seed of all that is random here: the same seed gives the same rows and the same questions. */
const SEED = Number(process.env.LISTS_SEED ?? Date.now() % 1_000_000);
const WORLDS = 3;
const QUESTIONS = Number(process.env.LISTS_QUESTIONS ?? 200);

type Root = keyof Omit<World, 'ids'>;
const ROOTS: Root[] = ['Organisation', 'Theme', 'Plan', 'Action', 'Event'];
const PLURALS: Record<Root, string> = {
  Organisation: 'organisations',
  Theme: 'themes',
  Plan: 'plans',
  Action: 'actions',
  Event: 'events',
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const letters = [...'aAbBkyYåÅäÄöÖčČšŠžŽéÉüÜ019'];
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
const name = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' '));
/** With signs that mean something to a database. */
const odd = fc.string({
  unit: fc.constantFrom(...letters, '%', '_', '\\', '-', "'", '"'),
  minLength: 1,
  maxLength: 5,
});
const text = (of: fc.Arbitrary<string>) =>
  fc
    .record({ fi: maybe(of), sv: maybe(of), en: maybe(of) })
    .map((texts) => Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null)))
    .filter((texts) => Object.keys(texts).length > 0);

/** Few, so that they meet often, at the edges of months, seasons and years. */
const year = fc.constantFrom('2026', '2027');
const month = fc.constantFrom('01', '04', '08', '12');
const day = fc.oneof(
  fc.constantFrom('2026-01-01', '2026-04-01', '2026-04-23', '2026-08-31', '2026-12-31'),
  fc.constantFrom('2026-05-31', '2027-01-01', '2027-02-28', '2027-04-23', '2027-06-01'),
);
const mark = fc.constantFrom('', '', '', '~', '?');
const side = fc.oneof(
  year,
  fc.tuple(year, month).map((of) => of.join('-')),
  fc.tuple(year, fc.constantFrom('21', '22', '23', '24')).map((of) => of.join('-')),
  day,
);
const hours = fc.constantFrom('T09:00', 'T12:30', 'T23:59');
const timing = fc.oneof(
  fc.constant(undefined),
  fc.tuple(side, mark).map((of) => of.join('')),
  fc.tuple(year, mark).map(([y, m]) => `${y}/${Number(y) + 1}${m}`),
  year.map((y) => `../${y}`),
  year.map((y) => `${y}/..`),
  fc.tuple(day, hours).map(([d, h]) => ({ start: d + h })),
  day.map((d) => ({ start: d })),
  fc
    .tuple(day, fc.boolean())
    .map(([d, l]) => ({ start: `${d}T18:00`, end: `${d}T${l ? 20 : 19}:00` })),
);
const quantity = maybe(
  fc.oneof(
    fc.constant({ rhythm: 'REGULAR' }),
    fc
      .record({
        min: fc.integer({ min: 0, max: 3 }),
        max: maybe(fc.integer({ min: 3, max: 5 })),
        per: fc.constantFrom('YEAR', 'TERM', null),
      })
      .map((each) => ({ rhythm: 'COUNTED', ...each })),
  ),
);
const period = fc
  .tuple(day, day)
  .map(([a, b]) => (a < b ? { start: a, end: b } : { start: b, end: a }));

const CHOICES: Record<string, string[]> = {
  'Organisation.kind': ['MUSEUM', 'COMPANY', 'OTHER'],
  'Plan.state': ['DRAFT', 'PUBLISHED', 'ARCHIVED'],
  'Event.state': ['DRAFT', 'PUBLISHED', 'ARCHIVED'],
  'Plan.kind': ['STRATEGY', 'REPORT'],
  'Action.form': ['TRAINING', 'VISIT', 'OTHER'],
  'Event.status': ['PLANNED', 'HELD'],
  'Participation.role': ['ORGANISER', 'LEAD'],
};
const MODALITIES = ['IN_PERSON', 'REMOTE'];
const LANGUAGES = ['fi', 'sv', 'en-gb'];
const choice = (of: string) => fc.constantFrom(...CHOICES[of]!);
const some = (of: string[]) => fc.subarray(of);
const small = fc.integer({ min: 1, max: 3 });
const slugs = (kind: string, n: number) => Array.from({ length: n }, (_, i) => `${kind}-${i}`);
const oneOf = (of: string[]) => fc.constantFrom(...of);

const ORGANISATIONS = slugs('o', 5);
const THEMES = slugs('t', 4);
const PLANS = slugs('p', 9);
const ACTIONS = slugs('a', 24);
const EVENTS = slugs('e', 20);

const participations = fc.array(
  fc.record({
    role: choice('Participation.role'),
    organisation: maybe(oneOf(ORGANISATIONS)),
    label: text(name),
  }),
  { maxLength: 3 },
);
const rows = (of: string[], row: (i: number) => Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(...of.map((slug, i) => fc.record({ slug: fc.constant(slug), ...row(i) })));
const before = (of: string[], i: number) =>
  i === 0 ? fc.constant(null) : maybe(oneOf(of.slice(0, i)));

const worlds = fc.record({
  Organisation: rows(ORGANISATIONS, (i) => ({
    name: text(name),
    shortName: maybe(text(odd)),
    aliases: fc.array(odd, { maxLength: 3 }),
    kind: choice('Organisation.kind'),
    isil: maybe(word),
    validFrom: maybe(fc.constantFrom('2020-01-01', '2025-06-01')),
    validTo: maybe(fc.constantFrom('2025-12-31', '2026-06-30')),
    succeededBy: before(ORGANISATIONS, i),
  })),
  Theme: rows(THEMES, () => ({ label: text(name), aliases: fc.array(odd, { maxLength: 2 }) })),
  Plan: rows(PLANS, (i) => ({
    owner: oneOf(ORGANISATIONS),
    state: choice('Plan.state'),
    kind: choice('Plan.kind'),
    title: text(name),
    summary: maybe(text(odd)),
    period,
    languages: some(LANGUAGES),
    themes: some(THEMES),
    implements: before(PLANS, i),
  })),
  Action: rows(ACTIONS, (i) => ({
    plan: oneOf(PLANS),
    title: text(name),
    summary: maybe(text(odd)),
    aliases: fc.array(odd, { maxLength: 2 }),
    form: choice('Action.form'),
    timing,
    quantity,
    edition: maybe(small),
    modalities: some(MODALITIES),
    languages: some(LANGUAGES),
    registrationNeeded: maybe(fc.boolean()),
    position: small,
    themes: some(THEMES),
    predecessor: before(ACTIONS, i),
    participations,
  })),
  Event: rows(EVENTS, () => ({
    owner: oneOf(ORGANISATIONS),
    state: choice('Event.state'),
    action: maybe(oneOf(ACTIONS)),
    title: text(name),
    timing,
    status: choice('Event.status'),
    edition: maybe(small),
    modalities: some(MODALITIES),
    languages: some(LANGUAGES),
    venue: maybe(odd),
    capacity: maybe(fc.integer({ min: 0, max: 4 })),
    themes: some(THEMES),
    participations,
  })),
}) as unknown as fc.Arbitrary<Record<Root, Row[]>>;

const span = fc
  .record({ start: maybe(day), end: maybe(day) })
  .map(({ start, end }) =>
    start && end && start > end ? { start: end, end: start } : { start, end },
  );
const numbers = (of: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'), of),
    fc.tuple(fc.constant('in'), fc.array(of, { maxLength: 2 })),
    fc.tuple(fc.constant('isNull'), fc.boolean()),
  );
const tests = (of: fc.Arbitrary<[string, unknown]>) =>
  fc.array(of, { maxLength: 2 }).map((each) => Object.fromEntries(each) as object);
const words = fc.oneof(
  { weight: 4, arbitrary: word.map((each) => each.slice(0, 2)) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '%', '_', '\\') },
);
const chosen = (of: string[]) =>
  tests(
    fc.oneof(
      fc.tuple(fc.constantFrom('eq', 'ne'), oneOf(of)),
      fc.tuple(fc.constant('in'), some(of)),
      fc.tuple(fc.constant('isNull'), fc.boolean()),
    ),
  );
const pair = (...of: fc.Arbitrary<[string, unknown]>[]) => fc.oneof(...of);
const DATES = ['2020-01-01', '2025-06-01', '2025-12-31', '2026-06-30', '2026-01-01'];
const PRECISIONS = ['EXACT', 'DAY', 'MONTH', 'SEASON', 'YEAR', 'RANGE', 'UNKNOWN'];

/** Tests on a field. */
function testsOf(type: Type, field: string): fc.Arbitrary<object> {
  const choices = CHOICES[`${type}.${field}`];
  if (choices) return chosen(choices);
  const flag = (test: string) => fc.tuple(fc.constant(test), fc.boolean());
  switch (FIELDS[type][field]!) {
    case 'text':
      return tests(
        pair(fc.tuple(fc.constantFrom('eq', 'contains', 'startsWith'), words), flag('isNull')),
      );
    case 'strings':
      return tests(
        pair(
          fc.tuple(fc.constantFrom('has', 'contains'), words),
          fc.tuple(fc.constant('hasAny'), fc.array(words, { maxLength: 2 })),
          flag('isEmpty'),
        ),
      );
    case 'string': {
      const value = field === 'slug' ? oneOf([...PLANS, ...ACTIONS, ...EVENTS, 'a', 'o-1']) : words;
      const some_ = fc.tuple(fc.constant('in'), fc.array(value, { maxLength: 3 }));
      const single = fc.tuple(fc.constantFrom('eq', 'ne', 'startsWith'), value);
      return tests(field === 'slug' ? pair(single, some_) : pair(single, some_, flag('isNull')));
    }
    case 'list': {
      const of = field === 'languages' ? LANGUAGES : MODALITIES;
      return tests(
        pair(
          fc.tuple(fc.constant('has'), oneOf(of)),
          fc.tuple(fc.constant('hasAny'), some(of)),
          flag('isEmpty'),
        ),
      );
    }
    case 'timing':
      return fc.record({
        possibly: maybe(span),
        certainly: maybe(span),
        precision: maybe(chosen(PRECISIONS)),
      });
    case 'quantity':
      return tests(
        pair(
          fc.tuple(fc.constant('rhythm'), chosen(['COUNTED', 'REGULAR'])),
          fc.tuple(
            fc.constantFrom('min', 'max'),
            tests(numbers(fc.integer({ min: 0, max: 5 })) as fc.Arbitrary<[string, unknown]>),
          ),
          fc.tuple(fc.constant('per'), chosen(['YEAR', 'TERM'])),
          flag('isNull'),
        ),
      );
    case 'period':
      return tests(pair(fc.tuple(fc.constantFrom('overlaps', 'within'), span), flag('isNull')));
    case 'plain':
      if (field === 'registrationNeeded') return tests(pair(flag('eq'), flag('isNull')));
      return tests(
        numbers(field.startsWith('valid') ? oneOf(DATES) : fc.integer({ min: 0, max: 4 })),
      );
  }
}

const counts = tests(
  pair(
    fc.tuple(fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'), fc.integer({ min: 0, max: 3 })),
    fc.tuple(fc.constant('in'), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })),
  ),
);

const made = new Map<string, fc.Arbitrary<Filter>>();

/** Any filter on a type, so many levels deep. */
function filterOn(type: Type, levels: number): fc.Arbitrary<Filter> {
  const key = `${type} ${levels}`;
  if (!made.has(key)) made.set(key, makeFilter(type, levels));
  return made.get(key)!;
}

function makeFilter(type: Type, levels: number): fc.Arbitrary<Filter> {
  const field = oneOf(Object.keys(FIELDS[type])).chain((each) =>
    testsOf(type, each).map((of): Filter => ({ [each]: of })),
  );
  const special: fc.Arbitrary<Filter>[] = [
    ...(type === 'Organisation' ? [oneOf(DATES).map((validOn) => ({ validOn }))] : []),
    ...(type === 'Action' ? [span.map((during) => ({ during }))] : []),
  ];
  const flat = fc.oneof({ weight: 4, arbitrary: field }, ...special, fc.constant({}));
  if (levels <= 1) return flat;
  const same = filterOn(type, levels - 1);
  const within = oneOf(Object.keys(WAYS[type])).chain((each) => {
    const { to, many } = WAYS[type][each]!;
    const below = filterOn(to, levels - 1);
    const test: fc.Arbitrary<[string, unknown]> = many
      ? pair(
          fc.tuple(fc.constantFrom('some', 'none', 'every'), below),
          fc.tuple(fc.constantFrom('some', 'none', 'every'), below),
          fc.tuple(fc.constant('count'), counts),
        )
      : pair(fc.tuple(fc.constant('is'), below), fc.tuple(fc.constant('isNull'), fc.boolean()));
    return tests(test).map((of): Filter => ({ [each]: of }));
  });
  const logical = fc.oneof(
    fc.array(same, { maxLength: 2 }).map((and): Filter => ({ and })),
    fc.array(same, { maxLength: 3 }).map((or): Filter => ({ or })),
    same.map((not): Filter => ({ not })),
  );
  return fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: flat },
        { weight: 4, arbitrary: within },
        { weight: 3, arbitrary: logical },
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((of) => Object.assign({}, ...of) as Filter);
}

const leavesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each) => sum + leavesOf(each), 0)
    : 1;

const bounded = (type: Type) =>
  filterOn(type, 5).filter((each) => leavesOf(each) < 200 && relationsOf(each) <= 10);

/** How many tests on other rows a filter has. */
function relationsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value)
    .map(([name, each]) => Number(/^(is|some|none|every|count)$/.test(name)) + relationsOf(each))
    .reduce((sum, each) => sum + each, 0);
}

let server: TestServer;
let world: World;
let eyes: { viewer: Viewer; eyes: Eyes }[];

async function begin(of: Record<Root, Row[]>): Promise<void> {
  server = await testServer('empty', { clock: () => new Date('2026-01-02T03:04:05Z') });
  const bundle = Object.fromEntries(
    ROOTS.map((type) => [
      PLURALS[type],
      of[type].map((row) =>
        type === 'Event'
          ? { ...row, channels: [], placements: [], edition: row.edition ?? undefined }
          : row,
      ),
    ]),
  );
  const report = await server.load(JSON.parse(JSON.stringify(bundle)) as Data);
  world = { ...of, ids: new Map(report.rows.map(({ slug, id }) => [slug, id])) };
  for (const event of world.Event)
    event.edition ??= world.Action.find(({ slug }) => slug === event.action)?.edition ?? null;
  const covered = ORGANISATIONS[1]!;
  const organisationIds = [world.ids.get(covered)!];
  eyes = [
    { viewer: ANONYMOUS, eyes: { all: false, covers: [] } },
    {
      viewer: { role: 'READER', organisationIds, actor: 'reader' },
      eyes: { all: false, covers: [covered] },
    },
    { viewer: admin('test'), eyes: { all: true, covers: [] } },
  ];
}

/** Asks as a viewer, without the limits of a request. */
async function ask(source: string, variables: object, viewer: Viewer): Promise<Data> {
  const { data, errors } = await graphql({
    schema: server.app.schema,
    source,
    variableValues: JSON.parse(JSON.stringify(variables)) as Record<string, unknown>,
    contextValue: {
      reader: new Reader(server.app.database, viewer),
      language: 'fi',
      limits: { defaultPageSize: 20, maxPageSize: 100 },
    },
  });
  if (errors) throw errors[0]!;
  return data!;
}

interface Page {
  totalCount: number;
  nodes: { slug: string }[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const PAGE = 'totalCount nodes { slug } edges { cursor } pageInfo { hasNextPage endCursor }';

/** Walks a list from the first page to the last. */
async function walk(ask: (after: string | null) => Promise<Page>, first: number) {
  const found: string[] = [];
  const totals = new Set<number>();
  for (let after: string | null = null; ;) {
    const { nodes, edges, pageInfo, totalCount }: Page = await ask(after);
    found.push(...nodes.map(({ slug }) => slug));
    totals.add(totalCount);
    expect(edges.length).toBe(nodes.length);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    if (!pageInfo.hasNextPage) return { found, totals: [...totals] };
    expect(nodes.length).toBe(first);
    after = pageInfo.endCursor;
  }
}

const question = fc.constantFrom(...ROOTS).chain((type) =>
  fc.record({
    type: fc.constant(type),
    filter: bounded(type),
    order: oneOf(Object.keys(ORDERS[type])),
    descending: fc.boolean(),
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
      fc.asyncProperty(question, async ({ type, filter, order, descending, first }) => {
        const query = `query ($filter: ${type}Filter, $first: Int, $after: String, $orderBy: ${type}Order) {
            page: ${PLURALS[type]}(filter: $filter, first: $first, after: $after, orderBy: $orderBy) { ${PAGE} } }`;
        const orderBy = { field: order, direction: descending ? 'DESC' : 'ASC' };
        for (const { viewer, eyes: own } of eyes) {
          const among = world[type].filter(
            (row) => isSeen(type, row, world, own) && fulfils(type, row, filter, world, own),
          );
          const wanted = sorted(among, ORDERS[type][order]!, descending, world);
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
      order: oneOf(Object.keys(ORDERS[to])),
      descending: fc.boolean(),
      first: fc.constantFrom(1, 2, 5, 100),
    }),
  );

  test('so does every list below a row, for all rows at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        nested,
        async ({ way: { type, name, to }, filter, order, descending, first }) => {
          const query = `query ($filter: ${to}Filter, $first: Int, $after: String, $orderBy: ${to}Order, $of: ${type}Filter) {
            parents: ${PLURALS[type]}(first: 100, filter: $of) { nodes { slug page: ${name}(filter: $filter, first: $first, after: $after, orderBy: $orderBy) { ${PAGE} } } } }`;
          const orderBy = { field: order, direction: descending ? 'DESC' : 'ASC' };
          for (const { viewer, eyes: own } of eyes) {
            const parents = world[type].filter((row) => isSeen(type, row, world, own));
            const wanted = new Map(
              parents.map((parent) => {
                const among = follow(type, name, parent, world, own).filter((row) =>
                  fulfils(to, row, filter, world, own),
                );
                const list = sorted(among, ORDERS[to][order]!, descending, world);
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
              expect(page.nodes.map((each) => each.slug)).toEqual(
                wanted.get(slug)!.slice(0, first),
              );
            }
            const longest = [...wanted].sort(([, a], [, b]) => b.length - a.length)[0];
            if (!longest) continue;
            const { found } = await walk(async (after) => {
              const one = { ...asked, after, of: { slug: { eq: longest[0] } } };
              return (await ask(query, one, viewer)).parents.nodes[0].page as Page;
            }, first);
            expect(found).toEqual(longest[1]);
          }
        },
      ),
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

  const query = `query ($after: String, $filter: ThemeFilter, $orderBy: ThemeOrder) {
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
      if (n === 0) expect(answer.data!.actions.nodes).toHaveLength(1);
      else expect(refused(answer)).toEqual(badAfter);
    }
    for (let n = 0; n < cursor.length; n++)
      for (const letter of ['A', '_', '9']) {
        const after = cursor.slice(0, n) + letter + cursor.slice(n + 1);
        const answer = await server.send(actions, { variables: { after } });
        expect(answer.status).toBe(answer.errors ? 400 : 200);
        if (answer.errors) expect(refused(answer)).toEqual(badAfter);
      }
  });

  test('made up of any keys are refused, or lead to a place in the list', async () => {
    const [markOf] = JSON.parse(Buffer.from(await endOf(actions), 'base64url').toString()) as [
      string,
    ];
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
        const after = Buffer.from(JSON.stringify([markOf, ...of])).toString('base64url');
        const answer = await server.send(actions, { variables: { after } });
        expect(answer.status).toBe(answer.errors ? 400 : 200);
        if (answer.errors) expect(refused(answer)).toEqual(badAfter);
      }),
      {
        seed: SEED,
        numRuns: 300,
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
      { seed: SEED, numRuns: 300 },
    );
  });
});
