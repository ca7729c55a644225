import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import pino, { type DestinationStream } from 'pino';
import type { Config } from '../config';
import { Span } from '../database/span';
import type { Viewer } from '../kernel/declare/viewer';
import type { Served } from './app';
import { takeJson } from './body';
import { watchConnections } from './connections';
import { addExplorer } from './explorer';
import { addFeeds } from './feeds';
import { createGraphql, type Notes } from './graphql';
import { addImport } from './import';
import { addPages } from './pages';
import { addWorkbooks } from './workbooks';
import { checkHost, refuseConnection, refuseError, refuseRoute } from './refusals';

/**
 * A server that listens. Closing it lets requests under way finish; as long as they take, it goes on answering, and says that
 * it is not ready, so that others are asked. Then it closes the app too.
 */
export interface Server {
  url: string;
  fastify: FastifyInstance;
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What is learnt of an operation, for the log. */
    notes: Notes | null;
    /** Who asks; null beside the API. */
    viewer: Viewer | null;
    /** The time that there is for what it reads. */
    span: Span;
  }
}

const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
const CLOSE_TIMEOUT = 6_000;

/** Puts an app behind HTTP and listens. */
export async function createServer(
  app: Served,
  config: Config,
  logTo?: DestinationStream,
): Promise<Server> {
  const log: FastifyBaseLogger = pino({ level: config.logLevel, base: null }, logTo);
  const server = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT,
    http: { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: 1000 },
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, request, reply) => void refuseError(error, request, reply),
  });
  const graphql = await createGraphql(app, config, log);
  const connections = watchConnections(server.server);

  await addCors(server, config.corsOrigins);
  await server.register(compress, { encodings: ['br', 'gzip'] });
  takeJson(server, config.limits);
  server.decorateRequest('notes', null);
  server.decorateRequest('viewer', null);
  server.decorateRequest('span');
  server.addHook('onRequest', async (request, reply) => {
    request.span = new Span(config.limits.operationTime, request.socket);
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    checkHost(request);
    if (request.is404) return refuseRoute(request, reply);
  });
  server.addHook('onResponse', async (request, reply) => {
    const [path] = request.url.split('?'); // what follows may hold personal data
    const { method, notes } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const level = path === '/graphql' ? 'info' : 'debug';
    request.log[level]({ method, path, status: reply.statusCode, ms, ...notes }, 'answered');
  });
  server.setErrorHandler(refuseError);

  server.route({
    method: ['GET', 'HEAD', 'POST'],
    url: '/graphql',
    onRequest: async (request) => {
      request.viewer = await app.viewer(request.headers.authorization); // before a body is read
    },
    handler: graphql.handle,
  });
  addExplorer(server);
  let stopping = false;
  addPages(server, { ...app, ready: async () => !stopping && app.ready() }, config);
  addFeeds(server, app, config);
  addImport(server, app, config);
  addWorkbooks(server, app, config);

  const shut = async () => {
    await server.close();
    await graphql.stop();
  };
  const close = async () => {
    const patience = setTimeout(() => server.server.closeAllConnections(), CLOSE_TIMEOUT);
    stopping = true;
    await connections.drain();
    connections.close();
    await shut().finally(() => clearTimeout(patience));
    await app.close();
  };
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    let closed: Promise<void> | undefined;
    return { url, fastify: server, close: () => (closed ??= close()) };
  } catch (error) {
    await shut();
    throw error;
  }
}

/**
 * Lets web pages of any origin, or of those named, call the API with whatever headers their clients send, such as those
 * that trace requests: a request without them may come from anywhere too, and there are no cookies to take along.
 */
async function addCors(server: FastifyInstance, origins: Config['corsOrigins']): Promise<void> {
  await server.register(cors, {
    origin: origins === 'any' ? '*' : origins,
    methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
    exposedHeaders: ['retry-after', 'etag', 'last-modified', 'x-query-cost'],
    maxAge: 86_400,
    strictPreflight: false,
  });
}
