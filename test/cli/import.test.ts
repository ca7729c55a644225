import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { ask, json, send, server } from '../support/cli';
import { file, luotsi } from '../support/program';
import { ADMIN_KEY, type Data } from '../support/server';

const networks = (...slugs: [slug: string, parent?: string][]) =>
  JSON.stringify({
    luotsi: 1,
    networks: slugs.map(([slug, parent]) => ({
      slug: `kirjala-${slug}`,
      owner: 'kirjala',
      name: slug,
      kind: 'NETWORK',
      parent: parent && `kirjala-${parent}`,
    })),
  });

const BASE_TREE = JSON.stringify({
  actions: [{ slug: 'kirjala-p-a', plan: 'kirjala-p', title: 'A', form: 'OTHER' }],
  plans: [
    {
      slug: 'kirjala-p',
      owner: 'kirjala',
      kind: 'ACTION_PLAN',
      title: 'P',
      period: 2027,
      predecessor: 'kirjala-o',
    },
    { slug: 'kirjala-o', owner: 'kirjala', kind: 'ACTION_PLAN', title: 'O', period: 2026 },
  ],
  documents: [{ slug: 'kirjala-d', title: 'D', kind: 'PLAN' }],
  themes: [{ slug: 'kirjala-t', label: 'T' }],
  provenance: { document: 'kirjala-d', basis: 'QUOTED' },
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<{ url: string; close(): void }> {
  const server = createServer((...exchange) => void answer(...exchange)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const slugs = async (beginning: string) => {
  const filter = `filter: { slug: { startsWith: "${beginning}" } }, orderBy: { field: SLUG }`;
  const { networks } = await ask(`{ networks(${filter}) { nodes { slug } } }`);
  return networks.nodes.map(({ slug }: Data) => slug);
};

test('finds all unchanged the second time', async () => {
  const { code, out } = await send(['base.yaml']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'base.yaml: 5 rows: written (5 unchanged)\nAll 5 rows taken.\n',
  });
});

test('writes again what was changed in between, though the file is the same', async () => {
  const rename = (name: string) =>
    JSON.stringify({ luotsi: 1, organisations: [{ slug: 'kirjala', name }] });
  for (const name of ['Eka', 'Toka', 'Eka', 'Kirjala']) {
    const { counts } = await json([file('name.json', rename(name))]);
    expect(counts).toMatchObject({ updated: 1, unchanged: 0 });
  }
});

test('tried dry writes nothing', async () => {
  const { code, out } = await send([file('dry.json', networks(['dry']))], ['--dry-run']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'dry.json: 1 row: tried, nothing written (1 created)\nNothing was written: it was a dry run.\n',
  });
  expect(await slugs('kirjala-dry')).toEqual([]);
});

test('takes the address and the key from the environment, and a bundle from the standard input', async () => {
  const env = { LUOTSI_SERVER: `${server.url}/graphql`, LUOTSI_KEY: ADMIN_KEY };
  for (const input of [networks(['in']), 'luotsi: 1\nthemes: [{ slug: in, label: In }]\n']) {
    const { code, out, err } = await luotsi(['import', '-'], { env, input });
    expect({ code, out }).toEqual({
      code: 0,
      out: '-: 1 row: written (1 created)\nAll 1 row taken.\n',
    });
    expect(err).toBe('-: WRITTEN (1 of 1 rows)\n');
  }
});

test('tells every problem by its pointer, and ends with 1', async () => {
  const bundle = { luotsi: 1, networks: [{ slug: 'kirjala-x', owner: 'nobody', kind: 'NIX' }] };
  const name = file('bad.json', JSON.stringify(bundle));
  const { code, out } = await send([name]);
  expect(code).toBe(1);
  expect(out).toMatch(/^bad.json: 1 row: refused, nothing written \(1 failed\)\n/);
  expect(out).toContain('  /networks/0/name REQUIRED: Network needs name.\n');
  expect(out).toContain('  /networks/0/owner NOT_FOUND: There is no Organisation "nobody".\n');
  expect(out).toMatch(/0 rows taken; 1 refused\.\nRunning it again is safe: .*\n$/);
  const told = await json([name]);
  expect(told).toMatchObject({ exit: 1, counts: { failed: 1 }, mode: 'UPSERT', dryRun: false });
  expect(told.files[0].problems).toContainEqual({
    pointer: '/networks/0/owner',
    code: 'NOT_FOUND',
    message: 'There is no Organisation "nobody".',
    chunk: 1,
  });
  expect(told.files[0].chunks[0].results).toEqual([
    expect.objectContaining({ pointer: '/networks/0', type: 'Network', result: 'FAILED' }),
  ]);
});

test('leaves out bad rows where it is not atomic', async () => {
  const name = file('apart.json', networks(['apart-a'], ['apart-b', 'nowhere']));
  const { code, out } = await send([name], ['--not-atomic']);
  expect(code).toBe(1);
  expect(out).toContain('written without the rows that have problems (1 created, 1 failed)');
  expect(out).toContain('1 row taken; 1 refused.');
  expect(await slugs('kirjala-apart')).toEqual(['kirjala-apart-a']);
});

test('cuts a large file so that rows come before those that refer to them', async () => {
  const name = file('tree.json', networks(['t1', 't2'], ['t2', 't3'], ['t3', 't4'], ['t4']));
  const { code, out } = await send([name], ['--chunk', '1']);
  expect({ code, out }).toMatchObject({ code: 0 });
  expect(out).toContain('tree.json: 4 rows, 4 chunks (4 created)\n  chunk 1, 1 row: written');
  const whole = { luotsi: 1, ...(JSON.parse(BASE_TREE) as object) };
  const mixed = await json([file('mixed.json', JSON.stringify(whole))], ['--chunk', '2']);
  expect(mixed).toMatchObject({ exit: 0, counts: { created: 5 } });
});

test('tells what is written and what is not where a chunk in the middle is refused, and goes on when it is mended', async () => {
  const rows = (bad?: string): [string, string?][] => [['c1'], ['c2'], ['c3', bad], ['c4'], ['c5']];
  const other = file('other.json', networks(['c6']));
  const { code, out } = await send(
    [file('c.json', networks(...rows('nowhere'))), other],
    ['--chunk', '1'],
  );
  expect(code).toBe(1);
  expect(out).toBe(
    [
      'c.json: 5 rows, 5 chunks (2 created, 1 failed)',
      '  chunk 1, 1 row: written (1 created)',
      '  chunk 2, 1 row: written (1 created)',
      '  chunk 3, 1 row: refused, nothing written (1 failed)',
      '  chunk 4, 1 row: not sent',
      '  chunk 5, 1 row: not sent',
      '  /networks/2/parent NOT_FOUND: There is no Network "kirjala-nowhere".',
      'other.json: 1 row: not sent',
      '2 rows taken; 1 refused, 3 not sent.',
      'Running it again is safe: what is written already is found unchanged.',
      '',
    ].join('\n'),
  );
  expect(await slugs('kirjala-c')).toEqual(['kirjala-c1', 'kirjala-c2']);
  const again = await json([file('c.json', networks(...rows())), other], ['--chunk', '2']);
  expect(again).toMatchObject({ exit: 0, counts: { created: 4, unchanged: 2 } });
});

test('refuses a SYNC that would have to be cut, and what only a SYNC knows, and sends nothing', async () => {
  const themes = Array.from({ length: 10_001 }, (_, i) => ({ slug: `t${i}` }));
  const many = file('many.json', JSON.stringify({ luotsi: 1, themes }));
  const { code, out } = await send([many], ['--mode', 'sync']);
  expect(code).toBe(1);
  expect(out).toContain('UNREADABLE: A SYNC is never cut');
  expect(out).toContain('Nothing was sent.');
  expect(await send(['base.yaml'], ['--force'])).toMatchObject({
    code: 1,
    err: '--plan and --force are for --mode sync.\n',
  });
});

test.each([
  ['gone.yaml', null, 'There is no such file.'],
  ['broken.yaml', 'themes: [}', 'line 1'],
  ['list.yaml', '- 1', 'Wanted lists of rows'],
  ['strange.csv', 'slug,title,nix\n', 'There is no column "nix" for events.'],
  ['twice.csv', 'slug,title,slug\n', 'The column "slug" comes twice.'],
  ['quote.csv', 'slug,title\na,"b\n', 'Quote Not Closed'],
  ['both.csv', 'slug\na\n', 'say which by --type'],
])('names %s that cannot be read, and sends no other file either', async (name, text, message) => {
  if (text !== null) file(name, text);
  const { code, out } = await send([name, file('not-sent.json', networks(['not-sent']))]);
  expect(code).toBe(1);
  expect(out).toContain(message);
  expect(out).toContain('Nothing was sent.');
  expect(await slugs('kirjala-not-sent')).toEqual([]);
});

test('ends with 2 where the key is refused, without writing', async () => {
  const refused = async (...args: string[]) => {
    const { code, out } = await luotsi(['import', 'base.yaml', '--server', server.url, ...args]);
    expect(code).toBe(2);
    expect(out).toContain('base.yaml: 5 rows: refused, nothing written\n');
    return out;
  };
  expect(await refused('--key', 'wrong')).toContain('The key is wrong, expired or revoked.');
  expect(await refused()).toContain('Wanted a key with the role EDITOR; got no key.');
});

test('ends with 2 where there is no server, or something else', async () => {
  const closed = await serve(() => undefined);
  closed.close();
  const nowhere = await luotsi(['import', 'base.yaml', '--server', closed.url]);
  expect(nowhere.code).toBe(2);
  expect(nowhere.out).toMatch(/^base.yaml: 5 rows: not sent\n/);
  expect(nowhere.out).toContain(`${closed.url}/graphql cannot be reached: connect ECONNREFUSED`);
  expect(nowhere.err).toContain('trying again in 1 s.');
  const other = await serve((_, response) => response.end('<p>Hello</p>'));
  const elsewhere = await luotsi(['import', 'base.yaml', '--server', other.url]);
  other.close();
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.out).toContain('does not answer as Luotsi does: HTTP 200.');
});

test('sends again what was lost or came at a bad time, and writes it once', async () => {
  let requests = 0;
  const bodies = new Set<string>();
  const proxy = await serve(async (request, response) => {
    const body = await textOf(request);
    bodies.add(body);
    if (++requests === 1) return void response.writeHead(503, { 'retry-after': '0' }).end();
    const { authorization = '' } = request.headers;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    if (requests === 2) return void response.destroy(); // it was written, but nobody hears of it
    response.writeHead(answer.status).end(await answer.text());
  });
  const name = file('lost.json', networks(['lost']));
  const args = ['import', name, '--server', proxy.url, '--key', ADMIN_KEY];
  const { code, out } = await luotsi(args);
  proxy.close();
  expect({ code, out, requests }).toEqual({
    code: 0,
    out: 'lost.json: 1 row: written (1 created)\nAll 1 row taken.\n',
    requests: 3,
  });
  expect(bodies.size).toBe(1);
});

test('does not know whether it is written where no answer comes, says so, and ends with 2', async () => {
  const gone = await serve((_, response) => response.destroy());
  const args = ['import', 'base.yaml', '--server', gone.url, '--key', ADMIN_KEY, '--json'];
  const { code, out } = await luotsi(args);
  gone.close();
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    exit: 2,
    error: { code: 'UNREACHABLE' },
    files: [{ file: 'base.yaml', chunks: [{ number: 1, outcome: 'UNKNOWN' }] }],
  });
});

test('names a body that is too large, and the way out', async () => {
  const name = file('large.json', JSON.stringify({ luotsi: 1, themes: ['x'.repeat(17_000_000)] }));
  const { code, out } = await send([name]);
  expect(code).toBe(1);
  expect(out).toMatch(/PAYLOAD_TOO_LARGE: .* Send fewer rows at once by --chunk\./);
});
