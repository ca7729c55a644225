import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { RecordRow, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';
import type { Timing } from '../value/timing';
import { Action } from './action.entity';

/** How far a delivery has come. */
export enum DeliveryStatus {
  PLANNED = 'PLANNED',
  DELIVERED = 'DELIVERED',
}

enumType(DeliveryStatus, 'DeliveryStatus', 'How far a delivery has come.', {
  PLANNED: 'It is to be delivered.',
  DELIVERED: 'It has been delivered.',
});

/** A unit of an action that is no event: an issue of a newsletter, a recording, a visit paid. */
@record(
  'What an action delivers that is no event: an issue of a newsletter, a publication, a course put on a platform. However many copies there are, it is one delivery.',
  { plural: 'deliveries' },
)
export class Delivery extends RecordRow {
  @column.one(() => Action, 'The action that it carries out.', { required: true })
  actionId!: string;

  @column.name('What it is called.') title!: LocalisedText;

  @column.enum(DeliveryStatus, 'Planned, or delivered.', { default: DeliveryStatus.DELIVERED })
  status!: DeliveryStatus;

  @column.timing('When it was, or is to be, delivered.') timing!: Timing;

  @column.int('How many copies; they are one delivery together.', {
    default: 1,
    min: 1,
    max: 1_000_000,
  })
  count!: number;

  @column.url('Where it is.') url!: string | null;

  @column.languages('The languages it is in; empty where it is not stated.') languages!: string[];
}
