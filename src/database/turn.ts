import { setImmediate } from 'node:timers/promises';

/** For at most so many milliseconds, long work holds the thread before all else has its turn. */
export const LONGEST = 20;

let last = 0;

/** Gives all else its turn where that was long ago: asked between the rows and the statements of what may take long. */
export async function giveTurn(): Promise<void> {
  if (performance.now() - last < LONGEST) return;
  await setImmediate();
  last = performance.now();
}
