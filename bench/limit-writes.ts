import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import '../src/features';
import type { DatabaseTarget } from '../src/database/connect';
import { type ColumnShape, type Dialect, postgres, sqlite } from '../src/database/dialect';
import { type Sql, join, raw, render, sql } from '../src/database/sql';
import { columnsFor, defaultOf } from '../src/kernel/declare/kinds';
import { partId } from '../src/kernel/declare/ids';
import { entityOf } from '../src/kernel/declare/registry';
import { CHANGE, shapesOf } from '../src/kernel/declare/table';
import { Participation, Placement } from '../src/action/action.entity';
import { Event } from '../src/event/event.entity';
import { ExternalId } from '../src/source/source.entity';

type Columns = Record<string, unknown>;

/** An event as the limit is sent it: its columns, of which only the references are still to be looked up. */
export interface SentEvent {
  externalId: string;
  owner: string;
  columns: Columns & { id: string; slug: string };
  participations: { role: string; organisation: string }[];
  placements: { module: string }[];
}

/** What W1 sends to the limit. */
export interface SentEvents {
  system: string;
  actor: string;
  at: string;
  events: SentEvent[];
}

/** What W2 sends to the limit. */
export interface SentTitle {
  slug: string;
  title: string;
  titleFolded: string;
  titleSortFi: string;
  titleSortSv: string;
  actor: string;
  at: string;
}

interface Session {
  dialect: Dialect;
  run(statement: Sql): Promise<Columns[]>;
}

type Write = (sent: Columns) => Promise<string>;

/** The least that writes can be: a transaction that reads, compares, and writes what differs and the change log, by sets. */
export async function writesOn(target: DatabaseTarget): Promise<Map<string, Write>> {
  if (target.kind === 'postgres') {
    const client = new Client({
      connectionString: target.url,
      options: '-c jit=off -c synchronous_commit=on',
    });
    await client.connect();
    const run = async (statement: Sql) =>
      (await client.query<Columns>(render(statement, postgres.placeholder))).rows;
    return new Map([['W1', imports({ dialect: postgres, run })]]);
  }
  const handle = new Sqlite(target.path);
  handle.pragma('journal_mode = WAL');
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  const prepared = new Map<string, Sqlite.Statement>();
  const run = (statement: Sql) => {
    const { text, values } = render(statement, sqlite.placeholder);
    const found = prepared.get(text) ?? handle.prepare(text);
    prepared.set(text, found);
    if (found.reader) return Promise.resolve(found.all(...values) as Columns[]);
    found.run(...values);
    return Promise.resolve([]);
  };
  return new Map([
    ['W1', imports({ dialect: sqlite, run })],
    ['W2', renames(handle)],
  ]);
}

/** W2 on SQLite; on PostgreSQL it is one statement. */
function renames(handle: Sqlite.Database): Write {
  const begin = handle.prepare('begin immediate');
  const read = handle.prepare(
    'select id, owner_id, state, version, title from event where slug = ?',
  );
  const write = handle.prepare(`update event set title = :title, title_folded = :titleFolded,
    title_sort_fi = :titleSortFi, title_sort_sv = :titleSortSv, version = version + 1, updated_at = :at,
    sequence = sequence + 1, sequenced_at = :at where slug = :slug`);
  const log =
    handle.prepare(`insert into change (seq, type, record_id, slug, operation, version, actor, at, fields,
    "values", owner_id, public_before, public_after) values ((select coalesce(max(seq), 0) + 1 from change), 'Event',
    :id, :slug, 'UPDATE', :version, :actor, :at, '["title"]', :values, :owner_id, :shown, :shown)`);
  const commit = handle.prepare('commit');
  return (sent) => {
    const { slug, title, actor, at } = sent as unknown as SentTitle;
    begin.run();
    const event = read.get(slug) as Columns & { version: number; title: string };
    if (event.title !== title) {
      event.version++;
      const shown = Number(event.state !== 'DRAFT');
      const values = `{"title":{"before":${event.title},"after":${title}}}`;
      const { id, owner_id, version } = event;
      write.run(sent);
      log.run({ id, owner_id, version, slug, actor, at, shown, values });
    }
    commit.run();
    const answer = { event: { slug, version: event.version }, userErrors: [] };
    return Promise.resolve(JSON.stringify({ putEvent: answer }));
  };
}

/** W1. */
function imports(session: Session): Write {
  return async (sent) => {
    await session.run(raw(session.dialect === sqlite ? 'begin immediate' : 'begin'));
    if (session.dialect === postgres) await session.run(sql`select pg_advisory_xact_lock(1)`);
    const counts = await importEvents(sent as unknown as SentEvents, session);
    await session.run(raw('commit'));
    return JSON.stringify({ importBundle: { report: { applied: true, counts }, userErrors: [] } });
  };
}

