import { isWritten } from '../declare/registry';
import type { Session } from '../../database/database';
import { giveTurn } from '../../database/turn';
import { settleAppointment } from './appointment';
import { ChangeLog } from './changes';
import { type Changes, type PendingChange, type Touched, remaining } from './pending';
import type { Entity } from '../declare/declare';
import { GraphCheck } from './graph-check';
import { Guard } from './guard';
import { keptIn } from './kept-in';
import { Lists } from './write-lists';
import { changedValues, checkRow, merge } from './merge';
import type { Model } from '../declare/model';
import { rootsOf } from './owner';
import { Reader } from '../read/reader';
import type { FoundBroken, Warning } from '../declare/rules';
import { Sight } from './compare-seen';
import { Store } from './store';
import { shapesOf } from '../declare/table';
import { type Viewer, admin } from '../declare/viewer';
import { type Following, type Written, hooksOf } from './hooks';
import type { AnyRecord, WrittenRow, AnyRow } from '../declare/row';

const NO_CHANGES: Changes = new Map();

/** The rules of the domain hold whoever writes: they look at all rows. */
const SYSTEM = admin('rules');

/** What became of a row. */
export interface Outcome {
  id: string;
  result: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'DELETED';
  /** The fields that changed. */
  fields: string[];
  /** The version that it has now. */
  version: number;
}

/**
 * The one door through which data is written: inside a transaction it compares what is given with what is stored, writes
 * only what differs and what the viewer may write, and appends to the change log. It takes lists: many rows cost as many
 * statements as one.
 */
export class Writer implements Following {
  private readonly broken: FoundBroken[] = [];
  private readonly pending: PendingChange[] = [];
  /** The fields that callers gave of rows, by their ids. */
  private readonly given = new Map<string, Set<string>>();
  private following = false;
  /** What was written and may have to be followed up. */
  private readonly fresh = new Map<Entity, Written[]>();
  private readonly log: ChangeLog;
  private readonly guard: Guard;
  private readonly graph: GraphCheck;
  private readonly store: Store;
  private readonly sight: Sight;
  private readonly lists: Lists;

  constructor(
    readonly session: Session,
    private readonly viewer: Viewer,
    readonly now: string,
    private readonly model: Model,
    { thawed = false } = {},
  ) {
    this.log = new ChangeLog(session, model);
    this.guard = new Guard(session, viewer, model, thawed);
    this.graph = new GraphCheck(session, viewer, model);
    this.store = new Store(session);
    this.sight = new Sight(session, viewer);
    this.lists = new Lists(this.store, this.graph, this.broken);
  }

  /** Makes or changes records. What a row does not mention stays as it is; a list that it mentions is replaced. */
  async put(entity: Entity, rows: readonly WrittenRow[]): Promise<Outcome[]> {
    for (const { id, values } of this.following ? [] : rows)
      this.given.set(id, new Set(Object.keys(values)));
    const before = await this.store.byId(
      entity,
      rows.map((row) => row.id),
    );
    this.log.begin(rows.flatMap(({ id }) => (before.has(id) ? [] : id)));
    const merged: AnyRecord[] = [];
    const foreign = await this.guard.foreign(entity, [...before.values()]);
    const changes: Changes[] = [];
    for (const row of rows) {
      await giveTurn();
      const stored = before.get(row.id);
      const after = merge(entity, row, stored) as AnyRecord;
      merged.push(after);
      if (stored && foreign.has(row.id)) {
        changes.push(await this.sight.changes(entity, row, stored));
        continue;
      }
      for (const broken of [
        settleAppointment(entity, row, stored, after, this.now),
        hooksOf(entity).revise?.(stored, after, this.now, row.values),
      ])
        if (broken) this.broken.push({ ...broken, id: row.id });
      this.broken.push(...checkRow(entity, after, row.id));
      changes.push(changedValues(entity, stored, after));
    }
    for (const relation of entity.relations) {
      if (relation.sort !== 'list') continue;
      const given = rows.filter(
        (row) => row.values[relation.name] !== undefined && !foreign.has(row.id),
      );
      if (given.length === 0) continue;
      const lists = await this.lists.put(relation, given);
      rows.forEach((row, i) => {
        const change = lists.get(row.id);
        if (change) changes[i]!.set(relation.name, change);
      });
    }
    const touched = rows.flatMap((row, i): Touched[] => {
      const stored = before.get(row.id);
      if (stored && changes[i]!.size === 0) return [];
      this.expect(row, stored, changes[i]!);
      return [{ before: stored, after: merged[i]!, changes: changes[i]! }];
    });
    this.broken.push(...(await this.guard.check(entity, touched)));
    this.broken.push(...(await this.graph.slugs(entity, this.sound(touched))));
    await this.log.watch(entity, touched);
    this.note(entity, touched);
    for (const { before: stored, after, changes: values } of touched) {
      this.stamp(after);
      this.pending.push({
        entity,
        operation: stored ? 'UPDATE' : 'CREATE',
        fields: [...values.keys()],
        values: stored ? values : null,
        row: after,
      });
    }
    await this.store.put(entity.table, [...shapesOf(entity).values()], this.sound(touched));
    return rows.map(({ id }, i): Outcome => {
      const fields = [...changes[i]!.keys()];
      const version = merged[i]!.version;
      if (!before.has(id)) return { id, result: 'CREATED', fields, version };
      return { id, result: fields.length > 0 ? 'UPDATED' : 'UNCHANGED', fields, version };
    });
  }

