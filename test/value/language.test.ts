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
  ])('takes %s as %s', (given, tag) => expect(parseLanguageTag(given)).toBe(tag));

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
    null,
    7,
  ])('refuses %j', (given) =>
    expect(refusal(() => parseLanguageTag(given))?.code).toBe('UNKNOWN_LANGUAGE'),
  );
});
