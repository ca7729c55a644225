import { Index } from 'typeorm';
import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, State, part, record } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { Plan } from '../plan/plan.entity';
import { Theme } from '../theme/theme.entity';
import type { LevelCount } from '../value/distribution';
import type { LocalisedText } from '../value/localised-text';
import type { Quantity } from '../value/quantity';

/** A set of goals and metrics that plans adopt. */
@record('A set of goals and metrics that several plans can adopt.')
export class GoalFramework extends RecordRow {
  @column.one(() => Organisation, 'Who owns it.', { required: true }) ownerId!: string;

  @column.enum(State, 'Draft, published or archived.', { default: State.DRAFT }) state!: State;

  @column.instant('When a draft is to be published; null where nothing is appointed.')
  publishAt!: string | null;

  @column.name('What it is called.') title!: LocalisedText;

  @column.text('What it is about.') summary!: LocalisedText | null;
}

/** Where in a framework a goal stands. */
export enum GoalKind {
  SOCIETAL = 'SOCIETAL',
  IMPACT_PATH = 'IMPACT_PATH',
  OUTCOME = 'OUTCOME',
  GOAL = 'GOAL',
}

enumType(GoalKind, 'GoalKind', 'Where in a framework a goal stands.', {
  SOCIETAL: 'A goal for society, above the impact paths.',
  IMPACT_PATH: 'A path of impact (vaikutuspolku).',
  OUTCOME: 'What a path leads to.',
  GOAL: 'A goal below an outcome, or of a plan.',
});

/** What is aimed at. */
@record('What is aimed at, by a framework or by one plan: exactly one of them.')
@Index(['planId', 'position', 'id'])
export class Goal extends RecordRow {
  @column.one(() => GoalFramework, 'The framework that sets it.') frameworkId!: string | null;

  @column.one(() => Plan, 'The plan that sets it.') planId!: string | null;

  @column.enum(GoalKind, 'Societal goal, impact path, outcome or goal.', { required: true })
  kind!: GoalKind;

  @column.one(() => Goal, 'The impact path of an outcome, the outcome of a goal.')
  parentId!: string | null;

  @column.string('The number it is printed with.', { max: 20 }) number!: string | null;

  @column.name('The goal as printed.', { max: 600 }) title!: LocalisedText;

  @column.text('What it means.') summary!: LocalisedText | null;

  @column.int('Place among its siblings, from 0.', { default: 0, min: 0 }) position!: number;

  @column.many(() => Theme, 'Its subjects.') themes!: string[];
}

/** What a metric measures. */
export enum MetricKind {
  BOOLEAN = 'BOOLEAN',
  COUNT = 'COUNT',
  NUMBER = 'NUMBER',
  RATIO = 'RATIO',
  SCALE = 'SCALE',
  MONEY = 'MONEY',
  NARRATIVE = 'NARRATIVE',
}

enumType(MetricKind, 'MetricKind', 'What a metric measures.', {
  BOOLEAN: 'Yes or no.',
  COUNT: 'How many, a whole number.',
  NUMBER: 'A number with decimals.',
  RATIO: 'A share: numerator over denominator.',
  SCALE: 'A step on a scale, such as a self-assessment.',
  MONEY: 'An amount of money.',
  NARRATIVE: 'A description in words.',
});

/** Which way is better. */
export enum Direction {
  UP = 'UP',
  DOWN = 'DOWN',
  NEUTRAL = 'NEUTRAL',
}

enumType(Direction, 'Direction', 'Which way is better.', {
  UP: 'More is better.',
  DOWN: 'Less is better.',
  NEUTRAL: 'Neither.',
});

/** How values of several organisations or periods are put together. */
export enum Aggregation {
  SUM = 'SUM',
  MEAN = 'MEAN',
  LATEST = 'LATEST',
  RATIO_OF_SUMS = 'RATIO_OF_SUMS',
  NONE = 'NONE',
}

enumType(
  Aggregation,
  'Aggregation',
  'How values of several organisations or periods are put together.',
  {
    SUM: 'Values are added.',
    MEAN: 'The mean of the values.',
    LATEST: 'The latest value.',
    RATIO_OF_SUMS: 'The sum of numerators over the sum of denominators.',
    NONE: 'Values are not put together.',
  },
);

/** How a goal is followed, or a figure that describes an organisation, a plan or an action. */
@record(
  'How a goal is followed; or a figure that stands in a framework, a plan or an action without a goal. It belongs to exactly one of them.',
)
@Index(['goalId', 'position', 'id'])
export class Metric extends RecordRow {
  @column.one(() => Goal, 'The goal that it follows.') goalId!: string | null;

  @column.one(() => GoalFramework, 'The framework it stands in directly, without a goal.')
  frameworkId!: string | null;

  @column.one(() => Plan, 'The plan it stands in directly, without a goal: a figure of the year.')
  planId!: string | null;

  @column.enum(MetricKind, 'What it measures.', { required: true }) kind!: MetricKind;

  @column.name('The metric as printed.', { max: 600 }) name!: LocalisedText;

  @column.text('What is counted above the line of a ratio.', { max: 300, lines: false })
  numerator!: LocalisedText | null;

  @column.text('What is counted below the line of a ratio.', { max: 300, lines: false })
  denominator!: LocalisedText | null;

  @column.text('The unit of the value.', { max: 60, lines: false }) unit!: LocalisedText | null;

  @column.int('Decimals that are meaningful.', { min: 0, max: 10 }) decimals!: number | null;

  @column.enum(Direction, 'Which way is better.', { default: Direction.NEUTRAL })
  direction!: Direction;

