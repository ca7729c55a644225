import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Rows, Session, Source } from '../database/database';
import { fromJson, sql } from '../database/sql';
import { mayBeStored } from '../value/text';
import type { Role, Viewer } from '../kernel/declare/viewer';

/** What is told of a key: all but its secret. */
export interface KeyInfo {
  id: string;
  prefix: string;
  name: string;
  role: Role;
  organisationIds: string[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

/** What a new key is to be. */
export interface NewKey {
  name: string;
  role: Role;
  organisationIds: string[];
  expiresAt: string | null;
}

const COLUMNS = sql`id, prefix, name, role, organisation_ids as "organisationIds", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** Every key, the newest first. */
export async function listKeys(source: Source): Promise<KeyInfo[]> {
  const rows = await source.read(sql`select ${COLUMNS} from api_key order by created_at desc, id`);
  return rows.map(infoOf);
}

/** Makes a key; the text of it is told this once and never again. */
export async function createKey(
  session: Session,
  { name, role, organisationIds, expiresAt }: NewKey,
  now: Date,
): Promise<{ key: string; info: KeyInfo }> {
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const id = `api_key_${randomBytes(16).toString('hex')}`;
  const createdAt = now.toISOString();
  const covered = JSON.stringify(organisationIds);
  await session.run(sql`insert into api_key (id, prefix, hash, name, role, organisation_ids, created_at, expires_at)
    values (${id}, ${prefix}, ${hashOf(secret).toString('hex')}, ${name}, ${role}, ${covered}, ${createdAt}, ${expiresAt})`);
  const info = { id, prefix, name, role, organisationIds, createdAt, expiresAt };
  return {
    key: `luotsi_${prefix}_${secret}`,
    info: { ...info, revokedAt: null, lastUsedAt: null },
  };
}

/** Revokes a key, from the next request on; gives it, or null where there is none. */
export async function revokeKey(session: Session, id: string, now: Date): Promise<KeyInfo | null> {
  if (!mayBeStored(id)) return null;
  const at = now.toISOString();
  await session.run(
    sql`update api_key set revoked_at = ${at} where id = ${id} and revoked_at is null`,
  );
  const [row] = await session.run(sql`select ${COLUMNS} from api_key where id = ${id}`);
  return row ? infoOf(row) : null;
}

/** Lets keys that cover one organisation cover another in its place. */
export async function moveKeys(session: Session, from: string, into: string): Promise<void> {
  const covering = sql`cast(organisation_ids as text) like ${`%"${from}"%`}`;
  const keys = await session.run(sql`select id, organisation_ids from api_key where ${covering}`);
  for (const { id, organisation_ids: held } of keys) {
    const ids = (fromJson(held) as string[]).map((each) => (each === from ? into : each));
    const covered = JSON.stringify([...new Set(ids)]);
    await session.run(sql`update api_key set organisation_ids = ${covered} where id = ${id}`);
  }
}

/** Who a key stands for; null where it is wrong, expired or revoked. */
export async function viewerOfKey(
  source: Source,
  key: string,
  now: Date,
): Promise<{ viewer: Viewer; info: KeyInfo } | null> {
  const [, prefix, secret] = /^luotsi_([0-9a-f]{12})_([\w-]{20,100})$/.exec(key) ?? [];
  if (!prefix || !secret) return null;
  const [row] = await source.read(
    sql`select ${COLUMNS}, hash from api_key where prefix = ${prefix}`,
  );
  const { hash, ...told } = row ?? {};
  const known = Buffer.from((hash as string | undefined) ?? hashOf('').toString('hex'), 'hex');
  const right = timingSafeEqual(known, hashOf(secret)); // as long for a prefix that is not there
  if (!row || !right) return null;
  const info = infoOf(told);
  const expired = info.expiresAt !== null && info.expiresAt <= now.toISOString();
  if (info.revokedAt !== null || expired) return null;
  const { role, organisationIds } = info;
  return { viewer: { role, organisationIds, actor: `key:${prefix}` }, info };
}

/** Keys are noted as used to the minute: a write for every request would cost more than it tells. */
const MINUTE = 60_000;

/** Whether the note of when a key was last used is worth renewing. */
export const isStale = ({ lastUsedAt }: KeyInfo, now: Date): boolean =>
  lastUsedAt === null || now.getTime() - Date.parse(lastUsedAt) >= MINUTE;

/** Notes that a key was used. */
export async function noteUse(session: Session, { id }: KeyInfo, now: Date): Promise<void> {
  await session.run(sql`update api_key set last_used_at = ${now.toISOString()} where id = ${id}`);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function infoOf({ organisationIds, ...row }: Rows[number]): KeyInfo {
  return { ...row, organisationIds: fromJson(organisationIds) } as KeyInfo;
}
