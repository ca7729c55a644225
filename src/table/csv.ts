import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Cell, NoTable, textOf, type Table, type TableRow } from './cell';
import { isKnownHeading } from './shape';

/** A text that is decoded at once for the parser, in parts so small that what it parses does not pile up. */
const PART = 65_536;

/** A formula that was made a text by an apostrophe, as the feeds write it. */
const DISARMED = /^'(?=\s*[=+\-@＝＋－＠])/;

/** A file of text as a table: RFC 4180, with semicolons, commas or tabs. Throws `NoTable`. */
export function csvTable(name: string, bytes: Uint8Array): Table {
  const { text, skipped, delimiter } = headed(decode(bytes));
  return {
    name,
    isSheet: false,
    commas: delimiter !== ',',
    rows: () => rowsOf(text, delimiter, skipped),
  };
}

/** The signs that Windows-1252 has where Latin 1 has none; Node 20 decodes the one as the other. */
const OF_WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** A text as spreadsheets save it: UTF-8, UTF-16, or else the code page of Windows in western Europe. */
export function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || isWide(bytes, 1)) return decoded(bytes, 'utf-16le');
  if ((a === 0xfe && b === 0xff) || isWide(bytes, 0)) return decoded(bytes, 'utf-16be');
  if (isUtf8(bytes)) return decoded(bytes, 'utf-8');
  if (bytes.includes(0)) throw new NoTable('Wanted a text; got bytes that are none.');
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => OF_WINDOWS[sign.charCodeAt(0) - 0x80]!);
}

const decoded = (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding).decode(bytes);

/** Whether every other byte of a text in western letters is zero. */
function isWide(bytes: Uint8Array, at: number): boolean {
  const some = bytes.subarray(0, 64);
  const zeros = some.filter((each, i) => each === 0 && i % 2 === at).length;
  return zeros > 4 && zeros >= some.length / 4;
}

/** A text from its first line that neither is empty nor says something to people or to a spreadsheet. */
function headed(whole: string): { text: string; skipped: number; delimiter: string } {
  const above = /^(?:[^\S\r\n]*(?:\r\n?|\n)|#.*(?:\r\n?|\n|$))*/.exec(whole)![0];
  const rest = whole.slice(above.length);
  const [line = '', separator] = /^"?sep=(.)"?[^\S\r\n]*(?:\r\n?|\n|$)/i.exec(rest) ?? [];
  const said = whole.slice(0, above.length + line.length);
  const text = whole.slice(said.length);
  return { text, skipped: countLines(said), delimiter: separator ?? delimiterOf(text) };
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

/** Whether a text begins as a table does: one of its first lines names columns, and nothing else. */
export function startsAsTable(whole: string): boolean {
  const { text, delimiter } = headed(whole.slice(0, 100_000));
  const lines = text.split(/\r\n?|\n/).slice(0, 20);
  return lines.some((line) => {
    const cells = line.split(delimiter).map((each) => each.trim().replace(/^"(.*)"$/, '$1'));
    return line.trim() !== '' && cells.every((each) => each === '' || isKnownHeading(each));
  });
}

async function* rowsOf(text: string, delimiter: string, skipped: number): AsyncGenerator<TableRow> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: false,
  });
  const source = Readable.from(partsOf(text)).pipe(parser);
  let row = skipped;
  try {
    for await (const each of source) {
      const { record, info } = each as { record: string[]; info: { lines: number } };
      const breaks = record.join('').match(/\r\n?|\n/g)?.length ?? 0;
      row++;
      yield { row, line: info.lines - breaks + skipped, cells: record.map(cellOf) };
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

function* partsOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PART) yield text.slice(from, from + PART);
}

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
