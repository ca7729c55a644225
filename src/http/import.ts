import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { importOnce } from '../bundle/import-once';
import { MOST_ROWS } from '../bundle/bundle';
import type { Config } from '../config';
import { Unavailable } from '../database/errors';
import { Span } from '../database/span';
import { mayCall } from '../kernel/schema/allow';
import { EXIT } from '../transfer/failed';
import { readSource } from '../transfer/files';
import { told, verdict } from '../transfer/report';
import { type Importing, type Payload, begun, readAll, sendAll } from '../transfer/send';
import * as withModel from '../transfer/with-model';
import { parseApart } from '../transfer/yaml-apart';
import type { Served } from './app';
import { RETRY_AFTER } from './errors';
import { baseOf } from './feeds';
import { refuse } from './refusals';
import { readUpload } from './upload';

const TRUTH = [/^(true|false)$/, 'true or false'] as const;

/** The parameters of an import: how each looks and what that is called, as `ImportBundleInput` says it in more words. */
const PARAMETERS = {
  mode: [/^(upsert|insert|sync)$/i, 'upsert, insert or sync'],
  atomic: TRUTH,
  dryRun: TRUTH,
  force: TRUTH,
  rows: TRUTH,
  plan: [/^[a-z0-9-]{1,80}$/, 'the slug of a plan'],
  type: [/^.{1,80}$/, 'the name of a list, such as events'],
  name: [/^.{1,200}$/, 'the name of a file, at most 200 characters'],
  chunk: [/^([1-9]\d{0,3}|10000)$/, `a number of rows from 1 to ${MOST_ROWS}`],
} as const;

type Parameters = Partial<Record<keyof typeof PARAMETERS, string>>;

/** Adds `POST /import`, which takes files as `luotsi import` does, with a key, and answers with the same report. */
export function addImport(server: FastifyInstance, app: Served, config: Config): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      (_request: FastifyRequest, body: Readable, parsed: (error: null, body: unknown) => void) =>
        parsed(null, body),
    );
    scope.route({
      method: 'POST',
      url: '/import',
      onRequest: async (request, reply) => {
        request.viewer = await app.viewer(request.headers.authorization); // before a body is read
        if (mayCall(request.viewer, 'EDITOR')) return;
        const { role } = request.viewer;
        const message = `Wanted a key with the role EDITOR; got ${role ?? 'no key'}.`;
        if (role) return refuse(request, reply, 403, message, 'FORBIDDEN');
        return refuse(
          request,
          reply.header('www-authenticate', 'Bearer'),
          401,
          message,
          'UNAUTHENTICATED',
        );
      },
      handler: (request, reply) => importUpload(app, config, request, reply),
    });
    done();
  });
}

async function importUpload(
  app: Served,
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { maxBodyBytes, maxImportBytes } = config.limits;
  const { files, fields } = await readUpload(request, Math.max(maxBodyBytes, maxImportBytes));
  const given: Record<string, unknown> = { ...(request.query as object) };
  for (const [name, value] of fields)
    given[name] = Object.hasOwn(given, name) ? [given[name], value].flat() : value;
  for (const each of Object.entries(given)) {
    const wrong = wrongWith(each);
    const details = { parameter: each[0].slice(0, 80) };
    if (wrong) return refuse(request, reply, 400, wrong, 'BAD_USER_INPUT', details);
  }
  const { type, name = '', ...parameters } = given as Parameters;
  const importing = importingOf(parameters);
  const named = files.map((file, i) => ({
    ...file,
    name: file.name || name || `file ${i + 1}`,
    type,
  }));
  const result = begun(baseOf(request, config), importing);
  const context = app.context(request.viewer!, request.headers['accept-language'], request.span);
  const span = new Span(config.limits.importTime, request.socket);
  const send = async (sent: object): Promise<Payload> => {
    if (span.left === 0) throw span.ended('The import');
    return importOnce(sent, context.write);
  };
  const names = named.map((file) => file.name);
  const read = (file: string) =>
    readSource(
      named.find((each) => each.name === file)!,
      async () => withModel,
      parseApart,
    );
  const sources = await readAll(names, read, importing, result);
  if (sources)
    await sendAll(sources, send, importing, result).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      result.error = { code: error.code, message: error.message, exit: EXIT.UNREACHABLE };
    });
  if (result.error) reply.header('retry-after', RETRY_AFTER);
  const { text, json } = told(result);
  reply.status(STATUS[verdict(result).exit]!).header('cache-control', 'no-store');
  const wantsText = /^text\/plain\b/i.test(request.headers.accept ?? '');
  if (wantsText) return reply.type('text/plain; charset=utf-8').send(text);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(json));
}

/** What is answered to an import that ends with a code. */
const STATUS: Record<number, number> = {
  [EXIT.DONE]: 200,
  [EXIT.REFUSED]: 422,
  [EXIT.UNREACHABLE]: 503,
};

/** What is wrong with a parameter, in words. */
function wrongWith([name, value]: [string, unknown]): string | null {
  const got = JSON.stringify(value).slice(0, 80);
  if (!Object.hasOwn(PARAMETERS, name)) {
    const names = Object.keys(PARAMETERS);
    const last = names.pop()!;
    const said = JSON.stringify(name).slice(0, 80);
    return `There is no parameter ${said}; wanted ${names.join(', ')} or ${last}.`;
  }
  if (typeof value !== 'string') return `Wanted ${name} once; got ${got}.`;
  const [looks, called] = PARAMETERS[name as keyof Parameters];
  return looks.test(value) ? null : `Wanted ${name} as ${called}; got ${got}.`;
}

function importingOf({
  mode = 'upsert',
  atomic,
  dryRun,
  force,
  plan,
  chunk,
  rows,
}: Parameters): Importing {
  return {
    mode: mode.toLowerCase() as Importing['mode'],
    atomic: atomic !== 'false',
    dryRun: dryRun === 'true',
    force: force === 'true',
    plan,
    chunk: chunk === undefined ? undefined : Number(chunk),
    everyRow: rows === 'true',
  };
}
