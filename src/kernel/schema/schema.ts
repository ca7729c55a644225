import {
  type GraphQLFieldResolver,
  GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
} from 'graphql';
import { Field, FieldResolver, ID, InterfaceType, ObjectType, buildSchemaSync } from 'type-graphql';
import { LanguageScalar } from '../../value/scalars';
import { isOpen } from '../declare/access';
import { type Argument, OrderDirection, connectionType, pageArguments } from './connection';
import type { Attribute, Computed, Entity, EntityClass, Relation } from '../declare/declare';
import { filterType, makeFilters, orderType } from './filter-schema';
import { kinds } from '../declare/kinds';
import type { Graph } from './build-model';
import { allowedBy, guardOperations } from './allow';
import { deletionsOf } from './deletions';
import { mutationsOf } from './mutations';
import { mutationFields, rootFields } from './operations';
import { addField, resolverClass } from './resolver-class';
import { Node } from './node';
import './introspection';
import { putInOrder } from './order';
import { entityOf } from '../declare/registry';
import { member } from '../read/branch';
import * as resolve from './resolve';
import { fieldsOf } from '../ask/select';

type AnyClass = new () => object;
type Resolve = GraphQLFieldResolver<never, never>;
/** The GraphQL schema of a model: types, fields, arguments and root fields from the declarations alone. */
export function buildGraph(model: Graph, common: EntityClass[]): GraphQLSchema {
  const resolvers = new Map<string, Resolve>();
  const node = nodeInterface(model, common);
  const classes: AnyClass[] = [];
  makeFilters([...model.records, ...model.parts]);
  for (const entity of model.records) {
    connectionType(entity);
    orderType(entity, OrderDirection);
  }
  for (const entity of model.records)
    ObjectType(entity.name, { description: entity.description, implements: node })(entity.type);
  for (const entity of model.parts)
    ObjectType(entity.name, { description: entity.description })(entity.type);
  for (const entity of [...model.records, ...model.parts])
    classes.push(...fieldsFor(entity, resolvers));
  const allowed = allowedBy(model.resolvers);
  classes.push(rootFields(model, node, resolvers, allowed));
  const mutations = [...mutationsOf(model), ...deletionsOf(model), ...model.mutations];
  classes.push(mutationFields(mutations, resolvers, allowed));
  const schema = buildSchemaSync({
    resolvers: [...classes, ...model.resolvers] as [AnyClass, ...AnyClass[]],
    validate: false,
    skipCheck: true, // it would be introspected at each start; a test holds that it is valid
    orphanedTypes: model.records.map((each) => each.type),
  });
  schema.getQueryType()!.description =
    'All that can be asked: every type of record by one field that fetches one and one that lists them.';
  schema.getMutationType()!.description =
    'All that can be written, each with one input; what is wrong with it comes back in `userErrors`.';
  attach(schema, resolvers, model);
  putInOrder(schema, model, mutations);
  const queries = schema.getQueryType()!.getFields();
  for (const entity of model.records) {
    queries[entity.singular]!.extensions = { declaration: { is: 'record', entity } };
    queries[entity.plural]!.extensions = { declaration: { is: 'page', entity } };
  }
  for (const is of ['node', 'nodes'])
    queries[is]!.extensions = { declaration: { is, ofId: model.ofId } };
  guardOperations(schema, allowed);
  return schema;
}

function nodeInterface(model: Graph, common: EntityClass[]): AnyClass {
  InterfaceType('Node', {
    description: 'A record: it has an id and a slug, and can be fetched by them.',
    resolveType: (row: { id: string }) => model.ofId(row.id)!.name,
  })(Node);
  const prototype = Node.prototype;
  Field(() => ID, { description: 'Opaque and unique among all records.' })(prototype, 'id');
  for (const { name, description, ...attribute } of model.records[0]!.attributes.slice(0, 4))
    Field(() => kinds[attribute.kind].type(attribute as Attribute) as AnyClass, { description })(
      prototype,
      name,
    );
  for (const type of common) {
    const { field, description } = entityOf(type).part!;
    Field(() => [type as AnyClass], { description })(prototype, field);
  }
  return Node as unknown as AnyClass;
}

function fieldsFor(entity: Entity, resolvers: Map<string, Resolve>): AnyClass[] {
  const { type, prototype } = resolverClass(`${entity.name}Fields`, () => entity.type);
  for (const [name, declaration] of fieldsOf(entity)) {
    const key = `${entity.name}.${name}`;
    if (declaration.sort === 'attribute')
      attributeField(entity, declaration.attribute, prototype, key, resolvers);
    else if (declaration.sort === 'relation')
      relationField(declaration.relation, prototype, key, resolvers);
    else computedField(declaration.computed, prototype, key, resolvers);
  }
  return [type];
}

