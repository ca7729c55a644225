import 'reflect-metadata';
import {
  clockAt,
  readImprecise,
  readInstant,
  readMoment,
  readPeriod,
  readSpan,
  readTime,
} from '../../src/table/moment';
import { columnNamed, shapeNamed } from '../../src/table/shape';
import { momentOf, serialOf } from '../../src/table/serial';

test.each([
  ['23.4.2026', '2026-04-23'],
  ['23.04.2026', '2026-04-23'],
  ['23. 4. 2026', '2026-04-23'],
  ['23.4.26', '2026-04-23'],
  ['to 23.4.2026', '2026-04-23'],
  ['torstai, 23.4.2026', '2026-04-23'],
  ['23.4.2026 klo 9.00', '2026-04-23T09:00'],
  ['23.4.2026 klo 9', '2026-04-23T09:00'],
  ['23.4.2026 kl. 9.30', '2026-04-23T09:30'],
  ['23.4.2026, klo 9:30', '2026-04-23T09:30'],
  ['23.4.2026 9:00', '2026-04-23T09:00'],
  ['2026-12-01 09:00', '2026-12-01T09:00'],
  ['2026-12-01T09:00', '2026-12-01T09:00'],
  ['2026-12-01T09:00:15', '2026-12-01T09:00:15'],
  ['2026-12-01', '2026-12-01'],
  ['30.2.2026', null],
  ['23.4.2026 klo 25.00', null],
  ['4/23/2026', null],
  ['23.4.', null],
  ['huhtikuussa', null],
])('%s is the moment %s', (text, moment) => {
  expect(readMoment(text)).toBe(moment);
});

test.each([
  ['9', '09:00'],
  ['klo 9.00', '09:00'],
  ['9:30', '09:30'],
  ['24.00', null],
  ['9.75', null],
])('%s is the time %s', (text, time) => {
  expect(readTime(text)).toBe(time);
});

test.each([
  ['23.4.2026 klo 9.00–11.00', '2026-04-23T09:00', '2026-04-23T11:00'],
  ['23.4.2026 klo 9-11', '2026-04-23T09:00', '2026-04-23T11:00'],
  ['23.–24.4.2026', '2026-04-23', '2026-04-24'],
  ['30.4.–2.5.2026', '2026-04-30', '2026-05-02'],
  ['30.4.2026–2.5.2026', '2026-04-30', '2026-05-02'],
])('%s is from %s until %s', (text, start, end) => {
  expect(readSpan(text)).toEqual({ start, end });
});

test.each(['2026-04-23', '2026-04', '23.4.2026', 'x–y'])('%s is no stretch of time', (text) => {
  expect(readSpan(text)).toBeNull();
});

test.each([
  ['2026', '2026'],
  ['syksy 2026', '2026-23'],
  ['Kevät 2026', '2026-21'],
  ['hösten 2026', '2026-23'],
  ['huhtikuu 2026', '2026-04'],
  ['april 2026', '2026-04'],
  ['2026-04~', '2026-04~'],
  ['joskus 2026', null],
])('%s is the time %s in EDTF', (text, edtf) => {
  expect(readImprecise(text)).toBe(edtf);
});

test.each([
  ['2026', '2026'],
  ['2024–2026', '2024/2026'],
  ['1.1.–30.6.2026', { start: '2026-01-01', end: '2026-06-30' }],
  ['syksy 2026', '2026-23'],
  ['31.12.2026', '2026-12-31'],
])('%s is a period', (text, period) => {
  expect(readPeriod(text)).toEqual(period);
});

test('an instant is told by the clocks of Finland, but not in the hour that comes twice', () => {
  expect(readInstant('20.4.2026 klo 15.00')).toBe('2026-04-20T12:00:00.000Z');
  expect(clockAt('2026-04-20T12:00:00.000Z')).toBe('2026-04-20T15:00');
  expect(clockAt('2026-10-25T00:30:00.000Z')).toBe('2026-10-25T03:30');
  expect(clockAt('2026-10-25T01:30:00.000Z')).toBeNull();
  expect(clockAt('2026-04-20T12:00:00.500Z')).toBeNull();
});

test.each([
  [46135, 'day', false, '2026-04-23'],
  [46135.395833333336, 'both', false, '2026-04-23T09:30'],
  [46135.395833333336, 'day', false, '2026-04-23T09:30'], // the hours are there, though they do not show
  [46135, 'both', false, '2026-04-23'],
  [44673, 'day', true, '2026-04-23'],
  [0.375, 'time', false, '09:00'],
  [1, 'day', false, '1900-01-01'],
  [59, 'day', false, '1900-02-28'],
  [61, 'day', false, '1900-03-01'],
  [-1, 'day', false, null],
  [9e9, 'day', false, null],
] as const)(
  'the serial number %s as %s (since 1904: %s) is %s',
  (serial, format, since1904, moment) => {
    expect(momentOf(serial, format, since1904)).toBe(moment);
  },
);

test('what is written as a serial number is read again; what cannot be is none', () => {
  for (const at of ['2026-04-23', '2026-04-23T09:30', '1900-03-01', '9999-12-31T23:59:59'])
    expect(momentOf(serialOf(at)!, at.includes('T') ? 'both' : 'day', false)).toBe(at);
  for (const at of ['2026-04-23T00:00', '1899-12-31', '09:30', '2026-04'])
    expect(serialOf(at)).toBeNull();
});

test('a day that a spreadsheet keeps is read without its hours, a time with them', () => {
  const cell = { at: '2026-04-23T09:30' };
  const read = (type: string, heading: string) =>
    columnNamed(shapeNamed(type)!, heading)!.read(cell, true);
  expect(read('assessments', 'Arviointipäivä')).toBe('2026-04-23');
  expect(read('events', 'Alkaa')).toBe('2026-04-23T09:30');
});
