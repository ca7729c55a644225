import type { Entity } from '../kernel/declare/declare';
import { type Cell, lettersOf } from './cell';
import type { Column } from './column';
import { csvOf } from './csv';
import { EXAMPLES, GUIDE, HINTS, NOTES } from './guide';
import { sheetOf } from './export';
import { type Shape, allShapes, shapeNamed, sheetName } from './shape';
import { wordsOfValue } from './value-words';
import { type HeadingLanguage } from './words';
import { type SheetToWrite, workbook } from './xlsx-write';

/** What there is that cells may refer to: what records of an entity are called, as cells name them. */
export type There = (entity: Entity) => readonly string[];

/** Parts without a sheet in a template: external ids have a column, and who fills in sheets seldom says where facts were read. */
const ELSEWHERE = new Set(['ExternalId', 'Provenance']);

/** The columns that a template has. */
const templateColumns = ({ columns }: Shape): Column[] => columns.filter(({ rare }) => !rare);

/** The shape that a template is asked for by name; undefined where there is none, or for `all`. */
export const templateShape = shapeNamed;

/** A CSV file to fill in: what its columns mean, their names, and a row that shows how cells are written. */
export function csvTemplate(shape: Shape): string {
  const columns = templateColumns(shape);
  const { list, entity, part } = shape;
  const lines = [
    `${(part ?? entity).description} One a row; \`luotsi import\` takes this file.`,
    ...HINTS,
    ...(NOTES[list] ?? []),
    '',
    ...columns.map((column) => `${column.name}: ${meaningOf(column, 'names')}`),
  ];
  const example = part ? undefined : EXAMPLES[list];
  const comments = lines.map((line) => `# ${line}`.trimEnd());
  const rows = [columns.map(({ name }) => name)];
  if (example) rows.push(columns.map(({ name }) => example[name] ?? ''));
  return `${comments.join('\n')}\n${csvOf(rows)}`;
}

/**
 * A workbook to fill in, headed in a language: a guide, and a sheet for each shape, with a note at each heading, and with
 * the values that there are to choose from.
 */
export function workbookTemplate(
  only: Shape | undefined,
  language: HeadingLanguage,
  there: There,
): Buffer {
  const shapes = allShapes().filter(
    ({ list, part }) => (!only || list === only.list) && !(part && ELSEWHERE.has(part.name)),
  );
  const lists = new Lists(language, there);
  const sheets = shapes.map((shape) => {
    const columns = templateColumns(shape);
    const sheet = sheetOf(shape, columns, [], language);
    return {
      ...sheet,
      columns: sheet.columns.map((each, i) => ({
        ...each,
        width: Math.max(each.width, 14),
        note: meaningOf(columns[i]!, language),
        offers: lists.cellsFor(columns[i]!),
      })),
    };
  });
  const { name, lines } = GUIDE[language];
  const index = shapes.map((shape): Cell[] => [
    sheetName(shape, language),
    (shape.part ?? shape.entity).description,
  ]);
  const guide: SheetToWrite = {
    name,
    rows: [[name], ...lines.map((line) => [line]), [''], ...index],
    columns: [{ width: 40 }, { width: 100 }],
  };
  return workbook([guide, ...sheets, ...lists.sheet()]);
}

/** What a column means, and what may stand in its cells. */
function meaningOf(
  { description, choices, several, isTruth }: Column,
  language: HeadingLanguage,
): string {
  const values = choices
    ? Object.values(choices).map((each) => wordsOfValue(each, language)[0])
    : [];
  return [
    description,
    ...(values.length > 0 ? [`${values.join(', ')}.`] : []),
    ...(isTruth ? ['true or false.'] : []),
    ...(several ? ['Several: between |.'] : []),
  ].join(' ');
}

/** A hidden sheet with a column for each list of values that cells choose from. */
class Lists {
  private readonly columns: string[][] = [];
  private readonly places = new Map<object, string | undefined>();

  constructor(
    private readonly language: HeadingLanguage,
    private readonly there: There,
  ) {}

  /** The cells with the values of a column; undefined where there is nothing to choose. */
  cellsFor({ choices, target }: Column): string | undefined {
    const of = choices ?? target;
    if (!of) return undefined;
    if (!this.places.has(of))
      this.places.set(of, this.add(choices ? this.words(choices) : this.there(target!)));
    return this.places.get(of);
  }

  private words(choices: Record<string, string>): string[] {
    return Object.values(choices).map((each) => wordsOfValue(each, this.language)[0]!);
  }

  private add(values: readonly string[]): string | undefined {
    if (values.length === 0) return undefined;
    const letters = lettersOf(this.columns.length);
    this.columns.push([...values]);
    return `${NAME}!$${letters}$1:$${letters}$${values.length}`;
  }

  sheet(): SheetToWrite[] {
    if (this.columns.length === 0) return [];
    const most = Math.max(...this.columns.map(({ length }) => length));
    const rows = Array.from({ length: most }, (_, i) => this.columns.map((each) => each[i] ?? ''));
    return [{ name: NAME, hidden: true, rows, columns: this.columns.map(() => ({ width: 20 })) }];
  }
}

const NAME = '_luotsi';
