import { Field, Float, Int, InputType, ObjectType } from 'type-graphql';
import { parseBoolean, parseEnum, parseFields, parseInteger } from './fields';
import { at, Invalid } from './invalid';
import { Per, QuantityEach, QuantityUnit, Rhythm, Season } from './rhythm';
import { cleanText } from './text';

/** How many, or how often; one JSON column. */
export interface Quantity {
  rhythm: Rhythm;
  unit: QuantityUnit;
  each: QuantityEach | null;
  min: number | null;
  max: number | null;
  per: Per | null;
  everyMin: number | null;
  everyMax: number | null;
  season: Season | null;
  referenceYear: number | null;
  approximate: boolean;
  printed: string | null;
}

const FIELDS = [
  ...(['rhythm', 'unit', 'each', 'min', 'max', 'per', 'everyMin', 'everyMax'] as const),
  ...(['season', 'referenceYear', 'approximate', 'printed'] as const),
] as const;
const INT = { max: 2 ** 31 - 1 };
const COUNT = { ...INT, min: 0 };
const POSITIVE = { ...INT, min: 1 };

/** Reads a quantity. Where it only says "every n", it means once every n years, and a lone end of "every 2–3" is both. */
export function parseQuantity(value: unknown): Quantity {
  const given = parseFields(value, FIELDS);
  const read = <T>(name: keyof typeof given, parse: (field: unknown) => T): T | null =>
    given[name] === undefined ? null : at(name, () => parse(given[name]));
  const quantity = {
    rhythm: read('rhythm', (field) => parseEnum(field, Rhythm)),
    unit: read('unit', (field) => parseEnum(field, QuantityUnit)) ?? QuantityUnit.EVENT,
    each: read('each', (field) => parseEnum(field, QuantityEach)),
    min: read('min', (field) => parseInteger(field, COUNT)),
    max: read('max', (field) => parseInteger(field, COUNT)),
    per: read('per', (field) => parseEnum(field, Per)),
    everyMin: read('everyMin', (field) => parseInteger(field, POSITIVE)),
    everyMax: read('everyMax', (field) => parseInteger(field, POSITIVE)),
    season: read('season', (field) => parseEnum(field, Season)),
    referenceYear: read('referenceYear', (field) => parseInteger(field, { min: 1, max: 9999 })),
    approximate: read('approximate', parseBoolean) ?? false,
    printed: read('printed', (field) => cleanText(field, { max: 500 })),
  };
  ordered(quantity.min, quantity.max, 'max');
  ordered(quantity.everyMin, quantity.everyMax, 'everyMax');
  return completed(quantity);
}

function ordered(min: number | null, max: number | null, name: string): void {
  if (min === null || max === null || min <= max) return;
  throw new Invalid('OUT_OF_RANGE', `Wanted at least ${min}; got ${max}.`, [name]);
}

/** What a quantity leaves to be understood, said. */
function completed(given: Omit<Quantity, 'rhythm'> & { rhythm: Rhythm | null }): Quantity {
  const everyMin = given.everyMin ?? given.everyMax;
  const everyMax = given.everyMax ?? given.everyMin;
  const counts = given.min !== null || given.max !== null;
  const rhythm = given.rhythm ?? (counts || everyMin !== null ? Rhythm.COUNTED : null);
  if (rhythm === null) {
    const wanted = 'a rhythm, or a number (min, max, everyMin or everyMax)';
    throw new Invalid('REQUIRED', `Wanted ${wanted}.`, ['rhythm']);
  }
  const quantity = { ...given, rhythm, everyMin, everyMax };
  if (rhythm !== Rhythm.COUNTED || everyMin === null) return quantity;
  return { ...quantity, per: given.per ?? Per.YEAR, ...(counts ? {} : { min: 1, max: 1 }) };
}

const TIMES_A_YEAR: Record<Exclude<Per, Per.PERIOD>, number> = {
  YEAR: 1,
  ACADEMIC_YEAR: 1,
  TERM: 2,
  QUARTER: 4,
  MONTH: 12,
  WEEK: 52,
};

