import 'reflect-metadata';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Server, createServer } from '../src/http/server';
import { ADMIN_KEY, type Data, type TestServer, testConfig, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty', {}, { doors: false })));
afterAll(() => server.close());

const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' };

/** A table of so many themes. */
const themes = (name: string, count: number) =>
  `slug;label\n${Array.from({ length: count }, (_, i) => `${name}-${i};Aihe ${i}`).join('\n')}\n`;

async function send(at: string, query: string, body: string, type = 'text/csv') {
  const response = await fetch(`${at}/import?${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body,
  });
  const { status } = response;
  return {
    status,
    retry: response.headers.get('retry-after'),
    told: (await response.json()) as Data,
  };
}

/** So many rows take several seconds where each chunk of them is small. */
const ROWS = 5_000;

const count = async (name: string): Promise<number> =>
  (await server.ask(`{ themes(filter: { slug: { startsWith: "${name}-" } }) { totalCount } }`))
    .themes.totalCount;

/** Waits until what a test looks for is true. */
async function until(looked: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await looked())) await sleep(5);
}

test.each([
  ['mode=all', 'Wanted mode as upsert, insert or sync; got "all".'],
  ['atomic=1', 'Wanted atomic as true or false; got "1".'],
  ['rows=yes', 'Wanted rows as true or false; got "yes".'],
  ['chunk=0', 'Wanted chunk as a number of rows from 1 to 10000; got "0".'],
  ['chunk=10001', 'Wanted chunk as a number of rows from 1 to 10000; got "10001".'],
  ['plan=A B', 'Wanted plan as the slug of a plan; got "A B".'],
  ['type=', 'Wanted type as the name of a list, such as events; got "".'],
  ['name=', 'Wanted name as the name of a file, at most 200 characters; got "".'],
  ['mode=sync&mode=insert', 'Wanted mode once; got ["sync","insert"].'],
  [
    'dryrun=true',
    'There is no parameter "dryrun"; wanted mode, atomic, dryRun, force, rows, plan, type, name or chunk.',
  ],
])('a parameter that is not taken is refused in words: %s', async (query, message) => {
  const { status, told } = await send(server.url, query, themes('p', 1));
  expect(status).toBe(400);
  expect(told.errors[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
});

/** YAML of so many themes. */
const yaml = (name: string, count: number) =>
  `luotsi: 1\nthemes:\n${Array.from({ length: count }, (_, i) => `  - slug: ${name}-${i}\n    label: { fi: Aihe ${i}, sv: Tema ${i} }\n`).join('')}`;

test.each([
  [
    'a large table',
    'text/csv',
    `${themes('turn', 30_000)}x;y;z\n`,
    'There is no heading above C30002',
  ],
  [
    'a table of empty rows',
    'text/csv',
    `${themes('turn', 1)}${'\n'.repeat(40_000)}x;y;z\n`,
    'There is no heading above C40003',
  ],
  [
    'a cell of 4 MB',
    'text/csv',
    `${themes('turn', 1)}x;y;${'z'.repeat(4_000_000)}\n`,
    'There is no heading above C3',
  ],
  [
    'a heading of 500 kB',
    'text/csv',
    `slug;label;${'z'.repeat(500_000)}\na;b;c\n`,
    'There is no column "zzz',
  ],
  ['much YAML', 'application/yaml', `${yaml('turn', 8_000)}  - [\n`, 'at line 16004'],
])('others have their turns while %s is read', async (_, type, body, message) => {
  let done = false;
  let longest = 0;
  const begun = performance.now();
  const sending = send(server.url, type === 'text/csv' ? 'type=themes' : '', body, type);
  const sent = sending.finally(() => (done = true));
  for (let last = begun; !done; last = performance.now()) {
    await sleep(1);
    longest = Math.max(longest, performance.now() - last);
  }
  expect((await sent).told.files[0].problems[0].message).toContain(message);
  expect(longest).toBeLessThan((performance.now() - begun) / 3);
});

test.each([
  ['', ['false', 'true'], 'Wanted dryRun once; got ["false","true"].'],
  ['dryRun=true', ['false'], 'Wanted dryRun once; got ["true","false"].'],
  ['', Array<string>(21).fill('true'), 'Wanted at most 20 fields.'],
])('a field of a form that comes twice is refused: %s %j', async (query, values, message) => {
  const body = new FormData();
  for (const each of values) body.append('dryRun', each);
  body.append('file', new Blob([themes('form', 1)]), 'themes.csv');
  const { authorization } = headers;
  const url = `${server.url}/import?${query}`;
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  expect(response.status).toBe(400);
  expect(((await response.json()) as Data).errors[0].message).toBe(message);
});

test('a table with more columns than any is refused', async () => {
  const { status, told } = await send(
    server.url,
    'type=themes',
    `slug;label${';'.repeat(1_000)}\n`,
  );
  expect(status).toBe(422);
  expect(told.files[0].problems[0].message).toBe('Wanted at most 1000 columns.');
});

/** Goals of which each hangs on the next. */
const chained = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ slug: `g-${i}`, framework: 'g', kind: 'GOAL', title: 'G', parent: `g-${i + 1}` },
  }));

test('a chain of references may be as long as a bundle that is cut', async () => {
  const goals = [...chained(15_000), { slug: 'g-15000', framework: 'g', kind: 'NIX', title: 'G' }];
  const { status, told } = await send(
    server.url,
    'chunk=100',
    JSON.stringify({ luotsi: 1, goals }),
    'application/json',
  );
  expect(status).toBe(422);
  const { pointer, chunk } = told.files[0].problems[0];
  expect([pointer, chunk]).toEqual(['/goals/15000/kind', 1]);
});

test('YAML that takes too long to read is refused', async () => {
  const { status, told } = await send(server.url, '', yaml('much', 50_000), 'application/yaml');
  expect(status).toBe(422);
  expect(told.files[0].problems[0].message).toContain('Wanted at most 2 MB of YAML');
});

describe('an import that takes long', () => {
  const log: Data[] = [];
  const warnings = () => log.filter(({ level }) => level > 30);
  const others: Server[] = [];
  afterAll(() => Promise.all(others.map(({ fastify }) => fastify.close())));

  async function start(importTime: number): Promise<Server> {
    const { limits } = testConfig();
    const config = testConfig({ limits: { ...limits, importTime }, logLevel: 'debug' });
    const write = (line: string) => void log.push(JSON.parse(line) as Data);
    const own = await createServer(server.app, config, { write });
    others.push(own);
    return own;
  }

  test('ends behind a chunk when its time is over, says what is written, and goes on when it is sent again', async () => {
    const table = themes('slow', ROWS);
    const brief = await start(600);
    const { status, retry, told } = await send(brief.url, 'type=themes&chunk=20', table);
    expect([status, retry]).toEqual([503, '5']);
    const written = await count('slow');
    expect(written % 20).toBe(0);
    expect(told).toMatchObject({
      counts: { created: written, failed: 0 },
      error: { code: 'SERVICE_UNAVAILABLE' },
    });
    expect(told.summary).toBe(
      `The import took longer than 0.6 seconds and was stopped. ${written} rows taken; ${ROWS - written} not sent. ` +
        'Running it again is safe: what is written already is found unchanged.',
    );
    const again = await send(server.url, 'type=themes', table);
    expect(again.told.counts).toMatchObject({ unchanged: written, created: ROWS - written });
    expect(warnings()).toEqual([]);
  });

  test('ends behind a chunk when who sent it has gone', async () => {
    const { url } = await start(60_000);
    const gone = request(`${url}/import?type=themes&chunk=20`, { method: 'POST', headers });
    gone.on('error', () => undefined).end(themes('left', ROWS));
    await until(async () => (await count('left')) > 0);
    gone.destroy();
    await sleep(200); // for what was begun
    const written = await count('left');
    expect(written % 20).toBe(0);
    expect(written).toBeLessThan(ROWS);
    await sleep(200);
    expect(await count('left')).toBe(written);
    expect(warnings()).toEqual([]);
  });

  test('is not begun where who sends it goes before all has come, of which nothing is complained', async () => {
    const { url } = await start(60_000);
    for (const path of ['/import?type=themes', '/graphql']) {
      const gone = request(`${url}${path}`, { method: 'POST', headers });
      if (path === '/graphql') gone.setHeader('content-type', 'application/json');
      gone.on('error', () => undefined).write(themes('part', 100));
      await once(gone, 'socket');
      await sleep(100);
      gone.destroy();
      await sleep(100);
    }
    expect(await count('part')).toBe(0);
    expect(warnings()).toEqual([]);
  });
});
