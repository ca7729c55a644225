import type { Rule } from './recurrence';

const DAY = 86_400_000;

interface Day {
  at: number;
  year: number;
  month: number;
  monthDay: number;
  yearDay: number;
  weekday: number;
  monthLength: number;
  yearLength: number;
}

/**
 * Tells which times, in milliseconds as if they were in UTC, a rule that starts at one of them cannot yield. It is said of
 * no time that the rule yields, but what COUNT, weeks by number and steps below a day leave out is not looked into.
 */
export function neverOf(rule: Rule, start: number): (at: number) => boolean {
  const { frequency, by } = rule;
  const first = dayOf(start);
  const isInPosition = positionsOf(rule, first);
  const byDays = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency);
  const isAtTime = (at: number) =>
    TIMES.every(([name, unit, units]) => {
      const part = (time: number) =>
        Math.floor((time - Math.floor(time / DAY) * DAY) / unit) % units;
      return (by.get(name) ?? [part(start)]).includes(part(at));
    });
  return (at) => {
    if (at < start) return true;
    if (!byDays) return false;
    if (!isAtTime(at)) return true;
    if (by.has('BYWEEKNO')) return false;
    const day = dayOf(at);
    return !matches(rule, first, day) || !inStep(rule, first, day) || !isInPosition(day);
  };
}

const TIMES = [
  ['BYHOUR', 3_600_000, 24],
  ['BYMINUTE', 60_000, 60],
  ['BYSECOND', 1000, 60],
] as const;

function dayOf(time: number): Day {
  const at = Math.floor(time / DAY) * DAY;
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const [newYear, nextYear] = [dateOf(year, 0), dateOf(year + 1, 0)];
  return {
    at,
    year,
    month: month + 1,
    monthDay: date.getUTCDate(),
    yearDay: (at - newYear) / DAY + 1,
    weekday: date.getUTCDay(),
    monthLength: (dateOf(year, month + 1) - dateOf(year, month)) / DAY,
    yearLength: (nextYear - newYear) / DAY,
  };
}

const dateOf = (year: number, month: number) => new Date(0).setUTCFullYear(year, month, 1);

function matches({ frequency, by, days }: Rule, first: Day, day: Day): boolean {
  const named = ['BYMONTHDAY', 'BYYEARDAY'].some((name) => by.has(name)) || days.length > 0;
  const inList = (name: string, value: number, length?: number) => {
    const list = by.get(name);
    return !list || list.includes(value) || (!!length && list.includes(value - length - 1));
  };
  const byMonth = frequency === 'MONTHLY' || by.has('BYMONTH');
  const [place, length] = byMonth ? [day.monthDay, day.monthLength] : [day.yearDay, day.yearLength];
  const isDay = days.some(
    ({ ordinal, weekday }) =>
      weekday === day.weekday &&
      [0, Math.ceil(place / 7), -Math.ceil((length - place + 1) / 7)].includes(ordinal),
  );
  return (
    inList('BYMONTH', day.month) &&
    inList('BYMONTHDAY', day.monthDay, day.monthLength) &&
    inList('BYYEARDAY', day.yearDay, day.yearLength) &&
    (days.length === 0 || isDay) &&
    (frequency !== 'WEEKLY' || days.length > 0 || day.weekday === first.weekday) &&
    (named || !/MONTHLY|YEARLY/.test(frequency) || day.monthDay === first.monthDay) &&
    (named || frequency !== 'YEARLY' || by.has('BYMONTH') || day.month === first.month)
  );
}

const weekOf = (day: Day, { weekStart }: Rule) =>
  day.at / DAY - ((day.weekday - weekStart + 7) % 7);

function inStep(rule: Rule, first: Day, day: Day): boolean {
  const steps: Record<string, number> = {
    DAILY: (day.at - first.at) / DAY,
    WEEKLY: (weekOf(day, rule) - weekOf(first, rule)) / 7,
    MONTHLY: (day.year - first.year) * 12 + day.month - first.month,
    YEARLY: day.year - first.year,
  };
  return steps[rule.frequency]! % rule.interval === 0;
}

/** Tells which days BYSETPOS takes, among those of their week, month or year that the other parts name. */
function positionsOf(rule: Rule, first: Day): (day: Day) => boolean {
  const { frequency, by } = rule;
  const positions = new Set(by.get('BYSETPOS'));
  const timed = TIMES.some(([name]) => by.has(name));
  if (positions.size === 0 || timed || frequency === 'DAILY') return () => true;
  let known = { start: NaN, set: [] as number[] };
  return (day) => {
    const [start, length] =
      frequency === 'WEEKLY'
        ? [weekOf(day, rule) * DAY, 7]
        : frequency === 'MONTHLY'
          ? [day.at - (day.monthDay - 1) * DAY, day.monthLength]
          : [day.at - (day.yearDay - 1) * DAY, day.yearLength];
    if (known.start !== start) {
      const days = Array.from({ length }, (_, i) => dayOf(start + i * DAY));
      known = { start, set: days.filter((each) => matches(rule, first, each)).map(({ at }) => at) };
    }
    const index = known.set.indexOf(day.at);
    return positions.has(index + 1) || positions.has(index - known.set.length);
  };
}
