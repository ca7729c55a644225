import { type KeyInfo, type NewKey, createKey, listKeys, revokeKey } from '../api-key/keys';
import { readConfig } from '../config';
import { connect } from '../database/connect';
import type { Database } from '../database/database';
import { sql } from '../database/sql';
import { model } from '../features';
import { parseDateTime } from '../value/dates';

/** What a new key is to be, as the options say it. */
export interface KeyOptions {
  name: string;
  role: NewKey['role'];
  organisation: string[];
  expires?: string;
}

/** Makes a key in the database of the settings. Its text alone goes to standard output, and is told this once. */
export async function createKeyCommand(options: KeyOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const { name, role, organisation: slugs, expires } = options;
  const now = new Date();
  const expiresAt = expires === undefined ? null : parseDateTime(expires);
  if (expiresAt !== null && expiresAt <= now.toISOString())
    throw new Error(`Wanted a time in the future; got ${expires}.`);
  if (name.trim() === '' || name.length > 200)
    throw new Error('Wanted a name of 1 to 200 characters.');
  const { key, info } = await withDatabase(env, (database) =>
    database.write(async (session) => {
      const rows = await session.run(
        sql`select id, slug from organisation where ${session.dialect.isIn(sql`slug`, slugs, 'text')}`,
      );
      const ids = slugs.map((slug) => {
        const found = rows.find((each) => each.slug === slug);
        if (!found) throw new Error(`There is no Organisation "${slug}".`);
        return found.id as string;
      });
      return createKey(session, { name, role, organisationIds: ids, expiresAt }, now);
    }),
  );
  const covers = role === 'ADMIN' ? 'everything' : slugs.join(', ') || 'no organisation';
  process.stderr.write(
    `A key with the role ${role} that covers ${covers}; ${expiryOf(info)}. Keep it: it is told this once.\n`,
  );
  process.stdout.write(`${key}\n`);
}

/** Lists the keys of the database, the newest first, without their secrets. */
export async function listKeysCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const { keys, slugs } = await withDatabase(env, async (database) => {
    const rows = await database.read(sql`select id, slug from organisation`);
    const slugs = new Map(rows.map((each) => [each.id as string, each.slug as string]));
    return { keys: await listKeys(database), slugs };
  });
  if (keys.length === 0) process.stderr.write('There are no keys.\n');
  for (const each of keys) {
    const covers = each.organisationIds.map((id) => slugs.get(id) ?? id).join(',') || '-';
    const used = each.lastUsedAt ? `used ${each.lastUsedAt}` : 'never used';
    const state = each.revokedAt ? `revoked ${each.revokedAt}` : expiryOf(each);
    const cells = [
      each.prefix,
      each.role,
      covers,
      `made ${each.createdAt}`,
      used,
      state,
      each.name,
    ];
    process.stdout.write(`${cells.join('\t')}\n`);
  }
}

/** Revokes a key by its id or by what it begins with, from the next request on. */
export async function revokeKeyCommand(named: string, env: NodeJS.ProcessEnv): Promise<void> {
  const prefix = /^(?:luotsi_)?([0-9a-f]{12})(?:_|$)/.exec(named)?.[1];
  const info = await withDatabase(env, async (database) => {
    const found = (await listKeys(database)).find(
      (each) => each.id === named || each.prefix === prefix,
    );
    return found && database.write((session) => revokeKey(session, found.id, new Date()));
  });
  if (!info) throw new Error('There is no such key.');
  process.stderr.write(
    `The key ${info.prefix} (${info.name}) is revoked since ${info.revokedAt}.\n`,
  );
}

const expiryOf = ({ expiresAt }: KeyInfo) =>
  expiresAt ? `it expires ${expiresAt}` : 'it does not expire';

async function withDatabase<T>(
  env: NodeJS.ProcessEnv,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { database } = await connect(readConfig(env).database, model.tables as never);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
