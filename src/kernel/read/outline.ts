import type { Asked, AskedPage } from '../ask/arguments';
import type { Condition } from '../declare/condition';
import type { Attribute, Entity, Relation } from '../declare/declare';
import type { LanguageOrder } from '../../value/language';

/** A field that asks by arguments; `n` is its place among all that do in the operation. */
export interface Asking<T = unknown> {
  n: number;
  /** Reads the arguments, or takes the keys of rows; throws a GraphQLError where it cannot take them. */
  ask(variables: Record<string, unknown>, keys: readonly string[]): Asked<T>;
}

/** A member of an object that is no row: what it is called in the answer, and where it is declared. */
export interface Member {
  key: string;
  name: string;
  /** The name of the type, for `__typename`. */
  typename: string;
  below: Member[];
}

/** A row with all that is asked of it. */
export interface RowOutline {
  entity: Entity;
  fields: RowField[];
  /** What resolvers need of the row. */
  properties: Set<string>;
}

/** A field of a row that leads to other rows. */
export type Way = { key: string } & (
  | { is: 'one'; relation: Relation; row: RowOutline }
  | { is: 'list'; relation: Relation; asking: Asking<Condition>; row: RowOutline }
  | { is: 'page'; relation: Relation; page: PageOutline }
);

/** A field of a row. */
export type RowField =
  | Way
  | ({ key: string } & (
      | { is: 'typename'; name: string }
      | { is: 'column'; property: string }
      | {
          is: 'text';
          attribute: Attribute;
          language?: Asking<LanguageOrder>;
          members: Member[];
        }
      /** An object that a JSON column holds as it is given out. */
      | { is: 'stored'; attribute: Attribute; members: Member[] }
      /** An object of columns: which property each member is; without the first there is none. */
      | { is: 'columns'; of: Record<string, string>; members: Member[] }
      /** What only code can tell. */
      | { is: 'code' }
    ));

/** A page of a list with all that is asked of it. */
export interface PageOutline {
  target: Entity;
  asking: Asking<AskedPage>;
  parts: PagePart[];
}

/** The rows that stand in a page: in `nodes`, and in its edges. */
export const rowsIn = ({ parts }: PageOutline): RowOutline[] =>
  parts.flatMap((part) => {
    if (part.is === 'nodes') return [part.row];
    return part.is === 'edges'
      ? part.parts.flatMap((each) => (each.is === 'node' ? [each.row] : []))
      : [];
  });

/** A field of a page. */
export type PagePart = { key: string } & (
  | { is: 'typename'; name: string }
  | { is: 'nodes'; row: RowOutline }
  | { is: 'edges'; parts: EdgePart[] }
  | { is: 'pageInfo'; members: Member[] }
  | { is: 'totalCount' }
);

/** A field of an edge. */
export type EdgePart = { key: string } & (
  { is: 'typename'; name: string } | { is: 'cursor' } | { is: 'node'; row: RowOutline }
);

/** A field that the declarations give: one of the operation, or what leads on from rows that are there. */
export type Root = { key: string } & (
  | { is: 'record'; asking: Asking<Condition>; row: RowOutline }
  | { is: 'page'; page: PageOutline }
  /** The records with some ids, of whatever types: how a row of each type looks; for one that was `merged`, the other. */
  | { is: 'records'; asking: Asking<readonly string[]>; rows: RowOutline[]; merged: boolean }
  /** What a field of some rows leads to, for each of their keys. */
  | { is: 'ways'; asking: Asking<readonly string[]>; way: Way }
  /** A record of no type that there is. */
  | { is: 'none' }
);

/** Some fields of an operation as the declarations see them. */
export interface Outline {
  roots: Root[];
  /** All that asks by arguments, by their `n`. */
  askings: Asking[];
  /** No code has to run. */
  isPure: boolean;
}

/** What a root field was declared as. */
export type RootDeclaration =
  { is: 'record'; entity: Entity } | { is: 'page'; entity: Entity } | NodeDeclaration;

/** A record of the type that its id tells, or several. */
export interface NodeDeclaration {
  is: 'node' | 'nodes';
  ofId(id: string): Entity | undefined;
}
