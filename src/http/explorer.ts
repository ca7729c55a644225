import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { examples } from './examples';
import { has } from './accept';
import { sendKept } from './encoding';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
  // nothing is fetched but what the page asks of this server
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'unsafe-inline'",
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** Sends GraphiQL: one file with everything in it, 2 MB compressed; `?query=` fills the editor. */
export async function sendExplorer(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body, etag } = await (made ??= makePage());
  reply.headers({ ...HEADERS, etag });
  if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
  return sendKept(request, reply, body);
}

interface Kept {
  body: Buffer;
  etag: string;
}

/** The page, made when it is first asked for. */
let made: Promise<Kept> | undefined;

async function makePage(): Promise<Kept> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = Buffer.from(
    renderGraphiQL({
      title: 'Luotsi – explorer',
      endpoint: '/graphql',
      defaultQuery: examples[0]?.query,
      shouldPersistHeaders: false, // a key does not stay in the browser
    }),
  );
  const hash = createHash('sha256').update(html).digest('base64url').slice(0, 20);
  return { body: html, etag: `W/"${hash}"` };
}
