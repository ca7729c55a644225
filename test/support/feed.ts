import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarEvent, CalendarSeries, Feed } from '../../src/calendar/calendar-event';
import { toICalendar } from './forms';
import { lint } from '../../src/lint/lint';
import { occurrenceAt, occurrences } from '../../src/value/recurrence';
import { EVENT, SERIES } from './calendar';
import { type Told, readByIcalJs, readByPython, readByTsIcs } from './clients';

/** A python that has `icalendar`; CI sets it. */
export const PYTHON = process.env.LUOTSI_PYTHON;

/** A feed of events of which no more is known than must be. */
export function feedOf(events: Partial<CalendarEvent>[], more: Partial<Feed> = {}): Feed {
  return {
    name: 'Tapahtumat',
    description: 'Kirjastojen koulutukset',
    address: 'https://luotsi.example/calendar.ics?region=a',
    home: 'https://luotsi.example/',
    language: 'fi',
    licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    attribution: 'Luotsin kirjastot',
    updatedAt: '2026-02-03T10:00:00.000Z',
    isExpanded: false,
    events: events.map((event) => ({ ...EVENT, ...event })),
    ...more,
  };
}

/** The occurrences of a series; those for which the change is null are left out. */
export function occurringIn(
  given: Partial<CalendarSeries>,
  change: (start: string, i: number) => Partial<CalendarEvent> | null = () => ({}),
): CalendarEvent[] {
  const series = { ...SERIES, ...given };
  return occurrences(series.rrule!, series.timing).flatMap((start, i): CalendarEvent[] => {
    const own = change(start, i);
    const timing = occurrenceAt(series.timing, start);
    const event = { ...EVENT, ...series, id: `${series.id}-${i}`, timing };
    return own ? [{ ...event, series, originalStart: start, ...own }] : [];
  });
}

/** Writes a feed, holds it against the standard, and gives what readers agree that it tells. */
export function toldIn(feed: Feed): Told[] {
  const text = toICalendar(feed);
  expect(lint(text)).toEqual([]);
  const told = readByIcalJs(text);
  // ts-ics takes BEGIN and END for components also where they stand within a text
  if (!told.some((each) => /(BEGIN|END):V/.test(JSON.stringify(each))))
    expect(readByTsIcs(text)).toEqual(told);
  return told;
}

/** The same by the reader in Python. */
export const toldToPython = (feed: Feed): Told[] => readByPython(PYTHON!, toICalendar(feed));

const ROOT = join(__dirname, '..', '..');

/** The folder of the built program, which must not be older than what it is built from. */
export function builtFolder(): string {
  const dist = join(ROOT, 'dist');
  const program = join(dist, 'src', 'cli', 'luotsi.js');
  const built = existsSync(program) ? statSync(program).mtimeMs : 0;
  const newer = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .find((name) => statSync(join(ROOT, 'src', name)).mtimeMs > built);
  if (newer) throw new Error(`src/${newer} is newer than dist/: run \`npm run build\` first.`);
  return dist;
}
