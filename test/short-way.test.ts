import 'reflect-metadata';
import { type App } from '../src/app';
import { createServer } from '../src/http/server';
import type { Trees } from '../src/kernel/read/answers';
import { type TestServer, testConfig, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
});
afterAll(() => server.close());

/** Asks a server whose resolvers cannot read anything, and which has not been asked before. */
async function askWithoutResolvers(query: string) {
  const { app } = server;
  const root = () => Promise.reject(new Error('A resolver was asked.'));
  const trees = Object.assign(Object.create(app.trees) as Trees, { root });
  const deaf: App = { ...app, context: (...asked) => ({ ...app.context(...asked), trees }) };
  const { fastify } = await createServer(deaf, testConfig({ cacheBytes: 0 }));
  const answer = await fastify.inject({ method: 'POST', url: '/graphql', payload: { query } });
  await fastify.close();
  return { cost: answer.headers['x-query-cost'], ...answer.json<{ data: object; errors: [] }>() };
}

test('a query that no code has to answer is answered by its statement, the first time too', async () => {
  const { data, errors, cost } = await askWithoutResolvers(
    '{ plan(slug: "porvoo-2026") { slug } }',
  );
  expect({ data, errors }).toEqual({ data: { plan: { slug: 'porvoo-2026' } }, errors: undefined });
  expect(Number(cost)).toBeGreaterThan(0);
});

test('one that needs code goes by resolvers', async () => {
  const { errors } = await askWithoutResolvers(
    '{ events(first: 1) { nodes { timing { startsAt } } } }',
  );
  expect(errors).toHaveLength(1);
});
