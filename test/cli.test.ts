import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { DatabaseTarget } from '../src/database/connect';
import { dropDatabase, ownDatabase } from './support/databases';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

// the built program is started as a process of its own, as those who run it do
const PROGRAM = join(__dirname, '..', 'dist', 'src', 'cli', 'luotsi.js');

jest.setTimeout(60_000);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

async function luotsi(
  args: string[],
  { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}

const at = (server: TestServer, key = ADMIN_KEY) => ['--server', server.url, '--key', key];

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const BASE = `
luotsi: 1
networks:
  - { slug: kirjala-verkosto, owner: kirjala, name: Verkosto, kind: NETWORK, state: PUBLISHED }
organisations:
  - { slug: kirjala, name: Kirjala, kind: OTHER }
goalFrameworks:
  - { slug: kirjala-2026, owner: kirjala, state: PUBLISHED, title: Tavoitteet }
metrics:
  - { slug: kirjala-2026-osallistujat, framework: kirjala-2026, kind: COUNT, name: Osallistujat }
  - { slug: kirjala-2026-osuus, framework: kirjala-2026, kind: RATIO, name: Osuus }
`;

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

describe('luotsi', () => {
  test('tells its version', async () => {
    const { version } = createRequire(__filename)('../package.json') as { version: string };
    expect(await luotsi(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each([
    [['serv'], "error: unknown command 'serv'\n(Did you mean serve?)\n"],
    [['serv', '--demo'], "error: unknown command 'serv'\n(Did you mean serve?)\n"],
    [['exprot', '--plan', 'x'], "error: unknown command 'exprot'\n(Did you mean export?)\n"],
    [['{plans}'], "error: unknown command '{plans}'\n"],
  ])('takes %j for no command, and suggests one', async (args, err) => {
    expect(await luotsi(args)).toEqual({ code: 1, out: '', err });
  });
});

describe('luotsi import', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer('empty');
    const { code, out } = await luotsi(['import', file('base.yaml', BASE), ...at(server)]);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'base.yaml: 5 rows: written (5 created)\nAll 5 rows taken.\n',
    });
  });
  afterAll(() => server.close());

  const send = (names: string[], more: string[] = [], input?: string) =>
    luotsi(['import', ...names, ...at(server), ...more], { input });
  const json = async (...given: Parameters<typeof send>): Promise<Data> => {
    const [names, more = [], input] = given;
    return JSON.parse((await send(names, ['--json', ...more], input)).out) as Data;
  };
  const ask = (query: string) => server.ask(query, { key: ADMIN_KEY });
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
    const rows = (bad?: string): [string, string?][] => [
      ['c1'],
      ['c2'],
      ['c3', bad],
      ['c4'],
      ['c5'],
    ];
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
    ['strange.csv', 'slug,title,nix\n', 'There is no column "nix"; wanted slug, externalId'],
    ['twice.csv', 'slug,title,slug\n', 'The column "slug" comes twice.'],
    ['quote.csv', 'slug,title\na,"b\n', 'Quote Not Closed'],
    ['both.csv', 'slug\na\n', 'say which by --type'],
  ])(
    'names %s that cannot be read, and sends no other file either',
    async (name, text, message) => {
      if (text !== null) file(name, text);
      const { code, out } = await send([name, file('not-sent.json', networks(['not-sent']))]);
      expect(code).toBe(1);
      expect(out).toContain(message);
      expect(out).toContain('Nothing was sent.');
      expect(await slugs('kirjala-not-sent')).toEqual([]);
    },
  );

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
    const name = file(
      'large.json',
      JSON.stringify({ luotsi: 1, themes: ['x'.repeat(17_000_000)] }),
    );
    const { code, out } = await send([name]);
    expect(code).toBe(1);
    expect(out).toMatch(/PAYLOAD_TOO_LARGE: .* Send fewer rows at once by --chunk\./);
  });

  describe('of CSV', () => {
    const EVENTS = [
      '# a comment, "not closed',
      'slug,externalId,owner,state,title,title_sv,start,end,languages,capacity,registrationNeeded',
      'kirjala-e1,kirjala.csv:1,kirjala,PUBLISHED,"Kirja, ""vinkkaus""',
      'toinen rivi",Bok,2026-04-23T09:30,2026-04-23T11:00,fi | sv,40,TRUE',
      '',
      'kirjala-e2,kirjala.csv:2,kirjala,PUBLISHED,Toinen,,2026-05-01,,,,',
      ',,,,,,,,,,',
      '',
    ].join('\n');
    const events =
      '{ events(orderBy: { field: SLUG }) { nodes { slug title { translations { value } } timing { start end } languages capacity registrationNeeded externalIds { system externalId } } } }';

    test('takes events, and cells that say null clear', async () => {
      const told = await json([
        file('events.csv', EVENTS.replace('\ntoinen rivi', ' toinen rivi')),
      ]);
      expect(told).toMatchObject({ exit: 0, counts: { created: 2 } });
      expect((await ask(events)).events.nodes).toEqual([
        {
          slug: 'kirjala-e1',
          title: { translations: [{ value: 'Kirja, "vinkkaus" toinen rivi' }, { value: 'Bok' }] },
          timing: { start: '2026-04-23T09:30', end: '2026-04-23T11:00' },
          languages: ['fi', 'sv'],
          capacity: 40,
          registrationNeeded: true,
          externalIds: [{ system: 'kirjala.csv', externalId: '1' }],
        },
        expect.objectContaining({ slug: 'kirjala-e2', capacity: null, registrationNeeded: null }),
      ]);
      const clearing = 'slug;title_sv;languages;capacity\r\nkirjala-e1;null;null;null\r\n';
      await json(['-'], [], clearing);
      expect((await ask(events)).events.nodes[0]).toMatchObject({
        title: { translations: [{ value: 'Kirja, "vinkkaus" toinen rivi' }] },
        languages: [],
        capacity: null,
        registrationNeeded: true,
      });
    });

    test('deletes by SYNC what the system of its external ids has no more', async () => {
      const rows = (numbers: number[]) =>
        ['externalId,owner,title', ...numbers.map((n) => `kirjala.sync:${n},kirjala,T${n}`)].join(
          '\n',
        );
      await json([file('sync.csv', rows([1, 2, 3, 4, 5]))]);
      const { counts } = await json([file('sync.csv', rows([1, 2, 3, 4]))], ['--mode', 'sync']);
      expect(counts).toMatchObject({ deleted: 1, unchanged: 4 });
    });

    test('tells problems by line and column', async () => {
      const bad = EVENTS.replace('2026-05-01', '2026-02-30').replace('fi | sv', 'fi|#');
      const { code, out } = await send([file('bad.csv', bad.replaceAll('kirjala-e', 'kirjala-f'))]);
      expect(code).toBe(1);
      expect(out).toMatch(/^ {2}line 3, column title INVALID/m);
      expect(out).toMatch(/^ {2}line 3, column languages /m);
      expect(out).toMatch(/^ {2}line 6, column start INVALID_DATE: /m);
    });

    test('takes measurements, which are recognised by what they measure when they come again', async () => {
      const text =
        'metric;organisation;network;period;number;numerator;denominator;missing;note\n' +
        'kirjala-2026-osallistujat;kirjala;;2025;12;;;;Huom\n' +
        'kirjala-2026-osuus;kirjala;;2026-01/2026-06;;0,5;2;;\n' +
        'kirjala-2026-osuus;kirjala;;2027;;;;NOT_DUE;\n';
      const name = file('measurements.csv', text);
      expect(await json([name])).toMatchObject({ exit: 0, counts: { created: 3 } });
      expect(await json([name])).toMatchObject({ exit: 0, counts: { unchanged: 3 } });
      const query =
        '{ measurements(orderBy: { field: SLUG }) { nodes { slug value { number ratio missing } note { value } } } }';
      expect((await ask(query)).measurements.nodes).toEqual([
        {
          slug: 'kirjala-2026-osallistujat-2025',
          value: { number: 12, ratio: null, missing: null },
          note: { value: 'Huom' },
        },
        expect.objectContaining({ value: { number: null, ratio: 0.25, missing: null } }),
        expect.objectContaining({ value: { number: null, ratio: null, missing: 'NOT_DUE' } }),
      ]);
    });

    test.each(['events', 'measurements'])('takes the template of %s as it is', async (type) => {
      const template = await luotsi(['template', type]);
      expect(template.code).toBe(0);
      const name = file(`${type}-template.csv`, template.out);
      const told = await json([name, 'base.yaml']);
      expect(told).toMatchObject({ exit: 0, counts: { created: 1, unchanged: 5 } });
      expect(told.files[0].warnings).toEqual([]);
      const again = await json(['-'], [], template.out);
      expect(again).toMatchObject({ exit: 0, counts: { unchanged: 1 } });
    });
  });
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

