import 'reflect-metadata';
import fc from 'fast-check';
import { TEXT_LANGUAGES, languageOrder } from '../../src/value/language';
import {
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
  ])('takes %j', (given, patch) => expect(parseLocalisedText(given, limits)).toEqual(patch));

  test.each([
    [null, 'REQUIRED', []],
    ['', 'REQUIRED', []],
    [7, 'INVALID', []],
    [['fi'], 'INVALID', []],
    [{ de: 'x' }, 'UNKNOWN_LANGUAGE', ['de']],
    [{ FI: 'x' }, 'UNKNOWN_LANGUAGE', ['FI']],
    [JSON.parse('{"__proto__": "x"}'), 'UNKNOWN_LANGUAGE', ['__proto__']],
    [{ fi: '' }, 'REQUIRED', ['fi']],
    [{ fi: 'a', sv: 7 }, 'INVALID', ['sv']],
    [{ fi: 'x'.repeat(11) }, 'TOO_LONG', ['fi']],
    [{ fi: 'a', ownWords: 'fi' }, 'INVALID', ['ownWords']],
    [{ fi: 'a', ownWords: ['fi', 'de'] }, 'UNKNOWN_LANGUAGE', ['ownWords', 1]],
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

  const texts = Object.fromEntries(
    TEXT_LANGUAGES.map((language) => [language, fc.constantFrom('a', 'b', null)]),
  );
  const patches = fc.record(
    { ...texts, ownWords: fc.subarray([...TEXT_LANGUAGES]) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<LocalisedTextPatch>;

  test('changes nothing when the same is applied again', () => {
    fc.assert(
      fc.property(patches, patches, (first, patch) => {
        const once = mergeLocalisedText(mergeLocalisedText(null, first), patch);
        expect(JSON.stringify(mergeLocalisedText(once, patch))).toBe(JSON.stringify(once));
        if (once) expect(mergeLocalisedText(null, once)).toEqual(once);
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
    expect(pickText(text, languageOrder(['smn']))).toEqual({ ...translations[1], translations });
    expect(pickText(text, languageOrder(['en']))).toEqual({ ...translations[0], translations });
  });

  test('is null where there is nothing', () => {
    expect(pickText(null, TEXT_LANGUAGES)).toBeNull();
    expect(pickText({}, TEXT_LANGUAGES)).toBeNull();
  });
});
