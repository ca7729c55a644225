import { type GraphQLInputType, astFromValue, getNamedType, isObjectType, print } from 'graphql';
import { graphSchema } from '../src/app';
import { type Field, fieldsOf, isRequired, selectionOf, some } from './support/arguments';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const schema = graphSchema();
const query = schema.getQueryType()!;

interface Case {
  /** The query, with `$given` where the argument stands. */
  path: string[];
  field: Field;
  argument: string;
}

/** Root fields, and fields of the rows of those lists that need no argument. */
const cases: Case[] = fieldsOf(query).flatMap((root) => {
  const below = getNamedType(root.type);
  const rows =
    isObjectType(below) && root.args.every((each) => !isRequired(each))
      ? below.getFields().nodes
      : undefined;
  const row = rows && getNamedType(rows.type);
  const found = [
    { path: [] as string[], fields: [root] },
    { path: [root.name, 'nodes'], fields: isObjectType(row) ? fieldsOf(row) : [] },
  ];
  return found.flatMap(({ path, fields }) =>
    fields.flatMap((field) =>
      field.args.filter(isRequired).map(({ name }) => ({ path, field, argument: name })),
    ),
  );
});

/** Some value of a type, as it is written. */
const written = (type: GraphQLInputType) => print(astFromValue(some(type), type)!);

test('there are such arguments, on root fields and below', () => {
  expect(cases.length).toBeGreaterThan(3);
  expect(new Set(cases.map(({ path }) => path.length)).size).toBe(2);
});

test.each(
  cases.map((each) => [[...each.path, each.field.name, each.argument].join('.'), each] as const),
)(
  'null by a variable with a default is refused in words: %s',
  async (_, { path, field, argument }) => {
    const given = field.args.filter((each) => isRequired(each));
    const { type } = given.find(({ name }) => name === argument)! as { type: GraphQLInputType };
    const bare = (type as { ofType: GraphQLInputType }).ofType;
    const rest = given
      .filter(({ name }) => name !== argument)
      .map((each) => `${each.name}: ${written(each.type)}`);
    const asked = `${field.name}(${[`${argument}: $given`, ...rest].join(', ')}) ${selectionOf(field)}`;
    const nested = path.reduceRight((inner, name) => `${name} { ${inner} }`, asked);
    const text = `query ($given: ${String(bare)} = ${written(bare)}) { ${nested} plans(first: 1) { totalCount } }`;
    const answer = await server.send(text, { variables: { given: null } });
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual(
      answer.errors?.map(() => ({ code: 'BAD_USER_INPUT', argument })),
    );
    expect(answer.errors?.length).toBeGreaterThan(0);
    expect(answer.status).toBeLessThan(500);
  },
);

test.each([
  ['an item of a list', 'ID', 'node: nodes(ids: [$given]) { id }', 'ids'],
  ['one of several items', 'ID', 'node: nodes(ids: ["plan_a", $given]) { id }', 'ids'],
  [
    'a member of an input',
    'String',
    'plan(externalId: { system: $given, value: "a" }) { id }',
    'externalId',
  ],
  [
    'an item of a list of inputs',
    'ReferenceInput',
    'changes(organisations: [$given]) { nodes { slug } }',
    'organisations',
  ],
])('null by a variable is refused in words as %s', async (_, type, asked, argument) => {
  const fallback = type === 'ReferenceInput' ? '{ slug: "a" }' : '"a"';
  const text = `query ($given: ${type} = ${fallback}) { ${asked} plans(first: 1) { totalCount } }`;
  const answer = await server.send(text, { variables: { given: null } });
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(answer.status).toBeLessThan(500);
});
