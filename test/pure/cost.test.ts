import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  getIntrospectionQuery,
  getOperationAST,
  getVariableValues,
  parse,
  print,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { graphSchema } from '../../src/app';
import { readConfig } from '../../src/config';
import { examples } from '../../src/http/examples';
import { fragmentsOf } from '../../src/http/lean';
import { Costs } from '../../src/kernel/ask/costs';
import { makeOperation } from '../oracle/operations';
import { Random } from '../oracle/random';
import { wholeVocabulary } from '../oracle/vocabulary';

const schema = graphSchema();
const { limits } = readConfig({});
const costs = new Costs(schema, limits);

/** What the operation of a document costs. */
function costIn(document: DocumentNode, variables: Record<string, unknown> = {}) {
  const operation = getOperationAST(document)!;
  const definitions = operation.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, definitions, variables);
  if (!coerced) throw new Error(errors[0]!.message);
  return costs.of({ operation, fragments: fragmentsOf(document), variableValues: coerced });
}

/** What a valid query costs. */
function costOf(query: string, variables?: Record<string, unknown>): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return costIn(document, variables).requested;
}

describe('the formula', () => {
  it.each([
    [
      'a record is a node, and four values are another',
      '{ plan(slug: "x") { id slug version state } }',
      2,
    ],
    ['a part of a node counts as one', '{ plan(slug: "x") { id } }', 2],
    ['a text is a node with its values', '{ plan(slug: "x") { title { value language } } }', 3],
    [
      'translations are taken to be 5',
      '{ plan(slug: "x") { title { translations { value } } } }',
      9,
    ],
    [
      'a page is a node, costs 10, and has so many rows',
      '{ plans(first: 3) { nodes { id } } }',
      15,
    ],
    ['a size that is not said is the default', '{ plans { nodes { id } } }', 36],
    [
      'rows that are asked for twice count twice',
      '{ plans(first: 4) { nodes { id } edges { node { id } } } }',
      25,
    ],
    [
      'pages multiply',
      '{ themes(first: 10) { nodes { events(first: 10) { nodes { id } } } } }',
      256,
    ],
    ['a page of none costs what a page of one costs', '{ plans(first: 0) { nodes { id } } }', 13],
    ['a plain list is taken to have 5 rows', '{ action(slug: "x") { placements { wording } } }', 8],
    ['or as many as are declared', '{ plan(slug: "x") { sections { number } } }', 101],
    [
      'a page has no more than are declared',
      '{ module(slug: "x") { topics(first: 100) { nodes { id } } } }',
      25,
    ],
    ['a list of values counts each', '{ action(slug: "x") { aliases } }', 3],
    ['a count looks at the rows of the type', '{ plans(first: 0) { totalCount } }', 212],
    ['below a row it looks at 50', '{ theme(slug: "x") { plans(first: 0) { totalCount } } }', 63],
    [
      'to see whether there are rows before looks too',
      '{ plans(first: 0) { pageInfo { hasPreviousPage } } }',
      213,
    ],
    [
      'an order of several fields sorts them',
      '{ plans(first: 0, orderBy: [{ field: NAME }, { field: SLUG }]) { nodes { id } } }',
      63,
    ],
    [
      'a test looks at them too',
      '{ plans(first: 1, filter: { slug: { eq: "x" } }) { nodes { id } } }',
      63,
    ],
    [
      'on other rows it costs more, the deeper the more',
      '{ plans(first: 1, filter: { actions: { some: { slug: { eq: "x" } } } }) { nodes { id } } }',
      4513,
    ],
    ['ids count each', '{ nodes(ids: ["plan_1", "plan_2", "plan_3"]) { id } }', 4],
    ['code costs 5, and all of it thrice', '{ plan(slug: "x") { budget { share(of: "x") } } }', 37],
    ['what is stored as it is given out is no code', '{ event(slug: "x") { price { cents } } }', 3],
    [
      'what is skipped costs nothing',
      '{ plan(slug: "x") { id title @skip(if: true) { value } } }',
      2,
    ],
    ['an export costs by its extent', '{ exportBundle }', 300_001],
    ['that of a plan costs less', '{ exportBundle(plan: { slug: "x" }) }', 60_001],
    ['an alias counts as often as it stands', '{ a: exportBundle b: exportBundle }', 600_002],
  ])('%s', (_, query, cost) => expect(costOf(query)).toBe(cost));

  it('counts the rows that a mutation is given, and their parts', () => {
    const query =
      'mutation ($input: ImportBundleInput!) { importBundle(input: $input) { __typename } }';
    const rows = (n: number) => ({
      input: { bundle: { plans: Array.from({ length: n }, () => ({ citations: [{}, {}] })) } },
    });
    expect([0, 1, 10].map((n) => costOf(query, rows(n)))).toEqual([304, 349, 754]);
    expect(costOf(query, rows(10_000))).toBeLessThan(limits.maxCostWithKey);
  });

  it('takes sizes, filters and directives from variables, and looks again where they differ', () => {
    const query = `query ($n: Int = 7, $filter: PlanFilter, $with: Boolean!) {
      plans(first: $n, filter: $filter) { nodes { id title @include(if: $with) { value } } }
    }`;
    const filter = { themes: { some: { slug: { eq: 'x' } } } };
    const asked = [
      { with: false },
      { with: false, n: 1 },
      { with: true, n: 1 },
      { with: true, n: 1, filter },
      { with: true, n: 1, filter: { ...filter, slug: { in: ['a', 'b'] } } },
    ];
    const found = asked.map((each) => costOf(query, each));
    expect(found).toEqual([20, 13, 14, 3389, 3439]);
    expect(asked.map((each) => costOf(query, each))).toEqual(found);
  });

  it('tells the way to what makes most of it', () => {
    const query = `{ plans { totalCount } themes(first: 100) { nodes { id on: events(first: 100) {
      nodes { title { value } timing { start } } } } } }`;
    expect(costIn(parse(query)).dearest).toEqual(['themes', 'nodes', 'on', 'nodes']);
  });
});

