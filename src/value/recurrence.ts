import { RRuleTemporal } from 'rrule-temporal';
import { isDate } from './dates';
import { Invalid, echo } from './invalid';
import type { Timing } from './timing';
import { instant, localTime } from './zone';

/** So many occurrences a series may have. */
export const MOST_OCCURRENCES = 500;

/** So many years a series may go on. */
const MOST_YEARS = 50;

const PARTS = 'FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST';
const KNOWN = new Set(PARTS.split(' '));
const PART = /^([A-Z]+)=([A-Z0-9,+-]+)$/;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

const kept = new Map<string, string[] | Invalid>();
const KEPT_AT_MOST = 1000;

/**
 * When the occurrences of a series begin, on the clock of its first one, in order: days, or local times as `timing.start`
 * has them. The rule is an RRULE (RFC 5545, section 3.3.10) by days or longer, with COUNT or UNTIL; it is read on the
 * clock of the zone, so that the hour stays through changes of summer time. Throws `Invalid` where it is none, gives more
 * than 500, or does not give the first.
 */
export function occurrences(rrule: string, { start, zone, allDay }: Timing): readonly string[] {
  if (start === null || zone === null)
    throw new Invalid('INVALID', 'Wanted a first occurrence on a day, or by the clock.');
  const key = [rrule, start, zone].join(' ');
  let found = kept.get(key);
  if (!found) {
    try {
      found = expand(rrule, start, zone, allDay);
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

function expand(rrule: string, start: string, zone: string, allDay: boolean): string[] {
  const parts = parse(rrule);
  if (parts.has('UNTIL')) parts.set('UNTIL', floating(parts.get('UNTIL')!, zone));
  const rule = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  const first = compact(start);
  const starts: string[] = [];
  try {
    const rruleString = `DTSTART:${first}Z\nRRULE:${rule}`;
    new RRuleTemporal({ rruleString, strict: true, cache: false }).all((at) => {
      const beyond = at.year > Number(start.slice(0, 4)) + MOST_YEARS;
      starts.push(beyond ? `${at.year}-` : at.toString().slice(0, allDay ? 10 : start.length));
      return !beyond && starts.length <= MOST_OCCURRENCES;
    });
  } catch (error) {
    throw new Invalid('INVALID', `Wanted an RRULE of RFC 5545: ${(error as Error).message}.`);
  }
  const lastYear = Number(starts.at(-1)?.split('-')[0]);
  if (lastYear > Number(start.slice(0, 4)) + MOST_YEARS)
    throw new Invalid('OUT_OF_RANGE', `Wanted a series of at most ${MOST_YEARS} years; got more.`);
  if (starts.length > MOST_OCCURRENCES)
    throw new Invalid('OUT_OF_RANGE', `Wanted at most ${MOST_OCCURRENCES} occurrences; got more.`);
  if (starts[0] !== start)
    throw new Invalid(
      'INVALID',
      `Wanted a rule that gives the first occurrence, ${start}; its first is ${starts[0] ?? 'none'}.`,
    );
  return starts;
}

function parse(rrule: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const each of rrule.split(';')) {
    const [, name = '', value = ''] = PART.exec(each) ?? [];
    if (!KNOWN.has(name) || parts.has(name))
      throw new Invalid(
        'INVALID',
        `Wanted parts of an RRULE, each once, of ${PARTS}; got ${echo(each)}.`,
      );
    parts.set(name, value);
  }
  for (const [name, value] of parts)
    if (NUMBERS[name] && !value.split(',').every((each) => isWithin(each, NUMBERS[name]!)))
      throw new Invalid('INVALID', `Wanted a ${name} that RFC 5545 knows; got ${echo(value)}.`);
  if (!FREQUENCIES.includes(parts.get('FREQ') ?? ''))
    throw new Invalid('INVALID', `Wanted FREQ of ${FREQUENCIES.join(', ')}; got ${echo(rrule)}.`);
  if (parts.has('COUNT') === parts.has('UNTIL'))
    throw new Invalid('INVALID', `Wanted either COUNT or UNTIL; got ${echo(rrule)}.`);
  return parts;
}

/** The greatest number in a part; with a sign where it may be counted from the end. */
const NUMBERS: Record<string, [max: number, signed: boolean]> = {
  INTERVAL: [1000, false],
  COUNT: [100_000, false],
  BYMONTH: [12, false],
  BYMONTHDAY: [31, true],
  BYYEARDAY: [366, true],
  BYWEEKNO: [53, true],
  BYSETPOS: [366, true],
};

function isWithin(text: string, [max, signed]: [max: number, signed: boolean]): boolean {
  const form = signed ? /^[+-]?[1-9]\d{0,2}$/ : /^[1-9]\d{0,5}$/;
  return form.test(text) && Math.abs(Number(text)) <= max;
}

/** The end of a rule on the clock of the zone, as if that were UTC; of a day, the end of the day. */
function floating(until: string, zone: string): string {
  const [, year, month, day, hour, minute, second, utc] = UNTIL.exec(until) ?? [];
  if (!year)
    throw new Invalid('INVALID_DATE', `Wanted UNTIL as a day or an instant; got ${until}.`);
  const date = `${year}-${month}-${day}`;
  const time = hour ? `${date}T${hour}:${minute}:${second}Z` : `${date}T23:59:59Z`;
  if (!isDate(date) || Number.isNaN(Date.parse(time)))
    throw new Invalid('INVALID_DATE', `There is no such day or time: ${until}.`);
  return `${compact(utc ? localTime(Date.parse(time), zone) : time.slice(0, -1))}Z`;
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
  return {
    ...first,
    start,
    end,
    earliest: start.slice(0, 10),
    latest: (end ?? start).slice(0, 10),
  };
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
