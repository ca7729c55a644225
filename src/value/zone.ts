import { echo, Invalid } from './invalid';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The UTC instant of a time on the clock of a zone, as ISO text with milliseconds. A time that the clock skips in spring
 * is moved forward by what it skips; of a time that comes twice in autumn the first is meant; a day begins at midnight.
 */
export function instant(local: string, zone: string): string {
  const { before, after } = candidates(local, zone);
  return isoText(before ?? after);
}

/** The same, but of a time that comes twice the second. */
export function lastInstant(local: string, zone: string): string {
  return isoText(candidates(local, zone).after);
}

const [FIRST, LAST] = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'].map(Date.parse);

/** An instant as text; beyond the years 1 to 9999, for which there is none, the nearest. */
const isoText = (utc: number) => new Date(Math.min(Math.max(utc, FIRST!), LAST!)).toISOString();

/** What a time on the clock is by the offset of the day before, where that shows it, and by that of the day after. */
function candidates(local: string, zone: string): { before: number | null; after: number } {
  const clock = Date.parse(local.length === 10 ? `${local}T00:00Z` : `${local}Z`);
  const [then, next] = [offset(clock - DAY, zone), offset(clock + DAY, zone)];
  const [before, after] = [clock - then, clock - next];
  if (then === next) return { before, after };
  const exists = (utc: number) => utc + offset(utc, zone) === clock;
  if (exists(before)) return { before, after: exists(after) ? after : before };
  return exists(after) ? { before: null, after } : { before, after: before };
}

/** The name of a time zone, in the case in which the IANA database writes it. */
export function parseZone(value: unknown): string {
  const name = typeof value === 'string' && /^[A-Za-z]/.test(value) ? value : '';
  return names.get(name) ?? askName(name, value);
}

/** To ask for a name is slow too. */
const names = new Map<string, string>();
const MOST_NAMES = 1000;

function askName(name: string, value: unknown): string {
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    const spelled = known.toLowerCase() === name.toLowerCase() ? known : name;
    if (names.size >= MOST_NAMES) names.clear();
    names.set(name, spelled);
    return spelled;
  } catch {
    throw new Invalid('INVALID', `Wanted a time zone such as Europe/Helsinki; got ${echo(value)}.`);
  }
}

/** A change of the clock of a zone: the instant, and how far it is ahead of UTC before and after, in milliseconds. */
export interface Shift {
  at: number;
  before: number;
  after: number;
}

/** How far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
export function offset(utc: number, zone: string): number {
  const { first, shifts } = yearOf(new Date(utc).getUTCFullYear(), zone);
  return shifts.findLast(({ at }) => at <= utc)?.after ?? first;
}

/** The changes of the clock of a zone in a year of UTC, in order. */
export const shiftsIn = (year: number, zone: string): readonly Shift[] => yearOf(year, zone).shifts;

/** The time on the clock of a zone at an instant: `YYYY-MM-DDTHH:MM:SS`. */
export function localTime(utc: number, zone: string): string {
  return new Date(utc + offset(utc, zone)).toISOString().slice(0, 19);
}

interface Year {
  first: number;
  shifts: Shift[];
}

/** To ask the time-zone database is slow: it is asked once for a year of a zone. */
const zones = new Map<string, Map<number, Year>>();
const MOST_ZONES = 100;
/** No zone has changed its clock twice within so few days. */
const STEP = 5 * DAY;

function yearOf(asked: number, zone: string): Year {
  const year = Math.min(Math.max(asked, 1), 9999);
  let years = zones.get(zone);
  if (!years) {
    if (zones.size >= MOST_ZONES) zones.clear();
    zones.set(zone, (years = new Map<number, Year>()));
  }
  let found = years.get(year);
  if (!found) years.set(year, (found = readYear(year, zone)));
  return found;
}

function readYear(year: number, zone: string): Year {
  const start = Date.parse(`${String(year).padStart(4, '0')}-01-01T00:00Z`);
  const end = start + 366 * DAY; // a day more does no harm
  const first = asked(start, zone);
  const shifts: Shift[] = [];
  for (let from = start, before = first; from < end; from += STEP) {
    const after = asked(from + STEP, zone);
    if (after !== before) shifts.push({ at: between(from, from + STEP, zone), before, after });
    before = after;
  }
  return { first, shifts };
}

/** When the clock changes, between two instants before and after. */
function between(from: number, to: number, zone: string): number {
  const before = asked(from, zone);
  while (to - from > 1000) {
    const middle = from + Math.floor((to - from) / 2000) * 1000;
    if (asked(middle, zone) === before) from = middle;
    else to = middle;
  }
  return to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the time-zone database says. */
function asked(utc: number, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    clocks.set(zone, clock);
  }
  const name = clock.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
  return sign === '-' ? -ahead : ahead;
}
