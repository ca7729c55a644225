import { compact } from '../value/recurrence';
import { type Shift, localTime, offset, shiftsIn } from '../value/zone';

/** The rule of the European Union, as the clock in Helsinki follows it: in the form that every client reads. */
const HELSINKI = [
  'BEGIN:DAYLIGHT',
  'DTSTART:19970330T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'TZNAME:EEST',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19971026T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'TZNAME:EET',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
];

/**
 * The lines of a VTIMEZONE (RFC 5545, section 3.6.5) that tell the clock of a zone in some years: of Helsinki as a constant
 * rule while the clock follows it, of others change by change.
 */
export function vtimezone(zone: string, firstYear: number, lastYear: number): string[] {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i);
  const constant = zone === 'Europe/Helsinki' && firstYear > 1997 && years.every(isEuropean);
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...(constant ? HELSINKI : observances(zone, firstYear, years)),
    'END:VTIMEZONE',
  ];
}

/** Whether the clock in Helsinki changes in a year on the last Sundays of March and October at 1 o’clock UTC. */
function isEuropean(year: number): boolean {
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(year, month, 31, 1));
    return last.getTime() - last.getUTCDay() * 86_400_000;
  };
  const found = shiftsIn(year, 'Europe/Helsinki').map(({ at, after }) => [at, after / 3_600_000]);
  return (
    JSON.stringify(found) ===
    JSON.stringify([
      [lastSunday(2), 3],
      [lastSunday(9), 2],
    ])
  );
}

function observances(zone: string, firstYear: number, years: readonly number[]): string[] {
  const before = Date.UTC(firstYear - 1, 0, 1);
  const standing = offset(before, zone);
  const shifts = [firstYear - 1, ...years].flatMap((year) => shiftsIn(year, zone));
  return [
    ...observance(localTime(before, zone), standing, standing, 'STANDARD'),
    ...shifts.flatMap(({ at, before: from, after }: Shift) =>
      observance(
        new Date(at + from).toISOString().slice(0, 19),
        from,
        after,
        after > from ? 'DAYLIGHT' : 'STANDARD',
      ),
    ),
  ];
}

const observance = (local: string, from: number, to: number, name: string) => [
  `BEGIN:${name}`,
  `DTSTART:${compact(local)}`,
  `TZOFFSETFROM:${offsetText(from)}`,
  `TZOFFSETTO:${offsetText(to)}`,
  `END:${name}`,
];

/** `+0200`, or `+013949` where the clock was ahead by odd seconds. */
function offsetText(ahead: number): string {
  const seconds = Math.abs(ahead) / 1000;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const odd = seconds % 60 ? two(seconds % 60) : '';
  return `${ahead < 0 ? '-' : '+'}${two(seconds / 3600)}${two((seconds / 60) % 60)}${odd}`;
}
