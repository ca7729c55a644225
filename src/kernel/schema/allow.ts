import { type GraphQLFieldResolver, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Role, Viewer } from '../declare/viewer';
import type { Context } from './context';

/** Who may call an operation: everybody, or keys of at least a role. */
export type Allowed = 'EVERYBODY' | Role;

const RANK: Record<Allowed, number> = { EVERYBODY: 0, READER: 1, EDITOR: 2, ADMIN: 3 };
const allowed = new WeakMap<object, Map<string, Allowed>>();

/** Says who may call an operation that a resolver class declares; without it the service does not start. */
export function Allow(to: Allowed): MethodDecorator {
  return (prototype, name) => {
    const own = allowed.get(prototype) ?? new Map<string, Allowed>();
    allowed.set(prototype, own.set(String(name), to));
  };
}

/** What the resolver classes say of their operations. */
export function allowedBy(classes: readonly (new () => object)[]): Map<string, Allowed> {
  return new Map(
    classes.flatMap((each) => [
      ...(allowed.get(each.prototype as object) ?? new Map<string, Allowed>()),
    ]),
  );
}

/** Whether a viewer's role suffices. */
export const mayCall = ({ role }: Viewer, to: Allowed): boolean =>
  RANK[role ?? 'EVERYBODY'] >= RANK[to];

/** Makes every operation ask who calls it. An operation that says nothing of it, or says it without being there, is an error. */
export function guardOperations(
  schema: GraphQLSchema,
  allowed: ReadonlyMap<string, Allowed>,
): void {
  const known = new Set<string>();
  for (const type of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(type?.getFields() ?? {})) {
      known.add(field.name);
      const to = allowed.get(field.name);
      if (!to) throw new Error(`The operation ${field.name} does not say who may call it.`);
      if (to !== 'EVERYBODY') field.resolve = guarded(field.resolve!, to);
    }
  for (const name of allowed.keys())
    if (!known.has(name)) throw new Error(`There is no operation ${name} to allow.`);
}

function guarded(
  resolve: GraphQLFieldResolver<unknown, Context>,
  to: Role,
): GraphQLFieldResolver<unknown, Context> {
  return (source, args: object, context, info) => {
    if (mayCall(context.reader.viewer, to)) return resolve(source, args, context, info);
    const message = `Wanted a key with the role ${to}; got ${context.reader.viewer.role ?? 'no key'}.`;
    throw new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
  };
}