describe('of whatever operation', () => {
  const rows = ['plan', 'action', 'event', 'theme', 'organisation'].map((type) => ({
    type: type.charAt(0).toUpperCase() + type.slice(1),
    slug: 'x',
    id: `${type}_x`,
  }));
  const vocabulary = wholeVocabulary(schema, rows);
  const random = new Random(Number(process.env.COST_SEED ?? Date.now() % 1_000_000));

  /** Random valid operations with what they cost; without those that no execution would take either. */
  const made = Array.from({ length: 150 }, () => makeOperation(vocabulary, random)).flatMap(
    ({ source, variables }) => {
      const values = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
      const document = parse(source);
      if (validate(schema, document).length > 0) return [];
      try {
        return [{ document, values, cost: costIn(document, values).requested }];
      } catch {
        return [];
      }
    },
  );
  const all = (change: (document: DocumentNode) => DocumentNode) =>
    made.map(({ document, values, cost }) => {
      const changed = change(document);
      return { query: print(changed), cost, after: costIn(changed, values).requested };
    });
  const fields = (document: DocumentNode) => {
    const found: FieldNode[] = [];
    visit(document, { Field: (node) => void found.push(node) });
    return found;
  };
  const replaced = (document: DocumentNode, one: ASTNode, by: (node: FieldNode) => FieldNode[]) =>
    visit(document, {
      SelectionSet: (set) => ({
        ...set,
        selections: set.selections.flatMap((each) =>
          each === one ? by(each as FieldNode) : [each],
        ),
      }),
    });

  it('there are enough', () => expect(made.length).toBeGreaterThan(50));

  it('fragments cost what stands in their place', () => {
    for (const { query, cost, after } of all(inFragments))
      expect({ query, after }).toEqual({ query, after: cost });
  });

  it('another field never makes it cheaper', () => {
    const adding = (document: DocumentNode) => {
      const types = new TypeInfo(schema);
      const set = random.below(fields(document).length);
      let n = 0;
      return visit(
        document,
        visitWithTypeInfo(types, {
          SelectionSet(node) {
            if (n++ !== set) return undefined;
            const more = {
              kind: Kind.FIELD,
              name: { kind: Kind.NAME, value: '__typename' },
            } as const;
            const alias = { kind: Kind.NAME, value: 'zzz' } as const;
            return { ...node, selections: [...node.selections, { ...more, alias }] };
          },
        }),
      );
    };
    for (const { query, cost, after } of all(adding))
      expect({ query, less: after < cost }).toEqual({ query, less: false });
  });

  it('another alias never makes it cheaper', () => {
    const aliased = (document: DocumentNode) => {
      const one = random.one(fields(document));
      const alias = { kind: Kind.NAME, value: 'zzz' } as const;
      return replaced(document, one, (node) => [node, { ...node, alias }]);
    };
    for (const { query, cost, after } of all(aliased))
      expect({ query, less: after < cost }).toEqual({ query, less: false });
  });

  it('a larger page never makes it cheaper', () => {
    const larger = (document: DocumentNode) =>
      visit(document, {
        Argument: (node) =>
          node.name.value === 'first' && node.value.kind === Kind.INT
            ? {
                ...node,
                value: {
                  ...node.value,
                  value: String(Math.min(100, Number(node.value.value) + 1 + random.below(50))),
                },
              }
            : undefined,
      });
    for (const { query, cost, after } of all(larger))
      expect({ query, less: after < cost }).toEqual({ query, less: false });
  });
});

