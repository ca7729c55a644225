import { enumType } from '../value/enum';
import { Action, Audience, Modality } from '../action/action.entity';
import { column } from '../kernel/declare/column';
import { RecordRow, State } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { Municipality } from '../territory/municipality.entity';
import { Theme } from '../theme/theme.entity';
import type { LocalisedText } from '../value/localised-text';

/** How far an event has come. */
export enum EventStatus {
  PLANNED = 'PLANNED',
  CONFIRMED = 'CONFIRMED',
  RESCHEDULED = 'RESCHEDULED',
  CANCELLED = 'CANCELLED',
  HELD = 'HELD',
}

enumType(EventStatus, 'EventStatus', 'How far an event has come.', {
  PLANNED: 'Planned.',
  CONFIRMED: 'It will be held.',
  RESCHEDULED: 'Moved to another time; `previousTiming` keeps the old one.',
  CANCELLED: 'It will not be held.',
  HELD: 'It has been held.',
});

/** What an event and a series of events have in common. */
export abstract class Occasion extends RecordRow {
  @column.one(() => Organisation, 'Whose it is: who keeps its record.', { required: true })
  ownerId!: string;

  @column.enum(State, 'Draft, published or archived.', { default: State.DRAFT }) state!: State;

  @column.instant('When a draft is to be published; null where nothing is appointed.')
  publishAt!: string | null;

  @column.one(() => Action, 'The action that it carries out.') actionId!: string | null;

  @column.name('What it is called.') title!: LocalisedText;

  @column.text('What happens there.') summary!: LocalisedText | null;

  @column.string(
    'Its id in calendars (RFC 5545, section 3.8.4.7), stable for its lifetime; occurrences have that of their series.',
    { internal: true, required: true },
  )
  uid!: string;

  @column.int(
    'Grows with what subscribers must notice: the title, the time, the place, where to register, and whether it is held (RFC 5545, section 3.8.7.4).',
    { internal: true, default: 0 },
  )
  sequence!: number;

  @column.instant('When `sequence` last grew.', { internal: true, required: true })
  sequencedAt!: string;

  @column.enum(EventStatus, 'How far it has come.', { default: EventStatus.PLANNED })
  status!: EventStatus;

  @column.enums(Modality, 'How people take part; empty where it is not stated.')
  modalities!: Modality[];

  @column.languages('The languages it is held in; empty where it is not stated.')
  languages!: string[];

  @column.enums(Audience, 'Whom it is for; empty where it is not stated.') audiences!: Audience[];

  @column.one(() => Municipality, 'The municipality it is held in.')
  municipalityId!: string | null;

  @column.string('The venue.') venue!: string | null;

  @column.string('The street address.') address!: string | null;

  @column.url('Where to take part, for remote events.') url!: string | null;

  @column.many(() => Theme, 'Its subjects.') themes!: string[];

  @column.boolean('Whether one must register; null where it is not stated.')
  registrationNeeded!: boolean | null;

  @column.url('Where to register.') registrationUrl!: string | null;

  @column.int('How many can take part.', { min: 0 }) capacity!: number | null;

  @column.money(
    'What it costs to take part; 0 cents where it is free, null where it is not stated.',
    {
      min: 0,
    },
  )
  priceCents!: number | null;

  priceCurrency!: string | null;
}
