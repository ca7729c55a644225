/** A day, a time of a day or both, as a spreadsheet keeps them: `2026-04-23`, `2026-04-23T09:30`, `09:30`. */
export interface Moment {
  at: string;
}

/** A cell that holds nothing which could be read, and why. */
export interface Fault {
  fault: string;
}

/** What a cell holds; an empty text where it holds nothing. */
export type Cell = string | number | boolean | Moment | Fault;

/** A row of a table, and where it stands. */
export interface TableRow {
  /** Its number as a spreadsheet counts, from 1. */
  row: number;
  /** Its first line in a file of text. */
  line?: number;
  cells: readonly Cell[];
}

/** Rows of cells: a sheet of a workbook, or a file of text. They can be read once more. */
export interface Table {
  /** The name of its sheet, or of the file without its ending: either may say what it holds. */
  name: string;
  /** Whether it is a sheet among others, so that addresses name it. */
  isSheet: boolean;
  /** Whether commas stand for the decimal point in its texts. */
  commas: boolean;
  rows(): AsyncIterable<TableRow>;
}

/** No table is wider, and none is longer: no spreadsheet has more rows. */
export const MOST_COLUMNS = 1_000;
export const MOST_ROWS = 1_048_576;

/** A file that cannot be read as a table, and where. */
export class NoTable extends Error {
  constructor(
    message: string,
    readonly at?: Place,
  ) {
    super(message);
  }
}

/** Where something stands in a table. */
export interface Place {
  sheet?: string;
  row: number;
  line?: number;
  /** The heading of the column. */
  column?: string;
  /** The cell as spreadsheets call it: `Tapahtumat!C14`. */
  address: string;
}

/** What a cell says as a text, without space around it. */
export function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (typeof cell !== 'object') return String(cell);
  return 'at' in cell ? cell.at : '';
}

/** Whether a cell holds nothing. */
export const isEmpty = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** The letters of a column, from 0: A, B, … Z, AA. */
export function lettersOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** Where a cell stands in a table; without a column, where its row begins. */
export function placeAt(
  { name, isSheet }: Table,
  { row, line }: Pick<TableRow, 'row' | 'line'>,
  index?: number,
  column?: string,
): Place {
  const sheet = isSheet ? name : undefined;
  const quoted = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
  const cell = `${lettersOf(index ?? 0)}${row}`;
  return { sheet, row, line, column, address: isSheet ? `${quoted}!${cell}` : cell };
}
