import { createHash, randomUUID } from 'node:crypto';
import { type Bundle, MOST_ROWS } from '../bundle/bundle';
import { EXIT, RequestFailed } from './failed';
import {
  type ChunkResult,
  type FileResult,
  type Found,
  type ImportResult,
  NOTHING,
  type ReportedRow,
} from './report';
import { type Chunk, type Source, Unreadable } from './source';

/** How files are imported. */
export interface Importing {
  mode: 'upsert' | 'insert' | 'sync';
  atomic: boolean;
  dryRun?: boolean;
  force?: boolean;
  /** The slug of the plan within which a SYNC deletes. */
  plan?: string;
  /** So many rows are sent at once. */
  chunk?: number;
  /** Whether the report is to tell of every row. */
  everyRow?: boolean;
}

/** A bundle as `importBundle` takes it. */
export interface Sent {
  bundle: Bundle;
  mode: string;
  atomic: boolean;
  dryRun: boolean;
  force: boolean;
  plan: { slug: string } | null;
  idempotencyKey: string;
}

/** What `importBundle` answers. */
export interface Payload {
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

/** Takes a bundle to where it is imported. Throws `RequestFailed`. */
export type Send = (sent: Sent) => Promise<Payload>;

/** Is told how far an import has come. */
export interface Watching {
  begin(rows: number): void;
  show(what: string): void;
  done(rows: number, what: string): void;
}

const CHUNK_ROWS = 2_000;

/** What `importBundle` is told of how to import. */
export const settingsOf = ({ mode, atomic, dryRun = false }: Importing) => ({
  mode: mode.toUpperCase(),
  atomic,
  dryRun,
});

/** An import that has not begun. */
export const begun = (server: string, importing: Importing): ImportResult => ({
  server,
  ...settingsOf(importing),
  files: [],
});

/** Reads all files before any is sent, and puts down what is wrong with them; null where one cannot be sent. */
export async function readAll(
  names: readonly string[],
  read: (name: string) => Promise<Source>,
  { mode }: Importing,
  { files }: ImportResult,
): Promise<Source[] | null> {
  const sources: Source[] = [];
  for (const name of names) {
    const result: FileResult = { file: name, rows: 0, chunks: [], problems: [], warnings: [] };
    files.push(result);
    try {
      const source = await read(name);
      result.rows = source.rows;
      if (source.leftOut?.length) result.leftOut = source.leftOut;
      if (mode === 'sync' && source.rows > MOST_ROWS)
        throw new Unreadable(
          name,
          `A SYNC is never cut, for it deletes what is not in it; wanted at most ${MOST_ROWS} rows, got ${source.rows}.`,
        );
      sources.push(source);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { message, place } = error;
      result.problems.push({ pointer: '', ...place, code: 'UNREADABLE', message });
    }
  }
  return sources.length === names.length ? sources : null;
}

/** Sends files in chunks, one after the other, and puts down what became of each; after one that is refused whole, none. */
export async function sendAll(
  sources: readonly Source[],
  send: Send,
  importing: Importing,
  result: ImportResult,
  watching?: Watching,
): Promise<void> {
  const { mode, dryRun, atomic } = importing;
  const size = mode === 'sync' ? MOST_ROWS : (importing.chunk ?? (dryRun ? MOST_ROWS : CHUNK_ROWS));
  sources.forEach(({ rows }, i) => (result.files[i]!.chunks = chunksOf(rows, size)));
  watching?.begin(sources.reduce((sum, { rows }) => sum + rows, 0));
  const run = randomUUID();
  for (const [i, source] of sources.entries()) {
    const into = result.files[i]!;
    let number = 0;
    for await (const chunk of source.chunks(size)) {
      const own = into.chunks[number++]!;
      const { file } = source;
      const named =
        into.chunks.length > 1 ? `${file}, chunk ${number} of ${into.chunks.length}` : file;
      watching?.show(named);
      await sendChunk(chunk, source, into, own, { send, importing, run });
      watching?.done(chunk.rows, `${named}: ${own.outcome}`);
      if (own.outcome === 'REFUSED' && atomic) return; // what follows may refer to what was refused
    }
  }
}

/** The chunks of so many rows, before they are sent. */
function chunksOf(rows: number, size: number): ChunkResult[] {
  return Array.from({ length: Math.max(1, Math.ceil(rows / size)) }, (_, i) => ({
    number: i + 1,
    rows: Math.min(size, rows - i * size),
    outcome: 'NOT_SENT',
    counts: { ...NOTHING },
  }));
}

/** Sends one chunk, and puts down what became of it. Throws where there is no use in sending another. */
async function sendChunk(
  { bundle, whole }: Chunk,
  source: Source,
  into: FileResult,
  result: ChunkResult,
  { send, importing, run }: { send: Send; importing: Importing; run: string },
): Promise<void> {
  const { force = false, plan, everyRow } = importing;
  const settings = { ...settingsOf(importing), force, plan: plan ? { slug: plan } : null };
  const placed = <T extends { pointer: string | null }>(each: T) => {
    if (each.pointer === null) return each;
    const pointer = whole(each.pointer);
    return { ...each, pointer, ...source.place?.(bundle, each.pointer) };
  };
  let payload: Payload;
  try {
    payload = await send({ bundle, ...settings, idempotencyKey: keyOf(run, bundle, settings) });
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
  if (everyRow)
    result.results = report.rows?.map((row) => ({ ...placed(row), named: row.named.map(placed) }));
  if (importing.dryRun) result.outcome = 'TRIED';
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
