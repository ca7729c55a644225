import { all, equals, isIn } from '../kernel/declare/condition';
import { sql } from '../database/sql';
import type { Entity } from '../kernel/declare/declare';
import { shapesOf } from '../kernel/declare/table';
import { namesIn } from '../kernel/intake/identify';
import { RowReader } from '../kernel/intake/input';
import { Lookup } from '../kernel/intake/lookup';
import type { Given, Taken, Transaction } from '../kernel/intake/transaction';
import { Reader } from '../kernel/read/reader';
import { rootsOf } from '../kernel/write/owner';
import type { Writer } from '../kernel/write/writer';
import { type Bundle, systemOf } from './bundle';

/** A row that a SYNC may delete. */
interface Reached {
  id: string;
  slug: string;
}

/** How a SYNC deletes. */
interface SyncOptions {
  /** The plan within which it deletes. */
  planId?: string | null;
  /** Deletes even more than a fifth of what it reaches. */
  force: boolean;
}

/**
 * The deletions of a SYNC: of what it reached before anything was written, what the bundle does not name. What the bundle
 * names is kept whatever is wrong with its row; of a type of which a row cannot be read far enough to tell, nothing goes.
 */
export class Sync {
  private constructor(
    private readonly reached: ReadonlyMap<Entity, Reached[]>,
    private readonly force: boolean,
    private readonly at: Transaction,
  ) {}

  /** Looks at what there is before the bundle is written. */
  static async begin(
    bundle: Bundle,
    { planId, force }: SyncOptions,
    at: Transaction,
  ): Promise<Sync> {
    const reached = new Map<Entity, Reached[]>();
    for (const entity of at.model.records)
      if (Array.isArray(bundle[entity.plural]))
        reached.set(entity, await reach(entity, { system: systemOf(bundle), planId }, at));
    return new Sync(reached, force, at);
  }

  /** Deletes what is neither among the rows that were taken nor named by those that were left out. */
  async remove(
    taken: readonly Taken[],
    leftOut: readonly Given[],
    writer: Writer,
  ): Promise<Taken[]> {
    const kept = await this.named(leftOut);
    for (const { id } of taken) kept.add(id);
    const strays = [...this.reached].map(([entity, rows]) => ({
      entity,
      rows: rows.filter(({ id }) => !kept.has(id) && !kept.has(entity.name)),
    }));
    const count = [...this.reached.values()].flat().length;
    const doomed = strays.flatMap(({ rows }) => rows).length;
    if (doomed * 5 > count && !this.force) {
      const message = `This would delete ${doomed} of ${count} rows, more than a fifth; say force to do it.`;
      writer.refuse({ id: '', field: '', code: 'OUT_OF_RANGE', message });
      return [];
    }
    const deleted: Taken[] = [];
    for (const { entity, rows } of strays.reverse()) {
      if (rows.length === 0) continue;
      const outcomes = await writer.remove(entity, rows);
      rows.forEach(({ slug }, i) => {
        const outcome = outcomes[i]; // none where it went with what it was kept in
        if (outcome)
          deleted.push({ ...outcome, entity, slug, pointer: '', matchedBy: null, named: [] });
      });
    }
    return deleted;
  }

  /** The ids that rows name by slug or external id; the name of its type for a row that names itself in no way. */
  private async named(rows: readonly Given[]): Promise<Set<string>> {
    const lookup = new Lookup(this.at.session, this.at.viewer);
    const reader = new RowReader();
    const kept = new Set<string>();
    for (const entity of this.reached.keys()) {
      const own = rows.filter((row) => row.entity === entity);
      const names = own.map(({ raw, pointer, system }) => {
        reader.system = system;
        return namesIn(reader.row(entity, raw, pointer)?.values ?? {});
      });
      if (names.some((each) => each.length === 0)) kept.add(entity.name);
      const found = await lookup.find(entity, names.flat());
      for (const name of names.flat()) for (const id of found(name)) kept.add(id);
    }
    return kept;
  }
}

/** Rows that the key covers and that carry an external id of a system, within a plan where one is named. */
async function reach(
  entity: Entity,
  { system, planId }: { system?: string; planId?: string | null },
  { session, viewer }: Transaction,
): Promise<Reached[]> {
  const shapes = shapesOf(entity);
  if (system === undefined) return [];
  if (planId && !shapes.has('planId') && entity.singular !== 'plan') return [];
  // asked first: for each row anew, SQLite would go through all external ids of the system
  const named = await session.run(
    sql`select distinct x.record_id as id from external_id x where x.system = ${system}`,
  );
  const where = [
    isIn(
      'id',
      named.map(({ id }) => id as string),
    ),
  ];
  if (planId) where.push(shapes.has('planId') ? equals('planId', planId) : isIn('id', [planId]));
  const rows = await new Reader(session, viewer).rows({
    entity,
    properties: shapes.keys(),
    where: all(...where),
  });
  const roots = await rootsOf(session, entity, rows);
  return rows
    .filter(
      (_, i) => viewer.role === 'ADMIN' || viewer.organisationIds.includes(roots[i]!.ownerId ?? ''),
    )
    .map((row) => ({ id: row.id, slug: row.slug as string }));
}
