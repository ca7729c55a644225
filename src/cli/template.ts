import { writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { records } from '../table/columns';
import type { Shape } from '../table/shape';
import { csvTemplate, templateShape, workbookTemplate } from '../table/template';
import type { HeadingLanguage } from '../table/words';
import { type ServerOptions, serverOf } from './client';
import { namesThere } from './there';

/** What `luotsi template` is told. */
export interface TemplateOptions extends ServerOptions {
  language: HeadingLanguage;
}

/**
 * Prints a CSV file of a type to fill in; or writes a workbook, where a file is named that ends in `.xlsx`: of the type that
 * it is called after, or of all.
 */
export async function templateCommand(wanted: string, options: TemplateOptions): Promise<void> {
  const isWorkbook = extname(wanted).toLowerCase() === '.xlsx';
  const name = basename(wanted, isWorkbook ? extname(wanted) : '');
  const shape = templateShape(name);
  if (!isWorkbook) return void process.stdout.write(csvTemplate(shape ?? noShape(wanted)));
  if (!shape && !/^(all|kaikki|alla|luotsi)$/i.test(name)) noShape(name);
  const there = await namesThere(serverOf(options));
  writeFileSync(wanted, workbookTemplate(shape, options.language, there));
  process.stderr.write(`${wanted} is written.\n`);
}

function noShape(name: string): Shape {
  const types = records().map(({ plural }) => plural);
  throw new Error(
    `There is no type ${name}; wanted ${types.join(', ')}, one of those with .xlsx behind it, or all.xlsx.`,
  );
}