describe('luotsi export', () => {
  let server: TestServer;
  let empty: TestServer;
  beforeAll(async () => {
    server = await testServer('seeded');
    empty = await testServer('empty');
  });
  afterAll(async () => {
    await server.close();
    await empty.close();
  });

  test('writes what an import into an empty server gives back, byte by byte', async () => {
    const first = await luotsi(['export', ...at(server)]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^luotsi: 1\n/);
    const name = file('export.yaml', first.out);
    const taken = await luotsi(['import', name, ...at(empty), '--chunk', '100']);
    expect(taken.out).toMatch(/All \d+ rows taken\.\n$/);
    expect((await luotsi(['export', ...at(empty)])).out).toBe(first.out);
  });

  test('writes a plan or what an organisation owns, as YAML or JSON; without a key what is public', async () => {
    const plan = await luotsi([
      'export',
      '--plan',
      'porvoo-2026',
      '--server',
      server.url,
      '--json',
    ]);
    const { exportBundle } = await server.ask('{ exportBundle(plan: { slug: "porvoo-2026" }) }');
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.out)).toEqual(exportBundle);
    const own = await luotsi(['export', '--organisation', 'porvoo', '--server', server.url]);
    expect(own.out).toContain('\nplans:\n  - slug: porvoo-2026\n');
  });

  test('ends with 1 for what is not there, and with 2 without a server', async () => {
    expect(await luotsi(['export', '--plan', 'nix', '--server', server.url])).toMatchObject({
      code: 1,
      out: '',
      err: 'There is no Plan "nix".\n',
    });
    const nowhere = await luotsi(['export', '--server', 'http://127.0.0.1:1']);
    expect(nowhere).toMatchObject({ code: 2, out: '' });
  });
});

