import 'reflect-metadata';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { GraphQLError, buildSchema, type GraphQLSchema } from 'graphql';
import { Unavailable } from '../src/database/errors';
import { readConfig } from '../src/config';
import { examples } from '../src/http/examples';
import { ANONYMOUS, admin } from '../src/kernel/declare/viewer';
import { Trees } from '../src/kernel/read/answers';
import type { Served } from '../src/http/app';
import { type Server, createServer } from '../src/http/server';
import { Invalid } from '../src/value/invalid';
import type { Context } from '../src/kernel/schema/context';

const SDL = `
  type Query {
    hello(name: String = "you"): String
    find(filter: Filter, n: Int! = 1): Int
    long: [String!]
    slow: String
    broken: String
    required: String!
    away: String
    invalid: String
    forbidden: String
  }
  type Mutation { touch: Int }
  input Filter { not: Filter, n: Int }
`;

let touched = 0;
let ready = true;
let closed = 0;
let started: () => void = () => undefined;

function schema(): GraphQLSchema {
  const built = buildSchema(SDL);
  const resolvers: Record<string, (args: Record<string, unknown>) => unknown> = {
    hello: ({ name }) => `hello ${String(name)}`,
    find: ({ n }) => n,
    long: () => Array<string>(1000).fill('the same again'),
    slow: async () => {
      started();
      await sleep(300);
      return 'done';
    },
    broken: () => {
      throw new TypeError('password hunter2 is undefined');
    },
    required: () => null,
    away: () => {
      throw new Unavailable('The database is away.');
    },
    invalid: () => {
      throw new Invalid('TOO_LONG', 'Wanted less.', ['rows', 0, 'title']);
    },
    forbidden: () => {
      throw new GraphQLError('Wanted an EDITOR.', { extensions: { code: 'FORBIDDEN' } });
    },
    touch: () => ++touched,
  };
  for (const type of [built.getQueryType()!, built.getMutationType()!]) {
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_, args) => resolvers[field.name]!(args as Record<string, unknown>);
    }
  }
  return built;
}

const app: Served = {
  schema: schema(),
  schemaText: () => SDL,
  version: '1.2.3',
  async viewer(authorization) {
    const extensions = { code: 'UNAUTHENTICATED', http: { status: 401 } };
    if (authorization === 'Bearer wrong') throw new GraphQLError('No such key.', { extensions });
    if (authorization === 'Bearer away') throw new Unavailable('The database is away.');
    return authorization === 'Bearer right' ? admin('test') : ANONYMOUS;
  },
  context: (viewer) => ({ reader: { viewer }, span: {} }) as Context,
  trees: new Trees(schema(), readConfig({}).limits),
  cursor: { now: () => Promise.reject(new Error('There is no data here.')) },
  feed: () => Promise.reject(new Error('There are no events here.')),
  maker: () => Promise.reject(new Error('There are no events here.')),
  ready: async () => ready,
  close: async () => void closed++,
};

const log: Record<string, unknown>[] = [];
const logTo = { write: (line: string) => void log.push(JSON.parse(line)) };
const config = readConfig({ PORT: '0', LOG_LEVEL: 'debug' });
let server: Server;

beforeAll(async () => void (server = await createServer(app, config, logTo)));
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  code: unknown;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(server.url + path, init);
  const body = (await response.json()) as Answer['body'];
  const code = body.errors?.[0]?.extensions.code;
  return { status: response.status, headers: response.headers, body, code };
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const get = (query: string, headers: Record<string, string> = {}) =>
  ask(`/graphql?query=${encodeURIComponent(query)}`, { headers });

