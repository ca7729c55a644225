import { Float, Int } from 'type-graphql';
import { fold, sortKey } from '../../value/collation';
import { parseDate, parseDateTime, parseLocalDateTime } from '../../value/dates';
import { parseBoolean, parseEnum, parseInteger } from '../../value/fields';
import { Invalid, at, echo } from '../../value/invalid';
import { parseLanguageTag } from '../../value/language';
import {
  type LocalisedText,
  type LocalisedTextPatch,
  Text,
  TextInput,
  mergeLocalisedText,
  parseLocalisedText,
} from '../../value/localised-text';
import { MOST_CENTS, parseCents } from '../../value/money';
import { type Period, PeriodInput, PeriodType, parsePeriod } from '../../value/period';
import { type Quantity, QuantityInput, QuantityType, parseQuantity } from '../../value/quantity';
import {
  DateScalar,
  DateTimeScalar,
  LanguageScalar,
  LocalDateTimeScalar,
  SafeIntScalar,
  URLScalar,
} from '../../value/scalars';
import { cleanText, parseUrl, visible } from '../../value/text';
import { Precision, type Timing, TimingInput, TimingType, parseTiming } from '../../value/timing';
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
  /** Reads what a caller sent; throws `Invalid`. */
  parse(value: unknown, attribute: Attribute): unknown;
  /** The columns for a parsed value, given what is stored. */
  store?(value: never, attribute: Attribute, stored: Stored | undefined): Stored;
}

/** Every kind of attribute. A new kind is a line here and one in `filter.ts`. */
export const kinds: Record<Kind, KindRules> = {
  string: {
    type: () => String,
    parse: (value, { max = 300, lines, form, key }) => {
      const given = key && typeof value === 'string' ? visible(value) : value;
      const text = cleanText(given, { max, lines });
      if (!form || form[0].test(text)) return text;
      throw new Invalid('INVALID', `Wanted ${form[1]}; got ${echo(text)}.`);
    },
  },
  text: {
    type: () => Text,
    input: () => TextInput,
    parse: (value, { max = 300, lines }) => parseLocalisedText(value, { max, lines }),
    store: (patch: LocalisedTextPatch | null, attribute, stored) => {
      const before = stored?.[attribute.property] ?? null;
      return textColumns(attribute, patch && mergeLocalisedText(before, patch));
    },
  },
  enum: {
    type: ({ choices }) => choices,
    parse: (value, { choices }) => parseEnum(value, choices!),
  },
  enums: {
    type: ({ choices }) => choices,
    list: true,
    parse: (value, { choices }) => parseList(value, (each) => parseEnum(each, choices!)),
  },
  strings: {
    type: () => String,
    list: true,
    parse: (value, { max = 200 }) => parseList(value, (each) => cleanText(each, { max })),
    store: (value: string[], { property }) => ({
      [property]: value,
      [`${property}Folded`]: foldLines(value),
    }),
  },
  int: {
    type: () => Int,
    parse: (value, { min, max }) =>
      parseInteger(value, { min: min ?? -(2 ** 31), max: max ?? 2 ** 31 - 1 }),
  },
  float: { type: () => Float, parse: parseFloat_ },
  cents: {
    type: () => SafeIntScalar,
    parse: (value, { min = -MOST_CENTS, max = MOST_CENTS }) =>
      parseInteger(parseCents(value), { min, max }),
  },
  boolean: { type: () => Boolean, parse: parseBoolean },
  date: { type: () => DateScalar, parse: parseDate },
  instant: { type: () => DateTimeScalar, parse: parseDateTime },
  local: { type: () => LocalDateTimeScalar, parse: parseLocalDateTime },
  locals: {
    type: () => LocalDateTimeScalar,
    list: true,
    parse: (value) => [...new Set(parseList(value, parseLocalDateTime))].sort(),
  },
  url: { type: () => URLScalar, parse: parseUrl },
  urls: { type: () => URLScalar, list: true, parse: (value) => parseList(value, parseUrl) },
  language: { type: () => LanguageScalar, parse: parseLanguageTag },
  languages: {
    type: () => LanguageScalar,
    list: true,
    parse: (value) => [...new Set(parseList(value, parseLanguageTag))],
  },
  timing: {
    type: () => TimingType,
    input: () => TimingInput,
    parse: parseTiming,
    store: (value: Timing, { property }) => timingColumns(property, value),
  },
  quantity: {
    type: () => QuantityType,
    input: () => QuantityInput,
    parse: parseQuantity,
    store: (value: Quantity | null, { property }) => ({
      [property]: value,
      [`${property}Rhythm`]: value?.rhythm ?? null,
      [`${property}Min`]: value?.min ?? null,
      [`${property}Max`]: value?.max ?? null,
      [`${property}Per`]: value?.per ?? null,
    }),
  },
  period: {
    type: () => PeriodType,
    input: () => PeriodInput,
    parse: parsePeriod,
    store: (value: Period | null, { property }) => ({
      [`${property}Start`]: value?.start ?? null,
      [`${property}End`]: value?.end ?? null,
    }),
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

function textColumns({ property, columns }: Attribute, text: LocalisedText | null): Stored {
  const values = text ? Object.entries(text).filter(([key]) => key !== 'ownWords') : [];
  const stored: Stored = {
    [property]: text,
    [`${property}Folded`]: text ? foldLines(values.map(([, value]) => value as string)) : null,
  };
  if (columns.length > 2) {
    const fi = text?.fi ?? text?.sv ?? text?.en ?? (values[0]?.[1] as string | undefined) ?? '';
    stored[`${property}SortFi`] = sortKey(fi, 'fi');
    stored[`${property}SortSv`] = sortKey(text?.sv ?? fi, 'sv');
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

function parseFloat_(
  value: unknown,
  { min = -Number.MAX_VALUE, max = Number.MAX_VALUE }: Attribute,
): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Invalid('INVALID', `Wanted a number; got ${echo(value)}.`);
  if (value < min || value > max)
    throw new Invalid('OUT_OF_RANGE', `Wanted a number from ${min} to ${max}; got ${echo(value)}.`);
  return value === 0 ? 0 : value; // -0 is not what is stored
}
