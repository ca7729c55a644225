import { CsvError, parse } from 'csv-parse/sync';
import type { Bundle } from '../bundle/bundle';
import { type BundleFile, CSV_TYPES, type CsvType, Unreadable } from './bundle-file';
import { type Column, columnsOf } from './columns';

type Row = Record<string, unknown>;

/** Reads a CSV file as a bundle: RFC 4180, with commas, semicolons or tabs; lines that begin with `#` are left out. */
export function readCsv(file: string, text: string, wanted?: CsvType): BundleFile {
  const delimiter = delimiterOf(text);
  const [header, ...records] = recordsOf(file, text, delimiter);
  if (!header) throw new Unreadable(file, 'Wanted a line with the names of the columns.');
  const names = header.cells.map((each) => each.trim());
  while (names.at(-1) === '') names.pop();
  const type = wanted ?? typeOf(file, names);
  const known = columnsOf(type);
  const columns = named(file, names, known, header.line);
  const decimal = delimiter === ',' ? /$^/ : /,/; // where commas do not separate, they are for decimals
  const filled = records.filter(({ cells }) => cells.some((each) => each.trim() !== ''));
  const rows = filled.map(({ cells }) => rowOf(cells, columns, decimal, known));
  return {
    file,
    bundle: { luotsi: 1, ...systemOf(rows), [type]: rows },
    place: (pointer) => {
      const [, , index, ...path] = pointer.split('/');
      const record = index === undefined ? undefined : filled[Number(index)];
      return { line: (record ?? header).line, column: columnAt(columns, path) };
    },
  };
}

/** Whether the first line of a text names the columns of some type, and nothing else. */
export function looksLikeCsv(text: string): boolean {
  const names = headOf(text).split(delimiterOf(text));
  const cells = names.map((each) => each.trim().replace(/^"(.*)"$/, '$1'));
  return CSV_TYPES.some((type) => strange(cells, columnsOf(type)).length === 0);
}

interface Record_ {
  /** The line it begins on, from 1. */
  line: number;
  cells: string[];
}

function recordsOf(file: string, text: string, delimiter: string): Record_[] {
  try {
    const found = parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter,
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return found.map(({ record, info }) => {
      const breaks = record.join('').split('\n').length - 1;
      return { line: info.lines - breaks, cells: record };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as { lines?: number }).lines;
    throw new Unreadable(file, error.message, line);
  }
}

/** The first line that is neither empty nor a comment. */
const headOf = (text: string): string =>
  /^\uFEFF?(?:[^\S\n]*\n|#.*\n)*(.*)/.exec(text)?.[1]?.trim() ?? '';

function delimiterOf(text: string): string {
  const head = headOf(text);
  return [';', '\t'].find((each) => head.includes(each) && !head.includes(',')) ?? ',';
}

function typeOf(file: string, names: string[]): CsvType {
  const fitting = CSV_TYPES.filter((type) => strange(names, columnsOf(type)).length === 0);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length > 1)
    throw new Unreadable(file, 'The columns could be of several types: say which by --type.');
  const count = (type: CsvType) => strange(names, columnsOf(type)).length;
  return [...CSV_TYPES].sort((a, b) => count(a) - count(b))[0]!;
}

const strange = (names: string[], columns: Column[]): string[] =>
  names.filter((name) => !columns.some((each) => each.name === name));

/** The columns in the order of a header, which is refused where it names others, or one twice. */
function named(file: string, names: string[], known: Column[], line: number): Column[] {
  const [unknown] = strange(names, known);
  if (unknown !== undefined) {
    const wanted = known.flatMap(({ name, rare }) => (rare ? [] : [name])).join(', ');
    throw new Unreadable(file, `There is no column "${unknown}"; wanted ${wanted}.`, line);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Unreadable(file, `The column "${twice}" comes twice.`, line);
  return names.map((name) => known.find((each) => each.name === name)!);
}

function rowOf(cells: string[], columns: Column[], decimal: RegExp, known: Column[]): Row {
  const row: Row = {};
  const said = new Set<string>();
  columns.forEach(({ name, path, field, read }, i) => {
    const cell = cells[i]?.trim() ?? '';
    if (cell === '') return;
    said.add(name);
    const steps = path.slice(0, -1);
    const within = steps.reduce((at, step) => (at[step] ??= {}) as Row, row);
    const last = path.at(-1)!;
    const value = read(cell, decimal);
    const before = (within[last] ?? []) as unknown[];
    within[last] = field ? [...before, ...(value as unknown[])] : value;
  });
  for (const { name, path, unsaid } of known) {
    const list = row[path[0]!];
    if (unsaid && list && !said.has(name)) row[path[0]!] = [...unsaid(row), ...(list as unknown[])];
  }
  return row;
}

/** The system of the external ids, where all rows name one: it is what a SYNC reaches. */
function systemOf(rows: Row[]): Bundle {
  const ids = rows.flatMap((row) => (row.externalIds ?? []) as { system?: string }[]);
  const [system, ...others] = new Set(ids.map((each) => each.system));
  return system && others.length === 0 ? { system } : {};
}

/** The column that a place in a row comes from: the one whose value it is or lies in, or else the first below it. */
function columnAt(columns: Column[], path: string[]): string | undefined {
  const isBelow = (a: (string | number)[], b: (string | number)[]) =>
    b.every((step, i) => String(step) === String(a[i]));
  if (path.length === 0) return undefined;
  const holding = columns.filter((each) => isBelow(path, each.path));
  const found =
    holding.find(({ field }) => field === path.at(-1)) ??
    holding[0] ??
    columns.find((each) => isBelow(each.path, path));
  return found?.name ?? path[0];
}
