import { GraphQLError } from 'graphql';

/** An argument that cannot be used: says which, and what was wanted. */
export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

/** The name of the limit on the bytes of an answer. */
export const ANSWER = 'answerBytes';

/** An answer would have more bytes than one may: it is not made, or not sent. */
export function tooLarge(max: number): GraphQLError {
  return new GraphQLError(`Wanted an answer of at most ${max} bytes; this one has more.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: ANSWER, max, http: { status: 400 } },
  });
}
