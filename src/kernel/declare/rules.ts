import type { InvalidCode } from '../../value/invalid';
import type { AnyRow, Row } from './row';

/** What callers find in `userErrors`: what can be wrong with a value, or with a row among the others. */
export type UserErrorCode =
  | InvalidCode
  | 'NOT_FOUND'
  | 'AMBIGUOUS'
  | 'DUPLICATE'
  | 'CONFLICT'
  | 'CYCLE'
  | 'IN_USE'
  | 'FORBIDDEN'
  | 'WRONG_STATE'
  | 'IDEMPOTENCY_MISMATCH';

/** A rule of the domain that a row breaks, and the field to mend. */
export interface Broken {
  field: string;
  code: UserErrorCode;
  message: string;
}

/** The record that breaks a rule. */
export type FoundBroken = Broken & { id: string };

/** What can be odd about a record. */
export type WarningCode =
  | 'BUDGET_MISMATCH'
  | 'PERSON_YEARS_MISMATCH'
  | 'MISSING_TRANSLATION'
  | 'SAME_NAME'
  | 'EVENT_OUTSIDE_PLAN'
  | 'HELD_IN_FUTURE'
  | 'ATTENDANCE_OF_PLANNED'
  | 'ATTENDANCE_TWICE';

/** What is odd about a record, and stops nothing. */
export interface Warning {
  id: string;
  field: string;
  code: WarningCode;
  message: string;
}

/** A rule on one row, as its table will hold it. */
export type Rule<T extends Row = AnyRow> = (row: T) => Broken | null;

const isSet = (value: unknown) => value !== null && value !== undefined;
const fieldOf = (property: string) => property.replace(/Id$/, '');

/** Exactly one of the properties is set. */
export const exactlyOne =
  <T extends Row>(...properties: (keyof T & string)[]): Rule<T> =>
  (row) => {
    const set = properties.filter((each) => isSet(row[each]));
    if (set.length === 1) return null;
    const wanted = properties.map(fieldOf).join(', ');
    const field = fieldOf(set[1] ?? properties[0]!);
    return {
      field,
      code: 'INVALID',
      message: `Wanted exactly one of ${wanted}; got ${set.length}.`,
    };
  };

/** At least one of the properties is set. */
export const anyOf =
  <T extends Row>(...properties: (keyof T & string)[]): Rule<T> =>
  (row) => {
    if (properties.some((each) => isSet(row[each]))) return null;
    const wanted = properties.map(fieldOf).join(', ');
    return {
      field: fieldOf(properties[0]!),
      code: 'REQUIRED',
      message: `Wanted one of ${wanted}.`,
    };
  };

/** Where both are set, the first is not beyond the second: numbers, days or instants. */
export const inOrder =
  <T extends Row>(first: keyof T & string, second: keyof T & string): Rule<T> =>
  (row) => {
    const [a, b] = [row[first], row[second]] as unknown as [string, string];
    if (!isSet(a) || !isSet(b) || a <= b) return null;
    const code = typeof a === 'string' ? 'INVALID_DATE' : 'OUT_OF_RANGE';
    return { field: second, code, message: `Wanted ${second} from ${a} on; got ${b}.` };
  };

interface Ratio {
  numerator: number | null;
  denominator: number | null;
}

/** A numerator has a denominator, which is greater than zero. */
export const ratio: Rule<Row & Ratio> = ({ numerator, denominator }) => {
  if (isSet(numerator) !== isSet(denominator))
    return {
      field: isSet(numerator) ? 'denominator' : 'numerator',
      code: 'REQUIRED',
      message: 'A ratio has a numerator and a denominator.',
    };
  if (denominator === null || denominator > 0) return null;
  return {
    field: 'denominator',
    code: 'OUT_OF_RANGE',
    message: `Wanted a denominator above 0; got ${denominator}.`,
  };
};
