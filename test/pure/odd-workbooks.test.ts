import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { openWorkbook } from '../../src/table/xlsx-read';
import { workbook } from '../../src/table/xlsx-write';

const BOOK = 'xl/workbook.xml';
const SHEET = 'xl/worksheets/sheet1.xml';

/** Reads a workbook of two rows of which one file says something else. */
async function rowsOf(name: string, other: (xml: string) => string) {
  const rows = [['A'], ['B']];
  const files = unzipSync(new Uint8Array(workbook([{ name: 'T', rows, columns: [{ width: 9 }] }])));
  const xml = strFromU8(files[name]!);
  const changed = other(xml);
  expect(changed).not.toBe(xml);
  files[name] = strToU8(changed);
  const found = [];
  for (const table of await openWorkbook(Buffer.from(zipSync(files))))
    for await (const row of table.rows()) found.push(row);
  return found;
}

test.each([
  ['that is none', 'x', 'got "x"'],
  ['that was before', '1', 'Wanted a row from 2 to 1048576'],
  ['below the last', '1048577', 'got "1048577"'],
])('a row with a number %s is refused: it would be lost', async (_, row, message) => {
  const reading = rowsOf(SHEET, (xml) => xml.replace('<row r="2"', `<row r="${row}"`));
  await expect(reading).rejects.toThrow(message);
});

test('sheets that share a file are refused: a small workbook would be read without end', async () => {
  const reading = rowsOf(BOOK, (xml) => xml.replace(/<sheet [^>]*>/, (sheet) => sheet.repeat(3)));
  await expect(reading).rejects.toThrow('Wanted a file of its own for each sheet of a workbook.');
});

test('a shared text that is not there is a fault, and not an empty cell', async () => {
  const rows = await rowsOf(SHEET, (xml) =>
    xml.replace(/(<row r="2"[^>]*>)<c .*?<\/c>/, '$1<c r="A2" t="s"><v>99</v></c>'),
  );
  expect(rows[1]!.cells).toEqual([{ fault: 'a text that the workbook does not have' }]);
});
