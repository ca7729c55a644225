import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../database/database';
import { type ColumnShape } from '../database/dialect';
import { type Sql, join, raw, sql } from '../database/sql';
import type { Attribute, Entity, Relation, WrittenRow } from './declare';
import { columnsFor, defaultOf } from './kinds';
import { partId } from './ids';
import { type PendingChange, changeRows, publicIds } from './changes';
import type { FoundBroken } from './rules';
import { Reader } from './reader';
import { CHANGE, LINK, columnList, shapesOf, tableAs } from './table';
import type { Viewer } from './viewer';

type Columns = Record<string, unknown>;

/** What became of a row. */
export interface Outcome {
  id: string;
  result: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  /** The fields that changed. */
  fields: string[];
}

/** Reads a part's key, or else its place in the list. */
export function keyOfPart(part: Entity, values: Columns, place: number): string | number {
  return part.part!.key ? (values[part.part!.key] as string) : place;
}

/**
 * The one door through which data is written: inside a transaction it compares what is given with what is stored, writes
 * only what differs, and appends to the change log. It takes lists: many rows cost as many statements as one.
 */
export class Writer {
  private readonly broken: FoundBroken[] = [];
  private readonly pending: PendingChange[] = [];

  constructor(
    readonly session: Session,
    private readonly viewer: Viewer,
    private readonly now: string,
  ) {}

  /** Makes or changes records. What a row does not mention stays as it is; a list that it mentions is replaced. */
  async put(entity: Entity, rows: readonly WrittenRow[]): Promise<Outcome[]> {
    const before = await this.storedById(
      entity,
      rows.map((row) => row.id),
    );
    const merged = rows.map((row) => merge(entity, row, before.get(row.id)));
    rows.forEach((row, i) => this.check(entity, merged[i]!, row.id));
    const touched = merged.map((columns, i) =>
      changedAttributes(entity, before.get(rows[i]!.id), columns),
    );
    for (const relation of entity.relations) {
      if (relation.sort !== 'list') continue;
      const given = rows.filter((row) => row.values[relation.name] !== undefined);
      if (given.length === 0) continue;
      const changed = await this.putList(relation, given);
      rows.forEach((row, i) => changed.has(row.id) && touched[i]!.push(relation.name));
    }
    const outcomes = rows.map((row, i): Outcome => {
      const fields = touched[i]!;
      if (!before.has(row.id)) return { id: row.id, result: 'CREATED', fields };
      return { id: row.id, result: fields.length > 0 ? 'UPDATED' : 'UNCHANGED', fields };
    });
    const changed = rows.flatMap((_, i) => (outcomes[i]!.result === 'UNCHANGED' ? [] : [i]));
    const old = changed.map((i) => rows[i]!.id).filter((id) => before.has(id));
    const wasPublic = await publicIds(this.session, entity, old);
    for (const i of changed) {
      const { id, fields } = outcomes[i]!;
      const operation = before.has(id) ? 'UPDATE' : 'CREATE';
      const row = merged[i]!;
      this.stamp(row);
      this.pending.push({ entity, operation, fields, row, publicBefore: wasPublic.has(id) });
    }
    const written = changed.map((i) => merged[i]!);
    await this.store(entity.table, [...shapesOf(entity).values()], written, ['id']);
    return outcomes;
  }

  /**
   * Ends the write: looks at the rules that concern several rows, and appends to the change log. Gives the rules that were
   * broken; where there are any, nothing may be committed.
   */
  async finish(): Promise<FoundBroken[]> {
    for (const entity of new Set(this.pending.map((each) => each.entity))) {
      const own = this.pending.filter((each) => each.entity === entity);
      const ids = own.map(({ row }) => row.id as string);
      const reader = new Reader(this.session, this.viewer);
      this.broken.push(...((await entity.verify?.(ids, reader)) ?? []));
    }
    if (this.broken.length > 0) return this.broken;
    const changes = await changeRows(this.session, this.pending, this.viewer.actor, this.now);
    await this.store('change', CHANGE, changes as Columns[], ['seq']);
    return [];
  }

  private check(entity: Entity, columns: Columns, id: string, path = ''): void {
    for (const rule of entity.rules) {
      const broken = rule(columns);
      if (broken) this.broken.push({ ...broken, id, field: path + broken.field });
    }
  }

  private stamp(columns: Columns): void {
    columns.version = (columns.version as number) + 1;
    columns.createdAt ??= this.now;
    columns.updatedAt = this.now;
  }

  /** Replaces the lists of a relation, whether of parts or of references; gives the records for which it changed. */
  private async putList(relation: Relation, rows: readonly WrittenRow[]): Promise<Set<string>> {
    const target = relation.target();
    const { name, join: way } = relation;
    if (way.link)
      return this.putLinks(
        way.link.table,
        new Map(rows.map((row) => [row.id, row.values[name] as string[]])),
      );
    if (target.sort !== 'part') return new Set();
    return this.putParts(
      target,
      new Map(rows.map((row) => [row.id, row.values[name] as Columns[]])),
    );
  }

