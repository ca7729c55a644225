import type { Session } from '../../database/database';
import { join, raw, sql } from '../../database/sql';
import { isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import { rootsOf } from './owner';
import { Reader } from '../read/reader';
import { referrers } from './referrers';
import { CHANGE, shapesOf } from '../declare/table';
import { ANONYMOUS, admin } from '../declare/viewer';
import type { AnyRecord } from '../declare/row';

/** Values before and after, by field. */
export type Changes = Map<string, { before: unknown; after: unknown }>;

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
}

/** A row of the log. */
type Entry = Record<string, unknown>;

/**
 * Makes the entries of one write in the change log. Whether the public sees a record is asked by the very rules that
 * readers meet: before the write first touches it, or anything that it hangs on, and again when all has been written.
 */
export class ChangeLog {
  private readonly wasPublic = new Map<string, boolean>();
  private readonly dependants = new Map<Entity, Set<string>>();
  /** Records of which the public may see more or less than before. */
  private readonly unsettled = new Set<string>();
  /** What the public has begun or ceased to see. */
  private readonly shown = new Map<Entity, Set<string>>();

  constructor(
    private readonly session: Session,
    private readonly model: Model,
  ) {}

  /** Remembers who saw rows that are about to change, and, where that may change, rows that hang on them. */
  async watch(entity: Entity, touched: readonly Touched[]): Promise<void> {
    const stored = touched.filter(({ before }) => before);
    await this.look(
      entity,
      stored.map(({ after }) => after.id),
    );
    const decisive = ['state', ...(entity.access.hangsOn ?? [])];
    let level = stored
      .filter(({ changes }) => decisive.some((each) => changes.has(each)))
      .map(({ after }) => ({ entity, id: after.id }));
    for (const { id } of level) this.unsettled.add(id);
    while (level.length > 0) {
      const next: typeof level = [];
      for (const target of new Set(level.map((each) => each.entity))) {
        const ids = level.filter((each) => each.entity === target).map((each) => each.id);
        for (const each of this.model.records) {
          const known = this.dependants.get(each) ?? new Set();
          this.dependants.set(each, known);
          const found = (await this.hangingOn(each, target, ids)).filter((id) => !known.has(id));
          await this.look(each, found);
          for (const id of found) {
            known.add(id);
            this.unsettled.add(id);
            next.push({ entity: each, id });
          }
        }
      }
      level = next;
    }
  }

  /** Writes the entries: numbered without gaps in the order in which they were made. */
  async append(pending: readonly PendingChange[], actor: string, at: string): Promise<void> {
    const rows: Entry[] = [];
    const add = (some: readonly PendingChange[]) => this.add(some, { actor, at }, rows);
    await add([...pending, ...(await this.moved(pending))]);
    await add(await this.referring(new Set(rows.map(({ recordId }) => recordId))));
    if (rows.length === 0) return;
    const [seq, ...others] = CHANGE.map(({ name }) => raw(`"${name}"`));
    const numbered = await this.session
      .run(sql`insert into change (${join([seq!, ...others], ', ')})
      select (select coalesce(max(seq), 0) from change) + ${seq}, ${join(others, ', ')}
      from ${this.session.dialect.rows(CHANGE, rows)} returning ${seq}`);
    this.session.reach(Math.max(...numbered.map((each) => Number(each.seq))));
  }

  private async add(
    all: readonly PendingChange[],
    by: { actor: string; at: string },
    rows: Entry[],
  ): Promise<void> {
    for (const entity of new Set(all.map((each) => each.entity))) {
      const own = all.filter((each) => each.entity === entity);
      const seen = await this.publicNow(entity, own);
      const roots = await rootsOf(
        this.session,
        entity,
        own.map(({ row }) => row),
      );
      own.forEach(({ operation, fields, values, row, ownerId }, i) => {
        const recordId = row.id;
        const publicBefore = this.wasPublic.get(recordId) ?? false;
        const publicAfter = operation !== 'DELETE' && seen.has(recordId);
        if (fields.length === 0 && operation === 'UPDATE' && publicBefore === publicAfter) return;
        this.wasPublic.set(recordId, publicAfter); // before what this write does to it next
        if (operation === 'UPDATE' && publicBefore !== publicAfter)
          this.shown.set(entity, (this.shown.get(entity) ?? new Set()).add(recordId));
        rows.push({
          seq: rows.length + 1,
          type: entity.name,
          recordId,
          slug: row.slug,
          operation,
          version: row.version,
          ...by,
          fields,
          values: values && Object.fromEntries(values),
          ownerId: operation === 'DELETE' ? ownerId : roots[i]!.ownerId,
          publicBefore,
          publicAfter,
        });
      });
    }
  }

