import { Field, Float, ObjectType } from 'type-graphql';
import { isIn } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import type { FoundBroken } from '../kernel/declare/rules';
import { groupBy } from '../value/group';
import { type LocalisedText, Text, pickText } from '../value/localised-text';
import { MoneyType } from '../value/money';
import { Measurement, Metric, type MetricKind, Missing, Target } from './goal.entity';
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
    description: 'Of RATIO: numerator over denominator; 0.25 is 25 %.',
  })
  ratio!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of BOOLEAN.' })
  yes!: boolean | null;

  @Field(() => Float, { nullable: true, description: 'Of SCALE.' })
  level!: number | null;

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
  yes: boolean | null;
  level: number | null;
  moneyCents: number | null;
  text: LocalisedText | null;
  missing?: Missing | null;
}

const COLUMNS = ['number', 'numerator', 'denominator', 'yes', 'level', 'moneyCents', 'text'];

/** Those that are given out as they are stored. */
const PLAIN = ['number', 'numerator', 'denominator', 'yes', 'level'];

const asTheyAre = (names: string[]) => Object.fromEntries(names.map((each) => [each, each]));

function valueOf(row: Stored, context: Context): MetricValue {
  const { numerator, denominator, moneyCents, text, missing = null } = row;
  return {
    ...row,
    ratio: numerator !== null && denominator ? numerator / denominator : null,
    money: moneyCents === null ? null : { cents: moneyCents, currency: 'EUR' },
    text: pickText(text, context.language),
    missing,
  };
}

for (const type of [Measurement, Target])
  computed(type, {
    name: 'value',
    type: () => MetricValue,
    description: 'The value.',
    needs: type === Measurement ? [...COLUMNS, 'missing'] : COLUMNS,
    columns: asTheyAre(type === Measurement ? [...PLAIN, 'missing'] : PLAIN),
    resolve: (row: Stored, _args, context: Context) => valueOf(row, context),
  });

/** The fields that a value of each kind of metric fills. */
const FIELDS: Record<MetricKind, string[]> = {
  BOOLEAN: ['yes'],
  COUNT: ['number'],
  NUMBER: ['number'],
  RATIO: ['numerator', 'denominator'],
  SCALE: ['level'],
  MONEY: ['moneyCents'],
  NARRATIVE: ['text'],
};

/** A value fills the fields of its metric's kind and no other. */
function foreignFields(row: object, { kind }: Metric, id: string, path = ''): FoundBroken[] {
  const filled = COLUMNS.filter((each) => (row as Record<string, unknown>)[each] !== null);
  const foreign = filled.filter((each) => !FIELDS[kind].includes(each));
  const wanted = FIELDS[kind].join(' and ');
  const message = `A value of a ${kind} metric fills ${wanted}.`;
  return foreign.map((field) => ({ id, field: path + field, code: 'INVALID', message }));
}

/** Measurements fit the kinds of their metrics. */
export async function verifyMeasurements(
  rows: readonly Measurement[],
  reader: Reader,
): Promise<FoundBroken[]> {
  const metrics = await reader.list(
    Metric,
    isIn('id', [...new Set(rows.map((row) => row.metricId))]),
  );
  const byId = new Map(metrics.map((each) => [each.id, each]));
  return rows.flatMap((row) => foreignFields(row, byId.get(row.metricId)!, row.id));
}

/** Targets fit the kinds of their metrics, and so do the measurements there are. */
export async function verifyMetrics(
  metrics: readonly Metric[],
  reader: Reader,
): Promise<FoundBroken[]> {
  const ids = metrics.map(({ id }) => id);
  const targets = await reader.list(Target, isIn('recordId', ids));
  const measurements = await reader.list(Measurement, isIn('metricId', ids));
  const targetsOf = groupBy(targets, (each) => each.recordId);
  const measurementsOf = groupBy(measurements, (each) => each.metricId);
  return metrics.flatMap((metric) => [
    ...targetsOf(metric.id).flatMap((each) =>
      foreignFields(each, metric, metric.id, `targets/${each.position}/`),
    ),
    ...measurementsOf(metric.id)
      .flatMap((each) => foreignFields(each, metric, metric.id))
      .slice(0, 1)
      .map(({ code }) => ({
        id: metric.id,
        field: 'kind',
        code,
        message: 'There are measurements of another kind.',
      })),
  ]);
}
