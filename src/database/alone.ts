import BetterSqlite from 'better-sqlite3';
import type { PoolClient } from 'pg';

/**
 * Does work that no other process on the same database does under the same name meanwhile; gives null where one is at it.
 * The lock goes with the process or the connection that holds it.
 */
export type Alone = <T>(name: string, work: () => Promise<T>) => Promise<T | null>;

/** Sets the locks of work by its name apart from the other locks of Luotsi. */
const NAMESPACE = 7_108_520;

/** By an advisory lock of PostgreSQL, in a transaction of its own, so that a pooler between may share connections. */
export const aloneOnPostgres =
  (onClient: <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>): Alone =>
  async (name, work) => {
    const done = await onClient(async (client) => {
      await client.query('begin');
      const asked = `select pg_try_advisory_xact_lock(${NAMESPACE}, hashtext($1)) as mine`;
      const { rows } = await client.query<{ mine: boolean }>(asked, [name]);
      const [settled] = rows[0]!.mine ? await Promise.allSettled([work()]) : [];
      await client.query('rollback').catch(() => undefined); // the work is done even where the lock was lost
      return settled;
    });
    if (done?.status === 'rejected') throw done.reason;
    return done?.value ?? null;
  };

/** By SQLite's write lock on an empty file beside the database, so that others go on writing the database itself. */
export const aloneOnSqlite =
  (path: string): Alone =>
  async (name, work) => {
    const lock = new BetterSqlite(`${path}.${name}.lock`, { timeout: 0 });
    try {
      lock.pragma('journal_mode = off');
      return isFree(lock) ? await work() : null;
    } finally {
      lock.close();
    }
  };

function isFree(lock: BetterSqlite.Database): boolean {
  try {
    lock.exec('begin immediate');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    return false;
  }
}
