import { NoTable } from './cell';
import { csvTable, startsAsTable } from './csv';
import { type Rows, readTables } from './read';
import { openWorkbook } from './xlsx-read';

export { placeOf } from './row';
export { NoTable };

/**
 * Reads a workbook or a file of text as rows of a bundle. Its name may tell what a file of text holds, and so does `type`,
 * the list of a bundle. Throws `NoTable`.
 */
export async function readFile(name: string, bytes: Buffer, type?: string): Promise<Rows> {
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const tables = isZip ? await openWorkbook(bytes) : [csvTable(name, bytes)];
  return readTables(tables, type);
}

/** Whether bytes begin as a table of text does. */
export function looksLikeCsv(bytes: Buffer): boolean {
  try {
    return startsAsTable(bytes);
  } catch {
    return false;
  }
}
