import { giveTurn } from '../database/turn';
import { addTo } from '../value/group';
import { echo } from '../value/invalid';
import { type Cell, MOST_COLUMNS, MOST_ROWS, NoTable, type Table, type TableRow } from './cell';
import { momentOf } from './serial';
import { dateFormats, type DateFormat } from './formats';
import { Archive } from './zip';

/** So many cells may say what the one above them says. */
const MOST_MERGED = 200_000;

/** The sheets of a workbook that show, as tables: values only, of a formula what it gave when it was saved. Throws `NoTable`. */
export async function openWorkbook(bytes: Buffer): Promise<Table[]> {
  const archive = await Archive.open(bytes);
  const root = await relationsOf(archive, '');
  const main = [...root.values()].find(({ type }) => type === 'officeDocument')?.target;
  if (!main || !/workbook/i.test(main))
    throw new NoTable(
      archive.has('mimetype')
        ? 'This is an OpenDocument file: save it as .xlsx.'
        : 'This is no workbook: wanted an .xlsx.',
    );
  const relations = await relationsOf(archive, main);
  const target = (type: string) =>
    [...relations.values()].find((each) => each.type === type)?.target;
  const sheets: { name: string; path: string }[] = [];
  const paths = new Set<string>();
  let since1904 = false;
  await archive.readXml(main, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
      const path = relations.get(id ?? '')?.target;
      if (name !== 'sheet' || !path || (attributes.state ?? 'visible') !== 'visible') return;
      if (paths.has(path))
        throw new NoTable('Wanted a file of its own for each sheet of a workbook.');
      paths.add(path);
      sheets.push({ name: attributes.name ?? '', path });
    },
  });
  const styles = target('styles');
  const shared = target('sharedStrings');
  const formats = styles ? await dateFormats(archive, styles) : [];
  const strings = shared ? await sharedStrings(archive, shared) : [];
  return sheets.map(({ name, path }) => ({
    name,
    isSheet: true,
    commas: true,
    rows: () => new Sheet(archive, path, { strings, formats, since1904 }).rows(),
  }));
}

/** The files that one refers to, by the ids it uses. */
async function relationsOf(
  archive: Archive,
  path: string,
): Promise<Map<string, { type: string; target: string }>> {
  const cut = path.lastIndexOf('/') + 1;
  const [folder, file] = [path.slice(0, cut), path.slice(cut)];
  const found = new Map<string, { type: string; target: string }>();
  await archive.readXml(`${folder}_rels/${file}.rels`, {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : joined(folder, Target);
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return found;
}

const joined = (folder: string, target: string): string =>
  new URL(target, `file:///${folder}`).pathname.slice(1);

/** The texts that cells share. What is said of how they are read aloud is none of them. */
async function sharedStrings(archive: Archive, path: string): Promise<string[]> {
  const strings: string[] = [];
  let [text, isText, isPhonetic] = ['', false, false];
  await archive.readXml(path, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    text(part) {
      if (isText) text += part;
    },
    close(name) {
      if (name === 'si') strings.push(unescaped(text));
      if (name === 'rPh') isPhonetic = false;
      isText = false;
    },
  });
  return strings;
}

/** `_x000D_` is how a workbook writes a sign that XML cannot. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

interface Book {
  strings: readonly string[];
  /** By the numbers of styles. */
  formats: readonly (DateFormat | null)[];
  since1904: boolean;
}

/** A cell as its XML says it. */
interface RawCell {
  index: number;
  type: string;
  style: number;
  value: string;
  isFormula: boolean;
  hasValue: boolean;
}

/** Reads the rows of a sheet, a part of its XML at a time. */
class Sheet {
  private ready: TableRow[] = [];
  private row = 0;
  private cells: Cell[] = [];
  private cell: RawCell | null = null;
  private isText = false;
  private isPhonetic = false;

  constructor(
    private readonly archive: Archive,
    private readonly path: string,
    private readonly book: Book,
  ) {}

  async *rows(): AsyncGenerator<TableRow> {
    const merged = await this.mergedDown();
    const carried = new Map<string, Cell>();
    for await (const row of this.read()) {
      await giveTurn();
      const cells = [...row.cells];
      for (const { column, first, last } of merged.get(row.row) ?? []) {
        const key = `${column} ${first} ${last}`;
        if (row.row === first) carried.set(key, cells[column] ?? '');
        else {
          while (cells.length <= column) cells.push('');
          cells[column] = carried.get(key) ?? '';
        }
      }
      yield { ...row, cells };
    }
  }

