import type { Attribute } from '../kernel/declare/declare';
import { textOf, type Cell } from './cell';

/** What clears: the word that stands in a cell for null. */
export const NULL = 'null';

const isNull = (cell: Cell): boolean => typeof cell === 'string' && cell.trim() === NULL;

/** Reads a cell that is not empty: null where it says so, else by a reader. */
export const orNull =
  <T>(read: (cell: Cell) => T) =>
  (cell: Cell): T | null =>
    isNull(cell) ? null : read(cell);

/** A text in a cell; `\null` is the word itself. */
export const readText = (cell: Cell): string => textOf(cell).replace(/^\\(\\*null)$/, '$1');

/** A text as a cell says it, so that it is not read as what clears. */
export const writeText = (value: unknown): string => asText(value).replace(/^(\\*null)$/, '\\$1');

/** A value as a text, whatever it is. */
export const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

/** The items of a cell, between `|`; `\|` is a sign in an item. */
export function readItems(cell: Cell): string[] {
  if (isNull(cell)) return [];
  const items = textOf(cell).match(/(?:\\[\\|]|[^|])+/g) ?? [];
  return items.flatMap((item) => {
    const text = readText(item.replace(/\\([\\|])/g, '$1'));
    return text === '' ? [] : [text];
  });
}

/** Items as a cell says them; none clear what is there. */
export function writeItems(items: readonly string[]): string {
  if (items.length === 0) return NULL;
  return items
    .map((item) =>
      writeText(item)
        .replace(/\\(?=[\\|]|$)/g, '\\\\')
        .replaceAll('|', '\\|'),
    )
    .join(' | ');
}

/** A number as Finns write it too: `1 200,50`; what is none stays a text. */
export function readNumber(cell: Cell, commas: boolean): number | string {
  if (typeof cell === 'number') return cell;
  const text = textOf(cell);
  const plain = text.replace(/(?<=\d)\s(?=\d{3}(\D|$))/gu, '').replace(/^[−–]/, '-');
  const number = commas ? plain.replace(',', '.') : plain;
  return /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(number) ? Number(number) : text;
}

/** An amount of money in a cell: `25,50 €`, `25.50 SEK`; cents that are none where it is none, for the intake to refuse. */
export function readMoney(
  cell: Cell,
  commas: boolean,
): { cents: number | string; currency?: string } {
  const text = textOf(cell);
  const [, said = '', currency = ''] = /^(.*\d)\s*(€|e|euroa?|[A-Z]{3})?$/i.exec(text) ?? [];
  const amount = typeof cell === 'number' ? cell : readNumber(said, commas);
  const cents = typeof amount === 'number' ? Math.round(amount * 100) : NaN;
  if (!(Math.abs(cents / 100 - Number(amount)) < 1e-9)) return { cents: text };
  return /^[A-Z]{3}$/.test(currency) ? { cents, currency } : { cents };
}

const YES = new Set(['true', 'kyllä', 'k', 'on', 'ja', 'yes', 'y', 'x', '1', 'tosi', 'sant']);
const NO = new Set(['false', 'ei', 'e', 'nej', 'no', 'n', '-', '–', '0', 'epätosi', 'falskt']);

/** Yes or no in three languages, or a cross; what is neither stays a text. */
export function readBoolean(cell: Cell): boolean | string {
  if (typeof cell === 'boolean') return cell;
  const word = textOf(cell).toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : textOf(cell);
}

const WORDS_OF_YES = {
  fi: ['kyllä', 'ei'],
  sv: ['ja', 'nej'],
  en: ['yes', 'no'],
  names: ['true', 'false'],
};

/** Yes or no in a language. */
export const writeBoolean = (value: unknown, language: keyof typeof WORDS_OF_YES): Cell =>
  WORDS_OF_YES[language][value ? 0 : 1]!;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SYSTEM = /^([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+):\s*(.+)$/u;

/** What says in which way a reference is meant, where it would be taken otherwise; a plan stands before `name`. */
const WAY = /^((?:[a-z0-9-]+@)?name|slug|id|code|externalId):\s*(.+)$/;

type Way = Record<string, unknown>;

/**
 * A reference in a cell: a slug, a code of what has codes (`049`), a name, a name with the slug of its plan behind `@`, or
 * an external id behind its system and a colon; `name:`, `slug:`, `code:`, `id:` and `externalId:` before it say which.
 */
export function readReference(
  cell: Cell,
  target: Pick<Attribute, 'max'> | undefined,
): string | Way {
  const text = textOf(cell);
  const [, way, rest = ''] = WAY.exec(text) ?? [];
  if (way === 'externalId') return { externalId: externalIdIn(rest) };
  if (way?.endsWith('@name')) return { name: rest, plan: way.slice(0, -'@name'.length) };
  if (way === 'slug' && SLUG.test(rest)) return rest;
  if (way) return { [way]: rest };
  if (target && /^\d+$/.test(text) && text.length <= (target.max ?? 0))
    return { code: text.padStart(target.max!, '0') };
  if (SLUG.test(text)) return text;
  if (SYSTEM.test(text)) return { externalId: externalIdIn(text) };
  const [end, plan] = [text.lastIndexOf(' @'), text.slice(text.lastIndexOf(' @') + 2)];
  return end > 0 && SLUG.test(plan) ? { name: text.slice(0, end).trimEnd(), plan } : { name: text };
}

/** What another system calls a record; the system is that of the whole bundle where it is not said. */
interface ExternalIdOf {
  system?: string;
  value: string;
}

/** A system and an id from either side of the first colon; an id alone where there is none. */
export function externalIdIn(text: string): ExternalIdOf {
  const [, system, value] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  return system?.trim() ? { system: system.trim(), value: value!.trim() } : { value: text.trim() };
}

/** An external id as a cell says it. */
export const textOfExternalId = ({ system, value }: Partial<ExternalIdOf>): string =>
  system === undefined ? (value ?? '') : `${system}:${value}`;

/** A reference as a cell says it: in the shortest way that is read as it is meant. */
export function writeReference(value: unknown, target: Pick<Attribute, 'max'> | undefined): string {
  const way = (typeof value === 'string' ? { slug: value } : value) as Way;
  const [kind = 'name', by] = Object.entries(way)[0] ?? [];
  const said = kind === 'externalId' ? textOfExternalId(by as object) : asText(by);
  const short = way.plan ? `${said} @${asText(way.plan)}` : said;
  const read = readReference(short, target);
  const isSame = JSON.stringify(read) === JSON.stringify(typeof value === 'string' ? value : way);
  if (isSame) return short;
  return `${way.plan ? `${asText(way.plan)}@` : ''}${kind}:${said}`;
}
