import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { Modality } from '../src/action/action.entity';
import type { CalendarEvent } from '../src/calendar/calendar-event';
import { EVENT } from './support/calendar';
import { toICalendar } from './support/forms';
import { lint } from '../src/lint/lint';
import { EventStatus } from '../src/event/event.entity';
import { parseTiming } from '../src/value/timing';
import { PYTHON, builtFolder, feedOf, occurringIn, toldIn, toldToPython } from './support/feed';
import { readByIcalJs } from './support/clients';

/** A text as clients have it: the line breaks of one kind, and no control characters. */
const asTold = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '');

const linesOf = (text: string) => text.split('\r\n');

test('a feed is written to the last octet', () => {
  const event: Partial<CalendarEvent> = {
    sequence: 3,
    summary: 'Ensin kahvit; sitten "pajat".\nTule!',
    venue: 'Apila',
    address: 'Alvar Aallon katu 14',
    municipality: 'Seinäjoki',
    url: 'https://meet.example/a?b=1&c=2',
    modalities: [Modality.HYBRID],
    organisers: [{ name: 'Seinäjoen kaupunginkirjasto', url: null }],
    themes: ['Makerspace', 'Lukeminen, luku'],
    modules: ['Makerspace'],
    registrationUrl: 'https://reg.example/ä',
  };
  expect(linesOf(toICalendar(feedOf([event])))).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Luotsi//Library development plans//FI',
    'CALSCALE:GREGORIAN',
    'NAME:Tapahtumat',
    'X-WR-CALNAME:Tapahtumat',
    'DESCRIPTION:Kirjastojen koulutukset\\nLuotsin kirjastot\\nhttps://creativecom',
    ' mons.org/licenses/by/4.0/',
    'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
    'X-PUBLISHED-TTL:PT4H',
    'SOURCE;VALUE=URI:https://luotsi.example/calendar.ics?region=a',
    'BEGIN:VEVENT',
    'UID:e1@luotsi',
    'DTSTAMP:20260203T100000Z',
    'CREATED:20260102T100000Z',
    'LAST-MODIFIED:20260203T100000Z',
    'SEQUENCE:3',
    'DTSTART:20260423T063000Z',
    'DTEND:20260423T080000Z',
    'SUMMARY:Makerspace & kirjasto',
    'DESCRIPTION:Ensin kahvit\\; sitten "pajat".\\nTule!\\nJärjestäjä: Seinäjoe',
    ' n kaupunginkirjasto\\nOsallistuminen: https://meet.example/a?b=1&c=2\\nIlmoi',
    ' ttautuminen: https://reg.example/ä',
    'LOCATION:Apila\\, Alvar Aallon katu 14\\, Seinäjoki',
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    'CATEGORIES:Makerspace,Lukeminen\\, luku',
    'URL:https://reg.example/%C3%A4',
    'CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/a?b=1&c=2',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('a title says its language where titles of the feed are in several', () => {
  const swedish = { ...EVENT, id: 'e2', uid: 'e2@luotsi', title: 'Kaffe', titleLanguage: 'sv' };
  const titles = (...events: (typeof EVENT)[]) =>
    linesOf(toICalendar(feedOf(events))).filter((each) => each.startsWith('SUMMARY'));
  expect(titles(EVENT)).toEqual(['SUMMARY:Makerspace & kirjasto']);
  expect(titles(swedish)).toEqual(['SUMMARY:Kaffe']);
  expect(titles(EVENT, swedish)).toEqual([
    'SUMMARY;LANGUAGE=fi:Makerspace & kirjasto',
    'SUMMARY;LANGUAGE=sv:Kaffe',
  ]);
});

test('a feed without events is a calendar, and has nothing wrong but that', () => {
  const text = toICalendar(feedOf([]));
  expect(readByIcalJs(text)).toEqual([]);
  expect(lint(text).filter(({ message }) => !/component|VEVENT|event/i.test(message))).toEqual([]);
});

describe('texts', () => {
  const NASTY = [
    'a,b;c\\d',
    'a\\nb is no line break, and \\\\n neither',
    'a backslash at the end\\',
    'two\nlines and\n\nthree',
    'a\ttab',
    'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x',
    'a\rcarriage return',
    '\0\x07\x1b[31mcontrol\x7f\x85characters',
    '"quoted" ^caret :colon ;X=1',
    'ÅÄÖ åäö šž ǩǯâ',
    '👩‍👩‍👧‍👦 🇫🇮 👍🏽 e\u0301',
    'a\u2028b\u2029c\ufeffd',
    '%0D%0A &#13; ${x} {{x}}',
  ];
  const everywhere = (text: string): Partial<CalendarEvent> => ({
    title: text,
    summary: text,
    venue: text,
    organisers: [{ name: text, url: null }],
    themes: [text, 'toinen'],
  });

  test.each(NASTY)('%j comes out of every property as it went in', (text) => {
    const feed = feedOf([everywhere(text)], { name: text, attribution: text, description: text });
    const told = asTold(text);
    expect(toldIn(feed)).toEqual([
      expect.objectContaining({
        title: told,
        description: `${told}\nJärjestäjä: ${told}`,
        location: told,
      }),
    ]);
    const unfolded = toICalendar(feed).replaceAll('\r\n ', '');
    expect(linesOf(unfolded).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    const written = /^NAME:([^\r]*)\r$/m.exec(unfolded)![1]!;
    expect(/^X-WR-CALNAME:([^\r]*)\r$/m.exec(unfolded)![1]!).toBe(written);
    const read = (each: string) =>
      each.replace(/\\(.)/g, (_, next) => (next === 'n' ? '\n' : next));
    expect(read(written)).toBe(told);
    const categories = /^CATEGORIES:([^\r]*)\r$/m.exec(unfolded)![1]!;
    expect(categories.split(/(?<!\\)(?:\\\\)*,/).length).toBeGreaterThanOrEqual(2);
  });

  test.each(['ä', '€', '😀', '👩‍👩‍👧‍👦', '🇫🇮', 'e\u0301', ',', '\\', '\n'])(
    '%j at any place about the fold is neither torn nor lost',
    (sign) => {
      for (let before = 30; before < 160; before++) {
        const title = `${'x'.repeat(before)}${sign}${sign}y`;
        const text = toICalendar(feedOf([{ title, summary: title }]));
        const octets = linesOf(text).map((line) => Buffer.byteLength(line));
        expect(Math.max(...octets)).toBeLessThanOrEqual(75);
        expect(text).not.toContain('\ufffd');
        expect(lint(text)).toEqual([]);
        expect(readByIcalJs(text)).toEqual([
          expect.objectContaining({ title, description: title }),
        ]);
      }
    },
  );

  test('no text of whatever kind breaks a feed', () => {
    const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    const noText = (text: string) => asTold(text) === '';
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!noText(text));
        const [event] = toldIn(feedOf([everywhere(text)], { name: text }));
        expect(event).toMatchObject({ title: asTold(text), location: asTold(text) });
      }),
      { numRuns: 500 },
    );
  });
});

