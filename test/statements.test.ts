import { type GraphQLObjectType, getNamedType, graphql, isLeafType, isObjectType } from 'graphql';
import { Span } from '../src/database/span';
import { model } from '../src/features';
import type { Attribute, Computed, Entity, Relation } from '../src/kernel/declare/declare';
import { Reader } from '../src/kernel/read/reader';
import { Trees } from '../src/kernel/read/answers';
import { ANONYMOUS, admin } from '../src/kernel/declare/viewer';
import { type BundleRow, STARTS, fill, partsOf, slugOf } from './oracle/rows';
import { type TestServer, testServer } from './support/server';
import { watchReads } from './support/statements';

const ROWS = 100;
const LIMITS = { defaultPageSize: 20, maxPageSize: 100, maxAnswerBytes: 2 ** 24 };
let server: TestServer;
let statements = 0;
/** Reads level by level, as where one statement cannot hold all. */
let levels: Trees;

/** References of which a row has only one; of these types there are rows for each. */
const ONE_OF: Record<string, string[]> = {
  Goal: ['plan', 'framework'],
  Metric: ['goal', 'framework', 'plan', 'action'],
  Measurement: ['network', 'organisation'],
};
const SORTS = ['a', 'b', 'c', 'd'];
const sortsOf = ({ name }: Entity) => SORTS.slice(0, ONE_OF[name]?.length ?? 1);

beforeAll(async () => {
  server = await testServer('empty');
  levels = new Trees(server.app.schema, LIMITS, false);
  watchReads(server.app.database, () => statements++);
  await server.load(
    Object.fromEntries(
      model.records.map((each) => [
        each.plural,
        sortsOf(each).flatMap((sort) =>
          Array.from({ length: ROWS }, (_, i) => rowOf(each, sort, i)),
        ),
      ]),
    ),
  );
});
afterAll(() => server.close());

const nameOf = (sort: string, i: number) => `${sort}${String(i).padStart(3, '0')}`;

/** The i-th row of a type: it refers to the i-th of each other type, and to the one before it of its own. */
function rowOf(entity: Entity, sort: string, i: number): BundleRow {
  const refer = ({ name, required }: Attribute, target: Entity) => {
    const choice = ONE_OF[entity.name];
    if (choice?.includes(name) && choice[SORTS.indexOf(sort)] !== name) return undefined;
    const n = target === entity ? (required ? Math.max(i - 1, 0) : i - 1) : i;
    return n < 0 ? undefined : slugOf(target, nameOf('a', n));
  };
  const row = fill(entity, { word: 'sana', n: i, refer, start: STARTS[0] });
  if ('state' in row) row.state = 'PUBLISHED';
  for (const part of partsOf(entity)) {
    const word = `sana ${sort}`; // external ids are unique
    const first = fill(part, { word, n: i, refer });
    const second = fill(part, { word, n: i, refer }, false);
    const { key } = part.part!;
    row[part.part!.field] = [first, key ? { ...second, [key]: 'k2' } : second];
  }
  return { ...row, slug: slugOf(entity, nameOf(sort, i)) };
}

/** How many statements a query takes, and what it answers. */
async function count(
  source: string,
  viewer = ANONYMOUS,
  trees = levels,
): Promise<[number, string]> {
  statements = 0;
  const { data, errors } = await graphql({
    schema: server.app.schema,
    source,
    contextValue: {
      reader: new Reader(server.app.database, viewer),
      languages: [],
      span: new Span(60_000),
      limits: LIMITS,
      trees,
    },
  });
  if (errors) throw new Error(`${errors[0]!.message}\n${source}`);
  return [statements, JSON.stringify(data)];
}

/** Expects a selection on the rows of a type to take as many statements for one row as for a hundred. */
async function expectSame(
  source: Entity,
  selection: string,
  wanted = true,
  viewer = ANONYMOUS,
): Promise<number> {
  const [holder, below] = placeOf(source);
  const taken: number[] = [];
  let found = false;
  for (const sort of sortsOf(holder)) {
    const query = (slug: string) =>
      `{ ${holder.plural}(first: 100, filter: { slug: ${slug} }) { nodes { ${below(selection)} } } }`;
    const [one, sample] = await count(
      query(`{ eq: "${slugOf(holder, nameOf(sort, 50))}" }`),
      viewer,
    );
    const [hundred] = await count(query(`{ startsWith: "${slugOf(holder, sort)}" }`), viewer);
    expect({ selection, statements: hundred }).toEqual({ selection, statements: one });
    found ||= !/:(\{"nodes":\[(null)?\]\}|null|\[\]|\{"totalCount":0.*)\}\]\}\}$/.test(sample);
    taken.push(one);
  }
  expect({ selection, found: found || !wanted }).toEqual({ selection, found: true });
  return Math.max(...taken);
}

/** Where rows of a type are reached: at the root, or inside a record that holds such parts. */
function placeOf(source: Entity): [Entity, (selection: string) => string] {
  if (source.sort === 'record') return [source, (selection) => selection];
  const holder = model.records.find((each) => partsOf(each).includes(source))!;
  return [holder, (selection) => `${source.part!.field} { ${selection} }`];
}

