import { addTo } from '../value/group';
import type { Source } from '../database/database';
import { sql } from '../database/sql';
import { isIn } from '../kernel/declare/condition';
import type { Entity } from '../kernel/declare/declare';
import type { Model } from '../kernel/declare/model';
import { rootsOf } from '../kernel/write/owner';
import type { Reader } from '../kernel/read/reader';
import { shapesOf } from '../kernel/declare/table';

/** A change of one record, with the values before and after it. */
export interface HistoryEntry {
  version: number;
  operation: string;
  at: string;
  actor: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

/** The latest changes of a record, the newest first; null for those who may not know of them. */
export function historyOf(
  id: string,
  { first, beforeVersion }: { first: number; beforeVersion?: number | null },
  reader: Reader,
  model: Model,
): Promise<HistoryEntry[] | null> {
  const until = beforeVersion ?? 2 ** 31 - 1;
  return reader.batched(`history ${first} ${until}`, id, async (ids) => {
    const own = await coveredOf(ids, reader, model);
    const entries = await entriesOf([...own], first, until, reader.source);
    return ids.map((each) => (own.has(each) ? (entries.get(each) ?? []) : null));
  });
}

/** Those of some records that the viewer may know the history of: an ADMIN all, an EDITOR what her key covers. */
async function coveredOf(
  ids: readonly string[],
  reader: Reader,
  model: Model,
): Promise<Set<string>> {
  const { role, organisationIds } = reader.viewer;
  if (role === 'ADMIN') return new Set(ids);
  const covered = new Set<string>();
  if (role !== 'EDITOR') return covered;
  const entities = new Set(ids.map((id) => model.ofId(id)!));
  for (const entity of entities) {
    const rows = await rowsOf(entity, ids, reader);
    const roots = await rootsOf(reader.source, entity, rows);
    rows.forEach(({ id }, i) => {
      if (organisationIds.includes(roots[i]!.ownerId ?? '')) covered.add(id);
    });
  }
  return covered;
}

function rowsOf(entity: Entity, ids: readonly string[], reader: Reader) {
  return reader.rows({ entity, properties: shapesOf(entity).keys(), where: isIn('id', ids) });
}

async function entriesOf(
  ids: readonly string[],
  first: number,
  until: number,
  { dialect, read }: Source,
): Promise<Map<string, HistoryEntry[]>> {
  const entries = new Map<string, HistoryEntry[]>();
  if (ids.length === 0) return entries;
  const from = dialect.limited({
    parents: ids,
    table: 'change',
    where: sql`t.record_id = p.value and t.version < ${until} and (t.operation <> ${'UPDATE'} or t."values" is not null)`,
    order: sql`t.seq desc`,
    limit: first,
  });
  const rows = await read(
    sql`select t.record_id, t.version, t.operation, t.at, t.actor, t."values" as held from ${from} order by t.seq desc`,
  );
  for (const row of rows) {
    const id = row.record_id as string;
    const held = (typeof row.held === 'string' ? JSON.parse(row.held) : row.held) as Held | null;
    const entry: HistoryEntry = {
      version: row.version as number,
      operation: row.operation as string,
      at: row.at as string,
      actor: row.actor as string,
      changes: Object.entries(held ?? {}).map(([field, values]) => ({ field, ...values })),
    };
    addTo(entries, id, entry);
  }
  return entries;
}

type Held = Record<string, { before: unknown; after: unknown }>;
