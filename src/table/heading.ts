import { type Cell, NoTable, type Table, type TableRow, isEmpty, placeAt, textOf } from './cell';
import type { Column } from './column';
import { isTold } from './columns';
import { echo } from '../value/invalid';
import { type Shape, allShapes, columnNamed, nearest, shapeNamed } from './shape';

/** A table whose heading is found: what it holds, and which column stands where. */
export interface Headed {
  table: Table;
  shape: Shape;
  heading: TableRow;
  /** By their places; undefined where a column is left out. */
  columns: (Column | undefined)[];
}

/** So many rows with something in them may stand above the heading and be it. */
const LOOKED_AT = 30;

/** Which types a table is taken for where its headings are those of several. */
const LIKELY = ['events', 'measurements', 'actions', 'deliveries', 'goals'];

/**
 * Finds the heading of a table: the first row of which most cells are headings that are known; what stands above it is a
 * title. What the table holds tells who asks, or its name, or else its headings. Null where none of its rows is a heading,
 * so that it is no table. Throws `NoTable`.
 */
export async function headed(table: Table, wanted?: string): Promise<Headed | null> {
  const named = wanted === undefined ? shapeNamed(table.name) : shapeOf(wanted);
  const rows = await topOf(table);
  for (const row of rows) {
    const shape = bestShape(row, named, wanted !== undefined);
    if (shape) return { table, ...columnsIn(table, row, shape) };
  }
  const [first] = rows;
  const isMeant = named !== undefined || !table.isSheet;
  if (!first || !isMeant) return null;
  const shape = named ?? closest(first);
  return { table, ...columnsIn(table, first, shape) }; // which says what is wrong with it
}

/** The shape that is asked for by its list in a bundle, or as a sheet of it is called. Throws `NoTable`. */
function shapeOf(wanted: string): Shape {
  const shape = shapeNamed(wanted);
  if (shape) return shape;
  const lists = new Set(allShapes().map(({ list }) => list));
  throw new NoTable(`There is no type "${wanted}"; wanted one of ${[...lists].join(', ')}.`);
}

/** The first rows with something in them; a row of text that begins with `#` says something to people. */
async function topOf(table: Table): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) {
    const [first] = row.cells.filter((each) => !isEmpty(each));
    if (first === undefined || textOf(first).startsWith('#')) continue;
    rows.push(row);
    if (rows.length === LOOKED_AT) break;
  }
  return rows;
}

const headingsIn = ({ cells }: TableRow): string[] =>
  cells.flatMap((each) => (isEmpty(each) || isLeftOut(each) ? [] : [textOf(each)]));

const isLeftOut = (cell: Cell) => textOf(cell).startsWith('#');

const countKnown = (shape: Shape, headings: readonly string[]): number =>
  headings.filter((each) => columnNamed(shape, each) || isTold(shape.list, each)).length;

/** The shape whose columns a row names, if most of its cells do. */
function bestShape(row: TableRow, named: Shape | undefined, only: boolean): Shape | undefined {
  const headings = headingsIn(row);
  if (headings.length === 0) return undefined;
  const enough = (shape: Shape) => {
    const count = countKnown(shape, headings);
    return count === headings.length || (count >= 2 && count * 2 >= headings.length);
  };
  if (named && enough(named)) return named;
  if (named && only) return undefined;
  const best = closest(row);
  if (!enough(best)) return undefined;
  if (
    headings.every((each) => allShapes().every((shape) => shape.part ?? columnNamed(shape, each)))
  )
    throw new NoTable(
      'These columns could be of any type: say which by --type, or by the name of the file or sheet.',
    );
  return best;
}

/** The shape that knows most of the cells of a row: that of records that are likeliest. */
function closest(row: TableRow): Shape {
  const headings = headingsIn(row);
  const likely = ({ list }: Shape) => LIKELY.indexOf(list) + 1 || LIKELY.length + 1;
  const ranked = allShapes()
    .filter(({ part }) => !part)
    .map((shape) => ({ shape, count: countKnown(shape, headings) }))
    .sort((a, b) => b.count - a.count || likely(a.shape) - likely(b.shape));
  return ranked[0]!.shape;
}

function columnsIn(table: Table, heading: TableRow, shape: Shape): Omit<Headed, 'table'> {
  const names = heading.cells.map((each) => (isEmpty(each) ? '' : textOf(each)));
  const refuse = (index: number, message: string) =>
    new NoTable(message, placeAt(table, heading, index, names[index]!.slice(0, 80)));
  const isFeed = isTold(shape.list, 'uid') && names.includes('uid'); // which tells of parts by names alone
  const columns = names.map((name, i) => {
    if (name === '' || name.startsWith('#') || isTold(shape.list, name)) return undefined;
    const column = columnNamed(shape, name);
    if (column) return isFeed && column.field !== undefined ? undefined : column;
    const near = nearest(shape, name);
    const hint = near.length > 0 ? ` Near are ${near.join(', ')}.` : '';
    const wanted = shape.columns.flatMap((each) => (each.rare ? [] : [each.name])).join(', ');
    throw refuse(
      i,
      `There is no column ${echo(name)} for ${shape.words.names[0]}.${hint} With # before its heading a column is left out; wanted ${wanted}.`,
    );
  });
  columns.forEach((column, i) => {
    const first = columns.findIndex((each) => each?.name === column?.name);
    if (!column || first === i) return;
    const other = names[first]!;
    const same = other === names[i] ? '' : ` (as "${other}")`;
    throw refuse(i, `The column "${names[i]}" comes twice${same}.`);
  });
  return { shape, heading, columns };
}
