import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { openWorkbook } from '../../src/table/xlsx-read';
import { workbook } from '../../src/table/xlsx-write';

const SHEET = 'xl/worksheets/sheet1.xml';

/** The rows of a workbook of one sheet with cells that are merged. */
async function rowsOf(cells: string[][], merged: readonly string[]) {
  const made = workbook([{ name: 'T', rows: cells, columns: [{ width: 9 }, { width: 9 }] }]);
  const files = unzipSync(new Uint8Array(made));
  const spans = merged.map((each) => `<mergeCell ref="${each}"/>`).join('');
  const sheet = strFromU8(files[SHEET]!);
  const more = `</sheetData><mergeCells count="${merged.length}">${spans}</mergeCells>`;
  files[SHEET] = strToU8(sheet.replace('</sheetData>', more));
  const [table] = await openWorkbook(Buffer.from(zipSync(files)));
  const found = [];
  for await (const row of table!.rows()) found.push(row.cells);
  return found;
}

test('what is merged into the cell above says what that says', async () => {
  const rows = [['Otsikko', 'Kunta'], ['A', 'Porvoo'], ['B', ''], ['C', 'Espoo']]; // prettier-ignore
  expect((await rowsOf(rows, ['B2:B3'])).map(([, cell]) => cell)).toEqual([
    ...['Kunta', 'Porvoo', 'Porvoo', 'Espoo'],
  ]);
});

test('merged cells without end are refused: each would be remembered', async () => {
  const merged = Array.from({ length: 30 }, (_, i) => `A${i + 1}:A${i + 9_001}`);
  await expect(rowsOf([['x', 'y']], merged)).rejects.toThrow(
    'Wanted at most 200000 cells merged into others above them.',
  );
});
