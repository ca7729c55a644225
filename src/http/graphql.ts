import { Readable } from 'node:stream';
import {
  ApolloServer,
  HeaderMap,
  type ApolloServerPlugin,
  type GraphQLResponse,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import {
  type GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  getVariableValues,
} from 'graphql';
import type { Config, Limits } from '../config';
import type { Served } from './app';
import { Costs } from '../kernel/ask/costs';
import { admit, checkVariables, costLimit, limitRules } from './limits';
import { accepted, has, isByAddress } from './accept';
import { type Answer, Answers } from './answers';
import { cacheControl, sendKept } from './encoding';
import { writeJson } from './json';
import { type LeanAnswer, LeanDoor, fragmentsOf } from './lean';
import { ANSWER, tooLarge } from '../kernel/declare/errors';
import type { Context } from '../kernel/schema/context';
import { RETRY_AFTER, errorFormatter, httpError } from './errors';

/** What the log tells of an operation. */
export interface Notes {
  operation?: string;
  /** Codes of its errors. */
  errors?: string[];
  /** Ids under which unexpected errors are logged. */
  errorIds?: string[];
  /** It is a query, which changes nothing. */
  isQuery?: boolean;
  /** The answer had been kept. */
  kept?: boolean;
  /** What it costs, in nodes. */
  cost?: number;
}

/** A request as Apollo Server takes it, with room for what is learnt on the way. */
interface Exchange extends HTTPGraphQLRequest {
  notes: Notes;
  /** Answers by the short way, once the query is known to be valid. */
  answer(): Promise<LeanAnswer | null>;
  lean?: LeanAnswer | null;
  failed?: Error;
  /** The answer, where Apollo Server has made one. */
  written?: Buffer;
}

/** Answers GraphQL requests by HTTP. */
export interface GraphqlHandler {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  stop(): Promise<void>;
}

/** Starts Apollo Server around the schema, with the limits, and with nothing that calls home. */
export async function createGraphql(
  app: Served,
  config: Config,
  log: FastifyBaseLogger,
): Promise<GraphqlHandler> {
  const costs = new Costs(app.schema, config.limits);
  const door = new LeanDoor(app.schema, app.trees, costs, config.limits);
  const server = new ApolloServer<Context>({
    schema: app.schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stringifyResult: (result) => JSON.stringify(result), // Apollo's own adds line breaks
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: config.limits.maxTokens },
    validationRules: limitRules(config.limits),
    formatError: errorFormatter(log, config.limits.maxTokens),
    logger: log,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      guardRequest(app.schema, costs, config.limits),
      takeNotes(door, config.limits),
    ],
  });
  await server.start();

  const answers = new Answers(app.cursor, config.cacheBytes);
  const caches = cacheControl(config);

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const place = await answers.placeOf(request);
    const found = place && answers.find(place);
    if (found) {
      note(request, reply, { operation: found.operation, kept: true, cost: found.cost });
      return sendAnswer(request, reply, found, caches);
    }
    const context = app.context(request.viewer!, request.headers['accept-language'], request.span);
    const sendLean = (lean: LeanAnswer) => {
      note(request, reply, { operation: lean.operation, cost: lean.cost });
      if (place) return sendAnswer(request, reply, answers.keep(place, lean), caches);
      reply.headers({ 'content-type': lean.type, 'cache-control': 'no-store' });
      vary(reply, 'Accept, Accept-Language');
      return reply.send(lean.body);
    };
    const answerLean = () => door.answer(request, context);
    const lean = await answerLean();
    if (lean) return sendLean(lean);
    const exchange = exchangeOf(request, answerLean);
    request.notes = exchange.notes;
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: exchange,
      context: async () => {
        if (!accepted(request.headers.accept)) throw notAcceptable();
        return context;
      },
    });
    if (exchange.failed) throw exchange.failed;
    if (exchange.lean) return sendLean(exchange.lean);
    note(request, reply, exchange.notes);
    const kept = place && answerOf(answer, exchange);
    if (kept) return sendAnswer(request, reply, answers.keep(place, kept), caches);
    reply.status(answer.status ?? 200).headers(Object.fromEntries(answer.headers));
    reply.header('cache-control', 'no-store');
    vary(reply, 'Accept, Accept-Language');
    if (exchange.written) return reply.send(exchange.written);
    const { body } = answer; // of what never became an operation
    return reply.send(body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator));
  };
  return { handle, stop: () => server.stop() };
}

/** An answer to a query that went well. */
function answerOf(
  { status, headers }: HTTPGraphQLResponse,
  { written: body, notes: { isQuery, errors, operation, cost } }: Exchange,
): LeanAnswer | null {
  const well = (status ?? 200) === 200 && isQuery && !errors;
  return well && body ? { type: headers.get('content-type')!, body, operation, cost } : null;
}

/** Notes for the log what an operation was, and tells its cost. */
function note(request: FastifyRequest, reply: FastifyReply, notes: Notes): void {
  request.notes = notes;
  if (notes.cost !== undefined) reply.header('x-query-cost', notes.cost);
}

