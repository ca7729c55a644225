import { sql } from '../database/sql';
import type { Context } from '../kernel/schema/context';

/** How many took part in an event, small counts included; null where none is recorded. */
export function attendanceTotal(
  { id }: { id: string },
  _args: unknown,
  { reader }: Context,
): Promise<number | null> {
  const { dialect } = reader.source;
  return reader.batched('attendance', id, async (ids) => {
    const among = dialect.isIn(sql`a.record_id`, ids, 'text');
    const rows = await reader.source.read(
      sql`select a.record_id, sum(a.count) as n from attendance a where ${among} group by a.record_id`,
    );
    const totals = new Map(rows.map((row) => [row.record_id, Number(row.n)]));
    return ids.map((each) => totals.get(each) ?? null);
  });
}
