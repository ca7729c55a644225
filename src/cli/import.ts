import { createHash, randomUUID } from 'node:crypto';
import { type Bundle, MOST_ROWS } from '../bundle/bundle';
import { EXIT, RequestFailed, type Server, type ServerOptions, ask, serverOf } from './client';
import { type BundleFile, type Chunk, type CsvType, Unreadable, countRows } from './bundle-file';
import { STDIN, readBundleFile } from './files';
import { Progress } from './progress';
import {
  type ChunkResult,
  type FileResult,
  type Found,
  type ImportResult,
  NOTHING,
  type ReportedRow,
  told,
  verdict,
} from './report';

/** What `luotsi import` is told. */
export interface ImportOptions extends ServerOptions {
  json?: boolean;
  dryRun?: boolean;
  mode: 'upsert' | 'insert' | 'sync';
  atomic: boolean;
  force?: boolean;
  plan?: string;
  type?: CsvType;
  chunk?: number;
}

const CHUNK_ROWS = 2_000;

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

interface Payload {
  report: {
    id: string | null;
    applied: boolean;
    counts: ChunkResult['counts'];
    problems: Found[];
    warnings: Found[];
    rows?: ReportedRow[];
  } | null;
  userErrors: { code: string; field: string[] | null; message: string }[];
}

