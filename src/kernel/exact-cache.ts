/** What is kept: bytes, and what they were made of. */
interface Kept<T> {
  cursor: string;
  value: T;
  bytes: number;
}

/**
 * Answers that are kept until what they were made of changes: each is good for one cursor, and the least lately used go
 * when there are too many bytes.
 */
export class ExactCache<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private bytes = 0;

  constructor(
    private readonly most: number,
    private readonly sizeOf: (value: T) => number,
  ) {}

  /** What was kept under a key while the cursor was the same. */
  get(key: string, cursor: string): T | undefined {
    const found = this.kept.get(key);
    if (found?.cursor !== cursor) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  /** Keeps what was made while the cursor was such. */
  set(key: string, cursor: string, value: T): void {
    this.delete(key);
    const bytes = this.sizeOf(value) + 2 * (key.length + cursor.length);
    if (bytes > this.most / 2) return;
    this.kept.set(key, { cursor, value, bytes });
    this.bytes += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.most) return;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }
}