  /** Which rows everybody sees now; those on which nothing bears that has changed were seen or not as before. */
  private async publicNow(entity: Entity, all: readonly PendingChange[]): Promise<Set<string>> {
    const ids = all.map(({ row }) => row.id);
    const isSettled = (id: string) => this.wasPublic.has(id) && !this.unsettled.has(id);
    const asked = ids.filter((id) => !isSettled(id));
    const seen = await publicIds(this.session, entity, asked);
    for (const id of ids) if (isSettled(id) && this.wasPublic.get(id)) seen.add(id);
    return seen;
  }

  /** Records that the public sees, and in which a reference to what it has begun or ceased to see shows or hides. */
  private async referring(changed: ReadonlySet<unknown>): Promise<PendingChange[]> {
    const fields = new Map<string, Set<string>>();
    for (const [entity, ids] of this.shown)
      for (const holders of (await referrers(this.session, this.model, entity, [...ids])).values())
        for (const [id, names] of holders)
          if (!changed.has(id)) fields.set(id, new Set([...(fields.get(id) ?? []), ...names]));
    const found: PendingChange[] = [];
    for (const entity of this.model.records) {
      const ids = [...fields.keys()].filter((id) => this.model.ofId(id) === entity);
      await this.look(entity, ids);
      for (const row of await this.stored(
        entity,
        ids.filter((id) => this.wasPublic.get(id)),
      ))
        found.push({
          entity,
          operation: 'UPDATE',
          fields: [...fields.get(row.id)!].sort(),
          values: null,
          row,
        });
    }
    return found;
  }

  /** Records that this write does not change itself, but may have shown to the public or hidden from it. */
  private async moved(pending: readonly PendingChange[]): Promise<PendingChange[]> {
    const changed = new Set(pending.map(({ row }) => row.id));
    const moved: PendingChange[] = [];
    for (const [entity, ids] of this.dependants) {
      const others = [...ids].filter((id) => !changed.has(id));
      if (others.length === 0) continue;
      for (const row of await this.stored(entity, others))
        moved.push({ entity, operation: 'UPDATE', fields: [], values: null, row });
    }
    return moved;
  }

  private async stored(entity: Entity, ids: readonly string[]) {
    if (ids.length === 0) return [];
    const properties = [...shapesOf(entity).keys()];
    const reader = new Reader(this.session, admin('log'));
    return (await reader.rows({ entity, properties, where: isIn('id', ids) })) as AnyRecord[];
  }

  /** Remembers of rows that are new that nobody saw them. */
  begin(ids: Iterable<string>): void {
    for (const id of ids) {
      this.wasPublic.set(id, false);
      this.unsettled.add(id);
    }
  }

  /** Remembers which rows everybody saw before the write first touched them. */
  remember(ids: Iterable<string>, open: ReadonlySet<string>): void {
    for (const id of ids) if (!this.wasPublic.has(id)) this.wasPublic.set(id, open.has(id));
  }

  private async look(entity: Entity, ids: readonly string[]): Promise<void> {
    const fresh = ids.filter((id) => !this.wasPublic.has(id));
    this.remember(fresh, await publicIds(this.session, entity, fresh));
  }

  private async hangingOn(
    entity: Entity,
    target: Entity,
    ids: readonly string[],
  ): Promise<string[]> {
    const found: string[] = [];
    for (const { name, property, target: to } of entity.attributes) {
      if (!entity.access.hangsOn?.includes(name) || to?.() !== target.type) continue;
      const reader = new Reader(this.session, admin('log'));
      const where = isIn(property, ids);
      const rows = await reader.rows({ entity, properties: ['id'], where });
      found.push(...rows.map((row) => row.id));
    }
    return found;
  }
}

/** Which of the rows everybody may see, by the very rules that readers meet. */
async function publicIds(
  session: Session,
  entity: Entity,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const where = isIn('id', ids);
  const rows = await new Reader(session, ANONYMOUS).rows({ entity, properties: ['id'], where });
  return new Set(rows.map((row) => row.id));
}
