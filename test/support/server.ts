import 'reflect-metadata';
import { type App, createApp } from '../../src/app';
import type { Bundle } from '../../src/bundle/bundle';
import type { Report } from '../../src/bundle/import';
import { type Config, readConfig } from '../../src/config';
import type { DatabaseTarget } from '../../src/database/connect';
import { type Server, createServer } from '../../src/http/server';
import { Trees } from '../../src/kernel/read/answers';
import { admin } from '../../src/kernel/declare/viewer';
import { dropDatabase, ownDatabase } from './databases';

/** The key of an ADMIN in tests. */
export const ADMIN_KEY = 'an-admin-key-for-tests-of-32-characters';

/** The default settings, on any free port and silent. */
export function testConfig(settings: Partial<Config> = {}): Config {
  const env = { PORT: '0', LOG_LEVEL: 'silent', LUOTSI_ADMIN_KEY: ADMIN_KEY };
  return { ...readConfig(env), ...settings };
}

/** What an operation answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows the shape it asked for
export type Data = Record<string, any>;
export interface Answer {
  status: number;
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}
interface Asking {
  variables?: object;
  key?: string;
  language?: string;
}

/** A report on rows that have all been taken. */
type Loaded = Omit<Report, 'rows'> & {
  rows: (Report['rows'][number] & { id: string; slug: string })[];
};

export interface TestServer {
  app: App;
  /** The database that it is on. */
  target: DatabaseTarget;
  url: string;
  /** Asks as any client would; the whole answer. */
  send(query: string, asking?: Asking): Promise<Answer>;
  /** Asks, and fails unless there is data and no error. */
  ask(query: string, asking?: Asking): Promise<Data>;
  /** Imports a bundle as an ADMIN; `luotsi: 1` is supplied. */
  load(bundle: Bundle): Promise<Loaded>;
  close(): Promise<void>;
}

/**
 * A server of one's own on a database of one's own: empty, or with the seeds. Whatever is asked of it without writing is
 * asked at every door, and must be answered the same.
 */
export async function testServer(
  template: 'seeded' | 'empty',
  settings: Partial<Config> = {},
  { doors = true } = {},
): Promise<TestServer> {
  const database = await ownDatabase(template);
  const config = testConfig({ database, seed: 'none', ...settings });
  const app = await createApp(config);
  const server = await createServer(app, config);
  const others = doors ? await otherDoors(app, config) : [];

  const send: TestServer['send'] = async (query, asking = {}) => {
    const answer = await sendTo(server, query, asking);
    if (!/\b(mutation|__schema|__type|apiKeys)\b/.test(query) && answer.status !== 503)
      for (const each of others)
        expect(comparable(await sendTo(each, query, asking))).toEqual(comparable(answer));
    return answer;
  };
  return {
    app,
    target: database,
    url: server.url,
    send,
    async ask(query, asking) {
      const { data, errors } = await send(query, asking);
      if (errors || !data) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
    load: async (bundle) =>
      (await app.importBundles([{ luotsi: 1, ...bundle }], admin('test'))) as Loaded,
    async close() {
      await Promise.all(others.map((each) => each.fastify.close()));
      await server.close();
      await dropDatabase(database);
    },
  };
}

async function sendTo(
  { fastify }: Server,
  query: string,
  { variables, key, language }: Asking,
): Promise<Answer> {
  const response = await fastify.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      ...(key !== undefined ? { authorization: `Bearer ${key}` } : {}),
      ...(language ? { 'accept-language': language } : {}),
    },
    payload: { query, variables },
  });
  return { status: response.statusCode, ...response.json<object>() };
}

/** The same app behind other doors, none of which keeps answers: both have resolvers answer, from whole trees and level by level. */
async function otherDoors(app: App, config: Config): Promise<Server[]> {
  const keepingNone = { ...config, cacheBytes: 0 };
  const trees = new Trees(app.schema, config.limits, false);
  const levels: App = {
    ...app,
    context: (...asked) => ({ ...app.context(...asked), trees }),
    trees,
  };
  const impure = Object.assign(Object.create(app.trees) as Trees, { isPure: () => false });
  const byLevels = await createServer(levels, keepingNone);
  const byTrees = await createServer({ ...app, trees: impure }, keepingNone);
  return [byLevels, byTrees];
}

/** An answer with the order of its keys, and without the ids of errors. */
const comparable = ({ status, data, errors }: Answer) => {
  const told = errors?.map(({ message, path, extensions: { id: _, ...rest } }) => [
    message,
    path,
    rest,
  ]);
  return [status, JSON.stringify(data), told];
};
