/** Letters that Unicode does not take apart, and what they stand beside in Finnish. */
const KIN: Record<string, string> = {
  ...{ æ: 'ä', ø: 'ö', œ: 'oe', ß: 'ss', þ: 'th' },
  ...{ đ: 'd', ð: 'd', ŋ: 'n', ŧ: 't', ǥ: 'g', ħ: 'h', ł: 'l', ʒ: 'z', ı: 'i', ς: 'σ' },
};

const OUR_LETTERS = /a\u030a|[ao]\u0308/gi;
const MARKS = /\p{Script=Inherited}/gu;
const NOT_IN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * A text as it is searched: however it was typed, the same words give the same result. Case, width, white space,
 * the kinds of dashes and quotes and all diacritics go, except that å, ä and ö are letters of their own.
 */
export function fold(text: string): string {
  return apart(unifySigns(apart(unifySigns(text)).toLowerCase()))
    .replace(OUR_LETTERS, (letter) => letter.normalize('NFC'))
    .replace(MARKS, '')
    .replace(/\P{ASCII}/gu, (letter) => KIN[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFKC');
}

/** One kind of dash and two kinds of quotes. */
function unifySigns(text: string): string {
  return text
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[‘’‚‛′´`ʼ]/g, "'");
}

/** Where the alphabets of our two locales put letters of others: as dictionaries of Finland and Sweden do. */
const ALPHABETS: Record<'fi' | 'sv', { letters: RegExp; kin: Record<string, string> }> = {
  fi: { letters: /a\u030a|[aou]\u0308/gi, kin: { ...KIN, ü: 'y' } },
  sv: {
    letters: /a\u030a|[aou]\u0308|[ou]\u030b/gi,
    kin: { ...KIN, ü: 'y', ű: 'y', ő: 'ö', œ: 'ö' },
  },
};

const KEY_LENGTH = 400;
const LEVEL = ' ';
const PRIMARY: Record<string, string> = { å: '{', ä: '|', ö: '}' };
const PLAIN = '!';
const CAPITAL = '"';
const KINDRED = '}';
const OTHER_MARK = '~';

/** Diacritics in the order of the Unicode collation: acute, grave, breve, circumflex, caron, ring, and so on. */
const MARK_ORDER = [
  ...'\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0335\u0309\u030f\u0311',
  ...'\u031b\u0323\u0324\u0325\u0326\u032d\u0331',
];

/**
 * A key of printable ASCII that puts names in the order of a locale when it is compared byte by byte, the same on every
 * database: by letters (å ä ö last; ü as y; other diacritics not at all), then by diacritics, then small before capital.
 *
 * It differs from ICU on purpose: punctuation counts as a space, and none of it at the ends, so that a quoted name stands
 * with the others; ŋ, ŧ, ǥ and ʒ stay beside n, t, g and z in Swedish too, so that Sámi names stand alike in both.
 */
export function sortKey(text: string, locale: 'fi' | 'sv'): string {
  const { letters, kin } = ALPHABETS[locale];
  const levels = { primary: '', diacritics: '', capitals: '' };
  const words = apart(text).replace(NOT_IN_WORDS, ' ').trim();
  for (const letter of words.replace(letters, (pair) => pair.normalize('NFC'))) {
    if (/\p{Script=Inherited}/u.test(letter)) levels.diacritics += markWeight(letter);
    else addLetter(levels, letter, kin);
    if (levels.primary.length >= KEY_LENGTH) break;
  }
  const { primary, diacritics, capitals } = levels;
  const key = [primary, trimPlain(diacritics), trimPlain(capitals)].join(LEVEL);
  return key.slice(0, KEY_LENGTH).trimEnd();
}

function addLetter(
  levels: { primary: string; diacritics: string; capitals: string },
  letter: string,
  kin: Record<string, string>,
): void {
  const small = letter.toLowerCase();
  const base = kin[small];
  [...(base ?? small)].forEach((part, index) => {
    levels.primary += primaryWeight(part);
    levels.diacritics += base && index === 0 ? PLAIN + KINDRED : PLAIN;
    levels.capitals += letter === small ? PLAIN : CAPITAL;
  });
}

/** Spaces, then digits, then letters with å ä ö behind z, then other alphabets by code point. */
function primaryWeight(letter: string): string {
  if (/[a-z0-9]/.test(letter)) return letter;
  if (PRIMARY[letter]) return PRIMARY[letter];
  if (!/[\p{L}\p{N}]/u.test(letter)) return PLAIN;
  return `~${letter.codePointAt(0)!.toString(16).padStart(6, '0')}`;
}

function markWeight(mark: string): string {
  const place = MARK_ORDER.indexOf(mark);
  return place < 0 ? OTHER_MARK : String.fromCharCode(CAPITAL.charCodeAt(0) + place);
}

/** Plain weights at the end of a level say nothing, since a shorter level sorts first. */
function trimPlain(level: string): string {
  return level.replace(/(?<!!)!+$/, '');
}

/** Letters and their diacritics one by one, in compatible forms, without what cannot be seen. */
function apart(text: string): string {
  return text.normalize('NFKD').replace(/\p{Cf}/gu, '');
}
