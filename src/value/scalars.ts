import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  print,
  valueFromASTUntyped,
  type ASTNode,
} from 'graphql';
import { parseDate, parseDateTime, parseLocalDateTime } from './dates';
import { parseEdtf } from './edtf';
import { parseInteger } from './fields';
import { echo, Invalid } from './invalid';
import { parseLanguageTag } from './language';
import { parseUrl } from './text';

/** Runs a parser for GraphQL: what it refuses becomes an error of the request, at its place in the query. */
function asGraphQL<T>(parse: () => T, node?: ASTNode): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new GraphQLError(error.message, { nodes: node });
  }
}

interface ScalarSpec<T extends string | number> {
  name: string;
  description: string;
  specifiedByURL?: string;
  kind: Kind.STRING | Kind.INT;
  parse: (value: unknown) => T;
  serialize?: (value: unknown) => T;
}

/** A scalar that is a plain text or number in code: checked on the way in, and given out as it is stored. */
function scalar<T extends string | number>({ kind, parse, serialize, ...spec }: ScalarSpec<T>) {
  return new GraphQLScalarType<T, T>({
    ...spec,
    serialize: (value) => asGraphQL(() => (serialize ?? parse)(value)),
    parseValue: (value) => asGraphQL(() => parse(value)),
    parseLiteral: (node) =>
      asGraphQL(() => {
        if (node.kind === kind) return parse(kind === Kind.INT ? Number(node.value) : node.value);
        const wanted = kind === Kind.INT ? 'a whole number' : 'a text in quotes';
        throw new Invalid('INVALID', `Wanted ${wanted}; got ${echo(print(node))}.`);
      }, node),
  });
}

/** Texts of these scalars were checked when they were stored; checking them again would cost each answer. */
function storedText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Invalid('INVALID', `Wanted a text; got ${echo(value)}.`);
}

/** A day. */
export const DateScalar = scalar({
  name: 'Date',
  description: 'A day of the calendar as `YYYY-MM-DD`, such as `2026-04-23`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  kind: Kind.STRING,
  parse: parseDate,
  serialize: storedText,
});

/** An instant. */
export const DateTimeScalar = scalar({
  name: 'DateTime',
  description:
    'An instant, such as `2026-04-23T06:00:00.000Z`. Any offset is taken; answers are in UTC with milliseconds.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  kind: Kind.STRING,
  parse: parseDateTime,
  serialize: (value) => (value instanceof Date ? value.toISOString() : storedText(value)),
});

/** A time on the wall clock. */
export const LocalDateTimeScalar = scalar({
  name: 'LocalDateTime',
  specifiedByURL:
    'https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#local-dates-and-times',
  description:
    'A time on the clock of some place, without an offset, such as `2026-04-23T09:00` or `2026-04-23T09:00:30`; for what lasts whole days, the day alone: `2026-04-23`.',
  kind: Kind.STRING,
  parse: parseLocalDateTime,
  serialize: storedText,
});

/** A time that may be imprecise. */
export const EDTFScalar = scalar({
  name: 'EDTF',
  description:
    'A time as precisely as it is known, in a part of the Extended Date/Time Format: a year `2026`, month `2026-04`, day `2026-04-23`, or season `2026-21` (21 spring, 22 summer, 23 autumn, 24 winter), each with `?` (uncertain), `~` (approximate) or `%` (both) behind it, or a range of those such as `2025-10/2025-12~`, open at one side as `2022/..`.',
  specifiedByURL: 'https://www.loc.gov/standards/datetime/',
  kind: Kind.STRING,
  parse: (value) => {
    parseEdtf(value);
    return value as string;
  },
  serialize: storedText,
});

/** A language tag. */
export const LanguageScalar = scalar({
  name: 'Language',
  description:
    'A language as a BCP 47 tag in lower case, such as `fi`, `sv`, `se` (Northern Sámi) or `en-gb`. Written, `FIN`, `suomi` and `Finnish` are taken as `fi` too. Texts may be in any.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/bcp/bcp47.txt',
  kind: Kind.STRING,
  parse: parseLanguageTag,
  serialize: storedText,
});

/** An address on the web. */
export const URLScalar = scalar({
  name: 'URL',
  description: 'An address on the web that begins with `https://` or `http://`, kept as written.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  kind: Kind.STRING,
  parse: parseUrl,
  serialize: storedText,
});

/** A whole number beyond 32 bits. */
export const SafeIntScalar = scalar({
  name: 'SafeInt',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc7493#section-2.2',
  description:
    'A whole number between -(2^53 - 1) and 2^53 - 1: larger than Int, and exact in every JSON parser.',
  kind: Kind.INT,
  parse: (value) => parseInteger(value),
});

/** Any JSON value. */
export const JSONScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value: an object, a list, a text, a number, true, false or null.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => asGraphQL(() => copied(value)),
  parseLiteral: (node, variables) =>
    asGraphQL(() => plainJson(valueFromASTUntyped(node, variables)), node),
});

/** What was made of variables already: they are read once to tell what an operation costs, and again to execute it. */
const copies = new WeakMap<object, unknown>();

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = copies.get(value) ?? plainJson(value);
  copies.set(value, copy);
  return copy;
}

const JSON_DEPTH = 64;

/** A copy made of plain objects and lists, without names that would reach into a prototype. */
function plainJson(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= JSON_DEPTH) {
    throw new Invalid('INVALID', `Wanted JSON that is at most ${JSON_DEPTH} levels deep.`);
  }
  if (Array.isArray(value)) return value.map((item) => plainJson(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__')
      throw new Invalid('FORBIDDEN_NAME', 'No field may be named __proto__.');
    copy[name] = plainJson(item, depth + 1);
  }
  return copy;
}
