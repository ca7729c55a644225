import { isDate } from '../value/dates';
import { HOME_ZONE, instant } from '../value/timing';
import { localTime } from '../value/zone';
import { wordKey } from './words';

const DAY = String.raw`(?<day>\d{1,2})\.\s*(?<month>\d{1,2})\.\s*(?<year>\d{4}|\d{2})`;
const CLOCK = String.raw`(?<hour>\d{1,2})(?:[.:](?<minute>\d{2}))?(?:[.:](?<second>\d{2}))?`;
const AT = String.raw`(?:,?\s*(?:klo|kello|kl|at)\.?\s*|,?\s+|T)`;

/** As Finns and Swedes write it, perhaps with the day of the week before it: `to 23.4.2026 klo 9.00`. */
const WRITTEN = new RegExp(String.raw`^(?:\p{L}{2,12}\.?,?\s+)?${DAY}(?:${AT}${CLOCK})?$`, 'iu');
/** As ISO 8601 writes it, or with a space for the T. */
const ISO = new RegExp(
  String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:${AT}${CLOCK})?$`,
  'iu',
);
const TIME = new RegExp(String.raw`^(?:(?:klo|kello|kl)\.?\s*)?${CLOCK}$`, 'iu');

/** A day, or a time on a clock, as ISO 8601 writes it; null where a text is neither. */
export function readMoment(text: string): string | null {
  const { day, month, year, ...time } = (ISO.exec(text) ?? WRITTEN.exec(text))?.groups ?? {};
  if (!day || !month || !year) return null;
  const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isDate(date)) return null;
  if (time.hour === undefined) return date;
  const clock = clockOf(time);
  return clock && `${date}T${clock}`;
}

/** A time of a day such as `9.00`, `klo 9` or `09:00`, as ISO 8601 writes it; null where a text is none. */
export const readTime = (text: string): string | null => clockOf(TIME.exec(text)?.groups ?? {});

function clockOf({
  hour,
  minute = '00',
  second = '00',
}: Record<string, string | undefined>): string | null {
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return null;
  const time = `${hour.padStart(2, '0')}:${minute}`;
  return second === '00' ? time : `${time}:${second}`;
}

/** From when until when; each a day or a time on a clock. */
export interface Span {
  start: string;
  end: string;
}

/** `23.4.2026 klo 9.00–11.00`, `23.–24.4.2026`, `23.4.–2.5.2026`, `1.1.2026–30.6.2026`; null where a text is no such stretch. */
export function readSpan(text: string): Span | null {
  const [first, last, ...more] = text.split(/[-–—]/).map((each) => each.trim());
  if (!first || !last || more.length > 0) return null;
  const start = readMoment(first);
  const end = readMoment(last);
  if (start && end) return { start, end };
  if (start?.includes('T')) {
    const time = readTime(last);
    return time ? { start, end: `${start.slice(0, 10)}T${time}` } : null;
  }
  const [, day, month] =
    /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})\.(?:\s*(\d{1,2})\.)?$/u.exec(first) ?? [];
  if (!day || !end || end.includes('T')) return null;
  const [year, lastMonth] = end.split('-');
  const date = readMoment(`${day}.${month ?? lastMonth}.${year}`);
  return date ? { start: date, end } : null;
}

const SEASONS: Record<string, string> = {
  ...{ kevät: '21', kesä: '22', syksy: '23', talvi: '24' },
  ...{ vår: '21', våren: '21', sommar: '22', sommaren: '22', höst: '23', hösten: '23' },
  ...{ vinter: '24', vintern: '24', spring: '21', summer: '22', autumn: '23', winter: '24' },
};

const MONTHS = new Map(
  ['fi', 'sv', 'en'].flatMap((language) => {
    const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, i) => {
      const name = names.format(new Date(Date.UTC(2000, i, 1)));
      return [wordKey(name), String(i + 1).padStart(2, '0')] as const;
    });
  }),
);

/** A time that is known less than to the day, as EDTF writes it: `syksy 2026`, `huhtikuu 2026`, `2026`; null where a text is none. */
export function readImprecise(text: string): string | null {
  if (/^\d{4}$/.test(text)) return text;
  const [, word, year] = /^(\p{L}+)\s+(\d{4})$/u.exec(text) ?? [];
  if (word === undefined) return /^\d{4}-\d{2}[?~%]?$/.test(text) ? text : null;
  const part = SEASONS[word.toLowerCase()] ?? MONTHS.get(wordKey(word));
  return part ? `${year}-${part}` : null;
}

/** A period as a bundle takes it: of `2026`, `2024–2026`, `1.1.2026–30.6.2026`; null where a text is none of those. */
export function readPeriod(text: string): Span | string | null {
  const [, first, last] = /^(\d{4})\s*[-–—/]\s*(\d{4})$/.exec(text) ?? [];
  if (first) return `${first}/${last}`;
  const span = readSpan(text);
  if (span && !span.start.includes('T') && !span.end.includes('T')) return span;
  const day = readMoment(text);
  return day && !day.includes('T') ? day : readImprecise(text);
}

/** The instant of a time on the clocks of Finland; null where a text is not such a time. */
export function readInstant(text: string): string | null {
  const local = readMoment(text);
  return local?.includes('T') ? instant(local, HOME_ZONE) : null;
}

/** The time on the clocks of Finland at an instant; null where that does not tell the instant, as in the hour that comes twice. */
export function clockAt(utc: string): string | null {
  const local = localTime(Date.parse(utc), HOME_ZONE).replace(/:00$/, '');
  return instant(local, HOME_ZONE) === utc ? local : null;
}
