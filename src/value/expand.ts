import { daysIn } from './dates';
import type { Rule } from './rrule';

const DAY = 86_400_000;

/** A day with its place in the week, of which Sunday is 0, its month and its year; `number` counts the days since 1970. */
export interface Day {
  number: number;
  year: number;
  month: number;
  monthDay: number;
  monthLength: number;
  yearDay: number;
  yearLength: number;
  weekday: number;
}

/**
 * The days that a rule of days or longer gives from a first one on, in order, at least to the end of a year: the words of
 * RFC 5545, section 3.3.10, asked of each day. COUNT and UNTIL are for the caller.
 */
export function* expand(rule: Rule, start: string, lastYear: number): Generator<Day, void> {
  const first = dayAt(start);
  const periodOf = periods(rule, first);
  const isNamed = names(rule, first);
  const [months, positions] = [rule.by.get('BYMONTH'), rule.by.get('BYSETPOS')];
  let period = 0;
  let set: Day[] = [];
  // a week begins the year before, or ends the year after
  for (const month of monthsOf(first.year - 1, lastYear + 1)) {
    if (months && !months.includes(month.month)) continue;
    for (let monthDay = 1; monthDay <= month.monthLength; monthDay++) {
      const day = dayOf(month, monthDay);
      if (!isNamed(day)) continue;
      const own = periodOf(day);
      if (own < 0 || own % rule.interval !== 0) continue;
      if (own !== period) {
        yield* taken(set, positions, first);
        set = [];
        period = own;
      }
      set.push(day);
    }
  }
  yield* taken(set, positions, first);
}

function taken(set: readonly Day[], positions: readonly number[] | undefined, first: Day): Day[] {
  return set.filter(
    ({ number }, i) =>
      number >= first.number &&
      (!positions || positions.includes(i + 1) || positions.includes(i - set.length)),
  );
}

/** In which day, week, month or year a day is, counted from that of the first. */
function periods({ frequency, weekStart }: Rule, first: Day): (day: Day) => number {
  const sinceWeekStart = ({ weekday }: Day) => (weekday - weekStart + 7) % 7;
  const week = first.number - sinceWeekStart(first);
  return {
    DAILY: ({ number }: Day) => number - first.number,
    WEEKLY: ({ number }: Day) => Math.floor((number - week) / 7),
    MONTHLY: ({ year, month }: Day) => (year - first.year) * 12 + month - first.month,
    YEARLY: ({ year }: Day) => year - first.year,
  }[frequency]!;
}

/** Whether all parts of a rule name a day; what they leave open is as in the first. */
function names({ frequency, by, days, weekStart }: Rule, first: Day): (day: Day) => boolean {
  const [months, monthDays, yearDays, weeks] = ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].map((name) => by.get(name)); // prettier-ignore
  const inYear = frequency === 'YEARLY' && !months;
  const isOpen = days.length === 0 && !monthDays && !yearDays;
  const sameWeekday = isOpen && frequency === 'WEEKLY';
  const sameMonthDay = isOpen && (frequency === 'MONTHLY' || frequency === 'YEARLY');
  const sameMonth = isOpen && inYear;
  return (day) =>
    (!sameWeekday || day.weekday === first.weekday) &&
    (!sameMonthDay || day.monthDay === first.monthDay) &&
    (!sameMonth || day.month === first.month) &&
    (!monthDays || isIn(monthDays, day.monthDay, day.monthLength)) &&
    (!yearDays || isIn(yearDays, day.yearDay, day.yearLength)) &&
    (days.length === 0 ||
      days.some(
        ({ ordinal, weekday }) =>
          weekday === day.weekday &&
          (inYear
            ? isNth(ordinal, day.yearDay, day.yearLength)
            : isNth(ordinal, day.monthDay, day.monthLength)),
      )) &&
    (!weeks || isIn(weeks, ...weekOf(day, weekStart)));
}

/** Whether a list has a place, counted from the start or from the end. */
const isIn = (list: readonly number[], place: number, length: number) =>
  list.includes(place) || list.includes(place - length - 1);

/** Whether a place is in the nth week, counted from the start or from the end; 0 is any. */
const isNth = (n: number, place: number, length: number) =>
  n === 0 || n === Math.ceil(place / 7) || n === -Math.ceil((length - place + 1) / 7);

/** The number of the week of a day, and how many its year has: a week is of the year in which its fourth day is. */
function weekOf(day: Day, weekStart: number): [number: number, weeks: number] {
  const { year, yearDay, yearLength, weekday } = day;
  let fourth = yearDay + 3 - ((weekday - weekStart + 7) % 7);
  let length = yearLength;
  if (fourth < 1) fourth += length = lengthOf(year - 1);
  else if (fourth > length) [fourth, length] = [fourth - length, lengthOf(year + 1)];
  const number = Math.ceil(fourth / 7);
  return [number, number + Math.floor((length - fourth) / 7)];
}

interface Month {
  year: number;
  month: number;
  monthLength: number;
  yearLength: number;
  /** The number of the day before it. */
  before: number;
  /** How many days of its year are before it. */
  since: number;
}

function* monthsOf(from: number, to: number): Generator<Month, void> {
  for (let year = from; year <= to; year++) {
    const [first, yearLength] = [newYear(year), lengthOf(year)];
    let since = 0;
    for (let month = 1; month <= 12; month++) {
      const monthLength = daysIn(year, month);
      yield { year, month, monthLength, yearLength, before: first + since - 1, since };
      since += monthLength;
    }
  }
}

function dayOf(
  { year, month, monthLength, yearLength, before, since }: Month,
  monthDay: number,
): Day {
  const number = before + monthDay;
  const weekday = (((number + 4) % 7) + 7) % 7;
  return {
    number,
    year,
    month,
    monthDay,
    monthLength,
    yearDay: since + monthDay,
    yearLength,
    weekday,
  };
}

/** The first day of a year as a number; `Date.UTC` would take the year 26 for 1926. */
const newYear = (year: number) => new Date(0).setUTCFullYear(year, 0, 1) / DAY;
const lengthOf = (year: number) => newYear(year + 1) - newYear(year);

function dayAt(date: string): Day {
  const [year, month, monthDay] = date.slice(0, 10).split('-').map(Number);
  return dayOf([...monthsOf(year!, year!)][month! - 1]!, monthDay!);
}
