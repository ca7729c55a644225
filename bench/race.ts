import type { Server } from './client';
import type { Timed } from './feed';
import type { WritePace } from './writes';

const CONNECTIONS = 8;

/** How long to measure. */
export interface Pace {
  rounds: number;
  ms: number;
  writes: WritePace;
}

/** The same question to both. */
export interface Pair {
  ours: Buffer;
  limit: Buffer;
}

/** One of each list after the other, as often as the longest has. */
export function inTurn(lists: Pair[][]): Pair[] {
  const most = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => lists.map((list) => list[i % list.length]!)).flat();
}

/** So long a new server is asked before it is measured: beside one that has long been asked, it would race uncompiled. */
const WARM_MS = 3_000;

/** Warms up a new server. */
export const warm = (server: Server, requests: Buffer[]) =>
  server.load(requests, CONNECTIONS, WARM_MS);

/** Both in turn, so that whatever else the machine does falls on both. */
export async function race(ours: Server, limit: Server, pairs: Pair[], { rounds, ms }: Pace) {
  const requests = {
    ours: pairs.map((each) => each.ours),
    limit: pairs.map((each) => each.limit),
  };
  const results: { ours: number; limit: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const result = {
      limit: await limit.load(requests.limit, CONNECTIONS, ms),
      ours: await ours.load(requests.ours, CONNECTIONS, ms),
    };
    if (round >= 0) results.push(result); // the first one warms up
  }
  const ratios = results.map((each) => each.ours / each.limit);
  return {
    ofLimit: rounded(median(ratios)),
    spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))] as [number, number],
    ours: median(results.map((each) => each.ours)),
    limit: median(results.map((each) => each.limit)),
  };
}

/** What was reached of a limit that tells how long it may take. */
export function of({ rounds }: Timed) {
  const ratios = rounds.map(({ took, may }) => may / took);
  return {
    ofLimit: rounded(median(ratios)),
    spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))] as [number, number],
    ours: median(rounds.map(({ took }) => 1000 / took)),
    limit: median(rounds.map(({ may }) => 1000 / may)),
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
