import type { Bundle } from '../bundle/bundle';
import { tooComplex } from '../kernel/declare/errors';
import { NAMED_LANGUAGES, compareLanguages } from '../value/language';
import { languagesOf } from '../value/localised-text';
import type { Cell } from './cell';
import type { Column } from './column';
import { type Shape, allShapes } from './shape';
import { NULL } from './value-cell';
import type { HeadingLanguage } from './words';

type Row = Record<string, unknown>;

/** The rows of a shape, as cells below its columns. */
export interface Filled {
  shape: Shape;
  columns: Column[];
  rows: Cell[][];
}

/** The field of a value of several by which the whole is cleared, or said in short. */
const FIRST = new Set(['fi', 'start', 'rhythm']);

/**
 * Writes a bundle as tables, in the order in which bundles are written: a table for each type that has rows, and one for
 * each list of parts that does not fit into the columns of its records.
 */
export function tablesOf(bundle: Bundle, language: HeadingLanguage): Filled[] {
  const tables: Filled[] = [];
  for (const shape of allShapes()) {
    const records = bundle[shape.list] as Row[] | undefined;
    if (!records || records.length === 0) continue;
    const inOwn = ownLists(shape.list, records);
    const filled = shape.part
      ? partsIn(shape, inOwn.has(shape.field!) ? records : [], language)
      : below(shape, records, language, inOwn);
    if (filled.rows.length > 0) tables.push(filled);
  }
  return tables;
}

/** The lists of parts of records that need tables of their own: some of them cannot be told in columns. */
function ownLists(list: string, records: readonly Row[]): Set<string> {
  const own = new Set<string>();
  const [main, ...parts] = allShapes().filter((each) => each.list === list);
  for (const { field } of parts) {
    const columns = columnsOfList(main!, field!);
    if (!records.every((record) => isTold(record[field!], columns))) own.add(field!);
  }
  return own;
}

const columnsOfList = ({ columns }: Shape, field: string): Column[] =>
  columns.filter(({ path, onlyRead }) => path.length === 1 && path[0] === field && !onlyRead);

/** Whether a list of parts is read from columns as it is. */
function isTold(list: unknown, columns: readonly Column[]): boolean {
  if (!Array.isArray(list) || list.length === 0) return true;
  const said = columns.filter((each) => each.write(list, 'names') !== '');
  const silent = columns.find((each) => each.unsaid && !said.includes(each));
  const read = said.map((each) => each.read(each.write(list, 'names'), true));
  return !silent && said.length > 0 && JSON.stringify(read.flat()) === JSON.stringify(list);
}

/** The columns that are written for some rows: a text has those of all its languages. */
function columnsFor({ columns }: Shape, rows: readonly Row[]): Column[] {
  return columns.flatMap((column) => {
    const [name = '', member] = column.path;
    if (column.onlyRead) return [];
    if (member !== 'ownWords') return [column];
    const text = columns.find((each) => each.inLanguage && each.path[0] === name)!;
    return [...otherLanguages(rows, name).map(text.inLanguage!), column];
  });
}

/** So many languages without columns of their own a text may be in within one table, which would be far larger than its texts. */
const MOST_OTHERS = 100;

function otherLanguages(rows: readonly Row[], name: string): string[] {
  const tags = new Set<string>();
  for (const { [name]: text } of rows)
    if (typeof text === 'object' && text !== null)
      for (const each of languagesOf(text)) if (!isNamed(each)) tags.add(each);
  if (tags.size > MOST_OTHERS)
    throw tooComplex('languages', MOST_OTHERS, tags.size, 'languages of one text in a table');
  return [...tags].sort(compareLanguages);
}

const isNamed = (tag: string) => NAMED_LANGUAGES.some((each) => each === tag);

/** Records below their columns; those that no record fills are left out. */
function below(
  shape: Shape,
  records: readonly Row[],
  language: HeadingLanguage,
  inOwn: ReadonlySet<string>,
): Filled {
  const columns = columnsFor(shape, records);
  const rows = records.map((record) =>
    columns.map((column) => {
      const isElsewhere =
        inOwn.has(column.path[0]!) && (record[column.path[0]!] as unknown[] | undefined)?.length;
      return isElsewhere ? '' : cellOf(column, record, language);
    }),
  );
  return withoutEmpty({ shape, columns, rows });
}

/** The parts of records below the names of those. */
function partsIn(shape: Shape, records: readonly Row[], language: HeadingLanguage): Filled {
  const partsOf = (record: Row) => (record[shape.field!] ?? []) as Row[];
  const [name, ...columns] = columnsFor(shape, records.flatMap(partsOf)) as [Column, ...Column[]];
  const rows = records.flatMap((record) =>
    partsOf(record).map((part) => [
      name.write(nameOf(record), language),
      ...columns.map((column) => cellOf(column, part, language)),
    ]),
  );
  return withoutEmpty({ shape, columns: [name, ...columns], rows });
}

/** What parts name their record by. */
function nameOf({ slug, externalIds }: Row): unknown {
  if (slug !== undefined) return slug;
  const [externalId] = (externalIds ?? []) as object[];
  return { externalId };
}

function withoutEmpty({ shape, columns, rows }: Filled): Filled {
  const kept = columns.map((_, i) => i).filter((i) => rows.some((cells) => cells[i] !== ''));
  const only = <T>(list: readonly T[]): T[] => kept.map((i) => list[i]!);
  return { shape, columns: only(columns), rows: rows.map(only) };
}

function cellOf(column: Column, row: Row, language: HeadingLanguage): Cell {
  const [name = '', field] = column.path;
  const whole = row[name];
  const isFirst = field === undefined || FIRST.has(field);
  if (whole === undefined) return '';
  if (whole === null) return isFirst ? NULL : '';
  if (field === undefined) return column.write(whole, language);
  if (typeof whole !== 'object')
    return field === 'fi' || field === 'edtf' ? column.write(whole, language) : '';
  const value = (whole as Row)[field];
  if (value === undefined) return '';
  return value === null ? NULL : column.write(value, language);
}
