import 'reflect-metadata';
import ICAL from 'ical.js';
import type { CalendarEvent, CalendarSeries } from '../src/calendar/calendar-event';
import { toICalendar } from './support/forms';
import { lint } from '../src/lint/lint';
import { vtimezone } from '../src/calendar/vtimezone';
import { EventStatus } from '../src/event/event.entity';
import { parseTiming } from '../src/value/timing';
import { type Occurrence, expand, instantOf, instantsOf, keyOf, offsetAt } from './support/clients';
import { PYTHON, feedOf, occurringIn, toldIn, toldToPython } from './support/feed';
import { EVENT } from './support/calendar';

/** What clients are to show of an event that is at a time of the clock or in whole days. */
const isSkipped = (local: string, zone: string) => instantsOf(local, zone).length === 0;

function shownOf({ id, uid, originalStart, series, title, status, timing }: CalendarEvent) {
  const { start, end, zone, allDay, latest } = timing;
  const skipped =
    originalStart !== null &&
    !timing.allDay &&
    instantsOf(originalStart, series!.timing.zone!).length === 0;
  const endsAt = allDay
    ? new Date(Date.parse(latest!) + 86_400_000).toISOString().slice(0, 10)
    : end !== null && isSkipped(start!, zone!)
      ? new Date(
          Date.parse(instantOf(start!, zone!)) + Date.parse(`${end}Z`) - Date.parse(`${start}Z`),
        ).toISOString()
      : instantOf(end ?? start!, zone!);
  return {
    uid: skipped ? id : uid,
    title,
    status: { PLANNED: 'TENTATIVE', CANCELLED: 'CANCELLED' }[status as string] ?? 'CONFIRMED',
    start: allDay ? start! : instantOf(start!, zone!),
    end: endsAt,
    endByClock: endsAt,
  };
}

const sorted = (shown: Occurrence[]) => shown.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** Writes events, and expects clients to show just these. */
function expectShown(events: CalendarEvent[]): string {
  const text = toICalendar(feedOf(events));
  expect(lint(text)).toEqual([]);
  expect(expand(text)).toEqual(sorted(events.map(shownOf)));
  return text;
}

const weekly = (start: string, end: string, zone?: string): Partial<CalendarSeries> => ({
  timing: parseTiming({ start, end, ...(zone && { zone }) }),
  rrule: 'FREQ=WEEKLY;COUNT=6',
});
const eventsIn = (text: string) => text.match(/BEGIN:VEVENT/g)!.length;

