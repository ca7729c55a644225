import 'reflect-metadata';
import fc from 'fast-check';
import { compareLanguages } from '../../src/value/language';
import {
  languagesOf,
  mergeLocalisedText,
  parseLocalisedText,
  pickText,
  type LocalisedText,
  type LocalisedTextPatch,
} from '../../src/value/localised-text';
import { refusal } from '../support/refusal';

const limits = { max: 10 };

describe('parseLocalisedText', () => {
  test.each([
    ['Suomi', { fi: 'Suomi' }],
    [{ sv: ' Finland ' }, { sv: 'Finland' }],
    [
      { sv: null, fi: 'a' },
      { fi: 'a', sv: null },
    ],
    [{ fi: 'a', sv: undefined }, { fi: 'a' }],
    [
      { fi: 'a', ownWords: ['en', 'fi', 'fi'] },
      { fi: 'a', ownWords: ['fi', 'en'] },
    ],
    [
      { fi: 'a', ownWords: null },
      { fi: 'a', ownWords: [] },
    ],
    [{}, {}],
    [
      { smn: 'c', NB: 'b', suomi: 'a' },
      { fi: 'a', nb: 'b', smn: 'c' },
    ],
    [
      {
        fi: 'a',
        translations: [
          { language: 'nb-NO', value: 'b' },
          { language: 'sv', value: null },
        ],
      },
      { fi: 'a', sv: null, 'nb-no': 'b' },
    ],
    [
      { translations: null, ownWords: ['Norwegian Bokmål', 'EN-gb'] },
      { ownWords: ['nb', 'en-gb'] },
    ],
  ])('takes %j', (given, patch) => expect(parseLocalisedText(given, limits)).toEqual(patch));

  test.each([
    [null, 'REQUIRED', []],
    ['', 'REQUIRED', []],
    [7, 'INVALID', []],
    [['fi'], 'INVALID', []],
    [{ xx: 'x' }, 'UNKNOWN_LANGUAGE', ['xx']],
    [{ title: 'x' }, 'UNKNOWN_LANGUAGE', ['title']],
    [{ fi: 'x', FIN: 'y' }, 'DUPLICATE', ['FIN']],
    [{ fi: 'x', suomi: null }, 'DUPLICATE', ['suomi']],
    [
      { nb: 'x', translations: [{ language: 'nb', value: 'y' }] },
      'DUPLICATE',
      ['translations', 0, 'language'],
    ],
    [{ translations: [{ language: 'nb', value: '' }] }, 'REQUIRED', ['translations', 0, 'value']],
    [
      { translations: [{ language: 'xx', value: 'a' }] },
      'UNKNOWN_LANGUAGE',
      ['translations', 0, 'language'],
    ],
    [{ translations: [{ language: 'nb' }] }, 'INVALID', ['translations', 0]],
    [{ translations: [null] }, 'INVALID', ['translations', 0]],
    [{ translations: { nb: 'x' } }, 'INVALID', ['translations']],
    [JSON.parse('{"__proto__": "x"}'), 'UNKNOWN_LANGUAGE', ['__proto__']],
    [{ fi: '' }, 'REQUIRED', ['fi']],
    [{ fi: 'a', sv: 7 }, 'INVALID', ['sv']],
    [{ fi: 'x'.repeat(11) }, 'TOO_LONG', ['fi']],
    [{ fi: 'a', ownWords: 'fi' }, 'INVALID', ['ownWords']],
    [{ fi: 'a', ownWords: ['fi', 'xx'] }, 'UNKNOWN_LANGUAGE', ['ownWords', 1]],
  ])('refuses %j with %s at %j', (given, code, path) => {
    expect(refusal(() => parseLocalisedText(given, limits))).toMatchObject({ code, path });
  });
});

describe('mergeLocalisedText', () => {
  const stored: LocalisedText = { fi: 'a', sv: 'b', ownWords: ['sv'] };

  test.each<[string, LocalisedText | null, LocalisedTextPatch, LocalisedText | null]>([
    ['starts from nothing', null, { sv: 'b', fi: 'a' }, { fi: 'a', sv: 'b' }],
    ['replaces what is named', stored, { fi: 'c' }, { fi: 'c', sv: 'b', ownWords: ['sv'] }],
    ['removes what is null, with its mark', stored, { sv: null }, { fi: 'a' }],
    ['is null when nothing is left', stored, { fi: null, sv: null }, null],
    ['keeps a mark when there are no marks', stored, { sv: 'd' }, { ...stored, sv: 'd' }],
    ['takes the mark of a named one', stored, { sv: 'b', ownWords: [] }, { fi: 'a', sv: 'b' }],
    [
      'keeps the marks of others',
      stored,
      { fi: 'a', ownWords: ['fi'] },
      { ...stored, ownWords: ['fi', 'sv'] },
    ],
    ['marks nothing that is not there', stored, { ownWords: ['en'] }, stored],
    ['changes nothing when nothing is named', stored, {}, stored],
  ])('%s', (_, before, patch, after) => {
    const merged = mergeLocalisedText(before, patch);
    expect(JSON.stringify(merged)).toBe(JSON.stringify(after));
  });

  const tags = ['fi', 'sv', 'en', 'se', 'nb', 'nb-no', 'smn', 'zh-hant', 'x-own'];
  const texts = Object.fromEntries(
    tags.map((language) => [language, fc.constantFrom('a', 'b', null)]),
  );
  const patches = fc.record(
    { ...texts, ownWords: fc.subarray(tags) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<LocalisedTextPatch>;

  test('changes nothing when the same is applied again', () => {
    fc.assert(
      fc.property(patches, patches, (first, patch) => {
        const once = mergeLocalisedText(mergeLocalisedText(null, first), patch);
        expect(JSON.stringify(mergeLocalisedText(once, patch))).toBe(JSON.stringify(once));
        if (!once) return;
        expect(mergeLocalisedText(null, once)).toEqual(once);
        expect(Object.keys(once)).toEqual([
          ...languagesOf(once).sort(compareLanguages),
          ...(once.ownWords ? ['ownWords'] : []),
        ]);
      }),
    );
  });
});

describe('pickText', () => {
  const text: LocalisedText = { sv: 'b', smn: 'c', ownWords: ['smn'] };
  const translations = [
    { language: 'sv', value: 'b', ownWords: false },
    { language: 'smn', value: 'c', ownWords: true },
  ];

  test('gives the language asked for, or the next that there is', () => {
    expect(pickText(text, ['smn'])).toEqual({ ...translations[1], translations });
    expect(pickText(text, ['en'])).toEqual({ ...translations[0], translations });
  });

  test('is null where there is nothing', () => {
    expect(pickText(null, [])).toBeNull();
    expect(pickText({}, [])).toBeNull();
  });
});
