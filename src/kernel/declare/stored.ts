import type { Attribute } from './declare';

/** The properties that hold the value of an attribute, without the columns that only serve filters and orders. */
export function storedIn({ kind, property, members }: Attribute): string[] {
  if (kind === 'many') return [];
  return members ? Object.values(members) : [property];
}

/** The value of an attribute of a row, of its members where several columns hold it. */
export function valueIn({ property, members }: Attribute, row: object): unknown {
  const held = row as Record<string, unknown>;
  if (!members) return held[property];
  const [first] = Object.values(members);
  if ((held[first!] ?? null) === null) return null;
  return Object.fromEntries(Object.entries(members).map(([name, each]) => [name, held[each]]));
}
