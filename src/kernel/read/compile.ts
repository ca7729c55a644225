import type { Dialect } from '../../database/dialect';
import { Late, type Sql, join, literal, raw, sql } from '../../database/sql';
import type { TextLanguage } from '../../value/language';
import type { Asked, Page } from '../ask/arguments';
import { type Condition, mapValues } from '../declare/condition';
import type { Entity, Relation } from '../declare/declare';
import { type Asking, type PageOutline, type Root, type RowOutline, rowsIn } from './outline';
import { orderOf } from '../ask/page';
import { columnOf, shapeOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import {
  type Scope,
  joined,
  linked,
  renderCondition,
  scope,
  visible,
  visibleFrom,
  orderBy,
} from '../ask/render';

/** What a statement depends on beside the outline: what was asked for, by whom, in which language, of which database. */
export interface Setting {
  given: readonly Asked[];
  viewer: Viewer;
  language: TextLanguage;
  dialect: Dialect;
  /** An answer has at most so many bytes. */
  maxAnswerBytes: number;
}

/** Writes the ways from row to row: who sees what, filters, orders and pages. What stands in a row is up to its heirs. */
export abstract class Compiler {
  protected readonly at: Scope;
  protected readonly dialect: Dialect;

  constructor(protected readonly setting: Setting) {
    this.dialect = setting.dialect;
    this.at = scope(setting.viewer, setting.dialect, true, true);
  }

  /** A row under an alias as a JSON object. */
  protected abstract row(row: RowOutline, alias: string): Sql;
  /** A page as a JSON object; `from` gives its rows. */
  protected abstract page(page: PageOutline, asked: Page, source: PageSource): Sql;

  root(root: Root): Sql {
    if (root.is === 'none') return raw('null');
    if (root.is === 'page') return this.rowsOfPage(root.page);
    if (root.is === 'records') return this.records(root.rows, root.asking);
    const { asking, row } = root;
    const { entity } = row;
    const t = this.at.fresh();
    const such = this.such(asking, entity, t, visible(entity, this.setting.viewer));
    return sql`(select ${this.row(row, t)} from ${tableAs(entity.table, t)} where ${such} limit 1)`;
  }

  /** The rows with some ids, in their order, whatever of several types they are; null in the place of what is not there. */
  private records(rows: readonly RowOutline[], { n }: Asking<readonly string[]>): Sql {
    const ids = new Late((given: readonly Asked[]) => given[n]!.values[0]);
    const found = rows.map((row) => {
      const { entity } = row;
      const t = this.at.fresh();
      const may = renderCondition(visible(entity, this.setting.viewer), entity, t, this.at);
      return sql`(select ${this.row(row, t)} from ${tableAs(entity.table, t)} where ${columnOf(t, 'id')} = p.value and ${may})`;
    });
    const one =
      found.length > 1
        ? sql`coalesce(${join(found, ', ')})`
        : (found[0] ?? raw('cast(null as json)'));
    const all = this.dialect.array(this.dialect.member(one, 'json'), raw('p.place'));
    return sql`(select ${all} from ${this.dialect.valueList(ids)})`;
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

  /** The row that a reference leads to. */
  protected one(relation: Relation, row: RowOutline, alias: string): Sql {
    const target = relation.target();
    const t = this.at.fresh();
    const where = [
      joined(relation, columnOf(alias, relation.join.from), t, this.at),
      renderCondition(visibleFrom(relation, this.setting.viewer), target, t, this.at),
    ];
    return sql`(select ${this.row(row, t)} from ${tableAs(target.table, t)} where ${and(where)})`;
  }

  /** All rows of a plain list as a JSON array. */
  protected list(
    relation: Relation,
    asking: Asking<Condition>,
    row: RowOutline,
    alias: string,
  ): Sql {
    const target = relation.target();
    const { link } = relation.join;
    const t = this.at.fresh();
    const from = columnOf(alias, relation.join.from);
    const such = this.such(asking, target, t, visibleFrom(relation, this.setting.viewer));
    const l = this.at.fresh();
    const rows = linked(relation, from, t, this.at, l);
    const order = link?.position
      ? columnOf(l, link.position)
      : orderBy(orderOf(target, null, relation.order), t);
    return sql`(select ${this.dialect.array(this.row(row, t), order)} ${rows} and ${such})`;
  }

  /** A page: of all rows, or of those that a relation leads to from the row under an alias. */
  protected rowsOfPage(page: PageOutline, alias?: string): Sql {
    const { relation, target, asking } = page;
    const { viewer } = this.setting;
    const asked = this.asked(asking);
    const where = (t: string, conditionOf: (asked: Page) => Condition, at: Scope) =>
      sql`${this.dialect.watch}${and([
        ...(relation ? [joined(relation, columnOf(alias!, relation.join.from), t, at)] : []),
        renderCondition(this.late(asking, conditionOf), target, t, at),
        renderCondition(
          relation ? visibleFrom(relation, viewer) : visible(target, viewer),
          target,
          t,
          at,
        ),
      ])}`;
    const needed = [asked.order.by, ...rowsIn(page).map(({ properties }) => properties)];
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
    return this.page(page, asked, { slice, total });
  }
}

/** Where a page finds its rows. */
export interface PageSource {
  /** At most so many rows, in order, for a `from` clause. */
  slice(limit: number): Sql;
  /** How many the whole list has. */
  total(): Sql;
}

const and = (conditions: readonly Sql[]) => join(conditions, ' and ');
