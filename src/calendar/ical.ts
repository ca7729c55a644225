import { Modality } from '../action/action.entity';
import { EventStatus } from '../event/event.entity';
import { calendarStatus } from '../event/status';
import {
  compact,
  isSkipped,
  occurrenceAt,
  occurrences,
  storedOccurrences,
} from '../value/recurrence';
import { hrefOf } from '../value/text';
import { HOME_ZONE, Precision, type Timing, endInstant, instant } from '../value/timing';
import { lastInstant } from '../value/zone';
import type { CalendarEvent, CalendarOccasion, CalendarSeries, Feed } from './calendar-event';
import { vtimezone } from './vtimezone';
import { type Words, wordsOf } from './words';

/** How often clients may ask again. */
const REFRESH = 'PT4H';

/**
 * A feed as iCalendar (RFC 5545, RFC 7986). All that it says comes from the data: the same events give the same bytes.
 * What is at a time stands in UTC, what is on days as days; a series is written once, with its rule on the clock of its
 * zone, and beside it only what differs from the rule, unless each occurrence is to stand by itself. What has no first or no last day has no place in a calendar.
 */
export function* toICalendar(feed: Feed): Generator<string> {
  const words = wordsOf(feed.language);
  const bounded = feed.events.filter(({ timing }) => timing.earliest && timing.latest);
  const units = feed.isExpanded
    ? bounded.map((event): Unit => ({ series: null, event }))
    : unitsOf(bounded);
  const isMixed = new Set(units.flatMap(languagesIn)).size > 1;
  const written = (lines: readonly string[]) => lines.map(fold).join('');
  yield written([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Luotsi//Library development plans//FI',
    'CALSCALE:GREGORIAN',
    text('NAME', feed.name),
    text('X-WR-CALNAME', feed.name),
    text('DESCRIPTION', `${feed.description}\n${feed.attribution}\n${feed.licence.url}`),
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    `SOURCE;VALUE=URI:${uri(feed.address)}`,
    ...(units.length > 0 ? zonesOf(units) : vtimezone(HOME_ZONE, 2000, 2000)), // some component must be there
  ]);
  for (const unit of units)
    yield written(
      unit.series
        ? seriesLines(unit.series, unit.events, { words, isMixed })
        : singleLines(unit.event, uidOf(unit.event, feed.isExpanded), { words, isMixed }),
    );
  yield written(['END:VCALENDAR']);
}

/** In which language a feed says things, and whether its titles are in several. */
interface Telling {
  words: Words;
  isMixed: boolean;
}

type Unit =
  { series: CalendarSeries; events: CalendarEvent[] } | { series: null; event: CalendarEvent };

/** The languages of the titles in a unit. */
const languagesIn = (unit: Unit) =>
  (unit.series ? [unit.series, ...unit.events] : [unit.event]).map((each) => each.titleLanguage);

/** Events alone, and what a rule gives, and the clock shows, together where the first of its series stands. */
function unitsOf(events: readonly CalendarEvent[]): Unit[] {
  const units: Unit[] = [];
  const open = new Map<string, CalendarEvent[]>();
  const given = new Map<string, Set<string>>();
  const gives = ({ id, rrule, timing }: CalendarSeries, start: string) => {
    const starts = given.get(id) ?? new Set(rrule && storedOccurrences(rrule, timing));
    given.set(id, starts);
    return starts.has(start) && !isSkipped(start, timing.zone!);
  };
  for (const event of events) {
    const { series, originalStart } = event;
    const own = series && open.get(series.id);
    if (!series || originalStart === null || !gives(series, originalStart))
      units.push({ series: null, event });
    else if (own) own.push(event);
    else {
      const first = [event];
      open.set(series.id, first);
      units.push({ series, events: first });
    }
  }
  return units;
}

/** The zones on whose clocks series are written, each with the years in which they are. */
function zonesOf(units: readonly Unit[]): string[] {
  const years = new Map<string, Set<number>>();
  for (const unit of units) {
    if (!unit.series || unit.series.timing.allDay) continue;
    const { timing, rrule } = unit.series;
    const known = years.get(timing.zone!) ?? new Set();
    years.set(timing.zone!, known);
    const days = unit.events.flatMap(({ timing: { earliest, latest } }) => [earliest!, latest!]);
    for (const each of [...occurrences(rrule!, timing), ...days])
      known.add(Number(each.slice(0, 4)));
  }
  return [...years]
    .sort()
    .flatMap(([zone, each]) => vtimezone(zone, Math.min(...each), Math.max(...each) + 1));
}