  /** Deletes records with all that is kept in them; what is left must not name them. */
  async remove(
    entity: Entity,
    rows: readonly Pick<WrittenRow, 'id' | 'expectedVersion'>[],
  ): Promise<Outcome[]> {
    const wantedById = new Map(rows.map((row) => [row.id, row]));
    const levels = await keptIn(this.store, this.model, entity, [...wantedById.keys()]);
    const outcomes = new Map<string, Outcome>();
    for (const { entity: of, rows: doomed, cause } of levels.reverse()) {
      const touched = doomed.map((before) => ({ before, after: before, changes: NO_CHANGES }));
      const forbidden = await this.guard.check(of, touched);
      if (of === entity && doomed.every((row) => wantedById.has(row.id)))
        this.broken.push(...forbidden);
      else
        for (const { id } of forbidden)
          this.broken.push({
            id: cause.get(id) ?? id,
            field: '',
            code: 'IN_USE',
            message: `It holds a ${of.name} that is not yours.`,
          });
      await this.log.leave(of, doomed);
      this.note(
        of,
        doomed.map((row) => ({ before: { ...row }, after: undefined, changes: NO_CHANGES })),
      );
      const roots = await rootsOf(this.session, of, doomed);
      doomed.forEach((row, i) => {
        const wanted = wantedById.get(row.id);
        if (wanted) this.expect(wanted, row, NO_CHANGES);
        const values = new Map(
          of.attributes
            .filter(({ property }) => row[property] !== null && row[property] !== undefined)
            .map(({ name, property }) => [name, { before: row[property], after: null }]),
        );
        row.version = row.version + 1;
        this.pending.push({
          entity: of,
          operation: 'DELETE',
          fields: [],
          values,
          row,
          ownerId: roots[i]!.ownerId,
        });
        if (wanted)
          outcomes.set(wanted.id, {
            id: wanted.id,
            result: 'DELETED',
            fields: [],
            version: row.version,
          });
      });
      const gone = doomed.map((row) => row.id);
      for (const relation of of.relations)
        if (isWritten(relation))
          await this.lists.put(
            relation,
            gone.map((id) => ({ id, isNew: false, values: { [relation.name]: [] } })),
          );
      this.graph.removed(of, new Map(gone.map((id) => [id, cause.get(id) ?? id])), '');
      await this.store.delete(of.table, 'id', gone);
    }
    return rows.map(({ id }) => outcomes.get(id)!);
  }

  /**
   * Ends the write: looks at the rules that concern several rows, and appends to the change log. Gives the rules that were
   * broken; where there are any, nothing may be committed.
   */
  async finish(): Promise<FoundBroken[]> {
    await this.followUp();
    if (this.broken.length > 0) return this.broken;
    const written = remaining(this.pending);
    const isWritten = (id: string) => [...written.values()].some((rows) => rows.has(id));
    for (const [entity, rows] of written) {
      const reader = new Reader(this.session, SYSTEM);
      const found = await hooksOf(entity).verify?.(
        [...rows.values()].map(({ row }) => row),
        reader,
        isWritten,
      );
      this.broken.push(...(found ?? []));
      this.broken.push(...(await this.graph.cycles(entity, [...rows.keys()])));
    }
    this.broken.push(...(await this.graph.finish()));
    if (this.broken.length > 0) return this.broken;
    await this.log.append(this.pending, this.viewer.actor, this.now);
    return [];
  }

  /** The rows that break nothing: what hangs on them is judged as it will be, though nothing is kept where others do. */
  private sound(touched: readonly Touched[]): Touched[] {
    const broken = new Set(this.broken.map(({ id }) => id));
    return touched.filter(({ after }) => !broken.has(after.id));
  }

  private note(entity: Entity, written: readonly Written[]): void {
    if (hooksOf(entity).follow && written.length > 0)
      this.fresh.set(entity, [...(this.fresh.get(entity) ?? []), ...written]);
  }

  /** Lets entities write what follows from what was written: what refers to others before those. */
  private async followUp(): Promise<void> {
    this.following = true;
    while (this.broken.length === 0) {
      const entity = this.model.records.findLast((each) => this.fresh.has(each));
      if (!entity) return;
      const written = this.fresh.get(entity)!;
      this.fresh.delete(entity);
      await hooksOf(entity).follow!(written, this);
    }
  }

  /** The fields of a row that the caller gave in this write, rather than what followed from it. */
  gave(id: string): ReadonlySet<string> {
    return this.given.get(id) ?? new Set();
  }

  /** Adds a reason for which nothing may be committed. */
  refuse(broken: FoundBroken): void {
    this.broken.push(broken);
  }

  /** What is odd about what was written, and stops nothing. */
  async warnings(): Promise<Warning[]> {
    const reader = new Reader(this.session, this.viewer);
    const found: Warning[] = [];
    for (const [entity, written] of remaining(this.pending))
      for (const { of, find } of hooksOf(entity).warn ?? []) {
        const rows = [...written.values()].flatMap(({ row, fields }) =>
          of.some((each) => fields.has(each)) ? row : [],
        );
        if (rows.length > 0) found.push(...(await find(rows, reader, this.now)));
      }
    return found;
  }

  private expect(
    { id, expectedVersion }: Pick<WrittenRow, 'id' | 'expectedVersion'>,
    stored: AnyRow | undefined,
    changes: Changes,
  ): void {
    const version = stored?.version as number | undefined;
    if ((expectedVersion ?? version) === version) return;
    const fields = changes.size > 0 ? `; it differs in ${[...changes.keys()].join(', ')}` : '';
    const message = `Wanted version ${expectedVersion}; it is ${version ?? 'gone'}${fields}.`;
    this.broken.push({ id, field: '', code: 'CONFLICT', message });
  }

  private stamp(columns: AnyRow): void {
    columns.version = (columns.version as number) + 1;
    columns.createdAt ??= this.now;
    columns.updatedAt = this.now;
  }
}
