import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as SqliteHandle } from 'better-sqlite3';
import { Pool, types } from 'pg';
import { DataSource, type DataSourceOptions, MigrationExecutor, type QueryRunner } from 'typeorm';
import { migrations } from '../../migrations';
import type { Database, Reading } from './database';
import { postgresDatabase } from './postgres';
import { sqliteDatabase } from './sqlite';

export type DatabaseTarget = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/** The database cannot be used; the message says why and what to do. */
export class DatabaseRefused extends Error {}

const MIGRATIONS = 'migration';

types.setTypeParser(types.builtins.INT8, Number);

/** Opens the database, brings its schema up to date, and refuses one that is foreign, damaged or newer than this version. */
export async function connect(
  target: DatabaseTarget,
  entities: DataSourceOptions['entities'],
  reading: Reading = READING,
): Promise<{ database: Database; source: DataSource; migrated: string[] }> {
  const source = dataSource(target, entities, reading);
  try {
    if (target.kind === 'sqlite') checkFile(target.path);
    await source.initialize();
    if (target.kind === 'sqlite') await refuseDamaged(source, target.path);
    const migrated = await migrate(source, target);
    const database =
      target.kind === 'sqlite'
        ? sqliteDatabase(source, target.path, reading)
        : postgresDatabase(source, lookoutOf(target.url, reading), reading);
    return { database, source, migrated };
  } catch (error) {
    if (source.isInitialized) await source.destroy().catch(() => undefined);
    if (error instanceof DatabaseRefused) throw error;
    throw new DatabaseRefused(`${describe(target)} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** TypeORM's data source for the database, with the settings that our promises rest on. */
export function dataSource(
  target: DatabaseTarget,
  entities: DataSourceOptions['entities'],
  reading: Reading = READING,
): DataSource {
  const common = { entities, migrations, migrationsTableName: MIGRATIONS, logging: false };
  const options =
    target.kind === 'sqlite'
      ? {
          ...common,
          type: 'better-sqlite3' as const,
          database: target.path,
          enableWAL: true,
          timeout: 250,
          prepareDatabase: (handle: SqliteHandle) => {
            handle.pragma('synchronous = FULL');
            handle.pragma('foreign_keys = ON');
          },
        }
      : {
          ...common,
          type: 'postgres' as const,
          url: target.url,
          connectTimeoutMS: 5_000,
          applicationName: 'luotsi',
          extra: { max: SMALL_READS + reading.dearReads, options: optionsOf(reading) },
          poolErrorHandler: () => undefined,
        };
  return new DataSource(options);
}

/**
 * Pages are read in the order of an index, which ends at their last row; a bitmap would find and sort the whole list. A
 * statement that is kept is planned once: planning one that reads a tree takes longer than running it.
 */
const PLANNED = [
  'jit=off',
  'enable_bitmapscan=off',
  'plan_cache_mode=force_generic_plan',
  'synchronous_commit=on',
];

/** How commands read that serve nobody. */
const READING: Reading = { operationTime: 10_000, dearReads: 4 };

/** How many connections there are for small reads and for writes. */
const SMALL_READS = 6;

/** What is set for each connection; a statement that is not stopped from here PostgreSQL stops itself a little later. */
const optionsOf = ({ operationTime }: Reading) =>
  [...PLANNED, `statement_timeout=${operationTime + 1_000}`].map((each) => `-c ${each}`).join(' ');

function lookoutOf(url: string, reading: Reading): Pool {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'luotsi',
    max: 1,
    options: optionsOf(reading),
  });
  return pool.on('error', () => undefined);
}

/** Where the data is, without a password. */
export function describe(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return `The SQLite database ${target.path}`;
  const { hostname, port, pathname } = new URL(target.url);
  return `The PostgreSQL database ${pathname.slice(1)} on ${hostname}:${port || '5432'}`;
}

function checkFile(path: string): void {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    return;
  }
  const head = Buffer.alloc(16);
  const file = openSync(path, 'r');
  const length = readSync(file, head);
  closeSync(file);
  if (length > 0 && head.toString('latin1') !== 'SQLite format 3\0')
    throw new DatabaseRefused(
      `${path} is not a SQLite database. It was left as it is: move it away, or set DATABASE_URL to another path.`,
    );
}

/** A damaged page would otherwise show only when a request comes to it, perhaps after a write. */
async function refuseDamaged(source: DataSource, path: string): Promise<void> {
  const [row] = await source.query<{ quick_check: string }[]>('pragma quick_check(1)');
  if (row?.quick_check !== 'ok')
    throw new DatabaseRefused(
      `${path} is damaged (${row?.quick_check}). It was left as it is: restore a backup.`,
    );
}

/** Runs what migrations are missing, one process at a time; interrupted or repeated runs end well. */
async function migrate(source: DataSource, target: DatabaseTarget): Promise<string[]> {
  const runner = source.createQueryRunner();
  const executor = new MigrationExecutor(source, runner);
  executor.transaction = 'none'; // the transaction is ours, so that the lock lasts as long as the work
  const foreignKeys = async (mode: 'ON' | 'OFF') => {
    if (target.kind === 'sqlite') await runner.query(`pragma foreign_keys = ${mode}`);
  };
  try {
    await foreignKeys('OFF'); // or a table could not be rebuilt
    await retryWhileBusy(() =>
      runner.query(target.kind === 'sqlite' ? 'begin immediate' : 'begin'),
    );
    if (target.kind === 'postgres') {
      await runner.query('set local statement_timeout = 0');
      await runner.query(`select pg_advisory_xact_lock(${LOCK})`);
    }
    await refuseForeign(runner, target);
    await refuseNewer(executor, target);
    const done = await executor.executePendingMigrations();
    if (target.kind === 'sqlite') await refuseDangling(runner, target);
    await runner.query('commit');
    return done.map((migration) => migration.name);
  } catch (error) {
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await foreignKeys('ON');
    await runner.release();
  }
}

async function refuseDangling(runner: QueryRunner, target: DatabaseTarget): Promise<void> {
  const [dangling] = (await runner.query('pragma foreign_key_check')) as { table: string }[];
  if (dangling)
    throw new DatabaseRefused(
      `${describe(target)} refers in ${dangling.table} to rows that are not there. It was left as it is: restore a backup.`,
    );
}

const LOCK = 7_108_520_002;

async function refuseForeign(runner: QueryRunner, target: DatabaseTarget): Promise<void> {
  const tables = (await runner.query(
    target.kind === 'postgres'
      ? 'select table_name as name from information_schema.tables where table_schema = current_schema()'
      : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
  )) as { name: string }[];
  if (tables.length > 0 && !tables.some((table) => table.name === MIGRATIONS))
    throw new DatabaseRefused(
      `${describe(target)} holds tables of something else (${tables[0]!.name}). It was left as it is: set DATABASE_URL to an empty database.`,
    );
}

async function refuseNewer(executor: MigrationExecutor, target: DatabaseTarget): Promise<void> {
  const known = migrations.map((type) => type.name);
  const run = await executor.getExecutedMigrations();
  const newer = run.find((migration) => !known.includes(migration.name));
  if (newer)
    throw new DatabaseRefused(
      `${describe(target)} was written by a newer version of Luotsi (it has ${newer.name}). Run that version, or restore an older backup.`,
    );
}

async function retryWhileBusy(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!/database is locked/.test((error as Error).message) || tries >= 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
