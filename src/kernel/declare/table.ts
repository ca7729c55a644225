import type { ColumnShape } from '../../database/dialect';
import { type Sql, join, raw } from '../../database/sql';
import type { Entity } from './declare';
import { snake } from './names';

const tables = new WeakMap<Entity, Map<string, ColumnShape>>();

/** Every column of an entity's table by its property. */
export function shapesOf(entity: Entity): Map<string, ColumnShape> {
  let shapes = tables.get(entity);
  if (!shapes) {
    const own: ColumnShape[] = [{ property: 'id', name: 'id', type: 'text' }];
    if (entity.sort === 'part') {
      own.push({ property: 'recordId', name: 'record_id', type: 'text' });
      own.push({ property: 'position', name: 'position', type: 'integer' });
    }
    for (const { columns } of entity.attributes) own.push(...columns);
    shapes = new Map(own.map((each) => [each.property, each]));
    tables.set(entity, shapes);
  }
  return shapes;
}

/** The column that holds a property. */
export function shapeOf(entity: Entity, property: string): ColumnShape {
  const shape = shapesOf(entity).get(property);
  if (!shape) throw new Error(`${entity.name} has no column ${property}.`);
  return shape;
}

/** A column of the row that stands under an alias. */
export const columnOf = (alias: string, property: string): Sql =>
  raw(`${alias}."${snake(property)}"`);

/** A table under an alias. */
export const tableAs = (table: string, alias: string): Sql => raw(`"${table}" ${alias}`);

/** The columns of the row under `alias`, each named as its property. */
export function columnList(shapes: readonly ColumnShape[], alias: string): Sql {
  return join(
    shapes.map(({ name, property }) => raw(`${alias}."${name}" as "${property}"`)),
    ', ',
  );
}

const shape = (property: string, name: string, type: ColumnShape['type']): ColumnShape => ({
  property,
  name,
  type,
});

/** The columns of a table that keeps a list of references. */
export const LINK = [
  shape('fromId', 'from_id', 'text'),
  shape('toId', 'to_id', 'text'),
  shape('position', 'position', 'integer'),
];

/** The columns of the change log. */
export const CHANGE = [
  shape('seq', 'seq', 'bigint'),
  shape('type', 'type', 'text'),
  shape('recordId', 'record_id', 'text'),
  shape('slug', 'slug', 'text'),
  shape('operation', 'operation', 'text'),
  shape('version', 'version', 'integer'),
  shape('actor', 'actor', 'text'),
  shape('at', 'at', 'text'),
  shape('fields', 'fields', 'json'),
  shape('values', 'values', 'json'),
  shape('ownerBefore', 'owner_before', 'text'),
  shape('ownerId', 'owner_id', 'text'),
  shape('publicBefore', 'public_before', 'boolean'),
  shape('publicAfter', 'public_after', 'boolean'),
  shape('sight', 'sight', 'json'),
];
