import type { Source } from '../../database/database';
import { sql } from '../../database/sql';
import { type Condition, FALSE, all, among, any, equals, isNull } from '../declare/condition';
import type { Entity } from '../declare/declare';
import { entityOf } from '../declare/registry';
import { columnList, shapeOf, shapesOf, tableAs } from '../declare/table';
import type { AnyRow } from '../declare/row';

/** What a row hangs on along its declared path: the root, the state that it is in, and the organisation that owns it. */
export interface Root {
  id: string | null;
  state: string | null;
  ownerId: string | null;
}

const NONE: Root = { id: null, state: null, ownerId: null };

/** Whether a property tells who owns the rows of an entity. */
export function ownedBy({ access: { owner }, attributes }: Entity, property: string): boolean {
  if (!owner) return false;
  if ('property' in owner) return owner.property === property;
  return attributes.some((each) => each.property === property && owner.through.includes(each.name));
}

/** That an organisation owns a row: itself, or by the first of the references that lead to its owner. */
export function isOwnedBy({ access: { owner }, attributes }: Entity, id: string): Condition {
  if (!owner) return FALSE;
  if ('property' in owner) {
    const named = equals(owner.property, id);
    return owner.orItself ? any(named, all(isNull(owner.property), equals('id', id))) : named;
  }
  const ways = owner.through.map((name) => attributes.find((each) => each.name === name)!);
  return any(
    ...ways.map(({ name, target }, i) =>
      all(
        ...ways.slice(0, i).map((before) => isNull(before.property)),
        among(name, isOwnedBy(entityOf(target!()), id)),
      ),
    ),
  );
}

/**
 * The roots of rows, given what they hold; what their references lead to is read, one statement a level, save what is
 * `coming`: rows by their ids that are not written yet.
 */
export async function rootsOf(
  source: Source,
  entity: Entity,
  rows: readonly AnyRow[],
  coming?: ReadonlyMap<string, AnyRow>,
): Promise<Root[]> {
  const { owner } = entity.access;
  if (!owner || 'property' in owner)
    return rows.map((row) => ({
      id: row.id,
      state: (row.state as string | undefined) ?? null,
      ownerId: owner && ownerIn(row, owner),
    }));
  const roots: (Root | undefined)[] = rows.map(() => undefined);
  for (const { property, target } of references(entity, owner.through)) {
    const ids = [...new Set(rows.map((row) => row[property]).filter(Boolean))] as string[];
    if (ids.length === 0) continue;
    const byId = await readRoots(source, target, ids, coming);
    rows.forEach((row, i) => (roots[i] ??= byId.get(row[property] as string)));
  }
  return roots.map((each) => each ?? NONE);
}

function ownerIn(row: AnyRow, { property, orItself }: { property: string; orItself?: boolean }) {
  const owner = (row[property] as string | null | undefined) ?? null;
  return owner ?? (orItself ? row.id : null);
}

async function readRoots(
  source: Source,
  entity: Entity,
  ids: readonly string[],
  coming?: ReadonlyMap<string, AnyRow>,
): Promise<Map<string, Root>> {
  const { owner } = entity.access;
  const properties = new Set(['id']);
  if (shapesOf(entity).has('state')) properties.add('state');
  if (owner && 'property' in owner) properties.add(owner.property);
  if (owner && 'through' in owner)
    for (const { property } of references(entity, owner.through)) properties.add(property);
  const shapes = [...properties].map((each) => shapeOf(entity, each));
  const rows: AnyRow[] = [];
  const others: string[] = [];
  for (const id of ids) {
    const row = coming?.get(id);
    if (row) rows.push(row);
    else others.push(id);
  }
  const among = source.dialect.isIn(sql`t.id`, others, 'text');
  if (others.length > 0)
    rows.push(
      ...((await source.read(
        sql`select ${columnList(shapes, 't')} from ${tableAs(entity.table, 't')} where ${among}`,
      )) as AnyRow[]),
    );
  const roots = await rootsOf(source, entity, rows, coming);
  return new Map(rows.map((row, i) => [row.id, roots[i]!]));
}

function references(entity: Entity, names: readonly string[]) {
  return names.map((name) => {
    const { property, target } = entity.attributes.find((each) => each.name === name)!;
    return { property, target: entityOf(target!()) };
  });
}
