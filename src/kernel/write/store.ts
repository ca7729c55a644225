import type { Session, Source } from '../../database/database';
import { inPieces } from '../../database/turn';
import type { ColumnShape } from '../../database/dialect';
import { type Sql, join, raw, sql } from '../../database/sql';
import type { Entity } from '../declare/declare';
import { columnList, shapesOf, tableAs } from '../declare/table';
import type { AnyRecord } from '../declare/row';

type Values = Record<string, unknown>;

/** Rows of tables, a thousand by one statement. */
export class Store {
  constructor(private readonly session: Session) {}

  /** The rows with some ids. */
  async byId(entity: Entity, ids: readonly string[]): Promise<Map<string, AnyRecord>> {
    const shapes = [...shapesOf(entity).values()];
    const found = await this.select<AnyRecord>(entity.table, shapes, 'id', ids);
    return new Map(found.map((row) => [row.id, row]));
  }

  /** The rows of which a property has one of the values. */
  async select<T extends object>(
    table: string,
    shapes: readonly ColumnShape[],
    by: string,
    values: readonly string[],
  ): Promise<T[]> {
    const { dialect } = this.session;
    const column = raw(`t."${shapes.find((each) => each.property === by)!.name}"`);
    const decode = dialect.decode(shapes);
    const found: T[] = [];
    await inPieces(values, async (piece) => {
      const rows = await this.session.run(
        sql`select ${columnList(shapes, 't')} from ${tableAs(table, 't')} where ${dialect.isIn(column, piece, 'text')}`,
      );
      if (decode) rows.forEach(decode);
      for (const row of rows) found.push(row as unknown as T);
    });
    return found;
  }

  /** Makes rows, and brings those up to date that are stored, in the columns that differ. */
  async put(
    table: string,
    shapes: readonly ColumnShape[],
    rows: readonly { before?: Values; after: Values }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const differing = shapes.filter(({ property }) =>
      rows.some(({ before, after }) => before && before[property] !== after[property]),
    );
    // what no row has is left out: it is null, for only columns that always hold something have a default
    const sent = shapes.filter(({ property }) =>
      rows.some(({ after }) => after[property] !== null && after[property] !== undefined),
    );
    const names = list(sent);
    const excluded = differing.map(({ name }) => raw(`"${name}" = excluded."${name}"`));
    const over = sql`on conflict (id) do update set ${join(excluded, ', ')}`;
    await inPieces(rows, async (piece) => {
      const given = this.session.dialect.rows(
        sent,
        piece.map(({ after }) => after),
      );
      await this.session.run(sql`insert into ${raw(`"${table}"`)} (${names})
        select ${names} from ${given} where true ${differing.length > 0 ? over : raw('')}`);
    });
  }

  /** Deletes rows. */
  async delete(table: string, by: 'id' | 'fromId', values: readonly string[]): Promise<void> {
    if (values.length === 0) return;
    const column = raw(by === 'id' ? 'id' : 'from_id');
    await this.session.run(
      sql`delete from ${raw(`"${table}"`)} where ${this.session.dialect.isIn(column, values, 'text')}`,
    );
  }
}

const list = (shapes: readonly ColumnShape[]): Sql =>
  join(
    shapes.map(({ name }) => raw(`"${name}"`)),
    ', ',
  );

/** What names a record whatever it is called: whoever may see it. */
export interface Named {
  id: string;
  slug: string;
}

/** The ids and slugs of the records that have one of some ids or slugs. */
export async function namesOf(
  source: Source,
  { table }: Entity,
  { ids = [], slugs = [] }: { ids?: readonly string[]; slugs?: readonly string[] },
): Promise<Named[]> {
  const among = [
    ...(ids.length > 0 ? [source.dialect.isIn(sql`t.id`, ids, 'text')] : []),
    ...(slugs.length > 0 ? [source.dialect.isIn(sql`t.slug`, slugs, 'text')] : []),
  ];
  if (among.length === 0) return [];
  const named = sql`select t.id, t.slug from ${tableAs(table, 't')} where ${join(among, ' or ')}`;
  return (await source.read(named)) as unknown as Named[];
}
