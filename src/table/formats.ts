import type { Archive } from './zip';

/** What a format shows of a number: a day, a time of a day, or both. */
export type DateFormat = 'day' | 'time' | 'both';

/** The formats that every workbook knows without saying them (ECMA-376, part 1, section 18.8.30). */
const KNOWN: [from: number, to: number, DateFormat][] = [
  [14, 17, 'day'],
  [18, 21, 'time'],
  [22, 22, 'both'],
  [27, 31, 'day'],
  [32, 35, 'time'],
  [36, 36, 'day'],
  [45, 47, 'time'],
  [50, 58, 'day'],
];

/** What the styles of a workbook show of a number, by their numbers; null of those that show a number. */
export async function dateFormats(archive: Archive, path: string): Promise<(DateFormat | null)[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let isOfCells = false;
  await archive.readXml(path, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') isOfCells = true;
      if (name === 'xf' && isOfCells) styles.push(Number(numFmtId));
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return styles.map((id) => {
    const code = codes.get(id);
    if (code !== undefined) return formatOf(code);
    return KNOWN.find(([from, to]) => id >= from && id <= to)?.[2] ?? null;
  });
}

/** A part of a code that shows time that has passed: `[h]`. */
const ELAPSED = /^\[(h+|m+|s+)\]$/i;

/** What a format shows, by its code such as `d.m.yyyy h:mm`. */
function formatOf(code: string): DateFormat | null {
  const [plain = ''] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[[^[\]]*\]/g, (bracketed) => (ELAPSED.test(bracketed) ? bracketed : ''))
    .split(';');
  const time = /[hs]/i.test(plain);
  const day = /[dy]/i.test(plain) || (/m/i.test(plain) && !time);
  if (day) return time ? 'both' : 'day';
  return time ? 'time' : null;
}
