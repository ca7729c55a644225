import DataLoader from 'dataloader';
import type { Source } from '../../database/database';
import { fromJson, literal, sql } from '../../database/sql';
import { giveTurn } from '../../database/turn';
import { type Condition, all, isIn } from '../declare/condition';
import type { Entity, EntityClass, Relation } from '../declare/declare';
import type { Order } from '../ask/page';
import { entityOf } from '../declare/registry';
import { storedIn } from '../declare/stored';
import { columnList, shapeOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import { orderBy, renderCondition, scope, visible } from '../ask/render';
import type { AnyRow, Row } from '../declare/row';
import { compileLists } from './compile-rows';
import type { PartRow } from '../declare/record';

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
  private readonly loaders = new Map<unknown, DataLoader<string, unknown>>();

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
    let statement = sql`select ${columnList(shapes, 't')} from ${tableAs(entity.table, 't')} where ${at.dialect.watch('t')}${condition}`;
    if (order) statement = sql`${statement} order by ${orderBy(order, 't')}`;
    if (limit !== undefined) statement = sql`${statement} limit ${literal(limit)}`;
    const rows = await this.source.read(statement);
    const decode = this.source.dialect.decode(shapes);
    for (const row of decode ? rows : []) {
      decode!(row);
      await giveTurn();
    }
    return rows as AnyRow[];
  }

  /** How many rows fulfil a condition. */
  async count(entity: Entity, where: Condition): Promise<number> {
    const at = scope(this.viewer, this.source.dialect);
    const condition = renderCondition(all(where, visible(entity, this.viewer)), entity, 't', at);
    const [row] = await this.source.read(
      sql`select count(*) as n from ${tableAs(entity.table, 't')} where ${at.dialect.watch('t')}${condition}`,
    );
    return Number(row!.n);
  }

  /** The row with an id, or null where there is none that the viewer may see. */
  one(entity: Entity, id: string, properties: Iterable<string>): Promise<AnyRow | null> {
    const key = `one ${entity.name} ${namesOf(properties)}`;
    return this.batched<AnyRow | null>(key, id, async (ids) => {
      const where = isIn('id', ids);
      const rows = await this.rows({ entity, properties: new Set(['id', ...properties]), where });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((each) => byId.get(each) ?? null);
    });
  }

  /** The rows of the plain list that a relation leads to from each parent, in its order. */
  related(relation: Relation, parent: string, properties: Iterable<string>): Promise<AnyRow[]> {
    const name = `list ${relation.source.name}.${relation.name} ${namesOf(properties)}`;
    return this.batched<AnyRow[]>(name, parent, async (parents) => {
      const { dialect } = this.source;
      const statement = compileLists(relation, properties, parents, {
        viewer: this.viewer,
        dialect,
      });
      const [row] = await this.source.read(statement);
      return fromJson(row!.data) as AnyRow[][];
    });
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

  /** The parts that a record holds, whole, in their order. */
  parts<T extends PartRow>({ id }: Row, type: EntityClass<T>): Promise<T[]> {
    const entity = entityOf(type);
    const relation: Relation = {
      name: 'parts',
      sort: 'list',
      source: entity,
      target: () => entity,
      join: { from: 'id', to: 'recordId' },
      description: '',
    };
    const properties = new Set(['id', ...wholeRow(entity)]);
    return this.related(relation, id, properties) as unknown as Promise<T[]>;
  }

  /** What a batch function gives for a key; all keys asked for at once under one name come to it together. */
  batched<T>(
    name: unknown,
    key: string,
    batch: (keys: readonly string[]) => Promise<T[]>,
  ): Promise<T> {
    let loader = this.loaders.get(name);
    if (!loader) {
      loader = new DataLoader<string, unknown>(batch, { maxBatchSize: 10_000 });
      this.loaders.set(name, loader);
    }
    return (loader as DataLoader<string, T>).load(key);
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