test('a series is written to the last octet: its rule, what is left out, and what differs', () => {
  const series = { ...weekly('2026-03-12T09:00', '2026-03-12T10:30'), sequence: 2 };
  const events = occurringIn(series, (start, i) => [
    {},
    null,
    { title: 'Runokahvit', sequence: 1 },
    {
      timing: parseTiming({ start: '2026-04-03T12:00', end: '2026-04-03T13:00' }),
      status: EventStatus.RESCHEDULED,
      previousTiming: parseTiming({ start }),
      sequence: 2,
    },
    { status: EventStatus.CANCELLED, sequence: 1 },
    null,
  ][i]!); // prettier-ignore
  const text = expectShown(events);
  const written = text.slice(text.indexOf('END:VTIMEZONE')).split('\r\n');
  const stamps = [
    'DTSTAMP:20260203T100000Z',
    'CREATED:20260102T100000Z',
    'LAST-MODIFIED:20260203T100000Z',
  ];
  expect(written).toEqual([
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'UID:s1@luotsi',
    ...stamps,
    'SEQUENCE:2',
    'DTSTART;TZID=Europe/Helsinki:20260312T090000',
    'DTEND;TZID=Europe/Helsinki:20260312T103000',
    'RRULE:FREQ=WEEKLY;UNTIL=20260416T060000Z',
    'EXDATE;TZID=Europe/Helsinki:20260319T090000',
    'EXDATE;TZID=Europe/Helsinki:20260416T090000',
    'SUMMARY:Etäkahvit',
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:s1@luotsi',
    ...stamps,
    'SEQUENCE:3',
    'RECURRENCE-ID;TZID=Europe/Helsinki:20260326T090000',
    'DTSTART;TZID=Europe/Helsinki:20260326T090000',
    'DTEND;TZID=Europe/Helsinki:20260326T103000',
    'SUMMARY:Runokahvit',
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:s1@luotsi',
    ...stamps,
    'SEQUENCE:4',
    'RECURRENCE-ID;TZID=Europe/Helsinki:20260402T090000',
    'DTSTART;TZID=Europe/Helsinki:20260403T120000',
    'DTEND;TZID=Europe/Helsinki:20260403T130000',
    'SUMMARY:Etäkahvit',
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:s1@luotsi',
    ...stamps,
    'SEQUENCE:3',
    'RECURRENCE-ID;TZID=Europe/Helsinki:20260409T090000',
    'DTSTART;TZID=Europe/Helsinki:20260409T090000',
    'DTEND;TZID=Europe/Helsinki:20260409T103000',
    'SUMMARY:Etäkahvit',
    'STATUS:CANCELLED',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

const ZONES = [
  'Europe/Helsinki',
  'Europe/Stockholm',
  'America/New_York',
  'Asia/Tokyo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kathmandu',
  'UTC',
];

test.each(ZONES)('a series over all changes of the clock keeps its hour in %s', (zone) => {
  const rrule = 'FREQ=WEEKLY;COUNT=120';
  const timing = { start: '2026-01-08T18:15', end: '2026-01-08T19:45', zone };
  const text = expectShown(occurringIn({ timing: parseTiming(timing), rrule }));
  expect(eventsIn(text)).toBe(1);
});

test.each([
  ['Europe/Helsinki', 1997, 2040],
  ['Europe/Helsinki', 1980, 1999],
  ['Europe/Stockholm', 2020, 2040],
  ['America/New_York', 2000, 2035],
  ['Asia/Tokyo', 2020, 2030],
  ['Africa/Casablanca', 2015, 2032],
  ['Australia/Lord_Howe', 2020, 2030],
  ['America/Santiago', 2010, 2030],
  ['Africa/Cairo', 2008, 2028],
  ['Asia/Kathmandu', 1984, 1988],
])('the clock in %s is told right from %i to %i', (zone, first, last) => {
  const lines = ['BEGIN:VCALENDAR', ...vtimezone(zone, first, last), 'END:VCALENDAR'];
  const calendar = new ICAL.Component(ICAL.parse(lines.join('\r\n')) as unknown[]);
  const told = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  const wrong: string[] = [];
  const check = (at: number) => {
    const local = new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19);
    if (instantsOf(local, zone).length !== 1) return; // a client may take either
    const offset = told.utcOffset(ICAL.Time.fromDateTimeString(local)) * 1000;
    if (offset !== offsetAt(at, zone)) wrong.push(`${local} is ${offset / 3_600_000}`);
  };
  const [start, end] = [Date.UTC(first, 0, 1, 12), Date.UTC(last, 11, 31, 12)];
  let before = offsetAt(start, zone);
  for (let at = start; at < end; at += 6 * 3_600_000) {
    const after = offsetAt(at, zone);
    // about each change every quarter of an hour, elsewhere now and then
    if (after !== before)
      for (let near = at - 12 * 3_600_000; near < at + 6 * 3_600_000; near += 900_000) check(near);
    else if (at % (18 * 3_600_000) === 0) check(at);
    before = after;
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});

test('an occurrence at an hour that the clock skips stands alone, and comes once', () => {
  const events = occurringIn(weekly('2026-03-15T03:30', '2026-03-15T04:30'));
  const text = expectShown(events);
  expect(text).toContain('EXDATE;TZID=Europe/Helsinki:20260329T033000');
  expect(toldIn(feedOf(events)).find(({ uid }) => uid !== 's1@luotsi')).toMatchObject({
    uid: 's1-2',
    start: '2026-03-29T01:30:00.000Z',
  });
});

test.each([
  ['the first', '2026-03-29T03:30', '2026-03-29T04:30'],
  ['the last', '2026-02-22T03:30', '2026-02-22T04:30'],
])('%s occurrence may be the one at an hour that the clock skips', (_, start, end) => {
  expectShown(occurringIn(weekly(start, end)));
});

test('the last occurrence is there also where its hour comes twice', () => {
  expectShown(occurringIn(weekly('2026-09-20T03:30', '2026-09-20T03:45')));
});

test.each([
  ['spring', '2026-03-07T23:00', '2026-03-08T05:00'],
  ['spring, from its first', '2026-03-28T23:00', '2026-03-29T05:00'],
  ['autumn', '2026-10-03T23:00', '2026-10-04T05:00'],
])('nights end at the hour at which they end, also when the clock changes in %s', (_, start, end) => {
  const events = occurringIn(weekly(start, end));
  const text = toICalendar(feedOf(events));
  expect(lint(text)).toEqual([]);
  const ends = expand(text).map((each) => [each.start, each.end]);
  expect(ends).toEqual(sorted(events.map(shownOf)).map((each) => [each.start, each.end]));
}); // prettier-ignore

test.each(['2019-07-05T12:00', '2033-07-05T12:00'])(
  'an occurrence that is moved far away, to %s, is there on the clock of the zone',
  (start) => {
    const series = weekly('2026-03-12T09:00', '2026-03-12T10:30', 'America/New_York');
    const timing = parseTiming({ start, zone: 'America/New_York' });
    const text = expectShown(occurringIn(series, (_, i) => (i === 2 ? { timing } : {})));
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const moved = calendar
      .getAllSubcomponents('vevent')
      .map((each) => new ICAL.Event(each))
      .find((each) => each.isRecurrenceException())!;
    expect(moved.startDate.toJSDate().toISOString()).toBe(instantOf(start, 'America/New_York'));
  },
);

test('an occurrence that is moved to another zone or to a whole day is told so', () => {
  const series = weekly('2026-03-12T09:00', '2026-03-12T10:30');
  const moved = [
    parseTiming({ start: '2026-03-20T09:00', end: '2026-03-20T10:30', zone: 'Europe/London' }),
    parseTiming({ start: '2026-03-27' }),
    parseTiming({ start: '2026-04-02T09:00' }),
  ];
  expectShown(occurringIn(series, (_, i) => ({ ...(moved[i] && { timing: moved[i] }) })));
});

test('an occurrence of which only the month is known any more is tentative', () => {
  const series = weekly('2026-03-12T09:00', '2026-03-12T10:30');
  const timing = parseTiming('2026-05');
  const feed = feedOf(occurringIn(series, (_, i) => (i === 1 ? { timing } : {})));
  expect(toldIn(feed)[1]).toMatchObject({
    recurrenceId: '2026-03-19T07:00:00.000Z',
    start: '2026-05-01',
    end: '2026-06-01',
    status: 'TENTATIVE',
  });
});

test('series of whole days recur by days', () => {
  const series = {
    timing: parseTiming({ start: '2026-03-27', end: '2026-03-29' }),
    rrule: 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231T235959Z',
  };
  const text = expectShown(
    occurringIn(series, (_, i) => (i === 2 ? null : i === 3 ? { title: 'Muu' } : {})),
  );
  expect(text).not.toContain('VTIMEZONE');
  expect(text).toContain('\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261225\r\n');
  expect(text).toContain('\r\nEXDATE;VALUE=DATE:20260529\r\n');
  expect(text).toContain('\r\nRECURRENCE-ID;VALUE=DATE:20260626\r\n');
});

test('occurrences whose series may not be seen, or has no rule, stand alone', () => {
  const events = occurringIn(weekly('2026-03-12T09:00', '2026-03-12T10:30'));
  const hidden = events.map((each) => ({ ...each, series: null }));
  const told = toldIn(feedOf(hidden));
  expect(told.map(({ uid }) => uid)).toEqual(events.map(({ id }) => id));
  const part = { uid: 'p1', series: { ...events[0]!.series!, rrule: null } };
  expect(toldIn(feedOf([part]))).toEqual([expect.objectContaining({ uid: 'p1' })]);
});

test('occurrences that the rule of their series does not give stand alone, also where that rule is not taken any more', () => {
  const events = occurringIn(weekly('2026-03-12T09:00', '2026-03-12T10:30'));
  const unknown = events.map(({ series, ...each }) => ({
    ...each,
    series: { ...series!, rrule: 'FREQ=YEARLY;BYMONTHDAY=12;COUNT=3' },
  }));
  expect(toldIn(feedOf(unknown)).map(({ uid }) => uid)).toEqual(events.map(({ id }) => id));
  const strays = events.map((each, i) => (i === 1 ? { ...each, originalStart: '2026-03-20' } : each)); // prettier-ignore
  expect(toldIn(feedOf(strays)).map(({ uid }) => uid)).toContain(events[1]!.id);
});

test('series that mix in one feed stay apart', () => {
  const one = occurringIn({ ...weekly('2026-03-12T09:00', '2026-03-12T10:30'), id: 'a', uid: 'a' });
  const two = occurringIn({
    ...weekly('2026-03-12T09:00', '2026-03-12T10:30', 'Africa/Casablanca'),
    id: 'b',
    uid: 'b',
    title: 'Toinen',
  });
  expectShown(one.flatMap((each, i) => [each, two[i]!]));
});

test('each occurrence stands by itself where that is wanted, moved, cancelled or where no rule gives it', () => {
  const events = occurringIn({ ...weekly('2026-03-15T03:30', '2026-03-15T04:30'), sequence: 3 }, (_, i) => [
    {},
    { title: 'Runokahvit', sequence: 1 },
    { id: 'e-skipped' },
    { timing: parseTiming({ start: '2026-04-06' }), status: EventStatus.RESCHEDULED },
    { status: EventStatus.CANCELLED },
    null,
  ][i]!); // prettier-ignore
  const rows = [
    ...events,
    EVENT,
    { ...events[0]!, series: null, originalStart: '2026-05-24T03:30' },
  ];
  const told = toldIn(feedOf(rows, { isExpanded: true }));
  const at = (start: string, minutes = 60) => ({
    start,
    end: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
  });
  expect(told.map(({ uid, title, status, sequence, start, end }) => ({ uid, title, status, sequence, start, end }))).toEqual([
    { uid: 's1@luotsi-20260315T033000', title: 'Etäkahvit', status: 'CONFIRMED', sequence: 3, ...at('2026-03-15T01:30:00.000Z') },
    { uid: 's1@luotsi-20260322T033000', title: 'Runokahvit', status: 'CONFIRMED', sequence: 1, ...at('2026-03-22T01:30:00.000Z') },
    { uid: 's1@luotsi-20260329T033000', title: 'Etäkahvit', status: 'CONFIRMED', sequence: 3, ...at('2026-03-29T01:30:00.000Z') },
    { uid: 's1@luotsi-20260405T033000', title: 'Etäkahvit', status: 'CONFIRMED', sequence: 3, start: '2026-04-06', end: '2026-04-07' },
    { uid: 's1@luotsi-20260412T033000', title: 'Etäkahvit', status: 'CANCELLED', sequence: 3, ...at('2026-04-12T00:30:00.000Z') },
    { uid: 'e1@luotsi', title: EVENT.title, status: 'CONFIRMED', sequence: 0, ...at('2026-04-23T06:30:00.000Z', 90) },
    { uid: 's1@luotsi-20260524T033000', title: 'Etäkahvit', status: 'CONFIRMED', sequence: 3, ...at('2026-03-15T01:30:00.000Z') },
  ]); // prettier-ignore
  expect(told.every(({ recurrenceId }) => recurrenceId === null)).toBe(true);
});

(PYTHON ? test : test.skip)('Python reads series as the others do', () => {
  const events = [
    ...occurringIn(weekly('2026-03-15T03:30', '2026-03-15T04:30'), (_, i) =>
      i === 1 ? null : i === 4 ? { title: 'Muu', status: EventStatus.CANCELLED } : {},
    ),
    ...ZONES.flatMap((zone) =>
      occurringIn({ ...weekly('2026-03-12T09:00', '2026-03-12T10:30', zone), id: zone, uid: zone }),
    ),
  ];
  const feed = feedOf(events);
  const told = toldToPython(feed);
  expect(told).toEqual(toldIn(feed).map((each) => expect.objectContaining(each)));
  expect(told[0]).toMatchObject({
    rrule: 'FREQ=WEEKLY;UNTIL=20260419T003000Z',
    exdate: ['2026-03-22T01:30:00.000Z', expect.any(String)],
  });
  const apart = { ...feed, isExpanded: true };
  expect(toldToPython(apart)).toEqual(toldIn(apart).map((each) => expect.objectContaining(each)));
});
