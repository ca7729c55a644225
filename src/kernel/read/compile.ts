import type { Dialect } from '../../database/dialect';
import { Late, type Sql, join, literal, raw, sql } from '../../database/sql';
import type { Asked, AskedPage } from '../ask/arguments';
import { SEPARATOR, orderOf, reversed } from '../ask/page';
import {
  type Scope,
  isNamed,
  joined,
  linked,
  orderBy,
  renderCondition,
  scope,
  visible,
  visibleFrom,
} from '../ask/render';
import { type Condition, mapValues } from '../declare/condition';
import type { Entity, Relation } from '../declare/declare';
import { columnOf, shapeOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import {
  type Asking,
  type EdgePart,
  type Member,
  type PageOutline,
  type PagePart,
  type Root,
  type RowOutline,
  type Way,
  rowsIn,
} from './outline';

/** What a statement depends on beside the outline: what was asked for, by whom, of which database. */
export interface Setting {
  /** By the `n` of the askings; the last are the languages of the request. */
  given: readonly Asked[];
  viewer: Viewer;
  dialect: Dialect;
  /** An answer has at most so many bytes. */
  maxAnswerBytes: number;
}

/**
 * Writes the ways from row to row, with who sees what, filters, orders and pages. What stands in a row, and under which
 * keys, is up to its subclasses.
 */
export abstract class Compiler {
  protected readonly at: Scope;
  protected readonly dialect: Dialect;

  constructor(protected readonly setting: Setting) {
    this.dialect = setting.dialect;
    this.at = scope(setting.viewer, setting.dialect, true, true);
  }

  /** A row under an alias as a JSON object. */
  protected abstract row(row: RowOutline, alias: string): Sql;
  /** Where what has a key in the answer stands in the JSON. */
  protected abstract place(key: string): string;

  root(root: Root): Sql {
    switch (root.is) {
      case 'none':
        return raw('null');
      case 'page':
        return this.rowsOfPage(root.page);
      case 'records':
        return this.eachOf(root.asking, (id) => this.withId(root, id));
      case 'ways':
        return this.eachOf(root.asking, (key) => this.way(root.way, key));
      case 'record': {
        const { asking, row } = root;
        const { entity } = row;
        const t = this.at.fresh();
        const such = this.such(asking, entity, t, visible(entity, this.setting.viewer));
        return sql`(select ${this.row(row, t)} from ${tableAs(entity.table, t)} where ${such} limit 1)`;
      }
    }
  }

  /** A JSON array of what there is for each of the texts that are given, in their order. */
  private eachOf({ n }: Asking<readonly string[]>, of: (text: Sql) => Sql): Sql {
    const texts = new Late((given: readonly Asked[]) => given[n]!.values[0]);
    const item = this.dialect.member(of(raw('p.value')), 'json');
    return sql`(select ${this.dialect.array(item, raw('p.place'))} from ${this.dialect.valueList(texts)})`;
  }

  /** The row with an id, whichever of several types it is; null where there is none. */
  private withId({ rows, merged }: Root & { is: 'records' }, id: Sql): Sql {
    const found = rows.map((row) => {
      const { entity } = row;
      const t = this.at.fresh();
      const may = renderCondition(visible(entity, this.setting.viewer), entity, t, this.at);
      const such = merged ? isNamed(entity, t, 'id', id) : sql`${columnOf(t, 'id')} = ${id}`;
      return sql`(select ${this.row(row, t)} from ${tableAs(entity.table, t)} where ${such} and ${may})`;
    });
    if (found.length > 1) return sql`coalesce(${join(found, ', ')})`;
    return found[0] ?? raw('cast(null as json)');
  }

  protected asked<T>({ n }: Asking<T>): T {
    return this.setting.given[n]!.of as T;
  }

  /** A condition that was asked for, with its values to be bound at each run. */
  private late<T>(asking: Asking<T>, conditionOf: (asked: T) => Condition): Condition {
    let i = 0;
    return mapValues(conditionOf(this.asked(asking)), () => {
      const place = i++;
      return new Late((given: readonly Asked[]) => given[asking.n]!.values[place]);
    });
  }

  /** What is asked of the row under an alias, and the rule by which it may be seen. */
  private such(asking: Asking<Condition>, entity: Entity, alias: string, rule: Condition): Sql {
    const asked = this.late(asking, (of) => of);
    return and([asked, rule].map((each) => renderCondition(each, entity, alias, this.at)));
  }

  /** What a field leads to from the row whose key is `from`. */
  protected way(way: Way, from: Sql): Sql {
    switch (way.is) {
      case 'one':
        return this.one(way.relation, way.row, from);
      case 'list':
        return this.list(way.relation, way.asking, way.row, from);
      case 'page':
        return this.rowsOfPage(way.page, { relation: way.relation, from });
    }
  }

  /** The row that a reference leads to. */
  private one(relation: Relation, row: RowOutline, from: Sql): Sql {
    const target = relation.target();
    const t = this.at.fresh();
    const where = [
      joined(relation, from, t, this.at),
      renderCondition(visibleFrom(relation, this.setting.viewer), target, t, this.at),
    ];
    return sql`(select ${this.row(row, t)} from ${tableAs(target.table, t)} where ${and(where)})`;
  }

  /** All rows of a plain list as a JSON array. */
  private list(relation: Relation, asking: Asking<Condition>, row: RowOutline, from: Sql): Sql {
    const target = relation.target();
    const { link } = relation.join;
    const t = this.at.fresh();
    const such = this.such(asking, target, t, visibleFrom(relation, this.setting.viewer));
    const l = this.at.fresh();
    const rows = linked(relation, from, t, this.at, l);
    const order = link?.position
      ? columnOf(l, link.position)
      : orderBy(orderOf(target, null, relation.order), t);
    return sql`(select ${this.dialect.array(this.row(row, t), order)} ${rows} and ${such})`;
  }

  /** A page: of all rows, or of those that a relation leads to. */
  private rowsOfPage(page: PageOutline, way?: { relation: Relation; from: Sql }): Sql {
    const { target, asking } = page;
    const { viewer } = this.setting;
    const asked = this.asked(asking);
    const rule = way ? visibleFrom(way.relation, viewer) : visible(target, viewer);
    const where = (t: string, conditionOf: (asked: AskedPage) => Condition, at: Scope) =>
      sql`${this.dialect.watch(t)}${and([
        ...(way ? [joined(way.relation, way.from, t, at)] : []),
        renderCondition(this.late(asking, conditionOf), target, t, at),
        renderCondition(rule, target, t, at),
      ])}`;
    const needed = [
      asked.order.by.map(({ property }) => property),
      ...rowsIn(page).map(({ properties }) => properties),
    ];
    const shapes = [...new Set(needed.flatMap((each) => [...each]))].map((each) =>
      shapeOf(target, each),
    );
    const slice = (limit: number) => {
      const t = this.at.fresh();
      const columns = shapes.map(({ name }) => raw(`${t}."${name}"`));
      const rows = where(t, (of) => of.where, this.at);
      return sql`(select ${join(columns, ', ')} from ${tableAs(target.table, t)} where ${rows} order by ${orderBy(asked.order, t)} limit ${literal(limit)})`;
    };
    const total = () => {
      const t = this.at.fresh();
      const rows = where(t, (of) => of.within, { ...this.at, few: false });
      return sql`(select count(*) from ${tableAs(target.table, t)} where ${rows})`;
    };
    const before = () => {
      if (!asked.before) return raw('1 = 0');
      const t = this.at.fresh();
      const rows = where(t, (of) => of.before!, this.at);
      // the nearest, which an index finds from the cursor on
      return sql`(select count(*) from (select 1 from ${tableAs(target.table, t)} where ${rows} order by ${orderBy(reversed(asked.order), t)} limit 1) n) > 0`;
    };
    return this.page(page, asked, { slice, total, before });
  }

  /**
   * A page as a JSON object: `slice` gives at most so many of its rows for a `from` clause, `total` how many there are,
   * `before` whether there are any up to the cursor.
   */
  private page(
    page: PageOutline,
    asked: AskedPage,
    {
      slice,
      total,
      before,
    }: { slice: (limit: number) => Sql; total: () => Sql; before: () => Sql },
  ): Sql {
    const { first, order } = asked;
    const telling = page.parts.filter(tellsOfRows);
    const more = telling.some((each) => each.is === 'pageInfo');
    const isShared = more || telling.length > 1;
    const [t, p] = [this.at.fresh(), this.at.fresh()];
    const inOrder = orderBy(order, t);
    const rows = isShared
      ? sql`(select * from ${raw(p)} order by ${orderBy(order, p)} limit ${literal(first)}) ${raw(t)}`
      : sql`${slice(first)} ${raw(t)}`;
    const list = (item: Sql) => sql`(select ${this.dialect.array(item, inOrder)} from ${rows})`;
    const cursor = () => this.cursor(page, asked, t);
    const infoOf = (member: Member): Sql => {
      switch (member.name) {
        case '__typename':
          return name(member.typename);
        case 'hasNextPage': // only counted, there is no way on
          return this.dialect.truth(
            sql`(select count(*) from ${raw(p)}) > ${literal(Math.max(first, 1))}`,
          );
        case 'hasPreviousPage':
          return this.dialect.truth(before());
        case 'startCursor':
          return sql`(select ${cursor()} from ${rows} order by ${inOrder} limit 1)`;
        default:
          return sql`(select ${cursor()} from ${rows} order by ${orderBy(reversed(order), t)} limit 1)`;
      }
    };
    const valueOf = (part: PagePart): Sql => {
      switch (part.is) {
        case 'typename':
          return name(part.name);
        case 'totalCount':
          return total();
        case 'nodes':
          return list(this.row(part.row, t));
        case 'edges':
          return list(this.edge(part.parts, t, cursor));
        case 'pageInfo':
          return this.dialect.object(
            part.members.map((member) => [this.place(member.key), infoOf(member)]),
          );
      }
    };
    const object = this.dialect.object(
      page.parts.map((part) => [this.place(part.key), valueOf(part)]),
    );
    if (!isShared) return object;
    const of = slice(more ? first + 1 : first);
    return sql`(with ${raw(p)} as materialized ${of} select ${object})`;
  }

  private edge(parts: readonly EdgePart[], alias: string, cursor: () => Sql): Sql {
    const valueOf = (part: EdgePart): Sql => {
      if (part.is === 'typename') return name(part.name);
      return part.is === 'cursor' ? cursor() : this.row(part.row, alias);
    };
    return this.dialect.object(parts.map((part) => [this.place(part.key), valueOf(part)]));
  }

  /** The cursor of the row under an alias: where it stands in its order, which `after` reads. */
  private cursor({ asking }: PageOutline, { order }: AskedPage, alias: string): Sql {
    const mark = new Late((given: readonly Asked<AskedPage>[]) => given[asking.n]!.of.mark());
    const keys = order.by.map(({ property }) => sql`cast(${columnOf(alias, property)} as text)`);
    return this.dialect.hex([sql`cast(${mark} as text)`, ...keys], SEPARATOR);
  }
}

/** Whether a part of a page is made of its rows. */
function tellsOfRows(part: PagePart): boolean {
  if (part.is === 'pageInfo') return part.members.some(({ name }) => name !== '__typename');
  return part.is === 'nodes' || part.is === 'edges';
}

/** A name of the schema as a text in SQL. */
export const name = (of: string): Sql => raw(`'${of}'`);

const and = (conditions: readonly Sql[]) => join(conditions, ' and ');
