import type { Bundle } from '../bundle/bundle';

/** The types that CSV files can hold, by the names of their lists in a bundle. */
export const CSV_TYPES = ['events', 'measurements'] as const;
export type CsvType = (typeof CSV_TYPES)[number];

/** A file that was read as a bundle. */
export interface BundleFile {
  file: string;
  bundle: Bundle;
  /** Where in the file a place of the bundle stands, for files that are no bundles themselves. */
  place?(pointer: string): { line: number; column?: string };
}

/** A part of a bundle that is sent by itself. */
export interface Chunk {
  bundle: Bundle;
  rows: number;
  /** The pointer into the whole bundle for one into the chunk. */
  whole(pointer: string): string;
}

/** A file that cannot be read as a bundle, and why. */
export class Unreadable extends Error {
  constructor(
    readonly file: string,
    message: string,
    readonly line?: number,
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
