import { sql } from '../database/sql';
import type { Reader } from '../kernel/read/reader';

/** The id of the record that one was merged into; null where it was not. */
export function mergedInto(reader: Reader, id: string): Promise<string | null> {
  return reader.batched('merged', id, async (ids) => {
    const { dialect } = reader.source;
    const rows = await reader.source.read(
      sql`select t.id, t.into_id from merged t where ${dialect.isIn(sql`t.id`, ids, 'text')}`,
    );
    const found = new Map(rows.map((row) => [row.id as string, row.into_id as string]));
    return ids.map((each) => found.get(each) ?? null);
  });
}
