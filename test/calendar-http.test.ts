import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type App, createApp } from '../src/app';
import { lint } from '../src/lint/lint';
import type { DatabaseTarget } from '../src/database/connect';
import { createServer } from '../src/http/server';
import { admin } from '../src/kernel/declare/viewer';
import { ownDatabase } from './support/databases';
import { ADMIN_KEY, type Data, type TestServer, testConfig, testServer } from './support/server';
import { watchReads } from './support/statements';

let now = new Date('2020-03-15T10:00:00.000Z');
let target: DatabaseTarget;
let server: TestServer;
let statements = 0;
beforeAll(async () => {
  target = await ownDatabase('empty');
  server = await testServer('empty', { clock: () => now, database: target });
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
  });
  watchReads(server.app.database, () => statements++);
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(server.url + path, { headers, method });

let made = 0;
async function make(on: App = server.app, more: object = {}): Promise<string> {
  const slug = `kirjala-${++made}`;
  const timing = { start: '2020-04-23T09:30', end: '2020-04-23T11:00' };
  const event = { slug, owner: 'kirjala', state: 'PUBLISHED', title: `Nimi ${slug}.`, timing };
  await on.importBundles([{ luotsi: 1, events: [{ ...event, ...more }] }] as never, admin('test'));
  return slug;
}
async function call(name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`,
    { variables: { input }, key: ADMIN_KEY },
  );
  expect(data[name].userErrors).toEqual([]);
}

test('who has a feed already is told so, by its tag or by its date, in one statement and without a body', async () => {
  await make();
  now = new Date(now.getTime() + 60_000);
  const first = await get('/calendar.ics');
  const [etag, modified] = ['etag', 'last-modified'].map((name) => first.headers.get(name)!);
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
  expect(modified).toBe('Sun, 15 Mar 2020 10:00:00 GMT');
  expect(first.headers.get('cache-control')).toBe('public, no-cache');
  const known: Record<string, string>[] = [
    { 'if-none-match': etag! },
    { 'if-none-match': `"x", ${etag!.slice(2)}` },
    { 'if-none-match': '*' },
    { 'if-modified-since': modified! },
  ];
  for (const headers of known) {
    statements = 0;
    const again = await get('/calendar.ics', headers);
    expect([again.status, await again.text(), statements]).toEqual([304, '', 1]);
    expect(again.headers.get('etag')).toBe(etag);
  }
  const others: Record<string, string>[] = [
    { 'if-none-match': '"x"' },
    { 'if-none-match': '"x"', 'if-modified-since': modified! },
    { 'if-modified-since': 'Sat, 14 Mar 2020 10:00:00 GMT' },
    { 'if-modified-since': 'nonsense' },
  ];
  for (const headers of others) expect((await get('/calendar.ics', headers)).status).toBe(200);
});

test('a write that does not concern a feed leaves its tag and its octets as they were', async () => {
  const slug = await make();
  const path = `/calendar.ics?text=${slug}.`;
  const first = await get(path);
  const before = await first.text();
  now = new Date(now.getTime() + 60_000);
  await make();
  const again = await get(path);
  expect(await again.text()).toBe(before);
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  const tags = { 'if-none-match': first.headers.get('etag')! };
  expect((await get(path, tags)).status).toBe(304);
});

test('a write is in the next feed, whichever server took it', async () => {
  const config = testConfig({ clock: () => now, database: target, seed: 'none' });
  const app = await createApp(config);
  const other = await createServer(app, config);
  try {
    for (let i = 0; i < 5; i++) {
      const slug = await make(i % 2 ? app : server.app);
      const texts = () =>
        Promise.all(
          [server, other].map(async ({ url }) =>
            (await fetch(`${url}/calendar.ics?text=${slug}.`)).text(),
          ),
        );
      const both = (text: string) => [text, text].map((each) => expect.stringContaining(each));
      expect(await texts()).toEqual(both(`Nimi ${slug}.`));
      await call('putEvent', { slug, summary: { fi: 'Uusi kuvaus' } });
      expect(await texts()).toEqual(both('Uusi kuvaus'));
      await call('deleteEvent', { slug });
      for (const text of await texts()) expect(text).not.toContain('BEGIN:VEVENT');
    }
  } finally {
    await other.close();
  }
});

test('who asks differently for the same gets the same octets, whoever asked before', async () => {
  const slug = await make();
  const same = [
    `lang=fi&text=${slug}.&organisation=,,,`,
    `text=${slug}.&lang=fi`,
    `lang=fi&text=%20${slug}.%20&start=`,
  ];
  for (const form of ['calendar.ics', 'events.atom', 'events.jsonld']) {
    const texts = [];
    for (const query of same) texts.push(await (await get(`/${form}?${query}`)).text());
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toContain('%2C%2C');
  }
});

test('what is cancelled is told of for ninety days', async () => {
  const slug = await make();
  await call('cancelEvent', { slug });
  const text = async () => (await get(`/calendar.ics?start=2020-01-01&text=${slug}.`)).text();
  expect(await text()).toContain('STATUS:CANCELLED');
  const before = now;
  now = new Date(before.getTime() + 89 * 86_400_000);
  expect(await text()).toContain('STATUS:CANCELLED');
  now = new Date(before.getTime() + 92 * 86_400_000);
  expect(await text()).not.toContain('BEGIN:VEVENT');
  now = before;
});

test('the date of a feed does not keep from anybody what a new day changes', async () => {
  const registration = {
    registrationUrl: 'https://r.example/',
    registrationCloses: '2020-03-16T10:00:00Z',
  };
  const slug = await make(server.app, registration);
  now = new Date(now.getTime() + 60_000);
  const path = `/calendar.ics?registration=open&text=${slug}.`;
  const first = await get(path);
  expect(await first.text()).toContain(slug);
  const since = first.headers.get('last-modified');
  const before = now;
  now = new Date(before.getTime() + 3 * 86_400_000);
  const again = await get(path, since ? { 'if-modified-since': since } : {});
  now = before;
  expect([again.status, (await again.text()).includes('BEGIN:VEVENT')]).toEqual([200, false]);
});

test('HEAD tells what GET does, without the body', async () => {
  const [head, whole] = [await get('/calendar.ics', {}, 'HEAD'), await get('/calendar.ics')];
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const name of ['etag', 'last-modified', 'content-type', 'cache-control'])
    expect(head.headers.get(name)).toBe(whole.headers.get(name));
});

/** Asks as no browser would: with any headers, and without taking the body apart. */
const raw = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: Data; body: Buffer }>((resolve, reject) => {
    request(server.url + path, { headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => {
          const { statusCode, headers } = response;
          resolve({ status: statusCode!, headers, body: Buffer.concat(parts) });
        });
    })
      .on('error', reject)
      .end();
  });

test('a feed is sent compressed to those who can take it, and under the same tag', async () => {
  for (let i = 0; i < 10; i++) await make();
  const plain = await raw('/calendar.ics', {});
  const packed = await raw('/calendar.ics', { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.vary).toMatch(/accept-encoding/i);
  expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  expect(packed.headers.etag).toBe(plain.headers.etag);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is refused, and said what is not', async (method) => {
  for (const path of ['/calendar.ics', '/organisations/kirjala/events.csv']) {
    const response = await get(path, {}, method);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  }
}); // prettier-ignore

test('pages of any origin may read feeds and their tags', async () => {
  const { headers } = await get('/calendar.ics', { origin: 'https://page.example' });
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('access-control-expose-headers')).toMatch(/etag/);
});

test.each([
  'evil.example/x',
  'evil.example#',
  'user@evil.example',
  'a,b;c',
  '"><script>',
  'evil.example:99999999',
  'x y',
  '\u00e4\u00f6.example',
])('a host such as %j does not get into a feed', async (host) => {
  for (const form of ['calendar.ics', 'events.atom', 'events.jsonld']) {
    const { status, body } = await raw(`/${form}`, { host });
    if (status === 400) continue;
    expect(body.toString()).not.toMatch(/evil|<script|a,b;c|99999999|x y/);
    expect(body.toString()).toContain('127.0.0.1');
  }
});

test('a feed names the address that it was asked at, or the one that is set', async () => {
  const { body } = await raw('/calendar.ics', { host: 'Kirjasto.Example:8080' });
  expect(body.toString()).toContain(
    'SOURCE;VALUE=URI:http://kirjasto.example:8080/calendar.ics\r\n',
  );
  const { body: again } = await raw('/calendar.ics', { host: 'toinen.example' });
  expect(again.toString()).toContain('SOURCE;VALUE=URI:http://toinen.example/calendar.ics\r\n');
  const other = await testServer('empty', { publicUrl: 'https://luotsi.example' });
  try {
    const text = await (await fetch(`${other.url}/calendar.ics`)).text();
    expect(text).toContain('SOURCE;VALUE=URI:https://luotsi.example/calendar.ics\r\n');
  } finally {
    await other.close();
  }
});

test('every feed that this file has made holds to the standard', async () => {
  expect(lint(await (await get('/calendar.ics')).text())).toEqual([]);
});

test('of several parameters that name nothing, the first is told, however long each is looked for', async () => {
  const query = ['region', 'organisation', 'network', 'module', 'theme'].map(
    (each) => `${each}=nope`,
  );
  for (let tries = 0; tries < 10; tries++) {
    const response = await fetch(`${server.url}/calendar.ics?${query.join('&')}`);
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]!.extensions).toMatchObject({ parameter: 'region' });
  }
});

test('feeds link to the pages of events where EVENT_URL says where they are', async () => {
  const eventUrl = 'https://www.example.fi/events/{slug}';
  const linked = await testServer('seeded', { eventUrl });
  try {
    const read = async (form: string) =>
      (await fetch(`${linked.url}/${form}?start=2026-01-01&include=tentative`)).text();
    const page = 'https://www.example.fi/events/porvoo-kirjastofillarointi-2026';
    expect((await read('calendar.ics')).replaceAll('\r\n ', '')).toContain(`\nURL:${page}\r`);
    expect(await read('events.atom')).toContain(`<link rel="alternate" href="${page}"/>`);
    expect(await read('events.jsonld')).toContain(`"url":"${page}"`);
  } finally {
    await linked.close();
  }
});

test('the query that the form shows is one that can be asked', async () => {
  const { query, problem } = await server.app.maker({ form: 'training', start: '2026-01-01' });
  expect(problem).toBeNull();
  const { events } = await server.ask(query);
  expect(events.pageInfo.hasNextPage).toBe(false);
});
