import { Field, InputType, ObjectType } from 'type-graphql';
import { isDate, parseLocalDateTime } from './dates';
import { parseEdtf, yearOf } from './edtf';
import { enumType } from './enum';
import { parseBoolean, parseFields } from './fields';
import { at, Invalid } from './invalid';
import { DateScalar, EDTFScalar, LocalDateTimeScalar } from './scalars';
import { cleanText } from './text';
import { instant, parseZone } from './zone';

export { instant };

/** How precisely a time is known. */
export enum Precision {
  EXACT = 'EXACT',
  DAY = 'DAY',
  MONTH = 'MONTH',
  SEASON = 'SEASON',
  YEAR = 'YEAR',
  RANGE = 'RANGE',
  UNKNOWN = 'UNKNOWN',
}

enumType(Precision, 'Precision', 'How precisely a time is known.', {
  EXACT: 'By the clock, or as whole days with a start: `start` is given.',
  DAY: 'A day, without an hour.',
  MONTH: 'A month.',
  SEASON:
    'A season as library years use the words: spring is January to May, summer June to August, autumn August to December, winter December to February.',
  YEAR: 'A year.',
  RANGE: 'Between two times, or open at one side.',
  UNKNOWN: 'Not known; what is printed about it may still be given.',
});

/** When something is, as precisely as it is known and no more; one JSON column. */
export interface Timing {
  edtf: string | null;
  printed: string | null;
  start: string | null;
  end: string | null;
  zone: string | null;
  allDay: boolean;
  earliest: string | null;
  latest: string | null;
  precision: Precision;
  approximate: boolean;
  uncertain: boolean;
}

/** Nothing is known about when. */
export const UNKNOWN_TIMING: Readonly<Timing> = Object.freeze({
  edtf: null,
  printed: null,
  start: null,
  end: null,
  zone: null,
  allDay: false,
  earliest: null,
  latest: null,
  precision: Precision.UNKNOWN,
  approximate: false,
  uncertain: false,
});

export const HOME_ZONE = 'Europe/Helsinki';
const FIELDS = ['edtf', 'printed', 'start', 'end', 'zone', 'allDay'] as const;
type Given = Partial<Record<(typeof FIELDS)[number], unknown>>;

/** Reads a time given as EDTF, or as a start with perhaps an end on the clock of a zone; given as neither it is unknown. */
export function parseTiming(value: unknown): Timing {
  if (value === null || value === undefined) return { ...UNKNOWN_TIMING };
  if (typeof value === 'string' || typeof value === 'number') return imprecise(value);
  const given = parseFields(value, FIELDS);
  const printed =
    given.printed === undefined
      ? null
      : at('printed', () => cleanText(given.printed, { max: 500 }));
  if (given.start !== undefined && given.edtf !== undefined) {
    throw new Invalid('INVALID', 'Wanted either edtf or start and end; got both.', ['edtf']);
  }
  return { ...timeOf(given), printed };
}

/** Reads a timing as it is stored once more, and throws `Invalid` where it is none. */
export function checkTiming(value: unknown): void {
  const { edtf, printed, start, end, zone, allDay } = Object(value) as Given;
  parseTiming({ edtf, printed, start, end, zone, allDay });
}

function timeOf(given: Given): Timing {
  if (given.start !== undefined) return exact(given);
  if (given.end !== undefined || given.zone !== undefined || given.allDay === true) {
    throw new Invalid('REQUIRED', 'Wanted a start beside end, zone or allDay.', ['start']);
  }
  if (given.edtf === undefined) return { ...UNKNOWN_TIMING };
  return at('edtf', () => imprecise(given.edtf));
}

function imprecise(value: unknown): Timing {
  const edtf = typeof value === 'number' ? yearOf(value) : value;
  const { precision, ...bounds } = parseEdtf(edtf);
  return { ...UNKNOWN_TIMING, ...bounds, edtf: edtf as string, precision: Precision[precision] };
}

function exact(given: Given): Timing {
  const start = at('start', () => parseLocalDateTime(given.start));
  const end = given.end === undefined ? null : at('end', () => parseLocalDateTime(given.end));
  const zone = given.zone === undefined ? HOME_ZONE : at('zone', () => parseZone(given.zone));
  const allDay =
    given.allDay === undefined ? isDate(start) : at('allDay', () => parseBoolean(given.allDay));
  for (const [name, time] of Object.entries({ start, end })) {
    if (time === null || isDate(time) === allDay) continue;
    const wanted = allDay ? 'a day, since the time is in whole days' : 'a time with its hour';
    throw new Invalid('INVALID_DATE', `Wanted ${wanted}; got ${time}.`, [name]);
  }
  if (end !== null && end < start) {
    throw new Invalid('INVALID_DATE', `Wanted an end after ${start}; got ${end}.`, ['end']);
  }
  const precision = Precision.EXACT;
  return { ...UNKNOWN_TIMING, ...daysFrom(start, end), start, end, zone, allDay, precision };
}

