import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { enumType } from './enum';
import { parseFields, parseInteger } from './fields';
import { Invalid, at, echo } from './invalid';

/** What a value rests on. */
export enum ValueBasis {
  COUNTED = 'COUNTED',
  PERCENT_ONLY = 'PERCENT_ONLY',
  MEAN_ONLY = 'MEAN_ONLY',
}

enumType(ValueBasis, 'ValueBasis', 'What a share, or a value on a scale, rests on.', {
  COUNTED:
    'What it is worked out from is known: numerator and denominator, or how many chose which step.',
  PERCENT_ONLY: 'The percentage alone is known, so that it does not add up with others.',
  MEAN_ONLY: 'A mean, or one step, alone is known, and not how many chose which.',
});

/** How many chose a step of a scale; a distribution is a list of these, the lowest step first. */
export interface LevelCount {
  level: number;
  count: number;
}

const MOST_STEPS = 100;
const MOST_ANSWERS = 1_000_000;
const FARTHEST = 1e12;

/** Reads how many chose which step: each step once, and somebody some of them. */
export function parseDistribution(value: unknown): LevelCount[] {
  if (!Array.isArray(value) || value.length > MOST_STEPS)
    throw new Invalid(
      'INVALID',
      `Wanted a list of at most ${MOST_STEPS} steps; got ${echo(value)}.`,
    );
  const steps = value.map((each: unknown, i) => at(i, () => parseStep(each)));
  steps.forEach(({ level }, i) => {
    if (steps.findIndex((each) => each.level === level) < i)
      throw new Invalid('INVALID', `The step ${level} comes twice.`, [i, 'level']);
  });
  const { answers } = summary(steps);
  if (answers === 0 || answers > MOST_ANSWERS)
    throw new Invalid('OUT_OF_RANGE', `Wanted from 1 to ${MOST_ANSWERS} answers; got ${answers}.`);
  return steps.sort((a, b) => a.level - b.level);
}

function parseStep(value: unknown): LevelCount {
  const given = parseFields(value, ['level', 'count']);
  for (const name of ['level', 'count'] as const)
    if (given[name] === undefined) throw new Invalid('REQUIRED', `Wanted a ${name}.`, [name]);
  return {
    level: at('level', () => parseLevel(given.level)),
    count: at('count', () => parseInteger(given.count, { min: 0, max: MOST_ANSWERS })),
  };
}

function parseLevel(level: unknown): number {
  if (typeof level !== 'number' || !(Math.abs(level) <= FARTHEST))
    throw new Invalid('INVALID', `Wanted a number; got ${echo(level)}.`);
  return level === 0 ? 0 : level; // -0 is not what is stored
}

/** What follows from how many chose which step. */
export interface Summary {
  answers: number;
  mean: number;
  median: number;
}

/** How many answered, and the mean and the median of what they chose. */
export function summary(steps: readonly LevelCount[]): Summary {
  const answers = steps.reduce((sum, { count }) => sum + count, 0);
  const sum = steps.reduce((total, { level, count }) => total + level * count, 0);
  const [lower, upper] = [Math.ceil(answers / 2), Math.floor(answers / 2) + 1];
  return {
    answers,
    mean: sum / answers,
    median: (nth(steps, lower) + nth(steps, upper)) / 2,
  };
}

/** What the n-th of all answers chose, the lowest first. */
function nth(steps: readonly LevelCount[], n: number): number {
  let passed = 0;
  return steps.find(({ count }) => (passed += count) >= n)?.level ?? NaN;
}

/** Whether a mean that is told beside a distribution is its mean, as precisely as it is told. */
export const isMean = (mean: number, { mean: exact }: Summary): boolean =>
  Math.abs(mean - exact) <= 0.05;

/** How many chose a step, as callers read it. */
@ObjectType('LevelCount', {
  simpleResolvers: true,
  description: 'How many chose a step of a scale.',
})
export class LevelCountType implements LevelCount {
  @Field(() => Float, { description: 'The step.' }) level!: number;

  @Field(() => Int, { description: 'How many chose it.' }) count!: number;
}

/** How many chose a step, as callers write it. */
@InputType('LevelCountInput', { description: 'How many chose a step of a scale.' })
export class LevelCountInput implements LevelCount {
  @Field(() => Float, { description: 'The step.' }) level!: number;

  @Field(() => Int, { description: 'How many chose it.' }) count!: number;
}
