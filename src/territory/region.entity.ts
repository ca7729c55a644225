import { column } from '../kernel/declare/column';
import { RecordRow, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';

/** A region of Finland (maakunta). */
@record('A region of Finland (maakunta), by the classification of Statistics Finland.')
export class Region extends RecordRow {
  @column.string('Two-digit code of Statistics Finland, with leading zeros, such as `01`.', {
    required: true,
    max: 2,
    form: [/^\d{2}$/, '2 digits'],
  })
  code!: string;

  @column.name('The name of the region.') name!: LocalisedText;

  @column.date('First day in force; null where it is older than the records.')
  validFrom!: string | null;

  @column.date('Last day in force; null while it is in force.') validTo!: string | null;
}