/** Something of each row that needs no statement of its own. */
const plain = (entity: Entity) => (entity.sort === 'record' ? 'id slug' : '__typename');

const relations = (sort: Relation['sort']) =>
  [...model.records, ...model.parts].flatMap((source) =>
    source.relations
      .filter((each) => each.sort === sort)
      .filter((each) => !source.attributes.some(({ name, hidden }) => hidden && name === each.name))
      .map((each) => [`${source.name}.${each.name}`, source, each] as const),
  );

const filterOf = (entity: Entity) => {
  const text = entity.attributes.find(({ kind, hidden }) => kind === 'text' && !hidden);
  const name = text?.name ?? entity.attributes.find(({ kind }) => kind === 'string')?.name;
  if (!name) return '{}';
  return text ? `{ ${name}: { contains: "sana" } }` : `{ not: { ${name}: { eq: "x" } } }`;
};

test('with its tree, a root field takes one statement, with all that it leads to', async () => {
  const trees = new Trees(server.app.schema, LIMITS);
  for (const source of model.records) {
    const leads = relations('one').concat(relations('list'), relations('page'));
    const below = leads
      .filter(([, of]) => of === source)
      .map(([, , { name, sort, target }]) => {
        const row = `{ ${plain(target())} }`;
        return `${name} ${sort === 'page' ? `{ totalCount nodes ${row} }` : row}`;
      });
    const { singular, plural } = source;
    const slug = `"${slugOf(source, nameOf('a', 1))}"`;
    const whole = `{ id ${below.join(' ')} }`;
    const ways = [
      `${plural}(first: 9) { totalCount nodes ${whole} }`,
      `${singular}(slug: ${slug}) ${whole}`,
    ];
    for (const way of ways)
      expect([way, (await count(`{ ${way} }`, ANONYMOUS, trees))[0]]).toEqual([way, 1]);
    const [, found] = await count(`{ ${singular}(slug: ${slug}) ${whole} }`);
    const { id } = (JSON.parse(found) as Record<string, { id: string }>)[singular]!;
    const node = `{ ${singular}: node(id: "${id}") { ... on ${source.name} ${whole} } }`;
    expect(await count(node, ANONYMOUS, trees)).toEqual([1, found]);
  }
});

test('a list at the root takes one statement with its total', async () => {
  for (const { plural, sort } of model.records) {
    expect(sort).toBe('record');
    const [rows] = await count(`{ ${plural} { nodes { id slug } } }`);
    const [both] = await count(`{ ${plural} { totalCount edges { cursor } } }`);
    const [total] = await count(`{ ${plural} { totalCount } }`);
    expect([plural, rows, both, total]).toEqual([plural, 1, 1, 1]);
  }
});

test.each(relations('one'))(
  'the reference %s is read at once for all',
  async (_n, source, { name, target }) => {
    expect(await expectSame(source, `${name} { ${plain(target())} }`)).toBeLessThanOrEqual(3);
  },
);

test.each(relations('list'))(
  'the list %s is read at once for all',
  async (_n, source, { name, target }) => {
    const of = target();
    const next = of.relations.find((each) => each.sort === 'one');
    const below = `${plain(of)} ${next ? `${next.name} { ${plain(next.target())} }` : ''}`;
    expect(await expectSame(source, `${name} { ${below} }`)).toBeLessThanOrEqual(4);
    await expectSame(source, `${name}(filter: ${filterOf(of)}) { ${plain(of)} }`);
  },
);

test.each(relations('page'))(
  'the page %s is read at once for all',
  async (_n, source, { name, target }) => {
    const of = target();
    const page = (args: string) =>
      `${name}${args} { totalCount nodes { ${plain(of)} } edges { cursor } pageInfo { hasNextPage endCursor } }`;
    expect(await expectSame(source, page(''))).toBe(2);
    expect(await expectSame(source, page('(first: 2)'))).toBe(2);
    expect(
      await expectSame(
        source,
        page(`(first: 3, filter: ${filterOf(of)}, orderBy: { field: UPDATED, direction: DESC })`),
      ),
    ).toBe(2);
    expect(await expectSame(source, `${name} { totalCount }`)).toBe(2);
    const back = of.relations.find(
      (each) => each.sort === 'one' && each.target().sort === 'record',
    );
    if (back)
      await expectSame(source, `${name} { nodes { ${back.name} { ${plain(back.target())} } } }`);
  },
);

/** Everything of what a computed field gives that has no statement of its own by declaration. */
function leaves(type: GraphQLObjectType, depth = 2): string {
  if (type.getInterfaces().length > 0) return 'id slug';
  return Object.values(type.getFields())
    .flatMap((field) => {
      const of = getNamedType(field.type);
      const args = argumentsOf(field.args.map(({ name }) => name));
      if (isLeafType(of)) return [`${field.name}${args}`];
      if (!isObjectType(of) || depth === 0) return [];
      return [`${field.name}${args} { ${leaves(of, depth - 1)} }`];
    })
    .join(' ');
}

