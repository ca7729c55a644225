import type { Database } from '../database/database';

/** Work that runs by itself: on each instance in turn, and on one at a time. */
export interface Job {
  /** What it is called in the log, and by whoever runs it by hand. */
  name: string;
  /** How often it runs, in milliseconds. */
  every: number;
  /** It also runs as soon as this process has committed a change; those of other processes it finds in its time. */
  onChange?: boolean;
  /** Does what is due. What it throws is logged, and the job runs again in its time. */
  run(at: Running): Promise<unknown>;
}

/** What a job has while it runs. */
export interface Running {
  log: Log;
  /** Aborted when the process is to stop: a job that goes on for long looks at it between its steps. */
  stopping: AbortSignal;
}

/** Where jobs tell what went wrong. */
export interface Log {
  error(details: object, message: string): void;
}

const SILENT: Log = { error: () => undefined };

/** Runs the jobs of an app. */
export class Jobs {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly jobs: readonly Job[],
    private readonly database: Pick<Database, 'alone' | 'committed'>,
  ) {}

  /** Runs every job now and then again and again, until they are stopped. What goes wrong is logged, and ends nothing. */
  start(log: Log): void {
    for (const each of this.jobs) void this.track(this.repeat(each, log));
  }

  /** Runs a job once; gives what it gives, or null where another instance is at it. */
  run(name: string, log: Log = SILENT): Promise<unknown> {
    const job = this.jobs.find((each) => each.name === name);
    if (!job) throw new Error(`There is no job ${name}.`);
    return this.track(this.once(job, log));
  }

  /** Lets no job begin any more, and waits for those that run. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.running);
  }

  private once(job: Job, log: Log): Promise<unknown> {
    const { signal } = this.stopping;
    return this.database.alone(job.name, () => job.run({ log, stopping: signal }));
  }

  private async repeat(job: Job, log: Log): Promise<void> {
    const { signal } = this.stopping;
    let told = '';
    while (!signal.aborted) {
      const seen = this.database.committed.upTo;
      try {
        await this.once(job, log);
        told = '';
      } catch (error) {
        const { message } = error as Error;
        if (message !== told) log.error({ job: job.name, err: error }, 'a job failed'); // not again every time
        told = message;
      }
      await this.rest(job, seen);
    }
  }

  /** Waits until a job is to run again, or all are to stop. */
  private rest({ every, onChange }: Job, seen: number): Promise<void> {
    const { signal } = this.stopping;
    const { committed } = this.database;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        forget?.();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, every).unref();
      const forget = onChange ? committed.listen(end) : undefined;
      signal.addEventListener('abort', end);
      if (signal.aborted || (onChange && committed.upTo > seen)) end();
    });
  }

  private async track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }
}
