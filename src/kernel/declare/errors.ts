import { GraphQLError } from 'graphql';

/** An argument that cannot be used: says which, and what was wanted. */
export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } });
}