const argumentsOf = (names: string[]) => {
  const given: Record<string, string> = {
    ...{ on: '"2026-06-01"', after: '"2026-06-01"', of: '"k1"' },
    period: '{ start: "2020-01-01", end: "2030-12-31" }',
  };
  const wanted = names.filter((each) => given[each]);
  return wanted.length > 0 ? `(${wanted.map((each) => `${each}: ${given[each]}`).join(', ')})` : '';
};

/** What is worked out from values of metrics that are no narratives. */
const NOT_OF_NARRATIVES = ['ratio', 'answers', 'median', 'basis'];

const computedFields = [...model.records, ...model.parts].flatMap((source) =>
  source.computed.map((each) => [`${source.name}.${each.name}`, source, each] as const),
);

test.each(computedFields)(
  'the computed field %s takes no more for a hundred',
  async (_n, source, each: Computed) => {
    const type = server.app.schema.getType(source.name) as GraphQLObjectType;
    const field = type.getFields()[each.name]!;
    const of = getNamedType(field.type);
    const args = argumentsOf(field.args.map(({ name }) => name));
    const below = isObjectType(of) ? ` { ${leaves(of)} }` : '';
    expect(
      await expectSame(
        source,
        `${each.name}${args}${below}`,
        !NOT_OF_NARRATIVES.includes(each.name),
        each.name === 'history' ? admin('test') : ANONYMOUS,
      ),
    ).toBeLessThanOrEqual(5);
  },
);

test('what a quantity makes a year takes no more for a hundred', async () => {
  const action = model.records.find(({ name }) => name === 'Action')!;
  expect(
    await expectSame(
      action,
      'quantity { perYear { min max } nextDue(after: "2026-06-01") { edtf } }',
    ),
  ).toBe(2);
});

test('who is in force takes a statement for each step of the longest succession, not for each organisation', async () => {
  const chains = Array.from({ length: 60 }, (_, i) => [
    {
      slug: `vanha-${i}`,
      name: 'Vanha',
      kind: 'OTHER',
      validTo: '2010-12-31',
      succeededBy: `uusi-${i}`,
    },
    {
      slug: `uusi-${i}`,
      name: 'Uusi',
      kind: 'OTHER',
      validFrom: '2011-01-01',
      validTo: '2020-12-31',
      succeededBy: 'viimeinen',
    },
  ]).flat();
  await server.load({
    organisations: [
      ...chains,
      { slug: 'viimeinen', name: 'Viimeinen', kind: 'OTHER', validFrom: '2021-01-01' },
    ],
  });
  const query = (slugs: string) =>
    `{ organisations(first: 100, filter: { slug: ${slugs} }) { nodes { inForce(on: "2026-01-01") { slug name { value } } } } }`;
  const [one, sample] = await count(query('{ eq: "vanha-0" }'));
  const [all] = await count(query('{ startsWith: "vanha-" }'));
  expect(sample).toContain('viimeinen');
  expect(one).toBe(4);
  expect(all).toBe(one);
});

test('a tree of six levels takes one statement for each level', async () => {
  const tree = (
    slug: string,
  ) => `{ competenceFrameworks(first: 100, filter: { slug: ${slug} }) { nodes {
    plans(first: 2) { nodes { owner { name { value } }
      actions(first: 3) { nodes { title { value } placements { topic { name { value } module { area { name { value } } } } } } } } } } } }`;
  const [one] = await count(tree('{ eq: "competence-framework-a050" }'));
  const [hundred] = await count(tree('{ startsWith: "competence-framework-a" }'));
  expect(one).toBe(8);
  expect(hundred).toBe(one);
});

test('records fetched by their ids take one statement for each type', async () => {
  const ids = async (plural: string) => {
    const { data } = await server.send(`{ ${plural}(first: 40) { nodes { id } } }`);
    return data![plural].nodes.map((each: { id: string }) => each.id) as string[];
  };
  const [themes, plans] = [await ids('themes'), await ids('plans')];
  const query = (of: string[]) =>
    `{ nodes(ids: ${JSON.stringify(of)}) { slug ... on Theme { label { value } } ... on Plan { title { value } } } }`;
  const [some] = await count(query([themes[0]!, plans[0]!]));
  const [many] = await count(query([...themes, ...plans]));
  expect(some).toBe(1);
  expect(many).toBe(1);
  const trees = new Trees(server.app.schema, LIMITS);
  const mixed = [plans[3]!, themes[1]!, 'theme_none', 'none', plans[0]!, plans[3]!, themes[0]!];
  const [, found] = await count(query(mixed));
  expect(JSON.parse(found).nodes.map((each: object | null) => each === null)).toEqual([
    false,
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(await count(query(mixed), ANONYMOUS, trees)).toEqual([1, found]);
  expect(await count(query([]), ANONYMOUS, trees)).toEqual([1, '{"nodes":[]}']);
  expect((await count(query(['none']), ANONYMOUS, trees))[1]).toBe('{"nodes":[null]}');
});
