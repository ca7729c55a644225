import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { fieldsOf } from '../ask/select';
import type { Entity } from '../declare/declare';
import type { Graph } from './build-model';
import type { Mutation } from './mutations';

/** What every record has, which is no news to who has read it once. */
const EVERYWHERE = ['externalIds', 'provenance', 'version', 'createdAt', 'updatedAt', 'history'];

/**
 * Puts fields in the order in which a reader wants them: of a type as they are declared, of the root types by what they
 * are of, and what has no place there by name behind them. Types stand by their names.
 */
export function putInOrder(
  schema: GraphQLSchema,
  { reading, records, parts }: Graph,
  mutations: readonly Mutation[],
): void {
  order(
    schema.getQueryType(),
    reading.flatMap(({ singular, plural }) => [singular, plural]),
  );
  const ofEntity = (entity: Entity) => mutations.filter((each) => each.entity === entity);
  order(
    schema.getMutationType(),
    reading.flatMap((each) => ofEntity(each).map(({ name }) => name)),
  );
  for (const entity of [...records, ...parts]) {
    const declared = entity.attributes.map(({ name }) => name);
    const names = [...declared, ...fieldsOf(entity).keys()];
    const first = names.filter((name) => !EVERYWHERE.includes(name));
    order(schema.getType(entity.name), ['id', ...first, ...EVERYWHERE]);
  }
  const types = schema.getTypeMap();
  putFirst(types, Object.keys(types).sort());
}

function order(type: unknown, names: readonly string[]): void {
  if (type instanceof GraphQLObjectType) putFirst(type.getFields(), names);
}

/** Puts what is under some names first, in their order, inside an object. */
function putFirst(of: Record<string, unknown>, names: readonly string[]): void {
  const all = { ...of };
  for (const name of new Set([...names, ...Object.keys(all).sort()])) {
    if (!(name in all)) continue;
    delete of[name];
    of[name] = all[name];
  }
}
