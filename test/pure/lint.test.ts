import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { type Finding, inspect, lint, lintMediaType } from '../../src/lint/lint';
import { lintCommand } from '../../src/cli/lint';

// a series with an exception and a moved occurrence, an event of two days, and a cancelled one in UTC
const GOLDEN = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kirjala//Tapahtumat 1.0//FI
CALSCALE:GREGORIAN
UID:calendar@kirjala.example
NAME;LANGUAGE=fi:Kirjalan tapahtumat
NAME;LANGUAGE=sv:Evenemang i Kirjala
DESCRIPTION;LANGUAGE=fi:Mitä kirjastossa tapahtuu\\, ja milloin
URL:https://kirjala.example/tapahtumat
LAST-MODIFIED:20260301T080000Z
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
SOURCE;VALUE=URI:https://kirjala.example/calendar.ics?language=fi,sv
COLOR:teal
IMAGE;VALUE=URI;DISPLAY=BADGE,THUMBNAIL:https://kirjala.example/merkki.svg
BEGIN:VTIMEZONE
TZID:Europe/Helsinki
BEGIN:DAYLIGHT
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
DTSTART:19970330T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
DTSTART:19961027T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:lukupiiri@kirjala.example
DTSTAMP:20260301T080000Z
CREATED:20260201T080000Z
LAST-MODIFIED:20260301T080000Z
SEQUENCE:2
DTSTART;TZID=Europe/Helsinki:20260902T170000
DTEND;TZID=Europe/Helsinki:20260902T183000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20261223T150000Z
EXDATE;TZID=Europe/Helsinki:20260930T170000,20261028T170000
SUMMARY;LANGUAGE=fi:Lukupiiri\\; mukaan pääsee kesken syksyä
DESCRIPTION:Ääneen lukemista\\, kahvia ja juttuseuraa\\nTervetuloa jokainen
  📚📖 Äiti ja isä myös\\; on tilaa pöydän ympärillä monelle luki
 jalle.
