import 'reflect-metadata';
import { nextDue } from '../../src/value/due';
import { parseQuantity, perYear, type Quantity } from '../../src/value/quantity';
import { refusal } from '../support/refusal';

const plain: Quantity = {
  ...({ rhythm: 'COUNTED', unit: 'EVENT', each: null } as Quantity),
  ...({ min: null, max: null, per: null, everyMin: null } as Quantity),
  ...{ everyMax: null, season: null, referenceYear: null, approximate: false, printed: null },
};

describe('parseQuantity', () => {
  test.each<[string, object, object]>([
    ['3–4 a year', { min: 3, max: 4, per: 'YEAR' }, { min: 3, max: 4, per: 'YEAR' }],
    ['at least 2', { min: 2, max: null }, { min: 2 }],
    ['none', { min: 0, max: 0, per: 'MONTH' }, { min: 0, max: 0, per: 'MONTH' }],
    [
      'every 2–3 years',
      { everyMin: 2, everyMax: 3 },
      { min: 1, max: 1, per: 'YEAR', everyMin: 2, everyMax: 3 },
    ],
    [
      'every other year',
      { everyMin: 2 },
      { min: 1, max: 1, per: 'YEAR', everyMin: 2, everyMax: 2 },
    ],
    [
      '2 every third term',
      { min: 2, max: 2, everyMax: 3, per: 'TERM' },
      { min: 2, max: 2, everyMin: 3, everyMax: 3, per: 'TERM' },
    ],
    [
      'regularly',
      { rhythm: 'REGULAR', printed: 'säännöllisesti' },
      { rhythm: 'REGULAR', printed: 'säännöllisesti' },
    ],
    ['a few', { min: 2, approximate: true }, { min: 2, approximate: true }],
    ['eight pairs', { min: 8, max: 8, unit: 'PAIR' }, { min: 8, max: 8, unit: 'PAIR' }],
    [
      'each library every 2–3 years',
      { everyMin: 2, everyMax: 3, each: 'LIBRARY' },
      { min: 1, max: 1, per: 'YEAR', everyMin: 2, everyMax: 3, each: 'LIBRARY' },
    ],
  ])('reads "%s"', (_, given, wanted) => {
    const quantity = parseQuantity(given);
    expect(quantity).toEqual({ ...plain, ...wanted });
    expect(parseQuantity(quantity)).toEqual(quantity);
  });

  test.each([
    [{}, 'REQUIRED', ['rhythm']],
    [{ per: 'YEAR' }, 'REQUIRED', ['rhythm']],
    [null, 'INVALID', []],
    ['3', 'INVALID', []],
    [{ min: 4, max: 3 }, 'OUT_OF_RANGE', ['max']],
    [{ everyMin: 3, everyMax: 2 }, 'OUT_OF_RANGE', ['everyMax']],
    [{ min: -1 }, 'OUT_OF_RANGE', ['min']],
    [{ min: 1.5 }, 'INVALID', ['min']],
    [{ min: NaN }, 'INVALID', ['min']],
    [{ min: Infinity }, 'OUT_OF_RANGE', ['min']],
    [{ min: '3' }, 'INVALID', ['min']],
    [{ max: 2 ** 31 }, 'OUT_OF_RANGE', ['max']],
    [{ everyMin: 0 }, 'OUT_OF_RANGE', ['everyMin']],
    [{ min: 1, per: 'DECADE' }, 'INVALID', ['per']],
    [{ rhythm: 'toString' }, 'INVALID', ['rhythm']],
    [{ min: 1, season: 'KESÄ' }, 'INVALID', ['season']],
    [{ min: 1, referenceYear: 0 }, 'OUT_OF_RANGE', ['referenceYear']],
    [{ min: 1, approximate: 'a' }, 'INVALID', ['approximate']],
    [{ min: 1, times: 2 }, 'UNKNOWN_FIELD', ['times']],
  ])('refuses %j with %s at %j', (given, code, path) => {
    expect(refusal(() => parseQuantity(given))).toMatchObject({ code, path });
  });
});

