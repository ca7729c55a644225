import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import { Client } from 'pg';
import { readBundles } from '../src/app';
import type { DatabaseTarget } from '../src/database/connect';
import { ownSeeds } from '../src/package';
import { bareDatabase, dropDatabase, onPostgres, ownDatabase } from './support/databases';
import { ADMIN_KEY, testServer } from './support/server';

// the built program is started as a process of its own, as those who run it do
const ROOT = join(__dirname, '..');
const PROGRAM = join(ROOT, 'dist', 'src', 'cli', 'luotsi.js');

jest.setTimeout(90_000);

beforeAll(() => {
  const built = existsSync(PROGRAM) ? statSync(PROGRAM).mtimeMs : 0;
  const sources = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const newer = sources.find((file) => statSync(join(ROOT, file)).mtimeMs > built);
  if (newer) throw new Error(`${newer} is newer than dist/: run \`npm run build\` first.`);
});

interface Run {
  child: ChildProcess;
  /** The address it serves at; fails where it ends before it says so. */
  url: Promise<string>;
  /** How it ended: its exit code or its signal, and all that it said. */
  end: Promise<{ code: number | string; said: string }>;
  ask(query: string): Promise<Record<string, never>>;
}

let running: Run[] = [];
let targets: DatabaseTarget[] = [];
let toClose: { close(): unknown }[] = [];
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'))));

afterEach(async () => {
  for (const run of running) run.child.kill('SIGKILL');
  await Promise.all(running.map((run) => run.end));
  for (const each of toClose) await each.close();
  for (const target of targets) await dropDatabase(target);
  [running, targets, toClose] = [[], [], []];
  rmSync(folder, { recursive: true });
});

