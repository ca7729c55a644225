import { Field, Float, Int, ObjectType } from 'type-graphql';
import { isIn } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import type { FoundBroken } from '../kernel/declare/rules';
import { type LevelCount, LevelCountType, ValueBasis, summary } from '../value/distribution';
import { groupBy } from '../value/group';
import { type LocalisedText, Text, pickText } from '../value/localised-text';
import { HOME_CURRENCY, MoneyType } from '../value/money';
import { Measurement, Metric, MetricKind, Missing, Target } from './goal.entity';
import { computed } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';

/** A value of a metric: the fields of the metric's kind are filled, the others are null. */
@ObjectType({
  simpleResolvers: true,
  description:
    'A value of a metric: the fields of the metric’s kind are filled, the others are null.',
})
export class MetricValue {
  @Field(() => Float, { nullable: true, description: 'Of COUNT and NUMBER.' })
  number!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of RATIO: what is counted above the line.' })
  numerator!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of RATIO: what is counted below the line.' })
  denominator!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of RATIO where only the percentage is known: 25 is 25 %.',
  })
  percent!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of RATIO: numerator over denominator, or the percentage; 0.25 is 25 %.',
  })
  ratio!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of BOOLEAN.' })
  yes!: boolean | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of SCALE: the step, or the mean of the steps that were chosen.',
  })
  level!: number | null;

  @Field(() => [LevelCountType], {
    nullable: true,
    description:
      'Of SCALE: how many chose which step, the lowest first; null where it is not known.',
  })
  distribution!: LevelCount[] | null;

  @Field(() => Int, { nullable: true, description: 'Of a distribution: how many answered.' })
  answers!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a distribution: the median.' })
  median!: number | null;

  @Field(() => ValueBasis, {
    nullable: true,
    description: 'Of RATIO and SCALE: whether what they are worked out from is known.',
  })
  basis!: ValueBasis | null;

  @Field(() => MoneyType, { nullable: true, description: 'Of MONEY.' })
  money!: MoneyType | null;

  @Field(() => Text, {
    nullable: true,
    description: 'Of NARRATIVE, in the language of the request.',
  })
  text!: Text | null;

  @Field(() => Missing, { nullable: true, description: 'Why there is no value.' })
  missing!: Missing | null;
}

interface Stored {
  number: number | null;
  numerator: number | null;
  denominator: number | null;
  percent: number | null;
  yes: boolean | null;
  level: number | null;
  distribution: LevelCount[] | null;
  moneyCents: number | null;
  currency: string | null;
  text: LocalisedText | null;
  missing?: Missing | null;
}

/** The properties that hold a value: those that the metric’s kind fills. */
export const VALUES = [
  'number',
  'numerator',
  'denominator',
  'percent',
  'yes',
  'level',
  'distribution',
  'moneyCents',
  'text',
] as const;

/** What a value is made of. */
const NEEDED = [...VALUES, 'currency'];

/** Those that are given out as they are stored. */
const PLAIN = ['number', 'numerator', 'denominator', 'percent', 'yes', 'level'];

const asTheyAre = (names: string[]) => Object.fromEntries(names.map((each) => [each, each]));

function valueOf(row: Stored, context: Context): MetricValue {
  const { moneyCents, currency, text, missing = null } = row;
  const found = row.distribution && summary(row.distribution);
  return {
    ...row,
    ratio: ratioOf(row),
    answers: found && found.answers,
    median: found && found.median,
    basis: basisOf(row),
    money: moneyCents === null ? null : { cents: moneyCents, currency: currency ?? HOME_CURRENCY },
    text: pickText(text, context.languages),
    missing,
  };
}

function ratioOf({ numerator, denominator, percent }: Stored): number | null {
  if (numerator !== null && denominator) return numerator / denominator;
  return percent === null ? null : percent / 100;
}

function basisOf({ numerator, percent, level, distribution }: Stored): ValueBasis | null {
  if (numerator !== null || distribution !== null) return ValueBasis.COUNTED;
  if (percent !== null) return ValueBasis.PERCENT_ONLY;
  return level === null ? null : ValueBasis.MEAN_ONLY;
}

