import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import BetterSqlite, {
  type Database as SqliteHandle,
  type Statement as SqliteStatement,
} from 'better-sqlite3';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { type Alone, aloneOnPostgres, aloneOnSqlite } from './alone';
import { Committed } from './committed';
import { type Dialect, postgres, sqlite } from './dialect';
import { Sql, type Statement, render } from './sql';
import { giveTurn } from './turn';

export type Rows = Record<string, unknown>[];

/** What can be read from. */
export interface Source {
  dialect: Dialect;
  /** Runs a statement, or one that was rendered before. */
  read(statement: Sql | Statement): Promise<Rows>;
}

/** What runs statements inside a transaction, and reads what it has written. */
export interface Session extends Source {
  run(statement: Sql): Promise<Rows>;
  /** Notes up to which change this transaction has written, for those who listen to what is committed. */
  reach(change: number): void;
}

/** A database that is read at any time, as it was last committed, and written by one transaction at a time. */
export interface Database extends Source {
  /** Runs the work in a transaction of its own: all of it is kept, or none. Transactions wait for each other. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** What this process has committed. */
  committed: Committed;
  alone: Alone;
  close(): Promise<void>;
}

const rendered = (statement: Sql | Statement, { placeholder }: Dialect): Statement =>
  statement instanceof Sql ? render(statement, placeholder) : statement;

/** The database is away or busy; the caller may try again. */
export class Unavailable extends Error {
  readonly code = 'SERVICE_UNAVAILABLE';
}

/** Serves a PostgreSQL database over the pool that TypeORM holds. */
export function postgresDatabase(source: DataSource): Database {
  const pool = (source.driver as unknown as { master: Pool }).master;
  const names = statementNames();
  const run = async (client: Pool | PoolClient, statement: Sql | Statement): Promise<Rows> => {
    const { text, values } = rendered(statement, postgres);
    try {
      const name = names(text);
      return (await client.query<Record<string, unknown>>({ name, text, values })).rows;
    } catch (error) {
      throw unavailable(error) ?? error;
    }
  };
  const onClient = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw new Unavailable('The database is away.', { cause: error });
    });
    let broken: Error | undefined;
    const watch = (error: Error) => (broken = error);
    client.on('error', watch);
    try {
      return await work(client);
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw unavailable(error) ?? error;
    } finally {
      client.off('error', watch);
      client.release(broken);
    }
  };
  const transaction: Transaction = (work, reach) =>
    onClient(async (client) => {
      let turn: Promise<unknown> = Promise.resolve();
      const inTurn = (statement: Sql | Statement) => {
        const result = turn.then(() => run(client, statement)); // a client takes one at a time
        turn = result.catch(() => undefined);
        return result;
      };
      await client.query(BEGIN);
      const result = await work({ dialect: postgres, run: inTurn, read: inTurn, reach });
      await client.query('commit');
      return result;
    });
  const writes = writeQueue(transaction);
  return {
    dialect: postgres,
    read: (statement) => run(pool, statement),
    ...writes.door,
    alone: aloneOnPostgres(onClient),
    async close() {
      await writes.drained();
      await source.destroy();
    },
  };
}

/** Does work in a transaction: all of it is kept, or none. */
type Transaction = <T>(
  work: (session: Session) => Promise<T>,
  reach: Session['reach'],
) => Promise<T>;

/**
 * Lets the transactions of this process in one at a time, so that those that wait hold no connection, and gives all else
 * a turn between them.
 */
function writeQueue(transaction: Transaction) {
  const writing = new AsyncLocalStorage<boolean>();
  const committed = new Committed();
  let last: Promise<unknown> = Promise.resolve();
  const write: Database['write'] = async (work) => {
    if (writing.getStore()) throw new Error('A transaction was begun inside a transaction.');
    let reached = 0;
    const begin = () => transaction(work, (change) => (reached = change));
    const turn = last.then(() => setImmediate()).then(() => writing.run(true, begin));
    const done = turn
      .catch(() => undefined)
      .then(() => {
        if (last === done) writing.disable(); // while it is enabled, every promise of the process is slower
      });
    last = done;
    const result = await turn;
    committed.tell(reached);
    return result;
  };
  return { door: { write, committed }, drained: () => last };
}

