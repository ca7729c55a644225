import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { giveTurn } from '../database/turn';
import {
  type Cell,
  MOST_COLUMNS,
  MOST_ROWS,
  NoTable,
  textOf,
  type Table,
  type TableRow,
} from './cell';
import { isKnownHeading } from './shape';

/** So many bytes are decoded and parsed at once: a row of each takes longest, and all else waits for them. */
const PART = 2_048;

/** A formula that was made a text by an apostrophe, as the feeds write it. */
const DISARMED = /^'(?=\s*[=+\-@＝＋－＠])/;

/** In so many of its first bytes a file shows what it is. */
const TOP = 262_144;

/** A file of text as a table: RFC 4180, with semicolons, commas or tabs. Throws `NoTable`. */
export function csvTable(name: string, bytes: Uint8Array): Table {
  const encoding = encodingOf(bytes);
  const { above, delimiter } = headed(topOf(bytes, encoding));
  return {
    name,
    isSheet: false,
    commas: delimiter !== ',',
    rows: () => rowsOf(below(above, partsOf(bytes, encoding)), delimiter, countLines(above)),
  };
}

/** Whether a file begins as a table of text does: one of its first lines names columns, and nothing else. */
export function startsAsTable(bytes: Uint8Array): boolean {
  const top = topOf(bytes, encodingOf(bytes));
  const { above, delimiter } = headed(top);
  const lines = top
    .slice(above.length)
    .split(/\r\n?|\n/)
    .slice(0, 20);
  return lines.some((line) => {
    const cells = line.split(delimiter).map((each) => each.trim().replace(/^"(.*)"$/, '$1'));
    return line.trim() !== '' && cells.every((each) => each === '' || isKnownHeading(each));
  });
}

/** The signs that Windows-1252 has where Latin 1 has none; Node 20 decodes the one as the other. */
const OF_WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How spreadsheets have saved a text: in UTF-8, in UTF-16, or else in the code page of Windows in western Europe. */
function encodingOf(bytes: Uint8Array): Encoding {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || isWide(bytes, 1)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || isWide(bytes, 0)) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  if (bytes.includes(0)) throw new NoTable('Wanted a text; got bytes that are none.');
  return 'windows-1252';
}

/** A text a part at a time, so that neither it nor what is read of it piles up. */
function* partsOf(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding);
  for (let from = 0; from < bytes.length; from += PART) {
    const part = bytes.subarray(from, from + PART);
    yield decoder ? decoder.decode(part, { stream: true }) : ofWindows(part);
  }
}

const ofWindows = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => OF_WINDOWS[sign.charCodeAt(0) - 0x80]!);

const topOf = (bytes: Uint8Array, encoding: Encoding): string =>
  [...partsOf(bytes.subarray(0, TOP), encoding)].join('');

/** A text without what it begins with. */
async function* below(above: string, parts: Iterable<string>): AsyncGenerator<string> {
  let left = above.length;
  for (const part of parts) {
    await giveTurn();
    if (part.length > left) yield part.slice(left);
    left = Math.max(0, left - part.length);
  }
}

/** Whether every other byte of a text in western letters is zero. */
function isWide(bytes: Uint8Array, at: number): boolean {
  const some = bytes.subarray(0, 64);
  const zeros = some.filter((each, i) => each === 0 && i % 2 === at).length;
  return zeros > 4 && zeros >= some.length / 4;
}

/** What stands above the first line that neither is empty nor says something to people or to a spreadsheet. */
function headed(top: string): { above: string; delimiter: string } {
  const said = /^(?:[^\S\r\n]*(?:\r\n?|\n)|#.*(?:\r\n?|\n|$))*/.exec(top)![0];
  const rest = top.slice(said.length);
  const [line = '', separator] = /^"?sep=(.)"?[^\S\r\n]*(?:\r\n?|\n|$)/i.exec(rest) ?? [];
  const above = said + line;
  return { above, delimiter: separator ?? delimiterOf(top.slice(above.length)) };
}

const countLines = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;

/** What stands between the cells: that by which most headings are known, or else most is cut. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n?|\n/)
    .slice(0, 20);
  const ranked = [',', ';', '\t'].map((delimiter) => {
    const cells = lines.map((line) =>
      line.split(delimiter).map((each) => each.trim().replace(/^"(.*)"$/, '$1')),
    );
    const known = Math.max(...cells.map((each) => each.filter(isKnownHeading).length));
    const cuts = cells.reduce((sum, each) => sum + each.length - 1, 0);
    return { delimiter, known, cuts };
  });
  ranked.sort((a, b) => b.known - a.known || b.cuts - a.cuts);
  return ranked[0]!.delimiter;
}

async function* rowsOf(
  parts: AsyncIterable<string>,
  delimiter: string,
  skipped: number,
): AsyncGenerator<TableRow> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: false,
  });
  const source = Readable.from(parts).pipe(parser);
  let row = skipped;
  try {
    for await (const each of source) {
      const { record, info } = each as { record: string[]; info: { lines: number } };
      const breaks = record.join('').match(/\r\n?|\n/g)?.length ?? 0;
      const line = info.lines - breaks + skipped;
      if (++row > MOST_ROWS) throw tooLarge(`${MOST_ROWS} rows`, row, line);
      if (record.length > MOST_COLUMNS) throw tooLarge(`${MOST_COLUMNS} columns`, row, line);
      await giveTurn();
      yield { row, line, cells: record.map(cellOf) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines = 0 } = error as { lines?: number };
    const line = lines + skipped;
    throw new NoTable(error.message, { row: line, line, address: `A${line}` });
  } finally {
    parser.destroy();
  }
}

const tooLarge = (most: string, row: number, line: number) =>
  new NoTable(`Wanted at most ${most}.`, { row, line, address: `A${row}` });

const cellOf = (text: string): Cell => text.replace(DISARMED, '');

/** A table as CSV, with a line break behind each row. */
export function csvOf(rows: Iterable<readonly Cell[]>): string {
  const lines = [...rows].map((cells) => `${cells.map(written).join(',')}\n`);
  return lines.join('');
}

function written(cell: Cell): string {
  const text = textOf(cell);
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