for (const type of [Measurement, Target])
  computed(type, {
    name: 'value',
    type: () => MetricValue,
    description: 'The value.',
    needs: type === Measurement ? [...NEEDED, 'missing'] : NEEDED,
    columns: asTheyAre(type === Measurement ? [...PLAIN, 'missing'] : PLAIN),
    resolve: (row: Stored, _args, context: Context) => valueOf(row, context),
  });

/** The fields that a value of each kind of metric fills, in one way or the other. */
const FIELDS: Record<MetricKind, string[][]> = {
  BOOLEAN: [['yes']],
  COUNT: [['number']],
  NUMBER: [['number']],
  RATIO: [['numerator', 'denominator'], ['percent']],
  SCALE: [['level'], ['distribution']],
  MONEY: [['moneyCents']],
  NARRATIVE: [['text']],
};

/** Whether a property of a row holds something. */
export const isFilled = (value: unknown): boolean => value !== null && value !== undefined;

/** What of a value does not fit its metric: it fills the fields of the kind and no other, within their bounds. */
function misfits(row: Measurement | Target, metric: Metric, id: string, path = ''): FoundBroken[] {
  const { kind, scaleMin, scaleMax } = metric;
  const wanted = FIELDS[kind].map((way) => way.join(' and ')).join(' or ');
  const own = FIELDS[kind].flat();
  const told = VALUES.filter((each) => each !== 'level' || !row.distribution); // it follows from that
  const foreign = told.filter((each) => isFilled(row[each]) && !own.includes(each));
  const broken = (field: string, code: FoundBroken['code'], message: string) => ({
    ...{ id, field: path + field, code, message },
  });
  const found = foreign.map((each) =>
    broken(each, 'INVALID', `A value of a ${kind} metric fills ${wanted}.`),
  );
  const { number, level } = row;
  if (kind === MetricKind.COUNT && isFilled(number)) {
    if (!Number.isInteger(number))
      found.push(broken('number', 'INVALID', `Wanted a whole number; got ${number}.`));
    if (number! < 0)
      found.push(broken('number', 'OUT_OF_RANGE', `Wanted a count from 0 on; got ${number}.`));
  }
  if (kind !== MetricKind.SCALE) return found;
  const levels = row.distribution
    ? row.distribution.map((each, i) => [`distribution/${i}/level`, each.level] as const)
    : [['level', level] as const];
  for (const [field, step] of levels) {
    const isLow = scaleMin !== null && step !== null && step < scaleMin;
    const isHigh = scaleMax !== null && step !== null && step > scaleMax;
    const steps = `${scaleMin ?? '…'} to ${scaleMax ?? '…'}`;
    if (isLow || isHigh)
      found.push(broken(field, 'OUT_OF_RANGE', `Wanted a step from ${steps}; got ${step}.`));
  }
  return found;
}

/** Measurements fit their metrics. */
export async function verifyMeasurements(
  rows: readonly Measurement[],
  reader: Reader,
): Promise<FoundBroken[]> {
  const metrics = await reader.list(
    Metric,
    isIn('id', [...new Set(rows.map((row) => row.metricId))]),
  );
  const byId = new Map(metrics.map((each) => [each.id, each]));
  return rows.flatMap((row) => misfits(row, byId.get(row.metricId)!, row.id));
}

/** Targets fit their metrics, and so do the measurements there are; what is written with it is looked at itself. */
export async function verifyMetrics(
  metrics: readonly Metric[],
  reader: Reader,
  isWritten: (id: string) => boolean,
): Promise<FoundBroken[]> {
  const ids = metrics.map(({ id }) => id);
  const targets = await reader.list(Target, isIn('recordId', ids));
  const measurements = await reader.list(Measurement, isIn('metricId', ids));
  const targetsOf = groupBy(targets, (each) => each.recordId);
  const measurementsOf = groupBy(measurements, (each) => each.metricId);
  return metrics.flatMap((metric) => [
    ...targetsOf(metric.id).flatMap((each) =>
      misfits(each, metric, metric.id, `targets/${each.position}/`),
    ),
    ...measurementsOf(metric.id)
      .filter((each) => !isWritten(each.id))
      .flatMap((each) => misfits(each, metric, metric.id))
      .slice(0, 1)
      .map(({ code }) => ({
        id: metric.id,
        field: 'kind',
        code,
        message: 'There are measurements of another kind, or beyond its bounds.',
      })),
  ]);
}
