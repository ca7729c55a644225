import BetterSqlite, {
  type Database as SqliteHandle,
  type Statement as SqliteStatement,
} from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { aloneOnSqlite } from './alone';
import type { Database, Reading, Rows } from './database';
import { sqlite } from './dialect';
import { Unavailable, unavailable } from './errors';
import { Gate } from './gate';
import { type Transaction, writeQueue } from './queue';
import { Span } from './span';
import { Sql, type Statement, render } from './sql';
import { Threads } from './threads';
import { LONGEST, giveTurn } from './turn';

/**
 * Serves a SQLite file: one queued writer over TypeORM's connection, and a read-only one for all else. What is not read
 * within a turn goes to a thread of its own, where it may take as long as the span of its request.
 */
export function sqliteDatabase(
  source: DataSource,
  path: string,
  { operationTime, dearReads }: Reading,
): Database {
  const writer = (source.driver as unknown as { databaseConnection: SqliteHandle })
    .databaseConnection;
  const reader = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 250 });
  reader.pragma('foreign_keys = ON');
  writer.pragma('busy_timeout = 0'); // waiting in the driver would block everything: `begin` waits outside it
  writer.function('tick', () => 1);
  const readWithin = inTime(reader);
  const run = statements(writer);
  const gate = new Gate(dearReads);
  const threads = new Threads(path);

  const read: Database['read'] = async (statement, span = new Span(operationTime)) => {
    await giveTurn();
    if (span.left === 0) throw span.ended();
    const bound = boundOf(statement);
    const rows = span.dear ? null : readWithin(bound, LONGEST);
    return rows ?? gate.enter(span, () => threads.read(bound, span));
  };
  const transaction: Transaction = async (work, reach) => {
    await begin(writer);
    try {
      const onWriter = async (statement: Sql | Statement) => {
        await giveTurn(); // reads go on meanwhile, on their own connection
        return run(boundOf(statement));
      };
      const result = await work({ dialect: sqlite, run: onWriter, read: onWriter, reach });
      writer.exec('commit');
      return result;
    } catch (error) {
      if (writer.inTransaction) writer.exec('rollback');
      throw unavailable(error) ?? error;
    }
  };
  const writes = writeQueue(transaction);
  return {
    dialect: sqlite,
    read,
    lookout: { dialect: sqlite, read },
    snapshot: (work, span) =>
      gate.enter(span, () =>
        threads.snapshot(
          (readOn) =>
            work({
              dialect: sqlite,
              async read(statement) {
                await giveTurn();
                if (span.left === 0) throw span.ended();
                return readOn(boundOf(statement));
              },
            }),
          span,
        ),
      ),
    ...writes.door,
    alone: aloneOnSqlite(path),
    async close() {
      await writes.drained();
      await threads.close();
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

/** A statement as the driver takes it, which knows no truth values. */
function boundOf(statement: Sql | Statement): Statement {
  const { text, values } =
    statement instanceof Sql ? render(statement, sqlite.placeholder) : statement;
  const asNumber = (each: unknown) => (typeof each === 'boolean' ? Number(each) : each);
  return { text, values: values.map(asNumber) };
}

/** So often a statement asks before the clock is looked at. */
const OFTEN = 3;

/** Reads on a connection for at most so many milliseconds; gives null where that is too short. */
function inTime(handle: SqliteHandle): (statement: Statement, ms: number) => Rows | null {
  const over = new Error('The statement takes longer than a turn.');
  let [calls, until] = [0, 0];
  handle.function('tick', () => {
    if ((++calls & OFTEN) === 0 && performance.now() > until) throw over;
    return 1;
  });
  const run = statements(handle);
  return (statement, ms) => {
    until = performance.now() + ms;
    try {
      return run(statement);
    } catch (error) {
      if (error === over) return null;
      throw error;
    }
  };
}

const KEPT_STATEMENTS = 500;

/** Runs statements on a connection, keeping the prepared ones it uses most lately. */
function statements(handle: SqliteHandle): (statement: Statement) => Rows {
  const prepared = new Map<string, SqliteStatement>();
  return ({ text, values }) => {
    let found = prepared.get(text);
    if (found) prepared.delete(text);
    else {
      found = handle.prepare(text);
      if (prepared.size >= KEPT_STATEMENTS) prepared.delete(prepared.keys().next().value!);
    }
    prepared.set(text, found);
    if (found.reader) return found.all(...values) as Rows;
    found.run(...values);
    return [];
  };
}