/** The first and the last day of what is from one time to another: what ends at midnight is not on the day that begins then. */
export function daysFrom(start: string, end: string | null): Pick<Timing, 'earliest' | 'latest'> {
  const last = end !== null && end > start && end.endsWith('T00:00') ? dayBefore(end) : end;
  return { earliest: start.slice(0, 10), latest: (last ?? start).slice(0, 10) };
}

const dayBefore = (local: string) => new Date(Date.parse(`${local}Z`) - 86_400_000).toISOString();

/** The instant of an end by the clock; where the clock skips the start, it is as much later as the clock says. */
export function endInstant({
  start,
  end,
  zone,
}: {
  start: string;
  end: string;
  zone: string | null;
}): string {
  const [first, last] = [start, end].map((each) => instant(each, zone ?? HOME_ZONE));
  const length = Date.parse(`${end}Z`) - Date.parse(`${start}Z`);
  if (last! > first! || length <= 0) return last!;
  return new Date(Date.parse(first!) + length).toISOString();
}

/** Whether it may fall between two days (both included, null = unbounded); what is unknown never does. */
export function possibly(timing: Timing, from: string | null, to: string | null): boolean {
  const { earliest, latest, precision } = timing;
  if (precision === Precision.UNKNOWN) return false;
  const startsInTime = earliest === null || to === null || earliest <= to;
  const endsInTime = latest === null || from === null || latest >= from;
  return startsInTime && endsInTime;
}

/** Whether it falls between two days (both included, null = unbounded) for sure: bounded, and neither approximate nor uncertain. */
export function certainly(timing: Timing, from: string | null, to: string | null): boolean {
  const { earliest, latest, approximate, uncertain } = timing;
  if (earliest === null || latest === null || approximate || uncertain) return false;
  return (from === null || earliest >= from) && (to === null || latest <= to);
}

/** A timing as callers read it. */
@ObjectType('Timing', {
  simpleResolvers: true,
  description:
    'When something is, as precisely as it is known: by the clock (`start`), or as a day, month, season, year or range (`edtf`). Nothing is invented: what is in spring has no day and no hour.',
})
export class TimingType implements Timing {
  @Field(() => EDTFScalar, {
    nullable: true,
    description: 'The time in EDTF; null where it is known by the clock, or not at all.',
  })
  edtf!: string | null;

  @Field(() => String, { nullable: true, description: 'The time as the document words it.' })
  printed!: string | null;

  @Field(() => LocalDateTimeScalar, {
    nullable: true,
    description: 'The start on the clock of `zone`, or the first day where `allDay` is true.',
  })
  start!: string | null;

  @Field(() => LocalDateTimeScalar, {
    nullable: true,
    description:
      'The end on the clock of `zone`, or the last day where `allDay` is true; null where it is not known.',
  })
  end!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone of `start` and `end` by its IANA name, such as `Europe/Helsinki`.',
  })
  zone!: string | null;

  @Field(() => Boolean, { description: 'Whether `start` and `end` are whole days.' })
  allDay!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day it may fall on; null where that is open or unknown.',
  })
  earliest!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day it may fall on; null where that is open or unknown.',
  })
  latest!: string | null;

  @Field(() => Precision, { description: 'How precisely the time is known.' })
  precision!: Precision;

  @Field(() => Boolean, { description: 'Whether the document says "about" (`~` in EDTF).' })
  approximate!: boolean;

  @Field(() => Boolean, { description: 'Whether the document is not sure (`?` in EDTF).' })
  uncertain!: boolean;
}

/** A timing as callers write it. */
@InputType('TimingInput', {
  description:
    'When something is: either `edtf`, or `start` with perhaps `end` on the clock of `zone`; neither where it is unknown.',
})
export class TimingInput {
  @Field(() => EDTFScalar, {
    nullable: true,
    description: 'A day, month, season, year or range of those, such as `2026-21`.',
  })
  edtf?: string | null;

  @Field(() => String, { nullable: true, description: 'The time as the document words it.' })
  printed?: string | null;

  @Field(() => LocalDateTimeScalar, {
    nullable: true,
    description: 'The start on the clock of `zone`, such as `2026-04-23T09:30`, or the first day.',
  })
  start?: string | null;

  @Field(() => LocalDateTimeScalar, { nullable: true, description: 'The end, or the last day.' })
  end?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone by its IANA name; `Europe/Helsinki` unless said.',
  })
  zone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether `start` and `end` are whole days.',
  })
  allDay?: boolean | null;
}
