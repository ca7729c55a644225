import type { Attribute, Entity, Kind } from '../kernel/declare/declare';
import { entityOf } from '../kernel/declare/registry';
import { HOME_CURRENCY, type Money } from '../value/money';
import { type Cell, textOf } from './cell';
import { clockAt, readInstant, readMoment, readPeriod } from './moment';
import {
  asText,
  orNull,
  readBoolean,
  readItems,
  readMoney,
  readNumber,
  readReference,
  readText,
  writeBoolean,
  writeItems,
  writeReference,
  writeText,
} from './value-cell';
import { valueOfWord, wordsOfValue } from './value-words';
import type { HeadingLanguage } from './words';

type Choices = Record<string, string>;

/** How a value is read from a cell that is not empty, and written into one. */
export interface Reading {
  /** The value of a cell; what cannot be read stays a text, for the intake to refuse. */
  read(cell: Cell, commas: boolean): unknown;
  write(value: unknown, language: HeadingLanguage): Cell;
  /** For drop-downs: the enum whose values it takes, or the entity that it refers to. */
  choices?: Choices;
  target?: Entity;
  /** Any number of values stand in a cell. */
  several?: boolean;
  /** Its values are yes and no. */
  isTruth?: boolean;
  /** What is typed into its cells is a text, even where it looks like a number or a day. */
  isText?: boolean;
}

export const text: Reading = {
  isText: true,
  read: orNull(readText),
  write: writeText,
};
export const moment: Reading = {
  read: orNull((cell) => readMoment(textOf(cell)) ?? textOf(cell)),
  write: (value) => (readMoment(asText(value)) === value ? { at: asText(value) } : asText(value)),
};
/** A day: of what a spreadsheet keeps as one, without its hours. */
const day: Reading = {
  ...moment,
  read: (cell, commas) =>
    typeof cell === 'object' && 'at' in cell
      ? cell.at.replace(/^(.{10})T.*/, '$1')
      : moment.read(cell, commas),
};
const instantOnClock: Reading = {
  read: orNull((cell) => readInstant(textOf(cell)) ?? textOf(cell)),
  write: (value) => {
    const clock = clockAt(asText(value));
    return clock ? { at: clock } : asText(value);
  },
};
export const number: Reading = {
  read: (cell, commas) => orNull((each) => readNumber(each, commas))(cell),
  write: (value) => (typeof value === 'number' ? value : asText(value)),
};
export const yesOrNo: Reading = {
  isTruth: true,
  read: orNull(readBoolean),
  write: (value, language) =>
    typeof value === 'boolean' ? writeBoolean(value, language) : asText(value),
};
export const items: Reading = {
  isText: true,
  read: readItems,
  write: (value) => writeItems((value as unknown[]).map(asText)),
  several: true,
};
const moments: Reading = {
  ...items,
  read: (cell) => readItems(cell).map((each) => readMoment(each) ?? each),
};
const period: Reading = {
  read: orNull((cell) =>
    typeof cell === 'number' ? cell : (readPeriod(textOf(cell)) ?? textOf(cell)),
  ),
  write: (value) => {
    const { start, end } = Object(value) as { start?: string; end?: string };
    if (!start || !end) return asText(value);
    const year = start.slice(0, 4);
    return start === `${year}-01-01` && end === `${year}-12-31` ? Number(year) : `${start}/${end}`;
  },
};
/** An amount of money, in euros unless it names its currency: `12,50`, `12.50 SEK`. */
const money: Reading = {
  read: (cell, commas) => orNull((each) => readMoney(each, commas))(cell),
  write: (value) => {
    const { cents, currency = HOME_CURRENCY } = Object(value) as Partial<Money>;
    if (typeof cents !== 'number') return asText(value);
    return currency === HOME_CURRENCY ? cents / 100 : `${(cents / 100).toFixed(2)} ${currency}`;
  },
};

/** How many chose which step, such as `1: 3 | 2: 5`. */
const distribution: Reading = {
  isText: true,
  several: true,
  read: (cell, commas) =>
    orNull((each) => readItems(each).map((item) => stepIn(item, commas)))(cell),
  write: (value) =>
    writeItems((value as Step[]).map(({ level, count }) => `${asText(level)}: ${asText(count)}`)),
};

interface Step {
  level: unknown;
  count: unknown;
}

function stepIn(item: string, commas: boolean): Step | string {
  const [level = '', count, ...more] = item.split(':');
  if (count === undefined || more.length > 0) return item;
  return { level: readNumber(level.trim(), commas), count: readNumber(count.trim(), commas) };
}

/** A word of an enum, in whatever language. */
export const word = (choices: Choices): Reading => ({
  choices,
  read: orNull((cell) => valueOfWord(choices, textOf(cell)) ?? textOf(cell)),
  write: (value, language) => wordsOfValue(asText(value), language)[0]!,
});
const words = (choices: Choices): Reading => ({
  choices,
  several: true,
  read: (cell) => commaItems(cell).map((each) => valueOfWord(choices, each) ?? each),
  write: (value, language) =>
    writeItems((value as unknown[]).map((each) => wordsOfValue(asText(each), language)[0]!)),
});

/** Words have no commas in them, so that these may separate them too. */
const commaItems = (cell: Cell): string[] =>
  readItems(cell).flatMap((each) =>
    each
      .split(/[,;]/)
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const codeOf = (target: Entity) => target.attributes.find(({ name }) => name === 'code');

/** A reference to a record; to a part, by its key. */
export function reference({ within, target }: Attribute): Reading {
  if (within) return text;
  const entity = entityOf(target!());
  const code = codeOf(entity);
  return {
    target: entity,
    isText: true,
    read: orNull((cell) => readReference(cell, code)),
    write: (value) => writeReference(value, code),
  };
}

function references({ target }: Attribute): Reading {
  const entity = entityOf(target!());
  const code = codeOf(entity);
  return {
    target: entity,
    isText: true,
    several: true,
    read: (cell) => readItems(cell).map((each) => readReference(each, code)),
    write: (value) => writeItems((value as unknown[]).map((each) => writeReference(each, code))),
  };
}

/** How the kinds of values are read that stand in one cell. */
export const READINGS: Record<
  Exclude<Kind, 'text' | 'timing' | 'quantity' | 'cents'>,
  (attribute: Attribute) => Reading
> = {
  string: () => text,
  url: () => text,
  language: () => text,
  strings: () => items,
  urls: () => items,
  languages: () => ({ ...items, read: commaItems }),
  int: () => number,
  float: () => number,
  boolean: () => yesOrNo,
  date: () => day,
  local: () => moment,
  locals: () => moments,
  instant: () => instantOnClock,
  period: () => period,
  money: () => money,
  distribution: () => distribution,
  enum: ({ choices }) => word(choices!),
  enums: ({ choices }) => words(choices!),
  one: reference,
  many: references,
};
