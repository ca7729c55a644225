import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { Bundle } from '../bundle/bundle';
import { echo } from '../value/invalid';
import { type BundleFile, type CsvType, Unreadable } from './bundle-file';

/** What stands for the standard input among the names of files. */
export const STDIN = '-';

/** Reads a file, or the standard input, as YAML, JSON or CSV: by its ending, or else by how it begins. Throws `Unreadable`. */
export async function readBundleFile(file: string, type?: CsvType): Promise<BundleFile> {
  const text = readText(file);
  switch (file === STDIN ? '' : extname(file).toLowerCase()) {
    case '.csv':
    case '.tsv':
      return (await csv()).readCsv(file, text, type);
    case '.json':
      return { file, bundle: bundleOf(file, () => JSON.parse(text)) };
    case '.yaml':
    case '.yml':
      return { file, bundle: bundleOf(file, () => parseYaml(text)) };
  }
  const isJson = text.trimStart().startsWith('{"');
  if (type || (!isJson && (await csv()).looksLikeCsv(text)))
    return (await csv()).readCsv(file, text, type);
  return { file, bundle: bundleOf(file, () => (isJson ? JSON.parse(text) : parseYaml(text))) };
}

/** The columns of CSV come from the model, which takes longer to load than all else that an import does. */
const csv = () => import('./csv.js');

function readText(file: string): string {
  try {
    const bytes = readFileSync(file === STDIN ? 0 : file);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new Unreadable(file, 'Wanted a text in UTF-8.');
    throw new Unreadable(file, code === 'ENOENT' ? 'There is no such file.' : message);
  }
}

function bundleOf(file: string, parse: () => unknown): Bundle {
  let bundle: unknown;
  try {
    bundle = parse();
  } catch (error) {
    throw new Unreadable(file, (error as Error).message.split('\n')[0]!.replace(/:$/, '.'));
  }
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle))
    throw new Unreadable(file, `Wanted lists of rows by their names; got ${echo(bundle)}.`);
  return bundle as Bundle;
}
