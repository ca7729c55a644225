import 'reflect-metadata';
import { parseInteger } from '../../src/value/fields';
import { parsePeriod, years } from '../../src/value/period';
import { refusal } from '../support/refusal';

describe('parsePeriod', () => {
  test.each([
    [2026, '2026-01-01', '2026-12-31', 1],
    ['2026', '2026-01-01', '2026-12-31', 1],
    ['2021/2025', '2021-01-01', '2025-12-31', 5],
    ['2026-01/2026-06', '2026-01-01', '2026-06-30', 0.5],
    ['2026-02', '2026-02-01', '2026-02-28', 1 / 12],
    ['2025-08-01/2026-07-31', '2025-08-01', '2026-07-31', 1],
    [{ start: '2026-01-15', end: '2027-01-14' }, '2026-01-15', '2027-01-14', 1],
    [{ start: '2026-02-15', end: '2026-04-29' }, '2026-02-15', '2026-04-29', 2.5 / 12],
    [{ start: '2026-05-04', end: '2026-05-04' }, '2026-05-04', '2026-05-04', 1 / 12],
  ])('%j lasts from %s to %s, %d years', (given, start, end, length) => {
    const period = parsePeriod(given);
    expect(period).toEqual({ start, end });
    expect(parsePeriod(period)).toEqual(period);
    expect(years(period)).toBeCloseTo(length, 10);
  });

  test.each([
    ['2022/..', 'INVALID_DATE', []],
    ['2026~', 'INVALID_DATE', []],
    ['2025/2021', 'INVALID_DATE', []],
    [20.26, 'INVALID_DATE', []],
    [NaN, 'INVALID_DATE', []],
    [null, 'INVALID', []],
    [{ start: '2026-01-01' }, 'INVALID_DATE', ['end']],
    [{ start: '2026', end: '2026-12-31' }, 'INVALID_DATE', ['start']],
    [{ start: '2026-02-01', end: '2026-01-31' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-02-01', end: '2026-02-30' }, 'INVALID_DATE', ['end']],
    [{ start: '2026-02-01', end: '2026-02-02', zone: 'x' }, 'UNKNOWN_FIELD', ['zone']],
  ])('refuses %j with %s at %j', (given, code, path) => {
    expect(refusal(() => parsePeriod(given))).toMatchObject({ code, path });
  });
});

describe('parseInteger', () => {
  test.each([0, 150_000, -4, Number.MAX_SAFE_INTEGER])('takes %d', (cents) => {
    expect(parseInteger(cents)).toBe(cents);
  });

  test.each([
    [100.5, 'INVALID'],
    [NaN, 'INVALID'],
    ['100', 'INVALID'],
    [null, 'INVALID'],
    [Infinity, 'OUT_OF_RANGE'],
    [2 ** 53, 'OUT_OF_RANGE'],
    [1e300, 'OUT_OF_RANGE'],
  ])('refuses %j', (given, code) => expect(refusal(() => parseInteger(given))?.code).toBe(code));

  test('has one zero', () => expect(Object.is(parseInteger(-0), 0)).toBe(true));
});