/** How many a year that makes, in a plan of so many years; null where nothing is counted, null at an end that is open. */
export function perYear(quantity: Quantity, periodYears: number): PerYear | null {
  const { rhythm, per, min, max, everyMin, everyMax } = quantity;
  if (rhythm !== Rhythm.COUNTED || per === null) return null;
  const times = per === Per.PERIOD ? 1 / periodYears : TIMES_A_YEAR[per];
  return {
    min: min === null ? null : (min * times) / (everyMax ?? 1),
    max: max === null ? null : (max * times) / (everyMin ?? 1),
  };
}

/** A quantity as callers read it. */
@ObjectType('Quantity', {
  simpleResolvers: true,
  description: 'How many, or how often: "3–4 a year", "every other autumn", "regularly".',
})
export class QuantityType implements Quantity {
  @Field(() => Rhythm, { description: 'Whether it is counted.' })
  rhythm!: Rhythm;

  @Field(() => QuantityUnit, { description: 'What the numbers count.' })
  unit!: QuantityUnit;

  @Field(() => QuantityEach, {
    nullable: true,
    description:
      'For each of what: LIBRARY in "each library every 2–3 years"; null where it is meant in all.',
  })
  each!: QuantityEach | null;

  @Field(() => Int, { nullable: true, description: 'At least so many; null where that is open.' })
  min!: number | null;

  @Field(() => Int, { nullable: true, description: 'At most so many; null where that is open.' })
  max!: number | null;

  @Field(() => Per, {
    nullable: true,
    description:
      'The stretch of time that the numbers are meant for; null where they are meant in all.',
  })
  per!: Per | null;

  @Field(() => Int, {
    nullable: true,
    description: 'In every how many of those stretches, at the most often: 2 in "every 2–3 years".',
  })
  everyMin!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'In every how many of those stretches, at the least often: 3 in "every 2–3 years".',
  })
  everyMax!: number | null;

  @Field(() => Season, { nullable: true, description: 'The season in which it is done.' })
  season!: Season | null;

  @Field(() => Int, {
    nullable: true,
    description: 'A year in which it is done, from which the others are counted.',
  })
  referenceYear!: number | null;

  @Field(() => Boolean, { description: 'Whether the document says "about" or "a few".' })
  approximate!: boolean;

  @Field(() => String, { nullable: true, description: 'The quantity as the document words it.' })
  printed!: string | null;
}

/** A quantity brought to a year. */
@ObjectType({ simpleResolvers: true, description: 'How many a year a quantity makes.' })
export class PerYear {
  @Field(() => Float, { nullable: true, description: 'At least so many; null where that is open.' })
  min!: number | null;

  @Field(() => Float, { nullable: true, description: 'At most so many; null where that is open.' })
  max!: number | null;
}

/** A quantity as callers write it. */
@InputType('QuantityInput', {
  description: 'How many, or how often: a `rhythm`, or numbers, from which COUNTED follows.',
})
export class QuantityInput {
  @Field(() => Rhythm, { nullable: true, description: 'Whether it is counted.' })
  rhythm?: Rhythm | null;

  @Field(() => QuantityUnit, {
    nullable: true,
    description: 'What the numbers count; events unless said.',
  })
  unit?: QuantityUnit | null;

  @Field(() => QuantityEach, {
    nullable: true,
    description:
      'For each of what: LIBRARY in "each library every 2–3 years"; null where it is meant in all.',
  })
  each?: QuantityEach | null;

  @Field(() => Int, { nullable: true, description: 'At least so many; null where that is open.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'At most so many; null where that is open.' })
  max?: number | null;

  @Field(() => Per, {
    nullable: true,
    description:
      'The stretch of time that the numbers are meant for; null where they are meant in all.',
  })
  per?: Per | null;

  @Field(() => Int, {
    nullable: true,
    description: 'In every how many of those stretches, at the most often: 2 in "every 2–3 years".',
  })
  everyMin?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'In every how many of those stretches, at the least often: 3 in "every 2–3 years".',
  })
  everyMax?: number | null;

  @Field(() => Season, { nullable: true, description: 'The season in which it is done.' })
  season?: Season | null;

  @Field(() => Int, {
    nullable: true,
    description: 'A year in which it is done, from which the others are counted.',
  })
  referenceYear?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the document says "about" or "a few".',
  })
  approximate?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The quantity as the document words it.' })
  printed?: string | null;
}
