import { member } from './branch';
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
import type { LanguageOrder } from '../../value/language';
import {
  type Asked,
  type LookupArguments,
  type PageArguments,
  askedIds,
  askedLanguages,
  askedPage,
  askedRecord,
  shaped,
  shapedLanguages,
} from '../ask/arguments';
import type { Attribute, Entity, Relation } from '../declare/declare';
import { type Filter, conditionOf } from '../ask/filter';
import type {
  Asking,
  EdgePart,
  Member,
  Outline,
  PageOutline,
  PagePart,
  Root,
  RootDeclaration,
  RowField,
  RowOutline,
  Way,
} from './outline';
import type { PageLimits } from '../ask/page';
import {
  type Declaration,
  type Document,
  type Fields,
  fieldsBelow,
  propertiesFor,
} from '../ask/select';

/** So many fields one object can have on either database. */
const MOST_FIELDS = 400;

type Unnamed<T> = T extends unknown ? Omit<T, 'key'> : never;

/** Reads what the root fields of one operation ask for. */
export class Outliner {
  private readonly askings: Asking[] = [];
  private isPure = true;
  private isTooMuch = false;

  constructor(
    private readonly document: Document,
    private readonly limits: PageLimits,
    /** With all that relations lead to; else only the rows themselves. */
    private readonly isDeep = true,
  ) {}

  /** Its outline; null where a field is not declared, or has more fields below it than a database takes. */
  outline(type: GraphQLObjectType, fields: Fields): Outline | null {
    this.isTooMuch = fields.size > MOST_FIELDS;
    const roots: Root[] = [];
    for (const [key, nodes] of fields) {
      const field = type.getFields()[nodes[0]!.name.value];
      if (!field?.extensions.declaration) return null;
      roots.push({ key, ...this.root(field, nodes) });
    }
    return this.whole(roots);
  }

  /** The outline of what a field of rows leads to; the keys of the rows are given to it. */
  ways(of: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): Outline | null {
    const way = this.rowField(key, of, nodes) as Way;
    return this.whole([{ key, is: 'ways', asking: this.keys(), way }]);
  }

  /** The outline of records of some types; their ids are given to it. */
  records(key: string, entities: readonly Entity[], nodes: readonly FieldNode[]): Outline | null {
    const rows = this.rowsOf(entities, nodes);
    return this.whole([{ key, is: 'records', asking: this.keys(), rows, merged: false }]);
  }

  private whole(roots: Root[]): Outline | null {
    if (this.isTooMuch && this.isDeep) return null;
    return { roots, askings: this.askings, isPure: this.isPure && this.isDeep };
  }

  private keys(): Asking<readonly string[]> {
    const ask = (_: unknown, keys: readonly string[]) => ({
      of: keys,
      shape: '',
      values: [keys as never],
    });
    const found = { n: this.askings.length, ask };
    this.askings.push(found);
    return found;
  }

  private asking<T, Args>(
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    read: (args: Args) => Asked<T>,
  ): Asking<T> {
    const ask = (variables: Record<string, unknown>) =>
      read(getArgumentValues(field, node, variables) as Args);
    let fixed: Asked<T> | undefined;
    const once = (variables: Record<string, unknown>) => (fixed ??= ask(variables));
    const found = { n: this.askings.length, ask: hasVariable(node) ? ask : once };
    this.askings.push(found);
    return found;
  }

  private below(of: GraphQLObjectType, nodes: readonly FieldNode[]): Fields {
    const found = fieldsBelow(of, nodes, this.document);
    if (found.size > MOST_FIELDS) this.isTooMuch = true;
    return found;
  }

  /** Members of an object that hold what is stored; code that would have to work one out spoils it. */
  private members(of: GraphQLObjectType, nodes: readonly FieldNode[]): Member[] {
    return [...this.below(of, nodes)].map(([key, [node, ...more]]): Member => {
      const name = node!.name.value;
      const field = of.getFields()[name];
      if (field?.resolve && field.resolve !== (member as unknown)) this.isPure = false;
      const inner = field && getNamedType(field.type);
      const deeper =
        inner && !isLeafType(inner)
          ? this.members(inner as GraphQLObjectType, [node!, ...more])
          : [];
      return { key, name, typename: of.name, below: deeper };
    });
  }

  private row(of: GraphQLObjectType, entity: Entity, nodes: readonly FieldNode[]): RowOutline {
    const asked = this.below(of, nodes);
    const properties = propertiesFor(entity, [...asked.values()].flat());
    const fields = this.isDeep ? [...asked].map(([key, of_]) => this.rowField(key, of, of_)) : [];
    return { entity, properties, fields };
  }

