import { ParticipationRole } from '../action/action.entity';
import type { Attribute, Entity } from '../kernel/declare/declare';
import { textOf } from './cell';
import type { Column } from './column';
import { reference } from './reading';
import {
  NULL,
  externalIdIn,
  readItems,
  readNumber,
  textOfExternalId,
  writeItems,
} from './value-cell';
import { type HeadingLanguage, bothWords, wordsOfField, wordsOfList } from './words';

type Row = Record<string, unknown>;

/** A column whose cells list what makes a part of a list each. */
const parts = (
  name: string,
  list: string,
  field: string,
  description: string,
  { beside = {}, attribute }: { beside?: Row; attribute: Attribute },
): Column => {
  const one = reference(attribute);
  const isOf = (part: Row) =>
    Object.keys(part).length === Object.keys(beside).length + 1 &&
    (part[field] ?? null) !== null &&
    Object.entries(beside).every(([key, value]) => part[key] === value);
  return {
    name,
    words: wordsOfField(name),
    path: [list],
    field,
    description,
    target: one.target,
    several: true,
    read: (cell) => readItems(cell).map((each) => ({ ...beside, [field]: one.read(each, true) })),
    write: (value) => {
      const own = (value as Row[]).filter(isOf);
      return own.length > 0
        ? writeItems(own.map((each) => textOf(one.write(each[field], 'names'))))
        : '';
    },
  };
};

const { ORGANISER, PARTICIPANT } = ParticipationRole;

const attributeOf = (entity: Entity, name: string): Attribute =>
  entity.attributes.find((each) => each.name === name)!;

/** The columns of a list of parts in the table of their records: for those that one word or one number tells. */
export function columnsOfPart(part: Entity): Column[] {
  const { field, description } = part.part!;
  const clearing: Column = {
    name: field,
    words: wordsOfList(field),
    path: [field],
    description,
    rare: true,
    read: (cell) => (textOf(cell) === NULL ? [] : textOf(cell)),
    write: (value) => ((value as unknown[]).length === 0 ? NULL : ''),
  };
  if (part.name === 'ExternalId') return [EXTERNAL_IDS];
  if (part.name === 'Participation') {
    const by = (name: string) => attributeOf(part, name);
    return [
      {
        ...parts(
          'organisers',
          field,
          'organisation',
          'The organisations that organise it; the owner, where a new event does not say.',
          {
            beside: { role: ORGANISER },
            attribute: by('organisation'),
          },
        ),
        unsaid: ({ owner }) => (owner ? [{ role: ORGANISER, organisation: owner }] : []),
      },
      parts('networks', field, 'network', 'The networks that take part in it.', {
        beside: { role: PARTICIPANT },
        attribute: by('network'),
      }),
      clearing,
    ];
  }
  const [needed, ...others] = part.attributes.filter(
    ({ required, internal }) => required && !internal,
  );
  if (needed?.kind === 'one' && !needed.within && others.length === 0) {
    const list = parts(field, field, needed.name, description, { attribute: needed });
    if (part.name !== 'Placement') {
      const orNone = (value: unknown, language: HeadingLanguage) =>
        (value as Row[]).length === 0 ? NULL : list.write(value, language);
      return [{ ...list, words: wordsOfList(field), write: orNone }];
    }
    return [{ ...list, name: 'modules', words: wordsOfField('modules') }, clearing];
  }
  if (needed?.kind === 'int' && others.length === 0) return [countOf(clearing, needed.name)];
  return [clearing];
}

/** A number in the place of a list is that of one part. */
const countOf = (clearing: Column, field: string): Column => ({
  ...clearing,
  rare: false,
  read: (cell, commas) => {
    const count = readNumber(cell, commas);
    return typeof count === 'number' ? [{ [field]: count }] : clearing.read(cell, commas);
  },
  write: (value) => {
    const [first, ...more] = value as Row[];
    if (!first) return NULL;
    const alone = more.length === 0 && Object.keys(first).length === 1;
    return alone && typeof first[field] === 'number' ? first[field] : '';
  },
});

const EXTERNAL_IDS: Column = {
  name: 'externalId',
  words: bothWords(wordsOfField('externalId'), wordsOfList('externalIds')),
  path: ['externalIds'],
  description: 'What another system calls it: that system, a colon and the id there.',
  isText: true,
  several: true,
  read: (cell) => readItems(cell).map(externalIdIn),
  write: (value) => writeItems((value as object[]).map(textOfExternalId)),
};
