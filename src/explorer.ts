import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { examples } from './explorer/examples';
import { has } from './http/accept';

type Encoding = 'br' | 'gzip' | 'identity';

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
  const encoding = chooseEncoding(request.headers['accept-encoding']);
  const { body, etag } = await page(encoding);
  reply.headers({ ...HEADERS, etag });
  if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(body);
}

function chooseEncoding(accepted = ''): Encoding {
  const names = accepted
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]!.trim().toLowerCase());
  return (['br', 'gzip'] as const).find((each) => names.includes(each)) ?? 'identity';
}

interface Page {
  body: Buffer;
  etag: string;
}

const pages = new Map<Encoding, Promise<Page>>();

/** The page in an encoding, made when it is first asked for. */
function page(encoding: Encoding): Promise<Page> {
  let made = pages.get(encoding);
  if (made === undefined) {
    made = makePage(encoding);
    pages.set(encoding, made);
  }
  return made;
}

async function makePage(encoding: Encoding): Promise<Page> {
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
  return { body: await encoders[encoding](html), etag: `"${hash}-${encoding}"` };
}

const encoders: Record<Encoding, (html: Buffer) => Promise<Buffer>> = {
  br: (html) =>
    promisify(brotliCompress)(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (html) => html,
};
