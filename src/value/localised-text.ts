import { Field, InputType, ObjectType } from 'type-graphql';
import { at, echo, Invalid } from './invalid';
import { isTextLanguage, type LanguageOrder, TEXT_LANGUAGES, type TextLanguage } from './language';
import { LanguageScalar } from './scalars';
import { cleanText, type TextLimits } from './text';

/** A text in some of the languages, as it is stored; `ownWords` names those that are our words and not quoted ones. */
export type LocalisedText = { [language in TextLanguage]?: string } & OwnWords;

/** A change to a text: what is named replaces, null removes, the rest stays. */
export type LocalisedTextPatch = { [language in TextLanguage]?: string | null } & OwnWords;

interface OwnWords {
  ownWords?: TextLanguage[];
}

/** Reads a map from language to text; a plain text is Finnish. */
export function parseLocalisedText(value: unknown, limits: TextLimits): LocalisedTextPatch {
  if (typeof value === 'string') return { fi: cleanText(value, limits) };
  if (value === null || value === undefined) throw new Invalid('REQUIRED', 'Wanted a text.');
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Invalid('INVALID', `Wanted texts by language, such as { fi }; got ${echo(value)}.`);
  }
  const given = new Map<string, unknown>(Object.entries(value));
  const ownWords = given.get('ownWords');
  given.delete('ownWords');
  for (const language of given.keys()) at(language, () => knownLanguage(language));
  const patch: LocalisedTextPatch = {};
  for (const language of TEXT_LANGUAGES) {
    const text = given.get(language);
    if (text === undefined) continue;
    patch[language] = text === null ? null : at(language, () => cleanText(text, limits));
  }
  if (ownWords !== undefined) patch.ownWords = at('ownWords', () => parseOwnWords(ownWords ?? []));
  return patch;
}

/** The stored text with a change applied; null when no language is left. */
export function mergeLocalisedText(
  stored: LocalisedText | null,
  patch: LocalisedTextPatch,
): LocalisedText | null {
  const merged: LocalisedText = {};
  for (const language of TEXT_LANGUAGES) {
    const text = patch[language] === undefined ? stored?.[language] : patch[language];
    if (text) merged[language] = text;
  }
  const present = TEXT_LANGUAGES.filter((language) => merged[language] !== undefined);
  const ownWords = present.filter(
    (language) =>
      patch.ownWords?.includes(language) ||
      (stored?.ownWords?.includes(language) && !(patch.ownWords && language in patch)),
  );
  if (ownWords.length > 0) merged.ownWords = ownWords;
  return present.length > 0 ? merged : null;
}

/** One translation of a text. */
@ObjectType({ simpleResolvers: true, description: 'One translation of a text.' })
export class Translation {
  @Field(() => LanguageScalar, { description: 'The language of this translation.' })
  language!: TextLanguage;

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
    'A text in the language asked for, or else in the first that there is of those of the request’s Accept-Language, and of fi, sv, en, se, smn, sms; `language` says which.',
})
export class Text {
  @Field(() => String, { description: 'The text; never empty.' })
  value!: string;

  @Field(() => LanguageScalar, {
    description: 'The language of `value`, which need not be the one asked for.',
  })
  language!: TextLanguage;

  @Field(() => Boolean, {
    description:
      'Whether the wording of `value` is that of the editors of this service; false means that it is official or quoted from the document.',
  })
  ownWords!: boolean;

  @Field(() => [Translation], {
    description: 'The text in every language that there is, in the order fi, sv, en, se, smn, sms.',
  })
  translations!: Translation[];
}

/** The text in the first language of an order in which there is one; null when there is none at all. */
export function pickText(text: LocalisedText | null, languages: LanguageOrder): Text | null {
  if (!text) return null;
  const found = languages.find((each) => text[each] !== undefined);
  if (!found) return null;
  const isOwn = (each: TextLanguage) => text.ownWords?.includes(each) ?? false;
  return {
    value: text[found]!,
    language: found,
    ownWords: isOwn(found),
    // put together only when they are asked for
    get translations() {
      return TEXT_LANGUAGES.flatMap((each) => {
        const value = text[each];
        return value === undefined ? [] : [{ language: each, value, ownWords: isOwn(each) }];
      });
    },
  };
}

function knownLanguage(value: unknown): TextLanguage {
  if (isTextLanguage(value)) return value;
  const wanted = TEXT_LANGUAGES.join(', ');
  throw new Invalid('UNKNOWN_LANGUAGE', `Wanted one of ${wanted}; got ${echo(value)}.`);
}

function parseOwnWords(value: unknown): TextLanguage[] {
  if (!Array.isArray(value)) {
    throw new Invalid('INVALID', `Wanted a list of languages; got ${echo(value)}.`);
  }
  const named = value.map((language, index) => at(index, () => knownLanguage(language)));
  return TEXT_LANGUAGES.filter((language) => named.includes(language));
}

const inLanguage = (name: string) => `The text in ${name}; null takes it away.`;

/** A text as callers write it. */
@InputType('TextInput', {
  description:
    'A text by language: those that are named replace what there is, null takes one away, the others stay.',
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

  @Field(() => [LanguageScalar], {
    nullable: true,
    description:
      'The languages in which the wording is that of the editors rather than official or quoted.',
  })
  ownWords?: TextLanguage[] | null;
}
