import { pages, possibleTypes, values } from './facts';
import { fields } from './fields';

/** For `cacheExchange({ keys })` of graphcache: what has no id of its own is kept in what it stands in. */
export const keys: Record<string, () => null> = Object.fromEntries(
  values.map((type) => [type, () => null]),
);

/** For `cacheExchange({ resolvers: resolvers(relayPagination()) })`: the pages of a list are one list. */
export function resolvers<Resolver>(paginated: Resolver): Record<string, Record<string, Resolver>> {
  return Object.fromEntries(
    Object.entries(pages).map(([type, names]) => [
      type,
      Object.fromEntries(Object.keys(names).map((field) => [field, paginated])),
    ]),
  );
}

interface TypeReference {
  kind: string;
  name?: string;
  ofType?: TypeReference;
}

const objects = Object.keys(fields).filter((name) => !(name in possibleTypes));

function referenceTo(type: string): TypeReference {
  if (type.endsWith('!')) return { kind: 'NON_NULL', ofType: referenceTo(type.slice(0, -1)) };
  if (type.startsWith('[')) return { kind: 'LIST', ofType: referenceTo(type.slice(1, -1)) };
  const kind = type in possibleTypes ? 'INTERFACE' : type in fields ? 'OBJECT' : 'SCALAR';
  return { kind, name: type };
}

const withFields = (name: string) => ({
  ...referenceTo(name),
  fields: Object.entries<string>(fields[name as keyof typeof fields]).map(([field, type]) => ({
    name: field,
    type: referenceTo(type),
    args: [],
  })),
});

/** For `cacheExchange({ schema })`: as much of an introspection as graphcache looks at. */
export const schema = {
  __schema: {
    queryType: { kind: 'OBJECT', name: 'Query' },
    mutationType: { kind: 'OBJECT', name: 'Mutation' },
    types: [
      ...Object.entries<readonly string[]>(possibleTypes).map(([name, possible]) => ({
        ...withFields(name),
        possibleTypes: possible.map(referenceTo),
      })),
      ...objects.map((name) => ({ ...withFields(name), interfaces: [] })),
    ],
  },
};
