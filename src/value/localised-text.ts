import { Field, InputType, ObjectType } from 'type-graphql';
import { at, echo, Invalid } from './invalid';
import { compareLanguages, type LanguageOrder, languageSaid, parseLanguageTag } from './language';
import { LanguageScalar } from './scalars';
import { cleanText, type TextLimits } from './text';

/**
 * A text as it is stored: by the tags of its languages, in the order of `compareLanguages`, so that the first stands in for
 * those that are not there; `ownWords`, which is no tag, names those that are our words and not quoted ones.
 */
export interface LocalisedText {
  [language: string]: string | string[] | undefined;
  ownWords?: string[];
}

/** A change to a text: what is named replaces, null removes, the rest stays. */
export interface LocalisedTextPatch {
  [language: string]: string | string[] | null | undefined;
  ownWords?: string[];
}

/** So many languages one text may be in. */
export const MOST_LANGUAGES = 30;

/** The languages of a text, in their order; of a change, those that it names. */
export const languagesOf = (text: object): string[] =>
  Object.keys(text).filter((each) => each !== 'ownWords');

/** Reads a map from language to text, beside which `translations` may list others; a plain text is Finnish. */
export function parseLocalisedText(value: unknown, limits: TextLimits): LocalisedTextPatch {
  if (typeof value === 'string') return { fi: cleanText(value, limits) };
  if (value === null || value === undefined) throw new Invalid('REQUIRED', 'Wanted a text.');
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Invalid('INVALID', `Wanted texts by language, such as { fi }; got ${echo(value)}.`);
  }
  const { ownWords, translations, ...named } = value as Record<string, unknown>;
  const read = new Map<string, string | null>();
  const take = (language: unknown, text: unknown, [place, member]: [string, string?]) => {
    if (text === undefined) return;
    const tag = at(place, () => onceOnly(parseLanguageTag(language), read));
    read.set(tag, text === null ? null : at(member ?? place, () => cleanText(text, limits)));
  };
  for (const [language, text] of Object.entries(named)) take(language, text, [language]);
  at('translations', () =>
    parseList(translations).forEach((each, i) =>
      at(i, () => {
        const { language, value: text } = parseTranslation(each);
        take(language, text, ['language', 'value']);
      }),
    ),
  );
  const patch: LocalisedTextPatch = inOrder(read);
  if (ownWords !== undefined) patch.ownWords = at('ownWords', () => parseOwnWords(ownWords));
  return patch;
}

/** The stored text with a change applied; null when no language is left. */
export function mergeLocalisedText(
  stored: LocalisedText | null,
  patch: LocalisedTextPatch,
): LocalisedText | null {
  const texts = new Map<string, string>();
  for (const language of new Set([stored ?? {}, patch].flatMap(languagesOf))) {
    const text = patch[language] === undefined ? stored?.[language] : patch[language];
    if (text) texts.set(language, text as string);
  }
  if (texts.size === 0) return null;
  const merged: LocalisedText = inOrder(texts);
  const ownWords = languagesOf(merged).filter(
    (language) =>
      patch.ownWords?.includes(language) ||
      (stored?.ownWords?.includes(language) && !(patch.ownWords && language in patch)),
  );
  if (ownWords.length > 0) merged.ownWords = ownWords;
  return merged;
}

/** What there is by language, in the order in which it is stored. */
const inOrder = <T>(texts: Map<string, T>): Record<string, T> =>
  Object.fromEntries([...texts].sort(([a], [b]) => compareLanguages(a, b)));

/** One translation of a text. */
@ObjectType({ simpleResolvers: true, description: 'One translation of a text.' })
export class Translation {
  @Field(() => LanguageScalar, { description: 'The language of this translation.' })
  language!: string;

  @Field(() => String, { description: 'The text in that language; never empty.' })
  value!: string;

  @Field(() => Boolean, {
    description:
      'Whether the wording is that of the editors of this service; false means that it is official or quoted from the document.',
  })
  ownWords!: boolean;
}

/** A text as callers read it: in one language, with all that there is beside it. */
@ObjectType({
  simpleResolvers: true,
  description:
    'A text in the language asked for, or else in the first that there is of those of the request’s Accept-Language, of fi, sv and en, and of all others; `language` says which. Each that is asked for is looked for with what it is a variety of, as RFC 4647 has it (section 3.4): `nb-no`, then `nb`.',
})
export class Text {
  @Field(() => String, { description: 'The text; never empty.' })
  value!: string;

