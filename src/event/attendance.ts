import { sql } from '../database/sql';
import type { Reader } from '../kernel/read/reader';
import type { Context } from '../kernel/schema/context';

/** How many took part in events, small counts included; of those of which none is recorded, nothing. */
export async function attendances(
  ids: readonly string[],
  { source }: Reader,
): Promise<Map<string, number>> {
  const among = source.dialect.isIn(sql`a.record_id`, ids, 'text');
  const rows = await source.read(
    sql`select a.record_id, sum(a.count) as n from attendance a where ${among} group by a.record_id`,
  );
  return new Map(rows.map((row) => [row.record_id as string, Number(row.n)]));
}

/** How many took part in an event, small counts included; null where none is recorded. */
export function attendanceTotal(
  { id }: { id: string },
  _args: unknown,
  { reader }: Context,
): Promise<number | null> {
  return reader.batched('attendance', id, async (ids) => {
    const totals = await attendances(ids, reader);
    return ids.map((each) => totals.get(each) ?? null);
  });
}
