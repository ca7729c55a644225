import { LRUCache } from 'lru-cache';

/**
 * Answers that are kept until what they were made of changes: each is good for one cursor, and the least lately used go
 * when there are too many bytes.
 */
export class ExactCache<T> {
  private readonly kept: LRUCache<string, { cursor: string; value: T; bytes: number }>;

  constructor(
    most: number,
    private readonly sizeOf: (value: T) => number,
  ) {
    const maxSize = Math.max(most, 1);
    this.kept = new LRUCache({
      maxSize,
      maxEntrySize: Math.max(maxSize >> 1, 1),
      sizeCalculation: ({ bytes }) => bytes,
    });
  }

  /** What was kept under a key while the cursor was the same. */
  get(key: string, cursor: string): T | undefined {
    const found = this.kept.get(key);
    return found?.cursor === cursor ? found.value : undefined;
  }

  /** Keeps what was made while the cursor was such. */
  set(key: string, cursor: string, value: T): void {
    const bytes = this.sizeOf(value) + 2 * (key.length + cursor.length);
    this.kept.set(key, { cursor, value, bytes });
  }
}