  @Field(() => LanguageScalar, {
    description: 'The language of `value`, which need not be the one asked for.',
  })
  language!: string;

  @Field(() => Boolean, {
    description:
      'Whether the wording of `value` is that of the editors of this service; false means that it is official or quoted from the document.',
  })
  ownWords!: boolean;

  @Field(() => [Translation], {
    description:
      'The text in every language that there is: first fi, sv and en, then the others, shorter tags first.',
  })
  translations!: Translation[];
}

/** Where in what was sent the text in a language stands, however that is named there. */
export function placeOfLanguage(sent: object, language: string | number): (string | number)[] {
  const isIt = (said: unknown) => typeof said === 'string' && languageSaid(said) === language;
  const { translations, ...named } = sent as Record<string, unknown>;
  const i = [translations ?? []]
    .flat()
    .findIndex((each) => isIt((Object(each) as { language?: unknown }).language));
  return i < 0 ? [Object.keys(named).find(isIt) ?? language] : ['translations', i, 'value'];
}

/** The text in the first language of an order in which there is one, or else the first that there is; null for none at all. */
export function pickText(text: LocalisedText | null, order: LanguageOrder): Text | null {
  if (!text) return null;
  const language = order.find((each) => text[each] !== undefined) ?? languagesOf(text)[0];
  if (language === undefined) return null;
  const translation = (each: string): Translation => ({
    value: text[each] as string,
    language: each,
    ownWords: text.ownWords?.includes(each) ?? false,
  });
  return {
    ...translation(language),
    // put together only when they are asked for
    get translations() {
      return languagesOf(text).map(translation);
    },
  };
}

function onceOnly(tag: string, others: Map<string, unknown>): string {
  if (others.has(tag)) throw new Invalid('DUPLICATE', `The language ${tag} comes twice.`);
  return tag;
}

function parseTranslation(value: unknown): Record<string, unknown> {
  const { language, value: text, ...others } = Object(value) as Record<string, unknown>;
  if (language === undefined || text === undefined || Object.keys(others).length > 0)
    throw new Invalid('INVALID', `Wanted { language, value }; got ${echo(value)}.`);
  return { language, value: text };
}

function parseList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Invalid('INVALID', `Wanted a list; got ${echo(value)}.`);
}

const parseOwnWords = (value: unknown): string[] =>
  [...new Set(parseList(value).map((each, i) => at(i, () => parseLanguageTag(each))))].sort(
    compareLanguages,
  );

const inLanguage = (name: string) => `The text in ${name}; null takes it away.`;

/** A translation as callers write it. */
@InputType({ description: 'A text in one language.' })
export class TranslationInput {
  @Field(() => LanguageScalar, { description: 'Any language, each once in a text.' })
  language!: string;

  @Field(() => String, { nullable: true, description: 'The text; null takes it away.' })
  value!: string | null;
}

/** A text as callers write it. */
@InputType('TextInput', {
  description: `A text by language: those that are named replace what there is, null takes one away, the others stay. It may be in ${MOST_LANGUAGES} languages.`,
})
export class TextInput {
  @Field(() => String, { nullable: true, description: inLanguage('Finnish') }) fi?: string | null;
  @Field(() => String, { nullable: true, description: inLanguage('Swedish') }) sv?: string | null;
  @Field(() => String, { nullable: true, description: inLanguage('English') }) en?: string | null;
  @Field(() => String, { nullable: true, description: inLanguage('Northern Sámi') })
  se?: string | null;
  @Field(() => String, { nullable: true, description: inLanguage('Inari Sámi') })
  smn?: string | null;
  @Field(() => String, { nullable: true, description: inLanguage('Skolt Sámi') })
  sms?: string | null;

  @Field(() => [TranslationInput], {
    nullable: true,
    description: 'The text in these and any other languages.',
  })
  translations?: TranslationInput[] | null;

  @Field(() => [LanguageScalar], {
    nullable: true,
    description:
      'The languages in which the wording is that of the editors rather than official or quoted.',
  })
  ownWords?: string[] | null;
}
