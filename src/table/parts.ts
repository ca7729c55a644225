import { fold } from '../value/collation';
import { Lookup } from '../kernel/intake/lookup';
import type { Headed } from './heading';
import { type Origin, origins, readRows } from './row';
import type { Shape } from './shape';

type Row = Record<string, unknown>;

/** The parts of one record, by their lists. */
interface Group {
  said: unknown;
  lists: Map<string, Row[]>;
  origin: Origin;
}

/** What tells records from each other: a slug, an external id, or what they are called. */
function keyOf(said: unknown): string {
  const { name } = Object(said) as { name?: unknown };
  return typeof name === 'string' ? keyOfName(fold(name)) : JSON.stringify(said ?? null);
}

const keyOfName = (folded: string) => `name ${folded}`;

/** The parts that tables of their own hold, by the records that they name. */
export class Parts {
  private readonly groups = new Map<string, Group>();

  async take(headed: Headed): Promise<void> {
    const field = headed.shape.field!;
    for await (const { row, said } of readRows(headed)) {
      const key = keyOf(said);
      const fresh = { said, lists: new Map<string, Row[]>(), origin: origins.get(row)! };
      const group = this.groups.get(key) ?? fresh;
      this.groups.set(key, group);
      const list = group.lists.get(field);
      if (list) list.push(row);
      else group.lists.set(field, [row]);
    }
  }

  /** Puts into a record what names it: by its slug, an external id, or a text that it is called by. */
  giveTo(record: Row, { entity }: Shape): void {
    if (this.groups.size === 0) return;
    for (const key of keysOf(record, entity)) {
      const group = this.groups.get(key);
      if (!group) continue;
      this.groups.delete(key);
      for (const [field, rows] of group.lists)
        record[field] = [...((record[field] as Row[] | undefined) ?? []), ...rows];
    }
  }

  /** Those whose records are in no table, as rows of those records. */
  *rest(): Generator<Row> {
    for (const { said, lists, origin } of this.groups.values()) {
      const { externalId } = Object(said) as Row;
      const name =
        typeof said === 'string' ? { slug: said } : externalId ? { externalIds: [externalId] } : {};
      const row: Row = { ...name, ...Object.fromEntries(lists) };
      origins.set(row, origin);
      yield row;
    }
  }
}

function keysOf(record: Row, entity: Shape['entity']): string[] {
  const { slug, externalIds } = record;
  return [
    ...(typeof slug === 'string' ? [keyOf(slug)] : []),
    ...((externalIds ?? []) as Row[]).map((externalId) => keyOf({ externalId })),
    ...Lookup.namesOf(entity, record).map(keyOfName),
  ];
}
