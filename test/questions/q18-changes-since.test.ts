import { ADMIN_KEY, type Data, type TestServer, testServer } from '../support/server';

// What changed since my last fetch?
let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const since = (after: string | null, first: number) =>
  server.ask(
    `query ($after: String, $first: Int) { changes(after: $after, first: $first) {
      nodes { type slug operation node { slug ... on Network { name { value } } } }
      pageInfo { hasNextPage endCursor }
    } }`,
    { variables: { after, first } },
  );

test('a cursor of now, and from then on every change in order, with tombstones', async () => {
  const { endCursor } = (await since(null, 0)).changes.pageInfo;
  expect((await since(endCursor, 100)).changes.nodes).toEqual([]);
  const network = { slug: 'porvoo-kokeilu', owner: 'porvoo', kind: 'NETWORK' };
  await server.load({ networks: [{ ...network, name: 'Kokeilu', state: 'PUBLISHED' }] });
  await server.load({ networks: [{ ...network, name: 'Uusi kokeilu' }] });
  const { changes } = await since(endCursor, 1);
  const node = { slug: 'porvoo-kokeilu', name: { value: 'Uusi kokeilu' } };
  expect(changes.nodes).toEqual([
    { type: 'Network', slug: 'porvoo-kokeilu', operation: 'CREATE', node },
  ]);
  expect(changes.pageInfo.hasNextPage).toBe(true);
  const next = (await since(changes.pageInfo.endCursor, 1)).changes;
  expect(next.nodes.map(({ operation }: Data) => operation)).toEqual(['UPDATE']);
  await server.ask('mutation { deleteNetwork(input: { slug: "porvoo-kokeilu" }) { result } }', {
    key: ADMIN_KEY,
  });
  expect((await since(next.pageInfo.endCursor, 5)).changes.nodes).toEqual([
    { type: 'Network', slug: 'porvoo-kokeilu', operation: 'DELETE', node: null },
  ]);
});

test('or by the time of the last change', async () => {
  const before = new Date(Date.now() - 1).toISOString();
  await server.load({
    networks: [
      { slug: 'porvoo-b', owner: 'porvoo', kind: 'NETWORK', name: 'B', state: 'PUBLISHED' },
    ],
  });
  const { networks } = await server.ask(
    'query ($since: DateTime!) { networks(filter: { updatedAt: { gt: $since } }, orderBy: { field: UPDATED }) { nodes { slug updatedAt } } }',
    { variables: { since: before } },
  );
  expect(networks.nodes.map(({ slug }: Data) => slug)).toEqual(['porvoo-b']);
});
