import { createHash } from 'node:crypto';
import type * as WorkerThreads from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type * as GraphiQL from '@graphql-yoga/render-graphiql';
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
  const about = {
    title: 'Luotsi – explorer',
    endpoint: '/graphql',
    defaultQuery: examples[0]?.query,
    shouldPersistHeaders: false, // a key does not stay in the browser
  } satisfies Parameters<typeof GraphiQL.renderGraphiQL>[0];
  const path = JSON.stringify(require.resolve('@graphql-yoga/render-graphiql'));
  const code = `(${making.toString()})(require('node:worker_threads'), require(${path}))`;
  const html = await new Promise<Uint8Array>((resolve, reject) => {
    new Worker(code, { eval: true, workerData: about }).on('message', resolve).on('error', reject);
  });
  const body = Buffer.from(html.buffer);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 20);
  return { body, etag: `W/"${hash}"` };
}

/**
 * What a thread does, to which it goes as text: the package is one script of 9 MB, and to take that in here would hold up
 * all else for half a second.
 */
/* istanbul ignore next */
function making(
  { parentPort, workerData }: typeof WorkerThreads,
  { renderGraphiQL }: typeof GraphiQL,
): void {
  const html = new TextEncoder().encode(
    renderGraphiQL(workerData as Parameters<typeof renderGraphiQL>[0]),
  );
  parentPort!.postMessage(html, [html.buffer]);
}
