import DataLoader from 'dataloader';
import type { Rows, Source } from '../../database/database';
import { type Sql, literal, raw, sql } from '../../database/sql';
import { type Condition, TRUE, all, isIn } from '../declare/condition';
import type { Entity, EntityClass, Relation } from '../declare/declare';
import type { Order } from '../ask/page';
import { entityOf } from '../declare/registry';
import { columnList, columnOf, shapeOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import {
  type Scope,
  joined,
  orderBy,
  renderCondition,
  scope,
  visible,
  visibleFrom,
  visibleLink,
} from '../ask/render';
import type { AnyRow, Row } from '../declare/row';

/** Which rows of an entity, in which order, and which of their properties. */
export interface Selection {
  entity: Entity;
  properties: Iterable<string>;
  where: Condition;
  order?: Order;
  limit?: number;
}

/**
 * The one door through which data is read: only rows that the viewer may see, and one statement for all the rows of a
 * level, however many parents they have.
 */
export class Reader {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(
    readonly source: Source,
    readonly viewer: Viewer,
  ) {}

  /** Forgets what was read: something has been written since. */
  forget(): void {
    this.loaders.clear();
  }

  /** The rows of one list. */
  async rows({ entity, properties, where, order, limit }: Selection): Promise<AnyRow[]> {
    const at = scope(this.viewer, this.source.dialect, true);
    const shapes = [...properties].map((each) => shapeOf(entity, each));
    const condition = renderCondition(all(where, visible(entity, this.viewer)), entity, 't', at);
    let statement = sql`select ${columnList(shapes, 't')} from ${tableAs(entity.table, 't')} where ${at.dialect.watch}${condition}`;
    if (order) statement = sql`${statement} order by ${orderBy(order, 't')}`;
    if (limit !== undefined) statement = sql`${statement} limit ${literal(limit)}`;
    const rows = await this.source.read(statement);
    const decode = this.source.dialect.decode(shapes);
    if (decode) rows.forEach(decode);
    return rows as AnyRow[];
  }

  /** How many rows fulfil a condition. */
  async count(entity: Entity, where: Condition): Promise<number> {
    const at = scope(this.viewer, this.source.dialect);
    const condition = renderCondition(all(where, visible(entity, this.viewer)), entity, 't', at);
    const [row] = await this.source.read(
      sql`select count(*) as n from ${tableAs(entity.table, 't')} where ${at.dialect.watch}${condition}`,
    );
    return Number(row!.n);
  }

  /** The row with an id, or null where there is none that the viewer may see. */
  one(entity: Entity, id: string, properties: Iterable<string>): Promise<AnyRow | null> {
    const key = `one ${entity.name} ${namesOf(properties)}`;
    return this.loader<AnyRow | null>(key, async (ids) => {
      const where = isIn('id', ids);
      const rows = await this.rows({ entity, properties: new Set(['id', ...properties]), where });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((each) => byId.get(each) ?? null);
    }).load(id);
  }

  /** The rows that a relation leads to from each parent. `key` tells one selection from another within the request. */
  related(
    relation: Relation,
    parent: string,
    selection: Omit<Selection, 'entity'>,
    key: string,
  ): Promise<AnyRow[]> {
    const name = `list ${relation.source.name}.${relation.name} ${namesOf(selection.properties)} ${key}`;
    return this.loader<AnyRow[]>(name, (parents) =>
      this.relatedRows(relation, parents, { ...selection, entity: relation.target() }),
    ).load(parent);
  }

  /** How many rows a relation leads to from each parent. */
  relatedCount(relation: Relation, parent: string, where: Condition, key: string): Promise<number> {
    const name = `count ${relation.source.name}.${relation.name} ${key}`;
    return this.loader<number>(name, async (parents) => {
      const entity = relation.target();
      const at = scope(this.viewer, this.source.dialect);
      const condition = renderCondition(
        all(where, visibleFrom(relation, this.viewer)),
        entity,
        't',
        at,
      );
      const { from, parentColumn } = this.reach(relation, parents, at);
      const rows = await this.source.read(
        sql`select ${parentColumn} as "$$parent", count(distinct t.id) as n from ${from} and ${condition} group by ${parentColumn}`,
      );
      const byParent = new Map(rows.map((row) => [row.$$parent, Number(row.n)]));
      return parents.map((each) => byParent.get(each) ?? 0);
    }).load(parent);
  }

  /** Rows of a class by a condition, whole or with the properties named: for fields that code works out. */
  list<T extends Row>(
    type: EntityClass<T>,
    where: Condition,
    properties?: (keyof T & string)[],
  ): Promise<T[]> {
    const entity = entityOf(type);
    const wanted = new Set(['id', ...(properties ?? wholeRow(entity))]);
    return this.rows({ entity, properties: wanted, where }) as unknown as Promise<T[]>;
  }

  /** The row of a class with an id, whole or with the properties named. */
  byId<T extends Row>(
    type: EntityClass<T>,
    id: string,
    properties?: (keyof T & string)[],
  ): Promise<T | null> {
    const entity = entityOf(type);
    return this.one(entity, id, properties ?? wholeRow(entity)) as unknown as Promise<T | null>;
  }

  /** The rows of a list of each parent, whole or with the properties named, in the list's own order. */
  below<T extends Row>(
    parent: Row,
    type: EntityClass<T>,
    by: keyof T & string,
    order: keyof T & string,
  ): Promise<T[]> {
    const entity = entityOf(type);
    const relation: Relation = {
      name: `by ${by}`,
      sort: 'list',
      source: entity,
      target: () => entity,
      join: { from: 'id', to: by },
      description: '',
    };
    const properties = new Set(['id', by, ...wholeRow(entity)]);
    const selection = {
      properties,
      where: TRUE,
      order: { name: order, by: [order, 'id'], descending: false },
    };
    return this.related(relation, parent.id, selection, order) as unknown as Promise<T[]>;
  }

  private async relatedRows(
    relation: Relation,
    parents: readonly string[],
    { entity, properties, where, order, limit }: Selection,
  ): Promise<AnyRow[][]> {
    const { dialect } = this.source;
    const at = scope(this.viewer, dialect, true);
    const shapes = [...properties].map((each) => shapeOf(entity, each));
    const condition = renderCondition(
      all(where, visibleFrom(relation, this.viewer)),
      entity,
      't',
      at,
    );
    const list = columnList(shapes, 't');
    let rows: Rows;
    const limited = limit !== undefined && order !== undefined;
    if (limited) {
      const from = dialect.limited({
        parents,
        table: entity.table,
        where: sql`${dialect.watch}${joined(relation, raw('p.value'), 't', at)} and ${condition}`,
        order: orderBy(order, 't'),
        limit,
      });
      rows = await this.source.read(
        sql`select p.place as "$$parent", ${list} from ${from} order by p.place, ${orderBy(order, 't')}`,
      );
    } else {
      const { from, parentColumn, position } = this.reach(relation, parents, at);
      const by = position ?? (order ? orderBy(order, 't') : raw('t.id'));
      rows = await this.source.read(
        sql`select ${parentColumn} as "$$parent", ${list} from ${from} and ${condition} order by ${by}`,
      );
    }
    const decode = dialect.decode(shapes);
    const lists = parents.map((): AnyRow[] => []);
    const places = limited ? null : new Map<unknown, number>(parents.map((each, i) => [each, i]));
    for (const row of rows) {
      decode?.(row);
      lists[places ? places.get(row.$$parent)! : (row.$$parent as number)]!.push(row as AnyRow);
    }
    return lists;
  }

  /** `from … where …` of the rows that a relation leads to from any of the parents, and the column that tells which. */
  private reach(
    relation: Relation,
    parents: readonly string[],
    at: Scope,
  ): { from: Sql; parentColumn: Sql; position?: Sql } {
    const { dialect } = this.source;
    const { table } = relation.target();
    const { to, link } = relation.join;
    if (!link) {
      const parentColumn = columnOf('t', to);
      const among = dialect.isIn(parentColumn, parents, 'text');
      return { from: sql`${tableAs(table, 't')} where ${dialect.watch}${among}`, parentColumn };
    }
    const parentColumn = columnOf('l', link.from);
    const among = dialect.isIn(parentColumn, parents, 'text');
    const pairs = sql`${raw(link.table)} l join ${tableAs(table, 't')} on t.id = ${columnOf('l', link.to)}`;
    const position = link.position ? columnOf('l', link.position) : undefined;
    return {
      from: sql`${pairs} where ${dialect.watch}${among}${visibleLink(link, 'l', at)}`,
      parentColumn,
      position,
    };
  }

  /** What a batch function gives for a key; all keys asked for at once come to it together. */
  batched<T>(
    name: string,
    key: string,
    batch: (keys: readonly string[]) => Promise<T[]>,
  ): Promise<T> {
    return this.loader<T>(`batch ${name}`, batch).load(key);
  }

  private loader<T>(
    name: string,
    batch: (keys: readonly string[]) => Promise<T[]>,
  ): DataLoader<string, T> {
    let loader = this.loaders.get(name);
    if (!loader) {
      loader = new DataLoader<string, unknown>(batch, { maxBatchSize: 10_000 });
      this.loaders.set(name, loader);
    }
    return loader as DataLoader<string, T>;
  }
}

const names = new WeakMap<Iterable<string>, string>();

/** Properties as one text; worked out once for those that every row of a level is asked for. */
function namesOf(properties: Iterable<string>): string {
  let found = names.get(properties);
  if (found === undefined) names.set(properties, (found = [...properties].join(' ')));
  return found;
}

function wholeRow(entity: Entity): string[] {
  const own = entity.sort === 'part' ? ['recordId', 'position'] : [];
  return [...own, ...entity.attributes.flatMap(storedIn)];
}

/** The properties that hold an attribute's value, without the columns that only serve filters and orders. */
function storedIn({ kind, property }: Entity['attributes'][number]): string[] {
  if (kind === 'many') return [];
  return kind === 'period' ? [`${property}Start`, `${property}End`] : [property];
}
