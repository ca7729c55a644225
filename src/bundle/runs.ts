import { createHash, randomBytes } from 'node:crypto';
import type { Database, Rows, Source } from '../database/database';
import { fromJson, sql } from '../database/sql';
import type { Job } from '../job/jobs';
import { mayBeStored } from '../value/text';
import type { Problem } from '../kernel/intake/input';
import type { Viewer } from '../kernel/declare/viewer';
import type { Report } from './import';
import type { Transaction } from '../kernel/intake/transaction';

/** An import that was made, and what came of it. */
export interface Run {
  /** Null where it was not kept: it changed nothing. */
  id: string | null;
  at: string;
  report: Report;
}

/** What was sent, under which key. */
export interface Sent {
  key: string | null;
  body: object;
}

const hashOf = ({ body }: Sent) => createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** The import that the same sender has made under the same key; with another body it is a problem. */
export async function findRun(
  sent: Sent,
  at: Transaction,
  problems: Problem[],
): Promise<Run | null> {
  if (sent.key === null) return null;
  const rows = await at.session.run(
    sql`select id, at, report, hash from import_run
      where actor = ${at.viewer.actor} and idempotency_key = ${sent.key}`,
  );
  if (rows[0] && rows[0].hash !== hashOf(sent))
    problems.push({
      pointer: '/idempotencyKey',
      code: 'IDEMPOTENCY_MISMATCH',
      message: 'Something else was imported under this key.',
    });
  return runOf(rows);
}

/** An import by its id, for whoever made it and for ADMINs. */
export async function runById(id: string, source: Source, viewer: Viewer): Promise<Run | null> {
  if (!mayBeStored(id)) return null;
  const rows = await source.read(
    sql`select id, at, report, actor from import_run where id = ${id}`,
  );
  const own = rows[0]?.actor === viewer.actor || viewer.role === 'ADMIN';
  return own ? runOf(rows) : null;
}

/** Keeps the report of an import, in its own transaction: it is there exactly where the rows are. */
export async function keepRun(
  report: Report,
  sent: Sent,
  { session, viewer, now }: Transaction,
): Promise<Run> {
  const changed = report.rows.some(({ result }) => CHANGED.has(result));
  const kept = report.applied && (changed || sent.key !== null); // what changes nothing writes nothing
  const id = kept ? `import_${randomBytes(16).toString('hex')}` : null;
  const at = now.toISOString();
  if (kept)
    await session.run(sql`insert into import_run (id, actor, idempotency_key, hash, at, report)
      values (${id}, ${viewer.actor}, ${sent.key}, ${hashOf(sent)}, ${at}, ${JSON.stringify(report)})`);
  return { id, at, report };
}

/** For so many days the report of an import, and what was sent under its key, is known. */
const KEPT_DAYS = 90;

const DAY = 86_400_000;

/** Forgets the imports of long ago; gives how many they were. */
export function forgetRuns(database: Database, clock: () => Date): Job {
  return {
    name: 'import-runs',
    every: 3_600_000,
    async run() {
      const before = new Date(clock().getTime() - KEPT_DAYS * DAY).toISOString();
      const [old] = await database.read(sql`select 1 from import_run where at < ${before} limit 1`);
      if (!old) return 0;
      const gone = await database.write((session) =>
        session.run(sql`delete from import_run where at < ${before} returning id`),
      );
      return gone.length;
    },
  };
}

const CHANGED = new Set(['CREATED', 'UPDATED', 'DELETED']);

function runOf([row]: Rows): Run | null {
  if (!row) return null;
  const { id, at, report } = row;
  return { id, at, report: fromJson(report) } as Run;
}
