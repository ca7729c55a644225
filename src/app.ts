import 'reflect-metadata';
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError, type GraphQLSchema, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { isStale, noteUse, viewerOfKey } from './api-key/keys';
import type { Bundle } from './bundle/bundle';
import { bundleSchema } from './bundle/json-schema';
import { type Report, importBundles } from './bundle/import';
import { forgetRuns } from './bundle/runs';
import type { Config } from './config';
import { connect } from './database/connect';
import { type Database, within } from './database/database';
import type { Span } from './database/span';
import { sql } from './database/sql';
import type { Maker } from './calendar/maker';
import { Feeds, type FeedRequest, type Sent } from './calendar/feeds';
import { common, model } from './features';
import { appointments } from './job/appointments';
import { Jobs } from './job/jobs';
import { attempt } from './kernel/write/undo';
import { Cursor } from './kernel/read/cursor';
import { Reader } from './kernel/read/reader';
import { Trees } from './kernel/read/answers';
import { clientFacts } from './kernel/schema/client-facts';
import { buildGraph } from './kernel/schema/schema';
import { ANONYMOUS, type Viewer, admin } from './kernel/declare/viewer';
import { HOME, VERSION, ownSeeds } from './package';
import { echo } from './value/invalid';
import { preferredLanguages } from './value/language';
import type { Context } from './kernel/schema/context';

/** The parts of Luotsi, put together around a database. */
export interface App {
  schema: GraphQLSchema;
  schemaText(): string;
  version: string;
  database: Database;
  /** Who asks; a key that is wrong is refused and never taken for none. */
  viewer(authorization: string | undefined): Promise<Viewer>;
  /** What resolvers get for a request: who asks, in which languages, and how long it may read. */
  context(viewer: Viewer, acceptLanguage: string | undefined, span: Span): Context;
  /** Reads whole operations at once. */
  trees: Trees;
  /** Imports bundles as one, all or nothing. */
  importBundles(bundles: readonly Bundle[], viewer: Viewer): Promise<Report>;
  /** Where the data stands. */
  cursor: Pick<Cursor, 'now'>;
  /** Events as a feed. */
  feed(request: FeedRequest): Promise<Sent>;
  /** What the form shows that makes addresses of feeds. */
  maker(query: FeedRequest['query']): Promise<Maker>;
  /** The work that runs by itself once it is started. */
  jobs: Jobs;
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** The JSON Schema of a bundle, as text. */
export const bundleSchemaText = (): string => `${JSON.stringify(bundleSchema(model), null, 2)}\n`;

let schema: GraphQLSchema | undefined;
let sdl: string | undefined;

/** The GraphQL schema; built once. */
export const graphSchema = (): GraphQLSchema => (schema ??= buildGraph(model, common));

/** The GraphQL schema as text. */
export const schemaText = (): string => `${printSchema(graphSchema())}\n`;

/** What clients must know of it, as the sources of modules. */
export const clientModules = (): Record<string, string> => clientFacts(graphSchema());

/** Where that text is kept: to write it takes a third of a second. */
export const SCHEMA_FILE = join(HOME, 'schema', 'schema.graphql');

/** Opens the database, brings it up to date, fills it when it is empty, and puts the parts together. */
export async function createApp(config: Config): Promise<App> {
  const { database } = await connect(config.database, model.tables as never, config.limits);
  const cursor = new Cursor(database.lookout, config.cacheStaleness);
  const feeds = new Feeds(database, cursor, config, graphSchema());
  const trees = new Trees(graphSchema(), config.limits);
  const { clock } = config;
  const jobs = new Jobs(
    [appointments(database, model, clock), forgetRuns(database, clock)],
    database,
  );
  const app: App = {
    schema: graphSchema(),
    schemaText: () => (sdl ??= readFileSync(SCHEMA_FILE, 'utf8')),
    version: VERSION,
    database,
    cursor,
    trees,
    viewer: (authorization) => viewerOf(authorization, config, database),
    context: (viewer, acceptLanguage, span) => {
      const reader = new Reader(within(database, span), viewer);
      return {
        reader,
        snapshot: (work) => database.snapshot((source) => work(new Reader(source, viewer)), span),
        write: (work) =>
          attempt(database, (session) =>
            work({ model, session, viewer, now: config.clock() }),
          ).finally(() => {
            reader.forget();
            span.renew();
          }),
        languages: preferredLanguages(acceptLanguage),
        limits: config.limits,
        span,
        trees,
      };
    },
    importBundles: (bundles, viewer) =>
      database.write((session) =>
        importBundles(bundles, { model, session, viewer, now: config.clock() }),
      ),
    feed: (request) => feeds.get(request),
    maker: (query) => feeds.maker(query),
    jobs,
    ready: () =>
      database.lookout.read(sql`select 1 as one`).then(
        () => true,
        () => false,
      ),
    async close() {
      await jobs.stop();
      await database.close();
    },
  };
  try {
    await seed(database, config);
  } catch (error) {
    await database.close();
    throw error;
  }
  return app;
}

/** Brings the schema of the database up to date; gives the names of the migrations that it took. */
export async function migrate(config: Config): Promise<string[]> {
  const { database, migrated } = await connect(config.database, model.tables as never);
  await database.close();
  return migrated;
}

async function seed(database: Database, config: Config): Promise<void> {
  if (config.seed === 'none') return;
  const empty = (each: unknown[]) => each.length === 0;
  const anyChange = sql`select 1 from change limit 1`;
  if (!empty(await database.read(anyChange))) return;
  const bundles = readBundles(config.seed === 'own' ? ownSeeds() : config.seed);
  await database.write(async (session) => {
    if (!empty(await session.run(anyChange))) return; // another process was first
    await importBundles(bundles, { model, session, viewer: admin('seeds'), now: config.clock() });
  });
}

/** Reads bundles from YAML or JSON files. */
export function readBundles(paths: readonly string[]): Bundle[] {
  return paths.map((path) => {
    try {
      const bundle: unknown = parseYaml(readFileSync(path, 'utf8'));
      if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle))
        throw new Error(`wanted lists of rows by their names; got ${echo(bundle)}`);
      return bundle as Bundle;
    } catch (error) {
      throw new Error(`The bundle ${path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    }
  });
}

async function viewerOf(
  authorization: string | undefined,
  { adminKey, clock }: Config,
  database: Database,
): Promise<Viewer> {
  if (authorization === undefined) return ANONYMOUS;
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (key && adminKey && sameSecret(key, adminKey)) return admin('LUOTSI_ADMIN_KEY');
  const now = clock();
  const found = key ? await viewerOfKey(database, key, now) : null;
  if (found) {
    if (isStale(found.info, now))
      void database.write((session) => noteUse(session, found.info, now)).catch(() => undefined);
    return found.viewer;
  }
  throw new GraphQLError('The key is wrong, expired or revoked.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
}

function sameSecret(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
