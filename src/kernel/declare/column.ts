import { IsOptional } from 'class-validator';
import { Column as TypeormColumn, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { ColumnType as TypeormType } from 'typeorm';
import type { Attribute, AttributeOptions, Column, ColumnType, EntityClass, Kind } from './declare';
import { kinds } from './kinds';
import { snake } from './names';
import { entityOf } from './registry';

type Decorator = (prototype: object, property: string) => void;
type Choices = Record<string, string>;

/**
 * Property decorators that declare an attribute: one line gives its column in the database, its field in the
 * GraphQL schema, its place in a bundle, its check and its filter.
 */
export const column = {
  /** A name in several languages; rows can be sorted by it, and slugs are made from it. */
  name: (description: string, options: AttributeOptions = {}) =>
    declare('text', description, { max: 300, required: true, ...options }, (p) => [
      ...textColumns(p, !(options.required ?? true)),
      { property: `${p}SortFi`, type: 'text', nullable: false },
      { property: `${p}SortSv`, type: 'text', nullable: false },
    ]),
  /** A text in several languages. */
  text: (description: string, options: AttributeOptions = {}) =>
    declare('text', description, { max: 2000, lines: true, ...options }, (p) =>
      textColumns(p, !options.required),
    ),
  /** A text that has no language: a number, a code, a wording as printed. */
  string: (description: string, options: AttributeOptions = {}) =>
    plain('string', 'text', description, { max: 300, ...options }),
  strings: (description: string, options: AttributeOptions = {}) =>
    declare('strings', description, { max: 200, default: [], ...options }, (p) => [
      { property: p, type: 'json', nullable: false },
      { property: `${p}Folded`, type: 'text', nullable: false },
    ]),
  enum: (choices: Choices, description: string, options: AttributeOptions = {}) =>
    plain('enum', 'text', description, options, { choices }),
  enums: (choices: Choices, description: string, options: AttributeOptions = {}) =>
    plain('enums', 'json', description, { default: [], ...options }, { choices }),
  int: (description: string, options: AttributeOptions = {}) =>
    plain('int', 'integer', description, options),
  float: (description: string, options: AttributeOptions = {}) =>
    plain('float', 'double precision', description, options),
  /** Yes, no, or not stated where it is not required. */
  boolean: (description: string, options: AttributeOptions = {}) =>
    plain('boolean', 'boolean', description, options),
  date: (description: string, options: AttributeOptions = {}) =>
    plain('date', 'text', description, options),
  instant: (description: string, options: AttributeOptions = {}) =>
    plain('instant', 'text', description, options),
  /** A day, or a time on a wall clock, without its zone. */
  local: (description: string, options: AttributeOptions = {}) =>
    plain('local', 'text', description, options),
  /** Any number of those, each once, in order. */
  locals: (description: string, options: AttributeOptions = {}) =>
    plain('locals', 'json', description, { default: [], ...options }),
  url: (description: string, options: AttributeOptions = {}) =>
    plain('url', 'text', description, options),
  urls: (description: string, options: AttributeOptions = {}) =>
    plain('urls', 'json', description, { default: [], ...options }),
  language: (description: string, options: AttributeOptions = {}) =>
    plain('language', 'text', description, options),
  languages: (description: string, options: AttributeOptions = {}) =>
    plain('languages', 'json', description, { default: [], ...options }),
  /** When: exact, imprecise or unknown; columns beside the value serve filters and orders. */
  timing: (description: string) =>
    declare('timing', description, { default: {} }, (p) => [
      { property: p, type: 'json', nullable: false },
      { property: `${p}Earliest`, type: 'text', nullable: true },
      { property: `${p}Latest`, type: 'text', nullable: true },
      { property: `${p}Precision`, type: 'text', nullable: false },
      { property: `${p}Certain`, type: 'boolean', nullable: false },
      { property: `${p}Sort`, type: 'text', nullable: false },
    ]),
  /** How many, how often. */
  quantity: (description: string, options: AttributeOptions = {}) =>
    declare('quantity', description, options, (p) => [
      { property: p, type: 'json', nullable: true },
      { property: `${p}Rhythm`, type: 'text', nullable: true },
      { property: `${p}Unit`, type: 'text', nullable: true },
      { property: `${p}Each`, type: 'text', nullable: true },
      { property: `${p}Min`, type: 'double precision', nullable: true },
      { property: `${p}Max`, type: 'double precision', nullable: true },
      { property: `${p}Per`, type: 'text', nullable: true },
    ]),
  /** How many chose each step of a scale. */
  distribution: (description: string, options: AttributeOptions = {}) =>
    plain('distribution', 'json', description, options),
  /** A first and a last day; decorates the property that ends in `Start`. */
  period: (description: string, options: AttributeOptions = {}) =>
    membered('period', { start: 'text', end: 'text' }, description, options),
  /** An amount in integer cents and its currency; decorates the property that ends in `Cents`. */
  money: (description: string, options: AttributeOptions = {}) =>
    membered('money', { cents: 'bigint', currency: 'text' }, description, options),
  /** A reference to one row: a foreign key here, a relation in the graph, a slug in a bundle. */
  one: (target: () => EntityClass, description: string, options: AttributeOptions = {}) =>
    reference(target, description, options),
  /** A reference to a part by its key, among the parts of the record that the property `within` holds. */
  partOf: (
    target: () => EntityClass,
    within: string,
    description: string,
    options: AttributeOptions = {},
  ) => reference(target, description, options, within),
  /** References to any number of rows, in order, kept in a table of their own. */
  many: (target: () => EntityClass, description: string, options: AttributeOptions = {}) =>
    declare('many', description, { default: [], ...options }, () => [], { target }),
};

function textColumns(p: string, nullable: boolean): Omit<Column, 'name'>[] {
  return [
    { property: p, type: 'json', nullable },
    { property: `${p}Folded`, type: 'text', nullable },
  ];
}

function plain(
  kind: Kind,
  type: ColumnType,
  description: string,
  options: AttributeOptions,
  more: Partial<Attribute> = {},
): Decorator {
  const nullable = !options.required && options.default === undefined;
  return declare(kind, description, options, (property) => [{ property, type, nullable }], more);
}

/** A value whose members have columns of their own, called by its name and theirs; the first decorates it. */
function membered(
  kind: Kind,
  types: Record<string, ColumnType>,
  description: string,
  options: AttributeOptions,
): Decorator {
  const nullable = !options.required;
  const [first] = Object.keys(types);
  return (prototype, decorated) => {
    const name = decorated.slice(0, -first!.length);
    const members = Object.fromEntries(
      Object.keys(types).map((each) => [each, name + each[0]!.toUpperCase() + each.slice(1)]),
    );
    const columnsOf = () =>
      Object.entries(types).map(([each, type]) => ({ property: members[each]!, type, nullable }));
    const more = { name, property: name, members };
    declare(kind, description, options, columnsOf, more)(prototype, decorated);
  };
}

function reference(
  target: () => EntityClass,
  description: string,
  options: AttributeOptions,
  within?: string,
): Decorator {
  return (prototype, property) => {
    const name = property.replace(/Id$/, '');
    const nullable = !options.required;
    declare('one', description, options, () => [{ property, type: 'text', nullable }], {
      name,
      target,
      within,
    })(prototype, property);
    Index()(prototype, property);
    ManyToOne(target as () => new () => object, {
      nullable,
      deferrable: 'INITIALLY DEFERRED',
    })(prototype, name);
    JoinColumn({ name: snake(property) })(prototype, name);
  };
}

function declare(
  kind: Kind,
  description: string,
  options: AttributeOptions,
  columnsOf: (property: string) => Omit<Column, 'name'>[],
  more: Partial<Attribute> = {},
): Decorator {
  return (prototype, property) => {
    const columns = columnsOf(property).map((each) => ({ ...each, name: snake(each.property) }));
    for (const each of columns) {
      const { name, nullable } = each;
      TypeormColumn({ type: each.type as TypeormType, name, nullable } as object)(
        prototype,
        each.property,
      );
    }
    const attribute = { name: property, property, kind, description, columns, ...options, ...more };
    entityOf(prototype.constructor as EntityClass).attributes.push(attribute);
    const isNullable = !options.required && options.default === undefined;
    const { members } = more;
    const constrained = members
      ? Object.entries(members)
      : columns.some((each) => each.property === property)
        ? [[undefined, property] as const]
        : [];
    for (const [member, held] of constrained)
      for (const decorate of [
        ...(kinds[kind].constraints?.(attribute, member) ?? []),
        ...(isNullable ? [IsOptional()] : []),
      ])
        decorate(prototype, held);
  };
}
