import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { importOnce } from '../bundle/import-once';
import { MOST_ROWS } from '../bundle/bundle';
import type { Config } from '../config';
import { mayCall } from '../kernel/schema/allow';
import { EXIT, RequestFailed } from '../transfer/failed';
import { readSource } from '../transfer/files';
import { told, verdict } from '../transfer/report';
import { type Importing, type Payload, begun, readAll, sendAll } from '../transfer/send';
import * as withModel from '../transfer/with-model';
import type { Served } from './app';
import { baseOf } from './feeds';
import { refuse } from './refusals';
import { readUpload } from './upload';

/** The parameters of an import: what each is, as `ImportBundleInput` says it in more words. */
const PARAMETERS = {
  mode: /^(upsert|insert|sync)$/i,
  atomic: /^(true|false)$/,
  dryRun: /^(true|false)$/,
  force: /^(true|false)$/,
  rows: /^(true|false)$/,
  plan: /^.{1,80}$/,
  type: /^.{1,80}$/,
  name: /^.{1,200}$/,
  chunk: /^[1-9]\d{0,4}$/,
};

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
  const given = { ...(request.query as Record<string, string>), ...fields };
  const wrong = Object.entries(given).find(([name, value]) => !isGood(name, value));
  if (wrong) return refuseParameter(request, reply, wrong);
  const { type, name = '', ...parameters } = given as Parameters;
  const importing = importingOf(parameters);
  const named = files.map((file, i) => ({
    ...file,
    name: file.name || name || `file ${i + 1}`,
    type,
  }));
  const result = begun(baseOf(request, config), importing);
  const context = app.context(request.viewer!, request.headers['accept-language'], request.span);
  const send = (sent: object): Promise<Payload> => {
    if (request.socket.destroyed)
      throw new RequestFailed('INTERRUPTED', 'Who sent it has gone.', EXIT.INTERRUPTED);
    return importOnce(sent, context.write);
  };
  const names = named.map((file) => file.name);
  const read = (file: string) =>
    readSource(
      named.find((each) => each.name === file)!,
      async () => withModel,
    );
  const sources = await readAll(names, read, importing, result);
  if (sources) await sendAll(sources, send, importing, result);
  const { text, json } = told(result);
  reply.status(verdict(result).exit === EXIT.DONE ? 200 : 422).header('cache-control', 'no-store');
  const wantsText = /^text\/plain\b/i.test(request.headers.accept ?? '');
  if (wantsText) return reply.type('text/plain; charset=utf-8').send(text);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(json));
}

const isGood = (name: string, value: unknown): boolean =>
  typeof value === 'string' &&
  Object.hasOwn(PARAMETERS, name) &&
  PARAMETERS[name as keyof Parameters].test(value);

function refuseParameter(
  request: FastifyRequest,
  reply: FastifyReply,
  [name, value]: [string, unknown],
) {
  const known = Object.hasOwn(PARAMETERS, name);
  const wanted = known
    ? PARAMETERS[name as keyof Parameters].source
    : Object.keys(PARAMETERS).join(', ');
  const message = known
    ? `Wanted ${name} as ${wanted}; got ${JSON.stringify(value).slice(0, 80)}.`
    : `There is no parameter ${JSON.stringify(name).slice(0, 80)}; wanted ${wanted}.`;
  return refuse(request, reply, 400, message, 'BAD_USER_INPUT', { parameter: name.slice(0, 80) });
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
    chunk: chunk === undefined ? undefined : Math.min(Number(chunk), MOST_ROWS),
    everyRow: rows === 'true',
  };
}
