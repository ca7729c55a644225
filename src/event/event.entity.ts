import { Index } from 'typeorm';
import { column } from '../kernel/declare/column';
import { PartRow, part, record } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { Municipality } from '../territory/municipality.entity';
import type { LevelCount } from '../value/distribution';
import type { LocalisedText } from '../value/localised-text';
import type { Timing } from '../value/timing';
import { Occasion } from './occasion';

export { EventStatus } from './occasion';

/** Events that belong together: the occurrences of a rule, or the parts of something larger. */
@record(
  'Events that belong together: the occurrences of a rule, which are events made and kept with it, or the parts of something larger.',
  { plural: 'eventSeriesList' },
)
export class EventSeries extends Occasion {
  @column.timing(
    'When the first occurrence is held, by the clock or in whole days: the others last as long; where there is no rule, when the whole is held.',
  )
  timing!: Timing;

  @column.string(
    'When it recurs, as RRULE (RFC 5545, section 3.3.10) with COUNT or UNTIL, such as `FREQ=WEEKLY;BYDAY=TU;COUNT=10`: by days, weeks, months or years, at most 500 times. It is read on the clock of `timing.zone`. Null where it only holds events together.',
    { max: 500 },
  )
  rrule!: string | null;

  @column.locals('Starts that the rule gives but that are left out, on the clock of `timing.zone`.')
  exceptions!: string[];
}

/** Something that happens once, or has its own date, place or edition. */
@record('A definite occurrence: what happens once, or has its own date, place or edition.')
@Index(['timingSort', 'id'])
export class Event extends Occasion {
  @column.one(() => EventSeries, 'The series that it is part of.') seriesId!: string | null;

  @column.local(
    'For an occurrence of a series: when the rule has it begin, on the clock of the series, whenever it is held (RFC 5545, RECURRENCE-ID).',
  )
  originalStart!: string | null;

  @column.timing('When it is held.') timing!: Timing;

  @column.timing('When it was to be held before it was rescheduled.') previousTiming!: Timing;

  @column.int('Which time it is arranged, such as 8 for the eighth.', { min: 1, max: 10_000 })
  edition!: number | null;

  @column.instant('When registration opens.') registrationOpens!: string | null;

  @column.instant('When registration closes.') registrationCloses!: string | null;

  @column.url('Where the recording is.') recordingUrl!: string | null;

  @column.urls('Where the materials are.') materials!: string[];
}

/** How many came from a municipality or an organisation. */
@part(
  'attendance',
  'How many took part, by municipality and organisation. Without a key of the owner, counts below 5 show in `attendanceTotal` only, and with them the next one where it would tell of a single small one.',
)
export class Attendance extends PartRow {
  @column.one(() => Municipality, 'Where they came from; null where it is not known.')
  municipalityId!: string | null;

  @column.one(() => Organisation, 'Whom they work for; null where it is not known.')
  organisationId!: string | null;

  @column.int('How many.', { required: true, min: 0, max: 1_000_000 }) count!: number;

  @column.boolean('Everybody may see it.', { internal: true, default: true }) shown!: boolean;
}

/** What those who took part thought of it. */
@part(
  'feedback',
  'What those who took part thought of it. Without a key of the owner, what fewer than 5 have answered does not show.',
)
export class Feedback extends PartRow {
  @column.text('What was asked.', { required: true, max: 300, lines: false })
  question!: LocalisedText;

  @column.int('How many answered; it follows from the distribution where that is known.', {
    ...{ required: true, completed: true },
    ...{ min: 1, max: 1_000_000 },
  })
  answers!: number;

  @column.float(
    'The mean of the answers, on the scale; it follows from the distribution where that is known.',
    { required: true, completed: true },
  )
  mean!: number;

  @column.distribution('How many chose which step; null where the mean alone is known.')
  distribution!: LevelCount[] | null;

  @column.float('The lowest step of the scale.', { required: true }) scaleMin!: number;

  @column.float('The highest step of the scale.', { required: true }) scaleMax!: number;
}
