import { isUtf8 } from 'node:buffer';
import { basename, extname } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { Bundle } from '../bundle/bundle';
import { echo } from '../value/invalid';
import type * as WithModel from './with-model';
import { type Chunk, type Source, Unreadable, countRows } from './source';

/** A file as it is sent: how it is called, what is in it, and what it holds where that is said. */
export interface GivenFile {
  name: string;
  bytes: Buffer;
  /** The list of a bundle that a table without a name of its own holds. */
  type?: string;
  /** What it is sent as, where the name has no ending. */
  mediaType?: string;
}

/** Loads what needs the model. */
export type Load = () => Promise<typeof WithModel>;

/** By which endings and media types a file tells what it is. */
const FORMS: Record<string, string> = {
  ...{ '.csv': 'table', '.tsv': 'table', '.txt': 'table', '.xlsx': 'table', '.xlsm': 'table' },
  ...{ '.json': 'json', '.yaml': 'yaml', '.yml': 'yaml' },
  ...{ 'text/csv': 'table', 'text/tab-separated-values': 'table' },
  ...{ 'application/json': 'json', 'application/yaml': 'yaml', 'text/yaml': 'yaml' },
  'application/x-yaml': 'yaml',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'table',
};

/**
 * Reads a file as a workbook, CSV, YAML or JSON: by how it begins, or else its ending or media type. Tables, and what is
 * cut, need the model, which is loaded then; YAML is read by `yaml`. Throws `Unreadable`.
 */
export async function readSource(
  given: GivenFile,
  load: Load,
  yaml: (text: string) => unknown = parseYaml,
): Promise<Source> {
  const { name, bytes, type, mediaType = '' } = given;
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const isOld = bytes.subarray(0, 4).toString('hex') === 'd0cf11e0';
  const form = FORMS[extname(name).toLowerCase()] ?? FORMS[mediaType.split(';')[0]!.trim()];
  if (isOld)
    throw new Unreadable(
      name,
      'This is a workbook of an old sort (.xls), or one with a password: save it as .xlsx without one.',
    );
  if (isZip || form === 'table' || type) return tableSource(given, load);
  const isJson =
    form === 'json' || (form === undefined && /^\s*\{\s*"/.test(bytes.toString('utf8', 0, 200)));
  if (form === undefined && !isJson && (await load()).looksLikeCsv(bytes))
    return tableSource(given, load);
  if (!isUtf8(bytes)) throw new Unreadable(name, 'Wanted a text in UTF-8.');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const bundle = await bundleOf(name, () => (isJson ? JSON.parse(text) : yaml(text)));
  return bundleSource(name, bundle, load);
}

async function tableSource({ name, bytes, type }: GivenFile, load: Load): Promise<Source> {
  const { NoTable, placeOf, readFile } = await load();
  try {
    const title = basename(name, extname(name));
    const { count, bundle, chunks, leftOut } = await readFile(title, bytes, type);
    if (bundle) return { ...bundleSource(name, bundle, load), leftOut, place: placeOf };
    const inOrder = async function* (size: number): AsyncGenerator<Chunk> {
      for await (const each of chunks(size))
        yield { bundle: each, rows: countRows(each), whole: (pointer) => pointer };
    };
    return { file: name, rows: count, leftOut, chunks: inOrder, place: placeOf };
  } catch (error) {
    if (!(error instanceof NoTable)) throw error;
    throw new Unreadable(name, error.message, error.at);
  }
}

function bundleSource(file: string, bundle: Bundle, load: Load): Source {
  const rows = countRows(bundle);
  const cutUp = async function* (size: number): AsyncGenerator<Chunk> {
    if (rows <= size) yield { bundle, rows, whole: (pointer) => pointer };
    else yield* (await load()).cut(bundle, size); // how to cut it, the model tells
  };
  return { file, rows, chunks: cutUp };
}

async function bundleOf(file: string, parse: () => unknown): Promise<Bundle> {
  let bundle: unknown;
  try {
    bundle = await parse();
  } catch (error) {
    throw new Unreadable(file, (error as Error).message.split('\n')[0]!.replace(/:$/, '.'));
  }
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle))
    throw new Unreadable(file, `Wanted lists of rows by their names; got ${echo(bundle)}.`);
  return bundle as Bundle;
}
