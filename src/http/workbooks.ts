import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exportBundle } from '../bundle/export';
import type { Config } from '../config';
import { model } from '../features';
import { referred } from '../kernel/intake/referred';
import { entityOf } from '../kernel/declare/registry';
import { Plan } from '../plan/plan.entity';
import { bundleWorkbook } from '../table/export';
import { HEADING_LANGUAGES, type HeadingLanguage } from '../table/words';
import { has } from './accept';
import type { Served } from './app';
import { checkCost } from './limits';
import { refuse } from './refusals';

/** What a workbook of a plan costs, as the export of it does. */
const COST = 20_000;

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Adds `/plans/{slug}.xlsx`: a plan with all that hangs on it, as a workbook that goes in again unchanged. */
export function addWorkbooks(server: FastifyInstance, app: Served, { limits }: Config): void {
  server.get('/plans/:slug(^[a-z0-9-]+).xlsx', async (request, reply) => {
    reply.header('x-query-cost', COST);
    checkCost({ requested: COST, dearest: ['xlsx'] }, limits.maxCost);
    const { lang = 'fi' } = request.query as { lang?: string };
    if (!isLanguage(lang)) return refuseLanguage(request, reply);
    const { slug } = request.params as { slug: string };
    const viewer = await app.viewer(request.headers.authorization);
    const context = app.context(viewer, undefined, request.span);
    const bundle = await context.snapshot(async (reader) => {
      const [found] = await referred(entityOf(Plan), [{ slug }], reader.source, viewer);
      return !found || found.wrong ? null : exportBundle({ planId: found.id }, { model, reader });
    });
    if (!bundle) return refuse(request, reply, 404, `There is no plan ${slug}.`);
    const bytes = bundleWorkbook(bundle, lang);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
    reply.headers({
      etag,
      vary: 'Authorization',
      'cache-control': 'no-cache, private',
      'content-disposition': `attachment; filename="${slug}.xlsx"`,
    });
    if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return reply.type(TYPE).send(bytes);
  });
}

const isLanguage = (text: unknown): text is HeadingLanguage =>
  HEADING_LANGUAGES.some((each) => each === text);

function refuseLanguage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `Wanted lang as one of ${HEADING_LANGUAGES.join(', ')}.`;
  return refuse(request, reply, 400, message, 'BAD_USER_INPUT', { parameter: 'lang' });
}
