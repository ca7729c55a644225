import type { Condition } from '../declare/condition';
import type { Entity, Relation } from '../declare/declare';
import { valueIn } from '../declare/stored';
import { isWritten } from '../declare/registry';
import type { AnyRow } from '../declare/row';
import type { Reader } from './reader';
import { shapesOf } from '../declare/table';

/** A record with its lists, by the names by which it is written: references as ids, parts without what they do not say. */
export interface WholeRow {
  id: string;
  slug: string;
  values: Record<string, unknown>;
}

/** The records that fulfil a condition, with the lists named, or with all; a statement for the rows and one for each list. */
export async function wholeRows(
  reader: Reader,
  entity: Entity,
  where: Condition,
  lists?: readonly string[],
): Promise<WholeRow[]> {
  const rows = await reader.rows({ entity, properties: shapesOf(entity).keys(), where });
  const found = rows.map((row): WholeRow => ({
    id: row.id,
    slug: row.slug as string,
    values: valuesOf(entity, row),
  }));
  for (const relation of entity.relations) {
    const { name } = relation;
    if (!isWritten(relation) || (lists && !lists.includes(name))) continue;
    const of = relation.target();
    await Promise.all(
      found.map(async ({ id, values }) => {
        const held = await wholeList(reader, relation, id);
        values[name] =
          of.sort === 'part'
            ? await Promise.all(held.map((row) => wholePart(reader, of, row)))
            : held.map((row) => row.id);
      }),
    );
  }
  return found;
}

const wholeSets = new WeakMap<Entity, Set<string>>();

/** A list that is written with a row: whole parts, and of what it refers to the ids and slugs. */
export function wholeList(reader: Reader, relation: Relation, id: string): Promise<AnyRow[]> {
  const of = relation.target();
  let properties = wholeSets.get(of);
  if (!properties) {
    properties = new Set(of.sort === 'part' ? shapesOf(of).keys() : ['id', 'slug']);
    wholeSets.set(of, properties);
  }
  return reader.related(relation, id, properties);
}

/** A part with its own references to any number of records. */
async function wholePart(reader: Reader, part: Entity, row: AnyRow): Promise<object> {
  const values = plain(part, row);
  for (const relation of part.relations.filter(isWritten))
    values[relation.name] = (await wholeList(reader, relation, row.id)).map(({ id }) => id);
  return values;
}

/** What a row holds, by the names by which it is written; without its lists. */
export function valuesOf(entity: Entity, row: Record<string, unknown>): Record<string, unknown> {
  const single = entity.attributes.filter(({ kind }) => kind !== 'many');
  return Object.fromEntries(single.map((each) => [each.name, valueIn(each, row)]));
}

/** A part as the history keeps it. */
export function plain(
  { attributes }: Entity,
  row: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    attributes.flatMap((each) => {
      const value = valueIn(each, row) ?? null;
      return value === null ? [] : [[each.name, value]];
    }),
  );
}
