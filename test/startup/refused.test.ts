import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { onPostgres, some } from '../support/databases';
import {
  PLANS,
  SEEDED,
  bare,
  closeLater,
  contents,
  onDatabase,
  own,
  refusal,
  start,
} from '../support/process';
import { folder } from '../support/program';
import { ADMIN_KEY, testServer } from '../support/server';

jest.setTimeout(90_000);

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

/** Has another process hold a SQLite file's write lock for so many milliseconds; gives the time from which on it does. */
async function holdLock({ path }: { path: string }, ms: number): Promise<number> {
  const script = `
    const handle = new (require('better-sqlite3'))(${JSON.stringify(path)});
    handle.pragma('journal_mode = wal');
    handle.exec('begin immediate');
    console.log('held');
    setTimeout(() => handle.exec('commit'), ${ms});`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: join(__dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return performance.now();
}

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
      closeLater(server);
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
      for (const length of some([Math.floor(size * 0.6), 8192, 100, 10], 2)) {
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
      closeLater(server);
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
