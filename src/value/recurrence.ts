import { isDate } from './dates';
import { type Day, expand } from './expand';
import { Invalid, echo } from './invalid';
import { type Rule, readRule } from './rrule';
import { type Timing, daysFrom } from './timing';
import { instant, localTime } from './zone';

/** The most occurrences that a series may have. */
export const MOST_OCCURRENCES = 500;

/** The most years that a series may go on. */
const MOST_YEARS = 50;

const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

const kept = new Map<string, string[] | Invalid>();
const KEPT_AT_MOST = 1000;

/**
 * When the occurrences of a series begin, on the clock of its first one, in order: days, or local times as `timing.start`
 * has them. The rule is an RRULE (RFC 5545, section 3.3.10) by days or longer, with COUNT or UNTIL; it is read on the
 * clock of the zone, so that the hour stays through changes of summer time. Throws `Invalid` where it is none, gives more
 * than 500, or does not give the first.
 */
export function occurrences(rrule: string, { start, zone }: Timing): readonly string[] {
  if (start === null || zone === null)
    throw new Invalid('INVALID', 'Wanted a first occurrence on a day, or by the clock.');
  const key = [rrule, start, zone].join(' ');
  let found = kept.get(key);
  if (!found) {
    try {
      found = startsOf(rrule, start, zone);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      found = error;
    }
    if (kept.size >= KEPT_AT_MOST) kept.clear();
    kept.set(key, found);
  }
  if (found instanceof Invalid) throw found;
  return found;
}

/** The same of a series that is stored; null where its rule was taken once and is not any more. */
export function storedOccurrences(rrule: string, timing: Timing): readonly string[] | null {
  try {
    return occurrences(rrule, timing);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return null;
  }
}

function startsOf(rrule: string, start: string, zone: string): string[] {
  const rule = read(rrule);
  const { count, until } = rule;
  const year = Number(start.slice(0, 4));
  const lastYear = Math.min(year + MOST_YEARS, 9999);
  const end = until === null ? null : localEnd(until, zone);
  if ((count ?? 0) > MOST_OCCURRENCES) throw tooMany();
  if (end !== null && Number(end.slice(0, 4)) > lastYear) throw tooLong();
  if (end !== null && start > end)
    throw new Invalid('INVALID', `Wanted UNTIL not before the first occurrence, ${start}.`);
  const { value: nearest } = expand(rule, start, year).next();
  const first = nearest ? startOn(nearest, start) : null;
  if (first !== start) {
    const got = first ? `its first is ${first}` : 'it gives none within a year';
    const wanted = `Wanted a rule that gives the first occurrence, ${start}; ${got}.`;
    throw new Invalid('INVALID', wanted);
  }
  const starts: string[] = [];
  for (const day of expand(rule, start, lastYear)) {
    const at = startOn(day, start);
    if (day.year > lastYear) break;
    if (end !== null && at > end) return starts;
    if (starts.length === MOST_OCCURRENCES) throw tooMany();
    starts.push(at);
    if (starts.length === count) return starts;
  }
  if (end === null) throw tooLong();
  return starts;
}

const tooMany = () =>
  new Invalid('OUT_OF_RANGE', `Wanted at most ${MOST_OCCURRENCES} occurrences; got more.`);
const tooLong = () =>
  new Invalid('OUT_OF_RANGE', `Wanted a series of at most ${MOST_YEARS} years; got more.`);

function startOn({ year, month, monthDay }: Day, first: string): string {
  const [y, m, d] = [String(year).padStart(4, '0'), month, monthDay];
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}${first.slice(10)}`;
}

/** What we ask of rules beyond RFC 5545: an end, and nothing that calendars are known to read differently. */
const OURS: [wanted: string, has: (rule: Rule) => boolean][] = [
  [
    'FREQ of DAILY, WEEKLY, MONTHLY or YEARLY',
    ({ frequency }) => /^(DAI|WEEK|MONTH|YEAR)LY$/.test(frequency),
  ],
  [
    'no BYHOUR, BYMINUTE or BYSECOND: all are at the hour of the first',
    ({ by }) => !['BYHOUR', 'BYMINUTE', 'BYSECOND'].some((part) => by.has(part)),
  ],
  ['either COUNT or UNTIL', ({ count, until }) => count !== null || until !== null],
  [
    'BYMONTH beside BYMONTHDAY with FREQ=YEARLY: without it, calendars disagree about the months',
    ({ frequency, by }) => frequency !== 'YEARLY' || !by.has('BYMONTHDAY') || by.has('BYMONTH'),
  ],
  [
    'BYDAY beside BYWEEKNO: without it, calendars disagree about the days',
    ({ by, days }) => !by.has('BYWEEKNO') || days.length > 0,
  ],
  [
    'no INTERVAL and no BYSETPOS beside BYWEEKNO: calendars disagree about weeks that are of two years',
    ({ by, interval }) => !by.has('BYWEEKNO') || (interval === 1 && !by.has('BYSETPOS')),
  ],
];

function read(rrule: string): Rule {
  const wrong = (wanted: string, got: string) =>
    new Invalid('INVALID', `Wanted ${wanted}; got ${echo(got)}.`);
  const rule = readRule(rrule, (wanted, got) => {
    throw wrong(wanted, got);
  })!;
  for (const [wanted, has] of OURS) if (!has(rule)) throw wrong(wanted, rrule);
  return rule;
}

/** The end of a rule on the clock of the zone; of a day, the end of the day. */
function localEnd(until: string, zone: string): string {
  const [, year, month, day, hour, minute, second, utc] = UNTIL.exec(until)!;
  const date = `${year}-${month}-${day}`;
  const time = hour ? `${date}T${hour}:${minute}:${second}` : `${date}T23:59:59`;
  if (!isDate(date) || Number.isNaN(Date.parse(`${time}Z`)))
    throw new Invalid('INVALID_DATE', `There is no such day or time: ${until}.`);
  return utc ? localTime(Date.parse(`${time}Z`), zone) : time;
}

/** `20260423T093000` of `2026-04-23T09:30`; a day begins at midnight. */
export function compact(local: string): string {
  const date = local.slice(0, 4) + local.slice(5, 7) + local.slice(8, 10);
  const time = local.slice(11, 13) + local.slice(14, 16) + local.slice(17, 19);
  return `${date}T${time.padEnd(6, '0')}`;
}

/** When an occurrence is that begins at a time: as long as the first one, on the clock. */
export function occurrenceAt(first: Timing, start: string): Timing {
  if (first.start === null) return first;
  const end = first.end === null ? null : moved(first.end, clock(start) - clock(first.start));
  return { ...first, ...daysFrom(start, end), start, end };
}

/** A time of a wall clock as if that were UTC. */
const clock = (local: string) => Date.parse(local.length === 10 ? local : `${local}Z`);

function moved(local: string, by: number): string {
  return new Date(clock(local) + by).toISOString().slice(0, local.length);
}

/** Whether a time on the clock of a zone is one that the clock skips. */
export function isSkipped(local: string, zone: string): boolean {
  if (local.length === 10) return false;
  const at = Date.parse(instant(local, zone));
  return localTime(at, zone).slice(0, local.length) !== local;
}
