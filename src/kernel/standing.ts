import type { Session } from '../database/database';
import { sql } from '../database/sql';
import type { Entity } from './declare';
import { entityOf } from './registry';
import { columnList, shapeOf, tableAs } from './table';

/** Who owns a record, and whether the public sees it. */
export interface Standing {
  ownerId: string | null;
  isPublic: boolean;
}

type Columns = Record<string, unknown>;

/** The standing of rows, given what they hold; what their references lead to is read, one statement a level. */
export async function standings(
  session: Session,
  entity: Entity,
  rows: readonly Columns[],
): Promise<Standing[]> {
  const { owner } = entity.access;
  const open = (row: Columns) => !('state' in row) || row.state !== 'DRAFT';
  if (!owner) return rows.map((row) => ({ ownerId: null, isPublic: open(row) }));
  if ('property' in owner)
    return rows.map((row) => ({
      ownerId: row[owner.property] as string | null,
      isPublic: open(row),
    }));
  const results: Standing[] = rows.map(() => ({ ownerId: null, isPublic: false }));
  for (const reference of owner.through) {
    const attribute = entity.attributes.find((each) => each.name === reference)!;
    const target = entityOf(attribute.target!());
    const ids = [
      ...new Set(rows.map((row) => row[attribute.property]).filter(Boolean)),
    ] as string[];
    if (ids.length === 0) continue;
    const parents = await readStanding(session, target, ids);
    rows.forEach((row, i) => {
      const found = parents.get(row[attribute.property] as string);
      if (found) results[i] = found;
    });
  }
  return results;
}

async function readStanding(
  session: Session,
  entity: Entity,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  const { owner } = entity.access;
  const wanted = new Set(['id']);
  if (entity.attributes.some((each) => each.name === 'state')) wanted.add('state');
  if (owner && 'property' in owner) wanted.add(owner.property);
  if (owner && 'through' in owner)
    for (const each of owner.through)
      wanted.add(entity.attributes.find(({ name }) => name === each)!.property);
  const shapes = [...wanted].map((each) => shapeOf(entity, each));
  const among = session.dialect.isIn(sql`t.id`, ids, 'text');
  const rows = await session.run(
    sql`select ${columnList(shapes, 't')} from ${tableAs(entity.table, 't')} where ${among}`,
  );
  const found = await standings(session, entity, rows);
  return new Map(rows.map((row, i) => [row.id as string, found[i]!]));
}
