import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { onPostgres } from '../support/databases';
import { PLANS, bare, closeLater, contents, own, refusal, start } from '../support/process';

jest.setTimeout(90_000);

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
    closeLater(other);
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
