import { Field, InputType, ObjectType } from 'type-graphql';
import { lastDay, parseDate } from './dates';
import { parseEdtf, yearOf } from './edtf';
import { parseFields } from './fields';
import { at, echo, Invalid } from './invalid';
import { DateScalar } from './scalars';

/** A stretch of days, given by its first and its last. */
export interface Period {
  start: string;
  end: string;
}

/** Reads a period: a year, month or season, a range of those such as `2021/2025`, or its first and last day. */
export function parsePeriod(value: unknown): Period {
  if (typeof value === 'number') return parsePeriod(yearOf(value));
  if (typeof value === 'string') return parseSpan(value);
  const given = parseFields(value, ['start', 'end']);
  const start = at('start', () => parseDate(given.start));
  const end = at('end', () => parseDate(given.end));
  if (end >= start) return { start, end };
  throw new Invalid('INVALID_DATE', `Wanted a last day from ${start} on; got ${end}.`, ['end']);
}

function parseSpan(text: string): Period {
  const { earliest, latest, approximate, uncertain } = parseEdtf(text);
  if (earliest !== null && latest !== null && !approximate && !uncertain) {
    return { start: earliest, end: latest };
  }
  throw new Invalid(
    'INVALID_DATE',
    `Wanted a period with a definite first and last day; got ${echo(text)}.`,
  );
}

/** A period as short as it can be said: a year, or its first and last day. */
export function periodText({ start, end }: Period): string {
  const year = start.slice(0, 4);
  return start === `${year}-01-01` && end === `${year}-12-31` ? year : `${start}-${end}`;
}

/** The years of a period as names tell them: the only one, or the first and the last. */
export function periodYears({ start, end }: Period): string {
  const [first, last] = [start.slice(0, 4), end.slice(0, 4)];
  return first === last ? first : `${first}-${last}`;
}

/** The length of a period in years: twelve whole months are 1, days count as thirtieths, and a month is the least. */
export function years({ start, end }: Period): number {
  const [startYear = 0, startMonth = 0, startDay = 0] = start.split('-').map(Number);
  const [endYear = 0, endMonth = 0, endDay = 0] = end.split('-').map(Number);
  const months = (endYear - startYear) * 12 + endMonth - startMonth;
  const lastDayCounts = end === lastDay(endYear, endMonth) ? 30 : Math.min(endDay, 30);
  const days = lastDayCounts - Math.min(startDay, 30) + 1;
  return Math.max(1, months + days / 30) / 12;
}

/** A period as callers read it. */
@ObjectType('Period', { simpleResolvers: true, description: 'A stretch of days.' })
export class PeriodType implements Period {
  @Field(() => DateScalar, { description: 'The first day.' })
  start!: string;

  @Field(() => DateScalar, { description: 'The last day; it still belongs to the period.' })
  end!: string;
}

/** A period as callers write it in a mutation or an argument. */
@InputType({ description: 'A stretch of days.' })
export class PeriodInput implements Period {
  @Field(() => DateScalar, { description: 'The first day.' })
  start!: string;

  @Field(() => DateScalar, { description: 'The last day; it still belongs to the period.' })
  end!: string;
}
