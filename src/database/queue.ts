import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { Committed } from './committed';
import type { Database, Session } from './database';

/** Does work in a transaction: all of it is kept, or none. */
export type Transaction = <T>(
  work: (session: Session) => Promise<T>,
  reach: Session['reach'],
) => Promise<T>;

/**
 * Lets the transactions of this process in one at a time, so that those that wait hold no connection, and gives all else
 * a turn between them.
 */
export function writeQueue(transaction: Transaction) {
  const writing = new AsyncLocalStorage<boolean>();
  const committed = new Committed();
  let last: Promise<unknown> = Promise.resolve();
  const write: Database['write'] = async (work) => {
    if (writing.getStore()) throw new Error('A transaction was begun inside a transaction.');
    let reached = 0;
    const begin = () => transaction(work, (change) => (reached = change));
    const turn = last.then(() => setImmediate()).then(() => writing.run(true, begin));
    const done = turn
      .catch(() => undefined)
      .then(() => {
        if (last === done) writing.disable(); // while it is enabled, every promise of the process is slower
      });
    last = done;
    const result = await turn;
    committed.tell(reached);
    return result;
  };
  return { door: { write, committed }, drained: () => last };
}

/** Does what is asked of something that does one thing at a time, in the order in which it is asked. */
export function oneByOne<A, T>(work: (asked: A) => Promise<T>): (asked: A) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (asked) => {
    const result = turn.then(() => work(asked));
    turn = result.catch(() => undefined);
    return result;
  };
}
