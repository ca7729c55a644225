import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { keys, resolvers, schema } from '../../src/clients/urql';
import { type Data, type TestServer, testServer } from '../support/server';

const { NODE_ENV } = process.env;
let server: TestServer;
beforeAll(async () => {
  process.env.NODE_ENV = 'development'; // where it warns
  server = await testServer('seeded', {}, { doors: false });
});
afterAll(async () => {
  process.env.NODE_ENV = NODE_ENV;
  await server.close();
});

const CONFIGURED = { schema, keys, resolvers: resolvers(relayPagination()) };

/** An application that collects what graphcache warns of. */
function application(settings: object = CONFIGURED) {
  const warned: string[] = [];
  let asked = 0;
  const logger = (severity: string, message: string) =>
    void (severity === 'debug' || warned.push(message));
  const client = new Client({
    url: `${server.url}/graphql`,
    preferGetMethod: false,
    fetch: (...given) => (asked++, fetch(...given)),
    exchanges: [cacheExchange({ ...settings, logger }), fetchExchange],
  });
  const ask = async (query: string, variables = {}): Promise<Data> => {
    const { data, error } = await client.query<Data>(gql(query), variables).toPromise();
    if (error) throw error;
    return data!;
  };
  return { warned, ask, asked: () => asked };
}

const QUERIES = [
  `{ plan(slug: "porvoo-2026") {
       id title { value language translations { language value } } period { start end } personYears { stated computed }
       budget { income { cents currency } lines { key label { value } amount { cents } } }
       sections { key title { value } children { key } } externalIds { system value } provenance { basis document { id } }
       owner { id name { value } mandates { kind regions { id slug } } }
       actions(first: 3) { totalCount edges { cursor node { id timing { edtf label } quantity { unit perYear { min } } } } }
  } }`,
  `{ networks(first: 5) { nodes { id seats { role organisation { id } timing { edtf } } contacts { role { value } } } pageInfo { endCursor } } }`,
  `{ metrics(first: 5) { nodes { id targets { period { start } money { cents } distribution { level count } } } } }`,
  `{ changes(first: 5) { nodes { cursor type node { id ... on Plan { slug } } } } service { name } viewer { role organisations { id } } }`,
]; // prettier-ignore

describe('graphcache', () => {
  test('takes answers of every sort without a warning, and gives them as the server does', async () => {
    const { ask, warned, asked } = application();
    for (const query of [...QUERIES, ...QUERIES])
      expect(await ask(query)).toMatchObject(await server.ask(query));
    expect(asked()).toBe(QUERIES.length);
    expect(warned).toEqual([]);
  });

  test.each([
    ['nodes', 'nodes { id slug }', ({ nodes }: Data) => nodes],
    ['edges', 'edges { node { id slug } }', ({ edges }: Data) => edges.map(({ node }: Data) => node)],
  ])('joins pages by %s', async (_, rows, rowsOf) => {
    const { ask, warned } = application();
    const query = `query Actions($after: String, $first: Int = 2) {
      actions(first: $first, after: $after, orderBy: { field: SLUG }) { ${rows} pageInfo { endCursor hasNextPage } }
    }`;
    let data = await ask(query);
    for (let i = 0; i < 2; i++) data = await ask(query, { after: data.actions.pageInfo.endCursor });
    const wanted = await server.ask(query, { variables: { first: 6 } });
    expect(rowsOf(data.actions)).toMatchObject(rowsOf(wanted.actions));
    expect(warned).toEqual([]);
  }); // prettier-ignore
});

test('without the configuration, graphcache warns', async () => {
  const { ask, warned } = application({});
  await ask(QUERIES[0]!);
  expect(warned.join()).toContain('Text');
});
