import type { Bundle } from '../bundle/bundle';
import { NoTable, type Place, type TableRow, isEmpty, placeAt, textOf } from './cell';
import type { Column } from './column';
import type { Headed } from './heading';
import { timed } from './timed';

type Row = Record<string, unknown>;

/** Where a row of a bundle comes from. */
export interface Origin extends Headed {
  row: TableRow;
}

export const origins = new WeakMap<object, Origin>();

/** The rows below a heading. */
export async function* readRows(headed: Headed): AsyncGenerator<{ row: Row; said: unknown }> {
  const { table, heading } = headed;
  for await (const row of table.rows()) {
    if (row.row <= heading.row || row.cells.every(isEmpty) || isSame(row, heading)) continue;
    yield readRow({ ...headed, row });
  }
}

/** Whether a row says once more what the heading says: where it is merged over two rows. */
const isSame = ({ cells }: TableRow, { cells: others }: TableRow): boolean =>
  cells.every((each, i) => isEmpty(each) || each === others[i]);

function readRow(origin: Origin): { row: Row; said: unknown } {
  const { table, shape, columns, row: given } = origin;
  const row: Row = {};
  const said = new Set<Column>();
  let record: unknown;
  given.cells.forEach((cell, i) => {
    if (isEmpty(cell)) return;
    const column = columns[i];
    if (!column) return refuseStray(origin, i);
    if (typeof cell === 'object' && 'fault' in cell) {
      const place = placeAt(table, given, i, textOf(origin.heading.cells[i]!));
      throw new NoTable(`${place.address} holds ${cell.fault}.`, place);
    }
    said.add(column);
    const value = column.read(cell, table.commas);
    const [...steps] = column.path;
    const last = steps.pop();
    if (last === undefined) return void (record = value);
    const within = steps.reduce((at, step) => (at[step] ??= {}) as Row, row);
    const before = within[last];
    within[last] =
      column.field && Array.isArray(before) && Array.isArray(value)
        ? [...(before as unknown[]), ...(value as unknown[])]
        : value;
  });
  for (const column of shape.columns) {
    const list = row[column.path[0]!];
    if (column.unsaid && Array.isArray(list) && list.length > 0 && !said.has(column))
      row[column.path[0]!] = [...column.unsaid(row), ...(list as unknown[])];
  }
  for (const { kind, name } of (shape.part ?? shape.entity).attributes) {
    const value = row[name] as Row | undefined;
    if (kind === 'timing' && value) row[name] = timed(value);
    if (kind === 'timing' || kind === 'text' || kind === 'quantity') collapse(row, name, kind);
  }
  origins.set(row, origin);
  return { row, said: record };
}

/** A cell without a heading is told, and not lost: it may stand in the wrong column. */
function refuseStray({ table, row, heading, columns, shape }: Origin, index: number): void {
  const name = heading.cells[index];
  if (columns[index] === undefined && name !== undefined && !isEmpty(name)) return; // a column that is left out
  const place = placeAt(table, row, index);
  throw new NoTable(
    `There is no heading above ${place.address}, in which "${textOf(row.cells[index]!).slice(0, 40)}" stands; the ${shape.words.names[0]} have ${heading.cells.length} columns.`,
    place,
  );
}

/** Where the first field of a value is cleared, and no other is said, the whole is. */
function collapse(row: Row, name: string, kind: string): void {
  const value = row[name];
  if (typeof value !== 'object' || value === null) return;
  const first = { text: 'fi', timing: 'start', quantity: 'rhythm' }[kind]!;
  const entries = Object.entries(value);
  if ((value as Row)[first] === null && entries.every(([, each]) => each === null))
    row[name] = null;
}

/** Where in a table the place stands that a JSON pointer leads to in a bundle that was read of it. */
export function placeOf(bundle: Bundle, pointer: string): Place | undefined {
  const steps = pointer.split('/').slice(1);
  let value: unknown = bundle;
  let found: Origin | undefined;
  let rest: string[] = [];
  steps.forEach((step, i) => {
    value = (Object(value) as Row)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    const origin = typeof value === 'object' && value !== null ? origins.get(value) : undefined;
    if (origin) [found, rest] = [origin, steps.slice(i + 1)];
  });
  if (!found) return undefined;
  const { table, row, heading, columns } = found;
  const index = columnAt(columns, rest);
  const name = index < 0 ? rest[0] : textOf(heading.cells[index]!);
  return placeAt(table, row, index < 0 ? undefined : index, name);
}

/** The column that a place in a row comes from: the one whose value it is or lies in, or else the first below it. */
function columnAt(columns: readonly (Column | undefined)[], path: readonly string[]): number {
  const isBelow = (a: readonly string[], b: readonly string[]) =>
    b.every((step, i) => step === a[i]);
  if (path.length === 0) return -1;
  const ranks = [
    (each: Column) =>
      isBelow(path, each.path) && each.path.length > 0 && each.field === path.at(-1),
    (each: Column) => isBelow(path, each.path) && each.path.length > 0,
    (each: Column) => isBelow(each.path, path),
  ];
  for (const fits of ranks) {
    const index = columns.findIndex((each) => each !== undefined && fits(each));
    if (index >= 0) return index;
  }
  return -1;
}
