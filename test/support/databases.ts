import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DatabaseTarget } from '../../src/database/connect';

/** What the tests run on: PostgreSQL where TEST_DATABASE_URL names a server, else SQLite. */
export const onPostgres = Boolean(process.env.TEST_DATABASE_URL);

/**
 * All of them on SQLite; on PostgreSQL, which takes several times as long to plan statements that come once, one of so many.
 * For questions whose answers the rules decide, which are the same on both.
 */
export const sampled = <T>(all: readonly T[], oneOf: number): readonly T[] =>
  onPostgres ? some(all, oneOf) : all;

/** One of so many, others at each run. */
export function some<T>(all: readonly T[], oneOf: number): readonly T[] {
  const chosen = Math.floor(Math.random() * oneOf);
  return all.filter((_, i) => i % oneOf === chosen);
}

type Template = 'seeded' | 'empty';

/** The setting that names a template database, made once for all test files. */
const templateSetting = (template: Template) => `LUOTSI_TEST_${template.toUpperCase()}`;

/** A database of one's own, new and without any table. */
export async function bareDatabase(): Promise<DatabaseTarget> {
  if (!onPostgres) return { kind: 'sqlite', path: join(folder(), 'luotsi.sqlite') };
  const name = `luotsi_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  return { kind: 'postgres', url: urlOf(name) };
}

/** A database of one's own: migrated and empty, or with the seeds. */
export async function ownDatabase(template: Template): Promise<DatabaseTarget> {
  const from = process.env[templateSetting(template)]!;
  const target = onPostgres ? await copyOnServer(from) : await bareDatabase();
  if (target.kind === 'sqlite') copyFileSync(from, target.path);
  return target;
}

/** Names a database as a template for the test files to come. */
export function keepTemplate(template: Template, target: DatabaseTarget): void {
  process.env[templateSetting(template)] =
    target.kind === 'sqlite' ? target.path : new URL(target.url).pathname.slice(1);
}

/** Removes a database of one's own. */
export async function dropDatabase(target: DatabaseTarget): Promise<void> {
  if (target.kind === 'sqlite') rmSync(join(target.path, '..'), { recursive: true, force: true });
  else
    await onServer(`drop database if exists ${new URL(target.url).pathname.slice(1)} with (force)`);
}

async function copyOnServer(template: string): Promise<DatabaseTarget> {
  const name = `luotsi_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${template}`);
  return { kind: 'postgres', url: urlOf(name) };
}

function urlOf(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  // two copies of one template may not be made at once
  await client.query('select pg_advisory_lock(7108520003)');
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** In memory where there is room: what is committed is on disk before it is answered, which takes longer than to write it. */
function folder(): string {
  const memory = '/dev/shm';
  const room = existsSync(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 };
  const place = room.bavail * room.bsize > 2 ** 29 ? memory : tmpdir();
  return mkdtempSync(join(place, 'luotsi-test-'));
}

/** The template databases. */
export function templates(): DatabaseTarget[] {
  return (['empty', 'seeded'] as const).map((each) => {
    const place = process.env[templateSetting(each)]!;
    return onPostgres ? { kind: 'postgres', url: urlOf(place) } : { kind: 'sqlite', path: place };
  });
}
