import type { Bundle } from '../bundle/bundle';
import type { Place } from '../table/cell';

/** A part of a file that is sent by itself. */
export interface Chunk {
  bundle: Bundle;
  rows: number;
  /** The pointer into the whole file for one into the chunk. */
  whole(pointer: string): string;
}

/** A file that was read, to be sent in chunks. */
export interface Source {
  file: string;
  rows: number;
  /** Sheets that are no tables. */
  leftOut?: readonly string[];
  /** Its rows in chunks of at most so many. */
  chunks(size: number): AsyncIterable<Chunk> | Iterable<Chunk>;
  /** Where in a table the place stands that a pointer into a chunk leads to. */
  place?(chunk: Bundle, pointer: string): Place | undefined;
}

/** A file that cannot be read, and why. */
export class Unreadable extends Error {
  constructor(
    readonly file: string,
    message: string,
    readonly place?: Place,
  ) {
    super(message);
  }
}

/** How many rows a bundle has. */
export function countRows(bundle: Bundle): number {
  return Object.values(bundle).reduce<number>(
    (sum, each) => sum + (Array.isArray(each) ? each.length : 0),
    0,
  );
}
