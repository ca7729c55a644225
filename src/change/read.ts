import { GraphQLError } from 'graphql';
import type { Rows, Source } from '../database/database';
import type { Dialect } from '../database/dialect';
import { type Sql, fromJson, join, literal, raw, sql } from '../database/sql';
import { badInput } from '../kernel/declare/errors';
import type { Viewer } from '../kernel/declare/viewer';
import { type Audience, EVERYBODY, NOBODY, type Shown, sees } from '../kernel/write/audience';
import { echo } from '../value/invalid';
import { type ChangeCursors, changeCursors } from './cursor';

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
  hasPreviousPage: boolean;
  endCursor: string;
}

/** So many entries are read at once, of which a viewer may be told few. */
const AT_ONCE = 200;

/**
 * The changes behind a cursor, as the viewer may know of them: what came into sight is told as made, what went out of
 * sight as deleted, and of what was never in sight nothing. Where only what some organisations own is wanted, nothing else
 * is in sight: what they get is told as made, what they give away as deleted.
 */
export async function readChanges(
  source: Source,
  viewer: Viewer,
  { after, first, types, ownerIds }: ChangesWanted,
): Promise<ChangePage> {
  const [head] = await source.read(
    sql`select coalesce(max(seq), 0) as newest, coalesce(min(seq), 1) as oldest from change`,
  );
  const cursors = await changeCursors(source);
  const newest = Number(head!.newest);
  if (first === 0 && (after ?? null) === null)
    return {
      changes: [],
      hasNextPage: false,
      hasPreviousPage: false,
      endCursor: cursors.of(newest),
    };
  const oldest = Number(head!.oldest);
  const from = (after ?? null) === null ? 0 : placeOf(after!, cursors, { newest, oldest });
  const { dialect } = source;
  const conditions: Sql[] = [mayConcern(viewer, dialect)];
  if (types) conditions.push(dialect.isIn(sql`c.type`, types, 'text'));
  const owners = [sql`c.owner_before`, sql`c.owner_id`];
  if (ownerIds) {
    const of = owners.map((each) => dialect.isIn(each, ownerIds, 'text'));
    conditions.push(sql`(${join(of, ' or ')})`);
  }
  const changes: SeenChange[] = [];
  let place = from;
  for (let more = true; more && changes.length <= first;) {
    const rows = await source.read(sql`select ${COLUMNS} from change c
      where ${dialect.watch('c')}c.seq > ${place} and c.seq <= ${newest} and ${join(conditions, ' and ')}
      order by c.seq limit ${literal(AT_ONCE)}`);
    changes.push(...rows.flatMap((row) => seenBy(viewer, row, cursors, ownerIds) ?? []));
    more = rows.length === AT_ONCE;
    place = Number(rows.at(-1)?.seq ?? place);
  }
  const isCut = changes.length > first;
  const page = changes.slice(0, first);
  const endCursor = isCut ? (page.at(-1)?.cursor ?? cursors.of(from)) : cursors.of(newest);
  // a page of none leads to no next one, or who follows pages would not come to an end
  return {
    changes: page,
    hasNextPage: isCut && first > 0,
    hasPreviousPage: from >= oldest,
    endCursor,
  };
}

const COLUMNS = raw(
  `c.seq, c.type, c.record_id, c.slug, c."values"->'slug'->>'before' as slug_before, c.operation, c.version, c.at, c.fields,
    c.owner_before, c.owner_id, c.public_before, c.public_after, c.sight`,
);

/** That a viewer may have to be told of an entry; whether it is so, its audiences say. */
function mayConcern({ role, organisationIds }: Viewer, dialect: Dialect): Sql {
  if (role === 'ADMIN') return raw('true');
  const open = sql`c.public_before = ${true} or c.public_after = ${true}`;
  if (organisationIds.length === 0) return sql`(${open})`;
  const named = sql`cast(c.sight as text) like '%' || p.value || '%'`;
  return sql`(${open} or exists (select 1 from ${dialect.valueList(organisationIds)} where ${named}))`;
}

/** Who saw a record, who sees it, and to whom the fields differ that do not for all. */
interface Sight {
  before?: Audience;
  after?: Audience;
  fields?: Record<string, Shown[]>;
}

function seenBy(
  viewer: Viewer,
  row: Rows[number],
  cursors: ChangeCursors,
  ownerIds?: readonly string[] | null,
): SeenChange | null {
  const sight = (fromJson(row.sight) as Sight | null) ?? {};
  const isWanted = (owner: unknown) => !ownerIds || ownerIds.includes(owner as string);
  const audience = (isPublic: unknown, other: Audience = NOBODY) => (isPublic ? EVERYBODY : other);
  const before =
    row.operation !== 'CREATE' &&
    sees(viewer, audience(row.public_before, sight.before)) &&
    isWanted(row.owner_before);
  const after =
    row.operation !== 'DELETE' &&
    sees(viewer, audience(row.public_after, sight.after)) &&
    isWanted(row.owner_id);
  const fields =
    before && after
      ? (fromJson(row.fields) as string[]).filter((each) => differs(viewer, sight.fields?.[each]))
      : [];
  if (before === after && fields.length === 0) return null;
  return {
    cursor: cursors.of(Number(row.seq)),
    type: row.type as string,
    recordId: row.record_id as string,
    // who loses sight of it does not learn what it is called since
    slug: ((after ? null : row.slug_before) ?? row.slug) as string | null,
    operation: before ? (after ? 'UPDATE' : 'DELETE') : 'CREATE',
    version: row.version as number,
    at: row.at as string,
    fields,
  };
}

/** Whether a viewer sees a difference in a field; where nothing is said, all do. */
const differs = (viewer: Viewer, shown: readonly Shown[] | undefined) =>
  !shown ||
  viewer.role === 'ADMIN' ||
  shown.some(([before, after]) => sees(viewer, before) !== sees(viewer, after));

function placeOf(
  cursor: string,
  cursors: ChangeCursors,
  { newest, oldest }: { newest: number; oldest: number },
): number {
  const seq = cursors.read(cursor);
  if (seq === null) throw badInput('after', `Wanted a cursor of changes; got ${echo(cursor)}.`);
  if (seq <= newest && seq >= oldest - 1) return seq;
  const message =
    'The changes behind this cursor are not there any more: read everything anew, and go on from the cursor of `changes(first: 0)`.';
  throw new GraphQLError(message, { extensions: { code: 'CURSOR_EXPIRED', argument: 'after' } });
}
