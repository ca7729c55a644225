import fc from 'fast-check';
import { fold, sortKey } from '../../src/value/collation';

describe('fold', () => {
  test.each([
    ['  Äänekosken\n KIRJASTO ', 'äänekosken kirjasto'],
    ['Å Ö å ö', 'å ö å ö'],
    ['A\u0308ka\u030a', 'äkå'],
    ['Čáhppesjávri', 'cahppesjavri'],
    ['Žižek & Müller', 'zizek & muller'],
    ['Ærø Straße', 'ärö strasse'],
    ['ĐŊŦ đŋŧ', 'dnt dnt'],
    ['2024–2026 — x−y', '2024-2026 - x-y'],
    ['”Lukuiloa” ’n ‘n «a»', '"lukuiloa" \'n \'n "a"'],
    ['kir\u00adjas\u200bto', 'kirjasto'],
    ['ﬁnna ² Ｘ', 'finna 2 x'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['100 % _x*', '100 % _x*'],
    ['ǟ ǻ õ', 'ä å o'],
  ])('%j is searched as %j', (text, folded) => expect(fold(text)).toBe(folded));

  test.each([['grapheme'], ['binary'], ['grapheme-composite']] as const)(
    'changes nothing when it is applied again (%s)',
    (unit) => {
      fc.assert(
        fc.property(fc.string({ unit }), (text) => expect(fold(fold(text))).toBe(fold(text))),
        { numRuns: 2000 },
      );
    },
  );
});

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (names: string[], locale: 'fi' | 'sv') =>
  [...names].sort((a, b) => compare(sortKey(a, locale), sortKey(b, locale)));

describe('sortKey', () => {
  test.each<['fi' | 'sv', string[]]>([
    ['fi', ['2 kirjaa', 'Aura', 'Vaasa', 'Wahren', 'Ypäjä', 'Zeniitti', 'Åbo', 'Äänekoski', 'Öja']],
    ['sv', ['Ale', 'Zorn', 'Åbo', 'Ängelholm', 'Ærø', 'Öja']],
    ['fi', ['Kirja', 'Kirja ja kieli', 'Kirjakieli', 'Kirjasto']],
    ['fi', ['yhde', 'ühdek', 'yhdet']],
    ['fi', ['d', 'đ', 'da', 'đa', 'n', 'ŋ', 'na', 't', 'ŧ', 'ta']],
    ['fi', ['e', 'E', 'é', 'É', 'ê', 'ea', 'éa']],
    ['fi', ['tg', 'th', 'þ', 'ti']],
    ['fi', ['zz', 'å', 'Ж']],
    ['sv', ['o', 'ző', 'ö', 'ő', 'öa']],
  ])('in %s: %j', (locale, names) => {
    expect(inOrder([...names].reverse(), locale)).toEqual(names);
  });

  test('counts punctuation as a space, and none of it at the ends', () => {
    expect(sortKey('”Kirja–kahvila”', 'fi')).toBe(sortKey('Kirja kahvila', 'fi'));
    expect(sortKey('!?', 'fi')).toBe('');
  });

  test('is short and printable, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(sortKey(text, 'fi')).toMatch(/^[ -~]{0,400}$/);
      }),
    );
    expect(sortKey('Ž'.repeat(10_000), 'sv')).toHaveLength(400);
  });

  const letter = fc.constantFrom(
    ...'abcdefghijklmnopqrstuvwxyzåäöčšžéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖČŠŽÉÜ',
  );
  const close = fc.constantFrom(...'aäeéEÉuüUÜyYsšSŠ');
  const words = (unit: fc.Arbitrary<string>) =>
    fc
      .array(fc.string({ unit, minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(' '));

  test.each([
    ['fi', letter],
    ['sv', letter],
    ['fi', close],
    ['sv', close],
  ] as const)('orders names as ICU does in %s', (locale, unit) => {
    const collator = new Intl.Collator(locale);
    fc.assert(
      fc.property(words(unit), words(unit), (a, b) => {
        const keys = compare(sortKey(a, locale), sortKey(b, locale));
        expect(keys).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['fi', 'sv'] as const)('orders variants of one name as ICU does in %s', (locale) => {
    const collator = new Intl.Collator(locale);
    const spellings = (base: string) =>
      fc.constantFrom(...{ e: 'eéEÉ', y: 'yüYÜ', s: 'sšSŠ' }[base]!);
    const variant = fc.tuple(...[...'yes'].map(spellings)).map((letters) => letters.join(''));
    fc.assert(
      fc.property(variant, variant, (a, b) => {
        const keys = compare(sortKey(a, locale), sortKey(b, locale));
        expect(keys).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 3000 },
    );
  });
});
