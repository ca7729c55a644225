import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Source } from '../transfer/source';
import { RequestFailed, type ServerOptions, ask, serverOf } from './client';
import { readSource } from '../transfer/files';
import { told, verdict } from '../transfer/report';
import { type Importing, type Payload, begun, readAll, sendAll } from '../transfer/send';
import { Unreadable } from '../transfer/source';
import { Progress } from './progress';

/** What `luotsi import` is told. */
export interface ImportOptions extends ServerOptions, Importing {
  json?: boolean;
  type?: string;
}

/** What stands for the standard input among the names of files. */
const STDIN = '-';

/** What is read is soon sent: it is collected early rather than held, a sixth of the memory less. */
const FRUGAL = ['--optimize-for-size', '--heap-growing-percent=10', '--semi-space-growth-factor=1'];

const importMutation = (rows: boolean) => `mutation Import($input: ImportBundleInput!) {
  importBundle(input: $input) {
    report {
      id applied
      counts { created updated unchanged deleted skipped failed }
      problems { pointer code message }
      warnings { pointer code message }
      ${rows ? 'rows { pointer type id slug result fields matchedBy named { pointer id } }' : ''}
    }
    userErrors { code field message }
  }
}`;

/** Sends files to a server as bundles, tells what became of each, and gives the code to end with. */
export async function importCommand(names: string[], options: ImportOptions): Promise<number> {
  for (const flag of FRUGAL) setFlagsFromString(flag);
  const importing = { ...options, everyRow: options.json };
  const result = begun(options.server, importing);
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  const progress = new Progress(process.stderr);
  try {
    checkOptions(names, options);
    const note = (line: string) => progress.note(line);
    const server = { ...serverOf(options), note, signal: interruption.signal };
    const read = (name: string) => readFile(name, options.type);
    const mutation = importMutation(Boolean(options.json));
    const send = async (input: object) =>
      (await ask<{ importBundle: Payload }>(server, mutation, { input })).importBundle;
    const sources = await readAll(names, read, importing, result);
    if (sources) await sendAll(sources, send, importing, result, progress);
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    result.error = { code: error.code, message: error.message, exit: error.exit };
  } finally {
    progress.end();
  }
  const { exit, text, json } = { ...verdict(result), ...told(result) };
  process.stdout.write(options.json ? `${JSON.stringify({ exit, ...json }, null, 2)}\n` : text);
  return exit;
}

function checkOptions(names: string[], { mode, plan, force }: ImportOptions): void {
  if (names.filter((each) => each === STDIN).length > 1)
    throw new Error('The standard input can be read only once.');
  if (mode !== 'sync' && (plan !== undefined || force))
    throw new Error('--plan and --force are for --mode sync.');
}

/** Reads a file, or the standard input. Throws `Unreadable`. */
async function readFile(file: string, type?: string): Promise<Source> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === STDIN ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Unreadable(file, code === 'ENOENT' ? 'There is no such file.' : message);
  }
  return readSource({ name: file, bytes, type }, () => import('../transfer/with-model.js'));
}
