import { IsBoolean, IsIn, IsInt, IsNumber, IsObject, IsString } from 'class-validator';
import { Float, Int } from 'type-graphql';
import { fold, sortKey } from '../../value/collation';
import { parseDate, parseDateTime, parseLocalDateTime } from '../../value/dates';
import { LevelCountInput, LevelCountType, parseDistribution } from '../../value/distribution';
import { parseBoolean, parseEnum, parseInteger } from '../../value/fields';
import { Invalid, at, echo } from '../../value/invalid';
import { parseLanguageTag } from '../../value/language';
import {
  type LocalisedText,
  type LocalisedTextPatch,
  Text,
  TextInput,
  languagesOf,
  mergeLocalisedText,
  parseLocalisedText,
} from '../../value/localised-text';
import {
  IsCurrency,
  MOST_CENTS,
  type Money,
  MoneyInput,
  MoneyType,
  parseMoney,
} from '../../value/money';
import { type Period, PeriodInput, PeriodType, parsePeriod } from '../../value/period';
import { type Quantity, QuantityInput, QuantityType, parseQuantity } from '../../value/quantity';
import {
  DateScalar,
  DateTimeScalar,
  LanguageScalar,
  LocalDateTimeScalar,
  URLScalar,
} from '../../value/scalars';
import { cleanText, parseUrl, visible } from '../../value/text';
import {
  Precision,
  type Timing,
  TimingInput,
  TimingType,
  checkTiming,
  parseTiming,
} from '../../value/timing';
import { between, constraint, matches, maxCharacters } from './constraints';
import type { Attribute, Kind } from './declare';
import { ReferenceInput } from './reference-input';

type Stored = Record<string, unknown>;

/** A reference to a part is its key. */
const referenceInput = ({ within }: Attribute) => (within ? String : ReferenceInput);

/** What a kind of value means: its GraphQL type, how it is read from a caller, and what its columns hold. */
interface KindRules {
  /** The GraphQL type of the field. */
  type(attribute: Attribute): unknown;
  /** That of an input field, where it is another. */
  input?(attribute: Attribute): unknown;
  list?: boolean;
  /** Reads what a caller sent; throws `Invalid` where it is not of this kind. */
  parse(value: unknown, attribute: Attribute): unknown;
  /** What a value of it, or a member of it, must be, as decorators of class-validator: for what was read, and for rows that no caller sent. */
  constraints?(attribute: Attribute, member?: string): PropertyDecorator[];
  /** The columns for a parsed value, given what is stored. */
  store?(value: never, attribute: Attribute, stored: Stored | undefined): Stored;
}

/** Every kind of attribute. A new kind is a line here, one of `Kind`, one in `column.ts` and a case of `attributeFilter`. */
export const kinds: Record<Kind, KindRules> = {
  string: {
    type: () => String,
    parse: (value, { lines, key }) =>
      cleanText(key && typeof value === 'string' ? visible(value) : value, { lines }),
    constraints: ({ max = 300, form }) => [
      maxCharacters(max),
      ...(form ? [matches(form)] : []),
      IsString(),
    ],
  },
  text: {
    type: () => Text,
    input: () => TextInput,
    parse: (value, { lines }) => parseLocalisedText(value, { lines }),
    constraints: ({ max = 300 }) => [maxCharacters(max), IsObject()],
    store: (patch: LocalisedTextPatch | null, attribute, stored) => {
      const before = (stored?.[attribute.property] ?? null) as LocalisedText | null;
      return textColumns(attribute, patch && mergeLocalisedText(before, patch));
    },
  },
  enum: {
    type: ({ choices }) => choices,
    parse: (value, { choices }) => parseEnum(value, choices!),
    constraints: ({ choices }) => [IsIn(Object.values(choices!))],
  },
  enums: {
    type: ({ choices }) => choices,
    list: true,
    parse: (value, { choices }) => parseList(value, (each) => parseEnum(each, choices!)),
    constraints: ({ choices }) => [IsIn(Object.values(choices!), { each: true })],
  },
  strings: {
    type: () => String,
    list: true,
    parse: (value) => parseList(value, (each) => cleanText(each, {})),
    constraints: ({ max = 200 }) => [maxCharacters(max), IsString({ each: true })],
    store: (value: string[], { property }) => ({
      [property]: value,
      [`${property}Folded`]: foldLines(value),
    }),
  },
  int: {
    type: () => Int,
    parse: (value) => parseInteger(value, ANY),
    constraints: ({ min = -(2 ** 31), max = 2 ** 31 - 1 }) => [...between(min, max), IsInt()],
  },
  float: {
    type: () => Float,
    parse: parseNumber,
    constraints: ({ min, max }) => [
      ...(min === undefined || max === undefined ? [] : between(min, max)),
      IsNumber(),
    ],
  },
  boolean: { type: () => Boolean, parse: parseBoolean, constraints: () => [IsBoolean()] },
  date: { type: () => DateScalar, ...checked(parseDate) },
  instant: { type: () => DateTimeScalar, ...checked(parseDateTime) },
  local: { type: () => LocalDateTimeScalar, ...checked(parseLocalDateTime) },
  locals: {
    type: () => LocalDateTimeScalar,
    list: true,
    ...checked((value) => [...new Set(parseList(value, parseLocalDateTime))].sort()),
  },
  url: { type: () => URLScalar, ...checked(parseUrl) },
  urls: { type: () => URLScalar, list: true, ...checked((value) => parseList(value, parseUrl)) },
  language: { type: () => LanguageScalar, ...checked(parseLanguageTag) },
  languages: {
    type: () => LanguageScalar,
    list: true,
    ...checked((value) => [...new Set(parseList(value, parseLanguageTag))]),
  },
  timing: {
    type: () => TimingType,
    input: () => TimingInput,
    parse: parseTiming,
    constraints: () => [constraint('isTiming', checkTiming)],
    store: (value: Timing, { property }) => timingColumns(property, value),
  },
  quantity: {
    type: () => QuantityType,
    input: () => QuantityInput,
    ...checked(parseQuantity),
    store: (value: Quantity | null, { property }) => ({
      [property]: value,
      [`${property}Rhythm`]: value?.rhythm ?? null,
      [`${property}Unit`]: value?.unit ?? null,
      [`${property}Each`]: value?.each ?? null,
      [`${property}Min`]: value?.min ?? null,
      [`${property}Max`]: value?.max ?? null,
      [`${property}Per`]: value?.per ?? null,
    }),
  },
  distribution: {
    type: () => LevelCountType,
    input: () => LevelCountInput,
    list: true,
    ...checked(parseDistribution),
  },
  period: {
    type: () => PeriodType,
    input: () => PeriodInput,
    parse: parsePeriod,
    constraints: () => [constraint('date', parseDate)],
    store: storeMembers,
  },
  money: {
    type: () => MoneyType,
    input: () => MoneyInput,
    parse: parseMoney,
    constraints: ({ min = -MOST_CENTS, max = MOST_CENTS }, member) =>
      member === 'cents' ? [...between(min, max), IsInt()] : [IsCurrency()],
    store: storeMembers,
  },
  one: { type: () => undefined, input: referenceInput, parse: (value) => value },
  many: {
    type: () => undefined,
    input: () => ReferenceInput,
    list: true,
    parse: (value) => value,
    store: () => ({}),
  },
};

