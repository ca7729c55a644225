import 'reflect-metadata';
import { model } from '../../src/features';
import { partsOf } from '../../src/kernel/intake/input';
import { HEADING_LANGUAGES, wordKey } from '../../src/table/words';
import {
  allShapes,
  columnNamed,
  isKnownHeading,
  nearest,
  shapeNamed,
  sheetName,
} from '../../src/table/shape';
import { valueOfWord, wordsOfValue } from '../../src/table/value-words';

const shapes = allShapes();

test('there is a table for every type of record, and one for every list of parts', () => {
  const lists = model.records.flatMap((each) => [each, ...partsOf(each)]);
  expect(shapes).toHaveLength(lists.length);
});

test('no part has parts of its own: a table of parts holds all of them', () => {
  for (const part of model.parts) expect(partsOf(part)).toEqual([]);
});

describe.each(HEADING_LANGUAGES)('in the language %s', (language) => {
  test('what a sheet is called leads back to what it holds', () => {
    const names = shapes.map((shape) => sheetName(shape, language));
    expect(names.filter(({ length }) => length > 31)).toEqual([]);
    expect(new Set(names.map(wordKey)).size).toBe(names.length);
    expect(shapes.filter((shape, i) => shapeNamed(names[i]!) !== shape)).toEqual([]);
    if (language !== 'names') expect(names.filter((name) => name.includes('.'))).toEqual([]); // which are those of fields
  });

  test('every heading that is written leads back to its column', () => {
    const lost = shapes.flatMap((shape) =>
      shape.columns
        .filter(({ onlyRead }) => !onlyRead)
        .filter((column) => columnNamed(shape, column.words[language][0]!) !== column)
        .map(({ name }) => `${shape.words.names[0]} ${name}`),
    );
    expect(lost).toEqual([]);
  });

  test('every word of an enum that is written means its value', () => {
    for (const { columns } of shapes)
      for (const { choices } of columns)
        for (const value of Object.values(choices ?? {}))
          expect(valueOfWord(choices!, wordsOfValue(value, language)[0]!)).toBe(value);
  });
});

test('every field, list and value has words in Finnish and Swedish', () => {
  const same = [
    'Isil',
    'Yso',
    'System',
    'Text',
    'Vision',
    'Period',
    'Organisation',
    'Plan',
    'Region',
  ];
  const bare = shapes.flatMap(({ words, columns }) =>
    [words, ...columns.map((each) => each.words)].filter(
      ({ fi, en }) => fi[0] === en[0] && !same.includes(en[0]!),
    ),
  );
  expect(bare.map(({ names }) => names[0])).toEqual([]);
  const values = shapes.flatMap(({ columns }) =>
    columns.flatMap(({ choices }) => Object.values(choices ?? {})),
  );
  const silent = values.filter((value) =>
    (['fi', 'sv'] as const).some((each) => wordsOfValue(value, each)[0] === value),
  );
  expect(silent).toEqual([]);
});

const events = shapeNamed('events')!;

test.each([
  ['Otsikko', 'title'],
  ['OTSIKKO (sv)', 'title_sv'],
  ['otsikko ruotsiksi', 'title_sv'],
  ['Rubrik på svenska', 'title_sv'],
  ['Title in Swedish', 'title_sv'],
  ['title sv', 'title_sv'],
  ['title_sv', 'title_sv'],
  ['title_nb', 'title_nb'],
  ['title (nb)', 'title_nb'],
  ['Otsikko nb-NO', 'title_nb-no'],
  ['Otsikko (norjaksi)', 'title_no'],
  ['otsikko norja', 'title_no'],
  ['Otsikko islanniksi', 'title_is'],
  ['Otsikko norjan bokmåliksi', 'title_nb'],
  ['Rubrik på norska', 'title_no'],
  ['Title in Norwegian Bokmål', 'title_nb'],
  ['Title (Somali)', 'title_so'],
  ['Otsikko (pohjoissaame)', 'title_se'],
  ['Otsikko suomi', 'title'],
  ['title_fin', 'title'],
  ['Title in Klingon', undefined],
  ['Capacity nb', undefined],
  ['nb', undefined],
  [`${'Title '.repeat(100)}nb`, undefined],
  ['Registration needed', 'registrationNeeded'],
  ['registration-needed', 'registrationNeeded'],
  ['Ilmoittautuminen päättyy', 'registrationCloses'],
  ['Pvm', 'day'],
  ['Järjestäjä', 'organisers'],
  ['hinta', 'price'],
])('the heading %s names the column %s', (heading, name) => {
  expect(columnNamed(events, heading)?.name).toBe(name);
});

test.each([
  ['Otsikko (nb)', true],
  ['label_zh-Hant', true],
  ['Capacity nb', false],
  ['Otsikko (xx)', false],
])('%s heads some table: %s', (text, isKnown) => expect(isKnownHeading(text)).toBe(isKnown));

test('what heads a text in any language leads back to it', () => {
  for (const shape of allShapes())
    for (const { inLanguage } of shape.columns)
      for (const tag of ['nb', 'so', 'en-gb', 'zh-hant-tw', 'x-own']) {
        const column = inLanguage?.(tag);
        const words = column ? Object.values(column.words).map(([first]) => first!) : [];
        for (const each of words)
          expect([each, columnNamed(shape, each)?.path]).toEqual([each, column!.path]);
      }
});

test('what is near a heading that is not known is told', () => {
  expect(nearest(events, 'Otsiko')[0]).toBe('Otsikko');
  expect(nearest(events, 'titel pa svenska')).toContain('Titel på svenska');
});
