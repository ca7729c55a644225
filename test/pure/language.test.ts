import fc from 'fast-check';
import {
  languageOrder,
  parseLanguageTag,
  preferredLanguages,
  TEXT_LANGUAGES,
} from '../../src/value/language';
import { refusal } from '../support/refusal';

test('the languages asked for come first, the others in their order behind them', () => {
  expect(languageOrder([])).toEqual(['fi', 'sv', 'en', 'se', 'smn', 'sms']);
  expect(languageOrder(['smn'])).toEqual(['smn', 'fi', 'sv', 'en', 'se', 'sms']);
  expect(languageOrder(['sv'], preferredLanguages('en'))).toEqual(preferredLanguages('sv, en'));
});

describe('preferredLanguages', () => {
  test.each([
    [undefined, 'fi sv en'],
    ['', 'fi sv en'],
    ['fi', 'fi sv en'],
    ['sv', 'sv fi en'],
    ['sv-FI, fi;q=0.8', 'sv fi en'],
    ['sv-Latn-FI', 'sv fi en'],
    ['fi;q=0.2, en-GB;q=0.9', 'en fi sv'],
    ['en;q=0.5, sv;q=0.5', 'en sv fi'],
    ['en;q=0.501, sv;q=0.502', 'sv en fi'],
    ['da, en;q=0.8', 'en fi sv'],
    ['da, en;q=0.8, nb;q=0.7, sv;q=0.3', 'en sv fi'],
    ['de, fr;q=0.9', 'fi sv en'],
    ['*', 'fi sv en'],
    ['*, en;q=0.1', 'en fi sv'],
    ['en;q=0.5, *;q=0.9', 'en fi sv'],
    ['*;q=0', 'fi sv en'],
    ['sv;q=0, en;q=0.1', 'en fi se smn sms sv'],
    ['fi;q=0', 'sv en se smn sms fi'],
    ['fi;q=0, sv;q=0.000', 'en se smn sms fi sv'],
    ['fi;q=0, fi-FI;q=0.1', 'fi sv en'],
    ['SE-no', 'se fi sv en'],
    ['smn ; q=0.3 , sms ; q=0.4', 'sms smn fi sv en se'],
    ['en;Q=0.1,sv;q = 0.2', 'sv en fi'],
    ['en, en, EN-us;q=0.3, sv, en;q=0.9', 'en sv fi'],
    ['sv;q=2, en;q=0.1', 'en fi sv'],
    ['sv;q=high, en;q=0.1', 'en fi sv'],
    ['sv;q=0.1234, en;q=-1, se', 'se fi sv en'],
    ['sv;level=1;q=0.1, en;q=0.2', 'en sv fi'],
    ['sv_FI, english, -, en-', 'en fi sv'],
    [';;;,,,=q', 'fi sv en'],
    ['__proto__, constructor;q=1', 'fi sv en'],
    [`${'de-x-y;q=0.3,'.repeat(800)}en;q=0.2`, 'en fi sv'],
    [`en${'-a'.repeat(5000)}, sv`, 'en sv fi'],
  ])('%.60j is an order that begins with %s', (header, first) =>
    expect(preferredLanguages(header).join(' ')).toMatch(new RegExp(`^${first}( |$)`)),
  );

  test('whatever comes, it has each language once, and takes little time', () => {
    const part = fc.constantFrom(
      'fi',
      'sv-FI',
      'en',
      'se',
      '*',
      'da',
      ',',
      ';',
      'q=',
      '0',
      '1',
      '.5',
      ' ',
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(header, (each) => {
        expect([...preferredLanguages(each)].sort()).toEqual([...TEXT_LANGUAGES].sort());
      }),
    );
    const began = performance.now();
    for (const odd of [' ', ',', ';', 'q=', ';q=', 'sv,', '\t', '-'])
      preferredLanguages(odd.repeat(16_384));
    expect(performance.now() - began).toBeLessThan(1_000);
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
