import type { Session } from '../../database/database';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import type { Viewer } from '../declare/viewer';
import type { Attempt } from '../write/undo';
import type { Outcome, Writer } from '../write/writer';
import type { ReadRow } from './input';
import type { WrittenRow } from '../declare/row';

/** A transaction in which rows are written: by whom, and when. */
export interface Transaction {
  model: Model;
  session: Session;
  viewer: Viewer;
  now: Date;
}

/** A row as a caller sends it. */
export interface Given {
  entity: Entity;
  raw: unknown;
  /** Where it stands in what was sent; no other row stands there. */
  pointer: string;
  /** What names it beside its own slug and external ids. */
  id?: string;
  /** The version that it was read at: another one now is a CONFLICT. */
  expectedVersion?: number | null;
  /** Values for a new row that it does not give itself. */
  defaults?: object;
  /** Of external ids that name no system. */
  system?: string;
  /** A new row may come without a slug or an external id that a later one could name it by. */
  nameless?: boolean;
}

/** What became of a row that was sent. */
export interface Taken extends Omit<Outcome, 'result'> {
  result: Outcome['result'] | 'SKIPPED';
  entity: Entity;
  pointer: string;
  slug: string;
  matchedBy: 'ID' | 'SLUG' | 'EXTERNAL_ID' | 'CONTENT' | null;
  /** The references in it that were given by a name, and where each led. */
  named: { pointer: string; id: string }[];
}

/** A row on its way. */
export interface Row extends WrittenRow, Pick<Taken, 'matchedBy'> {
  given: Given;
  entity: Entity;
  pointer: string;
  read: ReadRow;
  /** Where in what was sent it is told by what it is known. */
  place: string;
  /** It says what it is called, but that cannot be read: whether it is new is not known. */
  unread?: boolean;
}

/** How rows are taken in. */
export interface TakeOptions {
  /** Leaves what is stored already as it is. */
  onlyNew?: boolean;
  /** Refuses what is stored already. */
  allNew?: boolean;
  /** Writes more before the rules that concern the whole are looked at. */
  also?: (writer: Writer, taken: readonly Taken[]) => Promise<Taken[]>;
}

/** Opens the way for resolvers to write: work in a transaction, kept where it says so. */
export type Write = <T>(work: (at: Transaction) => Promise<Attempt<T>>) => Promise<T>;
