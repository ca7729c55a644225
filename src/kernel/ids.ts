import { createHash, randomBytes } from 'node:crypto';
import type { Entity } from './declare';

/** A new id: the type, and a UUID of version 7 (RFC 9562, section 5.7), so that later ids sort behind earlier ones. */
export function newId(entity: Entity, now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `${entity.table}_${bytes.toString('hex')}`;
}

/** The id of a part: the same whenever the same record names the same part, so that references to it last. */
export function partId(part: Entity, recordId: string, key: string | number): string {
  const hash = createHash('sha256').update(JSON.stringify([recordId, part.table, key]));
  return `${part.table}_${hash.digest('hex').slice(0, 32)}`;
}