describe('GraphQL over HTTP', () => {
  it('answers what was executed with 200, by POST and by GET', async () => {
    for (const answer of [await post({ query: '{ hello }' }), await get('{ hello }')]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ data: { hello: 'hello you' } });
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer.headers.get('vary')).toMatch(/Accept-Language/);
    }
  });

  it('answers in the media type that is asked for', async () => {
    const accept = 'application/graphql-response+json';
    const { headers } = await post({ query: '{ hello }' }, { accept });
    expect(headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
    expect(await post('x', { accept })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  it.each([
    ['no JSON', '{', 400, 'BAD_REQUEST'],
    ['an empty body', '', 400, 'BAD_REQUEST'],
    ['a batch', [{ query: '{ hello }' }], 400, 'BAD_REQUEST'],
    ['a prototype', '{"__proto__": {}, "query": "{ hello }"}', 400, 'BAD_REQUEST'],
    ['no query', {}, 400, 'BAD_REQUEST'],
    ['a query that is no text', { query: 1 }, 400, 'BAD_REQUEST'],
    ['a syntax error', { query: '{' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ no }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an operation that is not there',
      { query: '{ hello }', operationName: 'X' },
      400,
      'BAD_REQUEST',
    ],
    ['a subscription', { query: 'subscription { hello }' }, 400, 'OPERATION_NOT_SUPPORTED'],
    [
      'a variable of another type',
      { query: 'query ($n: Int!) { find(n: $n) }', variables: { n: 'x' } },
      400,
      'BAD_USER_INPUT',
    ],
    ['a missing variable', { query: 'query ($n: Int!) { find(n: $n) }' }, 400, 'BAD_USER_INPUT'],
    [
      'many bad variables',
      {
        query: `query (${Array.from({ length: 60 }, (_, i) => `$a${i}: Int!`).join(' ')}) { hello }`,
      },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'null for an argument that must be there',
      { query: 'query ($n: Int = 1) { find(n: $n) }', variables: { n: null } },
      400,
      'BAD_USER_INPUT',
    ],
    ['too many tokens', { query: `{ ${'hello '.repeat(1500)} }` }, 400, 'QUERY_TOO_COMPLEX'],
    ['a field too often', { query: `{ ${'hello '.repeat(1400)} }` }, 400, 'QUERY_TOO_COMPLEX'],
    [
      'too many aliases',
      { query: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ')} }` },
      400,
      'QUERY_TOO_COMPLEX',
    ],
    [
      'variables that are nested too deep',
      `{"query": "query ($f: Filter) { find(filter: $f) }", "variables": {"f": ${'{"not":'.repeat(9000)}{}${'}'.repeat(9000)}}}`,
      400,
      'QUERY_TOO_COMPLEX',
    ],
    ['a body that is too large', { query: 'x'.repeat(1_048_576) }, 413, 'PAYLOAD_TOO_LARGE'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await post(body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    for (const { message } of answer.body.errors ?? []) {
      expect(message.length).toBeLessThanOrEqual(200);
      expect(message).not.toMatch(/internal/i);
    }
  });

  it('names the limit and the most in what it refuses', async () => {
    const { body } = await post({ query: `{ ${'hello '.repeat(1500)} }` });
    expect(body.errors).toEqual([
      {
        message: 'Wanted at most 1500 tokens; got more.',
        locations: expect.anything(),
        extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'tokens', max: 1500 },
      },
    ]);
  });

  it('names the argument in what it refuses', async () => {
    const query = 'query ($f: Filter) { find(filter: $f) }';
    const { body } = await post({ query, variables: { f: { not: { n: 'x'.repeat(5000) } } } });
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'f.not.n' });
    expect(body.errors?.[0]?.message).toMatch(
      /^Variable "\$f" got .*x…" at "f.not.n"; Int cannot represent/,
    );
  });

  it('counts a compressed body as large as it is', async () => {
    const send = (query: string) =>
      ask('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ query })),
      });
    expect(await send('{ hello }')).toMatchObject({ status: 200 });
    expect(await send('x'.repeat(5_000_000))).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('takes no other media type, and executes nothing that it cannot answer', async () => {
    const text = await post({ query: 'mutation { touch }' }, { 'content-type': 'text/plain' });
    expect([text.status, text.code]).toEqual([415, 'BAD_REQUEST']);
    const before = touched;
    const html = await post({ query: 'mutation { touch }' }, { accept: 'text/html' });
    expect([html.status, html.code]).toEqual([406, 'BAD_REQUEST']);
    const weighed = 'application/json;q=0, application/*;q=0.1';
    expect((await post({ query: '{ hello }' }, { accept: weighed })).status).toBe(200);
    expect(touched).toBe(before);
  });

  it('changes nothing by GET', async () => {
    const before = touched;
    const answer = await get('mutation { touch }');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(touched).toBe(before);
  });

  it('answers HEAD as GET, without the body', async () => {
    const url = (query: string) => `${server.url}/graphql?query=${encodeURIComponent(query)}`;
    for (const query of [
      '{ hello }',
      '{ no }',
      'mutation { touch }',
      'query ($n: Int!) { find(n: $n) }',
    ]) {
      const [got, head] = [await fetch(url(query)), await fetch(url(query), { method: 'HEAD' })];
      expect(head.status).toBe(got.status);
      expect(await head.text()).toBe('');
      for (const name of ['content-type', 'content-length', 'cache-control', 'vary', 'allow'])
        expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
    expect(touched).toBe(0);
  });

  it.each([
    ['utf-8', 200],
    ['UTF-8', 200],
    ['"utf-8"', 200],
    ['iso-8859-1', 415],
    ['utf-16', 415],
    ['"x', 415],
  ])('takes UTF-8 alone: the charset %s gets %i', async (charset, status) => {
    const type = `application/json; charset=${charset}`;
    const answer = await post({ query: '{ hello }' }, { 'content-type': type });
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.body.errors![0]!.message).toMatch(/UTF-8/);
  });

  it('takes no bytes that are not UTF-8', async () => {
    const body = Buffer.from('{"query":"{ hello(name: \"Mäkelä\") }"}', 'latin1');
    const headers = { 'content-type': 'application/json' };
    const answer = await ask('/graphql', { method: 'POST', headers, body });
    expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.errors![0]!.message).toMatch(/UTF-8/);
  });

  it.each(['{"__proto__": {}}', '{"a": {"constructor": {"prototype": {}}}}'])(
    'says what is wrong with %s',
    async (body) => {
      const answer = await post(body);
      expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
      expect(answer.body.errors![0]!.message).toMatch(/^Wanted JSON .*__proto__/);
    },
  );

  it('has other methods and paths refused in the same form', async () => {
    const put = await ask('/graphql', { method: 'PUT', body: '{}' });
    expect([put.status, put.code]).toEqual([405, 'BAD_REQUEST']);
    expect(put.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await ask('/', { method: 'DELETE' })).toMatchObject({ status: 405 });
    expect(await ask('/nowhere?key=secret')).toMatchObject({ status: 404, code: 'BAD_REQUEST' });
  });
});

describe('a body beyond what a query needs', () => {
  const body = JSON.stringify({ query: '{ hello }', variables: { x: 'x'.repeat(2_000_000) } });
  const send = (authorization?: string, encoded: Record<string, string> = {}) =>
    ask('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization && { authorization }),
        ...encoded,
      },
      body: encoded['content-encoding'] ? gzipSync(body) : body,
    });
  const gzip = { 'content-encoding': 'gzip' };

  it('is taken with a key, compressed or not', async () => {
    expect(await send('Bearer right')).toMatchObject({ status: 200 });
    expect(await send('Bearer right', gzip)).toMatchObject({ status: 200 });
  });

  it('is refused without one, naming the limit', async () => {
    for (const answer of [await send(), await send(undefined, gzip), await send('Basic x', gzip)]) {
      expect([answer.status, answer.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
      expect(answer.body.errors![0]!.message).toContain('1048576 bytes');
    }
  });

  it('is not even read with a wrong key', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer wrong\r\ncontent-length: 9000000\r\n\r\n{`,
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1.1 401 .*"UNAUTHENTICATED"/s);
    socket.destroy();
  });
});

describe('failures', () => {
  it('refuse a wrong key with 401', async () => {
    const answer = await post({ query: '{ hello }' }, { authorization: 'Bearer wrong' });
    expect([answer.status, answer.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.body.errors?.[0]?.message).toBe('No such key.');
  });

  it('that nobody foresaw leave as an id, under which the log has the stack', async () => {
    const { status, body } = await post({ query: 'query Mine { broken hello }' });
    expect(status).toBe(200);
    const [error] = body.errors!;
    expect(error).toMatchObject({
      message: 'Internal error',
      extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
    });
    expect(JSON.stringify(body)).not.toContain('hunter2');
    const id = error!.extensions.id;
    expect(log.find((line) => line.id === id)?.err).toMatchObject({
      stack: expect.stringContaining('http.test.ts'),
    });
    await sleep(10);
    expect(log.find(({ errorIds }) => Array.isArray(errorIds) && errorIds[0] === id)).toMatchObject(
      {
        reqId: expect.any(String),
        operation: 'Mine',
        status: 200,
        ms: expect.any(Number),
      },
    );
  });

  it('that leave no data have the status 500', async () => {
    const { status, code } = await post({ query: '{ required }' });
    expect([status, code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
  });

  it('of the database ask to come again', async () => {
    for (const answer of [
      await post({ query: '{ away }' }),
      await post({ query: '{ hello }' }, { authorization: 'Bearer away' }),
    ]) {
      expect([answer.status, answer.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.body.errors?.[0]?.message).toBe('The database is away.');
    }
  });

  it('with a code keep it', async () => {
    const { status, body } = await post({ query: '{ forbidden invalid }' });
    expect(status).toBe(200);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'FORBIDDEN' },
      { code: 'BAD_USER_INPUT', problem: 'TOO_LONG', argument: 'rows[0].title' },
    ]);
  });
});

describe('web pages of other origins', () => {
  // as Apollo Client, OpenTelemetry and Sentry have browsers ask
  const HEADERS =
    'apollographql-client-name,authorization,baggage,content-type,if-none-match,sentry-trace,traceparent,x-request-id';
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': HEADERS,
      },
    });

  it('may call with whatever headers, without credentials', async () => {
    const { status, headers } = await preflight(server.url, 'https://www.example.fi');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, OPTIONS');
    expect(headers.get('access-control-allow-headers')).toBe(HEADERS);
    expect(headers.get('vary')).toBe('Access-Control-Request-Headers');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await get('{ hello }', { origin: 'https://www.example.fi' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toBe(
      'retry-after, etag, last-modified, x-query-cost',
    );
  });

  it('may be narrowed to some', async () => {
    const own = readConfig({ PORT: '0', CORS_ORIGINS: 'https://a.fi,https://b.fi' });
    const narrow = await createServer(app, own, logTo);
    const allowed = async (origin: string) =>
      (await fetch(`${narrow.url}/health/live`, { headers: { origin } })).headers;
    const b = await allowed('https://b.fi');
    expect(b.get('access-control-allow-origin')).toBe('https://b.fi');
    expect(b.get('vary')).toMatch(/Origin/);
    expect((await allowed('https://c.fi')).get('access-control-allow-origin')).toBeNull();
    const asked = await preflight(narrow.url, 'https://b.fi');
    expect(asked.headers.get('access-control-allow-headers')).toBe(HEADERS);
    await narrow.close();
  });
});

describe('beside the API', () => {
  it('health tells whether it lives and is ready', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    ready = false;
    const answer = await ask('/health/ready');
    ready = true;
    expect(answer).toMatchObject({ status: 503, body: { status: 'not ready' } });
  });

  it('the schema is sent as text, once', async () => {
    const first = await fetch(`${server.url}/schema.graphql`);
    expect(first.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await first.text()).toBe(SDL);
    const headers = { 'if-none-match': first.headers.get('etag')! };
    expect((await fetch(`${server.url}/schema.graphql`, { headers })).status).toBe(304);
  });

  it('the front page needs no script and leads to every example', async () => {
    const response = await fetch(server.url);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(html).toContain('CC BY 4.0');
    expect(html).not.toMatch(/<script|style="|\son\w+="/);
    const queries = [...html.matchAll(/\/explorer\?query=([^"]+)"/g)].map(([, query]) => query);
    expect(queries.map((query) => decodeURIComponent(query!))).toEqual(
      examples.map(({ query }) => query),
    );
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('the explorer comes from here alone, compressed as %s', async (encoding, decompress) => {
    const get = (url: string, more = {}) =>
      server.fastify.inject({ url, headers: { 'accept-encoding': encoding, ...more } });
    const { headers, payload, statusCode } = await get('/explorer');
    expect(statusCode).toBe(200);
    expect(payload).toMatch(/<title>Luotsi/);
    expect(payload).not.toMatch(/<script>|<style|style="|\son\w+="/);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'/,
    );
    const again = await get('/explorer?query=x', { 'if-none-match': String(headers.etag) });
    expect([again.statusCode, again.payload]).toEqual([304, '']);

    const addresses = [...payload.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(
      ([, address]) => address!,
    );
    const files = addresses.filter((address) => address !== '/'); // which leads back
    expect(files).toEqual([
      expect.stringMatching(/^\/explorer\/explorer-\w+\.css$/),
      expect.stringMatching(/^\/explorer\/explorer-\w+\.js$/),
    ]);
    for (const address of [...files, '/explorer/licences.txt']) {
      const file = await get(address);
      expect([file.statusCode, file.headers['content-encoding']]).toEqual([200, encoding]);
      expect(file.headers['cache-control']).toMatch(/immutable/);
      expect(file.rawPayload.length).toBeLessThan(500_000);
      expect(decompress(file.rawPayload).toString()).not.toMatch(/url\(["']?https?:|@import/);
    }
    expect((await get('/explorer/build.mjs')).statusCode).toBe(404);
    expect((await get('/explorer/..%2f..%2fpackage.json')).statusCode).toBe(404);
  });

  it('answers are compressed', async () => {
    const { headers } = await post({ query: '{ long }' }, { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('vary')).toMatch(/Accept-Language/i);
    expect(headers.get('vary')).toMatch(/accept-encoding/i);
  });

  it('the log has neither keys nor queries', async () => {
    const secret = 'Bearer abcdefghijklmnop';
    await get('{ hello(name: "Maija Meikäläinen") }', { authorization: secret });
    await sleep(10);
    expect(JSON.stringify(log)).not.toMatch(/abcdefghijklmnop|Maija|127\.0\.0\.1:\d+.*remotePort/);
  });
});

describe('connections', () => {
  it('that cannot be read are answered in the same form', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1.1 400 Bad Request.*"code":"BAD_REQUEST"/s);
  });

  it.each([
    ['no', '', 400],
    ['one', 'host: localhost:4000\r\n', 200],
    ['an empty', 'host:\r\n', 200],
    ['an address as', 'host: [::1]:4000\r\n', 200],
    ['two', 'host: a\r\nHost: b\r\n', 400],
    ['twice the same', 'host: a\r\nhost: a\r\n', 400],
    ['a path as', 'host: a/b\r\n', 400],
    ['two names as', 'host: a, b c\r\n', 400],
  ])('name one host: %s Host', async (_, lines, status) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`GET /health/live HTTP/1.1\r\n${lines}\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });

  it('have 10 seconds for their headers and 30 for their request', () => {
    const { headersTimeout, requestTimeout } = server.fastify.server;
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 30_000]);
  });

  it('finish what is under way when the server stops', async () => {
    const own = await createServer(app, readConfig({ PORT: '0' }), logTo);
    const before = closed;
    const begun = new Promise<void>((resolve) => (started = resolve));
    const answer = fetch(`${own.url}/graphql?query={slow}`);
    await begun;
    const stopped = own.close();
    expect(own.close()).toBe(stopped);
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await stopped;
    expect(closed).toBe(before + 1);
    await expect(fetch(own.url)).rejects.toThrow();
  });

  it('tell as long as they finish it that the server lives and is not ready', async () => {
    const own = await createServer(app, readConfig({ PORT: '0' }), logTo);
    const begun = new Promise<void>((resolve) => (started = resolve));
    const answer = fetch(`${own.url}/graphql?query={slow}`);
    await begun;
    const stopped = own.close();
    const told = await Promise.all(
      ['/health/live', '/health/ready', '/graphql?query={hello(name:"x")}'].map(async (path) => {
        const response = await fetch(`${own.url}${path}`);
        return [response.status, response.headers.get('connection'), await response.json()];
      }),
    );
    expect(told).toEqual([
      [200, 'close', { status: 'live' }],
      [503, 'close', { status: 'not ready' }],
      [200, 'close', { data: { hello: 'hello x' } }],
    ]);
    expect((await answer).status).toBe(200);
    await stopped;
    await expect(fetch(own.url)).rejects.toThrow();
  });

  it('say why they cannot be had', async () => {
    const port = new URL(server.url).port;
    await expect(createServer(app, readConfig({ PORT: port }), logTo)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