/** Sends files to a server as bundles, tells what became of each, and gives the code to end with. */
export async function importCommand(names: string[], options: ImportOptions): Promise<number> {
  const result: ImportResult = { server: options.server, ...settingsOf(options), files: [] };
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  const progress = new Progress(process.stderr);
  try {
    checkOptions(names, options);
    const note = (line: string) => progress.note(line);
    const server = { ...serverOf(options), note, signal: interruption.signal };
    const files = await readAll(names, options, result);
    if (files) await sendAll(files, server, options, result, progress);
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

const settingsOf = ({ mode, atomic, dryRun = false }: ImportOptions) => ({
  mode: mode.toUpperCase(),
  atomic,
  dryRun,
});

function checkOptions(names: string[], { mode, plan, force }: ImportOptions): void {
  if (names.filter((each) => each === STDIN).length > 1)
    throw new Error('The standard input can be read only once.');
  if (mode !== 'sync' && (plan !== undefined || force))
    throw new Error('--plan and --force are for --mode sync.');
}

/** Reads all files before any is sent; null where one cannot be sent. */
async function readAll(
  names: string[],
  options: ImportOptions,
  { files }: ImportResult,
): Promise<BundleFile[] | null> {
  const read: BundleFile[] = [];
  for (const name of names) {
    const result: FileResult = { file: name, rows: 0, chunks: [], problems: [], warnings: [] };
    files.push(result);
    try {
      const file = await readBundleFile(name, options.type);
      result.rows = countRows(file.bundle);
      if (options.mode === 'sync' && result.rows > MOST_ROWS)
        throw new Unreadable(
          name,
          `A SYNC is never cut, for it deletes what is not in it; wanted at most ${MOST_ROWS} rows, got ${result.rows}.`,
        );
      read.push(file);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { message, line } = error;
      result.problems.push({ pointer: '', line, code: 'UNREADABLE', message });
    }
  }
  return read.length === names.length ? read : null;
}

async function sendAll(
  files: readonly BundleFile[],
  server: Server,
  options: ImportOptions,
  result: ImportResult,
  progress: Progress,
): Promise<void> {
  const size =
    options.mode === 'sync'
      ? MOST_ROWS
      : (options.chunk ?? (options.dryRun ? MOST_ROWS : CHUNK_ROWS));
  const plan: { file: BundleFile; chunks: Chunk[]; into: FileResult }[] = [];
  for (const [i, file] of files.entries()) {
    const chunks = await chunksOf(file.bundle, size);
    const into = result.files[i]!;
    into.chunks = chunks.map(({ rows }, n) => ({
      number: n + 1,
      rows,
      outcome: 'NOT_SENT',
      counts: { ...NOTHING },
    }));
    plan.push({ file, chunks, into });
  }
  const rows = result.files.reduce((sum, each) => sum + each.rows, 0);
  progress.begin(rows);
  const run = randomUUID();
  for (const { file, chunks, into } of plan)
    for (const [i, chunk] of chunks.entries()) {
      const named =
        chunks.length > 1 ? `${file.file}, chunk ${i + 1} of ${chunks.length}` : file.file;
      progress.show(named);
      await sendChunk(chunk, file, into, into.chunks[i]!, { server, options, run });
      progress.done(chunk.rows, `${named}: ${into.chunks[i]!.outcome}`);
      const refused = into.chunks[i]!.outcome === 'REFUSED';
      if (refused && options.atomic) return; // what follows may refer to what was refused
    }
}

/** A bundle in parts of at most so many rows. How to cut it, the model tells, which takes longer to load than most do to send. */
async function chunksOf(bundle: Bundle, size: number): Promise<Chunk[]> {
  const rows = countRows(bundle);
  if (rows <= size) return [{ bundle, rows, whole: (pointer) => pointer }];
  return (await import('./chunks.js')).cut(bundle, size);
}

/** Sends one chunk, and puts down what became of it. Throws where there is no use in sending another. */
async function sendChunk(
  { bundle, whole }: Chunk,
  file: BundleFile,
  into: FileResult,
  result: ChunkResult,
  at: { server: Server; options: ImportOptions; run: string },
): Promise<void> {
  const { json = false, force = false, plan } = at.options;
  const settings = { ...settingsOf(at.options), force, plan: plan ? { slug: plan } : null };
  const input = { bundle, ...settings, idempotencyKey: keyOf(at.run, bundle, settings) };
  const placed = <T extends { pointer: string | null }>(each: T) => {
    if (each.pointer === null) return each;
    const pointer = whole(each.pointer);
    return { ...each, pointer, ...file.place?.(pointer) };
  };
  let payload: Payload;
  try {
    const answer = await ask<{ importBundle: Payload }>(at.server, importMutation(json), { input });
    payload = answer.importBundle;
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    const { code, message, exit, unsure } = error;
    const outcome = code === 'UNREACHABLE' ? 'NOT_SENT' : 'REFUSED';
    result.outcome = unsure ? 'UNKNOWN' : outcome;
    if (exit !== EXIT.REFUSED) throw error;
    const hint = code === 'PAYLOAD_TOO_LARGE' ? ' Send fewer rows at once by --chunk.' : '';
    into.problems.push({ pointer: '', code, message: message + hint, chunk: result.number });
    return;
  }
  const { report, userErrors } = payload;
  for (const { code, field, message } of userErrors)
    into.problems.push({
      pointer: '',
      code,
      message: `${(field ?? []).join('.')}: ${message}`,
      chunk: result.number,
    });
  result.outcome = 'REFUSED';
  if (!report) return;
  const chunk = result.number;
  into.problems.push(...report.problems.map((each) => ({ ...placed(each), chunk })));
  into.warnings.push(...report.warnings.map((each) => ({ ...placed(each), chunk })));
  result.counts = report.counts;
  result.importId = report.id;
  result.results = report.rows?.map((row) => ({ ...placed(row), named: row.named.map(placed) }));
  if (at.options.dryRun) result.outcome = 'TRIED';
  else if (report.applied) result.outcome = report.problems.length > 0 ? 'PARTLY' : 'WRITTEN';
}

/**
 * What names a chunk while this run sends it, perhaps several times. Another run takes another key: were it the same for
 * the same content, a file that is imported again after something else has changed its rows would be taken for known.
 */
function keyOf(run: string, bundle: object, settings: object): string {
  const content = JSON.stringify([run, bundle, settings]);
  return `import-${createHash('sha256').update(content).digest('hex')}`;
}
