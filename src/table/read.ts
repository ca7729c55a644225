import type { Bundle } from '../bundle/bundle';
import { NoTable, type Table } from './cell';
import { GUIDE } from './guide';
import { type Headed, headed } from './heading';
import { Parts } from './parts';
import { readRows } from './row';
import { allShapes } from './shape';

type Row = Record<string, unknown>;

/** Sheets of templates that say something to people. */
const GUIDES = new Set(Object.values(GUIDE).map(({ name }) => name));

/** So many rows are read as one bundle, in which they may refer to each other in any order. */
const AT_ONCE = 10_000;

/** The rows of tables, as rows of a bundle. */
export interface Rows {
  count: number;
  /** All of them, where they are few; others come only in chunks, in which they stand as in their tables. */
  bundle: Bundle | null;
  chunks(size: number): AsyncIterable<Bundle>;
  /** Sheets without a heading, which are no tables. */
  leftOut: string[];
}

/**
 * Reads tables as rows of a bundle: what each holds its name tells, or its headings; parts are put into their records. All
 * is read once to find what is wrong with it, and, where it is much, once more for the rows. Throws `NoTable`.
 */
export async function readTables(tables: readonly Table[], wanted?: string): Promise<Rows> {
  const leftOut: string[] = [];
  const found: Headed[] = [];
  for (const table of tables) {
    const own = await headed(table, wanted);
    if (own) found.push(own);
    else if (!GUIDES.has(table.name)) leftOut.push(table.name);
  }
  if (found.length === 0)
    throw new NoTable(
      'Wanted a row with the names of the columns, such as otsikko, title or slug.',
    );
  const rank = new Map(allShapes().map((shape, i) => [shape, i]));
  found.sort((a, b) => rank.get(a.shape)! - rank.get(b.shape)!);
  let count = 0;
  const rows = rowsOf(found); // which are held only where they are few
  while (!(await rows.next()).done) count++;
  const bundle = count <= AT_ONCE ? await wholeOf(found) : null;
  return { count, bundle, leftOut, chunks: (size) => inChunks(found, size) };
}

async function wholeOf(found: readonly Headed[]): Promise<Bundle> {
  for await (const bundle of inChunks(found, AT_ONCE)) return bundle;
  return { luotsi: 1 };
}

/** Rows by their lists. */
class Collected {
  count = 0;
  private readonly lists = new Map<string, Row[]>();

  add({ list, row }: ListedRow): void {
    const own = this.lists.get(list);
    if (own) own.push(row);
    else this.lists.set(list, [row]);
    this.count++;
  }

  clear(): void {
    this.lists.clear();
    this.count = 0;
  }

  bundle(): Bundle {
    const lists = Object.fromEntries(this.lists);
    return { luotsi: 1, ...systemOf(Object.values(lists).flat()), ...lists };
  }
}

async function* inChunks(found: readonly Headed[], size: number): AsyncGenerator<Bundle> {
  const chunk = new Collected();
  for await (const row of rowsOf(found)) {
    chunk.add(row);
    if (chunk.count < size) continue;
    yield chunk.bundle();
    chunk.clear();
  }
  if (chunk.count > 0) yield chunk.bundle();
}

/** The system of the external ids, where all rows name one: it is what a SYNC reaches. */
function systemOf(rows: readonly Row[]): Bundle {
  const systems = new Set<unknown>();
  for (const { externalIds } of rows)
    for (const each of Array.isArray(externalIds) ? (externalIds as { system?: string }[]) : [])
      systems.add(each.system);
  const [system] = systems;
  return system && systems.size === 1 ? { system } : {};
}

interface ListedRow {
  list: string;
  row: Row;
}

/** The rows of all tables with their parts: those of one type after those of another. */
async function* rowsOf(found: readonly Headed[]): AsyncGenerator<ListedRow> {
  for (const list of new Set(found.map(({ shape }) => shape.list))) {
    const own = found.filter(({ shape }) => shape.list === list);
    const parts = new Parts();
    for (const each of own) if (each.shape.part) await parts.take(each);
    for (const each of own) {
      if (each.shape.part) continue;
      for await (const { row } of readRows(each)) {
        parts.giveTo(row, each.shape);
        yield { list, row };
      }
    }
    for (const row of parts.rest()) yield { list, row };
  }
}
