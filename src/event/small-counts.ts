import type { Attendance } from './event.entity';

/** Fewer than so many people are not told of without a key. */
export const SMALL = 5;

/**
 * Marks what everybody may see of who came: no count below 5, and where only one is hidden, the next smallest with it,
 * since the total would tell of it.
 */
export function hideSmallCounts(rows: Attendance[]): void {
  for (const row of rows) row.shown = row.count === 0 || row.count >= SMALL;
  const others = rows.filter((row) => row.shown && row.count > 0);
  if (others.length === 0 || rows.filter((row) => !row.shown).length !== 1) return;
  others.reduce((least, row) => (row.count < least.count ? row : least)).shown = false;
}
