import type { GraphQLFieldResolver } from 'graphql';
import { ID, Mutation, Query } from 'type-graphql';
import type { Allowed } from './allow';
import { type Argument, connectionType, pageArguments } from './connection';
import type { Graph } from './build-model';
import type { Mutation as DeclaredMutation } from './mutations';
import * as resolve from './resolve';
import { type Decorate, addField, resolverClass } from './resolver-class';
import { ExternalIdInput } from '../declare/reference-input';

type AnyClass = new () => object;
type Resolve = GraphQLFieldResolver<never, never>;

/** A field for each mutation. */
export function mutationFields(
  mutations: readonly DeclaredMutation[],
  resolvers: Map<string, Resolve>,
  allowed: Map<string, Allowed>,
): AnyClass {
  const { type, prototype } = resolverClass('DeclaredMutations');
  for (const { name, description, input, payload, resolve: how } of mutations) {
    const argument = { type: () => input, nullable: false, description: 'What is wanted.' };
    addField(
      prototype,
      name,
      { input: argument },
      Mutation(() => payload, { description }),
    );
    resolvers.set(`Mutation.${name}`, how);
    allowed.set(name, 'EDITOR');
  }
  return type;
}

/** For every type a field that fetches one and one that lists them, and the fields that fetch any by its id. */
export function rootFields(
  model: Graph,
  node: AnyClass,
  resolvers: Map<string, Resolve>,
  allowed: Map<string, Allowed>,
): AnyClass {
  const { type, prototype } = resolverClass('DeclaredQueries');
  const add = (name: string, args: Record<string, Argument>, decorate: unknown) => {
    addField(prototype, name, args, decorate as Decorate);
    resolvers.set(`Query.${name}`, resolve.root as Resolve);
    allowed.set(name, 'EVERYBODY');
  };
  for (const entity of model.records) {
    const { singular, plural, name } = entity;
    const one = Query(() => entity.type as AnyClass, {
      nullable: true,
      description: `One ${name}, by exactly one of its id, its slug and an external id; null where there is none. ${entity.description}`,
    });
    add(singular, LOOKUP, one);
    const many = Query(() => connectionType(entity), {
      description: `Any number of ${name}, in pages. ${entity.description}`,
    });
    add(plural, pageArguments(entity), many);
  }
  const id: Argument = {
    type: () => ID,
    nullable: false,
    description: 'The id of a record of any type.',
  };
  const ids: Argument = {
    type: () => [ID],
    nullable: false,
    description: 'Ids of records of any type, at most 100.',
  };
  const anyNode = Query(() => node, {
    nullable: true,
    description: 'The record with an id, of whatever type.',
  });
  add('node', { id }, anyNode);
  const anyNodes = Query(() => [node], {
    nullable: 'items',
    description: 'The records with the given ids, in the same order; null where there is none.',
  });
  add('nodes', { ids }, anyNodes);
  return type;
}

const LOOKUP: Record<string, Argument> = {
  id: { type: () => ID, description: 'Its id.' },
  slug: { type: () => String, description: 'Its slug.' },
  externalId: { type: () => ExternalIdInput, description: 'What another system calls it.' },
};
