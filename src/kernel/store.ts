import type { Session } from '../database/database';
import type { ColumnShape } from '../database/dialect';
import { type Sql, join, raw, sql } from '../database/sql';
import type { Entity } from './declare';
import { columnList, shapesOf, tableAs } from './table';

type Columns = Record<string, unknown>;

/** Rows of tables, many by one statement. */
export class Store {
  constructor(private readonly session: Session) {}

  /** The rows with some ids. */
  async byId(entity: Entity, ids: readonly string[]): Promise<Map<string, Columns>> {
    const rows = await this.select(entity.table, [...shapesOf(entity).values()], 'id', ids);
    return new Map(rows.map((row) => [row.id as string, row]));
  }

  /** The rows of which a property has one of the values. */
  async select(
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

  /** Writes rows, over those of the same key. */
  async put(
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

  /** Deletes rows. */
  async delete(table: string, by: 'id' | 'fromId', values: readonly string[]): Promise<void> {
    if (values.length === 0) return;
    const column = raw(by === 'id' ? 'id' : 'from_id');
    await this.session.run(
      sql`delete from ${raw(`"${table}"`)} where ${this.session.dialect.isIn(column, values, 'text')}`,
    );
  }
}
