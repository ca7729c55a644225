import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import type { Size } from './data';
import type { Kind } from './place';

/** What a workload came to. */
export interface Row {
  workload: string;
  db: Kind;
  size: Size;
  /** What was reached of the limit, as requests per second: the median of all rounds, the least and the most. */
  ofLimit: number;
  spread: [least: number, most: number];
  ours: number;
  limit: number;
  statements?: number;
  /** The most memory that our server has held so far, in megabytes. */
  peak?: number;
}

const WIDTHS = [21, 10, 7, 22, 10, 10, 11, 7];
const HEADS = [
  'workload',
  'db',
  'size',
  'of the limit',
  'ours/s',
  'limit/s',
  'statements',
  'peak MB',
];

/** A row of the table, the first with the heads. */
export function line(row: Row, first: boolean): string {
  const { workload, db, size, ofLimit, spread, ours, limit, statements, peak } = row;
  const ratio = `${ofLimit.toFixed(3)} [${spread.map((each) => each.toFixed(3)).join('–')}]`;
  const rates = [ours, limit].map((each) => each.toFixed(each < 10 ? 1 : 0));
  const cells = [workload, db, size, ratio, ...rates, String(statements ?? ''), String(peak ?? '')];
  const format = (of: string[]) =>
    `${of
      .map((each, i) => each.padEnd(WIDTHS[i]!))
      .join(' ')
      .trimEnd()}\n`;
  return (first ? format(HEADS) : '') + format(cells);
}

/** How much slower the large data makes us, divided by how much slower it makes the limit. */
export function growth(rows: readonly Row[]): string[] {
  return rows
    .filter(({ size }) => size === 'large')
    .flatMap((large) => {
      const { workload, db } = large;
      const small = rows.find(
        (each) => each.size === 'small' && each.workload === workload && each.db === db,
      );
      if (!small) return [];
      const [ours, limit] = [small.ours / large.ours, small.limit / large.limit];
      const figures = `${(ours / limit).toFixed(2)} (ours ${ours.toFixed(2)}, limit ${limit.toFixed(2)})`;
      return [`growth ${workload} ${db}: ${figures}\n`];
    });
}

/** Writes what was measured, and on what. */
export function save(path: string, rows: readonly Row[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const { model } = cpus()[0]!;
  const on = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpus: cpus().length,
    model,
  };
  const brief = (key: string, value: unknown) =>
    ['ours', 'limit'].includes(key) ? Number((value as number).toPrecision(3)) : value;
  const lines = rows.map((each) => `    ${JSON.stringify(each, brief)}`).join(',\n');
  writeFileSync(path, `{\n  "on": ${JSON.stringify(on)},\n  "rows": [\n${lines}\n  ]\n}\n`);
}

/** Whether two rows tell of the same. */
const alike = (a: Row, b: Row) => a.workload === b.workload && a.db === b.db && a.size === b.size;

/** The rows in which less than a third of what was saved was reached: more than the noise of a short run. */
export function shortfalls(path: string, rows: readonly Row[]): Row[] {
  const saved = savedIn(path);
  return rows.filter((row) => {
    const before = saved.find((each) => alike(each, row));
    return before && row.ofLimit < before.ofLimit / 3;
  });
}

/** What a row fell short of, in words. */
export function shortfall(path: string, row: Row): string {
  const { workload, db, size, ofLimit } = row;
  const before = savedIn(path).find((each) => alike(each, row))!;
  return `${workload} ${db} ${size}: ${ofLimit} of the limit; it was ${before.ofLimit}`;
}

const savedIn = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { rows: Row[] }).rows;
