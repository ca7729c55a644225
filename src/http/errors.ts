import { randomUUID } from 'node:crypto';
import { HeaderMap, type ApolloServerOptions } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Unavailable } from '../database/database';
import { tooComplex } from './limits';
import { Invalid } from '../value/invalid';

/** Seconds after which a client may ask again when the database was away. */
export const RETRY_AFTER = '5';

const MESSAGE_LENGTH = 200;

type FormatError = NonNullable<ApolloServerOptions<object>['formatError']>;

/** Gives every error one of the promised codes; what nobody foresaw leaves as an id, under which it is logged. */
export function errorFormatter(log: FastifyBaseLogger, maxTokens: number): FormatError {
  return (formatted, error) => {
    const cause = innermost(error);
    const foreseen = known(formatted, cause, maxTokens);
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
  maxTokens: number,
): GraphQLFormattedError | undefined {
  const { message, extensions } = formatted;
  if (cause instanceof Unavailable) return coded(formatted, 'SERVICE_UNAVAILABLE', cause.message);
  if (cause instanceof GraphQLError && cause.extensions.code === 'QUERY_TOO_COMPLEX') {
    return complex(formatted, cause);
  }
  if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message)) {
    return complex(formatted, tooComplex('tokens', maxTokens, 'more', 'tokens'));
  }

  const code = extensions?.code;
  if (code === 'OPERATION_RESOLUTION_FAILURE') {
    return coded(formatted, 'BAD_REQUEST', shorten(message));
  }
  if (typeof code === 'string' && /^(BAD_REQUEST|GRAPHQL_\w+)$/.test(code)) {
    return { ...formatted, message: shorten(message) };
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
    const details = { argument: argumentOf(message) };
    return coded(formatted, 'BAD_USER_INPUT', shorten(message), details);
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
  const { limit, max } = extensions;
  return coded(formatted, 'QUERY_TOO_COMPLEX', message, { limit, max });
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
function argumentOf(message: string): string | undefined {
  const [, name] = /^(?:Variable "\$|Argument ")(\w+)"/.exec(message) ?? [];
  const [, place] = /.* at "([\w.[\]]+)";/s.exec(message) ?? [];
  return place ?? name;
}

/** Cuts short what a message repeats of what came. */
function shorten(message: string): string {
  const short = message.replace(/"((?:[^"\\]|\\.){40})(?:[^"\\]|\\.)+"/gs, '"$1…"');
  return short.length <= MESSAGE_LENGTH
    ? short
    : `${short.slice(0, MESSAGE_LENGTH - 81)}…${short.slice(-80)}`;
}

/** An error that ends a request with an HTTP status. */
export function httpError(status: number, code: string, message: string): GraphQLError {
  const headers = new HeaderMap();
  if (status === 503) headers.set('retry-after', RETRY_AFTER);
  const extensions: Record<string, unknown> = { code, http: { status, headers } };
  return new GraphQLError(message, { extensions });
}

/** Gives an error from before the execution the HTTP status that its code deserves. */
export function withStatus(error: unknown): unknown {
  if (error instanceof Unavailable) return httpError(503, 'SERVICE_UNAVAILABLE', error.message);
  return error;
}
