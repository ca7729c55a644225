import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { readConfig } from '../../src/config';
import { examples } from '../../src/http/examples';
import { checkVariables, limitRules, measure } from '../../src/http/limits';

const schema = buildSchema('type Query { me: Query, you: Query, name: String }');
const { limits } = readConfig({});

/** What the limits say of a query: code, limit, maximum and message of each refusal. */
function refusals(query: string): unknown[] {
  return validate(schema, parse(query), limitRules(limits)).map(({ message, extensions }) => [
    extensions.code,
    extensions.limit,
    extensions.max,
    message,
  ]);
}

const nested = (depth: number) => '{ me '.repeat(depth - 1) + '{ name }' + ' }'.repeat(depth - 1);
const times = (count: number, each: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(' ');

describe('a query within the limits passes', () => {
  it.each([
    ['20 levels', nested(20)],
    ['30 aliases', `{ ${times(30, (i) => `a${i}: name`)} }`],
    ['an alias of 60 characters', `{ ${'a'.repeat(60)}: name }`],
    ['50 directives', `{ ${times(50, () => 'name @skip(if: true)')} }`],
    [
      '50 fragments',
      `{ ${times(50, (i) => `...F${i}`)} } ${times(50, (i) => `fragment F${i} on Query { name }`)}`,
    ],
    ['10 operations', times(10, (i) => `query Q${i} { name }`)],
    ['the same field a hundred times over', `{ ${times(101, () => 'name')} }`],
    ['what GraphiQL asks of the schema', getIntrospectionQuery({ inputValueDeprecation: true })],
  ])('%s', (_, query) => expect(refusals(query)).toEqual([]));
});

describe('a query beyond a limit is refused, with the limit, the most and what came', () => {
  const manyFields = buildSchema(`type Query { ${times(101, (i) => `f${i}: Int`)} }`);

  it.each([
    ['depth', 20, 'Wanted at most 20 levels of fields; got 21.', nested(21)],
    [
      'depth',
      20,
      'Wanted at most 20 levels of fields; got 21.',
      `{ ...F } fragment F on Query ${nested(10)}`.replace('{ name }', '{ ...G }') +
        `fragment G on Query ${nested(12)}`,
    ],
    [
      'introspectionDepth',
      20,
      'Wanted at most 20 levels of fields from __schema or __type; got 22.',
      `{ __schema { queryType ${'{ ofType '.repeat(19)}{ name }${'}'.repeat(19)} } }`,
    ],
    [
      'aliases',
      30,
      'Wanted at most 30 aliases, in fragments at each spread; got 31.',
      `{ ${times(31, (i) => `a${i}: __typename`)} }`,
    ],
    [
      'aliases',
      30,
      'Wanted at most 30 aliases, in fragments at each spread; got 62.',
      `{ a: me { ...A } b: me { ...A } }
       fragment A on Query { a: me { ...B } b: me { ...B } }
       fragment B on Query { a: me { ...C } b: me { ...C } }
       fragment C on Query { a: me { ...D } b: me { ...D } }
       fragment D on Query { a: me { name } b: me { name } }`,
    ],
    [
      'aliasLength',
      60,
      'Wanted at most 60 characters in an alias; got 61.',
      `{ ${'a'.repeat(61)}: name }`,
    ],
    [
      'directives',
      50,
      'Wanted at most 50 directives; got 51.',
      `{ ${times(51, () => 'name @skip(if: true)')} }`,
    ],
    [
      'fragments',
      50,
      'Wanted at most 50 fragments; got 51.',
      `{ name } ${times(51, (i) => `fragment F${i} on Query { name }`)}`,
    ],
    [
      'operations',
      10,
      'Wanted at most 10 operations; got 11.',
      times(11, (i) => `query Q${i} { name }`),
    ],
  ])('%s', (limit, max, message, query) => {
    expect(refusals(query)).toEqual([['QUERY_TOO_COMPLEX', limit, max, message]]);
  });

  it('fields, also where fragments bring them into one selection', () => {
    const spread = `{ ${times(60, (i) => `f${i}`)} ...F }
      fragment F on Query { ${times(41, (i) => `f${i + 60}`)} }`;
    for (const query of [`{ ${times(101, (i) => `f${i}`)} }`, spread]) {
      const [error] = validate(manyFields, parse(query), limitRules(limits));
      expect(error?.message).toBe('Wanted at most 100 fields in one selection; got 101.');
    }
  });
});

it('fragments that spread each other are measured all the same', () => {
  const cycle = '{ ...A } fragment A on Query { me { ...B } } fragment B on Query { you { ...A } }';
  expect(measure(parse(cycle)).depth).toBe(2);
  const chain = times(50, (i) => `fragment F${i} on Query { me { ...F${i + 1} ...F${i + 1} } }`);
  expect(measure(parse(`{ ...F0 } ${chain} fragment F50 on Query { name }`)).depth).toBe(51);
});

it('variables may be nested 64 levels deep', () => {
  const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(() => checkVariables(deep(64))).not.toThrow();
  expect(() => checkVariables(deep(65))).toThrow(/^Wanted at most 64 levels in the variables/);
  expect(() => checkVariables(deep(100_000))).toThrow(/^Wanted at most 64 levels/);
  expect(() => checkVariables(undefined)).not.toThrow();
});

it.each(examples.map(({ title, query }) => [title, query]))(
  'the example "%s" passes',
  (_, query) => {
    const size = measure(parse(query, { maxTokens: limits.maxTokens }));
    expect(size.depth).toBeLessThanOrEqual(limits.maxDepth);
    expect(size.aliases).toBeLessThanOrEqual(limits.maxAliases);
    expect(size.operations).toBe(1);
  },
);
