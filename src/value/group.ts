/** Puts rows that share a key together, in their order; gives those of a key, of which there may be none. */
export function groupBy<T>(rows: Iterable<T>, keyOf: (row: T) => string): (key: string) => T[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return (key) => groups.get(key) ?? [];
}
