import {
  type GraphQLField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Entity, Relation } from '../declare/declare';
import type { Filter } from './filter';

/** What things cost beside the objects of an answer, each of which is one; `docs/limits.md` tells of it. */
export const PRICES = {
  object: 1,
  /** A value that is no object. All are parts of a power of two, so that sums are exact whatever their order. */
  value: 0.25,
  /** A page below a row: its rows are chosen and put in order before they are cut. */
  page: 10,
  /** So many rows are taken to be looked at where a page has to be filtered or counted: of a type, and below a row. */
  rowsOfType: 200,
  rows: 50,
  /** A row of a list in an order of several fields, which no index gives. */
  sorted: 0.25,
  /** So many rows a plain list is taken to give. */
  list: 5,
  /** So many rows behind a page a filter is taken to find; it looks at half of them before it knows. */
  behind: 20,
  /** A row that a filter looks at: by its own rules, and by those of what it hangs on. */
  asked: 2,
  /** A field that code works out. */
  code: 5,
  /** So many times an operation costs in which code works out something: code then sees all of it. */
  byCode: 3,
  /** So many times its objects introspection costs: code makes all of it. */
  introspection: 2,
  mutation: 100,
  /** An object in a list of what a mutation is given: a row, or a part of one. */
  written: 5,
};

/** What a field costs beside what it gives: a number, or what its arguments make of it. */
export type Price = number | ((args: Record<string, unknown>) => number);

/** What a field says of its cost in its extensions. */
export interface PriceTag {
  price?: Price;
  /** So many rows its list is taken to give. */
  size?: number;
}

/** What it costs to ask of one row whether it passes a filter: as much as to read what is tested. */
export function priceOfFilter(entity: Entity, filter: Filter | null | undefined): number {
  let price = 0;
  for (const [name, given] of Object.entries(filter ?? {})) {
    if (given === null || given === undefined) continue;
    const relation = entity.relations.find((each) => each.name === name);
    if (name === 'and' || name === 'or' || name === 'not')
      for (const each of [given].flat()) price += priceOfFilter(entity, each as Filter);
    else if (relation) price += priceOfRelated(relation, given);
    else if (name in entity.filters) price += entity.filters[name]!.price ?? PRICES.list;
    else price += PRICES.value * Object.keys(given).length;
  }
  return price;
}

/** The same of tests on the rows that a relation leads to. */
function priceOfRelated(relation: Relation, tests: object): number {
  const { sort, size = sort === 'list' ? PRICES.list : PRICES.behind } = relation;
  const reach = sort === 'one' ? 1 : size / 2;
  let price = 0;
  for (const [test, given] of Object.entries(tests) as [string, unknown][]) {
    if (given === null || given === undefined) continue;
    const inner = ['is', 'some', 'none', 'every'].includes(test) ? (given as Filter) : null;
    price += reach * (PRICES.asked + priceOfFilter(relation.target(), inner));
  }
  return price;
}

/** How many objects stand in lists of what a mutation is given: rows, and their parts. */
export function listed(value: unknown, inList = false): number {
  if (typeof value !== 'object' || value === null) return 0;
  const isList = Array.isArray(value);
  let found = inList && !isList ? 1 : 0;
  for (const each of Object.values(value)) found += listed(each, isList);
  return found;
}

const introspected = new WeakMap<GraphQLSchema, Map<string, number>>();

/** How long the lists of introspection are in a schema: of all types at once exactly, of one on the average. */
export function introspectionSizes(schema: GraphQLSchema): Map<string, number> {
  let sizes = introspected.get(schema);
  if (!sizes) {
    const types = Object.values(schema.getTypeMap());
    const fields = types
      .filter(isObjectType)
      .flatMap((each) => Object.values(each.getFields()) as GraphQLField<unknown, unknown>[]);
    const inputs = types
      .filter(isInputObjectType)
      .flatMap((each) => Object.values(each.getFields()));
    const values = types.filter(isEnumType).flatMap((each) => each.getValues());
    const args = fields.reduce((sum, each) => sum + each.args.length, 0);
    const mean = (of: number, among: number) => Math.ceil((4 * of) / among) / 4;
    sizes = new Map([
      ['__Schema.types', types.length],
      ['__Schema.directives', schema.getDirectives().length],
      ['__Type.fields', mean(fields.length, types.length)],
      ['__Type.inputFields', mean(inputs.length, types.length)],
      ['__Type.enumValues', mean(values.length, types.length)],
      ['__Type.interfaces', 1],
      ['__Type.possibleTypes', 1],
      ['__Type.ofType', 0.5], // about every other type is wrapped in one
      ['__Field.args', mean(args, fields.length)],
      ['__Directive.args', 1],
      ['__Directive.locations', 5],
    ]);
    introspected.set(schema, sizes);
  }
  return sizes;
}
