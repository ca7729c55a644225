import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import pino, { type DestinationStream } from 'pino';
import type { Config, Limits } from '../config';
import type { Served } from './app';
import { sendExplorer } from './explorer';
import { addFeeds } from './feeds';
import { createGraphql, type Notes } from './graphql';
import { addPages } from './pages';
import { refuseConnection, refuseError, refuseRoute } from './refusals';

/** A server that listens; closing it lets requests under way finish, then closes the app too. */
export interface Server {
  url: string;
  fastify: FastifyInstance;
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What is learnt of an operation, for the log. */
    notes: Notes | null;
  }
}

const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
const CLOSE_TIMEOUT = 10_000;

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
    bodyLimit: Math.max(config.limits.maxBodyBytes, config.limits.maxImportBytes),
    requestTimeout: REQUEST_TIMEOUT,
    http: { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: 1000 },
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, request, reply) => void refuseError(error, request, reply),
  });
  const graphql = await createGraphql(app, config, log);
  const state = { closing: false };

  await addCors(server, config.corsOrigins);
  await server.register(compress, { encodings: ['br', 'gzip'] });
  server.removeContentTypeParser('text/plain'); // pages could send it without asking first
  addJson(server, config.limits);
  server.decorateRequest('notes', null);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
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

  const route = { method: ['GET', 'POST'], url: '/graphql', exposeHeadRoute: false };
  server.route({ ...route, handler: graphql.handle });
  server.get('/explorer', { compress: false }, sendExplorer);
  addPages(server, app, config, () => state.closing);
  addFeeds(server, app, config);

  const shut = async () => {
    await server.close();
    await graphql.stop();
  };
  const close = async () => {
    state.closing = true;
    const patience = setTimeout(() => server.server.closeAllConnections(), CLOSE_TIMEOUT);
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

/** Reads JSON; without a key, only as much of it as a query needs. */
function addJson(server: FastifyInstance, { maxBodyBytes, maxImportBytes }: Limits): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      const max = request.headers.authorization ? maxImportBytes : maxBodyBytes;
      if (body.length <= max && Buffer.byteLength(body) <= max)
        return void parse(request, body, done);
      const message = `Wanted a body of at most ${max} bytes, decompressed.`;
      done(Object.assign(new Error(message), { statusCode: 413 }));
    },
  );
}

/** Lets web pages of any origin, or of those named, call the API; there are no cookies to take along. */
async function addCors(server: FastifyInstance, origins: Config['corsOrigins']): Promise<void> {
  await server.register(cors, {
    origin: origins === 'any' ? '*' : origins,
    methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
    allowedHeaders: [
      'content-type',
      'authorization',
      'accept-language',
      'apollo-require-preflight',
      'x-apollo-operation-name',
    ],
    exposedHeaders: ['retry-after', 'etag', 'last-modified'],
    maxAge: 86_400,
    strictPreflight: false,
  });
}