const [event, participation, placement, externalId] = [
  Event,
  Participation,
  Placement,
  ExternalId,
].map((type) => ({ entity: entityOf(type), shapes: [...shapesOf(entityOf(type)).values()] })) as [
  Table,
  Table,
  Table,
  Table,
];

interface Table {
  entity: ReturnType<typeof entityOf>;
  shapes: ColumnShape[];
}

const STAMPS = ['version', 'updatedAt', 'sequence', 'sequencedAt'];
const NOTICED = ['title', 'timing', 'venue'];

async function importEvents({ system, actor, at, events }: SentEvents, session: Session) {
  const idOf = await lookedUp(events, session);
  const columns = Object.keys(events[0]!.columns).filter(
    (each) => each !== 'id' && each !== 'slug',
  );
  const given = event.shapes.filter(({ property }) => [...columns, 'ownerId'].includes(property));
  const stored = await storedEvents(system, events, given, session);
  const ids = [...stored.values()].map((each) => each.id as string);
  const oldParticipations = await storedParts(participation, ids, session);
  const oldPlacements = await storedParts(placement, ids, session);
  const [last] = await session.run(sql`select coalesce(max(seq), 0) as seq from change`);
  let seq = Number(last!.seq);

  const counts = { created: 0, updated: 0, unchanged: 0 };
  const rows: Columns[] = [];
  const names: Columns[] = [];
  const changes: Columns[] = [];
  const lists = {
    participations: {
      table: participation,
      old: oldParticipations,
      put: [] as Columns[],
      gone: [] as string[],
    },
    placements: {
      table: placement,
      old: oldPlacements,
      put: [] as Columns[],
      gone: [] as string[],
    },
  };
  for (const each of events) {
    const before = stored.get(each.externalId);
    const id = (before?.id as string | undefined) ?? each.columns.id;
    const after: Columns = { ...each.columns, id, ownerId: idOf(each.owner) };
    const values: Columns = {};
    const fields: string[] = [];
    for (const { property } of before ? given : []) {
      if (!before || textOf(after[property]) === textOf(before[property])) continue;
      const entry = event.entity.attributes.find((one) => one.property === property);
      if (!entry) continue; // what follows from another column
      fields.push(entry.name);
      values[entry.name] = { before: valueOf(before[property]), after: after[property] };
    }
    const wanted = {
      participations: each.participations.map(({ role, organisation }) => ({
        role,
        organisationId: idOf(organisation),
      })),
      placements: each.placements.map(({ module }) => ({ moduleId: idOf(module), cell: 0 })),
    };
    for (const name of ['participations', 'placements'] as const) {
      const { table, old, put, gone } = lists[name];
      const had = old.get(id) ?? [];
      const parts = wanted[name] as Columns[];
      let same = had.length === parts.length;
      parts.forEach((part, position) => {
        if (had[position] && Object.keys(part).every((key) => part[key] === had[position]![key]))
          return;
        same = false;
        const of = (had[position]?.id as string | undefined) ?? partId(table.entity, id, position);
        put.push({ ...part, id: of, recordId: id, position });
      });
      for (const part of had.slice(parts.length)) gone.push(part.id as string);
      if (same) continue;
      fields.push(name);
      if (before) values[name] = { before: had.map(plain), after: parts };
    }
    if (before && fields.length === 0) {
      counts.unchanged++;
      continue;
    }
    counts[before ? 'updated' : 'created']++;
    const noticed = !before || NOTICED.some((name) => name in values);
    Object.assign(after, {
      slug: before?.slug ?? after.slug,
      uid: id,
      version: before ? (before.version as number) + 1 : 1,
      createdAt: at,
      updatedAt: at,
      sequence: before ? (before.sequence as number) + Number(noticed) : 0,
      sequencedAt: noticed ? at : before.sequencedAt,
    });
    rows.push(after);
    if (!before)
      names.push({
        id: partId(externalId.entity, id, system),
        recordId: id,
        position: 0,
        system,
        value: each.externalId,
      });
    changes.push({
      seq: ++seq,
      type: 'Event',
      recordId: id,
      slug: after.slug,
      operation: before ? 'UPDATE' : 'CREATE',
      version: after.version,
      actor,
      at,
      fields: before ? fields : [...columns, 'owner', 'slug', ...fields, 'externalIds'],
      values: before ? values : null,
      ownerId: after.ownerId,
      publicBefore: before !== undefined && before.state !== 'DRAFT',
      publicAfter: after.state !== 'DRAFT',
    });
  }
  const changeable = [...given.map(({ property }) => property), ...STAMPS];
  await put(event, rows, changeable, session);
  for (const { table, put: parts, gone } of Object.values(lists)) {
    await put(table, parts, ['role', 'organisationId', 'moduleId', 'cell'], session);
    if (gone.length > 0)
      await session.run(
        sql`delete from ${raw(table.entity.table)} where ${session.dialect.isIn(raw('id'), gone, 'text')}`,
      );
  }
  await put(externalId, names, [], session);
  await put(
    { entity: { ...event.entity, table: 'change', attributes: [] }, shapes: CHANGE },
    changes,
    [],
    session,
  );
  return counts;
}

