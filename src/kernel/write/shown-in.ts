import type { Session } from '../../database/database';
import { isIn } from '../declare/condition';
import type { Relation } from '../declare/declare';
import type { Model } from '../declare/model';
import type { AnyPart, AnyRecord } from '../declare/row';
import { shapesOf } from '../declare/table';
import { admin } from '../declare/viewer';
import { Reader } from '../read/reader';
import { NOBODY, type Shown, inAll, tells } from './audience';
import type { PendingChange } from './pending';
import type { Onlooking } from './differences';
import { referrers } from './referrers';

/**
 * Records in which references show or hide, since others see what they lead to than before. What a write changes in their
 * own fields is told already.
 */
export async function shownIn(
  changed: readonly string[],
  pending: readonly PendingChange[],
  onlooking: Onlooking,
  session: Session,
  model: Model,
): Promise<PendingChange[]> {
  const fields = new Map<string, Map<string, Set<string>>>();
  for (const entity of model.records) {
    const ids = changed.filter((id) => model.ofId(id) === entity);
    if (ids.length === 0) continue;
    for (const [used, holders] of await referrers(session, model, entity, ids))
      for (const [holder, names] of holders)
        for (const name of names) {
          const own = fields.get(holder) ?? new Map<string, Set<string>>();
          fields.set(holder, own.set(name, (own.get(name) ?? new Set()).add(used)));
        }
  }
  const isNew = new Set<string>();
  for (const each of pending) {
    if (each.operation !== 'UPDATE') isNew.add(each.row.id);
    for (const field of each.fields) fields.get(each.row.id)?.delete(field);
  }
  const found: PendingChange[] = [];
  const reader = new Reader(session, admin('log'));
  for (const entity of model.records) {
    const ids = [...fields.keys()].filter((id) => model.ofId(id) === entity && !isNew.has(id));
    if (ids.length === 0) continue;
    const rows = await reader.rows({
      entity,
      properties: shapesOf(entity).keys(),
      where: isIn('id', ids),
    });
    const before = await onlooking.before.of(entity, rows);
    for (const [i, row] of rows.entries()) {
      const limited = new Map<string, readonly Shown[]>();
      for (const [name, used] of fields.get(row.id)!) {
        const relation = entity.relations.find((each) => each.name === name)!;
        const shown = await shownBy(relation, row.id, [...used], onlooking, reader, model);
        const toThem = shown
          .map(([was, is]): Shown => [inAll(before[i]!, was), inAll(before[i]!, is)])
          .filter(tells);
        if (toThem.length > 0) limited.set(name, toThem);
      }
      if (limited.size === 0) continue;
      found.push({
        entity,
        operation: 'UPDATE',
        fields: [...limited.keys()].sort(),
        values: null,
        row: row as AnyRecord,
        limited,
      });
    }
  }
  return found;
}

/** Who sees more or less of a field: by the references themselves, or by the parts that hold them. */
async function shownBy(
  { target }: Relation,
  recordId: string,
  used: readonly string[],
  { before, now }: Onlooking,
  reader: Reader,
  model: Model,
): Promise<Shown[]> {
  const part = target();
  if (part.sort !== 'part') {
    const of = model.ofId(used[0]!)!;
    const [was, is] = [await before.byId(of, used), await now.byId(of, used)];
    return used.map((id): Shown => [was.get(id) ?? NOBODY, is.get(id) ?? NOBODY]);
  }
  const rows = (await reader.rows({
    entity: part,
    properties: shapesOf(part).keys(),
    where: isIn('recordId', [recordId]),
  })) as AnyPart[];
  const [was, is] = [await before.of(part, rows), await now.of(part, rows)];
  return rows.map((_, i): Shown => [was[i]!, is[i]!]);
}
