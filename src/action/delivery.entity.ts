import { column } from '../kernel/declare/column';
import { RecordRow, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';
import type { Timing } from '../value/timing';
import { Action } from './action.entity';

/** A unit of an action that is no event: an issue of a newsletter, a recording, a visit paid. */
@record(
  'What an action has delivered that is no event: an issue of a newsletter, a publication, a course put on a platform.',
  { plural: 'deliveries' },
)
export class Delivery extends RecordRow {
  @column.one(() => Action, 'The action that it carries out.', { required: true })
  actionId!: string;

  @column.name('What it is called.') title!: LocalisedText;

  @column.timing('When it was delivered.') timing!: Timing;

  @column.int('How many pieces.', { default: 1, min: 1, max: 1_000_000 }) count!: number;

  @column.url('Where it is.') url!: string | null;

  @column.languages('The languages it is in; empty where it is not stated.') languages!: string[];
}
