import type { Source } from '../../database/database';
import { sql } from '../../database/sql';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import { entityOf } from '../declare/registry';
import { columnOf, tableAs } from '../declare/table';

/** For each row that is named: the records that name it, each with the fields in which it does. */
export type Referrers = Map<string, Map<string, Set<string>>>;

/** The records that name rows, by a reference, a list of references or a part. */
export async function referrers(
  source: Source,
  model: Model,
  entity: Entity,
  ids: readonly string[],
): Promise<Referrers> {
  const found: Referrers = new Map();
  const add = (used: string, holder: string, field: string) => {
    const holders = found.get(used) ?? new Map<string, Set<string>>();
    found.set(used, holders.set(holder, (holders.get(holder) ?? new Set()).add(field)));
  };
  for (const each of [...model.records, ...model.parts])
    for (const { kind, name, property, target } of each.attributes) {
      if (!target || entityOf(target()) !== entity) continue;
      const many = kind === 'many';
      const table = many
        ? each.relations.find((relation) => relation.name === name)!.join.link!.table
        : `"${each.table}"`;
      const holder = many ? 'fromId' : each.sort === 'part' ? 'recordId' : 'id';
      const to = columnOf('t', many ? 'toId' : property);
      const rows = await source.read(
        sql`select ${columnOf('t', holder)} as holder, ${to} as used
          from ${tableAs(table.replaceAll('"', ''), 't')} where ${source.dialect.isIn(to, ids, 'text')}`,
      );
      const ofPart = many && each.sort === 'part' ? await recordsOf(source, each, rows) : null;
      for (const row of rows) {
        const record = ofPart?.get(row.holder as string) ?? (row.holder as string);
        add(row.used as string, record, each.part?.field ?? name);
      }
    }
  return found;
}

async function recordsOf(
  source: Source,
  part: Entity,
  rows: readonly Record<string, unknown>[],
): Promise<Map<string, string>> {
  const ids = rows.map((row) => row.holder as string);
  const found = await source.read(
    sql`select t.id, t.record_id from ${tableAs(part.table, 't')} where ${source.dialect.isIn(sql`t.id`, ids, 'text')}`,
  );
  return new Map(found.map((row) => [row.id as string, row.record_id as string]));
}
