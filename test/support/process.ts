import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { Client } from 'pg';
import { readBundles } from '../../src/app';
import type { DatabaseTarget } from '../../src/database/connect';
import { ownSeeds } from '../../src/package';
import { bareDatabase, dropDatabase, ownDatabase } from './databases';
import { PROGRAM, file, folder } from './program';

export interface Run {
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

/** Closes something after the test. */
export function closeLater<T extends { close(): unknown }>(it: T): T {
  toClose.push(it);
  return it;
}

afterEach(async () => {
  for (const run of running) run.child.kill('SIGKILL');
  await Promise.all(running.map((run) => run.end));
  for (const each of toClose) await each.close();
  for (const target of targets) await dropDatabase(target);
  [running, targets, toClose] = [[], [], []];
});

/** Starts the program on a database, on any free port. */
export function start(target: DatabaseTarget, env: NodeJS.ProcessEnv = {}, command = 'serve'): Run {
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
export async function refusal(...given: Parameters<typeof start>): Promise<string> {
  const run = start(...given);
  const url = await run.url.catch(() => 'none, it was refused');
  expect(url).toBe('none, it was refused');
  const { code, said } = await run.end;
  expect(code).toBe(1);
  expect(said).not.toMatch(/\n\s+at /);
  return said;
}

/** Asks a process to stop, and tells how it ended. */
export async function stop(run: Run) {
  await run.url;
  run.child.kill('SIGTERM');
  return run.end;
}

export function address(target: DatabaseTarget): string {
  return target.kind === 'sqlite' ? `sqlite:${target.path}` : target.url;
}

export async function bare(): Promise<DatabaseTarget> {
  const target = await bareDatabase();
  targets.push(target);
  return target;
}

export async function own(template: 'seeded' | 'empty'): Promise<DatabaseTarget> {
  const target = await ownDatabase(template);
  targets.push(target);
  return target;
}

/** Runs statements on a database from outside, and gives the rows of the last one. */
export async function onDatabase(target: DatabaseTarget, ...statements: string[]) {
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
export async function contents(target: DatabaseTarget) {
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
export async function rowCounts(target: DatabaseTarget) {
  const entries = Object.entries(await contents(target));
  return Object.fromEntries(entries.map(([table, { rows }]) => [table, rows]));
}

/** Writes a bundle and gives its path. */
export function bundle(rows: object): string {
  const name = `bundle-${Object.keys(rows).join('-')}.yaml`;
  return join(folder, file(name, JSON.stringify({ luotsi: 1, ...rows }))); // JSON is YAML
}

export const PLANS = '{ plans { totalCount } }';
export const SEEDED = {
  plans: { totalCount: readBundles(ownSeeds()).flatMap(({ plans = [] }) => plans).length },
};