/** Of an occurrence that stands by itself: where all do, clients know it again by the start that its rule gives. */
function uidOf({ id, uid, originalStart }: CalendarEvent, isExpanded: boolean): string {
  if (originalStart === null) return uid;
  return isExpanded ? `${uid}-${compact(originalStart)}` : id;
}

function singleLines(event: CalendarEvent, uid: string, telling: Telling): string[] {
  return component([
    ...identity(event, uid, event.sequence),
    ...whenOf(event.timing),
    ...bodyOf(event, telling, isVague(event.timing)),
  ]);
}

/** The rule, and what differs from it: moved or edited occurrences, and as exceptions those that do not come. */
function seriesLines(
  series: CalendarSeries,
  events: readonly CalendarEvent[],
  telling: Telling,
): string[] {
  const { timing, rrule } = series;
  const zone = timing.allDay ? undefined : timing.zone!;
  const starts = occurrences(rrule!, timing);
  const there = new Set(events.map((each) => each.originalStart));
  const missing = starts.filter((each) => !there.has(each));
  const held = events.some(({ status }) => status !== EventStatus.CANCELLED);
  const cancelled = series.status === EventStatus.CANCELLED;
  // clients take a cancelled series for the end of all of it
  const status = cancelled && held ? EventStatus.CONFIRMED : series.status;
  const body = bodyOf({ ...series, status }, telling, false);
  const master = component([
    ...identity(series, series.uid, series.sequence),
    ...whenOf(timing, zone),
    `RRULE:${boundedRule(rrule!, starts.at(-1)!, timing)}`,
    ...missing.map((each) => point('EXDATE', each, timing.allDay, zone)),
    ...body,
  ]);
  const overrides = events.flatMap((event) => {
    // a page of its own makes no occurrence differ from its rule
    const own = bodyOf({ ...event, page: undefined }, telling, isVague(event.timing));
    const time = whenOf(event.timing, zone);
    const expected = whenOf(occurrenceAt(timing, event.originalStart!), zone);
    const asLong = lengthOf(event.timing) === lengthOf(timing);
    if (asLong && same(own, body) && same(time, expected)) return [];
    return component([
      ...identity(event, series.uid, series.sequence + event.sequence),
      point('RECURRENCE-ID', event.originalStart!, timing.allDay, zone),
      ...time,
      ...own,
    ]);
  });
  return [...master, ...overrides];
}

/** How long it lasts; clients give each occurrence the length of the first (section 3.8.5.3), also where the clock changes. */
const lengthOf = ({ start, end, zone, allDay }: Timing): number | null =>
  allDay || start === null || end === null
    ? null
    : Date.parse(instant(end, zone!)) - Date.parse(instant(start, zone!));

const same = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n');