describe('perYear', () => {
  test.each([
    [{ min: 3, max: 4, per: 'YEAR' }, 1, { min: 3, max: 4 }],
    [{ min: 2, max: 2, per: 'TERM' }, 1, { min: 4, max: 4 }],
    [{ min: 1, per: 'QUARTER' }, 1, { min: 4, max: null }],
    [{ max: 1, per: 'MONTH' }, 1, { min: null, max: 12 }],
    [{ min: 1, max: 1, per: 'WEEK' }, 1, { min: 52, max: 52 }],
    [{ min: 1, max: 1, per: 'ACADEMIC_YEAR' }, 1, { min: 1, max: 1 }],
    [{ min: 8, max: 10, per: 'PERIOD' }, 4, { min: 2, max: 2.5 }],
    [{ everyMin: 2, everyMax: 4 }, 1, { min: 0.25, max: 0.5 }],
    [{ min: 3 }, 1, null],
    [{ rhythm: 'REGULAR', min: 3, per: 'YEAR' }, 1, null],
  ])('%j in a plan of %d years', (given, periodYears, wanted) => {
    expect(perYear(parseQuantity(given), periodYears)).toEqual(wanted);
  });
});

describe('nextDue', () => {
  const triennial = { everyMin: 3, referenceYear: 2024 };
  test.each([
    [triennial, '2024-06-01', '2024', '2024-01-01', '2024-12-31'],
    [triennial, '2024-12-31', '2027', '2027-01-01', '2027-12-31'],
    [triennial, '2000-01-01', '2024', '2024-01-01', '2024-12-31'],
    [{ ...triennial, season: 'AUTUMN' }, '2027-08-15', '2027-23', '2027-08-01', '2027-12-31'],
    [{ ...triennial, season: 'SPRING' }, '2027-05-31', '2030-21', '2030-01-01', '2030-05-31'],
    [{ ...triennial, season: 'WINTER' }, '2025-02-27', '2024-24', '2024-12-01', '2025-02-28'],
    [
      { everyMin: 2, everyMax: 3, referenceYear: 2024 },
      '2025-01-01',
      '2026/2027',
      '2026-01-01',
      '2027-12-31',
    ],
    [
      { everyMin: 2, everyMax: 3, referenceYear: 2024, season: 'AUTUMN' },
      '2027-12-31',
      '2028-23/2030-23',
      '2028-08-01',
      '2030-12-31',
    ],
    [
      { min: 1, per: 'YEAR', referenceYear: 2024 },
      '2026-05-01',
      '2026',
      '2026-01-01',
      '2026-12-31',
    ],
  ])('%j after %s is %s', (given, after, edtf, earliest, latest) => {
    expect(nextDue(parseQuantity(given), after)).toEqual({ edtf, earliest, latest });
  });

  test.each([
    [{ min: 1, per: 'YEAR', season: 'SPRING' }, '2025-12-31', '2026-21'],
    [{ min: 1, per: 'YEAR', season: 'SPRING' }, '2026-05-31', '2027-21'],
    [{ min: 2, max: 2, per: 'YEAR' }, '2020-01-01', '2026'],
    [{ everyMin: 1, season: 'AUTUMN' }, '2026-09-01', '2026-23'],
    [{ min: 2, per: 'TERM' }, '2026-05-31', '2026-23'],
    [{ min: 1, per: 'QUARTER' }, '2026-12-31', '2027-01/2027-03'],
    [{ min: 1, per: 'MONTH' }, '2026-02-28', '2026-03'],
    [{ min: 1, per: 'MONTH' }, '2020-02-28', '2026-01'],
    [{ min: 1, per: 'MONTH', season: 'SPRING' }, '2026-02-28', undefined],
    [{ min: 1, per: 'WEEK' }, '2026-02-28', undefined],
    [{ max: 2, per: 'YEAR' }, '2026-02-28', undefined],
    [{ everyMin: 1, everyMax: 2 }, '2026-02-28', undefined],
    [{ min: 1, per: 'MONTH' }, '9999-12-31', undefined],
  ])('%j after %s is %s in a plan from 2026 on', (given, after, edtf) => {
    const due = nextDue(parseQuantity(given), after, '2026-01-01');
    expect(due?.edtf).toBe(edtf);
    if (due) expect(due.latest > after).toBe(true);
  });

  test.each([
    [{ everyMin: 3 }, '2026-01-01'],
    [{ rhythm: 'REGULAR', everyMin: 3, per: 'YEAR', referenceYear: 2024 }, '2026-01-01'],
    [{ everyMin: 3, per: 'TERM', referenceYear: 2024 }, '2026-01-01'],
    [{ min: 3, referenceYear: 2024 }, '2026-01-01'],
    [{ everyMin: 2_000_000_000, referenceYear: 2024 }, '2026-01-01'],
    [{ everyMin: 1, referenceYear: 2024, season: 'WINTER' }, '9999-12-31'],
  ])('cannot be told for %j', (given, after) => {
    expect(nextDue(parseQuantity(given), after)).toBeNull();
  });
});
