import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { PartRow, part } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { Region } from '../territory/region.entity';
import type { LocalisedText } from '../value/localised-text';

/** Whether a cost is paid. */
export enum Coverage {
  YES = 'YES',
  NO = 'NO',
  MAY = 'MAY',
  PARTLY = 'PARTLY',
}

enumType(Coverage, 'Coverage', 'Whether a cost is paid.', {
  YES: 'Paid.',
  NO: 'Not paid.',
  MAY: 'May be paid.',
  PARTLY: 'Paid in part.',
});

/** Who pays what, and for whom. */
@part('costRules', 'Who pays what, and for whom.')
export class CostRule extends PartRow {
  @column.text('What is paid.', { required: true, max: 300, lines: false }) cost!: LocalisedText;

  @column.one(() => Organisation, 'The organisation that pays.') payerId!: string | null;

  @column.text('Who pays, where it is a role.', { max: 200, lines: false })
  payerRole!: LocalisedText | null;

  @column.text('For whom.', { max: 200, lines: false }) beneficiary!: LocalisedText | null;

  @column.enum(Coverage, 'Paid, not paid, may be paid, or paid in part.', { required: true })
  coverage!: Coverage;

  @column.string('The words that say so.', { max: 120 }) wording!: string | null;
}

/** How many pieces of a loan material there are, and where. */
@part('stock', 'How many pieces there are, and where.')
export class Stock extends PartRow {
  @column.one(() => Region, 'The region they are for.') regionId!: string | null;

  @column.one(() => Organisation, 'The organisation that keeps them.')
  organisationId!: string | null;

  @column.int('How many; null where the plan does not say.', { min: 0 }) count!: number | null;

  @column.text('What one piece is.', { max: 200, lines: false }) item!: LocalisedText | null;
}
