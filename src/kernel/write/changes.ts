import type { Session } from '../../database/database';
import { join, raw, sql } from '../../database/sql';
import { giveTurn, inPieces } from '../../database/turn';
import { propertiesAsked } from '../declare/access-index';
import { isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import type { AnyRecord, AnyRow } from '../declare/row';
import { CHANGE, shapesOf } from '../declare/table';
import { admin } from '../declare/viewer';
import { Reader } from '../read/reader';
import { type Audience, EVERYBODY, NOBODY, isSame } from './audience';
import { limitedFields } from './differences';
import { Onlookers, ruleOf } from './onlookers';
import { ownedBy, rootsOf } from './owner';
import type { Changes, PendingChange, Touched } from './pending';
import { shownIn } from './shown-in';

/** Who sees a record, and who owns it. */
interface Standing {
  seen: Audience;
  ownerId: string | null;
}

const NOWHERE: Standing = { seen: NOBODY, ownerId: null };

/** A row of the log. */
type Entry = Record<string, unknown>;

/**
 * Makes the entries of one write in the change log. Who sees a record is asked by the very rules that readers meet: before
 * the write first touches it, or anything that it hangs on, and again when all has been written.
 */
export class ChangeLog {
  /** How records stood before the write, where that may have changed. */
  private readonly before = new Map<string, Standing>();
  /** How those stand of which entries have been made. */
  private readonly told = new Map<string, Standing>();
  private readonly dependants = new Map<Entity, Set<string>>();

  constructor(
    private readonly session: Session,
    private readonly model: Model,
  ) {}

  /** Remembers of rows that are new that nobody saw them. */
  begin(ids: Iterable<string>): void {
    for (const id of ids) this.before.set(id, NOWHERE);
  }

  /** Remembers who saw and owned rows that are about to be deleted. */
  async leave(entity: Entity, rows: readonly AnyRecord[]): Promise<void> {
    await this.look(entity, rows);
  }

  /** Remembers who saw and owned rows of which that is about to change, and those that hang on them. */
  async watch(entity: Entity, touched: readonly Touched[]): Promise<void> {
    const decisive = new Set(['state', ...hangsOn(entity), ...(entity.access.decidedBy ?? [])]);
    for (const { name, property } of entity.attributes)
      if (ownedBy(entity, property)) decisive.add(name);
    const moving = touched.flatMap(({ before, changes }) =>
      before && [...changes.keys()].some((each) => decisive.has(each)) ? before : [],
    );
    await this.look(entity, moving);
    let level = moving.map(({ id }) => ({ entity, id }));
    while (level.length > 0) {
      const next: typeof level = [];
      for (const target of new Set(level.map((each) => each.entity))) {
        const ids = level.filter((each) => each.entity === target).map((each) => each.id);
        for (const each of this.model.records) {
          const known = this.dependants.get(each) ?? new Set();
          this.dependants.set(each, known);
          const rows = await this.hangingOn(each, target, ids);
          const found = rows.filter(({ id }) => !known.has(id));
          await this.look(each, found);
          for (const { id } of found) {
            known.add(id);
            next.push({ entity: each, id });
          }
        }
      }
      level = next;
    }
  }

  /** Writes the entries: numbered without gaps in the order in which they were made. */
  async append(pending: readonly PendingChange[], actor: string, at: string): Promise<void> {
    const onlooking = {
      before: new Onlookers(
        this.session,
        [...this.before].map(([id, { seen }]) => [id, seen]),
      ),
      now: new Onlookers(this.session),
    };
    const rows: Entry[] = [];
    const by = { actor, at };
    const moved = [...pending, ...(await this.moved(pending))];
    for (const entity of new Set(moved.map((each) => each.entity))) {
      const own = moved.filter((each) => each.entity === entity);
      const limited = await limitedFields(
        entity,
        own.map(({ operation, values }) => (operation === 'UPDATE' ? values : null)),
        onlooking,
      );
      await this.add(
        entity,
        own.map((each, i) => ({ ...each, limited: limited[i]! })),
        onlooking.now,
        by,
        rows,
      );
    }
    const changed = [...this.told].flatMap(([id, { seen }]) =>
      this.before.has(id) && !isSame(this.before.get(id)!.seen, seen) ? id : [],
    );
    const inOthers = await shownIn(changed, pending, onlooking, this.session, this.model);
    for (const entity of new Set(inOthers.map((each) => each.entity)))
      await this.add(
        entity,
        inOthers.filter((each) => each.entity === entity),
        onlooking.now,
        by,
        rows,
      );
    const [seq, ...others] = CHANGE.map(({ name }) => raw(`"${name}"`));
    await inPieces(rows, async (piece) => {
      const given = piece.map((each, i) => ({ ...each, seq: i + 1 }));
      const numbered = await this.session
        .run(sql`insert into change (${join([seq!, ...others], ', ')})
        select (select coalesce(max(seq), 0) from change) + ${seq}, ${join(others, ', ')}
        from ${this.session.dialect.rows(CHANGE, given)} returning ${seq}`);
      this.session.reach(Math.max(...numbered.map((each) => Number(each.seq))));
    });
  }

  private async add(
    entity: Entity,
    own: readonly PendingChange[],
    onlookers: Onlookers,
    by: { actor: string; at: string },
    rows: Entry[],
  ): Promise<void> {
    const standings = await this.standings(entity, own, onlookers);
    for (const { operation, fields, values, row, ownerId, limited } of own) {
      await giveTurn();
      const recordId = row.id;
      const is = standings.get(recordId)!;
      const was = this.told.get(recordId) ?? this.before.get(recordId) ?? is;
      const stays = isSame(was.seen, is.seen) && was.ownerId === is.ownerId;
      if (fields.length === 0 && operation === 'UPDATE' && stays) continue;
      this.told.set(recordId, is); // before what this write does to it next
      rows.push({
        type: entity.name,
        recordId,
        slug: row.slug,
        operation,
        version: row.version,
        ...by,
        fields,
        values: values && keptValues(values),
        ownerBefore: was.ownerId,
        ownerId: operation === 'DELETE' ? ownerId : is.ownerId,
        publicBefore: was.seen === EVERYBODY,
        publicAfter: is.seen === EVERYBODY,
        sight: sightOf(was.seen, is.seen, limited),
      });
    }
  }

  /** How records stand now, by their last rows. */
  private async standings(
    entity: Entity,
    own: readonly PendingChange[],
    onlookers: Onlookers,
  ): Promise<Map<string, Standing>> {
    const last = new Map(own.map(({ row }) => [row.id, row]));
    const gone = own.filter(({ operation }) => operation === 'DELETE').map(({ row }) => row.id);
    for (const id of gone) last.delete(id);
    const found = await this.standingsOf(entity, [...last.values()], onlookers);
    for (const id of gone) found.set(id, NOWHERE);
    return found;
  }

  private async standingsOf(
    entity: Entity,
    rows: readonly AnyRow[],
    onlookers: Onlookers,
  ): Promise<Map<string, Standing>> {
    const seen = await onlookers.of(entity, rows);
    const roots = await rootsOf(this.session, entity, rows);
    return new Map(
      rows.map(({ id }, i) => [id, { seen: seen[i]!, ownerId: roots[i]!.ownerId }] as const),
    );
  }

  /** Records that this write does not change itself, but of which it may have changed who sees or owns them. */
  private async moved(pending: readonly PendingChange[]): Promise<PendingChange[]> {
    const changed = new Set(pending.map(({ row }) => row.id));
    const moved: PendingChange[] = [];
    const reader = new Reader(this.session, admin('log'));
    for (const [entity, ids] of this.dependants) {
      const others = [...ids].filter((id) => !changed.has(id));
      if (others.length === 0) continue;
      const properties = shapesOf(entity).keys();
      for (const row of await reader.rows({ entity, properties, where: isIn('id', others) }))
        moved.push({
          entity,
          operation: 'UPDATE',
          fields: [],
          values: null,
          row: row as AnyRecord,
        });
    }
    return moved;
  }

  private async look(entity: Entity, rows: readonly AnyRow[]): Promise<void> {
    const fresh = rows.filter(({ id }) => !this.before.has(id));
    if (fresh.length === 0) return;
    const found = await this.standingsOf(entity, fresh, new Onlookers(this.session));
    for (const [id, standing] of found) this.before.set(id, standing);
  }

  private async hangingOn(
    entity: Entity,
    target: Entity,
    ids: readonly string[],
  ): Promise<AnyRow[]> {
    const ways = entity.attributes.filter(
      ({ name, target: to }) => hangsOn(entity).has(name) && to?.() === target.type,
    );
    const asked = propertiesAsked(ruleOf(entity), entity);
    const owning = entity.attributes.filter(({ property }) => ownedBy(entity, property));
    const properties = new Set(['id', ...asked, ...owning.map(({ property }) => property)]);
    const reader = new Reader(this.session, admin('log'));
    const found: AnyRow[] = [];
    for (const { property } of ways)
      found.push(...(await reader.rows({ entity, properties, where: isIn(property, ids) })));
    return found;
  }
}

/** The references on which it depends who sees a row, or owns it. */
function hangsOn({ access: { hangsOn: seen = [], owner } }: Entity): Set<string> {
  return new Set([...seen, ...(owner && 'through' in owner ? owner.through : [])]);
}

/** Who sees a change, where that is not everybody. */
function sightOf(before: Audience, after: Audience, limited?: PendingChange['limited']) {
  const unlessAll = (of: Audience) => (of === EVERYBODY || of.length === 0 ? undefined : of);
  const [was, is] = [unlessAll(before), unlessAll(after)];
  const fields = limited && limited.size > 0 ? Object.fromEntries(limited) : undefined;
  return was || is || fields ? { before: was, after: is, fields } : null;
}

/** What the history keeps. */
function keptValues(values: Changes): object {
  const kept = [...values].map(([field, { before, after }]) => [field, { before, after }]);
  return Object.fromEntries(kept) as object;
}
