import { gunzipSync } from 'node:zlib';
import { Cursor } from '../src/kernel/read/cursor';
import { ExactCache } from '../src/kernel/read/exact-cache';
import { keyFor } from './support/keys';
import { createServer } from '../src/http/server';
import { ADMIN_KEY, type TestServer, testConfig, testServer } from './support/server';
import { watchReads } from './support/statements';

let server: TestServer;
let statements = 0;
beforeAll(async () => {
  server = await testServer('empty', {}, { doors: false });
  watchReads(server.app.database, () => statements++);
  await server.load({
    organisations: [{ slug: 'kirjala', name: { fi: 'Kirjala', sv: 'Bokby' }, kind: 'OTHER' }],
  });
});
afterAll(() => server.close());

async function counted<T>(work: () => Promise<T>): Promise<{ found: T; statements: number }> {
  const before = statements;
  const found = await work();
  return { found, statements: statements - before };
}

const NAME =
  '{ organisation(slug: "kirjala") { name { value } drafts: ownEvents { totalCount } } }';
const rename = (fi: string) => server.load({ organisations: [{ slug: 'kirjala', name: { fi } }] });
const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, { headers });

test('a query that was answered takes one look at where the data stands, and nothing else', async () => {
  const first = await counted(() => server.ask(NAME));
  const again = await counted(() => server.ask(NAME));
  expect(again.found).toEqual(first.found);
  expect([first.statements > 1, again.statements]).toEqual([true, 1]);
});

test('what is written is there for the next query', async () => {
  for (const name of ['Yksi', 'Kaksi', 'Kolme']) {
    await rename(name);
    const { organisation } = await server.ask(NAME);
    expect(organisation.name.value).toBe(name);
  }
});

test('each language, each variable and each key has its own', async () => {
  await rename('Kirjala');
  const owner = { owner: 'kirjala', title: 'Luonnos', timing: '2026' };
  await server.load({ events: [{ ...owner, slug: 'kirjala-luonnos' }] });
  const key = await keyFor(server, 'READER', 'kirjala');
  const seen = async (asking: object) => {
    const { organisation } = await server.ask(NAME, asking);
    return [organisation.name.value, organisation.drafts.totalCount];
  };
  for (const round of [1, 2]) {
    expect([round, await seen({})]).toEqual([round, ['Kirjala', 0]]);
    expect(await seen({ language: 'sv' })).toEqual(['Bokby', 0]);
    expect(await seen({ key })).toEqual(['Kirjala', 1]);
    expect(await seen({ key: ADMIN_KEY, language: 'sv' })).toEqual(['Bokby', 1]);
  }
  const bySlug = 'query ($slug: String) { organisation(slug: $slug) { slug } }';
  for (const slug of ['kirjala', 'toinen', 'kirjala'])
    expect(await server.ask(bySlug, { variables: { slug } })).toEqual({
      organisation: slug === 'kirjala' ? { slug } : null,
    });
});

test('what fails is asked anew, and a wrong key stays wrong', async () => {
  const wrong = '{ organisations(first: 1000) { totalCount } }';
  for (let i = 0; i < 2; i++) expect((await server.send(wrong)).status).toBe(400);
  await server.ask(NAME);
  expect((await server.send(NAME, { key: 'olematon' })).status).toBe(401);
});

test('a page that a browser may send without asking first gets no more by way of what is kept', async () => {
  await server.ask(NAME);
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ query: NAME }),
  });
  expect(response.status).toBe(415);
});

test('by GET, an answer has a tag, and one that the client has is not sent again', async () => {
  const first = await get(NAME);
  const etag = first.headers.get('etag')!;
  expect(first.headers.get('cache-control')).toBe('public, no-cache');
  expect(first.headers.get('vary')).toBe('Accept, Accept-Language, Authorization, Accept-Encoding');
  const again = await get(NAME, { 'if-none-match': etag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  await rename('Uusi nimi');
  const changed = await get(NAME, { 'if-none-match': etag });
  expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  const other = await get(NAME, { 'if-none-match': etag, 'accept-language': 'sv' });
  expect(other.status).toBe(200);
  const withKey = await get(NAME, { authorization: `Bearer ${ADMIN_KEY}` });
  expect(withKey.headers.get('cache-control')).toBe('no-store');
  expect(withKey.headers.get('etag')).toBeNull();
});

test('a kept answer comes compressed in each way that clients take, and is the same', async () => {
  const long = '{ __schema { types { name description fields { name description } } } }';
  const bodies: string[] = [];
  for (const encoding of ['identity', 'gzip', 'br', 'gzip', 'identity']) {
    const { headers, rawPayload } = await inject(long, encoding);
    expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
    if (encoding !== 'br')
      bodies.push((encoding === 'gzip' ? gunzipSync(rawPayload) : rawPayload).toString());
  }
  expect(new Set(bodies).size).toBe(1);
});

/** A request of which the answer comes as it was sent. */
async function inject(query: string, encoding: string) {
  const app = await createServer(server.app, testConfig());
  const response = await app.fastify.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'accept-encoding': encoding },
    payload: { query },
  });
  await app.fastify.close();
  return response;
}

test('what is kept has a limit by bytes: the least lately used goes', () => {
  const cache = new ExactCache<string>(1000, (each) => each.length);
  for (const key of ['a', 'b', 'c']) cache.set(key, '1', 'x'.repeat(240));
  expect(cache.get('a', '1')).toBeDefined();
  cache.set('d', '1', 'x'.repeat(240));
  cache.set('e', '1', 'x'.repeat(240));
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key, '1') !== undefined)).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  cache.set('f', '1', 'x'.repeat(500)); // too large to be worth it
  expect(cache.get('f', '1')).toBeUndefined();
  expect(cache.get('a', '2')).toBeUndefined();
});

test('where some staleness is allowed, one look serves as long, and caches are told', async () => {
  const config = testConfig({ database: server.target, seed: 'none', cacheStaleness: 60_000 });
  const stale = await createServer(
    { ...server.app, cursor: new Cursor(server.app.database, 60_000) },
    config,
  );
  const ask = async () => {
    const url = `/graphql?query=${encodeURIComponent('{ organisation(slug: "kirjala") { name { value } } }')}`;
    const { body, headers } = await stale.fastify.inject({ url });
    return { body, caches: headers['cache-control'] };
  };
  try {
    await rename('Vanha');
    const first = await ask();
    await rename('Uusi');
    const again = await counted(ask);
    expect(first.body).toContain('Vanha');
    expect(again).toEqual({ found: first, statements: 0 });
    expect(first.caches).toBe('public, max-age=60, must-revalidate');
  } finally {
    await stale.fastify.close();
  }
});