function attributeField(
  entity: Entity,
  attribute: Attribute,
  prototype: Record<string, unknown>,
  key: string,
  resolvers: Map<string, Resolve>,
): void {
  const { kind, name, description, required, default: otherwise } = attribute;
  const { type, list } = kinds[kind];
  const typeOf = () => (list ? [type(attribute)] : type(attribute)) as AnyClass;
  const nullable = !required && otherwise === undefined;
  const own = entity.type.prototype as object;
  if (kind === 'text') {
    addField(
      prototype,
      name,
      { language: languageArgument },
      FieldResolver(typeOf, { description, nullable }),
    );
    resolvers.set(key, resolve.text(attribute));
  } else {
    if (!isOfNode(entity, name)) Field(typeOf, { description, nullable })(own, name);
    const how = resolve.attribute(attribute);
    if (how) resolvers.set(key, how);
  }
}

/** Fields that the interface gives to every record. */
function isOfNode(entity: Entity, name: string): boolean {
  return entity.sort === 'record' && ['slug', 'version', 'createdAt', 'updatedAt'].includes(name);
}

const languageArgument: Argument = {
  type: () => LanguageScalar,
  description: 'The language wanted first, before those of the request’s Accept-Language.',
};

function relationField(
  relation: Relation,
  prototype: Record<string, unknown>,
  key: string,
  resolvers: Map<string, Resolve>,
): void {
  const { name, sort, description } = relation;
  const target = relation.target();
  const filter = { type: () => filterType(target), description: 'Which ones; all unless said.' };
  if (sort === 'one') {
    const reference = relation.source.attributes.find((each) => each.name === name);
    const nullable = !reference?.required || !isOpen(target); // what has a rule may be hidden
    addField(
      prototype,
      name,
      {},
      FieldResolver(() => target.type as AnyClass, { description, nullable }),
    );
    resolvers.set(key, resolve.related(relation));
  } else if (sort === 'list') {
    addField(
      prototype,
      name,
      { filter },
      FieldResolver(() => [target.type as AnyClass], { description }),
    );
    resolvers.set(key, resolve.related(relation));
  } else {
    addField(
      prototype,
      name,
      pageArguments(target),
      FieldResolver(() => connectionType(target), { description }),
    );
    resolvers.set(key, resolve.related(relation));
  }
}

function computedField(
  computed: Computed,
  prototype: Record<string, unknown>,
  key: string,
  resolvers: Map<string, Resolve>,
): void {
  const { name, description, nullable, list, type, args = {} } = computed;
  const typeOf = () => (list ? [type()] : type()) as AnyClass;
  addField(prototype, name, args, FieldResolver(typeOf, { description, nullable }));
  resolvers.set(key, computed.resolve as Resolve);
}

/** Gives the fields their resolvers, without the layers that generated ones would bring. */
function attach(schema: GraphQLSchema, resolvers: Map<string, Resolve>, model: Graph): void {
  const declared = new Map(
    [...model.records, ...model.parts].map((each) => [each.name, fieldsOf(each)]),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || isIntrospectionType(type)) continue;
    const fields = declared.get(type.name);
    const byDeclaration = fields ?? (isGenerated(type.name) ? new Map<string, unknown>() : null);
    for (const field of Object.values(type.getFields())) {
      const how = resolvers.get(`${type.name}.${field.name}`);
      if (how) field.resolve = failingLater(how as GraphQLFieldResolver<unknown, unknown>);
      else if (isPage(type.name)) {
        field.resolve = member as GraphQLFieldResolver<unknown, unknown>;
        field.extensions = { declaration: { is: 'member' } };
      } else if (byDeclaration) delete field.resolve;
      if (fields?.has(field.name)) field.extensions = { declaration: fields.get(field.name) };
    }
  }
}

/**
 * Rejects where a resolver throws. When one row of a list throws, graphql-js forgets the promises of the rows before it, and
 * one of them that is rejected later would end the process.
 */
function failingLater<Source>(
  resolve: GraphQLFieldResolver<Source, unknown>,
): GraphQLFieldResolver<Source, unknown> {
  return (source, args: object, context, info) => {
    try {
      return resolve(source, args, context, info);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

const isPage = (name: string) => /(Connection|Edge|PageInfo)$/.test(name);

const isGenerated = (name: string) => /(Payload|UserError|UserWarning)$/.test(name);
