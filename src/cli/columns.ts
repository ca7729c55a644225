import { ParticipationRole } from '../action/action.entity';
import { model } from '../features';
import type { Attribute, Entity, Kind } from '../kernel/declare/declare';
import { TEXT_LANGUAGES } from '../value/language';
import type { CsvType } from './bundle-file';

/** A column of a CSV file: where its cells go in a row of a bundle. */
export interface Column {
  name: string;
  /** The steps to its value in the row. */
  path: (string | number)[];
  description: string;
  /** Whether the template leaves it out. */
  rare?: boolean;
  /** Where each item of a cell is a part of a list that columns share: the field of the part that holds it. */
  field?: string;
  /** What stands first in such a list where its own cell is empty and another fills the list. */
  unsaid?(row: Record<string, unknown>): unknown[];
  /** The value of a cell; what cannot be read stays a text, for the server to refuse. */
  read(cell: string, decimal: RegExp): unknown;
}

const LISTS = new Set<Kind>(['enums', 'strings', 'urls', 'languages', 'many']);
const NUMBERS = new Set<Kind>(['int', 'float']);

/** The entity whose rows a CSV file of a type holds. */
export const entityOfType = (type: CsvType): Entity => model.byPlural(type)!;

/** The columns that a CSV file of a type may have: what is declared of it, save quantities and most parts. */
export function columnsOf(type: CsvType): Column[] {
  const [slug, ...others] = entityOfType(type).attributes.filter((each) => !each.internal);
  return [...columnsFor(slug!), EXTERNAL_ID, ...others.flatMap(columnsFor), ...PARTS[type]];
}

/** A column whose cells list slugs, each of which makes a part of a list. */
const parts = (
  name: string,
  list: string,
  field: string,
  description: string,
  beside: object = {},
): Column => ({
  name,
  path: [list],
  field,
  description: `${description} Several.`,
  read: (cell) => listOf(cell).map((slug) => ({ ...beside, [field]: slug })),
});

const { ORGANISER, PARTICIPANT } = ParticipationRole;

const PARTS: Record<CsvType, Column[]> = {
  events: [
    {
      ...parts(
        'organisers',
        'participations',
        'organisation',
        'The organisations that organise it; the owner, where a new event does not say.',
        { role: ORGANISER },
      ),
      unsaid: ({ owner }) => (owner ? [{ role: ORGANISER, organisation: owner }] : []),
    },
    parts('networks', 'participations', 'network', 'The networks that take part in it.', {
      role: PARTICIPANT,
    }),
    parts('modules', 'placements', 'module', 'The modules that it carries out.'),
  ],
  measurements: [],
};

const EXTERNAL_ID: Column = {
  name: 'externalId',
  path: ['externalIds'],
  description: 'What another system calls it: that system, a colon and the id there.',
  read: (cell) => {
    const [, system, value] = /^([^:]*):(.*)$/s.exec(cell) ?? [undefined, undefined, cell];
    return cell === 'null' ? [] : [{ system: system?.trim(), value: value.trim() }];
  },
};

function columnsFor(attribute: Attribute): Column[] {
  const { kind, name, description, choices } = attribute;
  switch (kind) {
    case 'quantity':
    case 'distribution':
      return [];
    case 'timing':
      return name === 'timing' ? TIMING : []; // two times in a row would need two of each column
    case 'text':
      return TEXT_LANGUAGES.map((language) => ({
        name: language === 'fi' ? name : `${name}_${language}`,
        path: [name, language],
        description: language === 'fi' ? description : `The same in the language ${language}.`,
        rare: !['fi', 'sv', 'en'].includes(language),
        read: textOf,
      }));
  }
  const words = choices ? ` ${Object.values(choices).join(', ')}.` : '';
  const base = { name, path: [name], description: description + words };
  if (LISTS.has(kind))
    return [{ ...base, description: `${base.description} Several.`, read: listOf }];
  if (NUMBERS.has(kind)) return [{ ...base, read: numberOf }];
  if (kind === 'money')
    return [
      {
        ...base,
        description: `${description} In euros, such as 12.50, or with its currency: 12.50 SEK.`,
        read: moneyOf,
      },
    ];
  if (kind === 'boolean')
    return [{ ...base, description: `${description} true or false.`, read: booleanOf }];
  return [{ ...base, read: textOf }];
}

const timing = (name: string, description: string, read: Column['read'] = textOf): Column => ({
  name,
  path: ['timing', name],
  description,
  read,
});

const TIMING: Column[] = [
  timing('start', 'When it begins, such as 2026-04-23T09:30, or the first day.'),
  timing('end', 'When it ends, or the last day.'),
  timing('zone', 'The time zone of start and end; Europe/Helsinki unless said.'),
  timing('allDay', 'Whether it is whole days; so it is where start is a day.', (cell) =>
    booleanOf(cell),
  ),
  timing(
    'edtf',
    'The time where it is not known to the hour, such as 2026-04 or 2026-21 (spring).',
  ),
  timing('printed', 'The time as the document words it.'),
];

function textOf(cell: string): string | null {
  return cell === 'null' ? null : cell;
}

function listOf(cell: string): string[] {
  if (cell === 'null') return [];
  const items = cell.split('|').map((each) => each.trim());
  return items.filter((each) => each !== '');
}

function numberOf(cell: string, decimal: RegExp): unknown {
  const text = cell.replace(decimal, '.');
  return /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : textOf(cell);
}

function moneyOf(cell: string, decimal: RegExp): unknown {
  const [, amount, currency] = /^(.*\d)\s*(€|[A-Z]{3})?$/.exec(cell.trim()) ?? [];
  const number = amount === undefined ? null : numberOf(amount, decimal);
  if (typeof number !== 'number') return textOf(cell);
  return { cents: Math.round(number * 100), ...(currency?.match(/[A-Z]/) && { currency }) };
}

function booleanOf(cell: string): unknown {
  return /^(true|false)$/i.test(cell) ? /^true$/i.test(cell) : textOf(cell);
}
