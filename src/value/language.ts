import { echo, Invalid } from './invalid';

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

/** The languages to look in, the one asked for first. */
export function fallback(language: TextLanguage): readonly TextLanguage[] {
  return FALLBACKS[language];
}

const FALLBACKS = Object.fromEntries(
  TEXT_LANGUAGES.map((each) => [each, [...new Set([each, ...TEXT_LANGUAGES])]]),
) as Record<TextLanguage, TextLanguage[]>;

/** The language that an Accept-Language header likes best; Finnish where it says nothing that we have. */
export function preferredLanguage(acceptLanguage: string | undefined): TextLanguage {
  if (!acceptLanguage) return 'fi';
  const ranges = acceptLanguage.split(',').flatMap((range) => {
    const [tag = '', ...parameters] = range.split(';');
    const language = textLanguage(tag);
    const weight = weightOf(parameters);
    return language && weight > 0 ? [{ language, weight }] : [];
  });
  return ranges.sort((a, b) => b.weight - a.weight)[0]?.language ?? 'fi';
}

/** The q of a language range: 1 where it has none, 0 where it cannot be read. */
function weightOf(parameters: string[]): number {
  const q = parameters.map((parameter) => parameter.trim()).find((text) => /^q\s*=/i.test(text));
  if (q === undefined) return 1;
  const weight = /^q\s*=\s*([01](?:\.\d{0,3})?)$/i.exec(q)?.[1];
  return weight === undefined || Number(weight) > 1 ? 0 : Number(weight);
}

// RFC 5646, section 2.1, without the irregular tags of old.
const LANGUAGE_TAG = new RegExp(
  '^(?:' +
    '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})' + // language
    '(?:-[a-z]{4})?' + // script
    '(?:-(?:[a-z]{2}|\\d{3}))?' + // region
    '(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*' + // variants
    '(?:-[\\da-wyz](?:-[a-z\\d]{2,8})+)*' + // extensions
    '(?:-x(?:-[a-z\\d]{1,8})+)?' + // private use
    '|x(?:-[a-z\\d]{1,8})+)$',
);

/** Any well-formed BCP 47 tag, in lower case. */
export function parseLanguageTag(value: unknown): string {
  const tag = typeof value === 'string' && value.length <= 64 ? value.toLowerCase() : '';
  if (LANGUAGE_TAG.test(tag)) return tag;
  throw new Invalid(
    'UNKNOWN_LANGUAGE',
    `Wanted a language tag such as fi, sv or en-GB; got ${echo(value)}.`,
  );
}
