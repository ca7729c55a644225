import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import type { Config } from '../config';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What caches on the way may do with what everybody may see (RFC 9111, section 5.2.2): ask each time, or for some seconds not. */
export function cacheControl({ cacheStaleness }: Config): string {
  const seconds = Math.floor(cacheStaleness / 1000);
  return seconds > 0 ? `public, max-age=${seconds}, must-revalidate` : 'public, no-cache';
}

/** How a body is encoded on the way (RFC 9110, section 8.4). */
type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding that a client takes. */
function chooseEncoding(accepted = ''): Encoding {
  const names = accepted
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]!.trim().toLowerCase());
  return (['br', 'gzip'] as const).find((each) => names.includes(each)) ?? 'identity';
}

const encoders: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (body) => body,
};

/** Smaller ones are not worth it. */
const WORTH_ENCODING = 1024;

const encoded = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();

/** Sends a body that is kept and sent again: each encoding of it is made once. */
export async function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
): Promise<FastifyReply> {
  const encoding = chooseEncoding(request.headers['accept-encoding']);
  if (encoding === 'identity' || body.length < WORTH_ENCODING) return reply.send(body);
  let forms = encoded.get(body);
  if (!forms) encoded.set(body, (forms = new Map<Encoding, Promise<Buffer>>()));
  let form = forms.get(encoding);
  if (!form) forms.set(encoding, (form = encoders[encoding](body)));
  return reply.header('content-encoding', encoding).send(await form);
}
