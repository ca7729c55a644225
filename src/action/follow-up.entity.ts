import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, part, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';
import { Action } from './action.entity';

const COUNT = { min: 0, max: 1_000_000 };

/** What was reported of a time without the single events: "12 trainings, 340 participants". */
@part(
  'reported',
  'What was reported in total, without the single events or deliveries: in its period each number stands in the place of theirs. The periods of an action do not overlap.',
)
export class ReportedTotal extends PartRow {
  @column.period('The time it is of.', { required: true }) periodStart!: string;

  periodEnd!: string;

  @column.int('How many events were held; null where it is not told.', COUNT)
  events!: number | null;

  @column.int(
    'How many took part, counted at each event (osallistumiskerrat); null where it is not told.',
    COUNT,
  )
  participants!: number | null;

  @column.int('How many deliveries there were; null where it is not told.', COUNT)
  deliveries!: number | null;

  @column.int('How many municipalities participants came from; null where it is not told.', {
    min: 0,
    max: 1000,
  })
  municipalities!: number | null;

  @column.text('What should be known about the numbers.', { max: 500 })
  note!: LocalisedText | null;
}

/** How somebody says that an action stands. */
export enum AssessmentStatus {
  NOT_STARTED = 'NOT_STARTED',
  BEHIND = 'BEHIND',
  AT_RISK = 'AT_RISK',
  ON_TRACK = 'ON_TRACK',
  DONE = 'DONE',
  NOT_REACHED = 'NOT_REACHED',
}

enumType(AssessmentStatus, 'AssessmentStatus', 'How somebody says that an action stands.', {
  NOT_STARTED: 'It has not begun.',
  BEHIND: 'It is later than it should be.',
  AT_RISK: 'It may not be reached.',
  ON_TRACK: 'It goes as planned.',
  DONE: 'It is done.',
  NOT_REACHED: 'It was not reached.',
});

/** How people say that an action stands: what is worked out never takes the place of it. */
@record(
  'How people say that an action stands on a day. What is worked out stands beside it and does not change it. Of plans whose `monitoring` is OWNER, only keys that cover the owner see it.',
)
export class Assessment extends RecordRow {
  @column.one(() => Action, 'The action.', { required: true }) actionId!: string;

  @column.enum(AssessmentStatus, 'How it stands.', { required: true }) status!: AssessmentStatus;

  @column.text('Why, and what is to be done.') comment!: LocalisedText | null;

  @column.date('The day of which this is said.', { required: true }) on!: string;
}
