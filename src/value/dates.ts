import { echo, Invalid } from './invalid';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d))?$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** Whether a text is a day of the calendar written `YYYY-MM-DD`, in the years 1 to 9999. */
export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day || month > 12) return false;
  return day <= daysIn(year, month);
}

/** A day of the calendar, `YYYY-MM-DD`; 30 February is none. */
export function parseDate(value: unknown): string {
  if (typeof value === 'string' && isDate(value)) return value;
  throw new Invalid('INVALID_DATE', `Wanted a day as YYYY-MM-DD; got ${echo(value)}.`);
}

/** A day, or a time on a wall clock without its zone; seconds are dropped where they are zero, so that a time is written in one way. */
export function parseLocalDateTime(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  if (isDate(text)) return text;
  const [, date = '', time, seconds = '00'] = LOCAL_TIME.exec(text) ?? [];
  if (!isDate(date)) {
    const wanted = 'a local time as YYYY-MM-DDTHH:MM or a day as YYYY-MM-DD';
    throw new Invalid('INVALID_DATE', `Wanted ${wanted}; got ${echo(value)}.`);
  }
  return seconds === '00' ? `${date}T${time}` : `${date}T${time}:${seconds}`;
}

/** An instant written with any offset, as UTC with milliseconds. */
export function parseDateTime(value: unknown): string {
  const date = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  const instant = date && isDate(date) ? new Date((value as string).toUpperCase()) : undefined;
  if (instant && isDate(instant.toISOString().slice(0, 10))) return instant.toISOString();
  const wanted = 'an instant such as 2026-04-23T06:00:00Z';
  throw new Invalid('INVALID_DATE', `Wanted ${wanted}; got ${echo(value)}.`);
}

/** The first day of a month; months beyond the twelfth run on into the next years. */
export function firstDay(year: number, month: number): string {
  return `${monthText(year, month)}-01`;
}

/** The last day of a month; months beyond the twelfth run on into the next years. */
export function lastDay(year: number, month: number): string {
  const text = monthText(year, month);
  return `${text}-${daysIn(Number(text.slice(0, 4)), Number(text.slice(5)))}`;
}

function monthText(year: number, month: number): string {
  const years = year + Math.floor((month - 1) / 12);
  return `${pad(years, 4)}-${pad(((month - 1) % 12) + 1, 2)}`;
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
