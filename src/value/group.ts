/** Puts rows that share a key together, in their order; gives those of a key, of which there may be none. */
export function groupBy<T>(rows: Iterable<T>, keyOf: (row: T) => string): (key: string) => T[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) addTo(groups, keyOf(row), row);
  return (key) => groups.get(key) ?? [];
}

/** Puts something with what shares its key. */
export function addTo<K, T>(groups: Map<K, T[]>, key: K, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}
