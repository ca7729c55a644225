import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, part, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';
import { Region } from './region.entity';

/** A municipality of Finland (kunta), in force or ended. */
@record('A municipality of Finland (kunta), in force or ended in a merger.', {
  plural: 'municipalities',
})
export class Municipality extends RecordRow {
  @column.string('Three-digit code of Statistics Finland, with leading zeros, such as `638`.', {
    required: true,
    max: 3,
    form: [/^\d{3}$/, '3 digits'],
  })
  code!: string;

  @column.name('The name of the municipality.') name!: LocalisedText;

  @column.languages(
    'Official languages, the majority first; in the Sámi homeland the Sámi languages follow.',
  )
  languages!: string[];

  @column.one(() => Region, 'The region it is in now, or was in on its last day.', {
    required: true,
    hidden: true,
  })
  regionId!: string;

  @column.date('First day in force, where it is recorded.') validFrom!: string | null;

  @column.date('Last day in force; null while it is in force.') validTo!: string | null;

  @column.one(() => Municipality, 'The municipality that it was merged into.')
  mergedIntoId!: string | null;
}

/** A time that a municipality has spent in another region than the present one. */
@part('regionHistory', 'The regions it has been in since 2016, the earliest first, where it moved.')
export class RegionMembership extends PartRow {
  @column.one(() => Region, 'The region.', { required: true }) regionId!: string;

  @column.date('First day in this region; null where it is older than the records.')
  validFrom!: string | null;

  @column.date('Last day in this region; null where it is the present one.')
  validTo!: string | null;
}