  @column.enum(Aggregation, 'How values are put together.', { default: Aggregation.NONE })
  aggregation!: Aggregation;

  @column.quantity('How often it is measured.') cadence!: Quantity | null;

  @column.float('Lowest step of a scale.') scaleMin!: number | null;

  @column.float('Highest step of a scale.') scaleMax!: number | null;

  @column.text('What the steps of a scale mean, one line each.') scaleLabels!: LocalisedText | null;

  @column.text('Who measures it, and how.') method!: LocalisedText | null;

  @column.int('Place among the metrics beside it, from 0.', { default: 0, min: 0 })
  position!: number;
}

/** Why a measurement has no value. */
export enum Missing {
  NOT_DUE = 'NOT_DUE',
  NOT_COLLECTED = 'NOT_COLLECTED',
  CONFIDENTIAL = 'CONFIDENTIAL',
  SMALL_N = 'SMALL_N',
}

enumType(Missing, 'Missing', 'Why a measurement has no value.', {
  NOT_DUE: 'It was not to be measured yet.',
  NOT_COLLECTED: 'It was not collected.',
  CONFIDENTIAL: 'It may not be told.',
  SMALL_N: 'Too few answered.',
});

/** What a value that others are held against stands for. */
export enum TargetKind {
  BASELINE = 'BASELINE',
  TARGET = 'TARGET',
  REFERENCE = 'REFERENCE',
  FORECAST = 'FORECAST',
}

enumType(TargetKind, 'TargetKind', 'What a value that others are held against stands for.', {
  BASELINE: 'Where it started.',
  TARGET: 'Where it is to be.',
  REFERENCE: 'What it is compared with: a benchmark, such as the mean of the country.',
  FORECAST: 'Where it is expected to be.',
});

/** Numbers and counts add up to what is still exact. */
const BOUNDS = { min: -1e12, max: 1e12 };

/** What an organisation wants a metric to be: the fields of the metric's kind are filled. */
@part('targets', 'What its values are held against: where it started, is to be, and others are.')
export class Target extends PartRow {
  @column.one(() => Organisation, 'Whose target it is; null for all.')
  organisationId!: string | null;

  @column.enum(TargetKind, 'Baseline, target, reference or forecast.', { required: true })
  kind!: TargetKind;

  @column.period('The time it is for.', { required: true }) periodStart!: string;

  periodEnd!: string;

  @column.float('Of COUNT and NUMBER.', BOUNDS) number!: number | null;
  @column.float('Of RATIO: what is counted above the line.', BOUNDS) numerator!: number | null;
  @column.float('Of RATIO: what is counted below the line.', BOUNDS) denominator!: number | null;
  @column.float(
    'Of RATIO: the percentage, where numerator and denominator are not known: 25 is 25 %.',
    BOUNDS,
  )
  percent!: number | null;
  @column.boolean('Of BOOLEAN.') yes!: boolean | null;
  @column.float('Of SCALE: the step, or the mean of the steps that were chosen.') level!:
    number | null;
  @column.distribution(
    'Of SCALE: how many chose which step, the lowest first; the level is their mean.',
  )
  distribution!: LevelCount[] | null;
  @column.money('Of MONEY: the amount.') moneyCents!: number | null;

  moneyCurrency!: string | null;

  @column.text('Of NARRATIVE.') text!: LocalisedText | null;
}

/** An index by which one row stands for its values. */
export const ONE_STANDS = { unique: true, where: '"stands"' };

/** A value of a metric, of one organisation or network, for one period. */
@record('A value of a metric, of one organisation or network, for one period.')
@Index(['metricId', 'periodStart', 'periodEnd', 'id'])
@Index(['metricId', 'organisationId', 'periodStart', 'periodEnd'], ONE_STANDS)
export class Measurement extends RecordRow {
  @column.one(() => Metric, 'What was measured.', { required: true }) metricId!: string;

  @column.one(() => Organisation, 'Whose value it is.') organisationId!: string | null;

  @column.period('The time it is for.', { required: true }) periodStart!: string;

  periodEnd!: string;

  @column.float('Of COUNT and NUMBER.', BOUNDS) number!: number | null;
  @column.float('Of RATIO: what is counted above the line.', BOUNDS) numerator!: number | null;
  @column.float('Of RATIO: what is counted below the line.', BOUNDS) denominator!: number | null;
  @column.float(
    'Of RATIO: the percentage, where numerator and denominator are not known: 25 is 25 %.',
    BOUNDS,
  )
  percent!: number | null;
  @column.boolean('Of BOOLEAN.') yes!: boolean | null;
  @column.float('Of SCALE: the step, or the mean of the steps that were chosen.') level!:
    number | null;
  @column.distribution(
    'Of SCALE: how many chose which step, the lowest first; the level is their mean.',
  )
  distribution!: LevelCount[] | null;
  @column.money('Of MONEY: the amount.') moneyCents!: number | null;

  moneyCurrency!: string | null;

  @column.text('Of NARRATIVE.') text!: LocalisedText | null;
  @column.enum(Missing, 'Why there is no value; null where there is one.') missing!: Missing | null;

  @column.boolean('The value is approximate.', { default: false }) approximate!: boolean;

  @column.text('What should be known about the value.', { max: 500 }) note!: LocalisedText | null;

  @column.one(() => Measurement, 'The measurement that this one corrects.')
  supersedesId!: string | null;

  @column.boolean('No other has taken its place.', {
    internal: true,
    hidden: true,
    default: false,
  })
  stands!: boolean;
}
