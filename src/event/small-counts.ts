type Columns = Record<string, unknown>;

/** Fewer than so many people are not told of without a key. */
export const SMALL = 5;

/**
 * Marks what everybody may see of who came: no count below 5, and where only one is hidden, the next smallest with it,
 * since the total would tell of it.
 */
export function hideSmallCounts(rows: Columns[]): void {
  const count = (row: Columns) => row.count as number;
  for (const row of rows) row.shown = count(row) === 0 || count(row) >= SMALL;
  const others = rows.filter((row) => row.shown && count(row) > 0);
  if (others.length === 0 || rows.filter((row) => !row.shown).length !== 1) return;
  others.reduce((least, row) => (count(row) < count(least) ? row : least)).shown = false;
}
