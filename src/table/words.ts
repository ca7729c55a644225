import { fold } from '../value/collation';
import { languageSaid } from '../value/language';
import { ENGLISH_TONGUES, FIELDS, LISTS, TONGUES, WITHIN } from './field-words';

/** The languages in which spreadsheets are headed; `names` heads them with the names of the fields. */
export const HEADING_LANGUAGES = ['fi', 'sv', 'en', 'names'] as const;
export type HeadingLanguage = (typeof HEADING_LANGUAGES)[number];

/** What something is called in a language; the first word is the one that is written. */
export type Words = Record<HeadingLanguage, readonly string[]>;

/** No word is longer. */
const MOST_LETTERS = 200;

/** What words are compared by: neither case, accents, spaces nor signs tell them apart. Empty of what is no word. */
export const wordKey = (text: string): string =>
  text.length > MOST_LETTERS ? '' : fold(text).replace(/[^\p{L}\p{N}]/gu, '');

/** `registrationNeeded` → `Registration needed`. */
const spaced = (name: string): string => {
  const text = name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b}`);
  return capital(text.toLowerCase());
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function wordsIn(line: string | undefined, name: string): Words {
  const english = [spaced(name)];
  const [fi, sv] = (line ?? '')
    .split('|')
    .map((each) => each.split(',').flatMap((word) => capital(word.trim()) || []));
  return {
    fi: fi?.length ? fi : english,
    sv: sv?.length ? sv : english,
    en: english,
    names: [name],
  };
}

/** What a field is called. */
export const wordsOfField = (name: string): Words => wordsIn(FIELDS[name], name);

/** What a list of records or parts is called. */
export const wordsOfList = (name: string): Words => wordsIn(LISTS[name], name);

/** What is called as one thing and then another, such as a field and what it consists of. */
export function wordsBehind(
  first: Words,
  then: Words,
  sign: Partial<Record<HeadingLanguage, string>> = {},
): Words {
  const both = (language: HeadingLanguage) =>
    first[language].flatMap((a) =>
      then[language].map((b) => {
        const between = sign[language] ?? (language === 'names' ? '_' : ' ');
        return `${a}${between}${language === 'names' ? b : lower(b)}`;
      }),
    );
  return { fi: both('fi'), sv: both('sv'), en: both('en'), names: both('names') };
}

/** What is called in either way. */
export const bothWords = (a: Words, b: Words): Words => ({
  fi: [...a.fi, ...b.fi],
  sv: [...a.sv, ...b.sv],
  en: [...a.en, ...b.en],
  names: [...a.names, ...b.names],
});

const lower = (text: string): string =>
  /^\p{Lu}{2}/u.test(text) || /^in /i.test(text)
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1);

/** What a field of a value is called behind what the value is called. */
export const wordsWithin = (of: Words, name: string): Words =>
  wordsBehind(of, wordsIn(WITHIN[name] ?? FIELDS[name], name));

/** What a text in a language is called: `Otsikko sv`, `title_sv`. */
export function wordsInLanguage(of: Words, language: string): Words {
  const words = wordsIn(TONGUES[language], language);
  const tongue = ENGLISH_TONGUES[language];
  return wordsBehind(of, { ...words, en: [language, ...(tongue ? [tongue] : [])] });
}

/** A heading is not longer; what is, is looked at no further. */
const LONGEST_HEADING = 200;
/** So many words name a language. */
const MOST_WORDS = 4;

/**
 * How a heading can be read as that of a text in a language, such as `title_nb`, `Otsikko (norjaksi)` or `Title in
 * Norwegian`: the word key of the text, and the tag.
 */
export function languagesBehind(heading: string): [text: string, tag: string][] {
  if (heading.length > LONGEST_HEADING) return [];
  const places = [...heading.matchAll(/[\s_(]+/g)].slice(-MOST_WORDS);
  return places.flatMap(({ index, 0: { length } }): [string, string][] => {
    const tag = languageIn(
      heading
        .slice(index + length)
        .trimEnd()
        .replace(/\)$/, ''),
    );
    return tag === undefined ? [] : [[wordKey(heading.slice(0, index)), tag]];
  });
}

/** A language by its tag or its name, or as one says that something is in it: `norjaksi`, `på norska`, `in Norwegian`. */
function languageIn(text: string): string | undefined {
  const name = text.toLowerCase().replace(/^(in|på) /, '');
  const stem = /^(.+)ksi$/.exec(name)?.[1];
  const said = stem ? [stem, stem.replace(/nni$/, 'nti'), stem.replace(/i$/, '')] : [name];
  return said.map(languageSaid).find((each) => each !== undefined);
}