  private async *read(): AsyncGenerator<TableRow> {
    const parts = this.archive.xml(this.path, {
      open: (name, attributes) => this.open(name, attributes),
      text: (text) => {
        if (this.isText && this.cell) this.cell.value += text;
      },
      close: (name) => this.close(name),
    });
    for (;;) {
      const { done } = await parts.next();
      const ready = this.ready;
      this.ready = [];
      yield* ready;
      if (done) return;
    }
  }

  /** The cells that are merged over several rows, by each of the rows: what is in the first is meant for all of them. */
  private async mergedDown(): Promise<
    Map<number, { column: number; first: number; last: number }[]>
  > {
    const found = new Map<number, { column: number; first: number; last: number }[]>();
    const decoder = new TextDecoder('utf-8');
    let [rest, count] = ['', 0];
    for await (const bytes of this.archive.bytes(this.path)) {
      const text = rest + decoder.decode(bytes, { stream: true });
      for (const [, from, first, until, last] of text.matchAll(
        /<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g,
      )) {
        const span = { column: columnOf(from!), first: Number(first), last: Number(last) };
        if (from !== until || span.last <= span.first || span.last - span.first > 10_000) continue;
        if ((count += span.last - span.first) > MOST_MERGED)
          throw new NoTable(`Wanted at most ${MOST_MERGED} cells merged into others above them.`);
        for (let row = span.first; row <= span.last; row++) addTo(found, row, span);
      }
      rest = text.slice(text.lastIndexOf('<'));
      if (rest.length > 1_000) rest = '';
    }
    return found;
  }

  private open(name: string, attributes: Record<string, string>): void {
    switch (name) {
      case 'row':
        this.row = this.rowBelow(attributes.r);
        this.cells = [];
        break;
      case 'c': {
        const [, letters] = /^([A-Z]+)/.exec(attributes.r ?? '') ?? [];
        const index = letters === undefined ? this.cells.length : columnOf(letters);
        const { t: type = 'n', s: style = '0' } = attributes;
        const nothing = { value: '', isFormula: false, hasValue: false };
        this.cell = { index, type, style: Number(style), ...nothing };
        break;
      }
      case 'f':
        if (this.cell) this.cell.isFormula = true;
        break;
      case 'rPh':
        this.isPhonetic = true;
        break;
      case 'v':
      case 't':
        this.isText = !this.isPhonetic;
        if (this.cell) this.cell.hasValue = true;
    }
  }

  /** The number of the next row: by it, what stands in it is found again. */
  private rowBelow(said: string | undefined): number {
    const row = said === undefined ? this.row + 1 : Number(said);
    if (Number.isInteger(row) && row > this.row && row <= MOST_ROWS) return row;
    throw new NoTable(
      `Wanted a row from ${this.row + 1} to ${MOST_ROWS} in ${this.path}; got ${echo(said)}.`,
    );
  }

  private close(name: string): void {
    switch (name) {
      case 'row':
        this.ready.push({ row: this.row, cells: this.cells });
        break;
      case 'c':
        if (this.cell) this.put(this.cell);
        this.cell = null;
        break;
      case 'rPh':
        this.isPhonetic = false;
        break;
      case 'v':
      case 't':
        this.isText = false;
    }
  }

  private put(cell: RawCell): void {
    const value = this.valueOf(cell);
    if (value === '') return;
    if (cell.index >= MOST_COLUMNS) throw new NoTable(`Wanted at most ${MOST_COLUMNS} columns.`);
    while (this.cells.length < cell.index) this.cells.push('');
    this.cells[cell.index] = value;
  }

  private valueOf({ type, style, value, isFormula, hasValue }: RawCell): Cell {
    if (isFormula && !hasValue)
      return { fault: 'a formula whose value was not saved: open it in a spreadsheet and save it' };
    switch (type) {
      case 's':
        return (
          this.book.strings[Number(value)] ?? { fault: 'a text that the workbook does not have' }
        );
      case 'inlineStr':
      case 'str':
        return unescaped(value);
      case 'b':
        return value === '1' || value === 'true';
      case 'e':
        return { fault: `the error ${value}` };
      case 'd':
        return { at: value.replace(/(T\d{2}:\d{2}):00(\.0+)?Z?$/, '$1') };
    }
    if (value === '') return '';
    const number = Number(value);
    const format = this.book.formats[style];
    const moment = format ? momentOf(number, format, this.book.since1904) : null;
    return moment ? { at: moment } : number;
  }
}

/** The number of a column from its letters, from 0. */
const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
