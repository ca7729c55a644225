import type { Source } from '../database/database';
import { sql } from '../database/sql';

/** The last entry of the change log: all data is as it was when another instance or process wrote it. */
export interface LastChange {
  seq: number;
  at: string;
}

/**
 * Where the data stands. Those who ask at once share one look, but only one that begins after they have asked: whoever
 * has been told that something is written finds it.
 */
export class Cursor {
  private look: Promise<LastChange | null> | null = null;
  private next: Promise<LastChange | null> | null = null;

  constructor(private readonly source: Source) {}

  /** The last change; null where there is none yet. */
  now(): Promise<LastChange | null> {
    if (!this.look) return (this.look = this.read());
    return (this.next ??= this.look
      .catch(() => null)
      .then(() => {
        this.next = null;
        return (this.look = this.read());
      }));
  }

  private async read(): Promise<LastChange | null> {
    try {
      const [row] = await this.source.read(
        sql`select seq, at from change order by seq desc limit 1`,
      );
      return row ? { seq: Number(row.seq), at: row.at as string } : null;
    } finally {
      this.look = null;
    }
  }
}
