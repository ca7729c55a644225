import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FORMS } from '../calendar/feeds';
import { PLACES } from '../calendar/parameters';
import { Unavailable } from '../database/errors';
import { ANSWER } from '../kernel/declare/errors';
import { accepted } from './accept';
import { RETRY_AFTER } from './errors';

const FEEDS = new RegExp(
  `^/((${Object.keys(PLACES).join('|')})/[^/]+/)?(${Object.keys(FORMS).join('|')})$`,
);
const WORKBOOK = /^\/plans\/[a-z0-9-]+\.xlsx$/;
const EXPLORER = /^\/explorer(\/[\w.-]+)?$/;
const PAGES = ['/', '/schema.graphql', '/health/live', '/health/ready'];

/** The methods that a path answers; undefined where nothing is. */
function methodsOf(path: string): string | undefined {
  if (path === '/graphql') return 'GET, HEAD, POST, OPTIONS';
  if (path === '/import') return 'POST, OPTIONS';
  return PAGES.includes(path) || [EXPLORER, FEEDS, WORKBOOK].some((each) => each.test(path))
    ? 'GET, HEAD, OPTIONS'
    : undefined;
}

/** Refuses a request for which there is no route: a path that is not there, or a method that it does not take. */
export function refuseRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = ''] = request.url.split('?');
  const methods = methodsOf(path);
  if (methods === undefined) {
    return refuse(request, reply, 404, 'Nothing is here; the API is at /graphql.');
  }
  reply.header('allow', methods);
  return refuse(request, reply, 405, `Wanted ${methods}; got ${request.method}.`);
}

/** A host with or without a port (RFC 3986, section 3.2). */
const HOST = /^([\w.~!$&'()*+,;=%-]*|\[[\da-f:.]+\])(:\d*)?$/i;

/** Refuses a request that names several hosts, or one that cannot be (RFC 9112, section 3.2). */
export function checkHost({ raw: { rawHeaders } }: FastifyRequest): void {
  const hosts = rawHeaders.filter(
    (_, i) => rawHeaders[i - (i % 2)]!.toLowerCase() === 'host' && i % 2 === 1,
  );
  if (hosts.length > 1 || hosts.some((each) => !HOST.test(each)))
    throw Object.assign(new Error('Wanted one Host, as in an address.'), { statusCode: 400 });
}

/** Refuses a request that could not be taken to its route, such as one with a body that is too large, or that failed there. */
export function refuseError(
  error: Error & { code?: string; statusCode?: number; extensions?: Record<string, unknown> },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const away = error instanceof Unavailable;
  const status = away ? 503 : (error.statusCode ?? 500);
  const isOurs = error.message.startsWith('Wanted');
  switch (true) {
    case error.extensions?.code === 'UNAUTHENTICATED':
      reply.header('www-authenticate', 'Bearer');
      return refuse(request, reply, 401, error.message, 'UNAUTHENTICATED');
    case error.extensions?.limit === ANSWER: {
      const { code, limit, max } = error.extensions;
      return refuse(request, reply, 400, error.message, code as string, { limit, max });
    }
    case status === 413:
      return refuse(request, reply, status, error.message, 'PAYLOAD_TOO_LARGE');
    case status === 415 && !isOurs:
      return refuse(request, reply, status, 'Wanted a body of type application/json.');
    case status >= 400 && status < 500:
      return refuse(request, reply, status, error.message.slice(0, 200));
    case status === 503: {
      request.log.warn({ err: error }, 'service unavailable');
      reply.header('retry-after', RETRY_AFTER);
      const message = away ? error.message : 'Try again in a moment.';
      return refuse(request, reply, status, message, 'SERVICE_UNAVAILABLE');
    }
  }
  if (error.code === 'ECONNRESET' && request.raw.destroyed)
    return refuse(request, reply, 400, 'Wanted a whole body; the client has gone.');
  const id = randomUUID();
  request.log.error({ id, err: error }, 'unexpected error');
  return refuse(request, reply, 500, 'Internal error', 'INTERNAL_SERVER_ERROR', { id });
}

/** Answers what could not even be read as HTTP. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  const status = UNREADABLE[error.code ?? ''] ?? '400 Bad Request';
  const body = bodyOf(`The request could not be read: ${status.slice(4)}.`, 'BAD_REQUEST');
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

const UNREADABLE: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers that a request cannot be fulfilled, and why. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
  code = 'BAD_REQUEST',
  details: object = {},
): FastifyReply {
  const type = accepted(request.headers.accept) ?? 'application/json';
  return reply
    .status(status)
    .type(`${type}; charset=utf-8`)
    .send(bodyOf(message, code, details));
}

function bodyOf(message: string, code: string, details: object = {}): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, ...details } }] });
}
