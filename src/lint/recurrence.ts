import { type Property, type Report, named, shown } from './content-line';
import { type Time, readDate, readDateTime } from './values';

/** A rule of RFC 5545, 3.3.10, taken apart: its lists of numbers by their names, and the days of BYDAY. */
export interface Rule {
  frequency: string;
  interval: number;
  until: Time | null;
  by: Map<string, number[]>;
  days: { ordinal: number; weekday: number }[];
  weekStart: number;
}

const RECUR = 'RFC 5545, 3.3.10';
const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const BYDAY = /^([+-]?)(\d{0,2})(SU|MO|TU|WE|TH|FR|SA)$/;

/** The lists of numbers: the least, the greatest, and whether they may count from the end. */
const LISTS = new Map<string, [least: number, greatest: number, signed: boolean]>([
  ['BYSECOND', [0, 60, false]],
  ['BYMINUTE', [0, 59, false]],
  ['BYHOUR', [0, 23, false]],
  ['BYMONTHDAY', [1, 31, true]],
  ['BYYEARDAY', [1, 366, true]],
  ['BYWEEKNO', [1, 53, true]],
  ['BYMONTH', [1, 12, false]],
  ['BYSETPOS', [1, 366, true]],
]);

const OTHERS = new Map<string, { wanted: string; right: (value: string) => unknown }>([
  ['FREQ', { wanted: FREQUENCIES.join(', '), right: (value) => FREQUENCIES.includes(value) }],
  ['UNTIL', { wanted: 'a day or a time', right: readUntil }],
  ['COUNT', { wanted: 'a number from 1', right: isPositive }],
  ['INTERVAL', { wanted: 'a number from 1', right: isPositive }],
  ['BYDAY', { wanted: 'weekdays such as MO or -1SU', right: (value) => readDays(value) }],
  ['WKST', { wanted: 'a weekday', right: (value) => WEEKDAYS.includes(value) }],
]);

/** Parts that some frequencies do not take. */
const NOT_WITH: [part: string, frequencies: string[]][] = [
  ['BYMONTHDAY', ['WEEKLY']],
  ['BYYEARDAY', ['DAILY', 'WEEKLY', 'MONTHLY']],
  ['BYWEEKNO', FREQUENCIES.slice(0, -1)],
];

/** Reads a rule. Where something is wrong with it, that is reported, and there is none. */
export function readRule({ line, value }: Property, report: Report): Rule | null {
  if (value === null) return null;
  let right = true;
  const wrong = (message: string) => {
    right = false;
    report(line, RECUR, message);
  };
  const parts = new Map<string, string>();
  for (const part of value.toUpperCase().split(';')) {
    const [, name = '', text = ''] = /^([A-Z-]+)=(.*)$/s.exec(part) ?? [];
    const problem = wrongPart(name, text);
    if (!name) wrong(`Wanted parts such as FREQ=DAILY; got ${shown(part)}`);
    else if (parts.has(name)) wrong(`Wanted one ${name}`);
    else if (problem) wrong(problem);
    parts.set(name, text);
  }
  if (!right) return null;
  const by = new Map([...LISTS.keys()].flatMap((name) => listOf(name, parts.get(name))));
  const rule = {
    frequency: parts.get('FREQ') ?? '',
    interval: Number(parts.get('INTERVAL') ?? 1),
    until: readUntil(parts.get('UNTIL') ?? ''),
    by,
    days: readDays(parts.get('BYDAY') ?? '') ?? [],
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'),
  };
  if (!rule.frequency) wrong('Wanted FREQ');
  if (rule.until && parts.has('COUNT')) wrong('Wanted COUNT or UNTIL; got both');
  checkTogether(rule, wrong);
  return right ? rule : null;
}

/** Whether a rule comes to an end of itself. */
export function isEndless({ value }: Property): boolean {
  return !/(?:^|;)(?:COUNT|UNTIL)=/i.test(value ?? '');
}

function checkTogether({ frequency, by, days }: Rule, wrong: (message: string) => void): void {
  for (const [part, frequencies] of NOT_WITH)
    if (by.has(part) && frequencies.includes(frequency))
      wrong(`Wanted no ${part} with FREQ=${frequency}`);
  if (days.some(({ ordinal }) => ordinal !== 0)) {
    if (!['MONTHLY', 'YEARLY'].includes(frequency))
      wrong(`Wanted no number before a weekday with FREQ=${frequency}`);
    else if (by.has('BYWEEKNO')) wrong('Wanted no number before a weekday with BYWEEKNO');
  }
  if (by.size === 1 && by.has('BYSETPOS') && days.length === 0)
    wrong('Wanted another BY… part beside BYSETPOS');
}

function wrongPart(name: string, text: string): string | null {
  const other = OTHERS.get(name);
  if (other) return other.right(text) ? null : `Wanted ${other.wanted}; got ${name}=${named(text)}`;
  const range = LISTS.get(name);
  if (!range) return `Wanted a part of a rule; got ${named(name)}`;
  if (listOf(name, text).length > 0) return null;
  const [least, greatest, signed] = range;
  const end = signed ? ', or as many from the end' : '';
  return `Wanted numbers from ${least} to ${greatest}${end}; got ${name}=${named(text)}`;
}

function listOf(name: string, text: string | undefined): [string, number[]][] {
  const [least, greatest, signed] = LISTS.get(name)!;
  const numbers = (text ?? '').split(',');
  const right = numbers.every((each) => {
    const [, sign, digits] = /^([+-]?)(\d{1,3})$/.exec(each) ?? [];
    return digits && (signed || !sign) && Number(digits) >= least && Number(digits) <= greatest;
  });
  return right ? [[name, numbers.map(Number)]] : [];
}

function readDays(text: string): Rule['days'] | null {
  const days = text.split(',').map((each) => {
    const [, sign = '', digits = '', weekday = ''] = BYDAY.exec(each) ?? [];
    const right = weekday && (digits ? Number(digits) >= 1 && Number(digits) <= 53 : !sign);
    return right
      ? { ordinal: Number(`${sign}${digits}`), weekday: WEEKDAYS.indexOf(weekday) }
      : null;
  });
  return days.includes(null) ? null : (days as Rule['days']);
}

function readUntil(text: string): Time | null {
  return readDate(text) ?? readDateTime(text);
}

function isPositive(text: string): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) > 0;
}
