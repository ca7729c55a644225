import type { Condition } from './condition';
import type { Rule } from './rules';
import type { Row } from './row';
import type { Viewer } from './viewer';

/** A class that is a table and a GraphQL type in one. */
export type EntityClass<T extends Row = Row> = abstract new () => T;

/** The row that a declaration is of. */
export type RowOf<E> = E extends Entity<infer T> ? T : never;

/** The kinds of value an attribute can hold; `kinds.ts` says what each means to table, schema, input and filter. */
export type Kind =
  | 'string'
  | 'text'
  | 'enum'
  | 'enums'
  | 'strings'
  | 'int'
  | 'float'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'local'
  | 'locals'
  | 'url'
  | 'urls'
  | 'language'
  | 'languages'
  | 'timing'
  | 'quantity'
  | 'distribution'
  | 'period'
  | 'money'
  | 'one'
  | 'many';

export type ColumnType = 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'json';

/** A column of a table: the property that holds it, and what it is called in the database. */
export interface Column {
  property: string;
  name: string;
  type: ColumnType;
  nullable: boolean;
}

/** What callers may say about an attribute when they declare it. */
export interface AttributeOptions {
  /** A row without it is refused, and the GraphQL field is non-null. */
  required?: boolean;
  /** Longest text in characters, or greatest number. */
  max?: number;
  /** Of a string: how it must look, and what that is called. */
  form?: [pattern: RegExp, wanted: string];
  /** Of a string: it names something, so that nothing invisible tells one from another. */
  key?: boolean;
  /** Smallest number. */
  min?: number;
  /** Line breaks are allowed. */
  lines?: boolean;
  /** What a new row gets where nothing is said. */
  default?: unknown;
  /** Of what is required: where a caller leaves it out, a hook completes it. */
  completed?: boolean;
  /** Filled by the Writer, never by a caller. */
  internal?: boolean;
  /** Not a field of the GraphQL type; a computed field tells of it. */
  hidden?: boolean;
  /** Other properties of the row that its field needs. */
  needs?: string[];
  /** Of a list of references: so many it is taken to hold, for the cost of an operation; few unless said. */
  size?: number;
}

/** One declared property of an entity: the one source of its column, GraphQL field, input, filter and check. */
export interface Attribute extends AttributeOptions {
  /** Its name in GraphQL, in filters and in bundles. */
  name: string;
  /** The property of the row: the same, or with `Id` behind it for a reference. */
  property: string;
  kind: Kind;
  description: string;
  columns: Column[];
  /** Of a value that several columns hold: the property of each of its members; without the first there is no value. */
  members?: Record<string, string>;
  /** For `enum` and `enums`: the TypeScript enum. */
  choices?: Record<string, string>;
  /** For `one` and `many`: what is referred to. */
  target?: () => EntityClass;
  /** For a reference to a part by its key: the property that holds the record the part belongs to. */
  within?: string;
}

/** A named order: properties compared in turn; the id always ends it. All must be NOT NULL columns. */
export type Orders = Record<string, { by: string[]; description: string }>;

/** A test of a filter that is more than one of a field. */
export interface SpecialFilter {
  type: () => unknown;
  description: string;
  condition: (value: never) => Condition;
  /** What it costs to ask it of a row; what a plain list has otherwise. */
  price?: number;
}

/** A part's place: the field of its record, and what tells one part from its siblings. */
export interface PartOf {
  field: string;
  description: string;
  /** The attribute that names a part within its record; its position otherwise. */
  key?: string;
  /** Its values are not kept in the history. */
  confidential?: boolean;
  /** So many a record is taken to have, for the cost of an operation; few unless said. */
  size?: number;
}

/** Who sees the rows of an entity, and where its owner is found. */
export interface Access {
  /** The condition under which a viewer who is not an ADMIN sees a row. */
  visible(viewer: Viewer, entity: Entity): Condition;
  /**
   * The property that holds the owning organisation, and whether a row without one owns itself; or the references to
   * follow to it. Null where only an ADMIN may write.
   */
  owner: { property: string; orItself?: boolean } | { through: string[] } | null;
  /** A new row that names no owner is owned by an organisation of the key that makes it, else by nobody. */
  ownedByMaker?: boolean;
  /** The references to what the row is kept in: it is deleted with it. */
  within?: string[];
  /** The references to other rows on whose visibility that of the row depends. */
  hangsOn?: string[];
  /** Attributes beside its state and those references on which it depends who sees what hangs on it. */
  decidedBy?: string[];
}

/** All that is declared of an entity. */
export interface Entity<T extends Row = Row> {
  name: string;
  table: string;
  type: EntityClass<T>;
  description: string;
  sort: 'record' | 'part';
  attributes: Attribute[];
  /** Fields that lead from it to other rows, declared here or by later features. */
  relations: Relation[];
  computed: Computed[];
  /** Tests that filters offer beside those on its fields. */
  filters: Record<string, SpecialFilter>;
  /** For records: the names of the root fields and of the list in a bundle. */
  singular: string;
  plural: string;
  access: Access;
  orders: Orders;
  /** So many rows there are taken to be, for the cost of an operation. */
  size?: number;
  part?: PartOf;
  /** Of records that need no name: the attributes for whose values there is one record, and among which records. */
  knownBy?: { attributes: string[]; among: Condition };
  /** Of what stays when what it hangs on is deleted, unless the caller says that it goes along. */
  goesAlong?: GoesAlong;
  /** The rules of the domain on one row. */
  rules: Rule[];
}

/** How a caller says that records are deleted with what they hang on. */
export interface GoesAlong {
  /** The reference to what they hang on. */
  with: string;
  /** The argument that says so, of mutations that delete it, or what it is kept in. */
  argument: string;
  description: string;
  /** What one of them, and several, are called in messages. */
  words: [one: string, several: string];
}

/** The columns that lead from one row to another: `from.column = to.column`, through a link table where there is one. */
export interface Join {
  /** Property of the row we come from. */
  from: string;
  /** Property of the row we go to. */
  to: string;
  /** A table between them, with the columns that name each side and the one that orders. */
  link?: Link;
}

export interface Link {
  /** The table, quoted, or a query in parentheses. */
  table: string;
  from: string;
  to: string;
  position?: string;
  /** The part that the table holds: only visible ones lead anywhere. */
  part?: Entity;
}

/** A declared way from one entity to another. */
export interface Relation {
  name: string;
  sort: 'one' | 'list' | 'page';
  source: Entity;
  target: () => Entity;
  join: Join;
  description: string;
  /** For lists: the named order of the target. */
  order?: string;
  /** So many rows it is taken to lead to at most, for the cost of an operation; a list to few unless said. */
  size?: number;
}

/** A field that code must work out; `needs` names the properties it reads. */
export interface Computed {
  name: string;
  source: Entity;
  description: string;
  type: () => unknown;
  list?: boolean;
  nullable?: boolean;
  needs: string[];
  /** What it costs beside what it gives; that of any code unless said. */
  price?: number;
  args?: Record<string, { type: () => unknown; nullable?: boolean; description: string }>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each computed field knows its own row and arguments
  resolve: (row: any, args: any, context: any) => unknown;
}
