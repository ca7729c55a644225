import { GraphQLError } from 'graphql';
import type { Rows, Source } from '../database/database';
import { type Sql, join, literal, sql } from '../database/sql';
import { badInput } from '../kernel/declare/errors';
import type { Viewer } from '../kernel/declare/viewer';
import { echo } from '../value/invalid';

/** A change as a viewer is told of it. */
export interface SeenChange {
  cursor: string;
  type: string;
  recordId: string;
  slug: string | null;
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  version: number;
  at: string;
  fields: string[];
  ownerId: string | null;
}

/** What changes are wanted. */
export interface ChangesWanted {
  after?: string | null;
  first: number;
  types?: readonly string[] | null;
  ownerIds?: readonly string[] | null;
}

/** A page of changes: the cursor is where to go on from, also where there was none. */
export interface ChangePage {
  changes: SeenChange[];
  hasNextPage: boolean;
  endCursor: string;
}

/**
 * The changes behind a cursor, as the viewer may know of them: what came into sight is told as made, what went out of
 * sight as deleted, and of what was never in sight nothing.
 */
export async function readChanges(
  source: Source,
  viewer: Viewer,
  { after, first, types, ownerIds }: ChangesWanted,
): Promise<ChangePage> {
  const [head] = await source.read(
    sql`select coalesce(max(seq), 0) as newest, coalesce(min(seq), 1) as oldest from change`,
  );
  const newest = Number(head!.newest);
  if (first === 0 && (after ?? null) === null)
    return { changes: [], hasNextPage: false, endCursor: cursorOf(newest) };
  const from = (after ?? null) === null ? 0 : placeOf(after!, newest, Number(head!.oldest));
  const { dialect } = source;
  const conditions: Sql[] = [sql`c.seq > ${from} and c.seq <= ${newest}`];
  const own = dialect.isIn(sql`c.owner_id`, viewer.organisationIds, 'text');
  if (viewer.role !== 'ADMIN')
    conditions.push(sql`(c.public_before = ${true} or c.public_after = ${true} or ${own})`);
  if (types) conditions.push(dialect.isIn(sql`c.type`, types, 'text'));
  if (ownerIds) conditions.push(dialect.isIn(sql`c.owner_id`, ownerIds, 'text'));
  const rows = await source.read(
    sql`select c.* from change c where ${join(conditions, ' and ')} order by c.seq limit ${literal(first + 1)}`,
  );
  const page = rows.slice(0, first);
  const hasNextPage = rows.length > first;
  return {
    changes: page.map((row) => seenBy(viewer, row)),
    hasNextPage,
    endCursor: cursorOf(hasNextPage ? Number(page.at(-1)?.seq ?? from) : newest),
  };
}

function seenBy(viewer: Viewer, row: Rows[number]): SeenChange {
  const ownerId = row.owner_id as string | null;
  const insider =
    viewer.role === 'ADMIN' || (ownerId !== null && viewer.organisationIds.includes(ownerId));
  const [before, after] = [Boolean(row.public_before), Boolean(row.public_after)];
  const told = before ? (after ? 'UPDATE' : 'DELETE') : 'CREATE';
  const whole = insider || told === 'UPDATE';
  return {
    cursor: cursorOf(Number(row.seq)),
    type: row.type as string,
    recordId: row.record_id as string,
    slug: row.slug as string | null,
    operation: insider ? (row.operation as SeenChange['operation']) : told,
    version: row.version as number,
    at: row.at as string,
    fields: whole ? listOf(row.fields) : [],
    ownerId,
  };
}

const listOf = (fields: unknown) =>
  (typeof fields === 'string' ? JSON.parse(fields) : fields) as string[];

const cursorOf = (seq: number) => Buffer.from(`change ${seq}`).toString('base64url');

function placeOf(cursor: string, newest: number, oldest: number): number {
  const [, digits] =
    /^change (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (!digits || cursorOf(Number(digits)) !== cursor)
    throw badInput('after', `Wanted a cursor of changes; got ${echo(cursor)}.`);
  const seq = Number(digits);
  if (seq <= newest && seq >= oldest - 1) return seq;
  const message =
    'The changes behind this cursor are not there any more: read everything anew, and go on from the cursor of `changes(first: 0)`.';
  throw new GraphQLError(message, { extensions: { code: 'CURSOR_EXPIRED', argument: 'after' } });
}
