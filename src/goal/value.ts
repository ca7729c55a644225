import { Float, Int } from 'type-graphql';
import { isIn } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import type { FoundBroken } from '../kernel/declare/rules';
import { ValueBasis, summary } from '../value/distribution';
import { groupBy } from '../value/group';
import { Measurement, Metric, MetricKind, Target } from './goal.entity';
import { computed } from '../kernel/schema/feature';

/** The fields that hold a value, and the properties of the row for each: those that the metric’s kind fills. */
const HOLDING = {
  number: ['number'],
  numerator: ['numerator'],
  denominator: ['denominator'],
  percent: ['percent'],
  yes: ['yes'],
  level: ['level'],
  distribution: ['distribution'],
  money: ['moneyCents', 'moneyCurrency'],
  text: ['text'],
} as const;

type ValueField = keyof typeof HOLDING;

export const VALUES = Object.keys(HOLDING) as ValueField[];

/** Whether a row holds something in a field. */
export const holds = (row: Measurement | Target, field: ValueField): boolean =>
  (row[HOLDING[field][0]] ?? null) !== null;

/** Lets a row hold no value. */
export function clearValue(row: Measurement | Target): void {
  for (const each of Object.values(HOLDING).flat()) Object.assign(row, { [each]: null });
}

type Valued = Measurement | Target;

function ratioOf({ numerator, denominator, percent }: Valued): number | null {
  if (numerator !== null && denominator) return numerator / denominator;
  return percent === null ? null : percent / 100;
}

function basisOf({ numerator, percent, level, distribution }: Valued): ValueBasis | null {
  if (numerator !== null || distribution !== null) return ValueBasis.COUNTED;
  if (percent !== null) return ValueBasis.PERCENT_ONLY;
  return level === null ? null : ValueBasis.MEAN_ONLY;
}

for (const type of [Measurement, Target]) {
  computed(type, {
    name: 'ratio',
    type: () => Float,
    nullable: true,
    description: 'Of RATIO: numerator over denominator, or the percentage; 0.25 is 25 %.',
    needs: ['numerator', 'denominator', 'percent'],
    resolve: ratioOf,
  });
  computed(type, {
    name: 'answers',
    type: () => Int,
    nullable: true,
    description: 'Of SCALE: how many answered; null where the distribution is not known.',
    needs: ['distribution'],
    resolve: ({ distribution }: Valued) => distribution && summary(distribution).answers,
  });
  computed(type, {
    name: 'median',
    type: () => Float,
    nullable: true,
    description: 'Of SCALE: the median; null where the distribution is not known.',
    needs: ['distribution'],
    resolve: ({ distribution }: Valued) => distribution && summary(distribution).median,
  });
  computed(type, {
    name: 'basis',
    type: () => ValueBasis,
    nullable: true,
    description: 'Of RATIO and SCALE: whether what they are worked out from is known.',
    needs: ['numerator', 'percent', 'level', 'distribution'],
    resolve: basisOf,
  });
}

/** The fields that a value of each kind of metric fills, in one way or the other. */
const FIELDS: Record<MetricKind, ValueField[][]> = {
  BOOLEAN: [['yes']],
  COUNT: [['number']],
  NUMBER: [['number']],
  RATIO: [['numerator', 'denominator'], ['percent']],
  SCALE: [['level'], ['distribution']],
  MONEY: [['money']],
  NARRATIVE: [['text']],
};

/** What of a value does not fit its metric: it fills the fields of the kind and no other, within their bounds. */
function misfits(row: Valued, metric: Metric, id: string, path = ''): FoundBroken[] {
  const { kind, scaleMin, scaleMax } = metric;
  const wanted = FIELDS[kind].map((way) => way.join(' and ')).join(' or ');
  const own = FIELDS[kind].flat();
  const told = VALUES.filter((each) => each !== 'level' || !row.distribution); // it follows from that
  const foreign = told.filter((each) => holds(row, each) && !own.includes(each));
  const broken = (field: string, code: FoundBroken['code'], message: string) => ({
    ...{ id, field: path + field, code, message },
  });
  const found = foreign.map((each) =>
    broken(each, 'INVALID', `A value of a ${kind} metric fills ${wanted}.`),
  );
  const { number, level } = row;
  if (kind === MetricKind.COUNT && (number ?? null) !== null) {
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