const component = (lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

const identity = (event: CalendarOccasion, uid: string, sequence: number) => [
  `UID:${uid}`,
  `DTSTAMP:${utc(event.updatedAt)}`,
  `CREATED:${utc(event.createdAt)}`,
  `LAST-MODIFIED:${utc(event.updatedAt)}`,
  `SEQUENCE:${sequence}`,
];

/** A rule that ends with its last occurrence, whether clients count occurrences that no clock shows or not. */
function boundedRule(rrule: string, last: string, { allDay, zone }: Timing): string {
  const parts = rrule.split(';').filter((each) => !/^(COUNT|UNTIL)=/.test(each));
  const until = allDay ? compact(last).slice(0, 8) : utc(lastInstant(last, zone!));
  return [...parts, `UNTIL=${until}`].join(';');
}

/** Whether all that is known of a time is a span within which it falls. */
const isVague = ({ precision, approximate, uncertain }: Timing) =>
  approximate || uncertain || (precision !== Precision.EXACT && precision !== Precision.DAY);

/** DTSTART and DTEND: by the clock, in UTC or on the clock of a zone; else as days, of which DTEND is the one after the last. */
function whenOf(timing: Timing, zone?: string): string[] {
  const { start, end, allDay, earliest, latest } = timing;
  if (start !== null && !allDay) {
    const own = timing.zone ?? HOME_ZONE;
    const at = (name: string, local: string) =>
      zone === own ? point(name, local, false, zone) : `${name}:${utc(instant(local, own))}`;
    if (end === null || end <= start) return [at('DTSTART', start)];
    const last =
      zone === own ? at('DTEND', end) : `DTEND:${utc(endInstant({ start, end, zone: own }))}`;
    return [at('DTSTART', start), last];
  }
  const next = new Date(Date.parse(latest!) + 86_400_000).toISOString();
  const ends = /^\d{4}-/.test(next); // no calendar knows the year 10000
  return [
    point('DTSTART', earliest!, true),
    ...(ends ? [point('DTEND', next.slice(0, 10), true)] : []),
  ];
}

function point(name: string, local: string, day: boolean, zone?: string): string {
  if (day) return `${name};VALUE=DATE:${compact(local).slice(0, 8)}`;
  return `${name};TZID=${zone}:${compact(local)}`;
}

/**
 * All that an event says beside its time. The title says its language only where that differs in the feed: with a parameter,
 * clients such as node-ical give an object for a text.
 */
function bodyOf(event: CalendarOccasion, { words, isMixed }: Telling, vague: boolean): string[] {
  const { title, titleLanguage, url, registrationUrl, themes, modules } = event;
  const place = [event.venue, event.address, event.municipality].filter(Boolean).join(', ');
  const description = descriptionOf(event, words);
  const categories = [...new Set([...themes, ...modules])].map(escape).join(',');
  const byNet = event.modalities.some(
    (each) => each === Modality.REMOTE || each === Modality.HYBRID,
  );
  const cancelled = event.status === EventStatus.CANCELLED;
  const status = vague && !cancelled ? 'TENTATIVE' : calendarStatus(event.status);
  const blocks = event.timing.start !== null && !event.timing.allDay && !cancelled;
  const page = event.page ?? registrationUrl ?? url;
  return [
    text(isMixed ? `SUMMARY;LANGUAGE=${titleLanguage}` : 'SUMMARY', title),
    ...(description ? [text('DESCRIPTION', description)] : []),
    ...(place ? [text('LOCATION', place)] : []),
    `STATUS:${status}`,
    `TRANSP:${blocks ? 'OPAQUE' : 'TRANSPARENT'}`,
    ...(categories ? [`CATEGORIES:${categories}`] : []),
    ...(page ? [`URL:${uri(page)}`] : []),
    ...(url && byNet ? [`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${uri(url)}`] : []),
  ];
}

function descriptionOf(event: CalendarOccasion, words: Words): string {
  const { summary, organisers, url, registrationUrl } = event;
  const line = (word: string, value: string | null) => (value ? `${word}: ${value}` : null);
  const names = organisers.map(({ name }) => name).join(', ');
  const lines = [
    summary,
    line(words.organiser, names),
    line(words.takePart, url),
    line(words.register, registrationUrl),
  ];
  return lines.filter(Boolean).join('\n');
}

/** `20260423T063000Z` of an instant. */
const utc = (instant: string) => `${compact(instant.slice(0, 19))}Z`;

/** A property of type TEXT (RFC 5545, section 3.3.11). */
const text = (name: string, value: string) => `${name}:${escape(value)}`;

function escape(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replace(/[^\P{Cc}\t]/gu, '');
}

const SPECIAL = /[\\;,\p{Cc}]/u;

/** An address as RFC 3986 writes it, which leaves nothing in it that could end a line. */
const uri = (address: string) => hrefOf(address) ?? '';

const LONGEST = 75;

/** A content line with its CRLF, folded so that none is longer than 75 octets and no character is torn (RFC 5545, section 3.1). */
function fold(line: string): string {
  if (line.length <= LONGEST && Buffer.byteLength(line) <= LONGEST) return `${line}\r\n`;
  let folded = '';
  let from = 0;
  let room = LONGEST;
  for (let i = 0; i < line.length;) {
    const code = line.codePointAt(i)!;
    const octets = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets > room) {
      folded += `${line.slice(from, i)}\r\n `;
      from = i;
      room = LONGEST - 1; // the space that continues a line counts
    }
    room -= octets;
    i += octets === 4 ? 2 : 1;
  }
  return `${folded}${line.slice(from)}\r\n`;
}
