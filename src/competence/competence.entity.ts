import { Index } from 'typeorm';
import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { RecordRow, State, record } from '../kernel/declare/record';
import { Organisation } from '../organisation/organisation.entity';
import { LegalReference } from '../source/source.entity';
import { Theme } from '../theme/theme.entity';
import type { LocalisedText } from '../value/localised-text';

/** A structure of competences that a plan fills with actions. */
@record('A structure of competence areas, modules and topics that a plan fills with actions.')
export class CompetenceFramework extends RecordRow {
  @column.one(() => Organisation, 'Who owns it.', { required: true }) ownerId!: string;

  @column.enum(State, 'Draft, published or archived.', { default: State.DRAFT }) state!: State;

  @column.instant('When a draft is to be published; null where nothing is appointed.')
  publishAt!: string | null;

  @column.name('What it is called.') title!: LocalisedText;

  @column.text('What it is about, in a few sentences.') summary!: LocalisedText | null;

  @column.one(() => CompetenceFramework, 'The structure it continues, of an earlier year.')
  predecessorId!: string | null;
}

/** What an area is to its framework. */
export enum CompetenceAreaKind {
  COMPETENCE = 'COMPETENCE',
  CROSS_CUTTING = 'CROSS_CUTTING',
  FOCUS = 'FOCUS',
}

enumType(CompetenceAreaKind, 'CompetenceAreaKind', 'What an area is to its framework.', {
  COMPETENCE: 'A competence area (osaamisalue).',
  CROSS_CUTTING: 'A capability that all work needs (läpileikkaava kyvykkyys).',
  FOCUS: 'A focus of a year (painopiste).',
});

/** The first level of a competence framework (osaamisalue, painopiste). */
@record('A competence area (osaamisalue), a cross-cutting capability, or a focus (painopiste).')
@Index(['frameworkId', 'position', 'id'])
export class CompetenceArea extends RecordRow {
  @column.one(() => CompetenceFramework, 'The framework it belongs to.', { required: true })
  frameworkId!: string;

  @column.enum(CompetenceAreaKind, 'Competence, cross-cutting capability or focus.', {
    required: true,
  })
  kind!: CompetenceAreaKind;

  @column.string('The number it is printed with, such as `2.1`.', { max: 20 })
  number!: string | null;

  @column.name('What it is called, as printed.') name!: LocalisedText;

  @column.text('What it covers.') summary!: LocalisedText | null;

  @column.int('Place in the framework, from 0.', { default: 0, min: 0 }) position!: number;

  @column.many(() => LegalReference, 'The goals and tasks of the act that it serves.')
  serves!: string[];

  @column.many(() => Theme, 'Its subjects.') themes!: string[];

  @column.one(() => CompetenceArea, 'The area it continues, of an earlier framework.')
  predecessorId!: string | null;
}

/** The second level (moduuli). */
@record('A module (moduuli): a group of topics within a competence area.')
@Index(['areaId', 'position', 'id'])
export class Module extends RecordRow {
  @column.one(() => CompetenceArea, 'The area it belongs to.', { required: true }) areaId!: string;

  @column.string('The number it is printed with.', { max: 20 }) number!: string | null;

  @column.name('What it is called, as printed.') name!: LocalisedText;

  @column.text('What it covers.') summary!: LocalisedText | null;

  @column.int('Place in the area, from 0.', { default: 0, min: 0 }) position!: number;

  @column.many(() => Theme, 'Its subjects.') themes!: string[];

  @column.one(() => Module, 'The module it continues, of an earlier framework.')
  predecessorId!: string | null;
}

/** The third level (sisältö). */
@record('A topic (sisältö): what recurs within a module from year to year.')
@Index(['moduleId', 'position', 'id'])
export class Topic extends RecordRow {
  @column.one(() => Module, 'The module it belongs to.', { required: true }) moduleId!: string;

  @column.name('What it is called, as printed.') name!: LocalisedText;

  @column.text('What it covers.') summary!: LocalisedText | null;

  @column.int('Place in the module, from 0.', { default: 0, min: 0 }) position!: number;

  @column.many(() => Theme, 'Its subjects.') themes!: string[];

  @column.one(() => Topic, 'The topic it continues, of an earlier framework.')
  predecessorId!: string | null;
}
