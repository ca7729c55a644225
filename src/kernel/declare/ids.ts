import { createHash, randomBytes } from 'node:crypto';
import type { Entity } from './declare';

/**
 * Makes new ids: the type, and a UUID of version 7 (RFC 9562, section 5.7) with a counter behind the time, so that ids
 * sort by age, and those of one write in the order in which its rows came.
 */
export function idMaker(now: Date): (entity: Entity) => string {
  let count = 0;
  return (entity) => {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(now.getTime(), 0, 6);
    bytes.writeUInt16BE(0x7000 | ((count >> 14) & 0x0fff), 6);
    bytes.writeUInt16BE(0x8000 | (count & 0x3fff), 8);
    count++;
    return `${entity.table}_${bytes.toString('hex')}`;
  };
}

/** The id of a part: the same whenever the same record names the same part, so that references to it last. */
export function partId(part: Entity, recordId: string, key: string | number): string {
  const hash = createHash('sha256').update(JSON.stringify([recordId, part.table, key]));
  return `${part.table}_${hash.digest('hex').slice(0, 32)}`;
}
