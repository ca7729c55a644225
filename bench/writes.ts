import { isDeepStrictEqual } from 'node:util';
import { model } from '../src/features';
import { columnsFor } from '../src/kernel/declare/kinds';
import { idMaker } from '../src/kernel/declare/ids';
import { slugFor } from '../src/kernel/intake/slugs';
import { parseTiming } from '../src/value/timing';
import { sql } from '../src/database/sql';
import type { DatabaseTarget } from '../src/database/connect';
import { Server } from './client';
import { SIZES, type Size, organisationsOf } from './data';
import type { Timed } from './feed';
import type { SentEvent, SentEvents, SentTitle } from './limit-writes';
import { type Copy, type Kind, copyOf, open } from './place';

/** How much is written in a round, and how often. */
export interface WritePace {
  rounds: number;
  /** Events of an import. */
  events: number;
  /** Requests of which each changes a title. */
  titles: number;
}

const KEY = 'the-key-of-the-bench-opens-nothing-else';
const SYSTEM = 'bench.events';
const event = model.records.find((each) => each.name === 'Event')!;

/**
 * W1: an import of events by external id in one call: of four, two are updated, one is as it was and one is new, and the
 * lists of those that are updated change. W2: the titles of single events, one after the other. Both write to copies of
 * the data; where these do not hold the same after a round, gives how they differ.
 */
export async function measureWrites(
  workload: 'W1' | 'W2',
  { kind, size, target }: { kind: Kind; size: Size; target: DatabaseTarget },
  pace: WritePace,
): Promise<Timed | string> {
  const copies: Copy[] = [];
  const servers: Server[] = [];
  const start = async (script: 'ours' | 'limit', { target: at }: Copy) => {
    const server = await Server.start(script, at, { LUOTSI_ADMIN_KEY: KEY, CACHE_BYTES: '0' });
    servers.push(server);
    return server;
  };
  const rounds = workload === 'W1' ? importsOf(size, pace) : titlesOf(size, pace);
  try {
    copies.push(await copyOf(kind, target, `${size}_${workload}_ours`));
    if (workload === 'W1') {
      const filling = await start('ours', copies[0]!);
      const { answers } = await filling.send([filling.request('/graphql', rounds.first!, KEY)]);
      if (!isDone(answers[0]!)) return `cannot be filled: ${answers[0]!.slice(0, 300)}`;
      await servers.pop()!.stop();
      await settle(copies[0]!.target);
    }
    copies.push(await copyOf(kind, copies[0]!.target, `${size}_${workload}_limit`));
    const ours = await start('ours', copies[0]!);
    const limit = await start('limit', copies[1]!);
    const timed: Timed = { workload, rounds: [], statements: 0 };
    for (let round = 0; round <= pace.rounds; round++) {
      const { bodies, parameters, count } = rounds.round(round);
      const requests = bodies.map((body) => ours.request('/graphql', body, KEY));
      const least = await limit.send(parameters.map((each) => limit.request(`/${workload}`, each)));
      const { statements: before } = await ours.told();
      const took = await ours.send(requests);
      timed.statements = ((await ours.told()).statements - before) / requests.length;
      const difference =
        answersDiffer(took.answers, least.answers) ??
        (await contentsDiffer(copies[0]!.target, copies[1]!.target));
      if (difference) return difference;
      if (round > 0) timed.rounds.push({ took: took.ms / count, may: least.ms / count }); // the first one warms up
    }
    return timed;
  } finally {
    await Promise.all(servers.map((each) => each.stop()));
    for (const each of copies) await each.drop();
  }
}

interface Round {
  bodies: object[];
  parameters: object[];
  /** How many rows these are. */
  count: number;
}

interface Rounds {
  /** What is imported before. */
  first?: object;
  round(n: number): Round;
}

const IMPORT = `mutation ($input: ImportBundleInput!) {
  importBundle(input: $input) {
    report { applied counts { created updated unchanged } }
    userErrors { message }
  }
}`;

function importsOf(size: Size, { events }: WritePace): Rounds {
  const quarter = events / 4;
  const range = (from: number, count: number, edition: number) =>
    Array.from({ length: count }, (_, i) => eventOf(from + i, edition, size));
  const body = (rows: EventAsMeant[]) => {
    const bundle = { luotsi: 1, system: SYSTEM, events: rows.map(inBundle) };
    return { query: IMPORT, variables: { input: { bundle } } };
  };
  return {
    first: body(range(0, 3 * quarter, 0)),
    round(n) {
      const updated = range(0, 2 * quarter, n + 1);
      const same = range(2 * quarter, quarter, 0);
      const fresh = range((3 + n) * quarter, quarter, 0);
      const rows = [...updated, ...same, ...fresh];
      const now = new Date();
      const newId = idMaker(now);
      const sent: SentEvents = {
        system: SYSTEM,
        actor: 'limit',
        at: now.toISOString(),
        events: rows.map((row) => forLimit(row, newId(event))),
      };
      return { bodies: [body(rows)], parameters: [sent], count: rows.length };
    },
  };
}

type EventAsMeant = ReturnType<typeof eventOf>;