LOCATION:Kirjalan kirjasto\\, Pääkatu 1
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:lukupiiri@kirjala.example
RECURRENCE-ID;TZID=Europe/Helsinki:20261014T170000
DTSTAMP:20260301T080000Z
DTSTART;TZID=Europe/Helsinki:20261015T170000
DTEND;TZID=Europe/Helsinki:20261015T183000
SUMMARY:Lukupiiri torstaina
END:VEVENT
BEGIN:VEVENT
UID:messut@kirjala.example
DTSTAMP:20260301T080000Z
DTSTART;VALUE=DATE:20261114
DTEND;VALUE=DATE:20261116
SUMMARY:Kirjamessut
CATEGORIES:messut,lukeminen\\, kirjat
TRANSP:TRANSPARENT
STATUS:TENTATIVE
CLASS:PUBLIC
END:VEVENT
BEGIN:VEVENT
UID:etana@kirjala.example
DTSTAMP:20260301T080000Z
DTSTART:20261120T080000Z
DURATION:PT1H30M
SUMMARY:Etäkoulutus
DESCRIPTION;ALTREP="https://kirjala.example/koulutus":Koulutus
ORGANIZER;CN="Kirjala, kirjasto":mailto:kirjasto@kirjala.example
GEO:60.393;25.664
PRIORITY:5
URL:https://kirjala.example/tapahtumat/koulutus
COLOR:DarkSlateGrey
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://video.example/kirjala
ATTACH;VALUE=BINARY;ENCODING=BASE64:S2lyamFsYQ==
STATUS:CANCELLED
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:Kohta
END:VALARM
END:VEVENT
END:VCALENDAR
`;

const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const found = (findings: Finding[]) => findings.map(({ line, section }) => `${line}: ${section}`);

/** The golden calendar with one text, which must stand in it, replaced (the first of several). */
function changed(from: string, to: string): { text: string; line: number } {
  const at = GOLDEN.indexOf(from);
  if (at < 0) throw new Error(`The calendar has no ${from}`);
  const text = GOLDEN.slice(0, at) + to + GOLDEN.slice(at + from.length);
  return { text, line: GOLDEN.slice(0, at).split('\n').length };
}

type Change = [what: string, from: string, to: string, section: string, away?: number];

/** One change each, to one finding: in the line where the text changed, or as many lines away from it. */
function finds(changes: Change[]): void {
  test.each(changes)('finds %s', (_, from, to, section, away = 0) => {
    const { text, line } = changed(from, to);
    expect(found(lint(crlf(text)))).toEqual([
      `${line + away}: ${section.replace(/^(house rule, beyond )?/, '$1RFC ')}`,
    ]);
  });
}

test('a good calendar has no findings, whichever way it is read', () => {
  const text = crlf(GOLDEN);
  expect(lint(text)).toEqual([]);
  expect(inspect(Buffer.from(text))).toEqual({ findings: [], more: 0, events: 4 });
  expect(text.split('\r\n').map((line) => Buffer.byteLength(line))).toContain(75);
});

test('an empty calendar has no findings', () => {
  const empty = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kirjala//FI\r\nEND:VCALENDAR\r\n';
  expect(inspect(empty)).toEqual({ findings: [], more: 0, events: 0 });
});

test('a finding tells what was wanted and what came', () => {
  const { text, line } = changed('SEQUENCE:2', 'SEQUENCE:toinen');
  expect(lint(crlf(text))).toEqual([
    { line, message: 'Wanted a whole number; got "toinen"', section: 'RFC 5545, 3.3.8' },
  ]);
});

describe('lines', () => {
  finds([
    ['a line of 76 octets', 'COLOR:teal', `X-A:${'ä'.repeat(36)}`, '5545, 3.1'],
    ['a control character', 'Kirjamessut', 'Kirja\u0007messut', '5545, 3.1'],
    ['DEL', 'Kirjamessut', 'Kirja\u007fmessut', '5545, 3.1'],
    ['an empty line', 'SUMMARY:Kirja', '\nSUMMARY:Kirja', '5545, 3.1'],
    ['a line without a name', 'CLASS:PUBLIC', ':PUBLIC', '5545, 3.1'],
    ['a name with other characters', 'CLASS:PUBLIC', 'CLÄSS:PUBLIC', '5545, 3.1'],
    ['a line without a value', 'CLASS:PUBLIC', 'CLASS', '5545, 3.1'],
    ['a parameter without a value', 'SUMMARY:Ki', 'SUMMARY;LANGUAGE:Ki', '5545, 3.1'],
    ['a quote that does not end', 'CN="Kirjala, kirjasto"', 'CN="Kirjala', '5545, 3.1'],
    ['a quote within a value', 'CN="Kirjala, kirjasto"', 'CN=Kir"ja"la', '5545, 3.1'],
    ['text behind a quote', 'CN="Kirjala, kirjasto"', 'CN="Kirjala"kirjasto', '5545, 3.1'],
    ['a comma out of quotes', 'CN="Kirjala, kirjasto"', 'CN=Kirjala, kirjasto', '5545, 3.2'],
    ['a parameter given twice', 'NAME;LANGUAGE=fi', 'NAME;LANGUAGE=fi;LANGUAGE=fi', '5545, 3.2'],
    ['an ALTREP out of quotes', '"https://kirjala.example/koulutus"', 'cid:1', '5545, 3.2.1'],
    ['a LANGUAGE that is none', 'NAME;LANGUAGE=fi', 'NAME;LANGUAGE=suomi_', '5545, 3.2.10'],
    ['a RANGE that is none', 'RECURRENCE-ID;', 'RECURRENCE-ID;RANGE=ALL;', '5545, 3.2.13'],
    ['a VALUE that it cannot have', 'URL:', 'URL;VALUE=TEXT:', '5545, 3.2.20'],
  ]);

  test('finds lines that end in LF alone, in CR alone, or in nothing', () => {
    expect(found(lint(crlf(GOLDEN).replace('\r\n', '\n')))).toEqual(['1: RFC 5545, 3.1']);
    expect(found(lint(crlf(GOLDEN).replace('\r\n', '\r')))).toEqual(['1: RFC 5545, 3.1']);
    const last = GOLDEN.split('\n').length - 1;
    expect(found(lint(crlf(GOLDEN).slice(0, -2)))).toEqual([`${last}: RFC 5545, 3.1`]);
  });

  test('finds octets that are no UTF-8, in the line where they are', () => {
    const octets = Buffer.from(crlf(GOLDEN));
    octets[octets.indexOf('📖')] = 0xff;
    const { line } = changed(' 📚', '');
    expect(found(lint(octets))).toEqual([`${line}: RFC 5545, 3.1.4`]);
  });

  test('finds a character whose octets are folded apart', () => {
    const octets = Buffer.from(crlf(GOLDEN));
    const at = octets.indexOf('📖') + 2;
    const apart = [octets.subarray(0, at), Buffer.from('\r\n '), octets.subarray(at)];
    const { line } = changed(' 📚', '');
    expect(found(lint(Buffer.concat(apart)))).toEqual([`${line + 1}: RFC 5545, 3.1`]);
  });

  test('finds a folded line at the very beginning', () => {
    expect(found(lint(` ${crlf(GOLDEN)}`))).toEqual(['1: RFC 5545, 3.1']);
  });

  test('takes lines folded anywhere between characters, with spaces or tabs', () => {
    const lines = GOLDEN.replace(/\n /g, '').trimEnd().split('\n');
    const fold = (line: string, width: number, space: string) =>
      Array.from({ length: Math.ceil([...line].length / width) }, (_, i) =>
        [...line].slice(i * width, (i + 1) * width).join(''),
      ).join(`\r\n${space}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 18 }), fc.constantFrom(' ', '\t'), (width, space) => {
        expect(lint(lines.map((line) => `${fold(line, width, space)}\r\n`).join(''))).toEqual([]);
      }),
    );
  });
});

describe('components', () => {
  const whole = GOLDEN.slice(GOLDEN.indexOf('BEGIN:VEVENT'));
  const last = whole.split('\n').length - 2;
  finds([
    ['a text before the calendar', 'BEGIN:VCALENDAR', 'X-A:1\nBEGIN:VCALENDAR', '5545, 3.4'],
    ['a byte order mark', 'BEGIN:VCALENDAR', '\ufeffBEGIN:VCALENDAR', '5545, 3.4'],
    ['a text after the calendar', 'END:VCALENDAR', 'END:VCALENDAR\nX-A:1', '5545, 3.4', 1],
    ['an event after it', 'END:VCALENDAR', 'END:VCALENDAR\nBEGIN:X-A\nEND:X-A', '5545, 3.4', 1],
    [
      'a calendar that is cut off',
      whole,
      whole.replace('END:VCALENDAR\n', ''),
      '5545, 3.4',
      last - 1,
    ],
    ['an END for another', 'END:VALARM', 'END:VALARM\nEND:VALARM', '5545, 3.6', 1],
    ['an END left out', 'END:VALARM\n', '', '5545, 3.6'],
    [
      'a component in a wrong place',
      'END:VTIMEZONE\n',
      'BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:PT0S\nEND:VALARM\nEND:VTIMEZONE\n',
      '5545, 3.6',
    ],
    ['a property behind components', 'END:VCALENDAR', 'X-A:1\nEND:VCALENDAR', '5545, 3.6'],
    ['one behind an alarm', 'END:VALARM\n', 'END:VALARM\nX-A:1\n', '5545, 3.6.1', 1],
  ]);
});

