import 'reflect-metadata';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { DatabaseTarget } from '../src/database/connect';
import { HOME } from '../src/package';
import { Server, walk } from './client';
import type { Size } from './data';
import { type Timed, measureFeed } from './feed';
import { type Kind, open, prepare, refusal } from './place';
import { type Ask, type Cursors, type Workload, workloads } from './workloads';
import { type Peer, install, startPeer } from './peers';
import { type Row, shortfall, shortfalls, growth, line, save } from './results';
import { type Pace, type Pair, inTurn, of, race, warm } from './race';
import { measureWrites } from './writes';

const NAMES = [...workloads.map((each) => each.name), 'mixed', 'R5', 'kept', 'W1', 'W2', 'start'];

const FULL = join(HOME, 'bench', 'results', 'full.json');

const HELP = `npm run bench -- [options]

Measures what our server reaches of the limit: one prepared statement that makes the whole answer, sent by
node:http. Both work on the same database; a row counts only where both give the same answer. R5 is a feed of
1,000 events: its limits are twice the time of its SQL for the text, and a tenth of both for an unchanged one. In
"kept", our server answers from what it keeps, and the limit sends as many bytes that are there already. W1 is an
import of 10,000 events (1,000 where quick) of which half are updated, counted in rows; W2 changes a title, again and
again. Their limits compare, write and log the same by statements made by hand; both write to copies that are thrown
away, and must hold the same after each round. "mixed" asks R0 to R4 in turn; "start" is how long a server takes until it
answers, beside the limit's. "peak MB" is the most memory that our server has held so far. Where both sizes are
measured, "growth" tells how much slower the large data makes us, divided by how much slower it makes the limit.

  --quick            the small data and short rounds only
  --json             { rows: [{ workload, db, size, ofLimit }] } on standard output
  --size SIZE        small or large
  --db DB            sqlite or postgres; BENCH_DATABASE_URL names the PostgreSQL server
  --workload NAME    ${NAMES.join(', ')}
  --save FILE        writes what was measured, with the machine, as JSON; bench/results/full.json, where all is measured
  --peers            measures PostGraphile too, on PostgreSQL, beside the limit; installs it from npm
  --against FILE     fails where less than a third of what such a file holds was reached, thrice
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      size: { type: 'string' },
      db: { type: 'string' },
      workload: { type: 'string' },
      save: { type: 'string' },
      against: { type: 'string' },
      peers: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const sizes = chosen(values.size, ['small', 'large'] as const);
  const kinds = chosen(values.db, ['sqlite', 'postgres'] as const);
  const names = chosen(values.workload, NAMES);
  const pace: Pace = values.quick
    ? { rounds: 3, ms: 300, writes: { rounds: 3, events: 1_000, titles: 100 } }
    : { rounds: 7, ms: 1_000, writes: { rounds: 7, events: 10_000, titles: 500 } };

  const missing = values.peers ? await install() : null;
  if (missing) report(`PostGraphile is skipped: ${missing}`);
  const peers = Boolean(values.peers) && !missing;
  const rows: Row[] = [];
  for (const kind of kinds) {
    const why = kind === 'postgres' ? await refusal() : null;
    if (why) {
      report(`postgres is skipped: ${why}`);
      continue;
    }
    for (const size of values.quick ? (['small'] as const) : sizes) {
      const asked = workloads.filter((each) => names.includes(each.name));
      for await (const row of measure(kind, size, asked, pace, names, peers)) {
        rows.push(row);
        if (!values.json) process.stdout.write(line(row, rows.length === 1));
      }
    }
  }
  if (!values.json) process.stdout.write(growth(rows).join(''));
  const isWhole = !values.quick && !values.size && !values.db && !values.workload;
  const file = values.save ?? (isWhole ? FULL : null);
  if (file) save(file, rows);
  for (const each of values.against ? await stillShort(values.against, rows, pace) : []) {
    report(shortfall(values.against!, each));
    process.exitCode = 1;
  }
  if (values.json) {
    const brief = rows.map(({ workload, db, size, ofLimit }) => ({ workload, db, size, ofLimit }));
    process.stdout.write(`${JSON.stringify({ rows: brief })}\n`);
  }
}

/** So often what fell short is measured again: on a shared machine one of both servers may have been slow for a moment. */
const AGAIN = 2;

/** What falls short of what a file holds, each time that it is measured. */
async function stillShort(path: string, rows: readonly Row[], pace: Pace): Promise<Row[]> {
  let short = shortfalls(path, rows);
  for (let tries = 0; tries < AGAIN && short.length > 0; tries++) {
    const again: Row[] = [];
    for (const { db, size, workload } of short) {
      report(`${workload} ${db} ${size} fell short: measured again`);
      const name = NAMES.find((each) => workload.startsWith(each))!;
      const asked = workloads.filter((each) => name === 'mixed' || each.name === name);
      for await (const row of measure(db, size, asked, pace, [name], false))
        if (row.workload === workload) again.push(row);
    }
    short = shortfalls(path, again);
  }
  return short;
}

function chosen<T extends string>(given: string | undefined, known: readonly T[]): readonly T[] {
  if (given === undefined) return known;
  const found = known.find((each) => each === given);
  if (found) return [found];
  throw new Error(`Wanted one of ${known.join(', ')}; got ${given}.`);
}

async function* measure(
  kind: Kind,
  size: Size,
  asked: Workload[],
  pace: Pace,
  names: readonly string[],
  peers: boolean,
): AsyncGenerator<Row> {
  const target = await prepare(kind, size);
  const [ours, limit, peer] = await Promise.all([
    Server.start('ours', target, { CACHE_BYTES: '0' }),
    Server.start('limit', target),
    peers && kind === 'postgres' ? startPeer(target) : null,
  ]);
  try {
    const mixed: Pair[][] = [];
    for (const workload of asked) {
      const asks = await asksOf(workload, target, size, cursorsOf(ours));
      const pairs = asks.map(({ variables, parameters }) => ({
        ours: ours.request('/graphql', { query: workload.operation, variables }),
        limit: limit.request(`/${workload.limit}`, parameters),
      }));
      const difference = await compare(workload, asks, pairs, ours, limit);
      if (difference) {
        report(`${workload.name} ${kind} ${size}: NOT EQUAL ${difference}`);
        process.exitCode = 1;
        continue;
      }
      if (mixed.length === 0) {
        await warm(
          limit,
          pairs.map((each) => each.limit),
        );
        await warm(
          ours,
          pairs.map((each) => each.ours),
        );
      }
      mixed.push(pairs);
      const before = await ours.told();
      await ours.ask(pairs[0]!.ours);
      const statements = (await ours.told()).statements - before.statements;
      const row = await race(ours, limit, pairs, pace);
      const { peak } = await ours.told();
      yield { workload: workload.name, db: kind, size, statements, peak, ...row };
      const beside =
        peer && (await measurePeer({ peer, workload, target, size, pairs, limit, pace }));
      if (beside) yield { db: kind, size, ...beside };
    }
    if (names.includes('mixed') && mixed.length > 1) {
      const row = await race(ours, limit, inTurn(mixed), pace);
      const { peak } = await ours.told();
      yield { workload: 'mixed', db: kind, size, statements: 1, peak, ...row };
    }
    if (names.includes('kept')) yield await measureKept(kind, size, target, pace, limit);
    if (names.includes('R5'))
      for (const each of await measureFeed(target, 3 * pace.rounds, ours))
        yield { workload: each.workload, db: kind, size, statements: each.statements, ...of(each) };
    if (names.includes('start')) {
      const timed = await measureStart(target, pace.rounds);
      yield { workload: 'start', db: kind, size, statements: 0, ...of(timed) };
    }
  } finally {
    const servers = peer ? [ours, limit, peer.server] : [ours, limit];
    await Promise.all(servers.map((each) => each.stop()));
  }
  for (const workload of ['W1', 'W2'] as const) {
    if (!names.includes(workload)) continue;
    const found = await measureWrites(workload, { kind, size, target }, pace.writes);
    if (typeof found === 'string') {
      report(`${workload} ${kind} ${size}: NOT EQUAL ${found}`);
      process.exitCode = 1;
    } else yield { workload, db: kind, size, statements: found.statements, ...of(found) };
  }
}

interface PeerSetting {
  peer: Peer;
  workload: Workload;
  target: DatabaseTarget;
  size: Size;
  pairs: Pair[];
  limit: Server;
  pace: Pace;
}

/** What a peer reaches of the limit, where it answers with as many rows; null where it has no such operation. */
async function measurePeer(setting: PeerSetting): Promise<Omit<Row, 'db' | 'size'> | null> {
  const { workload, target, size, limit, pace } = setting;
  const { name, server, operations, cursors } = setting.peer;
  const query = operations[workload.name];
  if (!query) return null;
  const asks = await asksOf(workload, target, size, cursors);
  const pairs = asks.map(({ variables }, i) => ({
    ours: server.request('/graphql', { query, variables }),
    limit: setting.pairs[i]!.limit,
  }));
  for (const [i, pair] of pairs.slice(0, COMPARED).entries()) {
    const [answer, wanted] = [await server.ask(pair.ours), await limit.ask(pair.limit)];
    if (rowsIn(answer) === rowsIn(wanted)) continue;
    report(`${workload.name} ${name} ${size}: NOT AS MANY ROWS for ${JSON.stringify(asks[i])}`);
    return null;
  }
  const row = await race(server, limit, pairs, pace);
  return { workload: `${workload.name} ${name}`, ...row };
}

const rowsIn = (answer: object) => JSON.stringify(answer).split('"slug"').length;

/** R1 again and again, of which the answers are kept. */
async function measureKept(
  kind: Kind,
  size: Size,
  target: DatabaseTarget,
  pace: Pace,
  limit: Server,
): Promise<Row> {
  const workload = workloads.find((each) => each.name === 'R1')!;
  const keeping = await Server.start('ours', target);
  try {
    const [ask] = await asksOf(workload, target, size, cursorsOf(keeping));
    const query = keeping.request('/graphql', {
      query: workload.operation,
      variables: ask!.variables,
    });
    const { length } = JSON.stringify(await keeping.ask(query));
    const pair = { ours: query, limit: limit.request(`/bytes/${length}`, {}) };
    const before = await keeping.told();
    await keeping.ask(query);
    const statements = (await keeping.told()).statements - before.statements;
    await warm(keeping, [query]);
    const row = await race(keeping, limit, [pair], pace);
    return { workload: 'kept', db: kind, size, statements, ...row };
  } finally {
    await keeping.stop();
  }
}

/** How long servers take to start, ours and the limit's. */
async function measureStart(target: DatabaseTarget, rounds: number): Promise<Timed> {
  const time = async (script: 'ours' | 'limit') => {
    const began = performance.now();
    const server = await Server.start(script, target);
    const ms = performance.now() - began;
    await server.stop();
    return ms;
  };
  const timed: Timed = { workload: 'start', rounds: [], statements: 0 };
  for (let round = 0; round < rounds; round++)
    timed.rounds.push({ may: await time('limit'), took: await time('ours') });
  return timed;
}

async function asksOf(
  workload: Workload,
  target: DatabaseTarget,
  size: Size,
  cursors: Cursors,
): Promise<Ask[]> {
  const database = await open(target);
  try {
    return await workload.asks(database, size, cursors);
  } finally {
    await database.close();
  }
}

const cursorsOf =
  (ours: Server): Cursors =>
  (list, count) =>
    walk(
      ours,
      `query ($after: String) { ${list}(first: 100, after: $after) { edges { cursor } } }`,
      list,
      count,
    );

const COMPARED = 15;

/** How our answers differ from the limit's; null where they are equal. */
async function compare(
  workload: Workload,
  asks: Ask[],
  pairs: Pair[],
  ours: Server,
  limit: Server,
): Promise<string | null> {
  for (const [i, pair] of pairs.slice(0, COMPARED).entries()) {
    const given = JSON.stringify(asks[i]!.variables);
    const answer = await ours.ask(pair.ours);
    if (answer.errors || !answer.data) return `for ${given}: ${JSON.stringify(answer.errors)}`;
    const wanted = await limit.ask(pair.limit);
    const [found, expected] = [comparable(answer.data), comparable(wanted.data)];
    if (!isDeepStrictEqual(found, expected))
      return `for ${given}: ${firstDifference(found, expected)}`;
    if (!workload.isFull(answer.data)) return `for ${given}: too little in the answer`;
  }
  return null;
}

/** Cursors are opaque, and each server has its own: that there is one must agree, and the next page shows the rest. */
function comparable(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (key, value: unknown) => (key === 'endCursor' ? value !== null : value)),
  );
}

function firstDifference(found: unknown, expected: unknown): string {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `…${a.slice(Math.max(0, at - 60), at + 60)}… instead of …${b.slice(Math.max(0, at - 60), at + 60)}…`;
}

function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