/** The nth event in one of its editions. */
function eventOf(n: number, edition: number, size: Size) {
  const organisations = organisationsOf(size);
  const modules = SIZES[size].plans * 40;
  const day = new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10);
  const organisation = (k: number) => `organisation-${(n + edition + k) % organisations}`;
  return {
    externalId: `event ${n}`,
    owner: `organisation-${n % organisations}`,
    title: { fi: `Tapahtuma ${n}, ${edition}. painos`, sv: `Evenemang ${n}, upplaga ${edition}` },
    timing: { start: `${day}T10:00`, end: `${day}T12:00` },
    participations: [
      { role: 'ORGANISER', organisation: organisation(0) },
      { role: 'PARTNER', organisation: organisation(7) },
    ],
    placements: Array.from({ length: 1 + ((n + edition) % 3) }, (_, k) => ({
      module: `module-${(n * 7 + edition * 3 + k * 11) % modules}`,
    })),
  };
}

const COMMON = { state: 'PUBLISHED', languages: ['fi', 'sv'], venue: 'Pääkirjasto' };

function inBundle({ externalId, ...rest }: EventAsMeant): object {
  return { ...rest, ...COMMON, externalIds: [{ value: externalId }] };
}

/** The limit is sent the columns as they are to be stored. */
function forLimit({ title, timing, owner, ...rest }: EventAsMeant, id: string): SentEvent {
  const columns = columnsOf({ ...COMMON, title, timing: parseTiming(timing) });
  return { ...rest, owner, columns: { id, slug: slugFor(owner, title.fi), ...columns } };
}

function columnsOf(values: Record<string, unknown>): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    Object.assign(
      columns,
      columnsFor(
        event.attributes.find((each) => each.name === name)!,
        value,
      ),
    );
  return columns;
}

const PUT = `mutation ($input: PutEventInput!) {
  putEvent(input: $input) { event { slug version } userErrors { message } }
}`;

function titlesOf(size: Size, { titles }: WritePace): Rounds {
  return {
    round(n) {
      const round: Round = { bodies: [], parameters: [], count: titles };
      for (let i = 0; i < titles; i++) {
        const slug = `event-${(i * 37) % SIZES[size].events}`;
        const title = { fi: `Nimi ${i}, ${n}. kierros`, sv: `Namn ${i}, varv ${n}` };
        const columns = columnsOf({ title }) as unknown as SentTitle;
        const at = new Date().toISOString();
        round.bodies.push({ query: PUT, variables: { input: { slug, title } } });
        round.parameters.push({
          ...columns,
          title: JSON.stringify(title),
          slug,
          actor: 'limit',
          at,
        } satisfies SentTitle);
      }
      return round;
    },
  };
}

const isDone = (answer: string) =>
  answer.includes('"userErrors":[]') && !answer.includes('"errors"');

function answersDiffer(ours: string[], limit: string[]): string | null {
  for (const [i, answer] of ours.entries()) {
    const same = isDeepStrictEqual(JSON.parse(answer), JSON.parse(limit[i]!));
    if (!same || !isDone(answer) || answer.includes('"applied":false'))
      return `${answer.slice(0, 500)} instead of ${limit[i]!.slice(0, 500)}`;
  }
  return null;
}

/** How what was written differs from what the limit wrote; null where it does not. */
async function contentsDiffer(ours: DatabaseTarget, limit: DatabaseTarget): Promise<string | null> {
  const [found, expected] = await Promise.all([contents(ours), contents(limit)]);
  for (const [what, rows] of Object.entries(found)) {
    const others = expected[what]!;
    const at = rows.findIndex((row, i) => row !== others[i]);
    if (at >= 0 || rows.length !== others.length || rows.length === 0)
      return `${rows.length} ${what} instead of ${others.length}; ${rows[at]} instead of ${others[at]}`;
  }
  return null;
}

/** What was written since the data was made, and what must be the same whoever wrote it. */
async function contents(target: DatabaseTarget): Promise<Record<string, string[]>> {
  const database = await open(target);
  const written = sql`(version > 1 or exists (select 1 from external_id x where x.record_id = e.id))`;
  const text = (rows: Record<string, unknown>[], sorted?: 'sorted') => {
    const lines = rows.map((row) => JSON.stringify(row));
    return sorted ? lines.sort() : lines;
  };
  try {
    const events =
      await database.read(sql`select e.slug, e.owner_id, e.version, e.sequence, e.state, e.title_folded,
      e.title_sort_fi, e.title_sort_sv, e.timing_sort, e.venue, e.status, e.price_cents, cast(e.title as text) as title,
      cast(e.timing as text) as timing, cast(e.languages as text) as languages from event e where ${written}`);
    const names = await database.read(sql`select e.slug, x.system, x.value, x.position
      from external_id x join event e on e.id = x.record_id`);
    const participations =
      await database.read(sql`select e.slug, p.position, p.role, p.organisation_id, p.network_id
      from participation p join event e on e.id = p.record_id where ${written}`);
    const placements =
      await database.read(sql`select e.slug, p.position, p.module_id, p.topic_id, p.cell
      from placement p join event e on e.id = p.record_id where ${written}`);
    const changes =
      await database.read(sql`select seq, type, slug, operation, version, owner_id, public_before,
      public_after from change`);
    return {
      events: text(events, 'sorted'),
      ...(names.length > 0 ? { 'external ids': text(names, 'sorted') } : {}),
      participations: text(participations, 'sorted'),
      placements: text(placements, 'sorted'),
      changes: text(changes, 'sorted'),
    };
  } finally {
    await database.close();
  }
}

/** Brings what the database knows of its data up to date. */
async function settle(target: DatabaseTarget): Promise<void> {
  const database = await open(target);
  try {
    await database.write((session) => session.run(sql`analyze`));
  } finally {
    await database.close();
  }
}
