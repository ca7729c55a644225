import type { Database } from '../database/database';
import { Unavailable } from '../database/errors';
import { raw, sql } from '../database/sql';
import type { Entity } from '../kernel/declare/declare';
import type { Model } from '../kernel/declare/model';
import { State } from '../kernel/declare/record';
import { tableAs } from '../kernel/declare/table';
import { admin } from '../kernel/declare/viewer';
import { hasAppointments } from '../kernel/write/appointment';
import { attempt } from '../kernel/write/undo';
import { Writer } from '../kernel/write/writer';
import type { Job } from './jobs';

/** How often appointments are looked at, in milliseconds. */
const EVERY = 20_000;

/** The longest, in milliseconds, until one that could not be kept is tried again. */
const PATIENCE = 600_000;

/** An appointment that could not be kept: why, when to try again, and how long to wait then. */
interface Missed {
  problem: string;
  again: number;
  wait: number;
}

/**
 * Publishes the drafts whose time has come, each in a transaction of its own: one that cannot be kept holds up no other. It
 * is logged once, and tried again after longer and longer whiles, or as soon as it is changed. Gives how many were kept.
 */
export function appointments(database: Database, model: Model, clock: () => Date): Job {
  let missed = new Map<string, Missed>();
  const entities = model.records.filter(hasAppointments);
  return {
    name: 'appointments',
    every: EVERY,
    async run({ log, stopping }) {
      const still = new Map<string, Missed>();
      let kept = 0;
      for (const entity of entities)
        for (const { id, slug, version } of await database.read(due(entity, clock()))) {
          if (stopping.aborted) return kept;
          const key = `${id as string} ${version as number}`;
          const before = missed.get(key);
          const now = clock().getTime();
          if (before && now < before.again) {
            still.set(key, before);
            continue;
          }
          const problem = await keep(entity, id as string);
          if (problem === null) kept++;
          else {
            if (problem !== before?.problem)
              log.error(
                { job: 'appointments', type: entity.name, id, slug, problem },
                'an appointment cannot be kept',
              );
            const wait = Math.min(PATIENCE, 2 * (before?.wait ?? EVERY / 2));
            still.set(key, { problem, again: now + wait, wait });
          }
        }
      missed = still;
      return kept;
    },
  };

  /** Publishes a draft if that is still due; gives what keeps it from being published. */
  async function keep(entity: Entity, id: string): Promise<string | null> {
    try {
      return await attempt(database, async (session) => {
        const now = clock();
        const [still] = await session.run(due(entity, now, id)); // another instance may have been first
        const writer = new Writer(session, admin('appointment'), now.toISOString(), model);
        const values = { state: State.PUBLISHED, publishAt: null };
        if (still) await writer.put(entity, [{ id, isNew: false, values }]);
        const [broken] = await writer.finish();
        return { keep: !broken, value: broken?.message ?? null };
      });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      return (error as Error).message;
    }
  }
}

/** The drafts that are due, or the one with an id if it is. */
const due = (entity: Entity, now: Date, id?: string) =>
  sql`select t.id, t.slug, t.version from ${tableAs(entity.table, 't')}
    where t.publish_at <= ${now.toISOString()} and t.state = ${State.DRAFT}
    ${id === undefined ? raw('') : sql`and t.id = ${id}`} order by t.publish_at, t.id`;