describe('the calendar', () => {
  finds([
    ['a missing VERSION', 'VERSION:2.0\n', '', '5545, 3.6', -1],
    ['another VERSION', 'VERSION:2.0', 'VERSION:1.0', '5545, 3.7.4'],
    ['a missing PRODID', 'PRODID:-//Kirjala//Tapahtumat 1.0//FI\n', '', '5545, 3.6', -2],
    ['two of PRODID', 'CALSCALE:', 'PRODID:-//X//FI\nCALSCALE:', '5545, 3.6'],
    ['another CALSCALE', 'CALSCALE:GREGORIAN', 'CALSCALE:JULIAN', '5545, 3.7.1'],
    ['another METHOD than PUBLISH', 'COLOR:teal', 'METHOD:REQUEST', '5546, 3.2.1'],
    ['two of LAST-MODIFIED', 'COLOR:teal', 'LAST-MODIFIED:20260301T080000Z', '7986, 4'],
    ['two names in one language', 'LANGUAGE=sv', 'LANGUAGE=FI', '7986, 5.1'],
    ['two descriptions', 'COLOR:teal', 'DESCRIPTION;LANGUAGE=fi:Toinen', '7986, 5.2'],
    ['no VALUE for REFRESH-INTERVAL', ';VALUE=DURATION', '', '7986, 5.7'],
    ['a REFRESH-INTERVAL of nothing', 'DURATION:PT12H', 'DURATION:PT0H', '7986, 5.7'],
    ['no VALUE for SOURCE', 'SOURCE;VALUE=URI', 'SOURCE', '7986, 5.8'],
    ['a COLOR that has no name', 'COLOR:teal', 'COLOR:#008080', '7986, 5.9'],
    ['no VALUE for IMAGE', 'IMAGE;VALUE=URI', 'IMAGE', '7986, 5.10'],
    ['no VALUE for CONFERENCE', 'CONFERENCE;VALUE=URI', 'CONFERENCE', '7986, 5.11'],
    ['a wrong X-PUBLISHED-TTL', 'TTL:PT12H', 'TTL:12h', '5545, 3.3.6'],
  ]);

  test('finds what METHOD:PUBLISH demands of each event', () => {
    const { text, line } = changed('COLOR:teal', 'METHOD:PUBLISH');
    const lines = text.split('\n');
    const begins = lines.flatMap((each, i) => (each === 'BEGIN:VEVENT' ? [i + 1] : []));
    const wanted = begins.slice(0, 3).map((each) => `${each}: RFC 5546, 3.2.1`);
    expect(found(lint(crlf(text)))).toEqual(wanted);
    const organized = text.replaceAll('DTSTAMP:', 'ORGANIZER:mailto:a@kirjala.example\nDTSTAMP:');
    const once = organized.replace(/ORGANIZER;.*\n/, '');
    expect(lint(crlf(once))).toEqual([]);
    const attended = once.replace('GEO:', 'ATTENDEE:mailto:b@kirjala.example\nGEO:');
    expect(lint(crlf(attended))).toMatchObject([{ section: 'RFC 5546, 3.2.1' }]);
    expect(line).toBeGreaterThan(1);
  });
});

describe('time zones', () => {
  const observances = GOLDEN.slice(
    GOLDEN.indexOf('BEGIN:DAYLIGHT'),
    GOLDEN.indexOf('END:VTIMEZONE'),
  );
  const zone = `BEGIN:VTIMEZONE\nTZID:Europe/Helsinki\n${observances}END:VTIMEZONE\n`;
  finds([
    ['one without TZID', zone, `${zone}${zone.replace(/TZID:.*\n/, '')}`, '5545, 3.6.5', 17],
    ['two of TZID', 'TZID:Europe/H', 'TZID:Europe/Helsinki\nTZID:Europe/H', '5545, 3.6.5', 1],
    ['two of one name', zone, `${zone}${zone}`, '5545, 3.6.5', 18],
    ['no observance', observances, '', '5545, 3.6.5', -2],
    ['no TZOFFSETFROM', 'TZOFFSETFROM:+0200\n', '', '5545, 3.6.5', -2],
    ['no TZOFFSETTO', 'TZOFFSETTO:+0200\n', '', '5545, 3.6.5', -3],
    ['no DTSTART', 'DTSTART:19961027T040000\n', '', '5545, 3.6.5', -4],
    ['a DTSTART in UTC', '19961027T040000', '19961027T010000Z', '5545, 3.6.5'],
    ['an offset without a sign', 'TZOFFSETTO:+0200', 'TZOFFSETTO:0200', '5545, 3.3.14'],
    ['an offset of -0000', 'TZOFFSETTO:+0200', 'TZOFFSETTO:-0000', '5545, 3.3.14'],
    ['an offset of 24 hours', 'TZOFFSETTO:+0200', 'TZOFFSETTO:+2400', '5545, 3.3.14'],
    ['a rule that DTSTART does not fit', 'BYMONTH=10', 'BYMONTH=9', '5545, 3.8.5.3'],
    [
      'an UNTIL that is local',
      'H=10;BYDAY=-1SU',
      'H=10;BYDAY=-1SU;UNTIL=20301027T040000',
      '5545, 3.3.10',
    ],
    [
      'a zone that is not there',
      'DTSTART;TZID=Europe/Helsinki:20261015',
      'DTSTART;TZID=EET:20261015',
      '5545, 3.2.19',
    ],
  ]);
});

