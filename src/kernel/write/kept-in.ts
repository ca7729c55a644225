import type { AnyRecord } from '../declare/row';
import type { Attribute, Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import type { Store } from './store';
import { shapesOf } from '../declare/table';
import { withinOf } from '../declare/registry';

/** Rows, and level by level what is kept in them; each with the row for whose sake it goes. */
export async function keptIn(store: Store, model: Model, entity: Entity, ids: readonly string[]) {
  const stored = await store.byId(entity, ids);
  const levels = [
    { entity, rows: [...stored.values()], cause: new Map(ids.map((id) => [id, id])) },
  ];
  const seen = new Set(ids);
  for (const { entity: target, rows, cause } of levels) {
    const among = rows.map((row) => row.id);
    for (const each of model.records)
      for (const { property } of keptBy(each, target)) {
        const found = await store.select<AnyRecord>(
          each.table,
          [...shapesOf(each).values()],
          property,
          among,
        );
        const fresh = found.filter((row) => !seen.has(row.id));
        if (fresh.length === 0) continue;
        for (const row of fresh) seen.add(row.id);
        const causes = fresh.map((row): [string, string] => [
          row.id,
          cause.get(row[property] as string)!,
        ]);
        levels.push({ entity: each, rows: fresh, cause: new Map(causes) });
      }
  }
  return levels;
}

/** The references of an entity to what its rows are kept in, where that is `target`. */
function keptBy(entity: Entity, target: Entity): Attribute[] {
  return withinOf(entity).filter((each) => each.target!() === target.type);
}
