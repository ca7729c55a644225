import type { Session } from '../../database/database';
import type { Entity, EntityClass } from '../declare/declare';
import { entityOf } from '../declare/registry';
import type { Broken, FoundBroken, Warning } from '../declare/rules';
import type { Reader } from '../read/reader';
import type { Changes } from './pending';
import type { AnyRow, Row, WrittenRow } from '../declare/row';

/** A row that was written: as it was, as it is, and what differs; a new one was not, and one that was deleted is not. */
export interface Written<T extends Row = AnyRow> {
  before: T | undefined;
  after: T | undefined;
  changes: Changes;
}

/** What the hook that follows a write may do: write on, in the same transaction, or refuse the whole. */
export interface Following {
  readonly session: Session;
  /** When the write takes place, as an instant. */
  readonly now: string;
  put(entity: Entity, rows: readonly WrittenRow[]): Promise<unknown>;
  remove(
    entity: Entity,
    rows: readonly Pick<WrittenRow, 'id' | 'expectedVersion'>[],
  ): Promise<unknown>;
  /** The fields of a row that the caller gave in this write, rather than what followed from it. */
  gave(id: string): ReadonlySet<string>;
  /** Adds a reason for which nothing may be committed. */
  refuse(broken: FoundBroken): void;
}

/** Finds what is odd about rows, as they now stand and as far as the writer sees, and stops nothing. */
export interface Warn<T extends Row = AnyRow> {
  /** The fields that it is about: asked only of rows in which one of them was written. */
  of: readonly string[];
  find(rows: readonly T[], reader: Reader, now: string): Promise<Warning[]> | Warning[];
}

/** What an entity does when its rows are written, beyond what its declaration tells. */
export interface Hooks<T extends Row = AnyRow> {
  /** Completes new rows before they are written. */
  complete?(rows: WrittenRow[], reader: Reader): Promise<void>;
  /** Fills in what follows from how a row was and will be, and what of it was given, and gives the rule that this step breaks. */
  revise?(before: T | undefined, after: T, now: string, given: WrittenRow['values']): Broken | null;
  /** Of a part: fills in what follows from the list that a record holds, and gives the rules that it breaks, by the places of the rows. */
  reviseList?(rows: T[]): Broken[] | void;
  /** Writes what follows from what was written, in the same transaction, until nothing follows any more. */
  follow?(written: readonly Written<T>[], writer: Following): Promise<void>;
  /** Rules that look at other rows too; gets what was written, as it now stands, and tells what else was. */
  verify?(
    rows: readonly T[],
    reader: Reader,
    isWritten: (id: string) => boolean,
  ): Promise<FoundBroken[]>;
  warn?: Warn<T>[];
}

const hooks = new WeakMap<Entity, Hooks>();

/** Says what an entity does when its rows are written, beside what has been said of it: each thing once. */
export function hook<T extends Row>(type: EntityClass<T>, of: Hooks<T>): void {
  const entity = entityOf(type);
  const before = hooksOf(entity);
  const twice = Object.keys(of).find((name) => name in before);
  if (twice) throw new Error(`${entity.name} has a hook ${twice} already.`);
  hooks.set(entity, { ...before, ...(of as unknown as Hooks) });
}

/** What an entity does when its rows are written. */
export const hooksOf = (entity: Entity): Hooks => hooks.get(entity) ?? {};