const NAMED_AFTER = 3;
const NAMED_AT_MOST = 300;
const COUNTED_AT_MOST = 3000;

/**
 * Names for the statements that come again and again: PostgreSQL keeps those parsed and planned on each connection, until
 * it ends. What comes once gets no name, and neither does what would make them too many.
 */
function statementNames(): (text: string) => string | undefined {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const found = names.get(text);
    if (found || names.size >= NAMED_AT_MOST) return found;
    const count = (uses.get(text) ?? 0) + 1;
    uses.delete(text);
    if (count < NAMED_AFTER) {
      if (uses.size >= COUNTED_AT_MOST) uses.clear();
      uses.set(text, count);
      return undefined;
    }
    const name = `s${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}

/** One lock for all writers, so that changes are numbered in the order they are committed. */
const WRITE_LOCK = 7_108_520_001;

/** A transaction that writes; the timeout is there for reads. */
const BEGIN = `begin; set local statement_timeout = 0; select pg_advisory_xact_lock(${WRITE_LOCK})`;

/** The error to tell a caller where trying again may help; null where it would not. */
function unavailable(error: unknown): Unavailable | null {
  if ((error as { code?: string }).code === '57014')
    return new Unavailable('The operation took longer than 10 seconds and was stopped.', {
      cause: error,
    });
  return isAway(error) ? new Unavailable('The database is away.', { cause: error }) : null;
}

/** Whether a statement was more than a database takes, such as too many tables or expressions too deep. */
export function isTooComplex(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const ofSqlite = /too many|too large|too big|stack overflow|maximum depth/;
  return code.startsWith('54') || (code === 'SQLITE_ERROR' && ofSqlite.test(message));
}

function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(57P0[123]|08\w{3}|53[34]00|EPIPE|ECONN\w+|ENOENT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ETIMEDOUT)$/.test(
      code,
    ) ||
    /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(message)
  );
}

/** Serves a SQLite file: one queued writer over TypeORM's connection, and a read-only connection for all else. */
export function sqliteDatabase(source: DataSource, path: string): Database {
  const writer = (source.driver as unknown as { databaseConnection: SqliteHandle })
    .databaseConnection;
  const reader = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 250 });
  reader.pragma('foreign_keys = ON');
  writer.pragma('busy_timeout = 0'); // waiting in the driver would block everything: `begin` waits outside it
  const read = statements(reader);
  const run = statements(writer);
  const transaction: Transaction = async (work, reach) => {
    await begin(writer);
    try {
      const onWriter = async (statement: Sql | Statement) => {
        await giveTurn(); // reads go on meanwhile, on their own connection
        return run(statement);
      };
      const result = await work({ dialect: sqlite, run: onWriter, read: onWriter, reach });
      writer.exec('commit');
      return result;
    } catch (error) {
      if (writer.inTransaction) writer.exec('rollback');
      throw error;
    }
  };
  const writes = writeQueue(transaction);
  return {
    dialect: sqlite,
    read: async (statement) => read(statement),
    ...writes.door,
    alone: aloneOnSqlite(path),
    async close() {
      await writes.drained();
      reader.close();
      await source.destroy();
    },
  };
}

/** Takes SQLite's write lock; where another process holds it, waits outside the driver, which would block everything. */
async function begin(writer: SqliteHandle): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      writer.exec('begin immediate');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
      if (tries >= 100) throw new Unavailable('The database is busy.', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 20 + 5 * Math.min(tries, 16)));
    }
  }
}

const KEPT_STATEMENTS = 500;

/** Runs statements on a connection, keeping the prepared ones it uses most lately. */
function statements(handle: SqliteHandle): (statement: Sql | Statement) => Rows {
  const prepared = new Map<string, SqliteStatement>();
  return (statement) => {
    const { text, values } = rendered(statement, sqlite);
    let found = prepared.get(text);
    if (found) prepared.delete(text);
    else {
      found = handle.prepare(text);
      if (prepared.size >= KEPT_STATEMENTS) prepared.delete(prepared.keys().next().value!);
    }
    prepared.set(text, found);
    const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    if (found.reader) return found.all(...bound) as Rows;
    found.run(...bound);
    return [];
  };
}