/** The document with each selection moved to a fragment of its own. */
function inFragments(document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  const made: string[] = [];
  const moved = visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave(node) {
          const on = types.getParentType();
          if (!on) return undefined;
          const name = `Moved${made.length}`;
          made.push(`fragment ${name} on ${on.name} ${print(node)}`);
          return parse(`{ ...${name} }`).definitions.map(
            (each) => (each as OperationDefinitionNode).selectionSet,
          )[0];
        },
      },
    }),
  );
  return parse([print(moved), ...made].join('\n'));
}

describe('what people ask for passes', () => {
  const table = (size: string) => `{
    plan(slug: "x") { title { value } competenceFramework { areas${size} { nodes { number name { value }
      modules${size} { nodes { name { value } topics${size} { nodes { name { value }
        actions${size} { nodes { title { value } form timing { printed } } } } } } } } } } }
  }`;

  const asked: [string, string][] = [
    ...examples.map(({ title, query }): [string, string] => [title, query]),
    ['the whole table of a plan', table('')],
    ['the whole table of a plan in pages of 100', table('(first: 100)')],
    [
      'what the explorer asks of the schema',
      getIntrospectionQuery({ inputValueDeprecation: true }),
    ],
    ['all there is as a bundle', '{ exportBundle }'],
  ];
  it.each(asked)('%s', (_, query) => expect(costOf(query)).toBeLessThanOrEqual(limits.maxCost));
});

test('a page that is too large is refused before execution, from a literal, a variable or its default', () => {
  const refused = (query: string, variables?: Record<string, unknown>) => {
    try {
      costIn(parse(query), variables);
      return null;
    } catch (error) {
      return (error as GraphQLError).extensions;
    }
  };
  const wanted = { code: 'BAD_USER_INPUT', argument: 'first', http: { status: 400 } };
  const byVariable = 'query ($n: Int = 101) { plans(first: $n) { totalCount } }';
  expect(refused('{ plans(first: 101) { totalCount } }')).toEqual(wanted);
  expect(refused('{ plans(first: -1) { totalCount } }')).toEqual(wanted);
  expect(refused(byVariable)).toEqual(wanted);
  expect(refused(byVariable, { n: 101 })).toEqual(wanted);
  expect(refused(byVariable, { n: 5 })).toBeNull();
  expect(refused('{ plans(first: 100) { totalCount } }')).toBeNull();
  expect(refused('{ plans(first: null) { totalCount } }')).toBeNull();
});

test('fragments that spread out to very many fields are refused, and not followed', () => {
  const chain = Array.from(
    { length: 17 },
    (_, i) =>
      `fragment F${i} on Plan { predecessor { ...F${i + 1} } adoptedTwice: predecessor { ...F${i + 1} } }`,
  );
  const query = `{ plan(slug: "x") { ...F0 } } ${chain.join(' ')} fragment F17 on Plan { id }`;
  expect(() => costIn(parse(query))).toThrow(
    'Wanted at most 2000 fields, in fragments at each spread; got more.',
  );
});
