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
