import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { graphql } from 'graphql';
import { readConfig } from '../src/config';
import { within } from '../src/database/database';
import { Span } from '../src/database/span';
import { type Sql, type Statement, sql } from '../src/database/sql';
import { ANONYMOUS } from '../src/kernel/declare/viewer';
import { Reader } from '../src/kernel/read/reader';
import { onPostgres } from './support/databases';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';

const { limits } = readConfig({});

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A statement that does not end by itself. */
const ENDLESS_STATEMENT = onPostgres
  ? sql`select pg_sleep(600)`
  : sql`with recursive n(i) as (select 1 union all select i + 1 from n where tick()) select max(i) as data from n`;

/** A server on which whoever asks for networks, or for all there is, waits for such a statement. */
async function start(settings: Partial<typeof limits>): Promise<TestServer> {
  const given = { limits: { ...limits, ...settings } };
  const started = await testServer('empty', given, { doors: false });
  await started.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
  });
  const { database } = started.app;
  const { read, snapshot } = database;
  const endless = (statement: Sql | Statement) => {
    const text = 'text' in statement ? statement.text : statement.strings.join('');
    return text.includes('from "network" ') ? ENDLESS_STATEMENT : statement;
  };
  database.read = (statement, span) => read(endless(statement), span);
  database.snapshot = (work, span) =>
    snapshot((source) => work({ ...source, read: (each) => source.read(endless(each)) }), span);
  return (server = started);
}

const ENDLESS = '{ networks { totalCount } }';
const EXPORT = '{ exportBundle }';
const SMALL = '{ organisations { nodes { slug } } }';

interface Told {
  status: number;
  retryAfter: string | undefined;
  body: string;
}

/** Asks by a connection of its own, which can be cut. */
function open(path: string, query?: string): { answer: Promise<Told>; sent: ClientRequest } {
  const sent = request(`${server!.url}${path}`, {
    agent: false,
    method: query ? 'POST' : 'GET',
    headers: query ? { 'content-type': 'application/json' } : {},
  });
  const answer = new Promise<Told>((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        resolve({ status: response.statusCode!, retryAfter, body });
      });
    });
  });
  answer.catch(() => undefined);
  sent.end(query && JSON.stringify({ query }));
  return { answer, sent };
}

const get = (path: string, query?: string) => open(path, query).answer;
const errorIn = ({ body }: Told) => JSON.parse(body).errors[0] as { message: string };

/** That all which is small is answered while something dear is not. */
async function expectAtEase(dear: Promise<Told>[]): Promise<void> {
  let done = 0;
  for (const each of dear) void each.catch(() => undefined).then(() => done++);
  for (let round = 0; round < 3; round++) {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
    expect(await get('/graphql', SMALL)).toMatchObject({
      status: 200,
      body: '{"data":{"organisations":{"nodes":[{"slug":"kirjala"}]}}}',
    });
  }
  expect(done).toBe(0);
}

it.each([
  ['a read', ENDLESS],
  ['an export', EXPORT],
])(
  '%s that would not end is stopped at its time, told as such, and holds up nobody meanwhile',
  async (_, query) => {
    await start({ operationTime: 2_000 });
    const began = performance.now();
    const dear = get('/graphql', query);
    await expectAtEase([dear]);
    const told = await dear;
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(told).toMatchObject({ status: 503, retryAfter: '5' });
    expect(errorIn(told)).toMatchObject({
      message: 'The operation took longer than 2 seconds and was stopped.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  },
);

it.each([
  ['read', ENDLESS],
  ['export', EXPORT],
])(
  'beyond those that %s and wait, the next is told at once that the server is busy; who goes makes room',
  async (_, query) => {
    await start({ operationTime: 60_000, dearReads: 1 });
    const dear = Array.from({ length: 5 }, () => open('/graphql', query));
    await sleep(700);
    await expectAtEase(dear.map(({ answer }) => answer));
    const told = await get('/graphql', ENDLESS);
    expect(told).toMatchObject({ status: 503, retryAfter: '5' });
    expect(errorIn(told).message).toBe(
      'The server is busy with large requests. Try again in a moment.',
    );

    for (const { sent } of dear) sent.destroy();
    await sleep(500);
    const next = open('/graphql', query);
    expect(await Promise.race([next.answer, sleep(700, 'waits')])).toBe('waits');
    next.sent.destroy();
  },
);

it('a server that closes stops what is read', async () => {
  const { close } = await start({ operationTime: 60_000 });
  const { answer, sent } = open('/graphql', ENDLESS);
  await sleep(500);
  const began = performance.now();
  sent.destroy();
  server = undefined;
  await close();
  expect(performance.now() - began).toBeLessThan(5_000);
  await expect(answer).rejects.toThrow();
});

/** Municipalities of the regions of municipalities, and so on: many rows, of few that there are. */
const around = (inner: string) => `region { municipalities(first: 20) { nodes { ${inner} } } }`;
const PAGE = `municipalities(first: 100) { nodes { ${around(around('code'))} } }`;
const MANY = `{ ${Array.from({ length: 2 }, (_, i) => `a${i}: ${PAGE}`).join(' ')} }`;

describe('a real query that takes long', () => {
  const ask = async (ms: number, dear = false) => {
    const { app } = server!;
    const span = new Span(ms);
    span.dear = dear;
    const reader = new Reader(within(app.database, span), ANONYMOUS);
    const context = { reader, languages: [], limits, span, trees: app.trees };
    return graphql({ schema: app.schema, source: MANY, contextValue: context });
  };

  it('is answered the same wherever it is read', async () => {
    server = await testServer('seeded', {}, { doors: false });
    const [found, beside] = [await ask(60_000), await ask(60_000, true)];
    expect(found.errors).toBeUndefined();
    expect(beside).toEqual(found);
    expect(new Set(Object.values(found.data!).map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it('stops at its time', async () => {
    server = await testServer('seeded', {}, { doors: false });
    const began = performance.now();
    const { errors = [] } = await ask(100);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(errors.map(({ message }) => message)).toContain(
      'The operation took longer than 0.1 seconds and was stopped.',
    );
  });
});

it('an answer that is too large is refused, whichever way it is made', async () => {
  server = await testServer('seeded', { limits: { ...limits, maxAnswerBytes: 3_000 } });
  for (const field of ['slug title { value }', 'slug budget { income { cents } }']) {
    const answer = await server.send(`{ plans { nodes { ${field} } } }`);
    expect([field, answer.errors]).toEqual([field, undefined]);
    const many = Array.from({ length: 20 }, (_, i) => `a${i}: plans { nodes { ${field} } }`);
    const large = await server.send(`{ ${many.join(' ')} }`);
    expect([field, large]).toEqual([
      field,
      {
        status: 400,
        errors: [
          {
            message: 'Wanted an answer of at most 3000 bytes; this one has more.',
            extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'answerBytes', max: 3_000 },
          },
        ],
      },
    ]);
  }
  const { errors } = await server.send('{ exportBundle }', { key: ADMIN_KEY });
  expect(errors).toMatchObject([{ extensions: { limit: 'answerBytes' } }]);
});
