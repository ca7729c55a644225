import 'reflect-metadata';
import {
  graphqlSync,
  GraphQLError,
  GraphQLObjectType,
  GraphQLSchema,
  parseValue,
  printSchema,
} from 'graphql';
import { buildSchemaSync, Query, Resolver, Arg } from 'type-graphql';
import { Text } from '../../src/value/localised-text';
import { MoneyType } from '../../src/value/money';
import { PeriodInput, PeriodType } from '../../src/value/period';
import { DueWindow } from '../../src/value/due';
import { PerYear, QuantityType } from '../../src/value/quantity';
import {
  DateScalar,
  DateTimeScalar,
  EDTFScalar,
  JSONScalar,
  LanguageScalar,
  LocalDateTimeScalar,
  SafeIntScalar,
  URLScalar,
} from '../../src/value/scalars';
import { TimingType } from '../../src/value/timing';

const scalars = [
  ...[DateScalar, DateTimeScalar, EDTFScalar, JSONScalar, LanguageScalar],
  ...[LocalDateTimeScalar, SafeIntScalar, URLScalar],
];
const echoes = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: Object.fromEntries(
      scalars.map((type) => [
        type.name,
        { type, args: { in: { type } }, resolve: (_: unknown, args: { in?: unknown }) => args.in },
      ]),
    ),
  }),
});

/** What a scalar gives back for a value in the query, and for the same value as a variable. */
function bothWays(name: string, literal: string, value: unknown) {
  const inQuery = graphqlSync({ schema: echoes, source: `{ out: ${name}(in: ${literal}) }` });
  const source = `query ($in: ${name}) { out: ${name}(in: $in) }`;
  const asVariable = graphqlSync({ schema: echoes, source, variableValues: { in: value } });
  return [inQuery, asVariable];
}

test.each([
  ['Date', '2026-04-23', '2026-04-23'],
  ['DateTime', '2026-04-23T09:00:00+03:00', '2026-04-23T06:00:00.000Z'],
  ['DateTime', '2026-04-23t06:00:00.5z', '2026-04-23T06:00:00.500Z'],
  ['LocalDateTime', '2026-04-23T09:00:00', '2026-04-23T09:00'],
  ['LocalDateTime', '2026-04-23', '2026-04-23'],
  ['EDTF', '2025-10/2025-12~', '2025-10/2025-12~'],
  ['Language', 'en-GB', 'en-gb'],
  ['URL', 'https://Example.org', 'https://Example.org'],
  ['SafeInt', 9007199254740991, 9007199254740991],
  ['JSON', 'a', 'a'],
  ['JSON', null, null],
])('%s takes %j', (name, given, out) => {
  for (const result of bothWays(name, JSON.stringify(given), given)) {
    expect(result).toEqual({ data: { out } });
  }
});

test.each([
  ['Date', '2026-02-30', 'Wanted a day as YYYY-MM-DD; got "2026-02-30".'],
  ['Date', 2026, /Wanted a/],
  ['DateTime', '2026-04-23T06:00:00', 'Wanted an instant such as'],
  ['DateTime', '2026-02-30T06:00:00Z', 'Wanted an instant such as'],
  ['DateTime', '0001-01-01T00:00:00+02:00', 'Wanted an instant such as'],
  ['LocalDateTime', '2026-04-23T9:00', 'Wanted a local time as'],
  ['EDTF', '2026-25', 'Wanted a time such as'],
  ['Language', 'suomi!', 'Wanted a language by its tag'],
  ['URL', 'javascript:alert(1)', 'Wanted an address'],
  ['SafeInt', 9007199254740992, 'Wanted a number from'],
  ['SafeInt', 1.5, /Wanted a whole number/],
  ['SafeInt', '1', /Wanted a whole number/],
])('%s refuses %j', (name, given, message) => {
  for (const { data, errors } of bothWays(name, JSON.stringify(given), given)) {
    expect(data).toBeUndefined(); // refused before anything runs, which answers 400
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
  }
});

describe('JSON', () => {
  test('reads literals with variables inside', () => {
    const source = 'query ($b: SafeInt) { JSON(in: { a: [1, 2.5, "x", true, null, E], b: $b }) }';
    const { data } = graphqlSync({ schema: echoes, source, variableValues: { b: 7 } });
    expect(data).toEqual({ JSON: { a: [1, 2.5, 'x', true, null, 'E'], b: 7 } });
    expect(Object.getPrototypeOf(JSONScalar.parseLiteral(parseValue('{}')))).toBe(Object.prototype);
  });

  test.each(['{"__proto__": 1}', '[{"a": {"__proto__": {"b": 1}}}]'])('refuses %s', (json) => {
    expect(() => JSONScalar.parseValue(JSON.parse(json))).toThrow(GraphQLError);
  });

  test('refuses __proto__ in a literal', () => {
    const { errors } = graphqlSync({ schema: echoes, source: '{ JSON(in: { __proto__: 1 }) }' });
    expect(errors?.[0]?.message).toBe('No field may be named __proto__.');
  });

  test('refuses what is too deep to be anything', () => {
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
    expect(() => JSONScalar.parseValue(deep)).toThrow('at most 64 levels');
  });
});

test('instants go out in UTC whether they are kept as text or as Date', () => {
  expect(DateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(DateTimeScalar.serialize('1970-01-01T00:00:00.000Z')).toBe('1970-01-01T00:00:00.000Z');
  expect(() => DateScalar.serialize(5)).toThrow(GraphQLError);
});

test('every type, field and word is described in the schema', () => {
  @Resolver()
  class Everything {
    @Query(() => String, { description: 'Nothing.' })
    nothing(
      @Arg('period', () => PeriodInput, { description: 'A period.' }) _: PeriodInput,
    ): string {
      return '';
    }
  }
  const orphanedTypes = [
    ...[Text, TimingType, QuantityType, PerYear, DueWindow, MoneyType, PeriodType],
  ];
  const schema = buildSchemaSync({ resolvers: [Everything], orphanedTypes, validate: true });
  const types = Object.values(schema.toConfig().types).filter(
    ({ name }) => !name.startsWith('__') && name !== 'Query',
  );
  const members = types.flatMap((type) => {
    if ('getFields' in type) return Object.values(type.getFields());
    return 'getValues' in type ? type.getValues() : [];
  });
  expect([...types, ...members].filter(({ description }) => !description)).toEqual([]);
  expect(printSchema(schema)).toContain('type Timing {');
  expect(types.map(({ name }) => name).sort()).toEqual(
    expect.arrayContaining(['DueWindow', 'EDTF', 'Money', 'Per', 'Period', 'Quantity', 'Text']),
  );
});
