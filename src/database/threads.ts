import type * as WorkerThreads from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type BetterSqlite from 'better-sqlite3';
import type { Rows } from './database';
import { Unavailable } from './errors';
import { oneByOne } from './queue';
import type { Span } from './span';
import type { Statement } from './sql';

/** What a thread is asked to read, and within how many milliseconds. */
interface Order extends Statement {
  ms: number;
}

/** What a thread sends: some rows, the last of them with `done`, or why there are none. */
type Sent = { rows: Rows; done: boolean } | { failed: { message: string; code?: string } };

const BEGIN: Statement = { text: 'begin', values: [] };
const COMMIT: Statement = { text: 'commit', values: [] };
const STOPPED = 'LUOTSI_STOPPED';

/** Megabytes that a thread may take: more than the largest answer, and so little that one cannot take the memory of all. */
const MEMORY = 512;

/** Megabytes for what it has just made, of which V8 else takes thrice 16: what it reads it soon sends away. */
const YOUNG = 8;

/** Threads that read a SQLite file, each by a connection of its own: what takes long there holds up nobody here. */
export class Threads {
  private readonly all = new Set<Thread>();
  private readonly idle: Thread[] = [];

  constructor(private readonly path: string) {}

  /** Reads by a thread that is idle, or by a new one: how many there are, whoever calls decides. */
  read(statement: Statement, span: Span): Promise<Rows> {
    return this.lend((thread) => thread.read(statement, span));
  }

  /** Does work whose reads, by one thread, see the data as it stood at the first of them. */
  snapshot<T>(work: (read: (statement: Statement) => Promise<Rows>) => Promise<T>, span: Span) {
    return this.lend(async (thread) => {
      const inTurn = oneByOne((statement: Statement) => thread.read(statement, span));
      await inTurn(BEGIN);
      try {
        return await work(inTurn);
      } finally {
        await inTurn(COMMIT).catch(() => thread.end());
      }
    });
  }

  /** Stops what is being read, and ends the threads. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map((each) => each.end()));
  }

  private async lend<T>(work: (thread: Thread) => Promise<T>): Promise<T> {
    const thread = this.idle.pop() ?? this.start();
    try {
      return await work(thread);
    } finally {
      if (this.all.has(thread)) this.idle.push(thread);
    }
  }

  private start(): Thread {
    const thread = new Thread(this.path, () => {
      this.all.delete(thread);
      const place = this.idle.indexOf(thread);
      if (place >= 0) this.idle.splice(place, 1);
    });
    this.all.add(thread);
    return thread;
  }
}

class Thread {
  /** Set where the statement is to stop; the thread looks at it, for it hears nothing while it reads. */
  private readonly flag = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;
  private died: Error | null = null;
  private isGone = false;

  constructor(path: string, gone: () => void) {
    const code = `(${reading.toString()})(require('node:worker_threads'), require(${JSON.stringify(require.resolve('better-sqlite3'))}))`;
    const workerData = { path, flag: this.flag, stopped: STOPPED };
    const resourceLimits = { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG };
    this.worker = new Worker(code, { eval: true, workerData, resourceLimits });
    this.worker.unref();
    this.worker.on('error', (error) => (this.died = error));
    this.worker.on('exit', () => {
      this.isGone = true;
      gone();
    });
  }

  async read({ text, values }: Statement, span: Span): Promise<Rows> {
    if (this.isGone) throw this.brokenOff();
    Atomics.store(this.flag, 0, 0);
    return new Promise((resolve, reject) => {
      const found: Rows = [];
      const forget = span.onEnd(() => void Atomics.store(this.flag, 0, 1));
      const settle = (how: () => void) => {
        forget();
        this.worker.off('message', take).off('exit', exit).unref();
        how();
      };
      const exit = () => settle(() => reject(this.brokenOff()));
      const take = (sent: Sent) => {
        if ('failed' in sent) return settle(() => reject(errorOf(sent.failed, span)));
        for (const row of sent.rows) found.push(asBuffers(row));
        if (sent.done) settle(() => resolve(found));
      };
      this.worker.on('message', take).on('exit', exit).ref();
      this.worker.postMessage({ text, values, ms: span.left } satisfies Order);
    });
  }

  private brokenOff(): Unavailable {
    const isFull = (this.died as { code?: string } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
    return new Unavailable(
      isFull
        ? 'The read needs more memory than it may have, and was stopped.'
        : 'The read was broken off. Try again.',
      { cause: this.died },
    );
  }

  async end(): Promise<void> {
    Atomics.store(this.flag, 0, 1);
    await this.worker.terminate();
  }
}

const errorOf = ({ message, code }: { message: string; code?: string }, span: Span) =>
  code === STOPPED ? span.ended() : Object.assign(new Error(message), { code });

/** What came as bytes, as the driver gives them out. */
function asBuffers(row: Rows[number]): Rows[number] {
  for (const [name, value] of Object.entries(row))
    if (value instanceof Uint8Array)
      row[name] = Buffer.from(value.buffer, value.byteOffset, value.length);
  return row;
}

/**
 * What a thread does. It goes there as text, so that it is the same built or not, and knows nothing of what stands around
 * it here.
 */
/* istanbul ignore next */
function reading(
  { parentPort, workerData }: typeof WorkerThreads,
  Sqlite: typeof BetterSqlite,
): void {
  const { path, flag, stopped } = workerData as {
    path: string;
    flag: Int32Array;
    stopped: string;
  };
  const [OFTEN, MANY] = [15, 500];
  const handle = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 250 });
  let [calls, until] = [0, 0];
  handle.function('tick', () => {
    const isOver =
      (++calls & OFTEN) === 0 && (Atomics.load(flag, 0) === 1 || performance.now() > until);
    if (isOver) throw Object.assign(new Error('stopped'), { code: stopped });
    return 1;
  });
  const send = (rows: Record<string, unknown>[], done: boolean) => {
    const bytes = rows.flatMap((row) =>
      Object.values(row).flatMap((each) => (each instanceof Uint8Array ? [each] : [])),
    );
    const whole = bytes.filter((each) => each.length === each.buffer.byteLength);
    parentPort!.postMessage(
      { rows, done },
      whole.map((each) => each.buffer as ArrayBuffer),
    );
  };
  parentPort!.on('message', ({ text, values, ms }: Order) => {
    until = performance.now() + ms;
    try {
      let rows: Record<string, unknown>[] = [];
      const prepared = handle.prepare(text);
      if (!prepared.reader) prepared.run(...values);
      for (const row of prepared.reader ? prepared.iterate(...values) : []) {
        rows.push(row as Record<string, unknown>);
        if (rows.length < MANY) continue;
        send(rows, false);
        rows = [];
      }
      send(rows, true);
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      parentPort!.postMessage({ failed: { message, code } });
    }
  });
}
