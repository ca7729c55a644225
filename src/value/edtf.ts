import { firstDay, isDate, lastDay } from './dates';
import { echo, Invalid } from './invalid';

/** What an EDTF text says: its first and last possible day, null where it is open, and how sure it is. */
export interface Edtf {
  earliest: string | null;
  latest: string | null;
  precision: 'DAY' | 'MONTH' | 'SEASON' | 'YEAR' | 'RANGE';
  approximate: boolean;
  uncertain: boolean;
}

const SIDE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%])?$/;

/** The first and the last month of each season, as library years use the words; winter runs into the next year. */
const SEASONS: Record<string, [first: number, last: number]> = {
  '21': [1, 5],
  '22': [6, 8],
  '23': [8, 12],
  '24': [12, 14],
};

/** Reads our closed profile of EDTF: a year, month, day or season, each with ? ~ or %, or a range of those, open as `..` at one side. */
export function parseEdtf(value: unknown): Edtf {
  if (typeof value !== 'string' || value.length > 30) throw notEdtf(value);
  const [first = '', last, ...more] = value.split('/');
  if (last === undefined) return parseSide(first, value);
  const start = first === '..' ? null : parseSide(first, value);
  const end = last === '..' ? null : parseSide(last, value);
  if (more.length > 0 || (!start && !end)) throw notEdtf(value);
  if (start && end && endsFirst(start, end)) {
    throw new Invalid('INVALID_DATE', `Wanted a range that ends after its start; got ${value}.`);
  }
  return {
    earliest: start && start.earliest,
    latest: end && end.latest,
    precision: 'RANGE',
    approximate: Boolean(start?.approximate || end?.approximate),
    uncertain: Boolean(start?.uncertain || end?.uncertain),
  };
}

/** Whether an end is over before the start is, and did not begin within it. */
function endsFirst(start: Edtf, end: Edtf): boolean {
  return end.latest! < start.latest! && end.earliest! < start.earliest!;
}

/** A year as YAML and JSON have it, a number, as EDTF writes it. */
export const yearOf = (year: number): string => String(year).padStart(4, '0');

function parseSide(side: string, whole: string): Edtf {
  const [, year, month, day, mark] = SIDE.exec(side) ?? [];
  const span = year !== undefined && spanOf(year, month, day);
  if (!span || year === '0000' || span.latest.length > 10) throw notEdtf(whole);
  return {
    ...span,
    approximate: mark === '~' || mark === '%',
    uncertain: mark === '?' || mark === '%',
  };
}

function spanOf(year: string, month?: string, day?: string) {
  const season = month && SEASONS[month];
  const months = (precision: Edtf['precision'], [first, last]: [number, number]) => ({
    earliest: firstDay(Number(year), first),
    latest: lastDay(Number(year), last),
    precision,
  });
  if (day) {
    const date = `${year}-${month}-${day}`;
    return isDate(date) && { earliest: date, latest: date, precision: 'DAY' as const };
  }
  if (season) return months('SEASON', season);
  if (!month) return months('YEAR', [1, 12]);
  return (
    Number(month) >= 1 && Number(month) <= 12 && months('MONTH', [Number(month), Number(month)])
  );
}

function notEdtf(value: unknown): Invalid {
  const wanted = 'a time such as 2026, 2026-04, 2026-04-23, 2026-21 (spring) or 2026/2028';
  return new Invalid('INVALID_DATE', `Wanted ${wanted}, perhaps with ? or ~; got ${echo(value)}.`);
}
