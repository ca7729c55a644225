import { all, equals, isIn, related } from '../kernel/declare/condition';
import type { Entity } from '../kernel/declare/declare';
import { rootsOf } from '../kernel/write/owner';
import { Reader } from '../kernel/read/reader';
import { shapesOf } from '../kernel/declare/table';
import type { Transaction } from '../kernel/intake/transaction';

/** What a SYNC reaches: rows that the key covers and that carry an external id of its system, within a plan where one is named. */
export async function strays(
  entity: Entity,
  { system, planId }: { system?: string; planId?: string | null },
  { session, viewer }: Transaction,
): Promise<{ id: string; slug: string }[]> {
  const shapes = shapesOf(entity);
  if (!system || (planId && !shapes.has('planId') && entity.singular !== 'plan')) return [];
  const where = [related('externalIds', equals('system', system))];
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
