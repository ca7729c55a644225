import fc from 'fast-check';
import { at, echo, Invalid } from '../../src/value/invalid';
import { atMost, cleanText, parseUrl, visible } from '../../src/value/text';
import { refusal } from '../support/refusal';

describe('what names something', () => {
  const hidden = fc.constantFrom(
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\u3164',
  );
  const space = fc.constantFrom(' ', '\u00a0', '\u2009', '\u202f', '\u3000');

  test('is the same whatever is hidden in it and whichever spaces it has', () => {
    const words = fc.array(fc.constantFrom('A', 'a\u0308', 'ö', '12', '-'), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 3 }),
        hidden,
        space,
        (texts, mark, gap) => {
          const plain = texts.map((each) => each.join('')).join(' ');
          const odd = texts.map((each) => `${mark}${each.join(mark)}`).join(gap + gap);
          expect(visible(odd)).toBe(visible(plain));
          expect(visible(visible(odd))).toBe(visible(odd));
        },
      ),
    );
  });
});

describe('cleanText', () => {
  test.each([
    ['  Kirjasto  ', 'Kirjasto'],
    ['Ja\u0308mijärvi', 'Jämijärvi'],
    ['a\u00a0b', 'a\u00a0b'],
    ['👩‍🏫', '👩‍🏫'],
    ['%_"\'; DROP', '%_"\'; DROP'],
  ])('takes %j as %j', (given, text) => {
    expect(cleanText(given, { max: 20 })).toBe(text);
  });

  test.each([
    [undefined, 'REQUIRED'],
    [null, 'REQUIRED'],
    ['', 'REQUIRED'],
    [' \u00a0 ', 'REQUIRED'],
    ['\u200b\u200d', 'REQUIRED'],
    [5, 'INVALID'],
    [['a'], 'INVALID'],
    ['a\u0000b', 'INVALID'],
    ['a\nb', 'INVALID'],
    ['a\r\nBCC: b', 'INVALID'],
    ['a\tb', 'INVALID'],
    ['a\u0085b', 'INVALID'],
    ['a\u2028b', 'INVALID'],
    ['a\u202eb', 'INVALID'],
    ['a\u2066b', 'INVALID'],
    ['a\ud800b', 'INVALID'],
    ['x'.repeat(21), 'TOO_LONG'],
    ['x'.repeat(1_000_000), 'TOO_LONG'],
  ])('refuses %j', (given, code) => {
    expect(refusal(() => cleanText(given, { max: 20 }))).toMatchObject({ code });
  });

  test('counts characters, not code units', () => {
    expect(cleanText('😀'.repeat(20), { max: 20 })).toHaveLength(40);
    expect(refusal(() => cleanText('😀'.repeat(21), { max: 20 }))?.code).toBe('TOO_LONG');
  });

  test('keeps line breaks and tabs where lines are allowed, in one form', () => {
    expect(cleanText('a\r\nb\tc\rd\u2028e\n', { max: 20, lines: true })).toBe('a\nb\tc\nd\ne');
    expect(refusal(() => cleanText('a\u0007b', { max: 20, lines: true }))?.code).toBe('INVALID');
  });

  test('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (given, lines) => {
        let once: string;
        try {
          once = cleanText(given, { max: 100, lines });
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
          return;
        }
        expect(cleanText(once, { max: 100, lines })).toBe(once);
      }),
    );
  });
});

describe('parseUrl', () => {
  it('goes on knowing letters such as ä, however often it is asked', () => {
    for (let i = 0; i < 50_000; i++) parseUrl('https://täällä.fi/');
  });

  test.each(['https://www.porvoo.fi/kirjasto', 'HTTP://Example.org?q=ä#b', 'https://täällä.fi/'])(
    'keeps %s as written',
    (url) => expect(parseUrl(url)).toBe(url),
  );

  test.each([
    ['javascript:alert(1)', 'INVALID'],
    ['ftp://example.org', 'INVALID'],
    ['www.porvoo.fi', 'INVALID'],
    ['https://', 'INVALID'],
    [' https://example.org', 'INVALID'],
    ['https://example.org/a b', 'INVALID'],
    ['https://example.org/\n', 'INVALID'],
    ['https://example.org/\u202e', 'INVALID'],
    ['https://example.org:99999', 'INVALID'],
    [null, 'INVALID'],
    [`https://example.org/${'a'.repeat(2000)}`, 'TOO_LONG'],
  ])('refuses %j', (given, code) => {
    expect(refusal(() => parseUrl(given))?.code).toBe(code);
  });
});

describe('echo', () => {
  test.each([
    ['a"b', '"a\\"b"'],
    ['a\u202eb', '"a\\u202eb"'],
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    [10n, '10n'],
    [{ a: [1] }, '{ a: [ 1 ] }'],
  ])('shows %p as %s', (given, shown) => expect(echo(given)).toBe(shown));

  test('is at most 200 characters of whole letters on one line', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (value) => {
        expect(echo(value)).not.toMatch(/[\n\r\u2028]/);
        expect([...echo(value)].length).toBeLessThanOrEqual(200);
      }),
    );
    expect([...echo('ä'.repeat(500))]).toHaveLength(200);
    expect(echo(`a${'😀'.repeat(500)}`)).not.toMatch(/\p{Cs}/u);
  });
});

test('at puts the place before the path and lets other errors pass', () => {
  const nested = () => at('a', () => at(1, () => cleanText(null, { max: 1 })));
  expect(refusal(nested)).toMatchObject({ code: 'REQUIRED', path: ['a', 1] });
  const broken = () => {
    throw new TypeError('bug');
  };
  expect(() => at('a', broken)).toThrow(TypeError);
});

test('a text of one letter is as long as all that is on it', () => {
  expect(refusal(() => atMost(`a${'\ufe0f'.repeat(300)}`, 300))?.code).toBe('TOO_LONG');
  expect(atMost('😀'.repeat(300), 300)).toHaveLength(600);
});