  private rowField(key: string, of: GraphQLObjectType, nodes: readonly FieldNode[]): RowField {
    const [node] = nodes;
    const name = node!.name.value;
    if (name === '__typename') return { key, is: 'typename', name: of.name };
    if (name === 'id') return { key, is: 'column', property: 'id' };
    const field = of.getFields()[name]!;
    const type = getNamedType(field.type) as GraphQLObjectType;
    const declaration = field.extensions.declaration as Declaration | undefined;
    if (declaration?.sort === 'attribute')
      return { key, ...this.attribute(declaration.attribute, field, type, nodes) };
    if (declaration?.sort === 'relation') {
      const { relation } = declaration;
      const target = relation.target();
      if (relation.sort === 'page')
        return { key, is: 'page', relation, page: this.page(type, target, field, nodes, relation) };
      if (relation.sort === 'one')
        return { key, is: 'one', relation, row: this.row(type, target, nodes) };
      const asks = this.asking(field, node!, ({ filter }: { filter?: Filter | null }) => {
        const where = conditionOf(target, filter);
        return shaped(where, where);
      });
      return { key, is: 'list', relation, asking: asks, row: this.row(type, target, nodes) };
    }
    this.isPure = false;
    return { key, is: 'code' };
  }

  private attribute(
    of: Attribute,
    field: GraphQLField<unknown, unknown>,
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
  ): Unnamed<RowField> {
    const { kind, property, members } = of;
    if (kind === 'text') {
      const [node] = nodes;
      const language = node!.arguments?.length ? this.asking(field, node!, languageOf) : undefined;
      return { is: 'text', attribute: of, language, members: this.members(type, nodes) };
    }
    if (kind === 'timing' || kind === 'quantity')
      // their members are as they are stored
      return { is: 'stored', attribute: of, members: this.members(type, nodes) };
    if (kind === 'distribution') {
      this.isPure = false;
      return { is: 'code' };
    }
    if (members) return { is: 'columns', of: members, members: this.members(type, nodes) };
    return { is: 'column', property };
  }

  private page(
    type: GraphQLObjectType,
    target: Entity,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    relation?: Relation,
  ): PageOutline {
    const asks = this.asking(field, nodes[0]!, (args: PageArguments) => {
      const found = askedPage(target, relation, args, this.limits);
      const { where, order, first } = found;
      return shaped(found, where, order.name, first);
    });
    const parts = [...this.below(type, nodes)].map(([key, of]): PagePart => {
      const name = of[0]!.name.value;
      const inner = getNamedType(type.getFields()[name]?.type) as GraphQLObjectType;
      if (name === '__typename') return { key, is: 'typename', name: type.name };
      if (name === 'nodes') return { key, is: name, row: this.row(inner, target, of) };
      if (name === 'pageInfo') return { key, is: name, members: this.members(inner, of) };
      if (name === 'edges') return { key, is: name, parts: this.edge(inner, target, of) };
      return { key, is: 'totalCount' };
    });
    return { target, asking: asks, parts };
  }

  private edge(type: GraphQLObjectType, target: Entity, nodes: readonly FieldNode[]): EdgePart[] {
    return [...this.below(type, nodes)].map(([key, of]) => {
      const name = of[0]!.name.value;
      if (name === '__typename') return { key, is: 'typename', name: type.name };
      if (name === 'cursor') return { key, is: 'cursor' };
      const inner = getNamedType(type.getFields().node!.type) as GraphQLObjectType;
      return { key, is: 'node', row: this.row(inner, target, of) };
    });
  }

  private root(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Unnamed<Root> {
    const declared = field.extensions.declaration as RootDeclaration;
    const type = getNamedType(field.type) as GraphQLObjectType;
    if (declared.is === 'page')
      return { is: 'page', page: this.page(type, declared.entity, field, nodes) };
    if (declared.is === 'record')
      return this.record(this.row(type, declared.entity, nodes), field, nodes[0]!);
    const args = getArgumentValues(field, nodes[0]!, this.document.variables);
    const { id, ids = [id!] } = args as { id?: string; ids?: string[] };
    const entities = new Set(ids.flatMap((each) => declared.ofId(each) ?? []));
    const rows = this.rowsOf([...entities], nodes);
    if (declared.is === 'nodes') {
      const read = (asked: { ids: string[] }) => askedIds(asked.ids, this.limits);
      return { is: 'records', asking: this.asking(field, nodes[0]!, read), rows, merged: true };
    }
    return rows[0] ? this.record(rows[0], field, nodes[0]!) : { is: 'none' };
  }

  private rowsOf(entities: readonly Entity[], nodes: readonly FieldNode[]): RowOutline[] {
    return entities.map((entity) => {
      const own = this.document.schema.getType(entity.name) as GraphQLObjectType;
      const row = this.row(own, entity, nodes);
      row.properties.add('id'); // by which resolvers tell the type
      return row;
    });
  }

  private record(
    row: RowOutline,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
  ): Unnamed<Root> {
    const asking = this.asking(field, node, (args: LookupArguments) => {
      const where = askedRecord(args);
      return shaped(where, where);
    });
    return { is: 'record', asking, row };
  }
}

const languageOf = ({ language }: { language?: string | null }): Asked<LanguageOrder> =>
  shapedLanguages(askedLanguages(language));

function hasVariable(node: FieldNode): boolean {
  let found = false;
  for (const each of node.arguments ?? [])
    visit(each, { [Kind.VARIABLE]: () => void (found = true) });
  return found;
}
