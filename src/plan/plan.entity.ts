import { Index } from 'typeorm';
import { enumType } from '../value/enum';
import { CompetenceFramework } from '../competence/competence.entity';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, State, part, record } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { LegalReference } from '../source/source.entity';
import { Theme } from '../theme/theme.entity';
import type { LocalisedText } from '../value/localised-text';

/** What sort of plan it is. */
export enum PlanKind {
  STRATEGY = 'STRATEGY',
  ACTION_PLAN = 'ACTION_PLAN',
  TRAINING_PLAN = 'TRAINING_PLAN',
  REPORT = 'REPORT',
}

enumType(PlanKind, 'PlanKind', 'What sort of plan it is.', {
  STRATEGY: 'A strategy for several years.',
  ACTION_PLAN: 'A plan of what is done, usually in a year.',
  TRAINING_PLAN: 'A plan of trainings.',
  REPORT: 'A report of what was done.',
});

/** Who sees how a plan is followed. */
export enum Monitoring {
  PUBLIC = 'PUBLIC',
  OWNER = 'OWNER',
}

enumType(Monitoring, 'Monitoring', 'Who sees how a plan is followed.', {
  PUBLIC: 'Everybody who sees the plan.',
  OWNER: 'Keys that cover the owner.',
});

/** A development plan or strategy of an organisation. */
@record('A development plan, strategy or report of an organisation.')
@Index(['periodStart', 'periodEnd', 'id'])
export class Plan extends RecordRow {
  @column.one(() => Organisation, 'Whose plan it is.', { required: true }) ownerId!: string;

  @column.enum(State, 'Draft, published or archived.', { default: State.DRAFT }) state!: State;

  @column.instant('When a draft is to be published; null where nothing is appointed.')
  publishAt!: string | null;

  @column.enum(PlanKind, 'Strategy, action plan, training plan or report.', { required: true })
  kind!: PlanKind;

  @column.name('What it is called; supplied where none is printed.') title!: LocalisedText;

  @column.period('First and last day of its time.', { required: true }) periodStart!: string;

  periodEnd!: string;

  @column.languages('The languages it is published in.') languages!: string[];

  @column.text('Its vision, as printed; statements are separated by line breaks.')
  vision!: LocalisedText | null;

  @column.text('What it is about, in a few sentences.') summary!: LocalisedText | null;

  @column.many(() => Plan, 'The strategies and plans that it carries out.')
  implements!: string[];

  @column.one(() => Plan, 'Of a REPORT: the plan whose outcome it tells.')
  reportsOnId!: string | null;

  @column.enum(
    Monitoring,
    'Who sees assessments of its actions. What was counted is as public as the rows are.',
    { default: Monitoring.OWNER },
  )
  monitoring!: Monitoring;

  @column.one(() => Plan, 'The plan before it.') predecessorId!: string | null;

  @column.one(() => CompetenceFramework, 'The competence structure that it fills.')
  competenceFrameworkId!: string | null;

  @column.many(() => Theme, 'Its subjects.', { size: 15 }) themes!: string[];

  @column.float('Person-years as stated in the plan.', { hidden: true, min: 0, max: 100_000 })
  personYearsStated!: number | null;

  @column.boolean('The stated person-years are approximate.', { hidden: true, default: false })
  personYearsApproximate!: boolean;
}

/** What a section of a plan is. */
export enum SectionKind {
  HEADING = 'HEADING',
  STATEMENT = 'STATEMENT',
  ITEM = 'ITEM',
  DEFINITION = 'DEFINITION',
}

enumType(SectionKind, 'SectionKind', 'What a section of a plan is.', {
  HEADING: 'A heading.',
  STATEMENT: 'A statement.',
  ITEM: 'An item of a list.',
  DEFINITION: 'What a word means in the plan.',
});

/** A heading, statement, item or definition of a plan. */
@part('sections', 'What the plan says, in printed order: headings with what stands under them.', {
  key: 'key',
  size: 80,
})
export class Section extends PartRow {
  @column.string('Names it within its plan: its number, or a short word.', {
    required: true,
    max: 80,
    key: true,
  })
  key!: string;

  @column.partOf(() => Section, 'recordId', 'The section it stands under.')
  parentId!: string | null;

  @column.enum(SectionKind, 'Heading, statement, item or definition.', { required: true })
  kind!: SectionKind;

  @column.string('The number it is printed with.', { max: 20 }) number!: string | null;

  @column.text('The heading or label as printed.', { max: 300, lines: false })
  title!: LocalisedText | null;

  @column.text('What it says.') summary!: LocalisedText | null;
}

/** That a plan refers to an act, a policy or a report. */
@part('citations', 'The acts, policies and reports that the plan refers to.', { size: 25 })
export class Citation extends PartRow {
  @column.one(() => LegalReference, 'What is referred to.', { required: true })
  referenceId!: string;

  @column.string('The paragraph, such as `8 §`.', { max: 40 }) paragraph!: string | null;

  @column.string('The words that refer to it.') wording!: string | null;

  @column.partOf(() => Section, 'recordId', 'The section that refers to it.')
  sectionId!: string | null;
}

/** What a row of a budget is. */
export enum BudgetLineKind {
  LINE = 'LINE',
  SUBTOTAL = 'SUBTOTAL',
  RESULT = 'RESULT',
}

enumType(BudgetLineKind, 'BudgetLineKind', 'What a row of a budget is.', {
  LINE: 'A line.',
  SUBTOTAL: 'A sum of the rows below it.',
  RESULT: 'Income and expenses together.',
});

/** Which side of a budget a row is on. */
export enum BudgetSide {
  INCOME = 'INCOME',
  EXPENSE = 'EXPENSE',
}

enumType(BudgetSide, 'BudgetSide', 'Which side of a budget a row is on.', {
  INCOME: 'Income; positive.',
  EXPENSE: 'Expense; negative.',
});

/** A row of a plan's budget. */
@part('budgetLines', 'The rows of the budget, in printed order.', { key: 'key', size: 40 })
export class BudgetLine extends PartRow {
  @column.string('Names it within its plan.', { required: true, max: 80, key: true }) key!: string;

  @column.partOf(() => BudgetLine, 'recordId', 'The subtotal it is part of.')
  parentId!: string | null;

  @column.enum(BudgetLineKind, 'A line, a subtotal of lines, or the result.', {
    default: BudgetLineKind.LINE,
  })
  kind!: BudgetLineKind;

  @column.enum(BudgetSide, 'Income or expense; null for the result.') side!: BudgetSide | null;

  @column.text('The label as printed.', { required: true, max: 200, lines: false })
  label!: LocalisedText;

  @column.money('The amount as printed: income positive, expenses negative.', { required: true })
  amountCents!: number;

  amountCurrency!: string;

  @column.money('What it came to, with the sign of the amount; null where it is not told.')
  outturnCents!: number | null;

  outturnCurrency!: string | null;
}

/** A post that does the work of a plan. */
@part('positions', 'The posts that do the work, in printed order.', { size: 10 })
export class Position extends PartRow {
  @column.text('The title of the post; several posts may share one.', {
    required: true,
    max: 200,
    lines: false,
  })
  title!: LocalisedText;

  @column.int('How many such posts.', { default: 1, min: 0, max: 100_000 }) count!: number;

  @column.float('Share of working time, from 0 to 1; null where it is not stated.', {
    min: 0,
    max: 1,
  })
  share!: number | null;
}
