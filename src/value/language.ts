import { echo, Invalid } from './invalid';
import { visible } from './text';

/** The languages in which a text is looked for where it is not in those asked for. */
const FALLBACKS: readonly string[] = ['fi', 'sv', 'en'];

/** The languages that have fields of their own where texts are written, and columns in tables; texts may be in any. */
export const NAMED_LANGUAGES = ['fi', 'sv', 'en', 'se', 'smn', 'sms'] as const;

/** Whether a language is one of those that stand in for others. */
export const isFallback = (tag: string): boolean => FALLBACKS.includes(tag);

/**
 * Compares languages by the order in which a text is kept in them: fi, sv, en, then shorter tags before longer ones, and
 * those of a length by their letters. The first that a text is in is the one that stands in for what is not there.
 */
export function compareLanguages(a: string, b: string): number {
  const rank = (tag: string) => FALLBACKS.indexOf(tag) + 1 || FALLBACKS.length + tag.length;
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

/**
 * The languages in which a text is looked for first; behind them stand fi, sv, en and what there is. What
 * these would give in any case is left out at the end, so that equal orders are the same.
 */
export type LanguageOrder = readonly string[];

/** So many languages are looked for before the others, and as many an argument may put before those; each makes statements longer. */
export const MOST_ASKED = 6;

/** The order that begins with some languages, and goes on as another does. */
export function languageOrder(first: readonly string[], then: LanguageOrder = []): LanguageOrder {
  // what is twice and no fallback stays, so that where fallbacks stand never depends on what the others are
  const order = [...first.slice(0, MOST_ASKED), ...then].filter(
    (each, i, of) => !isFallback(each) || of.indexOf(each) === i,
  );
  const isImplied = () =>
    FALLBACKS.find((each) => !order.slice(0, -1).includes(each)) === order.at(-1);
  while (order.length > 0 && isImplied()) order.pop();
  return order;
}

/** A language and those that are looked for where it is not there (RFC 4647, section 3.4): `zh-hant-tw`, `zh-hant`, `zh`. */
export function lookedFor(tag: string): string[] {
  const tags: string[] = [];
  for (let each = tag; each.length > 1 && !tags.includes(each);) {
    tags.push(each);
    each = each.replace(/(-[^-])?-[^-]+$/, '');
  }
  return tags;
}

/**
 * The order that an Accept-Language header asks for (RFC 9110, section 12.5.4): by weight, each language with those that are
 * looked for in its place, what is no tag left out. Of fi, sv and en, those that it does not want stand behind the others.
 */
export function preferredLanguages(acceptLanguage: string | undefined): LanguageOrder {
  if (!acceptLanguage) return [];
  const ranges = acceptLanguage.split(',').flatMap((range) => {
    const [text = '', ...parameters] = range.split(';');
    const tag = tagIn(text.trim().toLowerCase());
    const weight = weightOf(parameters);
    return tag !== undefined && weight !== null ? [{ tag, weight }] : [];
  });
  ranges.sort((a, b) => b.weight - a.weight);
  const wanted = ranges.flatMap(({ tag, weight }) => (weight > 0 ? lookedFor(tag) : []));
  const unwanted = new Set(ranges.flatMap(({ tag, weight }) => (weight === 0 ? tag : [])));
  const others = FALLBACKS.filter((each) => !unwanted.has(each));
  return languageOrder([...new Set([...wanted, ...others])]);
}

/** The q of a language range: 1 where it has none, null where it cannot be read. */
function weightOf(parameters: string[]): number | null {
  const q = parameters.map((parameter) => parameter.trim()).find((text) => /^q\s*=/i.test(text));
  if (q === undefined) return 1;
  const weight = /^q\s*=\s*([01](?:\.\d{0,3})?)$/i.exec(q)?.[1];
  return weight === undefined || Number(weight) > 1 ? null : Number(weight);
}

/** A language tag in lower case (RFC 5646, section 2.1, without the irregular tags of old), as a regular expression. */
export const TAG_PATTERN =
  '^(?:' +
  '[a-z]{2,3}(?:-[a-z]{3}){0,3}' + // language: longer ones are reserved
  '(?:-[a-z]{4})?' + // script
  '(?:-(?:[a-z]{2}|\\d{3}))?' + // region
  '(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*' + // variants
  '(?:-[\\da-wyz](?:-[a-z\\d]{2,8})+)*' + // extensions
  '(?:-x(?:-[a-z\\d]{1,8})+)?' + // private use
  '|x(?:-[a-z\\d]{1,8})+)$';
const LANGUAGE_TAG = new RegExp(TAG_PATTERN);

const LONGEST_TAG = 64;

/** The tag of a language that there is as it is kept, given in lower case; undefined of what is none. */
function tagIn(text: string): string | undefined {
  if (text.length > LONGEST_TAG || !LANGUAGE_TAG.test(text)) return undefined;
  const [language = '', ...rest] = text.split('-');
  const tag = [shortest(language), ...rest].join('-');
  return isLanguage(tag) ? tag : undefined;
}

/** Any BCP 47 tag of a language that there is, in lower case; a language of one part also by its name: `suomi` is `fi`. */
export function parseLanguageTag(value: unknown): string {
  const tag = typeof value === 'string' ? languageSaid(value) : undefined;
  if (tag !== undefined) return tag;
  throw new Invalid(
    'UNKNOWN_LANGUAGE',
    `Wanted a language by its tag, such as fi, sv or en-GB, or by its name; got ${echo(value)}.`,
  );
}

/** The same; undefined where it is none. */
export function languageSaid(value: string): string | undefined {
  if (value.length > LONGEST_TAG) return undefined;
  const text = visible(value).toLowerCase();
  return tagIn(text) ?? tagsByName().get(text);
}

/** The code of a language in two letters where it has one: `fin` is `fi`, `ger` and `deu` are `de`. */
function shortest(language: string): string {
  if (language.length !== 3) return language;
  const [code = language] = Intl.getCanonicalLocales(language);
  return code.length === 2 ? code : language;
}

/** Two letters are a language only where it has a name; three are not all known here; longer ones are none. */
const isLanguage = (tag: string) => {
  const [language = ''] = tag.split('-');
  if (language.length !== 2) return true;
  let has = named.get(language);
  if (has === undefined) named.set(language, (has = ENGLISH.of(language) !== undefined));
  return has;
};

/** Whether two letters have a name: it is slow to ask, and there are few of them. */
const named = new Map<string, boolean>();

const namesIn = (locale: string) =>
  new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
const ENGLISH = namesIn('en');

/** What a language is called in English; its tag where that is not known. */
export function nameOfLanguage(tag: string): string {
  try {
    return ENGLISH.of(tag)?.replace('Sami', 'Sámi') ?? tag;
  } catch {
    return tag; // not all tags are such as Unicode takes
  }
}

let byName: Map<string, string> | undefined;

/** Languages by their names in English, Swedish, Finnish and Northern Sámi, in lower case; worked out once. */
function tagsByName(): Map<string, string> {
  if (byName) return byName;
  byName = new Map();
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const pairs = letters.flatMap((a) => letters.map((b) => a + b));
  const codes = [...pairs, 'smn', 'sms', 'sma', 'smj', 'krl'].filter((each) => ENGLISH.of(each));
  for (const names of [ENGLISH, ...['sv', 'fi', 'se'].map(namesIn)])
    for (const code of codes) {
      const name = names.of(code)?.toLowerCase();
      if (name !== undefined && !byName.has(name)) byName.set(name, shortest(code));
    }
  return byName;
}