/** Sends an answer that everybody may have; by GET, caches may keep it too. */
async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, body, etag }: Answer,
  caches: string,
): Promise<FastifyReply> {
  reply.header('content-type', type);
  vary(reply, 'Accept, Accept-Language, Authorization, Accept-Encoding');
  if (etag !== null) {
    reply.headers({ etag, 'cache-control': caches });
    if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
  }
  return sendKept(request, reply, body);
}

function vary(reply: FastifyReply, by: string): void {
  reply.header('vary', reply.getHeader('vary') === 'Origin' ? `${by}, Origin` : by);
}

function exchangeOf(
  { method, headers, raw, body }: FastifyRequest,
  answer: Exchange['answer'],
): Exchange {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // a page may send a GET without asking first: only queries come this way, and they change nothing
  const byAddress = isByAddress(method);
  if (byAddress) map.set('apollo-require-preflight', 'GET');
  const [, search = ''] = /^[^?]*(\?.*)?$/s.exec(raw.url ?? '') ?? [];
  return { method: byAddress ? 'GET' : method, headers: map, search, body, notes: {}, answer };
}

function notAcceptable() {
  const wanted = 'application/graphql-response+json or application/json';
  return httpError(406, 'BAD_REQUEST', `Wanted a request that accepts ${wanted}.`);
}

/** Looks at the variables and the cost before anything is executed; tells the cost where `extensions` ask for it. */
const guardRequest = (
  schema: GraphQLSchema,
  costs: Costs,
  limits: Limits,
): ApolloServerPlugin<Context> => ({
  async requestDidStart({ request, contextValue }) {
    const { notes } = request.http as Exchange;
    const limit = costLimit(contextValue.reader.viewer, limits);
    return {
      async didResolveOperation({ request: { variables = {} }, document, operation }) {
        checkVariables(variables);
        if (!operation) return;
        const definitions = operation.variableDefinitions ?? [];
        const { coerced } = getVariableValues(schema, definitions, variables, { maxErrors: 1 });
        if (!coerced) return; // the execution says what is wrong
        const fragments = fragmentsOf(document);
        const cost = costs.of({ operation, fragments, variableValues: coerced });
        notes.cost = cost.requested;
        admit(cost, contextValue, limits);
      },
      async willSendResponse({ response: { body } }) {
        if (!request.extensions?.cost || body.kind !== 'single' || notes.cost === undefined) return;
        body.singleResult.extensions = { cost: { requested: notes.cost, limit } };
      },
    };
  },
});

/** Whether nothing was answered because of what was asked: an argument that only the execution could judge. */
const isRefused = (codes: string[], data: Record<string, unknown> | null | undefined) =>
  codes.every((code) => REFUSED.has(code)) &&
  Object.values(data ?? {}).every((each) => each === null);
const REFUSED = new Set(['BAD_USER_INPUT', 'QUERY_TOO_COMPLEX', 'CURSOR_EXPIRED']);

/** What is sent instead of an answer. */
function refusal({ message, extensions: { http: _, ...extensions } }: GraphQLError) {
  return { errors: [{ message, extensions }], data: undefined };
}

/** What Apollo Server is told where the short way has answered, or its own answer is written. */
const nothing = (): GraphQLResponse => ({
  http: { headers: new HeaderMap() },
  body: { kind: 'single', singleResult: {} },
});

/**
 * Notes for the log what an operation was and how it failed, and for the door that it is valid, which then answers what it
 * can; sets the status of failures.
 */
const takeNotes = (door: LeanDoor, { maxAnswerBytes }: Limits): ApolloServerPlugin<Context> => ({
  async requestDidStart({ request }) {
    const exchange = request.http as Exchange;
    const { notes } = exchange;
    return {
      async didResolveOperation({ source, document, operationName, operation }) {
        door.remember(source, document);
        notes.operation = operationName ?? undefined;
        notes.isQuery = operation?.operation === OperationTypeNode.QUERY;
      },
      async responseForOperation() {
        try {
          exchange.lean = await exchange.answer();
        } catch (error) {
          exchange.failed = error as Error;
        }
        return exchange.lean || exchange.failed ? nothing() : null;
      },
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single' || exchange.lean || exchange.failed) return;
        const { errors: found, data: read, extensions } = response.body.singleResult;
        const isCut = found?.some((each) => each.extensions?.limit === ANSWER);
        const body =
          !isCut && (await writeJson({ errors: found, data: read, extensions }, maxAnswerBytes));
        const told = body ? { errors: found, data: read } : refusal(tooLarge(maxAnswerBytes));
        exchange.written = body || Buffer.from(JSON.stringify(told));
        response.body = nothing().body; // it is written
        const { errors = [], data } = told;
        if (errors.length === 0) return;
        notes.errors = [...new Set(errors.map((each) => String(each.extensions?.code)))];
        const ids = errors.flatMap((each) => (each.extensions?.id as string) ?? []);
        if (ids.length > 0) notes.errorIds = ids;
        if (notes.errors.includes('SERVICE_UNAVAILABLE')) {
          response.http.status = 503;
          response.http.headers.set('retry-after', RETRY_AFTER);
        } else if (notes.errors.includes('INTERNAL_SERVER_ERROR') && (data ?? null) === null) {
          response.http.status = 500;
        } else if (
          notes.errors.includes('OPERATION_NOT_SUPPORTED') ||
          isRefused(notes.errors, data)
        ) {
          response.http.status = 400;
        }
      },
    };
  },
});