describe('luotsi keys', () => {
  let server: TestServer;
  let target: DatabaseTarget;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    target = await ownDatabase('seeded');
    env = { DATABASE_URL: target.kind === 'sqlite' ? `sqlite:${target.path}` : target.url };
    server = await testServer('empty', { database: target });
  });
  afterAll(async () => {
    await server.close();
    await dropDatabase(target);
  });

  const create = (...args: string[]) =>
    luotsi(['keys', 'create', '--name', 'Skripti', ...args], { env });
  const viewer = (key: string) =>
    server.send('{ viewer { role organisations { slug } } }', { key });

  test('makes a key that works, lists it, and revokes it', async () => {
    const made = await create('--role', 'EDITOR', '--organisation', 'porvoo', 'nix');
    expect(made).toMatchObject({ code: 1, out: '', err: 'There is no Organisation "nix".\n' });
    const { code, out, err } = await create('--role', 'EDITOR', '--organisation', 'porvoo');
    expect(code).toBe(0);
    expect(out).toMatch(/^luotsi_[0-9a-f]{12}_[\w-]+\n$/);
    expect(err).toBe(
      'A key with the role EDITOR that covers porvoo; it does not expire. Keep it: it is told this once.\n',
    );
    const key = out.trim();
    expect((await viewer(key)).data).toEqual({
      viewer: { role: 'EDITOR', organisations: [{ slug: 'porvoo' }] },
    });
    const prefix = key.slice(7, 19);
    const list = await luotsi(['keys', 'list'], { env });
    expect(list.out).toMatch(new RegExp(`^${prefix}\tEDITOR\tporvoo\tmade .*\tSkripti\n$`));
    expect(list.out).not.toContain(key.slice(20));
    const revoked = await luotsi(['keys', 'revoke', prefix], { env });
    expect(revoked).toMatchObject({ code: 0, out: '' });
    expect(await viewer(key)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect((await luotsi(['keys', 'list'], { env })).out).toContain('\trevoked ');
  });

  test.each([
    [['--role', 'OWNER'], 'Allowed choices are READER, EDITOR, ADMIN'],
    [['--role', 'READER', '--expires', 'soon'], 'Wanted an instant'],
    [['--role', 'READER', '--expires', '2020-01-01T00:00:00Z'], 'Wanted a time in the future'],
    [[], "required option '--role <role>' not specified"],
  ])('refuses to make a key with %j', async (args, message) => {
    const { code, out, err } = await create(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('refuses to revoke what is not there', async () => {
    expect(await luotsi(['keys', 'revoke', '0123456789ab'], { env })).toMatchObject({
      code: 1,
      err: 'There is no such key.\n',
    });
  });
});
