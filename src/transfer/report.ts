import type { Place } from '../table/cell';
import { EXIT } from './failed';

/** How many rows came to what. */
export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  skipped: number;
  failed: number;
}

export const NOTHING: Counts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  skipped: 0,
  failed: 0,
};

/** A problem or a warning, and where. */
export interface Found extends Partial<Place> {
  /** A JSON pointer into the bundle; empty for the whole. */
  pointer: string;
  chunk?: number;
  code: string;
  message: string;
}

/** What became of a row, as the server tells it. */
export interface ReportedRow {
  pointer: string | null;
  type: string;
  id: string | null;
  slug: string | null;
  result: string;
  fields: string[];
  matchedBy: string | null;
  /** The references that were given by a name, and what each was taken for. */
  named: { pointer: string; id: string }[];
}

/** What became of a chunk: UNKNOWN where the connection broke before its answer came. */
export interface ChunkResult {
  number: number;
  rows: number;
  outcome: 'WRITTEN' | 'PARTLY' | 'TRIED' | 'REFUSED' | 'UNKNOWN' | 'NOT_SENT';
  counts: Counts;
  importId?: string | null;
  results?: ReportedRow[];
}

/** What became of a file. */
export interface FileResult {
  file: string;
  rows: number;
  /** Sheets of it that are no tables. */
  leftOut?: readonly string[];
  chunks: ChunkResult[];
  problems: Found[];
  warnings: Found[];
}

/** What became of an import. */
export interface ImportResult {
  server: string;
  mode: string;
  atomic: boolean;
  dryRun: boolean;
  files: FileResult[];
  /** Why it ended before its end. */
  error?: { code: string; message: string; exit: number };
}

/** The code that an import ends with. */
export function verdict({ files, error }: ImportResult): { exit: number } {
  const refused = files.some(
    ({ problems, chunks }) =>
      problems.length > 0 || chunks.some(({ outcome }) => outcome === 'REFUSED'),
  );
  return { exit: error?.exit ?? (refused ? EXIT.REFUSED : EXIT.DONE) };
}

/** An import as it is told to people, and to programs. */
export function told(result: ImportResult): { text: string; json: object } {
  const all = result.files.flatMap((each) => each.chunks);
  const summary = summaryOf(result);
  const lines = [...result.files.flatMap(fileLines), ...summary];
  return {
    text: `${lines.join('\n')}\n`,
    json: { summary: summary.join(' '), counts: sum(all), ...result },
  };
}

function sum(chunks: readonly ChunkResult[]): Counts {
  const total = { ...NOTHING };
  for (const { counts } of chunks)
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name];
  return total;
}

const OUTCOMES: Record<ChunkResult['outcome'], string> = {
  WRITTEN: 'written',
  PARTLY: 'written without the rows that have problems',
  TRIED: 'tried, nothing written',
  REFUSED: 'refused, nothing written',
  UNKNOWN: 'sent without an answer, perhaps written',
  NOT_SENT: 'not sent',
};

function fileLines({ file, rows, chunks, leftOut = [], problems, warnings }: FileResult): string[] {
  const count = counted(sum(chunks));
  const cut = chunks.length > 1;
  const [only] = chunks;
  const outcome =
    only && !cut ? `: ${OUTCOMES[only.outcome]}` : cut ? `, ${chunks.length} chunks` : '';
  return [
    `${file}: ${plural(rows, 'row')}${outcome}${count ? ` (${count})` : ''}`,
    ...(cut ? chunks.map(chunkLine) : []),
    ...(leftOut.length > 0 ? [`  Left out, for want of a heading: ${leftOut.join(', ')}`] : []),
    ...grouped(problems).map((each) => `  ${each}`),
    ...grouped(warnings).map((each) => `  Warning: ${each}`),
  ];
}

function chunkLine({ number, rows, outcome, counts }: ChunkResult): string {
  const count = counted(counts);
  return `  chunk ${number}, ${plural(rows, 'row')}: ${OUTCOMES[outcome]}${count ? ` (${count})` : ''}`;
}

/** What was found, what is alike told once: where it is first, and how often it comes in all. */
function grouped(found: readonly Found[]): string[] {
  const groups = new Map<string, Found[]>();
  for (const each of found) {
    const { sheet, column, pointer, code, message } = each;
    const field = each.row === undefined ? pointer : (column ?? '');
    const key = JSON.stringify([
      sheet,
      field,
      code,
      message.replace(/(; got|"\p{L}+|There is no \w+) .*$/su, '$1'),
    ]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()].map(([first, ...more]) => {
    const { code, message } = first!;
    const last = more.at(-1);
    const times = last ? `and ${more.length} more like it, to ${placeOf(last).trim()}, ` : '';
    return `${placeOf(first!)}${times}${code}: ${message}`;
  });
}

function placeOf({ pointer, sheet, line, column, address, chunk }: Found): string {
  if (sheet !== undefined) return `${address} `;
  if (line !== undefined) return `line ${line}${column ? `, column ${column}` : ''} `;
  if (pointer !== '') return `${pointer} `;
  return chunk === undefined ? '' : `chunk ${chunk} `;
}

function counted(counts: Counts): string {
  const names = Object.keys(counts) as (keyof Counts)[];
  return names.flatMap((each) => (counts[each] > 0 ? [`${counts[each]} ${each}`] : [])).join(', ');
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What is written, what is not, and what to do. */
function summaryOf(result: ImportResult): string[] {
  const { files, error, dryRun } = result;
  const lines = error ? [error.message] : [];
  const chunks = files.flatMap((each) => each.chunks);
  const found = files.flatMap((each) => each.problems);
  if (chunks.length === 0) return [...lines, 'Nothing was sent.'];
  if (dryRun)
    return [...lines, 'Nothing was written: it was a dry run.', ...dryHint(found, chunks)];
  const rows = (...outcomes: ChunkResult['outcome'][]) =>
    chunks
      .filter(({ outcome }) => outcomes.includes(outcome))
      .reduce((total, each) => total + each.rows, 0);
  const { skipped, failed } = sum(chunks.filter(({ outcome }) => outcome === 'PARTLY'));
  const left = failed + (result.mode === 'INSERT' ? 0 : skipped);
  const taken = rows('WRITTEN', 'PARTLY') - left;
  const parts = [
    [rows('REFUSED') + left, 'refused'],
    [rows('UNKNOWN'), 'sent without an answer'],
    [rows('NOT_SENT'), 'not sent'],
  ] as const;
  const not = parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  if (not.length === 0) return [...lines, `All ${plural(taken, 'row')} taken.`];
  return [
    ...lines,
    `${plural(taken, 'row')} taken; ${not.join(', ')}.`,
    'Running it again is safe: what is written already is found unchanged.',
  ];
}

/** A dry run keeps nothing, so what comes later cannot see it. */
function dryHint(problems: readonly Found[], chunks: readonly ChunkResult[]): string[] {
  if (chunks.length < 2 || !problems.some(({ code }) => code === 'NOT_FOUND')) return [];
  return [
    'What one file or chunk adds is not there for the next in a dry run; some NOT_FOUND may come of that.',
  ];
}
