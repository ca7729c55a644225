import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Source } from '../database/database';
import { sql } from '../database/sql';

const CIPHER = 'aes-256-ecb';
const BLOCK = 16;

/** Tells a cursor of ours from what was made up. */
const MARK = Buffer.from('changes ');

/**
 * Places in the change log as they are given away: one block, enciphered with the secret of the database. The same place
 * is the same cursor, and nothing else can be told from it: neither how far two are apart, nor how much happens that
 * its holder does not see.
 */
export class ChangeCursors {
  private readonly secret: Buffer;

  constructor(secret: string) {
    this.secret = Buffer.from(secret, 'hex');
  }

  /** The cursor of a place in the log. */
  of(seq: number): string {
    const block = Buffer.alloc(BLOCK);
    MARK.copy(block);
    block.writeBigUInt64BE(BigInt(seq), MARK.length);
    const cipher = createCipheriv(CIPHER, this.secret, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url');
  }

  /** The place that a cursor marks; null where this database has not made it. */
  read(cursor: string): number | null {
    const sent = Buffer.from(cursor, 'base64url');
    if (sent.length !== BLOCK || sent.toString('base64url') !== cursor) return null;
    const decipher = createDecipheriv(CIPHER, this.secret, null).setAutoPadding(false);
    const block = Buffer.concat([decipher.update(sent), decipher.final()]);
    return block.subarray(0, MARK.length).equals(MARK)
      ? Number(block.readBigUInt64BE(MARK.length))
      : null;
  }
}

/** The cursors of a database. */
export async function changeCursors({ read }: Source): Promise<ChangeCursors> {
  const [secret] = await read(sql`select value from secret where name = 'changes'`);
  return new ChangeCursors(secret!.value as string);
}
