import type { Bundle } from '../bundle/bundle';
import type { Cell } from './cell';
import type { Column } from './column';
import { type Shape, sheetName } from './shape';
import { type HeadingLanguage } from './words';
import { tablesOf } from './write';
import { type SheetToWrite, workbook } from './xlsx-write';

/** A bundle as a workbook, headed in a language: a sheet for each type, and for each list of parts that needs one. */
export function bundleWorkbook(bundle: Bundle, language: HeadingLanguage): Buffer {
  const sheets = tablesOf(bundle, language).map(({ shape, columns, rows }) =>
    sheetOf(shape, columns, rows, language),
  );
  return workbook(sheets.length > 0 ? sheets : [{ name: 'Luotsi', rows: [], columns: [] }]);
}

/** A sheet with its heading. */
export function sheetOf(
  shape: Shape,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  language: HeadingLanguage,
): SheetToWrite {
  const headings = columns.map(({ words }) => words[language][0]!);
  return {
    name: sheetName(shape, language),
    rows: [headings, ...rows],
    columns: columns.map((column, i) => ({
      width: widthOf([headings[i]!, ...rows.slice(0, 200).map((cells) => cells[i]!)]),
      isText: column.isText,
    })),
  };
}

const [NARROW, WIDE] = [10, 50];

/** How wide a column is to be for what is in it, in letters. */
function widthOf(cells: readonly Cell[]): number {
  const longest = cells.reduce<number>((most, cell) => Math.max(most, lengthOf(cell)), 0);
  return Math.min(WIDE, Math.max(NARROW, longest + 2));
}

const lengthOf = (cell: Cell): number => (typeof cell === 'object' ? 16 : String(cell).length);
