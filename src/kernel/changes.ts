import type { Session } from '../database/database';
import { type Sql, sql } from '../database/sql';
import { isIn } from './condition';
import type { Entity } from './declare';
import { ownersOf } from './owner';
import { Reader } from './reader';
import { ANONYMOUS } from './viewer';

/** A change of a record that is not yet in the log. */
export interface PendingChange {
  entity: Entity;
  operation: 'CREATE' | 'UPDATE';
  fields: string[];
  /** The row as it is after the change. */
  row: Record<string, unknown>;
  publicBefore: boolean;
}

/** Which of the rows everybody may see, by the very rules that readers meet. */
export async function publicIds(
  session: Session,
  entity: Entity,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const where = isIn('id', ids);
  const rows = await new Reader(session, ANONYMOUS).rows({ entity, properties: ['id'], where });
  return new Set(rows.map((row) => row.id));
}

/**
 * The rows that changes add to the log: numbered without gaps in the order in which they were made. Whether the public
 * sees a record is looked up at the end, when all that it hangs on has been written too.
 */
export async function changeRows(
  session: Session,
  pending: readonly PendingChange[],
  actor: string,
  at: string,
): Promise<object[]> {
  const [last] = await session.run(LAST);
  const rows: object[] = [];
  for (const entity of new Set(pending.map((each) => each.entity))) {
    const own = pending.filter((each) => each.entity === entity);
    const ids = own.map(({ row }) => row.id as string);
    const visible = await publicIds(session, entity, ids);
    const owners = await ownersOf(
      session,
      entity,
      own.map(({ row }) => row),
    );
    own.forEach(({ operation, fields, row, publicBefore }, i) => {
      const recordId = row.id as string;
      rows.push({
        seq: Number(last!.seq) + rows.length + 1,
        type: entity.name,
        recordId,
        operation,
        version: row.version,
        actor,
        at,
        fields,
        ownerId: owners[i],
        publicBefore,
        publicAfter: visible.has(recordId),
      });
    });
  }
  return rows;
}

const LAST: Sql = sql`select coalesce(max(seq), 0) as seq from change`;