describe('times', () => {
  const exact = (start: string, end?: string, zone?: string) =>
    parseTiming({ start, ...(end && { end }), ...(zone && { zone }) });
  test.each([
    ['that the clock skips move forward by as much', exact('2026-03-29T03:30', '2026-03-29T05:00'), '2026-03-29T01:30:00.000Z', '2026-03-29T02:00:00.000Z'],
    ['that end where the clock skips move forward too', exact('2026-03-29T02:30', '2026-03-29T03:15'), '2026-03-29T00:30:00.000Z', '2026-03-29T01:15:00.000Z'],
    ['that come twice are the first', exact('2026-10-25T03:30', '2026-10-25T04:30'), '2026-10-25T00:30:00.000Z', '2026-10-25T02:30:00.000Z'],
    ['in winter are two hours ahead', exact('2026-01-15T09:00', '2026-01-15T10:00'), '2026-01-15T07:00:00.000Z', '2026-01-15T08:00:00.000Z'],
    ['abroad are on the clock there', exact('2026-07-01T09:00', '2026-07-01T10:00', 'America/New_York'), '2026-07-01T13:00:00.000Z', '2026-07-01T14:00:00.000Z'],
    ['to the second stay so', exact('2026-04-23T09:30:15', '2026-04-23T09:30:45'), '2026-04-23T06:30:15.000Z', '2026-04-23T06:30:45.000Z'],
    ['over midnight end on the next day', exact('2026-12-31T23:00', '2027-01-01T01:00'), '2026-12-31T21:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['without an end have none', exact('2026-04-23T09:30'), '2026-04-23T06:30:00.000Z', null],
    ['that end as they start have none', exact('2026-04-23T09:30', '2026-04-23T09:30'), '2026-04-23T06:30:00.000Z', null],
    ['in whole days end before the next day', exact('2026-04-23'), '2026-04-23', '2026-04-24'],
    ['of several days include the last', exact('2026-03-28', '2026-03-30'), '2026-03-28', '2026-03-31'],
    ['of a day that is known without the hour are whole days', parseTiming('2026-12-31'), '2026-12-31', '2027-01-01'],
  ] as const)('%s', (_, timing, start, end) => {
    expect(toldIn(feedOf([{ timing }]))).toEqual([
      expect.objectContaining({ start, end, status: 'CONFIRMED' }),
    ]);
  }); // prettier-ignore

  test.each([
    ['2026-04', '2026-04-01', '2026-05-01'],
    ['2026-21', '2026-01-01', '2026-06-01'],
    ['2026-24', '2026-12-01', '2027-03-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-02-03/2026-02-05', '2026-02-03', '2026-02-06'],
    ['2026-04-23~', '2026-04-23', '2026-04-24'],
    ['2026-04-23?', '2026-04-23', '2026-04-24'],
  ])('%s, which is no day, is tentative and blocks no time', (edtf, start, end) => {
    const feed = feedOf([{ timing: parseTiming(edtf) }]);
    expect(toldIn(feed)).toEqual([expect.objectContaining({ start, end, status: 'TENTATIVE' })]);
    expect(toICalendar(feed)).toContain('\r\nTRANSP:TRANSPARENT\r\n');
  });

  test('that reach to the last day there is are written so that they can be read', () => {
    for (const timing of [parseTiming({ start: '9999-12-31' }), parseTiming('9999')])
      expect(lint(toICalendar(feedOf([{ timing }])))).toEqual([]);
  });

  test('that are open at one side do not break the feed', () => {
    for (const edtf of ['2026-04/..', '../2026-04'])
      expect(lint(toICalendar(feedOf([{}, { uid: 'e2', timing: parseTiming(edtf) }])))).toEqual([]);
  });
});

test.each([
  [EventStatus.PLANNED, 'TENTATIVE', 'OPAQUE'],
  [EventStatus.CONFIRMED, 'CONFIRMED', 'OPAQUE'],
  [EventStatus.RESCHEDULED, 'CONFIRMED', 'OPAQUE'],
  [EventStatus.HELD, 'CONFIRMED', 'OPAQUE'],
  [EventStatus.CANCELLED, 'CANCELLED', 'TRANSPARENT'],
])('what is %s is told as %s and %s', (status, told, transparency) => {
  const feed = feedOf([{ status, previousTiming: parseTiming('2026-04-01') }]);
  expect(toldIn(feed)).toEqual([expect.objectContaining({ status: told })]);
  expect(toICalendar(feed)).toContain(`\r\nTRANSP:${transparency}\r\n`);
});

/** A thousand events of every kind that this file has. */
const many = (count: number) =>
  Array.from({ length: count }, (_, i): Partial<CalendarEvent> => {
    const day = new Date(Date.UTC(2026, 0, 1 + (i % 700))).toISOString().slice(0, 10);
    const hour = `${String(7 + (i % 12)).padStart(2, '0')}:30`;
    const timing = parseTiming(i % 5 ? { start: `${day}T${hour}` } : { start: day });
    const title = `Tapahtuma ${i}: äö, 😀; \\ ${'pitkä '.repeat(i % 20)}loppu`;
    return { id: `e${i}`, uid: `e${i}`, title, summary: title, timing, sequence: i % 7 };
  });

test('five thousand events come out as they went in', () => {
  const events = many(5000);
  const told = toldIn(feedOf(events));
  expect(told.map(({ uid, title, sequence }) => ({ uid, title, sequence }))).toEqual(
    events.map(({ uid, title, sequence }) => ({ uid, title, sequence })),
  );
});

/** Everything at once: single events, and series in two zones. */
const mixed = () =>
  feedOf([
    ...many(300),
    ...occurringIn({ rrule: 'FREQ=WEEKLY;COUNT=60' }, (_, i) => (i % 9 === 4 ? null : {})),
    ...occurringIn({
      id: 's2',
      uid: 's2',
      timing: parseTiming({ start: '2026-03-01T18:00', zone: 'America/New_York' }),
      rrule: 'FREQ=WEEKLY;COUNT=60',
    }),
  ]);

test.each(['UTC', 'Europe/Helsinki', 'America/New_York', 'Asia/Kolkata'])(
  'the same events give the same octets where the machine is in %s',
  (TZ) => {
    const script = `
      const { toICalendar } = require(${JSON.stringify(join(builtFolder(), 'src', 'calendar', 'ical.js'))});
      const { createHash } = require('node:crypto');
      const feed = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
      const text = [...toICalendar(feed)].join('');
      console.log(new Date(2026, 0, 1).toISOString(), createHash('sha256').update(text).digest('hex'));`;
    const out = execFileSync(process.execPath, ['-e', script], {
      input: JSON.stringify(mixed()),
      env: { PATH: process.env.PATH, TZ },
      encoding: 'utf8',
    });
    const [newYear, hash] = out.trim().split(' ');
    const midnight = { UTC: '00:00', 'Europe/Helsinki': '22:00', 'America/New_York': '05:00' };
    if (TZ in midnight) expect(newYear).toContain(midnight[TZ as keyof typeof midnight]);
    expect(hash).toBe(createHash('sha256').update(toICalendar(mixed())).digest('hex'));
  },
);

(PYTHON ? test : test.skip)('Python reads the same as the others', () => {
  const feed = mixed();
  const told = toldToPython(feed);
  expect(told).toEqual(toldIn(feed).map((each) => expect.objectContaining(each)));
  const [master] = told.filter((each) => (each as { rrule?: string }).rrule);
  expect(master).toMatchObject({ exdate: expect.arrayContaining([expect.any(String)]) });
});
