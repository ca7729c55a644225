import { randomUUID } from 'node:crypto';
import type { ApolloServerOptions } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Unavailable } from '../database/errors';
import { detailsOf, tooComplex } from '../kernel/declare/errors';
import { Invalid } from '../value/invalid';

/** Seconds after which a client may ask again when the database was away. */
export const RETRY_AFTER = '5';

/** So often graphql-js compares the fields of a query with those of the same name; it tells of more without a number. */
const MOST_COMPARISONS = 500_000;

type FormatError = NonNullable<ApolloServerOptions<object>['formatError']>;

/** Gives every error one of the promised codes; what nobody foresaw leaves as an id, under which it is logged. */
export function errorFormatter(log: FastifyBaseLogger, maxTokens: number): FormatError {
  return (formatted, error) => {
    const cause = innermost(error);
    const wrapped = error instanceof GraphQLError ? error.originalError : undefined;
    const foreseen = known(formatted, cause, wrapped, maxTokens);
    if (foreseen?.extensions?.code === 'SERVICE_UNAVAILABLE') {
      log.warn({ err: cause }, 'service unavailable');
    }
    if (foreseen) return foreseen;
    const id = randomUUID();
    log.error({ id, err: cause }, 'unexpected error');
    return coded(formatted, 'INTERNAL_SERVER_ERROR', 'Internal error', { id });
  };
}

function known(
  formatted: GraphQLFormattedError,
  cause: unknown,
  wrapped: Error | undefined,
  maxTokens: number,
): GraphQLFormattedError | undefined {
  const { message, extensions } = formatted;
  const parts = partsOf(message, wrapped);
  if (cause instanceof Unavailable) return coded(formatted, 'SERVICE_UNAVAILABLE', cause.message);
  if (cause instanceof GraphQLError && cause.extensions.code === 'QUERY_TOO_COMPLEX') {
    return complex(formatted, cause);
  }
  if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message)) {
    return complex(formatted, tooComplex('tokens', maxTokens, 'more', 'tokens'));
  }
  if (message === 'Validation aborted.') {
    const what = 'comparisons of fields with one name';
    return complex(formatted, tooComplex('comparisons', MOST_COMPARISONS, 'more', what));
  }

  const code = extensions?.code;
  if (code === 'OPERATION_RESOLUTION_FAILURE') {
    return coded(formatted, 'BAD_REQUEST', shorten(parts));
  }
  if (typeof code === 'string' && /^(BAD_REQUEST|GRAPHQL_\w+)$/.test(code)) {
    return { ...formatted, message: shorten(parts) };
  }

  // graphql-js gives no code to what it finds wrong while it executes
  if (cause instanceof Invalid && !isAboutInput(message)) {
    const { code: problem, path } = cause;
    const argument = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    const details = { problem, argument: argument.join('').replace(/^\./, '') };
    return coded(formatted, 'BAD_USER_INPUT', cause.message, details);
  }
  const ofGraphql = cause instanceof GraphQLError && cause.extensions.code === undefined;
  if ((ofGraphql || code === 'BAD_USER_INPUT') && isAboutInput(message)) {
    const details = { argument: argumentOf(message, parts[0]) };
    return coded(formatted, 'BAD_USER_INPUT', shorten(parts), details);
  }
  if (ofGraphql && message.startsWith('Schema is not configured to execute')) {
    return coded(formatted, 'OPERATION_NOT_SUPPORTED', message);
  }
  return code === undefined || code === 'INTERNAL_SERVER_ERROR' ? undefined : formatted;
}

function coded(
  formatted: GraphQLFormattedError,
  code: string,
  message: string,
  details: Record<string, unknown> = {},
): GraphQLFormattedError {
  return { ...formatted, message, extensions: { code, ...details } };
}

function complex(formatted: GraphQLFormattedError, { message, extensions }: GraphQLError) {
  return coded(formatted, 'QUERY_TOO_COMPLEX', message, detailsOf(extensions));
}

/** The error that was thrown first, under whatever it was wrapped in. */
function innermost(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError
    ? innermost(error.originalError)
    : error;
}

/** Whether graphql-js complains of a variable or of an argument. */
function isAboutInput(message: string): boolean {
  return /^(Variable "\$|Argument "|Too many errors processing variables)/.test(message);
}

/** Where the value stands that graphql-js complains of, such as `input.rows[0].name`. */
function argumentOf(message: string, came: string): string | undefined {
  const [, name] = /^(?:Variable "\$|Argument ")(\w{1,80})"/.exec(message) ?? [];
  const [, place] = / at "([\w.[\]]{1,300})"; $/.exec(came.slice(-310)) ?? [];
  return place ?? name;
}

/** What graphql-js says of what came, and what it says was wanted: that is the error it has wrapped in the other. */
function partsOf(message: string, wrapped: Error | undefined): [came: string, wanted: string] {
  const wanted = wrapped && message.endsWith(wrapped.message) ? wrapped.message : message;
  return [message.slice(0, message.length - wanted.length), wanted];
}

/** So much is told of a message: of one part, or of what came and of what was wanted; in quotation marks, of each. */
const LENGTH = { whole: 200, came: 100, wanted: 170, quoted: 40 };

/** A message with what it repeats of what came cut short. */
function shorten([came, wanted]: [came: string, wanted: string]): string {
  if (came === '') return abridge(wanted, LENGTH.whole);
  return abridge(came, LENGTH.came) + abridge(wanted, LENGTH.wanted);
}

function abridge(text: string, most: number): string {
  const rough = cutMiddle(text, 4 * most); // first, so that it costs nothing however much came
  const quoted = rough.replace(/"(?:[^"\\]|\\.)*"?/gs, (each) =>
    each.length <= LENGTH.quoted + 2 ? each : `${each.slice(0, LENGTH.quoted + 1)}…"`,
  );
  return cutMiddle(quoted, most);
}

function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** An error that ends a request with an HTTP status. */
export function httpError(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
