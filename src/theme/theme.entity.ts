import { column } from '../kernel/declare/column';
import { RecordRow, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';

/** A subject that plans, areas, actions, networks and events share. */
@record('A subject shared across plans of different structure, such as artificial intelligence.')
export class Theme extends RecordRow {
  @column.name('What the subject is called.') label!: LocalisedText;

  @column.strings('Other words for it.') aliases!: string[];

  @column.url('The concept in the General Finnish Ontology (YSO), where it was looked up.')
  yso!: string | null;

  /** Declared where organisations are. */
  ownerId!: string | null;
}