describe('events', () => {
  finds([
    ['a missing UID', 'UID:messut@kirjala.example\n', '', '5545, 3.6.1', -1],
    ['a missing DTSTAMP', 'DTSTAMP:20260301T080000Z\nCREATED', 'CREATED', '5545, 3.6.1', -2],
    ['a missing DTSTART', 'DTSTART;VALUE=DATE:20261114\n', '', '5545, 3.6.1', -3],
    ['two of UID', 'CLASS:PUBLIC', 'UID:toinen@kirjala.example', '5545, 3.6.1'],
    ...[
      ...['CLASS:PUBLIC', 'STATUS:TENTATIVE', 'TRANSP:OPAQUE', 'SUMMARY:Toinen'],
      ...['DTEND;VALUE=DATE:20261117', 'DTSTAMP:20260301T080000Z'],
    ].map((each): Change => [
      `two of ${each.split(/[:;]/)[0]}`,
      'CLASS:PUBLIC\n',
      `CLASS:PUBLIC\n${each}\n`,
      '5545, 3.6.1',
      1,
    ]),
    ...[
      ...['CREATED:20260301T080000Z', 'DESCRIPTION:A', 'GEO:60.0;25.0', 'LOCATION:A'],
      ...['LAST-MODIFIED:20260301T080000Z', 'ORGANIZER:mailto:a@kirjala.example', 'PRIORITY:1'],
      ...['SEQUENCE:1', 'URL:https://kirjala.example'],
    ].map((each): Change => [
      `two of ${each.split(/[:;]/)[0]}`,
      'CLASS:PUBLIC',
      `${each}\n${each}`,
      '5545, 3.6.1',
      1,
    ]),
    ['two of COLOR', 'PRIORITY:5', 'COLOR:red\nCOLOR:red', '7986, 4', 1],
    ['two of RRULE', 'EXDATE', 'RRULE:FREQ=WEEKLY;COUNT=20\nEXDATE', '5545, 3.6.1'],
    ['DTEND beside DURATION', 'CLASS:PUBLIC', 'DURATION:P2D', '5545, 3.6.1'],
    ['an alarm without TRIGGER', 'TRIGGER:-PT15M\n', '', '5545, 3.6.6', -2],
    ['another STATUS', 'STATUS:TENTATIVE', 'STATUS:MAYBE', '5545, 3.8.1.11'],
    ['another TRANSP', 'TRANSP:TRANSPARENT', 'TRANSP:FREE', '5545, 3.8.2.7'],
    ['a negative SEQUENCE', 'SEQUENCE:2', 'SEQUENCE:-1', '5545, 3.8.7.4'],
    ['a SEQUENCE that is too great', 'SEQUENCE:2', 'SEQUENCE:2147483648', '5545, 3.3.8'],
    ['a PRIORITY of 10', 'PRIORITY:5', 'PRIORITY:10', '5545, 3.8.1.9'],
    ['a GEO that is none', 'GEO:60.393;25.664', 'GEO:60,393;25,664', '5545, 3.8.1.6'],
    ['a GEO off the globe', 'GEO:60.393;25.664', 'GEO:160.393;25.664', '5545, 3.8.1.6'],
    ['an empty UID', 'UID:messut@kirjala.example', 'UID:', '5545, 3.8.4.7'],
    [
      'a long UID',
      'UID:messut',
      `UID:${`${'ä'.repeat(32)}\n `.repeat(4)}`,
      'house rule, beyond 5545, 3.8.4.7',
    ],
    ['a UID taken', 'UID:messut@', 'UID:lukupiiri@', '5545, 3.8.4.7'],
  ]);
});

describe('values', () => {
  finds([
    ['a bare comma', 'kirjasto\\, Pää', 'kirjasto, Pää', '5545, 3.3.11'],
    ['a bare semicolon', 'Lukupiiri\\;', 'Lukupiiri;', '5545, 3.3.11'],
    ['a bare semicolon in a list', 'messut,', 'messut;', '5545, 3.3.11'],
    ['a backslash before another letter', 'SUMMARY:Kirja', 'SUMMARY:\\Kirja', '5545, 3.3.11'],
    ['a backslash at the end', 'SUMMARY:Kirjamessut', 'SUMMARY:Kirjamessut\\', '5545, 3.3.11'],
    ['a URI without a scheme', 'URL:https://', 'URL:', '5545, 3.3.13'],
    ['a URI with an escaped comma', 'language=fi,sv', 'language=fi\\,sv', '5545, 3.3.13'],
    [
      'a URI with a letter of its own',
      'kirjala.example/merkki',
      'kirjala.example/ä',
      '5545, 3.3.13',
    ],
    [
      'a URI with a stray %',
      'URL:https://kirjala.example/',
      'URL:https://kirjala.example/%',
      '5545, 3.3.13',
    ],
    ['a URI without a host', 'https://video.example/kirjala', 'https://', '5545, 3.3.13'],
    ['an address that is none', 'mailto:kirjasto@', 'kirjasto@', '5545, 3.3.3'],
    ['a day that is not', 'VALUE=DATE:20261116', 'VALUE=DATE:20261131', '5545, 3.3.4'],
    ['a day with hyphens', 'VALUE=DATE:20261116', 'VALUE=DATE:2026-11-16', '5545, 3.3.4'],
    ['a day of a year that has none', 'CREATED:20260201', 'CREATED:20260229', '5545, 3.3.5'],
    ['an hour that is not', 'DTSTART:20261120T08', 'DTSTART:20261120T24', '5545, 3.3.5'],
    ['a day where a time is due', 'CREATED:20260201T080000Z', 'CREATED:20260201', '5545, 3.3.5'],
    [
      'a time without a zone',
      'DTSTART:20261120T080000Z',
      'DTSTART:20261120T080000',
      'house rule, beyond 5545, 3.3.5',
    ],
    ['TZID with UTC', 'DTSTART:20261120', 'DTSTART;TZID=Europe/Helsinki:20261120', '5545, 3.2.19'],
    [
      'TZID with a day',
      'DTEND;VALUE=DATE',
      'DTEND;TZID=Europe/Helsinki;VALUE=DATE',
      '5545, 3.2.19',
    ],
    [
      'a CREATED out of UTC',
      'CREATED:20260201T080000Z',
      'CREATED:20260201T080000',
      '5545, 3.8.7.1',
    ],
    [
      'a DTSTAMP out of UTC',
      'DTSTAMP:20260301T080000Z',
      'DTSTAMP:20260301T080000',
      '5545, 3.8.7.2',
    ],
    ['a LAST-MODIFIED out of UTC', '20260301T080000Z', '20260301T080000', '5545, 3.8.7.3'],
    ['a duration that is none', 'DURATION:PT1H30M', 'DURATION:PT90', '5545, 3.3.6'],
    ['a duration that skips minutes', 'DURATION:PT1H30M', 'DURATION:PT1H30S', '5545, 3.3.6'],
    ['a negative duration', 'DURATION:PT1H30M', 'DURATION:-PT1H', '5545, 3.8.2.5'],
    [
      'a duration of hours from a day',
      'DTEND;VALUE=DATE:20261116',
      'DURATION:P1DT1H',
      '5545, 3.8.2.5',
    ],
    ['Base64 that is none', 'S2lyamFsYQ==', 'S2lyamFsYQ=', '5545, 3.3.1'],
    ['BINARY without ENCODING', ';ENCODING=BASE64', '', '5545, 3.3.1'],
    ['an end that is the start', '20261116', '20261114', '5545, 3.8.2.2'],
    ['an end before the start', '20260902T183000', '20260902T163000', '5545, 3.8.2.2'],
    [
      'an end of another type',
      'DTEND;VALUE=DATE:20261116',
      'DTEND:20261116T100000Z',
      '5545, 3.8.2.2',
    ],
    [
      'a period that ends before',
      'CLASS:PUBLIC',
      'RDATE;VALUE=PERIOD:20261116T100000Z/20261116T090000Z',
      '5545, 3.3.9',
    ],
  ]);
});

