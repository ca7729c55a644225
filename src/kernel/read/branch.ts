import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { Span } from '../../database/span';
import { inTurn } from '../../database/turn';

/** Where a row, a page or an edge holds what was read with it for the field with a key in the answer. */
export const branchOf = (key: string | number): string => `$${key}`;

/** What was read with a row for one of its fields, in its turn; undefined where that was not. */
export function branch(
  row: object,
  { span }: { span: Span },
  { path }: GraphQLResolveInfo,
): unknown {
  const read = (row as Record<string, unknown>)[branchOf(path.key)];
  return read === undefined ? undefined : inTurn(read, span);
}

/** Resolves a member of a page or of its edges: as it was read, or as code has made it. */
export const member: GraphQLFieldResolver<Record<string, unknown>, { span: Span }> = (
  page,
  _args,
  context,
  info,
) => {
  const read = branch(page, context, info);
  return read === undefined ? page[info.fieldName] : read;
};
