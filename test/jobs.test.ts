import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { connect } from '../src/database/connect';
import type { Database } from '../src/database/database';
import { type Job, Jobs } from '../src/job/jobs';
import { model } from '../src/features';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let other: Database;
beforeAll(async () => {
  server = await testServer('empty', {}, { doors: false });
  ({ database: other } = await connect(server.target, model.tables as never));
});
afterAll(async () => {
  await other.close();
  await server.close();
});

/** Something to wait for. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
const job = (run: Job['run'], more: Partial<Job> = {}): Job => ({
  name: 'test',
  every: 3_600_000,
  run,
  ...more,
});
const theme = (slug: string) => server.load({ themes: [{ slug, label: slug }] });
const until = async (condition: () => boolean) => {
  for (let tries = 0; !condition() && tries < 500; tries++) await sleep(10);
};

describe('a job', () => {
  test('runs on one instance at a time, and writes go on meanwhile', async () => {
    const { open, opened } = gate();
    const begun = gate();
    const long = job(() => (begun.open(), opened.then(() => 'done')));
    const first = new Jobs([long], server.app.database).run('test');
    await begun.opened;
    const elsewhere = new Jobs([job(() => Promise.resolve('also'))], other);
    expect(await elsewhere.run('test')).toBeNull();
    expect(
      await new Jobs([job(() => Promise.resolve('else'), { name: 'b' })], other).run('b'),
    ).toBe('else');
    await theme('meanwhile');
    open();
    expect(await first).toBe('done');
    expect(await elsewhere.run('test')).toBe('also');
  });

  test('of a process that was killed can run on another at once', async () => {
    const script = `
      require('reflect-metadata');
      const { connect } = require('./dist/src/database/connect');
      connect(${JSON.stringify(server.target)}, []).then(({ database }) =>
        database.alone('test', () => { console.log('held'); return new Promise(() => setInterval(() => 0, 1000)); }));`;
    const child = spawn(process.execPath, ['-e', script], {
      cwd: join(__dirname, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const here = new Jobs([job(() => Promise.resolve('here'))], other);
    expect(await here.run('test')).toBeNull();
    child.kill('SIGKILL');
    await once(child, 'close');
    let given: unknown = null;
    for (let tries = 0; given === null && tries < 100; tries++) {
      given = await here.run('test'); // PostgreSQL hears of it a little later
      await sleep(20);
    }
    expect(given).toBe('here');
  });

  test('that fails is logged once, runs again in its time, and frees its lock', async () => {
    const logged: Data[] = [];
    let runs = 0;
    const failing = job(() => Promise.reject(new Error(++runs < 4 ? 'away' : 'gone')), {
      every: 5,
    });
    const jobs = new Jobs([failing], server.app.database);
    jobs.start({ error: (details) => logged.push(details) });
    await until(() => runs >= 5);
    await jobs.stop();
    expect(logged.map(({ job, err }) => `${job}: ${err.message}`)).toEqual([
      'test: away',
      'test: gone',
    ]);
    await expect(jobs.run('test')).rejects.toThrow('gone');
    expect(() => jobs.run('nothing')).toThrow('There is no job nothing.');
  });

  test('is awaited where the app closes, and begins no more', async () => {
    const { open, opened } = gate();
    let runs = 0;
    const jobs = new Jobs([job(() => (runs++, opened), { every: 5 })], other);
    jobs.start({ error: () => undefined });
    await until(() => runs === 1);
    let stopped = false;
    const stop = jobs.stop().then(() => (stopped = true));
    await sleep(30);
    expect(stopped).toBe(false);
    open();
    await stop;
    expect(runs).toBe(1);
  });

  test('is woken by what is committed, and told up to which change', async () => {
    const { committed } = server.app.database;
    const seen: number[] = [];
    const jobs = new Jobs(
      [
        job(() => Promise.resolve(seen.push(committed.upTo)), { onChange: true }),
        job(() => Promise.reject(new Error('not woken twice')), { name: 'slow' }),
      ],
      server.app.database,
    );
    const logged: unknown[] = [];
    jobs.start({ error: (details) => logged.push(details) });
    await until(() => seen.length === 1);
    await theme('woken');
    const { seq } = await server.app.cursor.now();
    await until(() => seen.length >= 2);
    expect(seen.at(-1)).toBe(seq);
    await theme('woken'); // which changes nothing
    await sleep(30);
    expect(seen).toHaveLength(2);
    await jobs.stop();
    expect(logged).toHaveLength(1);
  });
});

describe('what is committed', () => {
  test('is told after the commit, so that who listens finds it, and can write', async () => {
    const { database } = server.app;
    const told: Promise<unknown>[] = [];
    const forget = database.committed.listen((upTo) => {
      forget();
      told.push(
        server.app.cursor.now().then(({ seq }) => ({ upTo, seq })),
        theme('follows').then(({ rows }) => rows[0]!.result),
      );
    });
    await theme('told');
    const [found, result] = await Promise.all(told);
    const { upTo, seq } = found as { upTo: number; seq: number };
    expect(seq).toBeGreaterThanOrEqual(upTo);
    expect(result).toBe('CREATED');
  });

  test('is not told of what is rolled back', async () => {
    const { database } = server.app;
    const { upTo } = database.committed;
    const told: number[] = [];
    const forget = database.committed.listen((each) => void told.push(each));
    await database
      .write((session) => {
        session.reach(upTo + 100);
        throw new Error('no');
      })
      .catch(() => undefined);
    forget();
    expect([told, database.committed.upTo]).toEqual([[], upTo]);
  });
});
