import { echo, Invalid } from './invalid';

/** What a text may be: its length in code points, and whether it may have several lines. */
export interface TextLimits {
  max?: number;
  lines?: boolean;
}

const OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const CONTROL_IN_LINES = /(?![\n\t])[\p{Cc}\p{Cs}]/u;
const VISIBLE = /[^\p{Z}\p{Cf}\p{Cc}]/u;

/** A text fit to be stored and shown anywhere: composed, trimmed, not empty, without hidden commands. */
export function cleanText(value: unknown, { max = Infinity, lines = false }: TextLimits): string {
  if (value === null || value === undefined) throw new Invalid('REQUIRED', 'Wanted a text.');
  if (typeof value !== 'string') {
    throw new Invalid('INVALID', `Wanted a text; got ${echo(value)}.`);
  }
  const composed = value.normalize('NFC');
  const text = (lines ? composed.replace(/\r\n?|\u2028|\u2029/g, '\n') : composed).trim();
  if ((lines ? CONTROL_IN_LINES : CONTROL).test(text)) {
    const wanted = lines ? 'other than line breaks and tabs' : 'or line breaks';
    throw new Invalid(
      'INVALID',
      `Wanted a text without control characters ${wanted}; got ${echo(text)}.`,
    );
  }
  if (OVERRIDE.test(text)) {
    throw new Invalid('INVALID', `Wanted a text without direction overrides; got ${echo(text)}.`);
  }
  if (!VISIBLE.test(text)) throw new Invalid('REQUIRED', 'Wanted a text; got an empty one.');
  return atMost(text, max);
}

/** A text that names something, in letters that show: what is invisible goes, and every kind of space is one. */
export function visible(text: string): string {
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** Whether a text may name what is stored: neither the databases nor we keep others. */
export const mayBeStored = (text: string): boolean => text.length <= 1000 && !text.includes('\0');

/** An address as RFC 3986 writes it; null where it is none. `URL.canParse` of Node 20 forgets letters such as ä when it is called often. */
export function hrefOf(text: string): string | null {
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}

/** An address on the web, kept as written; other schemes could run code in somebody's page. */
export function parseUrl(value: unknown): string {
  const url = typeof value === 'string' ? value : '';
  if (!/^https?:\/\/[^\s\p{C}]+$/iu.test(url) || hrefOf(url) === null) {
    throw new Invalid(
      'INVALID',
      `Wanted an address that begins with https:// or http://; got ${echo(value)}.`,
    );
  }
  return atMost(url, 2000);
}

/** A text of at most so many characters, each a code point: combining marks and variation selectors count too. */
export function atMost(text: string, max: number): string {
  const longer = text.length > max && (text.length > 2 * max || [...text].length > max);
  if (longer) throw new Invalid('TOO_LONG', `Wanted at most ${max} characters; got ${echo(text)}.`);
  return text;
}
