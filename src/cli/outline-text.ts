import type { Relation } from '../kernel/declare/declare';
import type {
  EdgePart,
  Outline,
  PageOutline,
  PagePart,
  Root,
  RowField,
  RowOutline,
} from '../kernel/read/outline';

type Field = Root | RowField | PagePart | EdgePart;

/** An outline for people: a line for each field, with what the declarations make of it. */
export const outlineText = ({ roots }: Outline): string[] => roots.flatMap(fieldText);

function fieldText(field: Field): string[] {
  const [what, below] = told(field);
  return [`${field.key}: ${what}`, ...below.map((each) => `  ${each}`)];
}

/** What a field is, and what is asked below it. */
function told(field: Field): [what: string, below: string[]] {
  switch (field.is) {
    case 'record':
      return [`the ${field.row.entity.name} that is named`, rowText(field.row)];
    case 'records':
      return ['the records with some ids', field.rows.flatMap(rowText)];
    case 'none':
      return ['a record of no type that there is', []];
    case 'page':
      return pageText(field.page, 'relation' in field ? field.relation : undefined);
    case 'one':
      return [
        `the ${field.row.entity.name} that ${field.relation.join.from} names`,
        rowText(field.row),
      ];
    case 'list':
      return [`a list of ${field.row.entity.name}`, rowText(field.row)];
    case 'node':
    case 'nodes':
      return [`rows of ${field.row.entity.name}`, rowText(field.row)];
    case 'edges':
      return ['edges', field.parts.flatMap(fieldText)];
    case 'column':
      return [`the column of ${field.property}`, []];
    case 'text':
      return [`the text ${field.attribute.name}, in a language`, []];
    case 'stored':
      return [`${field.attribute.name} as it is stored`, []];
    case 'columns':
      return [`the columns of ${Object.values(field.of).join(', ')}`, []];
    case 'typename':
      return [`the name ${field.name}`, []];
    case 'code':
      return ['what only code can tell', []];
    default:
      return [field.is, []];
  }
}

const pageText = ({ target, parts }: PageOutline, relation?: Relation): [string, string[]] => [
  `a page of ${target.name}${relation ? ` along ${relation.name}` : ''}`,
  parts.flatMap(fieldText),
];

const rowText = ({ fields }: RowOutline): string[] => fields.flatMap(fieldText);
