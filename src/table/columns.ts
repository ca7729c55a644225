import { model } from '../features';
import type { Attribute, Entity } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import { NAMED_LANGUAGES } from '../value/language';
import type { Quantity } from '../value/quantity';
import { Per, QuantityEach, QuantityUnit, Rhythm, Season } from '../value/rhythm';
import { textOf } from './cell';
import type { Column } from './column';
import { columnsOfPart } from './part-columns';
import { READINGS, type Reading, items, moment, number, text, word, yesOrNo } from './reading';
import { orNull } from './value-cell';
import { bothWords, wordsBehind, wordsInLanguage, wordsOfField, wordsWithin } from './words';

function columnsFor(attribute: Attribute): Column[] {
  const { kind, name, description } = attribute;
  const base = { name, words: wordsOfField(name), path: [name], description };
  switch (kind) {
    case 'text':
      return textColumns(base);
    case 'timing':
      return timingColumns(base);
    case 'quantity':
      return quantityColumns(base);
  }
  return [{ ...base, ...READINGS[kind](attribute) }];
}

type Base = Pick<Column, 'name' | 'words' | 'path' | 'description'>;

function textColumns({ name, words: called, path, description }: Base): Column[] {
  const inLanguage = (language: string): Column => ({
    ...text,
    name: `${name}_${language}`,
    words: wordsInLanguage(called, language),
    path: [...path, language],
    description: `The same in the language ${language}.`,
    rare: !['sv', 'en'].includes(language),
  });
  const [finnish, ...others] = NAMED_LANGUAGES.map(inLanguage) as [Column, ...Column[]];
  return [
    {
      ...finnish,
      name,
      words: bothWords(called, finnish.words),
      description,
      rare: false,
      inLanguage,
    },
    ...others,
    {
      ...items,
      name: `${name}_ownWords`,
      words: wordsWithin(called, 'ownWords'),
      path: [...path, 'ownWords'],
      description: 'The languages in which it is told in the words of the editors.',
      rare: true,
    },
  ];
}

/** The fields of a time are columns; `day` is for those who keep the day and the hours apart. */
function timingColumns({ name, words: called, path }: Base): Column[] {
  const own = name === 'timing'; // two times in a row would need two of each column
  const of = (field: string, description: string, reading: Reading, rare = false): Column => ({
    ...reading,
    name: own ? field : `${name}_${field}`,
    words: own ? wordsOfField(field) : wordsBehind(called, wordsOfField(field)),
    path: [...path, field],
    description,
    rare: rare || !own,
  });
  const asIs: Reading = { read: orNull((cell) => textOf(cell)), write: moment.write };
  return [
    of(
      'start',
      'When it begins, such as 23.4.2026 klo 9.30 or 2026-04-23T09:30, or the first day.',
      asIs,
    ),
    of('end', 'When it ends, or the last day.', asIs),
    { ...of('day', 'The day, where start and end are hours only.', asIs, true), onlyRead: true },
    of('zone', 'The time zone of start and end; Europe/Helsinki unless said.', text, true),
    of('allDay', 'Whether it is whole days; so it is where start is a day.', yesOrNo, true),
    of(
      'edtf',
      'The time where it is not known to the hour, such as 2026-04 or 2026-21 (spring).',
      asIs,
    ),
    of('printed', 'The time as the document words it.', text),
  ];
}

/** The fields of a quantity, and which of them are rare. */
const QUANTITY: Record<keyof Quantity, [Reading, 'rare'?]> = {
  rhythm: [word(Rhythm)],
  unit: [word(QuantityUnit), 'rare'],
  each: [word(QuantityEach), 'rare'],
  min: [number],
  max: [number],
  per: [word(Per)],
  everyMin: [number, 'rare'],
  everyMax: [number, 'rare'],
  season: [word(Season), 'rare'],
  referenceYear: [number, 'rare'],
  approximate: [yesOrNo, 'rare'],
  printed: [text, 'rare'],
};

const quantityColumns = ({ name, words: called, path, description }: Base): Column[] =>
  Object.entries(QUANTITY).map(([field, [reading, rare]]) => ({
    ...reading,
    name: `${name}_${field}`,
    words: wordsWithin(called, field),
    path: [...path, field],
    description: `${description} ${field}.`,
    rare: rare !== undefined,
  }));

const known = new WeakMap<Entity, Column[]>();

/** The columns that a table of a type of record, or of a part, may have: all that is declared of it. */
export function columnsOf(entity: Entity): Column[] {
  let found = known.get(entity);
  if (!found) {
    const written = entity.attributes.filter((each) => !each.internal);
    const [first = [], ...others] = written.map(columnsFor);
    const [ids, ...lists] = [...partsOf(entity)]
      .sort((a, b) => Number(b.name === 'ExternalId') - Number(a.name === 'ExternalId'))
      .map(columnsOfPart);
    found = [...first, ...(ids ?? []), ...others.flat(), ...lists.flat()];
    known.set(entity, found);
  }
  return found;
}

/** The names of what feeds tell of events beside what a table takes: columns that are left out. */
const TOLD: Record<string, readonly string[]> = {
  events: [
    ...(['form', 'region', 'earliest', 'latest', 'precision', 'updatedAt', 'uid'] as const),
    ...(['currency', 'licence', 'attribution'] as const),
  ],
};

/** Whether a column of a type only tells something, so that it is left out. */
export const isTold = (list: string, name: string): boolean => TOLD[list]?.includes(name) ?? false;

/** The records, in the order in which a bundle writes them. */
export const records = (): readonly Entity[] => model.records;
