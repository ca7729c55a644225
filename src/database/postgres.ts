import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { aloneOnPostgres } from './alone';
import { cancel } from './cancel';
import type { Database, Reading, Rows } from './database';
import { postgres } from './dialect';
import { Unavailable, unavailable } from './errors';
import { Gate } from './gate';
import { statementNames } from './names';
import { type Transaction, oneByOne, writeQueue } from './queue';
import { Span } from './span';
import { Sql, type Statement, render } from './sql';

/** A read that takes more milliseconds than this needs a place among the dear ones. */
const SMALL = 200;

/** A connection, what reads on it within a span, and what stops that. */
interface Lent {
  client: PoolClient;
  read(statement: Sql | Statement): Promise<Rows>;
  stop(): void;
}

/**
 * Serves a PostgreSQL database over the pool that TypeORM holds, and `lookout`, a pool of one. Dear reads, be they known as
 * such or found to take long, are fewer than the connections of the pool, so that small ones find one that is free.
 */
export function postgresDatabase(
  source: DataSource,
  lookout: Pool,
  { operationTime, dearReads }: Reading,
): Database {
  const pool = (source.driver as unknown as { master: Pool }).master;
  const names = statementNames();
  const gate = new Gate(dearReads);
  const run = async (client: PoolClient, statement: Sql | Statement): Promise<Rows> => {
    const { text, values } =
      statement instanceof Sql ? render(statement, postgres.placeholder) : statement;
    return (await client.query<Record<string, unknown>>({ name: names(text), text, values })).rows;
  };

  /** Lends a connection to read on until the span ends; what fails or is stopped there ends it too. */
  const lend = async <T>(from: Pool, span: Span, work: (reading: Lent) => Promise<T>) => {
    const client = await connectTo(from);
    let [isStopped, isWell] = [false, false];
    const stop = () => {
      isStopped = true;
      cancel(client);
    };
    const read = async (statement: Sql | Statement) => {
      if (span.left === 0) throw span.ended();
      const forget = span.onEnd(stop);
      try {
        return await run(client, statement);
      } catch (error) {
        throw isStopped ? span.ended() : error;
      } finally {
        forget();
      }
    };
    client.on('error', ignore); // the statement fails with it too
    try {
      const result = await work({ client, read, stop });
      isWell = !isStopped;
      return result;
    } catch (error) {
      throw unavailable(error) ?? error;
    } finally {
      client.off('error', ignore).release(!isWell); // what stops a statement might else stop the next
    }
  };
  /** Reads until the span ends. A small read that turns out dear and finds no place among those is given up: null. */
  const readOn = (from: Pool, statement: Sql | Statement, span: Span, isSmall: boolean) =>
    lend(from, span, async ({ read, stop }) => {
      let isGivenUp = false;
      let leave: (() => void) | null = null;
      const turnsDear = () => {
        leave = gate.take();
        isGivenUp = !leave;
        if (isGivenUp) stop();
      };
      const timer = isSmall ? setTimeout(turnsDear, SMALL) : undefined;
      try {
        return await read(statement);
      } catch (error) {
        if (isGivenUp) return null;
        throw error;
      } finally {
        clearTimeout(timer);
        (leave as (() => void) | null)?.();
      }
    });
  const read: Database['read'] = async (statement, span = new Span(operationTime)) => {
    const rows = span.dear ? null : await readOn(pool, statement, span, true);
    return rows ?? gate.enter(span, async () => (await readOn(pool, statement, span, false)) ?? []);
  };
  const onClient = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await connectTo(pool);
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
      const inTurn = oneByOne((statement: Sql | Statement) => run(client, statement));
      await client.query(BEGIN);
      const result = await work({ dialect: postgres, run: inTurn, read: inTurn, reach });
      await client.query('commit');
      return result;
    });
  const writes = writeQueue(transaction);
  return {
    dialect: postgres,
    read,
    lookout: {
      dialect: postgres,
      read: async (statement, span = new Span(operationTime)) =>
        (await readOn(lookout, statement, span, false)) ?? [],
    },
    snapshot: (work, span) =>
      gate.enter(span, () =>
        lend(pool, span, async ({ client, read: readHere }) => {
          await client.query(BEGIN_SNAPSHOT);
          const result = await work({ dialect: postgres, read: oneByOne(readHere) });
          await client.query('commit');
          return result;
        }),
      ),
    ...writes.door,
    alone: aloneOnPostgres(onClient),
    async close() {
      await writes.drained();
      await lookout.end();
      await source.destroy();
    },
  };
}

const ignore = () => undefined;

async function connectTo(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const isFull = /timeout exceeded when trying to connect/.test((error as Error).message);
    throw new Unavailable(
      isFull ? 'The server is busy. Try again in a moment.' : 'The database is away.',
      { cause: error },
    );
  }
}

/** One lock for all writers, so that changes are numbered in the order they are committed. */
const WRITE_LOCK = 7_108_520_001;

/** A transaction that writes; the timeout is there for reads. */
const BEGIN = `begin; set local statement_timeout = 0; select pg_advisory_xact_lock(${WRITE_LOCK})`;

/** A transaction that reads; what it sees is settled by its first statement. */
const BEGIN_SNAPSHOT = 'begin isolation level repeatable read read only';
