import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';

/** Where a row, a page or an edge holds what was read with it for the field with a key in the answer. */
export const branchOf = (key: string | number): string => `$${key}`;

/** What was read with a row for one of its fields; undefined where that was not. */
export function branch(row: object, { path }: GraphQLResolveInfo): unknown {
  return (row as Record<string, unknown>)[branchOf(path.key)];
}

/** Resolves a member of a page or of its edges: as it was read, or as code has made it. */
export const member: GraphQLFieldResolver<Record<string, unknown>, unknown> = (
  page,
  _args,
  _context,
  info,
) => {
  const read = branch(page, info);
  return read === undefined ? page[info.fieldName] : read;
};
