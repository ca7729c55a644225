import type { Source } from '../../database/database';
import { sql } from '../../database/sql';

/** The last entry of the change log, which every write of every instance and process makes. */
export interface LastChange {
  seq: number;
  /** When the public last saw a change; null where it has seen none. */
  publicAt: string | null;
}

/**
 * Where the data stands. Those who ask at once share one look, but only one that begins after they have asked: whoever
 * has been told that something is written finds it. Where some staleness is allowed, a look serves that much longer.
 */
export class Cursor {
  private look: Promise<LastChange> | null = null;
  private next: Promise<LastChange> | null = null;
  private last: { change: LastChange; at: number } | null = null;

  constructor(
    private readonly source: Source,
    private readonly staleness = 0,
  ) {}

  /** The last change; of number 0 where there is none yet. */
  now(): Promise<LastChange> {
    if (this.last && performance.now() - this.last.at < this.staleness)
      return Promise.resolve(this.last.change);
    if (!this.look) return (this.look = this.read());
    return (this.next ??= this.look
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return (this.look = this.read());
      }));
  }

  private async read(): Promise<LastChange> {
    const at = performance.now();
    try {
      const [row] = await this.source.read(
        sql`select (select max(seq) from change) as seq,
          (select at from change where public_before = ${true} or public_after = ${true}
            order by seq desc limit 1) as public_at`,
      );
      const change = { seq: Number(row!.seq), publicAt: row!.public_at as string | null };
      this.last = { change, at };
      return change;
    } finally {
      this.look = null;
    }
  }
}
