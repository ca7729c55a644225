import type { DateFormat } from './formats';

const DAY = 86_400;
/** Seconds of 1899-12-30 and of 1904-01-01: the day 0 of the two calendars of spreadsheets. */
const EPOCHS = { since1900: Date.UTC(1899, 11, 30) / 1000, since1904: Date.UTC(1904, 0, 1) / 1000 };
/** Spreadsheets have a 29 February 1900, day 60: before it, days are one off. */
const LEAP = 60;

/** A number of days as a moment, with the hours that a day may have though its format hides them; null where it is none that there is. */
export function momentOf(serial: number, format: DateFormat, since1904: boolean): string | null {
  if (!(serial >= 0) || serial > 2_958_466) return null;
  const days = !since1904 && serial < LEAP ? serial + 1 : serial;
  const epoch = since1904 ? EPOCHS.since1904 : EPOCHS.since1900;
  const seconds = Math.round(days * DAY);
  const iso = new Date((epoch + seconds) * 1000).toISOString();
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 19).replace(/:00$/, '')];
  if (format === 'time' && serial < 1) return time;
  return seconds % DAY === 0 ? date : `${date}T${time}`;
}

/** The number of days that stands for a day or a time on a clock; null where spreadsheets have none for it. */
export function serialOf(at: string): number | null {
  const midnight = /^\d{4}-\d{2}-\d{2}T00:00$/.test(at); // which would be read as the day
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(at);
  if (!isDate || midnight || at < '1900-03-01') return null;
  return (Date.parse(`${at}${at.length > 10 ? '' : 'T00:00'}Z`) / 1000 - EPOCHS.since1900) / DAY;
}
