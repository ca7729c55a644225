import type { Source } from '../database/database';
import { sql } from '../database/sql';
import type { Entity } from './declare';
import { entityOf } from './registry';
import { columnList, shapeOf, tableAs } from './table';

type Columns = Record<string, unknown>;

/** The organisations that own rows, given what they hold; what their references lead to is read, one statement a level. */
export async function ownersOf(
  source: Source,
  entity: Entity,
  rows: readonly Columns[],
): Promise<(string | null)[]> {
  const { owner } = entity.access;
  if (!owner) return rows.map(() => null);
  if ('property' in owner) return rows.map((row) => row[owner.property] as string | null);
  const owners: (string | null)[] = rows.map(() => null);
  for (const { property, target } of references(entity, owner.through)) {
    const ids = [...new Set(rows.map((row) => row[property]).filter(Boolean))] as string[];
    if (ids.length === 0) continue;
    const byParent = await readOwners(source, target, ids);
    rows.forEach((row, i) => (owners[i] ??= byParent.get(row[property] as string) ?? null));
  }
  return owners;
}

async function readOwners(
  source: Source,
  entity: Entity,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const { owner } = entity.access;
  const properties = new Set(['id']);
  if (owner && 'property' in owner) properties.add(owner.property);
  if (owner && 'through' in owner)
    for (const { property } of references(entity, owner.through)) properties.add(property);
  const shapes = [...properties].map((each) => shapeOf(entity, each));
  const among = source.dialect.isIn(sql`t.id`, ids, 'text');
  const rows = await source.read(
    sql`select ${columnList(shapes, 't')} from ${tableAs(entity.table, 't')} where ${among}`,
  );
  const owners = await ownersOf(source, entity, rows);
  return new Map(rows.map((row, i) => [row.id as string, owners[i]!]));
}

function references(entity: Entity, names: readonly string[]) {
  return names.map((name) => {
    const { property, target } = entity.attributes.find((each) => each.name === name)!;
    return { property, target: entityOf(target!()) };
  });
}
