import fc from 'fast-check';
import {
  fallback,
  parseLanguageTag,
  preferredLanguage,
  TEXT_LANGUAGES,
} from '../../src/value/language';
import { refusal } from './refusal';

test('the language asked for comes first, the others in their order behind it', () => {
  expect(fallback('fi')).toEqual(['fi', 'sv', 'en', 'se', 'smn', 'sms']);
  expect(fallback('smn')).toEqual(['smn', 'fi', 'sv', 'en', 'se', 'sms']);
});

describe('preferredLanguage', () => {
  test.each([
    [undefined, 'fi'],
    ['', 'fi'],
    ['sv', 'sv'],
    ['sv-FI, fi;q=0.8', 'sv'],
    ['fi;q=0.2, en-GB;q=0.9', 'en'],
    ['en;q=0.5, sv;q=0.5', 'en'],
    ['de, fr;q=0.9', 'fi'],
    ['de, sv;q=0.1', 'sv'],
    ['*', 'fi'],
    ['*, en;q=0.1', 'en'],
    ['sv;q=0, en;q=0.1', 'en'],
    ['sv;q=0', 'fi'],
    ['SE-no', 'se'],
    ['smn ; q=0.3 , sms ; q=0.4', 'sms'],
    ['sv;q=2, en;q=0.1', 'en'],
    ['sv;q=high, en;q=0.1', 'en'],
    [';;;,,,=q', 'fi'],
  ])('%j prefers %s', (header, language) => expect(preferredLanguage(header)).toBe(language));

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(TEXT_LANGUAGES).toContain(preferredLanguage(header));
      }),
    );
  });
});

describe('parseLanguageTag', () => {
  test.each([
    ['fi', 'fi'],
    ['en-GB', 'en-gb'],
    ['zh-Hant-TW', 'zh-hant-tw'],
    ['de-CH-1996', 'de-ch-1996'],
    ['sr-Latn-RS-u-co-phonebk-x-own', 'sr-latn-rs-u-co-phonebk-x-own'],
    ['es-419', 'es-419'],
    ['x-klingon', 'x-klingon'],
    ['smn', 'smn'],
    ['fse', 'fse'],
    ['FIN', 'fi'],
    ['swe-FI', 'sv-fi'],
    ['ger', 'de'],
    ['suomi', 'fi'],
    ['Finska', 'fi'],
    ['svenska', 'sv'],
    ['ruotsi', 'sv'],
    ['English', 'en'],
    ['pohjoissaame', 'se'],
    ['Inari Sami', 'smn'],
    ['fi\u00ad', 'fi'],
  ])('takes %s as %s', (given, tag) => expect(parseLanguageTag(given)).toBe(tag));

  test('what is taken is taken as itself from then on, however it was written', () => {
    const part = fc.constantFrom(
      'fi',
      'FIN',
      'suomi',
      'svenska',
      'se',
      'Latn',
      '419',
      'x',
      'ab1',
      'swe',
    );
    const odd = fc.constantFrom('', '\u200b', '\u00ad', ' ', '\u00a0');
    const written = fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), odd);
    fc.assert(
      fc.property(
        fc.oneof(
          written.map(([parts, end]) => parts.join('-') + end),
          fc.string(),
        ),
        (text) => {
          if (refusal(() => parseLanguageTag(text))) return;
          const tag = parseLanguageTag(text);
          expect(tag).toMatch(/^[a-z]{2,3}(-[a-z0-9]+)*$|^x(-[a-z0-9]+)+$/);
          expect(parseLanguageTag(tag)).toBe(tag);
          expect(parseLanguageTag(text.toUpperCase())).toBe(tag);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    '',
    'f',
    'suomi kieli',
    'fi_FI',
    'fi-',
    '-fi',
    'fi--FI',
    'abcdefghi',
    'fi-a',
    'xx', // no language
    'kieli',
    'saame', // there are several
    'suomi-FI',
    null,
    7,
  ])('refuses %j', (given) =>
    expect(refusal(() => parseLanguageTag(given))?.code).toBe('UNKNOWN_LANGUAGE'),
  );
});
