import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DatabaseTarget, connect } from '../src/database/connect';
import type { Database } from '../src/database/database';
import { model } from '../src/features';
import { HOME } from '../src/package';
import { GENERATOR_VERSION, type Size, fill } from './data';

export type Kind = 'sqlite' | 'postgres';

const FOLDER = join(HOME, 'bench', 'data');
const SERVER = process.env.BENCH_DATABASE_URL || 'postgres://postgres@127.0.0.1/test';

/** What the data was made by: the generator and the text of the migrations. Other data is made anew. */
const MADE_BY = `generator ${GENERATOR_VERSION}, migrations ${hashOf(join(HOME, 'migrations'))}`;

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** A database with the data of a size, made now or kept from before. */
export async function prepare(kind: Kind, size: Size): Promise<DatabaseTarget> {
  return kind === 'sqlite' ? prepareFile(size) : prepareOnServer(size);
}

/** Why PostgreSQL cannot be measured, or null where it can. */
export async function refusal(): Promise<string | null> {
  try {
    await onServer(SERVER, (client) => client.query('select 1'));
    return null;
  } catch (error) {
    const { host } = new URL(SERVER);
    return `no PostgreSQL at ${host} (${(error as Error).message || String(error)})`;
  }
}

/** Opens a database that `prepare` gave. */
export async function open(target: DatabaseTarget): Promise<Database> {
  const { database } = await connect(target, model.tables as never);
  return database;
}

/** A copy to write to. */
export interface Copy {
  target: DatabaseTarget;
  drop(): Promise<void>;
}

/** Copies a database that nobody writes to. */
export async function copyOf(kind: Kind, from: DatabaseTarget, suffix: string): Promise<Copy> {
  const name = `luotsi_bench_${process.pid}_${suffix.toLowerCase()}`;
  if (from.kind === 'sqlite') {
    const path = join(FOLDER, `${name}.sqlite`);
    const { default: Sqlite } = await import('better-sqlite3');
    const handle = new Sqlite(from.path, { readonly: true });
    await handle.backup(path, { progress: () => 10_000 });
    handle.close();
    const drop = () => {
      for (const each of [path, `${path}-wal`, `${path}-shm`]) rmSync(each, { force: true });
      return Promise.resolve();
    };
    return { target: { kind: 'sqlite', path }, drop };
  }
  const url = new URL(from.url);
  const template = url.pathname.slice(1);
  url.pathname = `/${name}`;
  const run = (text: string) => onServer(SERVER, (client) => client.query(text));
  for (let tries = 0; ; tries++) {
    try {
      await run(`create database ${name} template ${template}`);
      break;
    } catch (error) {
      // as long as somebody is connected to it
      if ((error as { code?: string }).code !== '55006' || tries >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const drop = async () => void (await run(`drop database ${name} with (force)`));
  return { target: { kind: 'postgres', url: url.href }, drop };
}

async function prepareFile(size: Size): Promise<DatabaseTarget> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${size}.sqlite`);
  const note = join(FOLDER, `${size}.txt`);
  const target = { kind: 'sqlite', path } as const;
  if (existsSync(note) && readFileSync(note, 'utf8') === MADE_BY) return target;
  for (const each of [note, path, `${path}-wal`, `${path}-shm`]) rmSync(each, { force: true });
  await make(target, size);
  const { default: Sqlite } = await import('better-sqlite3');
  const handle = new Sqlite(path);
  handle.exec('vacuum; analyze; pragma wal_checkpoint(truncate)');
  handle.close();
  writeFileSync(note, MADE_BY);
  return target;
}

async function prepareOnServer(size: Size): Promise<DatabaseTarget> {
  const name = `luotsi_bench_${size}`;
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  const target = { kind: 'postgres', url: url.href } as const;
  const kept = await onServer(SERVER, async (client) => {
    const { rows } = await client.query<{ note: string | null }>(
      `select shobj_description(oid, 'pg_database') as note from pg_database where datname = $1`,
      [name],
    );
    if (rows[0]?.note === MADE_BY) return true;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    return false;
  });
  if (kept) return target;
  await make(target, size);
  await onServer(target.url, (client) => client.query('vacuum analyze'));
  await onServer(SERVER, (client) => client.query(`comment on database ${name} is '${MADE_BY}'`));
  return target;
}

async function make(target: DatabaseTarget, size: Size): Promise<void> {
  const began = Date.now();
  const database = await open(target);
  try {
    await fill(database, size);
  } finally {
    await database.close();
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stderr.write(`made the ${size} data on ${target.kind} in ${seconds} s\n`);
}

async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
