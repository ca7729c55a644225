import { echo, Invalid } from './invalid';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The UTC instant of a time on the clock of a zone, as ISO text with milliseconds. A time that the clock skips in spring
 * is moved forward by what it skips; of a time that comes twice in autumn the first is meant; a day begins at midnight.
 */
export function instant(local: string, zone: string): string {
  const clock = Date.parse(local.length === 10 ? `${local}T00:00Z` : `${local}Z`);
  const before = clock - offset(clock - DAY, zone);
  const after = clock - offset(clock + DAY, zone);
  const exists = (utc: number) => utc + offset(utc, zone) === clock;
  return new Date(!exists(before) && exists(after) ? after : before).toISOString();
}

/** The name of a time zone, in the case in which the IANA database writes it. */
export function parseZone(value: unknown): string {
  const name = typeof value === 'string' && /^[A-Za-z]/.test(value) ? value : '';
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  } catch {
    throw new Invalid('INVALID', `Wanted a time zone such as Europe/Helsinki; got ${echo(value)}.`);
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
function offset(utc: number, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    clocks.set(zone, clock);
  }
  const name = clock.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
  return sign === '-' ? -ahead : ahead;
}
