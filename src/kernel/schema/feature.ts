import { asRecord } from '../declare/access';
import { DateScalar } from '../../value/scalars';
import type {
  Access,
  Computed,
  Entity,
  EntityClass,
  Orders,
  Relation,
  SpecialFilter,
} from '../declare/declare';
import { overlaps } from '../ask/spans';
import { linkTable } from '../declare/links';
import { type Hooks, hook } from '../write/hooks';
import type { Mutation } from './mutations';
import type { Rule } from '../declare/rules';
import { NOBODY, entityOf } from '../declare/registry';
import type { Row } from '../declare/row';

/** A folder of `src/` that adds entities, fields and resolvers to the graph. */
export interface Feature {
  /** In the order in which a bundle writes them. */
  entities: Entity[];
  /** Classes with type-graphql's own decorators, for what cannot be declared. */
  resolvers?: (new () => object)[];
  /** Mutations beside those that every entity has. */
  mutations?: () => Mutation[];
}

interface EntityOptions<T extends Row> extends Hooks<T>, Pick<Entity, 'knownBy' | 'goesAlong'> {
  access: Access;
  /** The first is what lists come in unless asked otherwise. */
  orders: Orders;
  /** The parts it holds, beside the external ids and the provenance that every record has. */
  parts?: EntityClass[];
  /** Tests that filters offer beside those on its fields. */
  filters?: Record<string, SpecialFilter>;
  /** The rules of the domain on one row. */
  rules?: Rule<T>[];
  /** So many rows there are taken to be, for the cost of an operation; some hundreds unless said. */
  size?: number;
}

const COMMON_ORDERS: Orders = {
  UPDATED: { by: ['updatedAt'], description: 'When it last changed.' },
  SLUG: { by: ['slug'], description: 'Its slug.' },
};

/** Orders by a `column.name`: in Finnish, and in Swedish. */
export const byName = (property: string): Orders => ({
  NAME: { by: [`${property}SortFi`], description: 'Its name in Finnish: å, ä and ö come last.' },
  NAME_SV: { by: [`${property}SortSv`], description: 'Its name in Swedish.' },
});

/** The order by `position` among siblings. */
export const printed = (description: string): Orders => ({
  PRINTED: { by: ['position'], description },
});

/** Completes the declaration of a record with its rule, its orders and its parts. */
export function entity<T extends Row>(type: EntityClass<T>, options: EntityOptions<T>): Entity {
  const found = entityOf(type);
  const {
    access,
    orders,
    parts = [],
    filters,
    rules: own = [],
    size,
    knownBy,
    goesAlong,
    ...hooks
  } = options;
  found.access = access;
  found.size = size;
  found.knownBy = knownBy;
  found.goesAlong = goesAlong;
  found.rules.push(...(own as unknown as Rule[]));
  found.orders = { ...orders, ...COMMON_ORDERS };
  found.filters = { ...validOn(found), ...filters };
  hook(type, hooks);
  for (const each of parts) holds(type, each);
  return found;
}

/** Whether an entity has a first and a last day. */
export const isValidFor = ({ attributes }: Entity) =>
  attributes.some((each) => each.name === 'validTo');

/** For what has a first and a last day: the test of being in force. */
function validOn(of: Entity): Record<string, SpecialFilter> {
  if (!isValidFor(of)) return {};
  return {
    validOn: {
      type: () => DateScalar,
      description: 'In force on this day.',
      condition: (day: never) => overlaps('validFrom', 'validTo', { start: day, end: day }),
    },
  };
}

/** Gives a part the rules of its domain. */
export function rules<T extends Row>(type: EntityClass<T>, ...of: Rule<T>[]): void {
  entityOf(type).rules.push(...(of as unknown as Rule[]));
}

/** Gives a record a list of parts. */
export function holds(type: EntityClass, partType: EntityClass): void {
  const source = entityOf(type);
  const target = entityOf(partType);
  if (target.access === NOBODY) target.access = asRecord;
  target.orders = { ...printed('As they stand in the record.'), ...target.orders };
  target.filters = validOn(target);
  source.relations.push({
    name: target.part!.field,
    sort: 'list',
    source,
    target: () => target,
    join: { from: 'id', to: 'recordId' },
    description: target.part!.description,
    order: 'PRINTED',
    size: target.part!.size,
  });
}

type Way =
  /** The reference of the target that leads back here. */
  | { by: string }
  /** The attribute of the target that lists rows like this. */
  | { among: string }
  /** A part of the target, and its reference that leads here. */
  | { through: EntityClass; by: string }
  /** A part of the target, and its list that holds rows like this. */
  | { throughMany: { part: EntityClass; attribute: string } };

/** Declares a connection of records that refer to this one. */
export function page(
  sourceType: EntityClass,
  name: string,
  targetType: EntityClass,
  options: Way & { description: string; order?: string; size?: number },
): void {
  const source = entityOf(sourceType);
  const target = entityOf(targetType);
  const base = {
    name,
    source,
    target: () => target,
    description: options.description,
    order: options.order,
    size: options.size,
  };
  source.relations.push({ ...base, sort: 'page', join: joinOf(target, options) });
}

function joinOf(target: Entity, way: Way): Relation['join'] {
  if ('among' in way)
    return {
      from: 'id',
      to: 'id',
      link: { table: `"${linkTable(target, way.among)}"`, from: 'toId', to: 'fromId' },
    };
  if ('through' in way) {
    const through = entityOf(way.through);
    const link = {
      table: `"${through.table}"`,
      from: `${way.by}Id`,
      to: 'recordId',
      part: through,
    };
    return { from: 'id', to: 'id', link };
  }
  if ('throughMany' in way) {
    const through = entityOf(way.throughMany.part);
    const links = linkTable(through, way.throughMany.attribute);
    const table = `(select l.to_id, p.record_id from "${links}" l join "${through.table}" p on p.id = l.from_id)`;
    return { from: 'id', to: 'id', link: { table, from: 'toId', to: 'recordId' } };
  }
  return { from: 'id', to: `${way.by}Id` };
}

/** Declares a plain list of parts that refer to this record, in a named order of theirs. */
export function list(
  sourceType: EntityClass,
  name: string,
  targetType: EntityClass,
  options: { by: string; order: string; description: string; size: number },
): void {
  const source = entityOf(sourceType);
  const target = entityOf(targetType);
  const { by, ...rest } = options;
  source.relations.push({
    ...rest,
    name,
    sort: 'list',
    source,
    target: () => target,
    join: { from: 'id', to: `${by}Id` },
  });
}

/** Declares the way from a part back to the record that holds it, for one type of those that may. */
export function holder(
  type: EntityClass,
  name: string,
  targetType: EntityClass,
  description: string,
): void {
  const source = entityOf(type);
  const target = entityOf(targetType);
  const join = { from: 'recordId', to: 'id' };
  source.relations.push({ name, sort: 'one', source, target: () => target, join, description });
}

/** Declares a list of rows of the same table below a row: the lines of a subtotal, the sections of a section. */
export function children(type: EntityClass, name: string, by: string, description: string): void {
  const source = entityOf(type);
  source.relations.push({
    name,
    sort: 'list',
    source,
    target: () => source,
    join: { from: 'id', to: `${by}Id` },
    description,
    order: Object.keys(source.orders)[0] ?? 'PRINTED',
  });
}

/** Declares a field that code works out. */
export function computed(type: EntityClass, field: Omit<Computed, 'source'>): void {
  const source = entityOf(type);
  source.computed.push({ ...field, source });
}
