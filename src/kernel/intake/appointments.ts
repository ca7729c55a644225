import { sql } from '../../database/sql';
import { State } from '../declare/record';
import { tableAs } from '../declare/table';
import { Writer } from '../write/writer';
import type { Transaction } from './transaction';

/** Publishes the drafts whose time has come; gives how many there were. An appointment is kept once, by whichever instance is first. */
export async function publishDue({ model, session, viewer, now }: Transaction): Promise<number> {
  let published = 0;
  const writer = new Writer(session, viewer, now.toISOString(), model);
  for (const entity of model.records) {
    if (!entity.attributes.some((each) => each.name === 'publishAt')) continue;
    const due = await session.run(
      sql`select t.id from ${tableAs(entity.table, 't')}
        where t.publish_at <= ${now.toISOString()} and t.state = ${State.DRAFT}`,
    );
    const values = { state: State.PUBLISHED, publishAt: null };
    const rows = due.map(({ id }) => ({ id: id as string, isNew: false, values }));
    if (rows.length > 0) await writer.put(entity, rows);
    published += rows.length;
  }
  const broken = await writer.finish();
  if (broken.length > 0) throw new Error(`An appointment cannot be kept: ${broken[0]!.message}`);
  return published;
}
