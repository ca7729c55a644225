import type { Alone } from './alone';
import type { Committed } from './committed';
import type { Dialect } from './dialect';
import type { Span } from './span';
import type { Sql, Statement } from './sql';

export type Rows = Record<string, unknown>[];

/** What can be read from. */
export interface Source {
  dialect: Dialect;
  /** Runs a statement, or one that was rendered before, within the span of whoever asks. */
  read(statement: Sql | Statement, span?: Span): Promise<Rows>;
}

/** What runs statements inside a transaction, and reads what it has written. */
export interface Session extends Source {
  run(statement: Sql): Promise<Rows>;
  /** Notes up to which change this transaction has written, for those who listen to what is committed. */
  reach(change: number): void;
}

/** A database that is read at any time, as it was last committed, and written by one transaction at a time. */
export interface Database extends Source {
  /** For small reads on which much depends: they wait for no other read. */
  lookout: Source;
  /** Runs work that reads the data as it stood at one moment, whatever is written meanwhile, within a span: a dear read. */
  snapshot<T>(work: (source: Source) => Promise<T>, span: Span): Promise<T>;
  /** Runs the work in a transaction of its own: all of it is kept, or none. Transactions wait for each other. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** What this process has committed. */
  committed: Committed;
  alone: Alone;
  close(): Promise<void>;
}

/** How much a database is read at once, and how long. */
export interface Reading {
  /** Milliseconds that the reads of a request may take, unless its span says something else. */
  operationTime: number;
  /** How many dear reads there are at once. */
  dearReads: number;
}

/** A source whose reads are those of one request. */
export const within = ({ dialect, read }: Source, span: Span): Source => ({
  dialect,
  read: (statement) => read(statement, span),
});
