import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { FeedRequest } from '../calendar/feeds';
import type { Config } from '../config';
import type { Served } from './app';
import { has } from './accept';
import { RETRY_AFTER } from './errors';
import { baseOf } from './feeds';
import { HTML, frontPage } from './front';

/** Adds what is read beside the API: the front page, the schema, and how the service is. */
export function addPages(server: FastifyInstance, app: Served, config: Config): void {
  server.get('/', async (request, reply) => {
    const maker = await app.maker(request.query as FeedRequest['query']).catch((error: unknown) => {
      request.log.error({ err: error }, 'no events for the front page');
      return null;
    });
    const base = baseOf(request, config);
    return reply.headers(HTML).send(frontPage({ version: app.version, maker, base }));
  });
  server.get('/favicon.ico', (_, reply) => reply.status(204).send());

  let etag: string | undefined; // a start waits for nothing that nobody has asked for
  server.get('/schema.graphql', (request, reply) => {
    etag ??= `W/"${createHash('sha256').update(app.schemaText()).digest('base64url').slice(0, 20)}"`;
    reply.headers({ etag, 'cache-control': 'no-cache' }).type('text/plain; charset=utf-8');
    if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return reply.send(app.schemaText());
  });

  server.get('/health/live', (_, reply) => reply.headers(FRESH).send({ status: 'live' }));
  server.get('/health/ready', async (_, reply) => {
    reply.headers(FRESH);
    if (await app.ready().catch(() => false)) return { status: 'ready' };
    return reply.status(503).header('retry-after', RETRY_AFTER).send({ status: 'not ready' });
  });
}

const FRESH = { 'cache-control': 'no-store' };
