import fc from 'fast-check';
import ICAL from 'ical.js';
import { instantOf } from './clients';

/** A rule with the first occurrence that it gives. */
export interface Recurring {
  rrule: string;
  start: string;
  end: string | null;
  zone: string;
  /** All that it gives. */
  starts: string[];
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const some = <T>(of: readonly T[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength });
const signed = (most: number) =>
  fc.integer({ min: 1, max: most }).chain((n) => fc.constantFrom(n, -n));
const list = (name: string, of: fc.Arbitrary<unknown[]>) =>
  of.map((values) => `${name}=${values.join(',')}`);
const numbers = (name: string, of: fc.Arbitrary<number>, maxLength = 3) =>
  list(name, fc.uniqueArray(of, { minLength: 1, maxLength }));
const maybe = (part: fc.Arbitrary<string>) => fc.option(part, { nil: '', freq: 2 });
const parts = (...each: fc.Arbitrary<string>[]) =>
  fc.tuple(...each).map((given) => given.filter(Boolean).join(';'));

const byDay = list('BYDAY', some(DAYS, 4));
const ordinals = (most: number) =>
  list(
    'BYDAY',
    fc.uniqueArray(
      fc.tuple(signed(most), fc.constantFrom(...DAYS)).map(([n, day]) => `${n}${day}`),
      { minLength: 1, maxLength: 3 },
    ),
  );
const byMonth = numbers('BYMONTH', fc.integer({ min: 1, max: 12 }));
const byMonthDay = numbers('BYMONTHDAY', signed(31));
const byYearDay = numbers('BYYEARDAY', signed(366));
const byWeekNo = numbers('BYWEEKNO', signed(53));
const bySetPos = (most: number) => numbers('BYSETPOS', signed(most), 2);

/** Rules of all frequencies that series may have, without an interval and an end. */
const anyPattern = fc.oneof(
  parts(fc.constant('FREQ=DAILY'), maybe(byMonth), maybe(byDay)),
  parts(fc.constant('FREQ=DAILY'), maybe(byMonth), maybe(byMonthDay)),
  parts(fc.constant('FREQ=WEEKLY'), maybe(byDay), maybe(byMonth)),
  parts(fc.constant('FREQ=WEEKLY'), byDay, bySetPos(2)),
  parts(fc.constant('FREQ=MONTHLY'), maybe(byMonthDay), maybe(byMonth)),
  parts(fc.constant('FREQ=MONTHLY'), ordinals(5), maybe(byMonth)),
  parts(fc.constant('FREQ=MONTHLY'), byDay, maybe(bySetPos(4))),
  parts(fc.constant('FREQ=MONTHLY'), byMonthDay, bySetPos(2)),
  parts(fc.constant('FREQ=YEARLY'), maybe(byMonth)),
  parts(fc.constant('FREQ=YEARLY'), byMonth, byMonthDay),
  parts(fc.constant('FREQ=YEARLY'), byMonth, ordinals(5)),
  parts(fc.constant('FREQ=YEARLY'), byMonth, byDay, bySetPos(3)),
  parts(fc.constant('FREQ=YEARLY'), fc.oneof(byDay, ordinals(53))),
  parts(fc.constant('FREQ=YEARLY'), byYearDay, maybe(byMonth), maybe(byDay), maybe(bySetPos(2))),
  parts(fc.constant('FREQ=YEARLY'), byMonth, byMonthDay, fc.oneof(byDay, ordinals(5))),
);

/** Rules with weeks by their numbers, which calendars read alike only without an interval. */
const byWeeks = parts(
  fc.constant('FREQ=YEARLY'),
  byWeekNo,
  byDay,
  maybe(byMonth),
  maybe(byYearDay),
);

const ZONES = ['Europe/Helsinki', 'Europe/Stockholm', 'America/New_York', 'Asia/Tokyo', 'Africa/Casablanca']; // prettier-ignore
const compact = (local: string) => local.replace(/[-:]/g, '').padEnd(15, '0');
const icalTime = (local: string) =>
  local.length === 10
    ? ICAL.Time.fromDateString(local)
    : ICAL.Time.fromDateTimeString(`${local}:00`);

/** ical.js loses its way with rules by years, days from the end of a month, months by name, and some BYSETPOS; it may not come back. */
export const isKnownToIcalJs = (rrule: string) =>
  /^FREQ=(DAILY|WEEKLY|MONTHLY)/.test(rrule) &&
  !/BYMONTHDAY=[\d,]*-|BYMONTH=|BYSETPOS=[\d,]*-/.test(rrule) &&
  !/BYDAY=[^;]*(\d[A-Z]+,|,[+-]?\d)/.test(rrule) &&
  (!rrule.includes('BYSETPOS') || /MONTHLY.*BYDAY/.test(rrule));

/** The starts that ical.js has a rule give from a first one on, at most so many. */
export function byIcalJs(rrule: string, start: string, most = 600): string[] {
  const iterator = ICAL.Recur.fromString(rrule).iterator(icalTime(start));
  const found: string[] = [];
  while (found.length < most) {
    const next = iterator.next();
    if (!next || next.year > 2100) break;
    found.push(next.toString().slice(0, start.length));
  }
  return found;
}

const DAY = 86_400_000;
const known = new Map<number, ReturnType<typeof placeOf>>();
function dayOf(at: number) {
  let found = known.get(at);
  if (!found) known.set(at, (found = placeOf(at)));
  return found;
}

/** Where a day stands in its month and its year. */
function placeOf(at: number) {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const place = (from: number, to: number) => [1 + (at - from) / DAY, (to - from) / DAY] as const;
  return {
    year,
    month: month + 1,
    weekday: (date.getUTCDay() + 6) % 7,
    ofMonth: place(Date.UTC(year, month), Date.UTC(year, month + 1)),
    ofYear: place(Date.UTC(year, 0), Date.UTC(year + 1, 0)),
  };
}

/** The starts that a rule with COUNT or without an end gives by the words of RFC 5545, section 3.3.10: looking at each day. */
export function byTheBook(rrule: string, start: string, most: number): string[] {
  const given = new Map(rrule.split(';').map((each) => each.split('=') as [string, string]));
  const listed = (name: string) => given.get(name)?.split(',').map(Number);
  const [frequency, interval] = [given.get('FREQ')!, Number(given.get('INTERVAL') ?? 1)];
  const [days, monthDays, months] = [given.get('BYDAY'), listed('BYMONTHDAY'), listed('BYMONTH')];
  const weekdays = days?.split(',');
  const weekStart = DAYS.indexOf(given.get('WKST') ?? 'MO');
  const began = Date.parse(start.slice(0, 10));
  const first = dayOf(began);
  const weekOf = (at: number) => at - ((dayOf(at).weekday - weekStart + 7) % 7) * DAY;
  const periodOf = (at: number) => {
    const { year, month } = dayOf(at);
    if (frequency === 'YEARLY') return year - first.year;
    if (frequency === 'MONTHLY') return (year - first.year) * 12 + month - first.month;
    return (
      (frequency === 'WEEKLY' ? weekOf(at) - weekOf(began) : at - began) /
      (frequency === 'WEEKLY' ? 7 * DAY : DAY)
    );
  };
  const [yearDays, weeks] = [listed('BYYEARDAY'), listed('BYWEEKNO')];
  const isOfWeek = (at: number) => {
    const { year } = dayOf(weekOf(at) + 3 * DAY);
    const [from, to] = [year, year + 1].map((each) => weekOf(Date.UTC(each, 0, 4)));
    const [place, length] = [1 + (weekOf(at) - from!) / 7 / DAY, (to! - from!) / 7 / DAY];
    return weeks!.some((n) => n === place || n === place - length - 1);
  };
  const isNamed = !!days || !!monthDays || !!yearDays;
  const fits = (at: number) => {
    const { month, weekday, ofMonth, ofYear } = dayOf(at);
    const [place, length] = frequency === 'YEARLY' && !months ? ofYear : ofMonth;
    const isDay = weekdays?.some((each) => {
      const n = Number(each.slice(0, -2));
      const isPlace = [0, Math.ceil(place / 7), -Math.ceil((length - place + 1) / 7)].includes(n);
      return isPlace && DAYS.indexOf(each.slice(-2)) === weekday;
    });
    const isMonthDay = monthDays?.some(
      (n) => n === ofMonth[0] || n === ofMonth[0] - ofMonth[1] - 1,
    );
    const isYearDay = yearDays?.some((n) => n === ofYear[0] || n === ofYear[0] - ofYear[1] - 1);
    const byDay =
      frequency === 'WEEKLY' ? weekday === first.weekday : ofMonth[0] === first.ofMonth[0];
    return (
      (months?.includes(month) ?? (frequency !== 'YEARLY' || isNamed || month === first.month)) &&
      (isMonthDay ?? true) &&
      (isYearDay ?? true) &&
      (isDay ?? true) &&
      (isNamed || frequency === 'DAILY' || byDay) &&
      (!weeks || isOfWeek(at))
    );
  };
  const wanted = Math.min(most, Number(given.get('COUNT') ?? most));
  const positions = listed('BYSETPOS');
  const found: number[] = [];
  let set: number[] = [];
  const take = () => {
    const kept = set.filter(
      (_, i) => !positions || positions.includes(i + 1) || positions.includes(i - set.length),
    );
    found.push(...kept.filter((at) => at >= began));
    set = [];
  };
  // from before the first period to after the last one
  let period = NaN;
  for (let at = began - 366 * DAY; found.length < wanted && at < Date.UTC(2045, 0); at += DAY) {
    if (periodOf(at) !== period) take();
    period = periodOf(at);
    if (period >= 0 && period % interval === 0 && fits(at)) set.push(at);
  }
  return found
    .slice(0, wanted)
    .map((at) => new Date(at).toISOString().slice(0, 10) + start.slice(10));
}

/** The forms in which the end of a rule at one of its starts can be written. */
function endings(at: string, zone: string, n: number): fc.Arbitrary<string> {
  const day = compact(at).slice(0, 8);
  if (at.length === 10) return fc.constantFrom(`COUNT=${n}`, `UNTIL=${day}`);
  const utc = instantOf(at, zone);
  return fc.constantFrom(
    `COUNT=${n}`,
    `UNTIL=${day}`,
    `UNTIL=${compact(at)}`,
    `UNTIL=${compact(utc.slice(0, 19))}Z`,
  );
}

/** Series of all kinds, or of those that are wanted, by the clock and in whole days, often over a change of the clock. */
export const anyRecurring = (
  most = 20,
  isWanted: (rule: string) => boolean = () => true,
): fc.Arbitrary<Recurring> =>
  fc
    .record({
      pattern: fc
        .oneof(
          {
            weight: 9,
            arbitrary: fc.tuple(anyPattern, fc.constantFrom('', '', ';INTERVAL=2', ';INTERVAL=3')),
          },
          { weight: 1, arbitrary: fc.tuple(byWeeks) },
        )
        .filter(([rule]) => isWanted(rule)),
      weekStart: fc.constantFrom('', '', ';WKST=SU', ';WKST=WE'),
      from: fc.integer({ min: 0, max: 800 }),
      hour: fc.option(
        fc.constantFrom('00:00', '01:30', '02:15', '03:30', '09:00', '18:45', '23:30'),
      ),
      length: fc.option(fc.constantFrom(0, 45, 90, 300, 1500, 4320)),
      zone: fc.constantFrom(...ZONES),
      count: fc.integer({ min: 1, max: most }),
    })
    .chain(({ pattern, weekStart, from, hour, length, zone, count }) => {
      const date = new Date(Date.UTC(2026, 0, 1 + from)).toISOString().slice(0, 10);
      const rule = [...pattern, weekStart].join('');
      const anchor = hour === null ? date : `${date}T${hour}`;
      const [start] = byTheBook(rule, anchor, 1);
      if (!start) return fc.constant(null);
      const starts = byTheBook(rule, start, count);
      const end = length === null ? null : endOf(start, length);
      return endings(starts.at(-1)!, zone, starts.length).map((ending) => ({
        rrule: `${rule};${ending}`,
        start,
        end,
        zone,
        starts,
      }));
    })
    .filter((each) => each !== null);

function endOf(start: string, minutes: number): string {
  if (start.length === 10)
    return new Date(Date.parse(start) + Math.floor(minutes / 1440) * 86_400_000)
      .toISOString()
      .slice(0, 10);
  return new Date(Date.parse(`${start}Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

const odd = (name: string, of: fc.Arbitrary<unknown>) =>
  fc.array(of, { minLength: 1, maxLength: 3 }).map((values) => `${name}=${values.join(',')}`);
const anyNumber = fc.oneof(
  signed(5),
  signed(60),
  fc.constantFrom(0, 366, -366, 367, '', 'x', '+1'),
);
const oddPart = fc.oneof(
  odd('BYDAY', fc.tuple(fc.constantFrom('', '', '', 1, -1, 5, 53, 54, 0), fc.constantFrom(...DAYS, '', 'KE')).map((each) => each.join(''))),
  ...['BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS'].map((name) => odd(name, anyNumber)),
  odd('BYMONTH', fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }) }, anyNumber)),
  fc.constantFrom('INTERVAL=2', 'INTERVAL=0', 'WKST=SU', 'WKST=', 'BYHOUR=9', 'COUNT=3', '', 'x', 'BYEASTER=0'),
); // prettier-ignore

/** Texts like rules, many of them broken or odd, that end after so many. */
export const anyRuleLike = (count: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'YEARLY'),
      fc.array(oddPart, { maxLength: 4 }),
    )
    .map(([frequency, given]) => [`FREQ=${frequency}`, ...given, `COUNT=${count}`].join(';'));