/** The columns of an attribute for a parsed value; null clears it. */
export function columnsFor(attribute: Attribute, value: unknown, stored?: Stored): Stored {
  const rules = kinds[attribute.kind];
  if (rules.store) return rules.store(value as never, attribute, stored);
  return { [attribute.property]: value };
}

/** What a new row holds where nothing is said of an attribute. */
export function defaultOf(attribute: Attribute): unknown {
  if (attribute.kind === 'timing') return parseTiming(null);
  return attribute.default ?? null;
}

/** Each member in a column of its own. */
function storeMembers(value: Period | Money | null, { members }: Attribute): Stored {
  const held: Stored = { ...value };
  return Object.fromEntries(
    Object.entries(members!).map(([name, property]) => [property, held[name] ?? null]),
  );
}

function textColumns({ property, columns }: Attribute, text: LocalisedText | null): Stored {
  const values = text ? languagesOf(text).map((each) => text[each] as string) : [];
  const stored: Stored = {
    [property]: text,
    [`${property}Folded`]: text ? foldLines(values) : null,
  };
  if (columns.length > 2) {
    const [first = ''] = values;
    stored[`${property}SortFi`] = sortKey(first, 'fi');
    stored[`${property}SortSv`] = sortKey((text?.sv as string | undefined) ?? first, 'sv');
  }
  return stored;
}

/** Folded texts, each between line breaks, so that one column answers "is", "starts with" and "contains"; empty for none. */
function foldLines(texts: string[]): string {
  if (texts.length === 0) return '';
  return `\n${texts.map((each) => fold(each)).join('\n')}\n`;
}

/** After everything that has a time: what has none comes last. */
const NO_TIME = '9999-12-31';

function timingColumns(property: string, timing: Timing): Stored {
  const { earliest, latest, precision, approximate, uncertain, start } = timing;
  return {
    [property]: timing,
    [`${property}Earliest`]: earliest,
    [`${property}Latest`]: latest,
    [`${property}Precision`]: precision,
    [`${property}Certain`]: Boolean(earliest && latest) && !approximate && !uncertain,
    [`${property}Sort`]: precision === Precision.EXACT ? start! : `${earliest ?? NO_TIME}~`, // behind all hours of the day
  };
}

function parseList<T>(value: unknown, parse: (each: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new Invalid('INVALID', `Wanted a list; got ${echo(value)}.`);
  return value.map((each, i) => at(i, () => parse(each)));
}

/** A number, for the constraints to say how great. */
const ANY = { min: -Infinity, max: Infinity };

function parseNumber(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value; // -0 is not what is stored
  throw new Invalid('INVALID', `Wanted a number; got ${echo(value)}.`);
}

/** Of a kind whose values are read alike when they are read again: what reads them says what they must be. */
function checked(parse: (value: unknown) => unknown): Pick<KindRules, 'parse' | 'constraints'> {
  return { parse, constraints: ({ kind }) => [constraint(kind, parse)] };
}
