import { DataSource, type QueryRunner } from 'typeorm';
import { migrations } from '../../migrations';
import { type DatabaseTarget, dataSource } from '../../src/database/connect';
import { bareDatabase, onPostgres } from './databases';

type Row = Record<string, unknown>;
interface OldColumn {
  name: string;
  type: string;
  required: boolean;
}

/**
 * A database as it was before a migration, with what another holds now as far as it had columns for it; `renamed` says what
 * columns were called then (`external_id.value`: `external_id`). What it must hold and nothing is known of is empty. `then`
 * makes of it what was stored in those times.
 */
export async function databaseBefore(
  migration: new () => object,
  now: DatabaseTarget,
  renamed: Record<string, string>,
  then: (run: (statement: string) => Promise<unknown>) => Promise<void>,
): Promise<DatabaseTarget> {
  const target = await bareDatabase();
  const before = migrations.slice(0, migrations.indexOf(migration as never));
  const old = await new DataSource({
    ...dataSource(target, []).options,
    migrations: before,
  }).initialize();
  const current = await dataSource(now, []).initialize();
  const runner = old.createQueryRunner();
  try {
    await old.runMigrations();
    await runner.startTransaction();
    for (const table of await tablesOf(runner)) {
      const rows = (await current.query(`select * from "${table}"`).catch(() => [])) as Row[];
      const columns = await columnsOf(runner, table);
      await runner.query(`delete from "${table}"`); // what a migration wrote there
      for (const row of rows) await insert(runner, table, columns, former(table, row, renamed));
    }
    await then((statement) => runner.query(statement));
    await runner.commitTransaction();
  } finally {
    await runner.release();
    await Promise.all([old.destroy(), current.destroy()]);
  }
  return target;
}

const former = (table: string, row: Row, renamed: Record<string, string>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [renamed[`${table}.${name}`] ?? name, value]),
  );

async function insert(runner: QueryRunner, table: string, columns: OldColumn[], row: Row) {
  const held = columns.map(({ name, type, required }) => {
    const value = row[name] ?? (required ? emptyOf(type) : null);
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const marks = columns.map((_, i) => (onPostgres ? `$${i + 1}` : '?')).join(', ');
  await runner.query(`insert into "${table}" (${names}) values (${marks})`, held);
}

const emptyOf = (type: string) =>
  type === 'text' ? '' : type === 'json' ? '[]' : type === 'boolean' ? false : 0;

async function tablesOf(runner: QueryRunner): Promise<string[]> {
  const found = (await runner.query(
    onPostgres
      ? "select tablename as name from pg_tables where schemaname = 'public'"
      : "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'",
  )) as { name: string }[];
  return found.map(({ name }) => name).filter((name) => name !== 'migration');
}

async function columnsOf(runner: QueryRunner, table: string): Promise<OldColumn[]> {
  if (!onPostgres) {
    const found = (await runner.query(`pragma table_info("${table}")`)) as {
      name: string;
      type: string;
      notnull: number;
    }[];
    return found.map(({ name, type, notnull }) => ({ name, type, required: notnull === 1 }));
  }
  const found = (await runner.query(
    `select column_name as name, data_type as type, is_nullable from information_schema.columns where table_name = $1`,
    [table],
  )) as { name: string; type: string; is_nullable: string }[];
  return found.map(({ name, type, is_nullable }) => ({
    name,
    type,
    required: is_nullable === 'NO',
  }));
}