/** Starts the program on a database, on any free port. */
function start(target: DatabaseTarget, env: NodeJS.ProcessEnv = {}, command = 'serve'): Run {
  const child = spawn(process.execPath, [PROGRAM, command], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_URL: address(target),
      ...env,
    },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const end = once(child, 'close').then(([code, signal]) => ({
    code: (code ?? signal) as number | string,
    said,
  }));
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, at] = /Luotsi is at (\S+)\n/.exec(said) ?? [];
        if (at) resolve(at);
      });
    }
    void end.then(({ code }) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
  url.catch(() => undefined);
  const ask: Run['ask'] = async (query) => {
    const response = await fetch(`${await url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: never; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const run = { child, url, end, ask };
  running.push(run);
  return run;
}

/** Starts the program where it should refuse to start; gives what it said, which is for people and shows no code. */
async function refusal(...given: Parameters<typeof start>): Promise<string> {
  const run = start(...given);
  const url = await run.url.catch(() => 'none, it was refused');
  expect(url).toBe('none, it was refused');
  const { code, said } = await run.end;
  expect(code).toBe(1);
  expect(said).not.toMatch(/\n\s+at /);
  return said;
}

/** Asks a process to stop, and tells how it ended. */
async function stop(run: Run) {
  await run.url;
  run.child.kill('SIGTERM');
  return run.end;
}

function address(target: DatabaseTarget): string {
  return target.kind === 'sqlite' ? `sqlite:${target.path}` : target.url;
}

async function bare(): Promise<DatabaseTarget> {
  const target = await bareDatabase();
  targets.push(target);
  return target;
}

async function own(template: 'seeded' | 'empty'): Promise<DatabaseTarget> {
  const target = await ownDatabase(template);
  targets.push(target);
  return target;
}

/** Runs statements on a database from outside, and gives the rows of the last one. */
async function onDatabase(target: DatabaseTarget, ...statements: string[]) {
  let rows: Record<string, unknown>[] = [];
  if (target.kind === 'sqlite') {
    const handle = new BetterSqlite(target.path);
    for (const each of statements) {
      const statement = handle.prepare(each);
      if (statement.reader) rows = statement.all() as typeof rows;
      else statement.run();
    }
    handle.close();
  } else {
    const client = new Client({ connectionString: target.url });
    await client.connect();
    for (const each of statements) ({ rows } = await client.query<(typeof rows)[number]>(each));
    await client.end();
  }
  return rows;
}

/** Every table: how many rows it has, and a hash of all that they hold. */
async function contents(target: DatabaseTarget) {
  const tables = await onDatabase(
    target,
    target.kind === 'sqlite'
      ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
      : "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const found: Record<string, { rows: number; hash: string }> = {};
  for (const { name } of tables as { name: string }[]) {
    const rows = await onDatabase(target, `select * from "${name}"`);
    const texts = rows.map((row) => JSON.stringify(row)).sort();
    const hash = createHash('sha256').update(texts.join('\n')).digest('hex');
    found[name] = { rows: rows.length, hash };
  }
  return found;
}

/** Every table with the number of its rows: what two databases with the same seeds have in common. */
async function rowCounts(target: DatabaseTarget) {
  const entries = Object.entries(await contents(target));
  return Object.fromEntries(entries.map(([table, { rows }]) => [table, rows]));
}

/** Has another process hold a SQLite file's write lock for so many milliseconds; gives the time from which on it does. */
async function holdLock({ path }: { path: string }, ms: number): Promise<number> {
  const script = `
    const handle = new (require('better-sqlite3'))(${JSON.stringify(path)});
    handle.pragma('journal_mode = wal');
    handle.exec('begin immediate');
    console.log('held');
    setTimeout(() => handle.exec('commit'), ${ms});`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return performance.now();
}

/** Writes a bundle and gives its path. */
function bundle(rows: object): string {
  const path = join(folder, `bundle-${Object.keys(rows).join('-')}.yaml`);
  writeFileSync(path, JSON.stringify({ luotsi: 1, ...rows })); // JSON is YAML
  return path;
}

const PLANS = '{ plans { totalCount } }';
const SEEDED = {
  plans: { totalCount: readBundles(ownSeeds()).flatMap(({ plans = [] }) => plans).length },
};

describe('the first start', () => {
  it('makes the tables, fills them and answers; the second changes nothing', async () => {
    const target = await bare();
    const first = start(target);
    expect(await first.ask(PLANS)).toEqual(SEEDED);
    expect((await fetch(`${await first.url}/health/ready`)).status).toBe(200);
    expect((await stop(first)).code).toBe(0);
    const before = await contents(target);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    expect(before.change!.rows).toBeGreaterThan(900);

    const second = start(target);
    expect(await second.ask(PLANS)).toEqual(SEEDED);
    expect((await stop(second)).code).toBe(0);
    expect(await contents(target)).toEqual(before);
  });

  it('of two processes at once on one database brings both up, and seeds once', async () => {
    const target = await bare();
    const both = [start(target), start(target)];
    for (const run of both) expect(await run.ask(PLANS)).toEqual(SEEDED);
    expect(await rowCounts(target)).toEqual(await rowCounts(await own('seeded')));
  });

  it('killed at any moment, is taken up by the next start', async () => {
    const whole = start(await bare());
    const began = performance.now();
    await whole.url;
    const duration = performance.now() - began;
    await stop(whole);

    const expected = await rowCounts(await own('seeded'));
    // the program is loading, makes its tables, seeds, is about to listen
    for (const part of [0.35, 0.55, 0.75, 0.95]) {
      const target = await bare();
      const moment = duration * (part + (Math.random() - 0.5) / 5);
      const killed = start(target);
      await sleep(moment);
      killed.child.kill('SIGKILL');
      await killed.end;
      const next = start(target);
      expect(await next.ask(PLANS)).toEqual(SEEDED);
      const counts = await rowCounts(target);
      expect({ moment, counts }).toEqual({ moment, counts: expected });
      next.child.kill('SIGKILL');
      await next.end;
    }
  });

  it('leaves the database empty where LUOTSI_SEED is none', async () => {
    const run = start(await bare(), { LUOTSI_SEED: 'none' });
    expect(await run.ask('{ plans { totalCount } regions { totalCount } }')).toEqual({
      plans: { totalCount: 0 },
      regions: { totalCount: 0 },
    });
  });

  it('takes the bundle that LUOTSI_SEED names, and nothing else', async () => {
    const target = await bare();
    const seed = bundle({ themes: [{ slug: 'lukutaito', label: { fi: 'Lukutaito' } }] });
    const run = start(target, { LUOTSI_SEED: seed });
    expect(await run.ask('{ themes { nodes { slug } } plans { totalCount } }')).toEqual({
      themes: { nodes: [{ slug: 'lukutaito' }] },
      plans: { totalCount: 0 },
    });
  });

  it('is refused by a bundle with problems, which are told by their places, and mended by another', async () => {
    const target = await bare();
    const bad = bundle({
      themes: [
        { slug: 'lukutaito', label: { fi: 'Lukutaito' } },
        { slug: 'Ei näin', label: {} },
      ],
      plans: [{ slug: 'x', owner: 'nobody' }],
    });
    const said = await refusal(target, { LUOTSI_SEED: bad });
    expect(said).toMatch(/^The bundle has \d+ problems:\n/);
    expect(said).toContain('/themes/1/slug INVALID: Wanted a slug');
    expect(said).toContain('/plans/0/owner NOT_FOUND: There is no Organisation "nobody".');

    const good = bundle({ themes: [{ slug: 'lukutaito', label: { fi: 'Lukutaito' } }] });
    const next = start(target, { LUOTSI_SEED: good });
    expect(await next.ask('{ themes { totalCount } }')).toEqual({ themes: { totalCount: 1 } });
  });

  it.each([
    ['is not there', null],
    ['is not YAML', 'themes: [}'],
    ['holds nothing', ''],
    ['holds a list', '- 1'],
  ])('names a bundle that %s', async (_, text) => {
    const path = join(folder, 'bundle.yaml');
    if (text !== null) writeFileSync(path, text);
    expect(await refusal(await bare(), { LUOTSI_SEED: path })).toContain(path);
  });
});

describe('the program', () => {
  it('refuses bad settings within 2 seconds, naming each', async () => {
    const env = { PORT: 'http', MAX_DEPTH: '0', LUOTSI_ADMIN_KEY: 'hunter2' };
    const target = await bare();
    let said = '';
    let quickest = Infinity; // of three: the machine may be busy with other tests
    for (let tries = 0; tries < 3 && quickest > 2000; tries++) {
      const began = performance.now();
      said = await refusal(target, env);
      quickest = Math.min(quickest, performance.now() - began);
    }
    expect(quickest).toBeLessThan(2000);
    for (const name of Object.keys(env)) expect(said).toContain(`  ${name}: wanted `);
    expect(said).not.toContain('hunter2');
    if (target.kind === 'sqlite') expect(existsSync(target.path)).toBe(false);
  });

  it('names a port that is in use, and the setting to change, before it touches the database', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    toClose.push(other);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const target = await bare();
    const said = await refusal(target, { PORT: String(port) });
    expect(said).toBe(`127.0.0.1:${port} is in use by another program; choose another PORT.\n`);
    if (target.kind === 'sqlite') expect(existsSync(target.path)).toBe(false);
    else expect(await contents(target)).toEqual({});
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 at %s', async (signal) => {
    const run = start(await own('seeded'));
    await run.ask(PLANS); // leaves a connection open
    const { hostname, port } = new URL(await run.url);
    const silent = connect(Number(port), hostname).on('error', () => undefined);
    await once(silent, 'connect');
    const began = performance.now();
    run.child.kill(signal);
    expect((await run.end).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('ends with 0 at SIGTERM also while it reads what takes long', async () => {
    const target = await own('seeded');
    const around = (inner: string) => `region { municipalities(first: 20) { nodes { ${inner} } } }`;
    const page = `{ municipalities(first: 100) { nodes { ${around(around('code'))} } } }`;
    const run = start(target);
    await run.url;
    const other = new Client({ connectionString: (target as { url?: string }).url });
    if (onPostgres) {
      await other.connect();
      await other.query('begin; lock table municipality in access exclusive mode');
    }
    const answer = run.ask(page).then(
      () => 'answered',
      (error: Error) => error.message,
    );
    expect(await Promise.race([answer, sleep(200, 'waits')])).toBe('waits');
    const began = performance.now();
    run.child.kill('SIGTERM');
    if (onPostgres) {
      await sleep(300);
      expect((await fetch(`${await run.url}/health/ready`)).status).toBe(503);
    }
    expect((await run.end).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    await answer;
    await other.end();
  });

  it('brings a database up to date by `luotsi migrate`, without seeds; again there is nothing to do', async () => {
    const target = await bare();
    const first = await start(target, {}, 'migrate').end;
    expect(first).toMatchObject({ code: 0, said: expect.stringMatching(/^(Done: \w+\n)+$/) });
    const before = await contents(target);
    expect(before.plan!.rows).toBe(0);
    const second = await start(target, {}, 'migrate').end;
    expect(second).toMatchObject({ code: 0, said: 'Nothing to do.\n' });
    expect(await contents(target)).toEqual(before);
  });
});

describe('a database that is not ours', () => {
  it('is refused and left as it is where it holds tables of something else', async () => {
    const target = await bare();
    await onDatabase(
      target,
      'create table customer (name text)',
      "insert into customer values ('Matti')",
    );
    const before = await contents(target);
    for (const command of ['serve', 'migrate']) {
      const said = await refusal(target, {}, command);
      expect(said).toContain('holds tables of something else (customer)');
      expect(said).toContain('DATABASE_URL');
    }
    expect(await contents(target)).toEqual(before);
  });

  it('is refused and left as it is where a newer version has written it', async () => {
    const target = await own('seeded');
    await onDatabase(
      target,
      "insert into migration (timestamp, name) values (9999999999999, 'Later9999999999999')",
    );
    const before = await contents(target);
    const said = await refusal(target);
    expect(said).toContain('was written by a newer version of Luotsi (it has Later9999999999999)');
    expect(await contents(target)).toEqual(before);
  });
});

if (onPostgres) {
  describe('a PostgreSQL server', () => {
    it.each([
      ['that is not there', (url: URL) => (url.port = '1')],
      ['without the database', (url: URL) => (url.pathname = '/luotsi_nowhere')],
    ])('%s is named without its password', async (_, change) => {
      const url = new URL(process.env.TEST_DATABASE_URL!);
      url.password = 'hunter2';
      change(url);
      const said = await refusal({ kind: 'postgres', url: url.href });
      expect(said).toContain(`The PostgreSQL database ${url.pathname.slice(1)} on ${url.hostname}`);
      expect(said).not.toContain('hunter2');
    });

    it('that takes longer than 10 seconds is not asked the same again', async () => {
      const server = await testServer('seeded', {}, { doors: false });
      toClose.push(server);
      const { send, app, target } = server;
      expect(await send('{ plans { totalCount } }')).toMatchObject({ status: 200 }); // from now on it is known
      const { read } = app.database;
      let statements = 0;
      app.database.read = (...given) => {
        statements++;
        return read(...given);
      };
      const other = new Client({ connectionString: (target as { url: string }).url });
      await other.connect();
      await other.query('begin; lock table plan in access exclusive mode');
      const answer = await send('{ plans { totalCount } }', { key: ADMIN_KEY }); // which is not kept
      await other.end();
      expect(answer).toMatchObject({
        status: 503,
        errors: [
          {
            message: 'The operation took longer than 10 seconds and was stopped.',
            extensions: { code: 'SERVICE_UNAVAILABLE' },
          },
        ],
      });
      expect(statements).toBe(1);
    }, 30_000);
  });
} else {
  describe('a SQLite file', () => {
    const refused = async (path: string) => {
      const before = readFileSync(path);
      const said = await refusal({ kind: 'sqlite', path });
      expect(said).toContain(path);
      expect(readFileSync(path).equals(before)).toBe(true);
      return said;
    };

    it('that is a text is named, refused and left as it is', async () => {
      const path = join(folder, 'notes.txt');
      writeFileSync(path, 'Muista maito.\n');
      expect(await refused(path)).toContain('is not a SQLite database');
    });

    it('that was cut short is named, refused and left as it is', async () => {
      const target = await own('seeded');
      const { path } = target as { path: string };
      const { size } = statSync(path);
      for (const length of [Math.floor(size * 0.6), 8192, 100, 10]) {
        const copy = join(folder, `${length}.sqlite`);
        writeFileSync(copy, readFileSync(path));
        truncateSync(copy, length);
        await refused(copy);
      }
    });

    it.each([
      ['at its beginning', 0.00005],
      ['in the middle', 0.5],
    ])('that is damaged %s is named, refused and left as it is', async (_, part) => {
      const target = await own('seeded');
      const { path } = target as { path: string };
      const bytes = readFileSync(path);
      const from = Math.floor(bytes.length * part);
      bytes.fill(0xa5, from, from + 65_536);
      const copy = join(folder, 'damaged.sqlite');
      writeFileSync(copy, bytes);
      await refused(copy);
    });

    it('in a folder that is not there yet is made with its folder', async () => {
      const path = join(folder, 'a', 'b', 'luotsi.sqlite');
      const run = start({ kind: 'sqlite', path }, { LUOTSI_SEED: 'none' });
      expect(await run.ask(PLANS)).toEqual({ plans: { totalCount: 0 } });
    });

    it('whose write lock another process holds makes a start wait', async () => {
      const target = await bare();
      const since = await holdLock(target as { path: string }, 2000);
      const run = start(target);
      expect(await run.ask(PLANS)).toEqual(SEEDED);
      expect(performance.now() - since).toBeGreaterThan(1900);
    });

    it('whose write lock another process holds makes a write wait, and blocks no read', async () => {
      const target = await own('seeded');
      const server = await testServer('empty', { database: target }, { doors: false });
      toClose.push(server);
      const since = await holdLock(target as { path: string }, 2000);
      const themes = '{ themes(filter: { slug: { eq: "odotus" } }) { totalCount } }';
      let written = false;
      const write = server
        .load({ themes: [{ slug: 'odotus', label: { fi: 'Odotus' } }] })
        .finally(() => (written = true));
      const reads: number[] = [];
      while (!written) {
        const began = performance.now();
        await server.ask(themes);
        reads.push(performance.now() - began);
        await sleep(20);
      }
      const report = await write;
      expect(performance.now() - since).toBeGreaterThan(1900);
      expect(report.rows.map(({ result }) => result)).toEqual(['CREATED']);
      expect(await server.ask(themes)).toEqual({ themes: { totalCount: 1 } });
      expect(reads.length).toBeGreaterThan(4);
      expect(Math.max(...reads)).toBeLessThan(600);
    });
  });
}