describe('series', () => {
  const RULE = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20261223T150000Z';
  const rule = (what: string, to: string, section = '5545, 3.3.10'): Change => [
    what,
    RULE,
    to,
    section,
  ];
  finds([
    rule('a rule without FREQ', 'INTERVAL=2;COUNT=9'),
    rule('another FREQ', 'FREQ=FORTNIGHTLY;COUNT=9'),
    rule('a part that is none', 'FREQ=WEEKLY;COUNT=9;'),
    rule('an unknown part', 'FREQ=WEEKLY;COUNT=9;BYEASTER=0'),
    rule('a part given twice', 'FREQ=WEEKLY;COUNT=9;COUNT=9'),
    rule('COUNT beside UNTIL', `${RULE};COUNT=9`),
    rule('a series without an end', 'FREQ=WEEKLY;INTERVAL=2', 'house rule, beyond 5545, 3.3.10'),
    rule('a COUNT of 0', 'FREQ=WEEKLY;COUNT=0'),
    rule('an INTERVAL of 0', 'FREQ=WEEKLY;COUNT=9;INTERVAL=0'),
    rule('an UNTIL that is local', RULE.replace('150000Z', '170000')),
    rule('an UNTIL that is a day', RULE.replace('T150000Z', '')),
    rule('an UNTIL that is none', RULE.replace('20261223', '20261323')),
    rule('a BYDAY that is none', 'FREQ=WEEKLY;INTERVAL=2;COUNT=9;BYDAY=KE'),
    rule('a number before a weekday', 'FREQ=WEEKLY;INTERVAL=2;COUNT=9;BYDAY=1WE'),
    rule('a number with BYWEEKNO', 'FREQ=YEARLY;COUNT=9;BYWEEKNO=36;BYDAY=1WE'),
    rule('a WKST that is none', 'FREQ=WEEKLY;COUNT=9;INTERVAL=2;WKST=1'),
    rule('BYMONTHDAY in a week', 'FREQ=WEEKLY;COUNT=9;BYMONTHDAY=2'),
    rule('BYYEARDAY in a month', 'FREQ=MONTHLY;COUNT=9;BYYEARDAY=245'),
    rule('BYWEEKNO in a month', 'FREQ=MONTHLY;COUNT=9;BYWEEKNO=36'),
    rule('BYSETPOS of nothing', 'FREQ=MONTHLY;COUNT=9;BYSETPOS=1'),
    ...['BYSECOND=61', 'BYMINUTE=60', 'BYHOUR=24', 'BYMONTHDAY=32', 'BYMONTHDAY=0'].map((part) =>
      rule(`a part such as ${part}`, `FREQ=DAILY;COUNT=9;${part}`),
    ),
    ...['BYYEARDAY=367', 'BYWEEKNO=54', 'BYMONTH=13', 'BYMONTH=-1', 'BYSETPOS=0'].map((part) =>
      rule(`a part such as ${part}`, `FREQ=YEARLY;COUNT=9;${part}`),
    ),
    ['an UNTIL before the start', 'UNTIL=20261223', 'UNTIL=20260823', '5545, 3.3.10', 0],
    ['a time that is no day', 'CLASS:PUBLIC', 'RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9', '5545, 3.3.10'],
    [
      'an UNTIL that is a time',
      'CLASS:PUBLIC',
      'RRULE:FREQ=DAILY;UNTIL=20261201T000000Z',
      '5545, 3.3.10',
    ],
    [
      'an EXDATE of another type',
      'EXDATE;TZID=Europe/Helsinki:20260930T170000,20261028T170000',
      'EXDATE;VALUE=DATE:20260930',
      '5545, 3.8.5.1',
    ],
    [
      'an EXDATE in UTC',
      'EXDATE;TZID=Europe/Helsinki:20260930T170000,20261028T170000',
      'EXDATE:20260930T140000Z',
      '5545, 3.8.5.1',
    ],
    [
      'an EXDATE beside the series',
      '20261028T170000',
      '20261029T170000',
      'house rule, beyond 5545, 3.8.5.1',
    ],
    [
      'an EXDATE after the series',
      '20261028T170000',
      '20270106T170000',
      'house rule, beyond 5545, 3.8.5.1',
    ],
    [
      'a RECURRENCE-ID of another type',
      'RECURRENCE-ID;TZID=Europe/Helsinki:20261014T170000',
      'RECURRENCE-ID;VALUE=DATE:20261014',
      '5545, 3.8.4.4',
    ],
    [
      'a RECURRENCE-ID in UTC',
      'RECURRENCE-ID;TZID=Europe/Helsinki:20261014T170000',
      'RECURRENCE-ID:20261014T140000Z',
      '5545, 3.8.4.4',
    ],
    ['a RECURRENCE-ID beside the series', '20261014T170000', '20261007T170000', '5545, 3.8.4.4'],
    [
      'a RECURRENCE-ID without a series',
      'CLASS:PUBLIC',
      'RECURRENCE-ID;VALUE=DATE:20261114',
      '5545, 3.8.4.4',
    ],
  ]);

  test('finds an override of what is no series', () => {
    const { text } = changed(
      `RRULE:${RULE}\nEXDATE;TZID=Europe/Helsinki:20260930T170000,20261028T170000\n`,
      '',
    );
    expect(lint(crlf(text))).toMatchObject([{ section: 'RFC 5545, 3.8.4.4' }]);
  });

  test('finds two overrides of one occurrence', () => {
    const start = GOLDEN.indexOf('BEGIN:VEVENT\nUID:lukupiiri@kirjala.example\nRECURRENCE-ID');
    const override = GOLDEN.slice(start, GOLDEN.indexOf('BEGIN:VEVENT\nUID:messut'));
    const { text, line } = changed(override, override + override);
    expect(found(lint(crlf(text)))).toEqual([`${line + 10}: RFC 5545, 3.8.4.7`]);
  });

  const only = (start: string, rrule: string) =>
    crlf(changed('DTSTART:20261120T080000Z', `DTSTART:${start}\nRRULE:${rrule}`).text);

  test.each([
    ['20261120T080000Z', 'FREQ=DAILY;COUNT=3'],
    ['20261120T080000Z', 'FREQ=DAILY;UNTIL=20261120T080000Z'],
    ['20261120T080000Z', 'FREQ=WEEKLY;BYDAY=MO,FR;COUNT=500;WKST=SU'],
    ['20261120T080000Z', 'FREQ=MONTHLY;BYDAY=3FR;COUNT=3'],
    ['20261120T080000Z', 'FREQ=MONTHLY;BYDAY=-2FR;COUNT=3'],
    ['20261120T080000Z', 'FREQ=MONTHLY;BYMONTHDAY=-11;COUNT=3'],
    ['20261120T080000Z', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=15;COUNT=3'],
    ['20261120T080000Z', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-7;COUNT=3'],
    ['20261120T080000Z', 'FREQ=YEARLY;BYYEARDAY=324;COUNT=3'],
    ['20261120T080000Z', 'FREQ=YEARLY;BYDAY=47FR;COUNT=3'],
    ['20261120T080000Z', 'FREQ=YEARLY;BYMONTH=11;BYDAY=+3FR;COUNT=3'],
    ['20261120T080000Z', 'FREQ=YEARLY;BYWEEKNO=47;COUNT=3'],
    ['20261120T080000Z', 'freq=daily;byhour=8,12;count=3'],
    ['20261120T080000Z', 'FREQ=HOURLY;INTERVAL=3;COUNT=3'],
    ['20280229T080000Z', 'FREQ=YEARLY;COUNT=3'],
  ])('from %s on, %s is a rule that its start fits', (start, rrule) => {
    expect(lint(only(start, rrule))).toEqual([]);
  });

  test.each([
    'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
    'FREQ=MONTHLY;BYDAY=2FR;COUNT=3',
    'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3',
    'FREQ=MONTHLY;BYMONTHDAY=-10;COUNT=3',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=3',
    'FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1;COUNT=3',
    'FREQ=YEARLY;BYDAY=MO,FR;BYSETPOS=1;COUNT=3',
    'FREQ=YEARLY;BYYEARDAY=-1;COUNT=3',
    'FREQ=YEARLY;BYDAY=1FR;COUNT=3',
    'FREQ=DAILY;BYMONTH=12;COUNT=3',
    'FREQ=DAILY;BYHOUR=9;COUNT=3',
  ])('20 November 2026, a Friday, does not fit %s', (rrule) => {
    expect(lint(only('20261120T080000Z', rrule))).toMatchObject([{ section: 'RFC 5545, 3.8.5.3' }]);
  });

  test.each([
    ['FREQ=WEEKLY', '20261127', '20261128'],
    ['FREQ=DAILY;INTERVAL=3', '20261123', '20261124'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR;WKST=SU', '20261129', '20261122'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR', '20261122', '20261129'],
    ['FREQ=MONTHLY', '20270120', '20270121'],
    ['FREQ=MONTHLY;INTERVAL=2', '20270120', '20261220'],
    ['FREQ=YEARLY', '20271120', '20271020'],
    ['FREQ=YEARLY;INTERVAL=2', '20281120', '20271120'],
    ['FREQ=YEARLY;BYMONTH=11,12', '20261220', '20270120'],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=3', '20261218', '20261211'],
  ])('%s yields %s, and not %s', (rrule, right, wrong) => {
    const without = (day: string) =>
      lint(only('20261120T080000Z', `${rrule};COUNT=20\nEXDATE:${day}T080000Z`));
    expect(without(right)).toEqual([]);
    expect(without(wrong)).toMatchObject([{ section: 'house rule, beyond RFC 5545, 3.8.5.1' }]);
  });

  test('takes a further date for an occurrence', () => {
    const dates = 'RDATE;TZID=Europe/Helsinki:20261007T170000\nEXDATE';
    const { text } = changed('EXDATE', dates);
    expect(lint(crlf(text.replace('20261014T170000', '20261007T170000')))).toEqual([]);
  });
});

describe('what may stand in a calendar', () => {
  test.each([
    ['names in small letters', 'SUMMARY:Kirja', 'summary:Kirja'],
    ['properties that are not known', 'CLASS:PUBLIC', 'MOOD;X-A=1,2:a,b;c\\d'],
    [
      'components that are not known',
      'BEGIN:VTIMEZONE',
      'BEGIN:X-A\nA:1\nEND:X-A\nBEGIN:VTIMEZONE',
    ],
    ['a class of one’s own', 'CLASS:PUBLIC', 'CLASS:X-KIRJALA'],
    ['text that is empty', 'SUMMARY:Kirjamessut', 'SUMMARY:'],
    ['a leap second', 'DTSTART:20261120T080000Z', 'DTSTART:20261120T085960Z'],
    ['a period as a further date', 'GEO:', 'RDATE;VALUE=PERIOD:20261121T080000Z/PT1H\nGEO:'],
    ['a duration of weeks', 'DURATION:PT1H30M', 'DURATION:P2W'],
    [
      'an end in UTC of what begins in a zone',
      'DTEND;TZID=Europe/Helsinki:20260902T183000',
      'DTEND:20260902T153000Z',
    ],
    [
      'a rule of another calendar',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20261223T150000Z',
      'RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD;COUNT=9',
    ],
    ['a relation to an address', 'CLASS:PUBLIC', 'RELATED-TO;VALUE=URI:https://kirjala.example/a'],
    [
      'a series from before 1970 on',
      'DTSTART:20261120T080000Z',
      'DTSTART:19691231T080000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:19700101T080000Z',
    ],
    [
      'a mail address for a URI',
      'URL:https://kirjala.example/tapahtumat',
      'URL:mailto:a@b.example',
    ],
  ])('takes %s', (_, from, to) => {
    expect(lint(crlf(changed(from, to).text))).toEqual([]);
  });
});

test('takes an end in another zone than the start, even if its clock is behind', () => {
  const zone = GOLDEN.slice(GOLDEN.indexOf('BEGIN:VTIMEZONE'), GOLDEN.indexOf('BEGIN:VEVENT'));
  const end = 'DTEND;TZID=Europe/Helsinki:20260902T183000';
  const text = GOLDEN.replace(zone, zone + zone.replace('Europe/Helsinki', 'Europe/Stockholm'));
  const away = text.replace(end, 'DTEND;TZID=Europe/Stockholm:20260902T163000');
  expect(lint(crlf(away))).toEqual([]);
});

test('judges each of several calendars by itself', () => {
  expect(inspect(crlf(GOLDEN + GOLDEN))).toEqual({ findings: [], more: 0, events: 8 });
  const bare = GOLDEN.replace(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE\n/, '');
  const findings = lint(crlf(GOLDEN + bare));
  expect(new Set(findings.map(({ section }) => section))).toEqual(new Set(['RFC 5545, 3.2.19']));
});

describe('any input', () => {
  const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1).join();
  const everyDay = () =>
    Array.from({ length: 10_000 }, (_, i) => {
      const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
      return `${day.replaceAll('-', '')}T000000Z`;
    }).join();
  const isSane = (input: string | Buffer) => {
    const findings = lint(input);
    // thrown without `expect`, which is slow in a hundred thousand findings
    for (const { line, message, section } of findings)
      if (
        line < 1 ||
        /\p{Cc}/u.test(message) ||
        !/^(house rule, beyond )?RFC \d{4}, [\d.]+$/.test(section)
      )
        throw new Error(`A finding that is none: ${JSON.stringify({ line, message, section })}`);
    return findings;
  };

  test('is judged: any text and any octets, none of which is a calendar', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const octets = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    fc.assert(fc.property(fc.oneof(text, octets), (input) => isSane(input).length > 0));
  });

  test('is judged: calendars with octets put in, taken out and changed', () => {
    const octets = Buffer.from(crlf(GOLDEN));
    const edit = fc.record({
      at: fc.nat(octets.length),
      gone: fc.oneof(fc.constantFrom(0, 1), fc.nat(200)),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array)),
        fc
          .constantFrom(...':;,="\\\n', 'BEGIN:', 'END:', '\r\n', '\r\n ', 'TZID=', 'Z', '-', '9')
          .map((text) => Buffer.from(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const changed = edits.reduce(
          (all, { at, gone, put }) =>
            Buffer.concat([all.subarray(0, at), put, all.subarray(at + gone)]),
          octets,
        );
        isSane(changed);
      }),
      { numRuns: 500 },
    );
  });

  test('is judged: the lines of a calendar in any order', () => {
    const lines = GOLDEN.split('\n');
    fc.assert(
      fc.property(fc.shuffledSubarray(lines), (some) => {
        isSane(some.map((line) => `${line}\r\n`).join(''));
      }),
    );
  });

  test.each([
    [
      'long values',
      `BEGIN:VCALENDAR\r\nURL:a:${'a'.repeat(5e6)}\r\nATTACH;VALUE=BINARY:${'a'.repeat(5e6)}`,
    ],
    ['deep nesting', 'BEGIN:VEVENT\r\n'.repeat(50_000)],
    ['many ends', `${'BEGIN:A\r\n'.repeat(50_000)}${'END:B\r\n'.repeat(50_000)}`],
    ['ends of lines', '\r'.repeat(1e6)],
    ['lines without a name', ':\r\n'.repeat(1e5)],
    [
      'dates and exceptions',
      `BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nRDATE:${everyDay()}\r\nEXDATE:${everyDay()}`,
    ],
    [
      'exceptions by their places',
      `BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nRRULE:FREQ=YEARLY;COUNT=9;BYMONTHDAY=${upTo(31)};BYSETPOS=${upTo(366)}\r\nEXDATE:${everyDay()}`,
    ],
    ['long rules', `BEGIN:VEVENT\r\nRRULE:${'FREQ=DAILY;'.repeat(100_000)}`],
    ['long dates', `BEGIN:VEVENT\r\nEXDATE:${'20260101T000000Z,'.repeat(100_000)}`],
    [
      'huge intervals',
      'BEGIN:VEVENT\r\nDTSTART:99991231T000000Z\r\nRRULE:FREQ=YEARLY;INTERVAL=999999999;COUNT=999999999',
    ],
  ])('is judged soon: %s', (_, text) => {
    const started = performance.now();
    expect(isSane(text).length).toBeLessThanOrEqual(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('the media type', () => {
  const text = crlf(GOLDEN);
  test.each([
    ['text/calendar; charset=utf-8', []],
    ['Text/Calendar;charset="UTF-8"', []],
    ['text/calendar', []],
    ['text/plain; charset=utf-8', ['0: RFC 5545, 8.1']],
    ['text/calendar; charset=iso-8859-1', ['0: RFC 5545, 8.1']],
    ['text/calendar; charset=utf-8; method=PUBLISH', ['0: RFC 5545, 3.7.2']],
    [null, ['0: RFC 5545, 8.1']],
  ])('%s is judged', (header, wanted) => {
    expect(found(lintMediaType(header, text))).toEqual(wanted);
  });

  test('names the METHOD of the calendar', () => {
    const { text } = changed('COLOR:teal', 'METHOD:PUBLISH');
    expect(lintMediaType('text/calendar; method=publish', crlf(text))).toEqual([]);
    expect(found(lintMediaType('text/calendar', text))).toEqual(['0: RFC 5545, 3.7.2']);
  });
});

describe('luotsi lint', () => {
  const good = crlf(GOLDEN);
  const bad = crlf(changed('SEQUENCE:2', 'SEQUENCE:toinen').text);
  const { line } = changed('SEQUENCE:2', '');
  const told = `${line}: Wanted a whole number; got "toinen" (RFC 5545, 3.3.8)\n`;

  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => jest.restoreAllMocks());

  async function run(source: string): Promise<{ code: number; out: string; err: string }> {
    const said = { out: '', err: '' };
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => !!(said.out += String(text)));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => !!(said.err += String(text)));
    const code = await lintCommand(source).finally(() => jest.restoreAllMocks());
    return { code, ...said };
  }

  test('tells a thousand of the problems, and how many there are', async () => {
    const path = join(folder, 'cr.ics');
    writeFileSync(path, '\r'.repeat(2000));
    const { code, out } = await run(path);
    expect(code).toBe(1);
    expect(out.split('\n')).toHaveLength(1002);
    expect(out).toContain('\n4001 problems in 0 events, of which 1000 are shown.\n');
  });

  test('tells the problems of a file by their lines, and ends with 1', async () => {
    const path = join(folder, 'bad.ics');
    writeFileSync(path, bad);
    const out = `${told}1 problem in 4 events.\n`;
    expect(await run(path)).toEqual({ code: 1, out, err: '' });
  });

  test('ends with 0 where there are none, reading the standard input', async () => {
    const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
    Object.defineProperty(process, 'stdin', { ...stdin, get: () => Readable.from([good]) });
    try {
      const out = '0 problems in 4 events.\n';
      expect(await run('-')).toEqual({ code: 0, out, err: '' });
    } finally {
      Object.defineProperty(process, 'stdin', stdin);
    }
  });

  test('ends with 2 where there is no such file', async () => {
    const path = join(folder, 'none.ics');
    const { code, out, err } = await run(path);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`${path} cannot be read: ENOENT`);
  });

  test('asks an address for a calendar, and judges its media type too', async () => {
    const accepted: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      accepted.push(request.headers.accept);
      if (request.url === '/none') response.writeHead(404).end();
      else {
        const type = request.url === '/plain' ? 'text/plain' : 'text/calendar; charset=utf-8';
        response.setHeader('content-type', type).end(request.url === '/good' ? good : bad);
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const none = '0 problems in 4 events.\n';
      for (const address of [url, url.replace('http:', 'webcal:')])
        expect(await run(`${address}/good`)).toEqual({ code: 0, out: none, err: '' });
      const plain = await run(`${url}/plain`);
      const type = '0: Wanted the media type text/calendar; got "text/plain" (RFC 5545, 8.1)\n';
      expect(plain).toEqual({ code: 1, out: `${type}${told}2 problems in 4 events.\n`, err: '' });
      const err = `${url}/none cannot be read: HTTP 404 Not Found\n`;
      expect(await run(`${url}/none`)).toEqual({ code: 2, out: '', err });
      expect(new Set(accepted)).toEqual(new Set(['text/calendar']));
    } finally {
      await new Promise((closed) => server.close(closed));
    }
    const away = await run(`${url}/good`);
    expect(away).toMatchObject({ code: 2, out: '' });
    expect(away.err).toContain(`${url}/good cannot be read: `);
  });
});
