import type { Entity } from '../declare/declare';
import type { AnyRecord, AnyRow } from '../declare/row';
import type { Shown } from './audience';

/** What a field held before and after, as the history keeps it; of parts also their rows. */
export interface ValueChange {
  before: unknown;
  after: unknown;
  parts?: { before: AnyRow[]; after: AnyRow[] };
}

/** Values before and after, by field. */
export type Changes = Map<string, ValueChange>;

/** A row that a write touches: as it was, as it will be, and what differs. */
export interface Touched {
  before: AnyRecord | undefined;
  after: AnyRecord;
  changes: Changes;
}

/** A change of a record that is not yet in the log. */
export interface PendingChange {
  entity: Entity;
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  fields: string[];
  /** What the history keeps of it. */
  values: Changes | null;
  /** The row as it is after the change, or was before it was deleted. */
  row: AnyRecord;
  /** Of what is deleted: who owned it. */
  ownerId?: string | null;
  /** The fields in which only some see a difference, where that is known already. */
  limited?: ReadonlyMap<string, readonly Shown[]>;
}

/** A row that was made or changed, as it now stands, and the fields in which it was. */
interface Remaining {
  row: AnyRow;
  fields: ReadonlySet<string>;
}

/** What was made or changed and is still there, by its type and id. */
export function remaining(pending: readonly PendingChange[]): Map<Entity, Map<string, Remaining>> {
  const all = new Map<Entity, Map<string, Remaining>>();
  for (const { entity, operation, row, fields } of pending) {
    const own = all.get(entity) ?? new Map<string, Remaining>();
    const before = own.get(row.id)?.fields ?? [];
    if (operation === 'DELETE') own.delete(row.id);
    else all.set(entity, own.set(row.id, { row, fields: new Set([...before, ...fields]) }));
  }
  return all;
}
