import { escapeLiteral } from 'pg';
import type { DataSource } from 'typeorm';
import type { Database, Rows } from './database';
import type { Statement } from './sql';

/** How the database would run a statement, in its own words: its EXPLAIN, on PostgreSQL of the plan that it keeps. */
export async function planOf(
  database: Database,
  source: DataSource,
  { text, values }: Statement,
): Promise<string[]> {
  if (database.dialect.name === 'sqlite')
    return indented(await database.read({ text: `explain query plan ${text}`, values }));
  const runner = source.createQueryRunner(); // one connection, with the settings of all
  try {
    await runner.query(`prepare explained as ${text}`);
    const given = values.length > 0 ? `(${values.map(literalOf).join(', ')})` : '';
    const rows = (await runner.query(`explain execute explained${given}`)) as Rows;
    await runner.query('deallocate explained');
    return rows.map((row) => String(row['QUERY PLAN']));
  } finally {
    await runner.release();
  }
}

/** The steps of SQLite's plan, each below the one that it belongs to. */
function indented(rows: Rows): string[] {
  const depths = new Map<unknown, number>([[0, -1]]);
  return rows.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    return `${'  '.repeat(depth)}${detail as string}`;
  });
}

/** A bound value as a literal, of which PostgreSQL makes what the statement wants there. */
function literalOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const text = (each: unknown) => (typeof each === 'string' ? each : JSON.stringify(each));
  if (!Array.isArray(value)) return escapeLiteral(text(value));
  return escapeLiteral(`{${value.map((each) => JSON.stringify(text(each))).join(',')}}`);
}
