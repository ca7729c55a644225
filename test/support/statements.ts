import type { Database } from '../../src/database/database';

/** Has a function called for each statement that is read outside of transactions. */
export function watchReads(database: Database, seen: () => void): void {
  for (const source of [database, database.lookout]) {
    const { read } = source;
    source.read = (...given) => {
      seen();
      return read(...given);
    };
  }
}
