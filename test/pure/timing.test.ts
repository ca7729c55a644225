import 'reflect-metadata';
import fc from 'fast-check';
import {
  certainly,
  endInstant,
  HOME_ZONE,
  instant,
  parseTiming,
  possibly,
  Precision,
  UNKNOWN_TIMING,
} from '../../src/value/timing';
import { occurrenceAt } from '../../src/value/recurrence';
import { refusal } from '../support/refusal';

describe('parseTiming of EDTF', () => {
  test.each([
    ['2026', '2026-01-01', '2026-12-31', 'YEAR'],
    ['2026-04', '2026-04-01', '2026-04-30', 'MONTH'],
    ['2024-02', '2024-02-01', '2024-02-29', 'MONTH'],
    ['1900-02', '1900-02-01', '1900-02-28', 'MONTH'],
    ['2026-04-23', '2026-04-23', '2026-04-23', 'DAY'],
    ['2026-21', '2026-01-01', '2026-05-31', 'SEASON'],
    ['2026-22', '2026-06-01', '2026-08-31', 'SEASON'],
    ['2026-23', '2026-08-01', '2026-12-31', 'SEASON'],
    ['2026-24', '2026-12-01', '2027-02-28', 'SEASON'],
    ['2027-24', '2027-12-01', '2028-02-29', 'SEASON'],
    ['2025-10/2025-12', '2025-10-01', '2025-12-31', 'RANGE'],
    ['2026-21/2027', '2026-01-01', '2027-12-31', 'RANGE'],
    ['2026/2026', '2026-01-01', '2026-12-31', 'RANGE'],
    ['2026-04-10/2026-04', '2026-04-10', '2026-04-30', 'RANGE'],
    ['2022/..', '2022-01-01', null, 'RANGE'],
    ['../2026-05-04', null, '2026-05-04', 'RANGE'],
  ])('%s lasts from %s to %s', (edtf, earliest, latest, precision) => {
    const timing = { ...UNKNOWN_TIMING, edtf, earliest, latest, precision };
    expect(parseTiming(edtf)).toEqual(timing);
    expect(parseTiming({ edtf })).toEqual(timing);
  });

  test.each([
    ['2026~', true, false],
    ['2026-04-23?', false, true],
    ['2026-21%', true, true],
    ['2025-10/2025-12~', true, false],
    ['2025-10?/2025-12', false, true],
    ['2025?/..', false, true],
  ])('%s keeps how sure it is', (edtf, approximate, uncertain) => {
    expect(parseTiming(edtf)).toMatchObject({ edtf, approximate, uncertain });
  });

  test.each([
    ...['', ' 2026', '26', '20266', '0000', '2026-0', '2026-00', '2026-13', '2026-20', '2026-25'],
    ...[
      '2026-02-30',
      '2025-02-29',
      '2026-04-31',
      '2026-04-00',
      '2026-21-01',
      '2026-4-3',
      '23.4.2026',
    ],
    ...[
      '../..',
      '..',
      '2026/',
      '/2026',
      '2026/2025',
      '2026-05/2026-04',
      '2012-23/2012-22', // they share August
      '2026-24/2026-23',
      '2026/2027/2028',
      '2026?~',
    ],
    ...['2026-XX', '202X', '-2026', 'Y20260', '2026-04-23T09:00', '2026..', '{2026}', '9999-24'],
    ...[2026.5, true, ['2026']],
  ])('refuses %j', (edtf) => {
    expect(refusal(() => parseTiming({ edtf }))).toMatchObject({
      code: 'INVALID_DATE',
      path: ['edtf'],
    });
  });
});

