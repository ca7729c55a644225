import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { type IcsDateObject, convertIcsCalendar } from 'ts-ics';

/** What a client makes of a VEVENT; times are days, or instants as ISO text. */
export interface Told {
  uid: string;
  recurrenceId: string | null;
  title: string;
  description: string | null;
  location: string | null;
  status: string;
  sequence: number;
  start: string;
  end: string | null;
}

const DAY = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clock of a zone is ahead of UTC at an instant, by the time-zone database. */
export function offsetAt(at: number, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) {
    const style = { dateStyle: 'short', timeStyle: 'medium' } as const;
    clocks.set(zone, (clock = new Intl.DateTimeFormat('sv', { timeZone: zone, ...style })));
  }
  return Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** The instants at which a clock shows a local time: none, one or two. */
export function instantsOf(local: string, zone: string): number[] {
  const shown = Date.parse(`${local}Z`);
  const offsets = new Set([offsetAt(shown - DAY, zone), offsetAt(shown + DAY, zone)]);
  return [...offsets]
    .map((each) => shown - each)
    .filter((at) => at + offsetAt(at, zone) === shown)
    .sort((a, b) => a - b);
}

/** RFC 5545, section 3.3.5: the first of two; what the clock skips is read with the offset from before. */
export function instantOf(local: string, zone: string): string {
  const shown = Date.parse(`${local}Z`);
  const [first = shown - offsetAt(shown - DAY, zone)] = instantsOf(local, zone);
  return new Date(first).toISOString();
}

const localOf = (time: ICAL.Time) => time.toString().slice(0, 19);

function timeOf(time: ICAL.Time): string {
  if (time.isDate) return time.toString();
  const zone = time.zone.tzid;
  if (zone === 'floating') throw new Error(`There is no zone for ${time.toString()}.`);
  return zone === 'UTC'
    ? new Date(`${localOf(time)}Z`).toISOString()
    : instantOf(localOf(time), zone);
}

const calendarOf = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[]);
const eventsOf = (text: string) =>
  calendarOf(text)
    .getAllSubcomponents('vevent')
    .map((each) => new ICAL.Event(each, { strictExceptions: true, exceptions: [] }));

function toldOf(event: ICAL.Event): Told {
  const { component } = event;
  const property = (name: string) => component.getFirstPropertyValue(name) as string | null;
  return {
    uid: event.uid,
    recurrenceId: event.recurrenceId && timeOf(event.recurrenceId),
    title: event.summary,
    description: property('description'),
    location: property('location'),
    status: property('status')!,
    sequence: event.sequence,
    start: timeOf(event.startDate),
    end: component.hasProperty('dtend') ? timeOf(event.endDate) : null,
  };
}

/** The VEVENTs of a calendar as ical.js reads them, in their order. */
export const readByIcalJs = (text: string): Told[] => eventsOf(text).map(toldOf);

/** The VEVENTs of a calendar as ts-ics reads them, in their order. */
export function readByTsIcs(text: string): Told[] {
  const { events = [] } = convertIcsCalendar(undefined, text);
  const at = ({ date, type }: IcsDateObject) =>
    type === 'DATE' ? date.toISOString().slice(0, 10) : date.toISOString();
  return events.map((each) => ({
    uid: each.uid,
    recurrenceId: each.recurrenceId ? at(each.recurrenceId.value) : null,
    title: each.summary,
    description: each.description ?? null,
    location: each.location ?? null,
    status: each.status!,
    sequence: each.sequence ?? 0, // it leaves out 0
    start: at(each.start),
    end: each.end ? at(each.end) : null,
  }));
}

/** A calendar as Python’s icalendar reads it. */
export function readByPython(python: string, text: string): (Told & Record<string, unknown>)[] {
  const script = join(__dirname, 'icalendar.py');
  const options = { input: text, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(python, [script], options));
}

/** An occurrence as a client shows it. */
export interface Occurrence {
  uid: string;
  title: string;
  status: string;
  start: string;
  end: string;
  /** Where a client takes the time from DTSTART to DTEND by the clock and not exactly. */
  endByClock: string;
}

/** All that a calendar means to a client: rules without their exceptions, overrides in place, and what stands alone. */
export function expand(text: string): Occurrence[] {
  const [overrides, others] = [true, false].map((wanted) =>
    eventsOf(text).filter((each) => each.isRecurrenceException() === wanted),
  ) as [ICAL.Event[], ICAL.Event[]];
  const found = others.flatMap((event) => {
    if (!event.isRecurring()) return [single(event)];
    const own = new Map(
      overrides
        .filter(({ uid }) => uid === event.uid)
        .map((each) => [each.recurrenceId.toString(), each]),
    );
    const occurrences = recurring(event, own);
    if (own.size > 0) throw new Error(`No rule gives ${[...own.keys()].join()}.`);
    return occurrences;
  });
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export const keyOf = ({ start, uid, title }: Occurrence) => [start, uid, title].join(' ');

function single(event: ICAL.Event): Occurrence {
  const { uid, title, status, start, end } = toldOf(event);
  return { uid, title, status, start, end: end ?? start, endByClock: end ?? start };
}

function recurring(event: ICAL.Event, overrides: Map<string, ICAL.Event>): Occurrence[] {
  const { uid, title, status, start: first, end: firstEnd } = toldOf(event);
  const length = firstEnd === null ? 0 : Date.parse(firstEnd) - Date.parse(first);
  const iterator = event.iterator();
  const found: Occurrence[] = [];
  for (let next = iterator.next(); next; next = iterator.next()) {
    const override = overrides.get(next.toString());
    overrides.delete(next.toString());
    if (override) {
      found.push(single(override));
      continue;
    }
    const start = timeOf(next);
    const end = new Date(Date.parse(start) + length).toISOString();
    const clockEnd = next.clone();
    if (firstEnd !== null) clockEnd.addDuration(event.endDate.subtractDate(event.startDate));
    found.push({
      uid,
      title,
      status,
      start,
      end: next.isDate ? end.slice(0, 10) : end,
      endByClock: timeOf(clockEnd),
    });
  }
  return found;
}