const textOf = (value: unknown) => {
  if (typeof value === 'boolean') return String(Number(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const valueOf = (value: unknown): unknown =>
  typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value;

const plain = ({ id: _id, recordId: _recordId, position: _position, ...rest }: Columns) => rest;

/** The ids of organisations and modules by their slugs. */
async function lookedUp(events: SentEvent[], { dialect, run }: Session) {
  const organisations = events.flatMap((each) => [
    each.owner,
    ...each.participations.map(({ organisation }) => organisation),
  ]);
  const modules = events.flatMap((each) => each.placements.map(({ module }) => module));
  const ids = new Map<string, string>();
  for (const [table, slugs] of [
    ['organisation', organisations],
    ['module', modules],
  ] as const)
    for (const { id, slug } of await run(
      sql`select id, slug from ${raw(table)} where ${dialect.isIn(raw('slug'), [...new Set(slugs)], 'text')}`,
    ))
      ids.set(slug as string, id as string);
  return (slug: string): string => {
    const id = ids.get(slug);
    if (!id) throw new Error(`There is no ${slug}.`);
    return id;
  };
}

/** The stored events by their external ids. */
async function storedEvents(
  system: string,
  events: SentEvent[],
  given: ColumnShape[],
  { dialect, run }: Session,
): Promise<Map<string, Columns>> {
  const wanted = given.map(({ property, name, type }) =>
    raw(`${type === 'json' ? `cast(e."${name}" as text)` : `e."${name}"`} as "${property}"`),
  );
  const names = dialect.isIn(
    raw('x.value'),
    events.map((each) => each.externalId),
    'text',
  );
  const rows = await run(sql`select x.value as known, e.id, e.slug, e.version, e.sequence,
    e.sequenced_at as "sequencedAt", ${join(wanted, ', ')}
    from external_id x join event e on e.id = x.record_id where x.system = ${system} and ${names}`);
  return new Map(rows.map((row) => [row.known as string, row]));
}

/** The stored parts by their records, in order. */
async function storedParts({ entity, shapes }: Table, ids: string[], { dialect, run }: Session) {
  const columns = shapes
    .filter(({ property }) =>
      ['id', 'recordId', 'position', 'role', 'organisationId', 'moduleId', 'cell'].includes(
        property,
      ),
    )
    .map(({ property, name }) => raw(`"${name}" as "${property}"`));
  const rows = await run(
    sql`select ${join(columns, ', ')} from ${raw(entity.table)} where ${dialect.isIn(raw('record_id'), ids, 'text')}`,
  );
  const lists = new Map<string, Columns[]>();
  for (const row of rows) {
    const list = lists.get(row.recordId as string);
    if (list) list[row.position as number] = row;
    else {
      const first: Columns[] = [];
      first[row.position as number] = row;
      lists.set(row.recordId as string, first);
    }
  }
  return lists;
}

/** Writes rows; what they do not hold is as in any new row, and what is stored changes in the named columns only. */
async function put(
  { entity, shapes }: Table,
  rows: Columns[],
  changeable: string[],
  { dialect, run }: Session,
): Promise<void> {
  if (rows.length === 0) return;
  const first = rows[0]!;
  const defaults: Columns = {};
  for (const each of entity.attributes)
    if (each.kind !== 'many') Object.assign(defaults, columnsFor(each, defaultOf(each)));
  const sent = shapes.filter(({ property }) => property in first);
  const others = shapes.filter(({ property }) => !(property in first));
  const changing = sent.filter(({ property }) => changeable.includes(property));
  const columns = [...sent, ...others].map(({ name }) => raw(`"${name}"`));
  const values = [
    ...sent.map(({ name }) => raw(`v."${name}"`)),
    ...others.map(({ property, type }) => raw(constant(defaults[property] ?? null, type))),
  ];
  const conflict =
    changing.length > 0
      ? sql`on conflict (id) do update set ${join(
          changing.map(({ name }) => raw(`"${name}" = excluded."${name}"`)),
          ', ',
        )}`
      : sql``;
  await run(sql`insert into ${raw(`"${entity.table}"`)} (${join(columns, ', ')})
    select ${join(values, ', ')} from ${dialect.rows(sent, rows)} where true ${conflict}`);
}

function constant(value: unknown, type: ColumnShape['type']): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  const text = (type === 'json' ? JSON.stringify(value) : (value as string)).replaceAll("'", "''");
  return `'${text}'`;
}
