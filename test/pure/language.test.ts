import fc from 'fast-check';
import {
  MOST_ASKED,
  compareLanguages,
  languageOrder,
  lookedFor,
  parseLanguageTag,
  preferredLanguages,
} from '../../src/value/language';
import { refusal } from '../support/refusal';

/** An order with what stands behind it. */
const whole = (order: readonly string[]) => [...new Set([...order, 'fi', 'sv', 'en'])];

const tags = fc.constantFrom('fi', 'sv', 'en', 'se', 'nb', 'nb-no', 'sv-fi', 'zh-hant', 'x-own');
const manyTags = fc.array(tags, { maxLength: 9 });

describe('languageOrder', () => {
  test('begins with the languages asked for, and leaves out what comes behind them in any case', () => {
    expect(languageOrder([])).toEqual([]);
    expect(languageOrder(['fi', 'sv'])).toEqual([]);
    expect(languageOrder(['sv', 'fi', 'en'])).toEqual(['sv']);
    expect(languageOrder(['fi', 'en'])).toEqual(['fi', 'en']);
    expect(languageOrder(['fi', 'nb'])).toEqual(['fi', 'nb']);
    expect(languageOrder(['smn'])).toEqual(['smn']);
    expect(languageOrder(['sv'], preferredLanguages('en'))).toEqual(preferredLanguages('sv, en'));
  });

  test('equal orders are the same, and none asks for many', () => {
    const isShort = fc.array(tags, { maxLength: MOST_ASKED });
    fc.assert(
      fc.property(isShort, manyTags, (first, then) => {
        expect(whole(languageOrder(first))).toEqual(whole(first));
        const order = languageOrder(first, languageOrder(then));
        expect(order.length).toBeLessThanOrEqual(2 * MOST_ASKED);
        const all = [...first, ...languageOrder(then), 'fi', 'sv', 'en'];
        expect(whole(order)).toEqual(whole(all)); // the argument takes no place from the others
        expect(languageOrder(whole(first).slice(0, MOST_ASKED))).toEqual(
          languageOrder([...new Set(first)]),
        );
      }),
    );
  });

  test('where fi, sv and en stand in it does not depend on which the others are', () => {
    const other = (of: readonly string[], by: string) =>
      of.map((each) => (['fi', 'sv', 'en'].includes(each) ? each : by));
    fc.assert(
      fc.property(manyTags, manyTags, (first, then) => {
        const same = languageOrder(other(first, 'de'), other(then, 'de'));
        expect(other(languageOrder(first, then), 'de')).toEqual(same);
      }),
    );
  });
});

test.each([
  ['fi', 'fi'],
  ['sv-fi', 'sv-fi sv'],
  ['zh-hant-tw', 'zh-hant-tw zh-hant zh'],
  ['de-x-y', 'de-x-y de'],
  ['zh-hant-cn-x-one1-two2', 'zh-hant-cn-x-one1-two2 zh-hant-cn-x-one1 zh-hant-cn zh-hant zh'],
  ['x-klingon', 'x-klingon'],
])('for %s are looked for %s', (tag, all) => expect(lookedFor(tag).join(' ')).toBe(all));

test('texts are kept with fi, sv and en first, then by length and letters', () => {
  const kept = [
    'fi',
    'sv',
    'en',
    'da',
    'nb',
    'se',
    'sma',
    'smn',
    'sms',
    'nb-no',
    'sv-fi',
    'zh-hant',
  ];
  expect([...kept].reverse().sort(compareLanguages)).toEqual(kept);
});

describe('preferredLanguages', () => {
  test.each([
    [undefined, 'fi sv en'],
    ['', 'fi sv en'],
    ['fi', 'fi sv en'],
    ['sv', 'sv fi en'],
    ['sv-FI, fi;q=0.8', 'sv-fi sv fi en'],
    ['sv-Latn-FI', 'sv-latn-fi sv-latn sv fi en'],
    ['swe', 'sv fi en'],
    ['fi;q=0.2, en-GB;q=0.9', 'en-gb en fi sv'],
    ['en;q=0.5, sv;q=0.5', 'en sv fi'],
    ['en;q=0.501, sv;q=0.502', 'sv en fi'],
    ['da, en;q=0.8', 'da en fi sv'],
    ['da, en;q=0.8, nb;q=0.7, sv;q=0.3', 'da en nb sv fi'],
    ['de, fr;q=0.9', 'de fr fi sv en'],
    ['*', 'fi sv en'],
    ['*, en;q=0.1', 'en fi sv'],
    ['en;q=0.5, *;q=0.9', 'en fi sv'],
    ['*;q=0', 'fi sv en'],
    ['sv;q=0, en;q=0.1', 'en fi sv'],
    ['fi;q=0', 'sv en fi'],
    ['nb, fi;q=0', 'nb sv en fi'],
    ['fi;q=0, sv;q=0.000', 'en fi sv'],
    ['nb;q=0', 'fi sv en'],
    ['fi;q=0, fi-FI;q=0.1', 'fi-fi fi sv en'],
    ['SE-no', 'se-no se fi sv en'],
    ['smn ; q=0.3 , sms ; q=0.4', 'sms smn fi sv en'],
    ['en;Q=0.1,sv;q = 0.2', 'sv en fi'],
    ['en, en, EN-us;q=0.3, sv, en;q=0.9', 'en sv en-us fi'],
    ['sv;q=2, en;q=0.1', 'en fi sv'],
    ['sv;q=high, en;q=0.1', 'en fi sv'],
    ['sv;q=0.1234, en;q=-1, se', 'se fi sv en'],
    ['sv;level=1;q=0.1, en;q=0.2', 'en sv fi'],
    ['sv_FI, english, -, en-', 'fi sv en'],
    [';;;,,,=q', 'fi sv en'],
    ['__proto__, constructor;q=1', 'fi sv en'],
    ['da, nb, nn, is, fo, kl, et, sv', 'da nb nn is fo kl fi sv en'],
    [`${'de-x-y;q=0.3,'.repeat(800)}en;q=0.2`, 'de-x-y de en fi sv'],
    [`en${'-a'.repeat(5000)}, sv`, 'sv fi en'],
  ])('%.60j asks for %s', (header, order) =>
    expect(whole(preferredLanguages(header)).join(' ')).toBe(order),
  );

  test('whatever comes, it has each language once and few, and takes little time', () => {
    const part = fc.constantFrom(
      ...['fi', 'sv-FI', 'en', 'se', 'nb-NO', 'zh-Hant-TW', 'x-a', '*', 'da'],
      ...[',', ',', ';', 'q=', '0', '1', '.5', ' '],
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(header, (each) => {
        const order = preferredLanguages(each);
        expect([...new Set(order)]).toEqual(order);
        expect(order.length).toBeLessThanOrEqual(MOST_ASKED);
        for (const tag of order) expect(parseLanguageTag(tag)).toBe(tag);
      }),
    );
    const began = performance.now();
    for (const odd of [' ', ',', ';', 'q=', ';q=', 'sv,', 'fin-x-a,', '\t', '-'])
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
