import { setImmediate } from 'node:timers/promises';
import type { Span } from './span';

/** For at most so many milliseconds, long work holds the thread before all else has its turn. */
export const LONGEST = 20;

let last = 0;

const isDue = () => performance.now() - last >= LONGEST;

/** Gives all else its turn where that was long ago: asked between the rows and the statements of what may take long. */
export async function giveTurn(): Promise<void> {
  if (!isDue()) return;
  await setImmediate();
  last = performance.now();
}

/** So many rows are read or written by a statement: more take longer than others should wait. */
const PIECE = 1000;

/** Goes through what may be many in pieces, with turns between. */
export async function inPieces<T>(
  all: readonly T[],
  work: (piece: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < all.length; from += PIECE) {
    await work(all.length <= PIECE ? all : all.slice(from, from + PIECE));
    await giveTurn();
  }
}

let line = Promise.resolve();

/**
 * A value from which work for a span goes on: at once, or, where that is dear and all else has not had its turn for long,
 * after that turn. Those who then wait go on one after the other, with turns between them.
 */
export function inTurn<T>(value: T, { dear }: Span): T | Promise<T> {
  if (!dear || !isDue()) return value;
  line = line.then(giveTurn);
  return line.then(() => value);
}
