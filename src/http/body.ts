import { Transform } from 'node:stream';
import type { RequestPayload } from 'fastify';

/** A body that is refused with 413 as soon as it is longer than it may be; it has been decompressed already. */
export function limited(payload: RequestPayload, max: number): RequestPayload {
  let length = 0;
  const body: RequestPayload = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length <= max) return done(null, chunk);
      const message = `Wanted a body of at most ${max} bytes, decompressed.`;
      done(Object.assign(new Error(message), { statusCode: 413 }));
    },
  });
  Object.defineProperty(body, 'receivedEncodedLength', {
    get: () => payload.receivedEncodedLength,
  });
  payload.on('error', (error) => body.destroy(error));
  return payload.pipe(body as Transform);
}
