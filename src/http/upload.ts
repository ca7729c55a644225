import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import type { GivenFile } from '../transfer/files';

/** What was uploaded: files, and what stands beside them in a form, by name and value. */
export interface Upload {
  files: GivenFile[];
  fields: [name: string, value: string][];
}

/** So many files and fields may be in a form, and a field may have so many bytes. */
const MOST = { files: 20, fields: 20, fieldSize: 1_000, parts: 40 };

const failed = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { statusCode });

/** Reads a body of at most so many bytes: a form with files (multipart/form-data), or one file as it is. */
export async function readUpload(request: FastifyRequest, most: number): Promise<Upload> {
  const body = request.body as Readable | undefined;
  const type = request.headers['content-type'] ?? '';
  if (!body) throw failed(400, 'Wanted a file; got nothing.');
  const count = counter(most);
  if (/^multipart\/form-data\b/i.test(type)) return readForm(body, request.headers, count);
  const bytes = await collect(body, count);
  if (bytes.length === 0) throw failed(400, 'Wanted a file; got nothing.');
  return { files: [{ name: '', bytes, mediaType: type }], fields: [] };
}

/** Counts bytes, and refuses those beyond the most. */
function counter(most: number): (chunk: Buffer) => void {
  let size = 0;
  return (chunk) => {
    size += chunk.length;
    if (size > most) throw failed(413, `Wanted a body of at most ${most} bytes, decompressed.`);
  };
}

async function collect(stream: AsyncIterable<unknown>, count: (chunk: Buffer) => void) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    count(chunk as Buffer);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function readForm(
  body: Readable,
  headers: FastifyRequest['headers'],
  count: (chunk: Buffer) => void,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const upload: Upload = { files: [], fields: [] };
    const reading: Promise<void>[] = [];
    const refuse = (error: unknown) => {
      body.unpipe();
      body.resume();
      const { statusCode, message } = error as { statusCode?: number; message: string };
      reject(
        statusCode ? (error as Error) : failed(400, `Wanted a form that can be read: ${message}.`),
      );
    };
    let form: InstanceType<typeof Busboy>;
    try {
      form = new Busboy({ headers: headers as BusboyHeaders, limits: MOST });
    } catch (error) {
      return refuse(error);
    }
    form.on('file', (_field, stream, name, _encoding, mediaType) => {
      const file = { name: name ?? '', mediaType, bytes: Buffer.alloc(0) };
      upload.files.push(file);
      reading.push(
        collect(stream, count)
          .then((bytes) => void (file.bytes = bytes))
          .catch((error: unknown) => {
            stream.resume();
            refuse(error);
          }),
      );
    });
    form.on('field', (name, value) => upload.fields.push([name, value]));
    form.on('fieldsLimit', () => refuse(failed(400, `Wanted at most ${MOST.fields} fields.`)));
    form.on('filesLimit', () => refuse(failed(400, `Wanted at most ${MOST.files} files.`)));
    form.on('error', refuse);
    form.on('finish', () => {
      void Promise.all(reading).then(() => {
        if (upload.files.length === 0) refuse(failed(400, 'Wanted a file in the form; got none.'));
        else resolve(upload);
      });
    });
    body.on('error', refuse);
    body.pipe(form);
  });
}
