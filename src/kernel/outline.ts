import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  Kind,
  getArgumentValues,
  getNamedType,
  isLeafType,
  visit,
} from 'graphql';
import {
  type Asked,
  type LookupArguments,
  type Page,
  type PageArguments,
  askedLanguage,
  askedPage,
  askedRecord,
  shaped,
} from './asked';
import { type Condition, TRUE } from './condition';
import type { Attribute, Entity, Relation } from './declare';
import { type Filter, conditionOf } from './filter';
import type { PageLimits } from './page';
import { type Declaration, type Document, type Fields, fieldsBelow, propertiesFor } from './select';
import type { TextLanguage } from '../value/language';

/** A field that asks by arguments; `n` is its place among all that do in the operation. */
export interface Asking<T = unknown> {
  n: number;
  /** Reads the arguments; throws a GraphQLError where they cannot be taken. */
  ask(variables: Record<string, unknown>): Asked<T>;
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

/** A field of a row. */
export type RowField = { key: string } & (
  | { is: 'typename'; name: string }
  | { is: 'column'; property: string }
  | { is: 'text'; attribute: Attribute; language?: Asking<TextLanguage | null>; members: Member[] }
  /** An object that a JSON column holds as it is given out. */
  | { is: 'stored'; attribute: Attribute; members: Member[] }
  /** An object of columns: which property each member is, and one without which there is none. */
  | { is: 'columns'; of: Record<string, string>; presentBy?: string; members: Member[] }
  | { is: 'one'; relation: Relation; row: RowOutline }
  | { is: 'list'; relation: Relation; asking: Asking<Condition>; row: RowOutline }
  | { is: 'page'; page: PageOutline }
  /** What only code can tell. */
  | { is: 'code' }
);

/** A page of a list with all that is asked of it. */
export interface PageOutline {
  target: Entity;
  relation?: Relation;
  asking: Asking<Page>;
  parts: PagePart[];
}

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

/** A field of the operation that the declarations give. */
export type Root = { key: string } & (
  | { is: 'record'; entity: Entity; asking: Asking<Condition>; row: RowOutline }
  | { is: 'page'; page: PageOutline }
);

/** Some root fields of an operation as the declarations see them. */
export interface Outline {
  roots: Root[];
  /** All that asks by arguments, by their `n`. */
  askings: Asking[];
  /** No code has to run. */
  isPure: boolean;
}

/** What a root field was declared as. */
export interface RootDeclaration {
  is: 'record' | 'page';
  entity: Entity;
}

/** So many fields one object can have on either database. */
const MOST_FIELDS = 400;

/** Reads what root fields ask for; null where one of them is not declared, or has more fields than a database takes. */
export function outline(
  type: GraphQLObjectType,
  fields: Fields,
  document: Document,
  limits: PageLimits,
): Outline | null {
  const askings: Asking[] = [];
  let isPure = true;
  let isTooMuch = fields.size > MOST_FIELDS;

  const asking = <T, Args>(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    read: (args: Args) => Asked<T>,
  ): Asking<T> => {
    const ask = (variables: Record<string, unknown>) =>
      read(getArgumentValues(field, node, variables) as Args);
    let fixed: Asked<T> | undefined;
    const once = (variables: Record<string, unknown>) => (fixed ??= ask(variables));
    const found = { n: askings.length, ask: hasVariable(node) ? ask : once };
    askings.push(found);
    return found;
  };

  const below = (of: GraphQLObjectType, nodes: readonly FieldNode[]): Fields => {
    const found = fieldsBelow(of, nodes, document);
    if (found.size > MOST_FIELDS) isTooMuch = true;
    return found;
  };

  /** Members of an object that hold what is stored; code that would have to work one out spoils it. */
  const members = (of: GraphQLObjectType, nodes: readonly FieldNode[]): Member[] =>
    [...below(of, nodes)].map(([key, [node, ...more]]): Member => {
      const name = node!.name.value;
      const field = of.getFields()[name];
      if (field?.resolve) isPure = false;
      const inner = field && getNamedType(field.type);
      const deeper =
        inner && !isLeafType(inner) ? members(inner as GraphQLObjectType, [node!, ...more]) : [];
      return { key, name, typename: of.name, below: deeper };
    });

  const row = (of: GraphQLObjectType, entity: Entity, nodes: readonly FieldNode[]): RowOutline => {
    const asked = below(of, nodes);
    const properties = propertiesFor(entity, [...asked.values()].flat());
    const found = [...asked].map(([key, of_]) => rowField(key, of, of_));
    return { entity, properties, fields: found };
  };

  const rowField = (key: string, of: GraphQLObjectType, nodes: readonly FieldNode[]): RowField => {
    const [node] = nodes;
    const name = node!.name.value;
    if (name === '__typename') return { key, is: 'typename', name: of.name };
    if (name === 'id') return { key, is: 'column', property: 'id' };
    const field = of.getFields()[name]!;
    const type = getNamedType(field.type) as GraphQLObjectType;
    const declaration = field.extensions.declaration as Declaration | undefined;
    if (declaration?.sort === 'attribute')
      return { key, ...attribute(declaration.attribute, field, type, nodes) };
    if (declaration?.sort === 'relation') {
      const { relation } = declaration;
      const target = relation.target();
      if (relation.sort === 'page')
        return { key, is: 'page', page: page(type, target, field, nodes, relation) };
      if (relation.sort === 'one')
        return { key, is: 'one', relation, row: row(type, target, nodes) };
      const asks = asking(field, node!, ({ filter }: { filter?: Filter | null }) => {
        const where = conditionOf(target, filter);
        return shaped(where, where);
      });
      return { key, is: 'list', relation, asking: asks, row: row(type, target, nodes) };
    }
    const { columns: of_ = {}, presentBy } = declaration?.computed ?? {};
    const asked = Object.keys(of_).length > 0 ? [...below(type, nodes).values()].flat() : [];
    const isPlain = ({ name: { value } }: FieldNode) => value === '__typename' || value in of_;
    if (asked.length > 0 && asked.every(isPlain))
      return { key, is: 'columns', of: of_, presentBy, members: members(type, nodes) };
    isPure = false;
    return { key, is: 'code' };
  };

  type Unnamed<T> = T extends unknown ? Omit<T, 'key'> : never;

  const attribute = (
    of: Attribute,
    field: GraphQLField<unknown, unknown>,
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
  ): Unnamed<RowField> => {
    const { kind, property } = of;
    if (kind === 'text') {
      const [node] = nodes;
      const language = node!.arguments?.length ? asking(field, node!, languageOf) : undefined;
      return { is: 'text', attribute: of, language, members: members(type, nodes) };
    }
    if (kind === 'timing' || kind === 'quantity')
      // their members are as they are stored
      return { is: 'stored', attribute: of, members: members(type, nodes) };
    if (kind === 'period') {
      const columns = { start: `${property}Start`, end: `${property}End` };
      return {
        is: 'columns',
        of: columns,
        presentBy: columns.start,
        members: members(type, nodes),
      };
    }
    return { is: 'column', property };
  };

  const page = (
    type: GraphQLObjectType,
    target: Entity,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    relation?: Relation,
  ): PageOutline => {
    const asks = asking(field, nodes[0]!, (args: PageArguments) => {
      const found = askedPage(target, relation, args, limits);
      const { where, order, first } = found;
      return shaped(found, where, order.name, order.descending, first);
    });
    const parts = [...below(type, nodes)].map(([key, of]): PagePart => {
      const name = of[0]!.name.value;
      const inner = getNamedType(type.getFields()[name]?.type) as GraphQLObjectType;
      if (name === '__typename') return { key, is: 'typename', name: type.name };
      if (name === 'nodes') return { key, is: name, row: row(inner, target, of) };
      if (name === 'pageInfo') return { key, is: name, members: members(inner, of) };
      if (name === 'edges') return { key, is: name, parts: edge(inner, target, of) };
      return { key, is: 'totalCount' };
    });
    return { target, relation, asking: asks, parts };
  };

  const edge = (type: GraphQLObjectType, target: Entity, nodes: readonly FieldNode[]): EdgePart[] =>
    [...below(type, nodes)].map(([key, of]) => {
      const name = of[0]!.name.value;
      if (name === '__typename') return { key, is: 'typename', name: type.name };
      if (name === 'cursor') return { key, is: 'cursor' };
      const inner = getNamedType(type.getFields().node!.type) as GraphQLObjectType;
      return { key, is: 'node', row: row(inner, target, of) };
    });

  const roots: Root[] = [];
  for (const [key, nodes] of fields) {
    const field = type.getFields()[nodes[0]!.name.value];
    const declared = field?.extensions.declaration as RootDeclaration | undefined;
    if (!declared) return null;
    const { entity } = declared;
    const inner = getNamedType(field!.type) as GraphQLObjectType;
    if (declared.is === 'page')
      roots.push({ key, is: 'page', page: page(inner, entity, field!, nodes) });
    else {
      const asks = asking(field!, nodes[0]!, (args: LookupArguments) => {
        const where = askedRecord(args);
        return shaped(where, where);
      });
      roots.push({ key, is: 'record', entity, asking: asks, row: row(inner, entity, nodes) });
    }
  }
  return isTooMuch ? null : { roots, askings, isPure };
}

function languageOf({ language }: { language?: string | null }): Asked<TextLanguage | null> {
  const of = language ? askedLanguage(language, 'fi') : null;
  return { ...shaped(of, TRUE), shape: String(of) };
}

function hasVariable(node: FieldNode): boolean {
  let found = false;
  for (const each of node.arguments ?? [])
    visit(each, { [Kind.VARIABLE]: () => void (found = true) });
  return found;
}
