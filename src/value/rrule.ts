/**
 * A rule of recurrence (RFC 5545, section 3.3.10), taken apart: its lists of numbers by their names, and the days of
 * BYDAY, of which Sunday is 0. This file is also what the judge of calendars reads rules with, so that there is one table
 * of their forms; it imports nothing.
 */
export interface Rule {
  frequency: string;
  interval: number;
  count: number | null;
  until: string | null;
  by: ReadonlyMap<string, readonly number[]>;
  days: readonly { ordinal: number; weekday: number }[];
  weekStart: number;
}

/** Takes down what a rule should have, and what it has instead. */
export type Wrong = (wanted: string, got: string) => void;

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

const OTHERS = new Map<string, { wanted: string; form: RegExp }>([
  ['FREQ', { wanted: FREQUENCIES.join(', '), form: new RegExp(`^(?:${FREQUENCIES.join('|')})$`) }],
  ['UNTIL', { wanted: 'a day or a time', form: /^\d{8}(?:T\d{6}Z?)?$/ }],
  ['COUNT', { wanted: 'a number from 1', form: /^0{0,8}[1-9]\d{0,8}$/ }],
  ['INTERVAL', { wanted: 'a number from 1', form: /^0{0,8}[1-9]\d{0,8}$/ }],
  ['WKST', { wanted: 'a weekday', form: new RegExp(`^(?:${WEEKDAYS.join('|')})$`) }],
]);

/** Parts that some frequencies do not take. */
const NOT_WITH: [part: string, frequencies: string[]][] = [
  ['BYMONTHDAY', ['WEEKLY']],
  ['BYYEARDAY', ['DAILY', 'WEEKLY', 'MONTHLY']],
  ['BYWEEKNO', FREQUENCIES.slice(0, -1)],
];

/** Reads a rule in capitals. Where something is wrong with its form, that is told, and there is none. */
export function readRule(text: string, wrong: Wrong): Rule | null {
  let right = true;
  const tell: Wrong = (...problem) => {
    right = false;
    wrong(...problem);
  };
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([A-Z-]+)=(.*)$/s.exec(part) ?? [];
    if (!name) tell('parts such as FREQ=DAILY', part);
    else if (parts.has(name)) tell(`one ${name}`, text);
    else checkPart(name, value, tell);
    parts.set(name, value);
  }
  if (!right) return null;
  const rule: Rule = {
    frequency: parts.get('FREQ') ?? '',
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    until: parts.get('UNTIL') ?? null,
    by: new Map([...LISTS.keys()].flatMap((name) => listOf(name, parts.get(name)))),
    days: daysOf(parts.get('BYDAY') ?? '') ?? [],
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'),
  };
  checkTogether(rule, text, tell);
  return right ? rule : null;
}

function checkPart(name: string, value: string, wrong: Wrong): void {
  const got = `${name}=${value}`;
  const other = OTHERS.get(name);
  const range = LISTS.get(name);
  if (other) {
    if (!other.form.test(value)) wrong(other.wanted, got);
  } else if (name === 'BYDAY') {
    if (!daysOf(value)) wrong('weekdays such as MO or -1SU', got);
  } else if (!range) wrong('a part of a rule', name);
  else if (listOf(name, value).length === 0) {
    const [least, greatest, signed] = range;
    const end = signed ? ', or as many from the end' : '';
    wrong(`numbers from ${least} to ${greatest}${end}`, got);
  }
}

function checkTogether({ frequency, count, until, by, days }: Rule, text: string, wrong: Wrong) {
  if (!frequency) wrong('FREQ', text);
  if (count !== null && until !== null) wrong('COUNT or UNTIL, not both', text);
  for (const [part, frequencies] of NOT_WITH)
    if (by.has(part) && frequencies.includes(frequency))
      wrong(`no ${part} with FREQ=${frequency}`, text);
  if (days.some(({ ordinal }) => ordinal !== 0)) {
    if (!['MONTHLY', 'YEARLY'].includes(frequency))
      wrong(`no number before a weekday with FREQ=${frequency}`, text);
    else if (by.has('BYWEEKNO')) wrong('no number before a weekday with BYWEEKNO', text);
  }
  if (by.size === 1 && by.has('BYSETPOS') && days.length === 0)
    wrong('another BY… part beside BYSETPOS', text);
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

function daysOf(text: string): Rule['days'] | null {
  const days = text.split(',').map((each) => {
    const [, sign = '', digits = '', weekday = ''] = BYDAY.exec(each) ?? [];
    const right = weekday && (digits ? Number(digits) >= 1 && Number(digits) <= 53 : !sign);
    return right
      ? { ordinal: Number(`${sign}${digits}`), weekday: WEEKDAYS.indexOf(weekday) }
      : null;
  });
  return days.includes(null) ? null : (days as Rule['days']);
}
