import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '../config';

/**
 * Takes bodies of JSON in UTF-8 (RFC 8259, section 8.1): with a key as large as an import, without one only as a query
 * needs. No more of a body is read than is taken.
 */
export function takeJson(server: FastifyInstance, limits: Limits): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('text/plain'); // pages could send it without asking first
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: Readable) => {
      checkCharset(request.headers['content-type']);
      const body = await read(payload, request.headers['content-length'], mostOf(request, limits));
      return new Promise((resolve, reject) => {
        void parse(request, body, (error, json) => {
          if (!error) resolve(json);
          else reject(isJson(body) ? unwanted(400, FORBIDDEN_NAME) : error);
        });
      });
    },
  );
}

const FORBIDDEN_NAME = 'Wanted JSON in which nothing is named __proto__ or constructor.prototype.';

const mostOf = ({ viewer }: FastifyRequest, { maxBodyBytes, maxImportBytes }: Limits) =>
  viewer && viewer.role !== null ? Math.max(maxBodyBytes, maxImportBytes) : maxBodyBytes;

function checkCharset(contentType = ''): void {
  const [, charset = 'utf-8'] = /;\s{0,9}charset="?([^\s;"]{0,40})/i.exec(contentType) ?? [];
  if (!/^utf-?8$/i.test(charset))
    throw unwanted(415, `Wanted a body in UTF-8; got the charset ${charset}.`);
}

/** Reads a body, decompressed, up to a limit. */
function read(payload: Readable, length: string | undefined, most: number) {
  const tooLarge = () => unwanted(413, `Wanted a body of at most ${most} bytes, decompressed.`);
  return new Promise<string>((resolve, reject) => {
    if (Number(length) > most) return reject(tooLarge());
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) return void chunks.push(chunk);
      payload.off('data', take).pause();
      reject(tooLarge());
    };
    payload.on('error', reject);
    payload.on('end', () => {
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      if (isUtf8(body)) resolve(body.toString());
      else reject(unwanted(400, 'Wanted a body in UTF-8; got bytes that are none.'));
    });
    payload.on('data', take).resume(); // one that is decompressed waits until then
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const unwanted = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode });
