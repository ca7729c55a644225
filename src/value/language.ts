import { echo, Invalid } from './invalid';
import { visible } from './text';

/** The languages in which texts are kept, in the order in which they stand in for each other. */
export const TEXT_LANGUAGES = ['fi', 'sv', 'en', 'se', 'smn', 'sms'] as const;

/** Finnish, Swedish, English, Northern, Inari or Skolt Sámi. */
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];

/** Whether texts are kept in a language. */
export function isTextLanguage(value: unknown): value is TextLanguage {
  return (TEXT_LANGUAGES as readonly unknown[]).includes(value);
}

/** The text language that a tag asks for: `sv-FI` asks for `sv`, `de` for none. */
export function textLanguage(tag: string): TextLanguage | undefined {
  const primary = tag.trim().toLowerCase().split('-')[0];
  return isTextLanguage(primary) ? primary : undefined;
}

/** The order in which texts are looked for: each of their languages, once. */
export type LanguageOrder = readonly TextLanguage[];

/** The order that begins with some languages; the others stand behind them as they stood. */
export function languageOrder(
  first: readonly TextLanguage[],
  others: LanguageOrder = TEXT_LANGUAGES,
): LanguageOrder {
  return [...new Set([...first, ...others])];
}

/**
 * The order that an Accept-Language header asks for (RFC 9110, section 12.5.4; RFC 4647, section 3.4): by weight, what we do
 * not know left out. Behind it come the others; the last are those that it does not want.
 */
export function preferredLanguages(acceptLanguage: string | undefined): LanguageOrder {
  if (!acceptLanguage) return TEXT_LANGUAGES;
  const ranges = acceptLanguage.split(',').flatMap((range) => {
    const [tag = '', ...parameters] = range.split(';');
    const language = textLanguage(tag);
    const weight = weightOf(parameters);
    return language && weight !== null ? [{ language, weight }] : [];
  });
  ranges.sort((a, b) => b.weight - a.weight);
  const languages = (of: typeof ranges) => of.map(({ language }) => language);
  const wanted = languages(ranges.filter(({ weight }) => weight > 0));
  const unwanted = languages(ranges.filter(({ weight }) => weight === 0));
  const others = TEXT_LANGUAGES.filter((each) => !unwanted.includes(each));
  return languageOrder([...wanted, ...others], TEXT_LANGUAGES);
}

/** The q of a language range: 1 where it has none, null where it cannot be read. */
function weightOf(parameters: string[]): number | null {
  const q = parameters.map((parameter) => parameter.trim()).find((text) => /^q\s*=/i.test(text));
  if (q === undefined) return 1;
  const weight = /^q\s*=\s*([01](?:\.\d{0,3})?)$/i.exec(q)?.[1];
  return weight === undefined || Number(weight) > 1 ? null : Number(weight);
}

// RFC 5646, section 2.1, without the irregular tags of old.
const LANGUAGE_TAG = new RegExp(
  '^(?:' +
    '[a-z]{2,3}(?:-[a-z]{3}){0,3}' + // language: longer ones are reserved
    '(?:-[a-z]{4})?' + // script
    '(?:-(?:[a-z]{2}|\\d{3}))?' + // region
    '(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*' + // variants
    '(?:-[\\da-wyz](?:-[a-z\\d]{2,8})+)*' + // extensions
    '(?:-x(?:-[a-z\\d]{1,8})+)?' + // private use
    '|x(?:-[a-z\\d]{1,8})+)$',
);

/** Any BCP 47 tag of a language that there is, in lower case; a language of one part also by its name: `suomi` is `fi`. */
export function parseLanguageTag(value: unknown): string {
  const text = typeof value === 'string' && value.length <= 64 ? visible(value).toLowerCase() : '';
  const [language = '', ...rest] = text.split('-');
  const tag = LANGUAGE_TAG.test(text)
    ? [shortest(language), ...rest].join('-')
    : tagsByName().get(text);
  if (tag !== undefined && isLanguage(tag)) return tag;
  throw new Invalid(
    'UNKNOWN_LANGUAGE',
    `Wanted a language by its tag, such as fi, sv or en-GB, or by its name; got ${echo(value)}.`,
  );
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
