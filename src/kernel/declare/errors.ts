import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

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

/** A query or its variables ask for more than one request may: says which limit there is, and what came. */
export function tooComplex(
  limit: string,
  max: number,
  got: number | string,
  what: string,
  details: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(`Wanted at most ${max} ${what}; got ${got}.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit, max, ...details, http: { status: 400 } },
  });
}

/** What an error tells beside its code; the status of HTTP is not for callers. */
export const detailsOf = ({
  code: _,
  http: __,
  ...details
}: GraphQLErrorExtensions): Record<string, unknown> => details;