  private async putParts(part: Entity, lists: Map<string, Columns[]>): Promise<Set<string>> {
    const shapes = [...shapesOf(part).values()];
    const stored = await this.select(part.table, shapes, 'recordId', [...lists.keys()]);
    const old = new Map(stored.map((row) => [row.id as string, row]));
    const changed = new Set<string>();
    const upserts: Columns[] = [];
    const links = new Map<Attribute, Map<string, string[]>>();
    for (const each of part.attributes) if (each.kind === 'many') links.set(each, new Map());
    const owners = new Map(stored.map((row) => [row.id as string, row.recordId as string]));
    for (const [recordId, list] of lists) {
      list.forEach((values, position) => {
        const id = partId(part, recordId, keyOfPart(part, values, position));
        const columns = merge(part, { id, isNew: true, values }, undefined);
        Object.assign(columns, { recordId, position });
        this.check(part, columns, recordId, `${part.part!.field}/${position}/`);
        if (!sameRow(shapes, columns, old.get(id))) upserts.push(columns);
        old.delete(id);
        owners.set(id, recordId);
        for (const [{ name }, wanted] of links)
          wanted.set(id, (values[name] as string[] | undefined) ?? []);
      });
    }
    for (const each of [...upserts, ...old.values()]) changed.add(each.recordId as string);
    const gone = [...old.keys()];
    for (const [attribute, wanted] of links) {
      const table = part.relations.find((each) => each.name === attribute.name)!.join.link!.table;
      for (const id of gone) wanted.set(id, []);
      for (const id of await this.putLinks(table, wanted)) changed.add(owners.get(id)!);
    }
    await this.delete(part.table, 'id', gone);
    await this.store(part.table, shapes, upserts, ['id']);
    return changed;
  }

  private async putLinks(table: string, lists: Map<string, string[]>): Promise<Set<string>> {
    const ids = [...lists.keys()];
    const name = table.replaceAll('"', '');
    const stored = await this.select(name, LINK, 'fromId', ids);
    const old = new Map<string, string[]>();
    for (const row of stored.sort((a, b) => (a.position as number) - (b.position as number)))
      old.set(row.fromId as string, [...(old.get(row.fromId as string) ?? []), row.toId as string]);
    const changed = ids.filter(
      (id) => !isDeepStrictEqual([...new Set(lists.get(id))], old.get(id) ?? []),
    );
    await this.delete(
      name,
      'fromId',
      changed.filter((id) => old.has(id)),
    );
    const rows = changed.flatMap((fromId) =>
      [...new Set(lists.get(fromId))].map((toId, position) => ({ fromId, toId, position })),
    );
    await this.store(name, LINK, rows, ['fromId', 'toId']);
    return new Set(changed);
  }

  private async storedById(entity: Entity, ids: readonly string[]): Promise<Map<string, Columns>> {
    const rows = await this.select(entity.table, [...shapesOf(entity).values()], 'id', ids);
    return new Map(rows.map((row) => [row.id as string, row]));
  }

  private async select(
    table: string,
    shapes: readonly ColumnShape[],
    by: string,
    values: readonly string[],
  ): Promise<Columns[]> {
    if (values.length === 0) return [];
    const column = raw(`t."${shapes.find((each) => each.property === by)!.name}"`);
    const rows = await this.session.run(
      sql`select ${columnList(shapes, 't')} from ${tableAs(table, 't')} where ${this.session.dialect.isIn(column, values, 'text')}`,
    );
    const decode = this.session.dialect.decode(shapes);
    if (decode) rows.forEach(decode);
    return rows;
  }

  private async store(
    table: string,
    shapes: readonly ColumnShape[],
    rows: readonly Columns[],
    key: string[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const names = shapes.map(({ name }) => raw(`"${name}"`));
    const keyed = shapes.filter((each) => key.includes(each.property));
    const others = shapes.filter((each) => !key.includes(each.property));
    const list = (of: Sql[]) => join(of, ', ');
    await this.session.run(sql`insert into ${raw(`"${table}"`)} (${list(names)})
      select ${list(names)} from ${this.session.dialect.rows(shapes, rows)} where true
      on conflict (${list(keyed.map(({ name }) => raw(`"${name}"`)))}) do update set
      ${list(others.map(({ name }) => raw(`"${name}" = excluded."${name}"`)))}`);
  }

  private async delete(
    table: string,
    by: 'id' | 'fromId',
    values: readonly string[],
  ): Promise<void> {
    if (values.length === 0) return;
    const column = raw(by === 'id' ? 'id' : 'from_id');
    await this.session.run(
      sql`delete from ${raw(`"${table}"`)} where ${this.session.dialect.isIn(column, values, 'text')}`,
    );
  }
}

/** The columns of a row after the write: what is stored, or the defaults, with what is given over it. */
function merge(entity: Entity, row: WrittenRow, stored: Columns | undefined): Columns {
  const columns: Columns = { id: row.id, ...stored };
  for (const attribute of entity.attributes) {
    if (attribute.kind === 'many') continue;
    const given = row.values[attribute.name];
    if (given !== undefined)
      Object.assign(columns, columnsFor(attribute, given ?? defaultOf(attribute), stored));
    else if (!stored) Object.assign(columns, columnsFor(attribute, defaultOf(attribute)));
  }
  if (!stored && entity.sort === 'record') columns.version = 0;
  return columns;
}

function sameRow(shapes: readonly ColumnShape[], a: Columns, b: Columns | undefined): boolean {
  return (
    b !== undefined &&
    shapes.every(({ property }) => isDeepStrictEqual(a[property] ?? null, b[property] ?? null))
  );
}

function changedAttributes(entity: Entity, before: Columns | undefined, after: Columns): string[] {
  return entity.attributes
    .filter(({ columns }) =>
      columns.some(
        ({ property }) => !isDeepStrictEqual(before?.[property] ?? null, after[property] ?? null),
      ),
    )
    .map((attribute) => attribute.name);
}
