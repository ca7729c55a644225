import { Index } from 'typeorm';
import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, part, record } from '../kernel/declare/record';
import type { LocalisedText } from '../value/localised-text';

/** What sort of document a fact was read from. */
export enum DocumentKind {
  PLAN = 'PLAN',
  STRATEGY = 'STRATEGY',
  SLIDES = 'SLIDES',
  REPORT = 'REPORT',
  DATASET = 'DATASET',
  WEBSITE = 'WEBSITE',
  OTHER = 'OTHER',
}

enumType(DocumentKind, 'DocumentKind', 'What sort of document a fact was read from.', {
  PLAN: 'A plan.',
  STRATEGY: 'A strategy.',
  SLIDES: 'A set of slides.',
  REPORT: 'A report.',
  DATASET: 'A data set or classification.',
  WEBSITE: 'A web site.',
  OTHER: 'Anything else.',
});

/** A document that facts were read from. */
@record('A published document that facts were read from; provenance points to it.')
export class Document extends RecordRow {
  @column.name('Its title; where it prints none, one was supplied and the provenance says so.')
  title!: LocalisedText;

  @column.string('Who published it.') publisher!: string | null;

  @column.enum(DocumentKind, 'What sort of document it is.', { required: true })
  kind!: DocumentKind;

  @column.int('The year it is for.', { min: 1800, max: 2200 }) year!: number | null;

  @column.language('The language it is written in.') language!: string | null;

  @column.url('Where it is published, if that is printed or known.') url!: string | null;

  /** Declared where organisations are. */
  ownerId!: string | null;
}

/** What sort of norm or source a plan rests on. */
export enum LegalReferenceKind {
  ACT = 'ACT',
  DECREE = 'DECREE',
  ACT_GOAL = 'ACT_GOAL',
  ACT_TASK = 'ACT_TASK',
  POLICY = 'POLICY',
  PROGRAMME = 'PROGRAMME',
  REPORT = 'REPORT',
  RECOMMENDATION = 'RECOMMENDATION',
  INTERNATIONAL = 'INTERNATIONAL',
}

enumType(LegalReferenceKind, 'LegalReferenceKind', 'What sort of norm or source a plan rests on.', {
  ACT: 'An act of parliament.',
  DECREE: 'A decree.',
  ACT_GOAL: 'A goal that an act sets.',
  ACT_TASK: 'A task that an act gives.',
  POLICY: 'A policy of the government or a ministry.',
  PROGRAMME: 'A programme of measures.',
  REPORT: 'A report, or the preparatory works of an act.',
  RECOMMENDATION: 'A recommendation.',
  INTERNATIONAL: 'An international commitment.',
});

/** An act, a decree, a goal or task that an act sets, a policy or a report that plans rest on. */
@record('An act, a decree, a goal or task set by an act, a policy, a report: what plans rest on.')
export class LegalReference extends RecordRow {
  @column.enum(LegalReferenceKind, 'What it is.', { required: true }) kind!: LegalReferenceKind;

  @column.string('Its number, such as `1492/2016`.', { max: 40 }) number!: string | null;

  @column.name('Its title, or the wording of the goal or task.') title!: LocalisedText;

  @column.strings('Other names in use, such as "kirjastolaki".') aliases!: string[];

  @column.string('Who gave or published it.') publisher!: string | null;

  @column.int('The year it was given or published.', { min: 1000, max: 2200 })
  year!: number | null;

  @column.url('Where it can be read.') url!: string | null;

  @column.one(() => LegalReference, 'The act that sets this goal or task.')
  parentId!: string | null;

  @column.int('Place among the goals or tasks of its act.', { default: 0, min: 0 })
  position!: number;

  /** Declared where organisations are. */
  ownerId!: string | null;
}

/** How sure a stored fact is. */
export enum Basis {
  QUOTED = 'QUOTED',
  INFERRED = 'INFERRED',
  OWN_WORDS = 'OWN_WORDS',
}

enumType(Basis, 'Basis', 'How sure a stored fact is.', {
  QUOTED: 'As printed in the document.',
  INFERRED: 'Not printed, but follows from the document.',
  OWN_WORDS: 'Told in the words of the editors.',
});

/** Where a fact comes from. */
@part('provenance', 'Where the facts of this record come from.')
export class Provenance extends PartRow {
  @column.one(() => Document, 'The document the facts were read from.') documentId!: string | null;

  @column.string(
    'Where in the document a reader finds it: a heading, a section number, a table and its row.',
  )
  locator!: string | null;

  @column.enum(Basis, 'Quoted as printed, inferred, or told in our own words.', { required: true })
  basis!: Basis;

  @column.strings('The fields it speaks of; empty where it speaks of the whole record.')
  fields!: string[];

  @column.string('The words of the document, where they matter.', { max: 120 })
  wording!: string | null;
}

/** What another system calls a record. */
@Index(['system', 'value'])
@part('externalIds', 'What other systems call this record.', { key: 'system' })
export class ExternalId extends PartRow {
  @column.string('The other system; begins with its owner’s slug, such as `porvoo.excel`.', {
    required: true,
    max: 80,
    key: true,
  })
  system!: string;

  @column.string('The id there; unique per type and system.', {
    required: true,
    max: 200,
    key: true,
  })
  value!: string;
}
