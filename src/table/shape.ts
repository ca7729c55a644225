import type { Entity } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import type { Column } from './column';
import { columnsOf, records } from './columns';
import {
  type HeadingLanguage,
  type Words,
  wordKey,
  wordsBehind,
  languagesBehind,
  wordsOfField,
  wordsOfList,
} from './words';
import { orNull, readReference, writeReference } from './value-cell';

/** What a table holds: records of a type, or the parts of one of their lists. */
export interface Shape {
  /** The list of the bundle that its rows go into. */
  list: string;
  entity: Entity;
  /** For a table of parts: what they are, and the field of the record that holds them. */
  part?: Entity;
  field?: string;
  words: Words;
  columns: Column[];
}

/** The most letters that the name of a sheet may have. */
const MOST_LETTERS = 31;

/** The column by which a table of parts says whose they are. */
const RECORD: Column = {
  name: 'record',
  words: wordsOfField('record'),
  path: [],
  description: 'The record it is part of: its slug, its external id or its name.',
  read: orNull((cell) => readReference(cell, undefined)),
  write: (value) => writeReference(value, undefined),
};

let shapes: Shape[] | undefined;

/** All shapes of tables: every type of record, each followed by those of its lists of parts. */
export function allShapes(): readonly Shape[] {
  return (shapes ??= records().flatMap((entity): Shape[] => {
    const list = entity.plural;
    const words = wordsOfList(list);
    return [
      { list, entity, words, columns: columnsOf(entity) },
      ...partsOf(entity).map((part): Shape => {
        const { field } = part.part!;
        const of = wordsBehind(words, wordsOfList(field), {
          fi: ' – ',
          sv: ' – ',
          en: ' – ',
          names: '.',
        });
        return { list, entity, part, field, words: of, columns: [RECORD, ...columnsOf(part)] };
      }),
    ];
  }));
}

/** What a sheet of a shape is called in a language, cut short where that is too long. */
export function sheetName({ words }: Shape, language: HeadingLanguage): string {
  const [name = ''] = words[language];
  return name.length <= MOST_LETTERS ? name : `${name.slice(0, MOST_LETTERS - 1)}…`;
}

const languages = ['names', 'fi', 'sv', 'en'] as const;

const keysOf = (words: Words): string[] => languages.flatMap((each) => words[each].map(wordKey));

let byName: Map<string, Shape> | undefined;

/** The shape that a sheet or a file is called after; the name of a file may have more behind it. */
export function shapeNamed(name: string): Shape | undefined {
  if (!byName) {
    byName = new Map();
    for (const shape of allShapes())
      for (const key of [
        ...keysOf(shape.words),
        ...languages.map((each) => wordKey(sheetName(shape, each))),
      ])
        if (!byName.has(key)) byName.set(key, shape);
  }
  return byName.get(wordKey(name));
}

const byHeading = new WeakMap<Shape, Map<string, Column>>();

/** The column of a shape that a heading names, in whatever language: also that of a text in a language which few have. */
export function columnNamed(shape: Shape, heading: string): Column | undefined {
  const columns = columnsByHeading(shape);
  const found = columns.get(wordKey(heading));
  if (found) return found;
  for (const [text, tag] of languagesBehind(heading)) {
    const other = columns.get(text)?.inLanguage?.(tag);
    if (other) return columns.get(wordKey(other.name)) ?? other;
  }
  return undefined;
}

function columnsByHeading(shape: Shape): Map<string, Column> {
  let found = byHeading.get(shape);
  if (!found) {
    byHeading.set(shape, (found = new Map<string, Column>()));
    // what is written before what is only understood, so that each heading that is written leads back
    for (const rank of [0, 1])
      for (const column of shape.columns)
        for (const language of languages) {
          const words = column.words[language];
          for (const each of [...(rank ? words : words.slice(0, 1)), column.name].map(wordKey))
            if (!found.has(each)) found.set(each, column);
        }
  }
  return found;
}

let headings: { all: Set<string>; texts: Set<string> } | undefined;

/** Whether a text is a heading of some table. */
export function isKnownHeading(text: string): boolean {
  if (!headings) {
    const columns = allShapes().flatMap((shape) => [...columnsByHeading(shape)]);
    const keys = (of: typeof columns) => new Set(of.map(([key]) => key));
    headings = { all: keys(columns), texts: keys(columns.filter(([, each]) => each.inLanguage)) };
  }
  const { all, texts } = headings;
  return all.has(wordKey(text)) || languagesBehind(text).some(([key]) => texts.has(key));
}

/** The headings of a shape that are nearest to one that it does not know, in the language that they are nearest in. */
export function nearest(shape: Shape, heading: string, count = 3): string[] {
  const key = wordKey(heading);
  const near = shape.columns
    .filter((each) => !each.rare)
    .flatMap(({ words }) => languages.flatMap((language) => words[language]))
    .map((word) => ({ word, far: distance(key, wordKey(word)) }))
    .filter(({ far }) => far <= Math.max(2, key.length / 2))
    .sort((a, b) => a.far - b.far);
  return [...new Set(near.map(({ word }) => word))].slice(0, count);
}

/** How many letters must be put in, left out or changed to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length]!;
}
