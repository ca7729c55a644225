import type { DatabaseTarget } from '../src/database/connect';
import type { Database } from '../src/database/database';
import { toICalendar } from '../src/calendar/ical';
import { readEvents } from '../src/calendar/read';
import { selectionOf } from '../src/calendar/selection';
import { Reader } from '../src/kernel/read/reader';
import { ANONYMOUS } from '../src/kernel/declare/viewer';
import { SERVICE } from '../src/service';
import { type Server } from './client';
import { open } from './place';

const EVENTS = 1_000;
const FROM = '2000-01-01';

/** What it took, in milliseconds, and what it may take: rounds of both, one after the other. */
export interface Timed {
  workload: string;
  rounds: { took: number; may: number }[];
  statements: number;
}

/**
 * R5: a feed of 1,000 events. Writing its text may take twice as long as the database takes to give its rows, and to say
 * that it has not changed a tenth of both.
 */
export async function measureFeed(
  target: DatabaseTarget,
  rounds: number,
  ours: Server,
): Promise<Timed[]> {
  const database = await open(target);
  try {
    const text: Timed = { workload: 'R5 text', rounds: [], statements: 0 };
    const same: Timed = { workload: 'R5 304', rounds: [], statements: 1 };
    const ask = await unchanged(ours.url);
    for (let round = -2; round < rounds; round++) {
      const { read, write, statements } = await build(database);
      const took = await ask();
      if (round < 0) continue; // warming up
      text.rounds.push({ took: write, may: 2 * read });
      same.rounds.push({ took, may: (read + write) / 10 });
      text.statements = statements;
    }
    return [text, same];
  } finally {
    await database.close();
  }
}

/** Reads and writes a feed once: the time in the database, and that for the text. */
async function build(database: Database) {
  let read = 0;
  let statements = 0;
  const source = {
    dialect: database.dialect,
    async read(statement: Parameters<Database['read']>[0]) {
      const start = performance.now();
      const rows = await database.read(statement);
      read += performance.now() - start;
      statements++;
      return rows;
    },
  };
  const selection = selectionOf({ start: [FROM] }, FROM);
  const events = await readEvents(new Reader(source, ANONYMOUS), selection, 'fi', {
    limit: EVENTS,
  });
  if (events.length !== EVENTS) throw new Error(`Wanted ${EVENTS} events; got ${events.length}.`);
  const start = performance.now();
  const pieces = toICalendar({
    ...SERVICE,
    name: 'Feed',
    description: 'A feed',
    address: 'http://127.0.0.1/calendar.ics',
    home: 'http://127.0.0.1/',
    language: 'fi',
    updatedAt: null,
    isExpanded: false,
    events,
  });
  const text = [...pieces].join('');
  const write = performance.now() - start;
  if (text.split('BEGIN:VEVENT').length <= EVENTS) throw new Error('The feed lacks events.');
  return { read, write, statements };
}

/** Asks for a feed that has not changed; gives how long that took. */
async function unchanged(url: string): Promise<() => Promise<number>> {
  const address = `${url}/calendar.ics?start=2026-01-01&end=2026-01-07`;
  const first = await fetch(address);
  if (first.status !== 200) throw new Error(`Wanted a feed; got ${first.status}.`);
  await first.arrayBuffer();
  const headers = { 'if-none-match': first.headers.get('etag')! };
  return async () => {
    const start = performance.now();
    const again = await fetch(address, { headers });
    await again.arrayBuffer();
    if (again.status !== 304) throw new Error(`Wanted 304; got ${again.status}.`);
    return performance.now() - start;
  };
}
