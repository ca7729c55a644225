import { shown } from './content-line';

/** The types of value of RFC 5545, 3.3; GEO is the pair of numbers of the property of that name. */
export type ValueType = keyof typeof VALUE_TYPES;

/** A day or a time of day, as if it were in UTC: in milliseconds, so that those of one zone can be compared. */
export interface Time {
  type: 'DATE' | 'DATE-TIME';
  utc: boolean;
  at: number;
}

const DATE = String.raw`(\d{4})(\d\d)(\d\d)`;
const TIME = String.raw`T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)`;
const DAY = new RegExp(`^${DATE}$`);
const INSTANT = new RegExp(`^${DATE}${TIME}(Z?)$`);
const HOURS = String.raw`T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)`;
const DURATION = new RegExp(String.raw`^[+-]?P(?:\d+W|\d+D(?:${HOURS})?|${HOURS})$`);
const OFFSET = /^[+-](?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$/;
const FLOAT = String.raw`[+-]?\d+(?:\.\d+)?`;
const GEO = new RegExp(`^(${FLOAT});(${FLOAT})$`);
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:./;
const NOT_IN_URI = /[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})/;

/** Reads a DATE such as `20260401`; null where there is no such day. */
export function readDate(text: string): Time | null {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year ? timeOf('DATE', [year, month, day], false) : null;
}

/** Reads a DATE-TIME such as `20260401T090000Z`; null where there is no such time. */
export function readDateTime(text: string): Time | null {
  const [, ...parts] = INSTANT.exec(text) ?? [];
  return parts.length > 0 ? timeOf('DATE-TIME', parts.slice(0, 6), parts[6] === 'Z') : null;
}

function timeOf(type: Time['type'], parts: (string | undefined)[], utc: boolean): Time | null {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const time = new Date(0);
  time.setUTCFullYear(year!, month! - 1, day); // Date.UTC takes the year 26 for 1926
  if (time.getUTCMonth() !== month! - 1 || time.getUTCDate() !== day) return null;
  return { type, utc, at: time.setUTCHours(hour, minute, second) };
}

/** Whether a text is a DURATION that is longer than nothing. */
export function isPositiveDuration(text: string): boolean {
  return DURATION.test(text) && !text.startsWith('-') && /[1-9]/.test(text);
}

/** A TEXT as it reads when its escapes are resolved. */
export function unescapeText(text: string): string {
  return text.replace(/\\(.)/gu, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}

const TEXT_ESCAPES = 'Wanted a backslash only in \\\\, \\;, \\, and \\n';

function wrongText(text: string, listed: boolean): string | null {
  for (const [found, before] of text.matchAll(/\\([\\;,nN])|[\\;,]/g)) {
    if (before || (listed && found === ',')) continue;
    return found === '\\'
      ? `${TEXT_ESCAPES}; got ${shown(text)}`
      : `Wanted a backslash before ${found}; got ${shown(text)}`;
  }
  return null;
}

function wrongUri(text: string): string | null {
  if (URI.test(text) && !NOT_IN_URI.test(text) && (!/^https?:/i.test(text) || URL.canParse(text)))
    return null;
  const unescaped = text.includes('\\') ? ' without escapes' : '';
  return `Wanted a URI${unescaped}; got ${shown(text)}`;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/=]|=[^=]|={3}/.test(text);
}

function wrongInteger(text: string): string | null {
  const inRange = /^[+-]?\d+$/.test(text) && Math.abs(Number(text) + 0.5) < 2 ** 31;
  return inRange ? null : `Wanted a whole number; got ${shown(text)}`;
}

function wrongGeo(text: string): string | null {
  const [, latitude, longitude] = GEO.exec(text) ?? [];
  const right = latitude && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
  return right ? null : `Wanted degrees north;east, such as 60.39;25.66; got ${shown(text)}`;
}

function wrongPeriod(text: string): string | null {
  const [start = '', end = ''] = text.split('/', 2);
  const [from, to] = [readDateTime(start), readDateTime(end)];
  const right = from && (to ? to.at > from.at : isPositiveDuration(end));
  return right ? null : `Wanted a start and a later end or a duration; got ${shown(text)}`;
}

const unless = (right: (text: string) => unknown, wanted: string) => (text: string) =>
  right(text) ? null : `Wanted ${wanted}; got ${shown(text)}`;

/** Where a type is laid down, and what is wrong with a text that is to be of it. Rules have a module of their own. */
export const VALUE_TYPES = {
  BINARY: {
    section: 'RFC 5545, 3.3.1',
    wrong: unless(isBase64, 'Base64'),
  },
  'CAL-ADDRESS': { section: 'RFC 5545, 3.3.3', wrong: wrongUri },
  DATE: {
    section: 'RFC 5545, 3.3.4',
    wrong: unless(readDate, 'a day of the calendar such as 20260401'),
  },
  'DATE-TIME': {
    section: 'RFC 5545, 3.3.5',
    wrong: unless(readDateTime, 'a time such as 20260401T090000Z'),
  },
  DURATION: {
    section: 'RFC 5545, 3.3.6',
    wrong: unless((text) => DURATION.test(text), 'a duration such as P1D or PT1H30M'),
  },
  GEO: { section: 'RFC 5545, 3.8.1.6', wrong: wrongGeo },
  INTEGER: { section: 'RFC 5545, 3.3.8', wrong: wrongInteger },
  PERIOD: { section: 'RFC 5545, 3.3.9', wrong: wrongPeriod },
  RECUR: { section: 'RFC 5545, 3.3.10', wrong: () => null },
  TEXT: { section: 'RFC 5545, 3.3.11', wrong: wrongText },
  UID: { section: 'RFC 9253, 7', wrong: wrongText },
  URI: { section: 'RFC 5545, 3.3.13', wrong: wrongUri },
  'UTC-OFFSET': {
    section: 'RFC 5545, 3.3.14',
    wrong: unless(
      (text) => OFFSET.test(text) && !/^-0+$/.test(text),
      'an offset such as +0200, and never -0000',
    ),
  },
} satisfies Record<
  string,
  { section: string; wrong: (text: string, listed: boolean) => string | null }
>;
