import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { FEED_COST, FORMS, type FeedRequest, type Sent } from '../calendar/feeds';
import { PLACES } from '../calendar/parameters';
import { BadParameter, NotThere } from '../calendar/selection';
import type { Config } from '../config';
import type { Served } from './app';
import { has } from './accept';
import { cacheControl, sendKept } from './encoding';
import { detailsOf } from '../kernel/declare/errors';
import { checkCost } from './limits';
import { refuse } from './refusals';

/** Adds the feeds: of all events, and of what has events of its own. */
export function addFeeds(server: FastifyInstance, app: Served, config: Config): void {
  const caches = cacheControl(config);
  const { maxCost } = config.limits;
  for (const [form, { type }] of Object.entries(FORMS)) {
    const send = (place?: string) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { slug } = request.params as { slug?: string };
      const query = request.query as FeedRequest['query'];
      reply.header('x-query-cost', FEED_COST);
      try {
        checkCost({ requested: FEED_COST, dearest: [form] }, maxCost);
        const base = baseOf(request, config);
        const sent = await app.feed({ form, place, slug, query, base });
        return await answer(request, reply.type(type), sent, form, caches);
      } catch (error) {
        return refuseFeed(error, request, reply);
      }
    };
    server.get(`/${form}`, send());
    for (const place of Object.keys(PLACES)) server.get(`/${place}/:slug/${form}`, send(place));
  }
}

/** Where a client reaches the service: as it is set, or as the client says. */
export function baseOf(request: FastifyRequest, { publicUrl, host, port }: Config): string {
  if (publicUrl) return publicUrl;
  const asked = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(request.host);
  return `${request.protocol}://${asked ? request.host.toLowerCase() : `${host}:${port}`}`;
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, etag, modified }: Sent,
  form: string,
  caches: string,
): FastifyReply | Promise<FastifyReply> {
  const lastModified = modified && new Date(modified).toUTCString();
  reply.headers({
    etag: `W/${etag}`,
    'cache-control': caches,
    vary: 'Accept-Encoding',
    'content-disposition': `inline; filename="${form}"`,
  });
  if (lastModified) reply.header('last-modified', lastModified);
  const { 'if-none-match': tags, 'if-modified-since': since } = request.headers;
  const known = tags ? has(tags, etag) : lastModified && since === lastModified;
  return known ? reply.status(304).send() : sendKept(request, reply, body);
}

function refuseFeed(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GraphQLError) {
    const { message, extensions } = error;
    return refuse(request, reply, 400, message, String(extensions.code), detailsOf(extensions));
  }
  if (!(error instanceof BadParameter)) throw error;
  const status = error instanceof NotThere ? 404 : 400;
  const details = { parameter: error.parameter.slice(0, 80) };
  return refuse(request, reply, status, error.message, 'BAD_USER_INPUT', details);
}