describe('parseTiming of local times', () => {
  test('takes a start alone, in Finland where no zone is given', () => {
    expect(parseTiming({ start: '2026-04-23T09:00:00' })).toEqual({
      ...UNKNOWN_TIMING,
      start: '2026-04-23T09:00',
      zone: 'Europe/Helsinki',
      earliest: '2026-04-23',
      latest: '2026-04-23',
      precision: Precision.EXACT,
    });
  });

  test('takes an end, another zone and what is printed', () => {
    const given = {
      start: '2026-04-23T09:00',
      end: '2026-04-24T11:30:15',
      zone: 'europe/stockholm',
    };
    expect(parseTiming({ ...given, printed: ' to–pe ', edtf: null })).toMatchObject({
      start: '2026-04-23T09:00',
      end: '2026-04-24T11:30:15',
      zone: 'Europe/Stockholm',
      printed: 'to–pe',
      allDay: false,
      earliest: '2026-04-23',
      latest: '2026-04-24',
    });
  });

  test('takes whole days, said or seen', () => {
    const timing = parseTiming({ start: '2026-04-23', end: '2026-04-24', allDay: true });
    expect(timing).toMatchObject({ allDay: true, precision: 'EXACT', latest: '2026-04-24' });
    expect(parseTiming({ start: '2026-04-23', end: '2026-04-24' })).toEqual(timing);
  });

  test.each([
    [{ start: '2026-02-30T09:00' }, 'INVALID_DATE', ['start']],
    [{ start: '2026-04-23T24:00' }, 'INVALID_DATE', ['start']],
    [{ start: '2026-04-23T09:00Z' }, 'INVALID_DATE', ['start']],
    [{ start: '2026-04-23 09:00' }, 'INVALID_DATE', ['start']],
    [{ start: 5 }, 'INVALID_DATE', ['start']],
    [{ start: '2026-04-23T09:00', end: '2026-04-23T08:59' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-04-23', end: '2026-04-22' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-04-23', end: '2026-04-23T10:00' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-04-23T09:00', allDay: true }, 'INVALID_DATE', ['start']],
    [{ start: '2026-04-23', allDay: false }, 'INVALID_DATE', ['start']],
    [{ start: '2026-03-29T04:00', end: '2026-03-29T03:30' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-04-23T09:00', zone: 'Europe/Porvoo' }, 'INVALID', ['zone']],
    [{ start: '2026-04-23T09:00', zone: '+02:00' }, 'INVALID', ['zone']],
    [{ start: '2026-04-23T09:00', zone: 7 }, 'INVALID', ['zone']],
    [{ start: '2026-04-23', allDay: 'yes' }, 'INVALID', ['allDay']],
    [{ start: '2026-04-23T09:00', edtf: '2026' }, 'INVALID', ['edtf']],
    [{ end: '2026-04-23T09:00' }, 'REQUIRED', ['start']],
    [{ edtf: '2026', zone: 'Europe/Helsinki' }, 'REQUIRED', ['start']],
    [{ allDay: true }, 'REQUIRED', ['start']],
    [{ edtf: '2026', printed: 'a\u0000' }, 'INVALID', ['printed']],
    [{ starts: '2026' }, 'UNKNOWN_FIELD', ['starts']],
    [true, 'INVALID', []],
  ])('refuses %j with %s at %j', (given, code, path) => {
    expect(refusal(() => parseTiming(given))).toMatchObject({ code, path });
  });

  test.each([
    ['2026-04-23T18:00', '2026-04-24T00:00', '2026-04-23'],
    ['2026-04-22T18:00', '2026-04-24T00:00', '2026-04-23'],
    ['2026-04-23T18:00', '2026-04-24T00:01', '2026-04-24'],
    ['2026-04-24T00:00', '2026-04-24T00:00', '2026-04-24'],
    ['2026-12-31T18:00', '2027-01-01T00:00', '2026-12-31'],
  ])('what is from %s to %s falls on no day after %s', (start, end, latest) => {
    const timing = parseTiming({ start, end });
    expect(timing.latest).toBe(latest);
    expect(certainly(timing, start.slice(0, 10), latest)).toBe(true);
    expect(occurrenceAt(timing, start)).toEqual(timing);
  });

  test('takes what begins in the hour that the clock skips: it lasts as long as the clock says', () => {
    const timing = { start: '2026-03-29T03:30', end: '2026-03-29T04:00', zone: HOME_ZONE };
    expect(parseTiming(timing)).toMatchObject(timing);
    expect(endInstant(timing)).toBe('2026-03-29T02:00:00.000Z');
  });

  test('is unknown where nothing is given, whatever is printed', () => {
    expect(parseTiming(null)).toEqual(UNKNOWN_TIMING);
    expect(parseTiming({ edtf: null, allDay: false })).toEqual(UNKNOWN_TIMING);
    expect(parseTiming({ printed: 'myöhemmin' })).toEqual({
      ...UNKNOWN_TIMING,
      printed: 'myöhemmin',
    });
  });
});

describe('possibly and certainly', () => {
  test.each([
    ['2026-04', '2026-01-01', '2026-12-31', true, true],
    ['2026-04', '2026-04-15', '2026-12-31', true, false],
    ['2026-04', '2026-04-01', '2026-04-30', true, true],
    ['2026-04', '2026-04-30', null, true, false],
    ['2026-04', '2026-05-01', null, false, false],
    ['2026-04', null, '2026-03-31', false, false],
    ['2026-04', null, null, true, true],
    ['2026-04~', '2026-01-01', '2026-12-31', true, false],
    ['2026-04?', null, null, true, false],
    ['2022/..', '2030-01-01', '2030-12-31', true, false],
    ['2022/..', '2022-01-01', null, true, false],
    ['2022/..', null, '2021-12-31', false, false],
    ['../2022', '2022-12-31', null, true, false],
    ['../2022', '2023-01-01', null, false, false],
    [null, null, null, false, false],
  ])('%s between %s and %s: possibly %s, certainly %s', (edtf, from, to, may, must) => {
    const timing = parseTiming({ edtf });
    expect([possibly(timing, from, to), certainly(timing, from, to)]).toEqual([may, must]);
  });

  const year = fc.integer({ min: 2020, max: 2030 }).map(String);
  const month = fc.integer({ min: 1, max: 12 }).map((number) => String(number).padStart(2, '0'));
  const day = fc
    .tuple(year, month, fc.constantFrom('01', '15', '28'))
    .map((parts) => parts.join('-'));
  const season = fc.constantFrom('21', '22', '23', '24');
  const plain = fc.oneof(
    year,
    fc.tuple(year, fc.oneof(month, season)).map((parts) => parts.join('-')),
    day,
  );
  const side = fc
    .tuple(plain, fc.constantFrom('', '', '?', '~', '%'))
    .map((parts) => parts.join(''));
  const range = fc.tuple(fc.oneof(side, fc.constant('..')), fc.oneof(side, fc.constant('..')));
  const edtf = fc.oneof(
    side,
    range.map((sides) => sides.join('/')),
  );
  const timings = edtf.filter((text) => !refusal(() => parseTiming(text))).map(parseTiming);
  const bound = fc.option(day);

  test('a range can be read in both directions only where one of its sides lies within the other', () => {
    const whole = (text: string) => parseTiming(text);
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const taken = [`${a}/${b}`, `${b}/${a}`].filter((text) => !refusal(() => whole(text)));
        expect(taken.length).toBeGreaterThan(0);
        const [one, other] = [whole(a), whole(b)];
        const holds = (x: typeof one, y: typeof one) =>
          x.earliest! <= y.earliest! && y.latest! <= x.latest!;
        const nested = holds(one, other) || holds(other, one);
        expect([a, b, taken.length]).toEqual([a, b, nested ? 2 : 1]);
      }),
      { numRuns: 500 },
    );
  });

  test('what is certain is possible, and the first day is not after the last', () => {
    fc.assert(
      fc.property(timings, bound, bound, (timing, from, to) => {
        if (certainly(timing, from, to)) expect(possibly(timing, from, to)).toBe(true);
        const { earliest, latest } = timing;
        if (earliest && latest) expect(earliest <= latest).toBe(true);
        expect(parseTiming(timing.edtf)).toEqual(timing);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('instant', () => {
  test.each([
    ['2026-01-15T09:00', 'Europe/Helsinki', '2026-01-15T07:00:00.000Z'],
    ['2026-07-15T09:00:30', 'Europe/Helsinki', '2026-07-15T06:00:30.000Z'],
    ['2026-07-15', 'Europe/Helsinki', '2026-07-14T21:00:00.000Z'],
    ['2026-03-29T02:59', 'Europe/Helsinki', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Helsinki', '2026-03-29T01:30:00.000Z'], // is 4:30 there
    ['2026-03-29T04:00', 'Europe/Helsinki', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Helsinki', '2026-10-25T00:30:00.000Z'], // the first of two
    ['2026-10-25T04:00', 'Europe/Helsinki', '2026-10-25T02:00:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2026-06-01T12:00', 'Asia/Kathmandu', '2026-06-01T06:15:00.000Z'],
    ['2026-06-01T12:00', 'UTC', '2026-06-01T12:00:00.000Z'],
    ['1900-01-01T00:00', 'Europe/Helsinki', '1899-12-31T22:20:11.000Z'],
  ])('%s in %s is %s', (local, zone, utc) => expect(instant(local, zone)).toBe(utc));

  test('is what the clock there shows, and never earlier for a later day', () => {
    const clock = new Intl.DateTimeFormat('sv', {
      ...{ timeZone: 'Europe/Helsinki', dateStyle: 'short', timeStyle: 'short' },
    });
    const times = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2030-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, (utc) => {
        const local = clock.format(utc).replace(' ', 'T');
        const found = new Date(instant(local, 'Europe/Helsinki'));
        expect(clock.format(found).replace(' ', 'T')).toBe(local);
        expect(found.getTime()).toBeLessThanOrEqual(utc.getTime());
      }),
    );
  });
});
