import type { Database, Session } from '../../database/database';

/** What came of work in a transaction, and whether it is to be kept. */
export interface Attempt<T> {
  keep: boolean;
  value: T;
}

class Undone<T> extends Error {
  constructor(readonly value: T) {
    super('The transaction was not to be kept.');
  }
}

/** Does work in a transaction that is kept only where the work says so; gives what came of it either way. */
export async function attempt<T>(
  database: Database,
  work: (session: Session) => Promise<Attempt<T>>,
): Promise<T> {
  try {
    return await database.write(async (session) => {
      const { keep, value } = await work(session);
      if (!keep) throw new Undone(value);
      return value;
    });
  } catch (error) {
    if (error instanceof Undone) return error.value as T;
    throw error;
  }
}
