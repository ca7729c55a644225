import type { Dialect } from '../../database/dialect';
import { type Late, type Sql, constant, isConstant, join, raw, sql } from '../../database/sql';
import { type Condition, TRUE, type Value, all, any } from '../declare/condition';
import type { Entity, Link, Relation } from '../declare/declare';
import { relationOf } from '../declare/registry';
import { columnOf, shapeOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import type { Order } from './page';

/** What rendering needs beside the condition: whose eyes, which database, and fresh names for rows. */
export interface Scope {
  viewer: Viewer;
  dialect: Dialect;
  fresh(): string;
  /** Few rows are wanted of many: what an alternative looks up is to be looked up for each of them, not for all beforehand. */
  few: boolean;
  /** We are in such an alternative. */
  rowByRow?: boolean;
  /** We are in what no row at the end of a relation may be: few are expected to be. */
  exceptions?: boolean;
  /** The statement is kept: what callers sent is late, all other values are our own. */
  kept?: boolean;
}

/** A scope for one statement. */
export function scope(viewer: Viewer, dialect: Dialect, few = false, kept = false): Scope {
  let n = 0;
  return { viewer, dialect, fresh: () => `r${++n}`, few, kept };
}

/** The condition as SQL on the row of `entity` that stands under `alias`. */
export function renderCondition(
  condition: Condition,
  entity: Entity,
  alias: string,
  at: Scope,
): Sql {
  const own = (property: string) => columnOf(alias, property);
  switch (condition.kind) {
    case 'all':
      return combine(condition.of, ' and ', 'true', entity, alias, at);
    case 'any': {
      const rowByRow = at.few && condition.of.length > 1;
      return combine(condition.of, ' or ', 'false', entity, alias, { ...at, rowByRow });
    }
    case 'not':
      return at.dialect.isNot(
        renderCondition(condition.of, entity, alias, {
          ...at,
          exceptions: condition.of.kind === 'related',
        }),
        at.exceptions,
      );
    case 'related': {
      if (condition.once) return isAmong(condition, entity, alias, at);
      const { rows } = reached(condition.relation, condition.where, entity, alias, at);
      return at.dialect.exists(rows, at.rowByRow);
    }
    case 'count': {
      const { number, rows } = reached(condition.relation, condition.where, entity, alias, at);
      return sql`(select ${number} ${rows}) ${raw(condition.is)} ${condition.value}`;
    }
    case 'beyond':
      return beyond(condition, own);
    case 'in': {
      const { property, values } = condition;
      if (at.kept && areConstants(values))
        return sql`${own(property)} in (${join(values.map(constant), ', ')})`;
      return at.dialect.isIn(own(property), values, shapeOf(entity, property).type);
    }
    case 'named':
      return isNamed(entity, alias, condition.by, sql`${condition.value}`);
    case 'null':
      return sql`${own(condition.property)} is null`;
    case 'like':
      return sql`${own(condition.property)} like ${condition.value} escape '\\'`;
    case 'startsWith': {
      const { property, value } = condition;
      return sql`substr(${own(property)}, 1, length(${value})) = ${value}`;
    }
    case 'has':
      return at.dialect.has(own(condition.property), condition.value);
    case 'empty':
      return at.dialect.isEmpty(own(condition.property));
    case 'compare': {
      const value = at.kept ? constant(condition.value) : sql`${condition.value}`;
      return sql`${own(condition.property)} ${raw(condition.is)} ${value}`;
    }
  }
}

/** That the row under an alias is the record of an id or slug, or the one that such a record was merged into. */
export function isNamed(entity: Entity, alias: string, by: 'id' | 'slug', value: Sql): Sql {
  const there = sql`(select x.id from ${tableAs(entity.table, 'x')} where ${columnOf('x', by)} = ${value})`;
  const merged = sql`(select x.into_id from merged x where x.type = ${constant(entity.name)} and ${columnOf('x', by)} = ${value})`;
  return sql`${columnOf(alias, 'id')} = coalesce(${there}, ${merged})`;
}

const areConstants = (values: readonly Value[] | Late): values is readonly string[] =>
  Array.isArray(values) && values.length > 0 && values.every(isConstant);

/** The condition that a viewer may see a row, as its entity declares it. */
export function visible(entity: Entity, viewer: Viewer): Condition {
  return viewer.role === 'ADMIN' ? TRUE : entity.access.visible(viewer, entity);
}

/** The same for a row that a relation leads to from a row which the viewer has seen: that need not be asked again. */
export function visibleFrom(relation: Relation, viewer: Viewer): Condition {
  const target = relation.target();
  const { from, to, link } = relation.join;
  if (requires(visible(relation.source, viewer), relation)) return TRUE;
  const leadsBack = ({ join, target: back }: Relation) =>
    !link && join.from === to && join.to === from && back() === relation.source;
  const left = (condition: Condition): Condition => {
    if (condition.kind === 'all') return all(...condition.of.map(left));
    if (condition.kind === 'any') {
      const alternatives = condition.of.map(left);
      return alternatives.includes(TRUE) ? TRUE : any(...alternatives);
    }
    if (condition.kind === 'related' && condition.where === TRUE)
      return leadsBack(relationOf(target, condition.relation)) ? TRUE : condition;
    return condition;
  };
  return left(visible(target, viewer));
}

/** Whether a row that fulfils a condition leads to a visible one, if it leads to any. */
function requires(condition: Condition, { name, sort, join: { from } }: Relation): boolean {
  const held = (of: Condition): boolean => {
    if (of.kind === 'all') return of.of.some(held);
    if (of.kind === 'any')
      return of.of.length > 0 && of.of.every((each) => held(each) || isAbsent(each));
    return of.kind === 'related' && of.relation === name;
  };
  const isAbsent = (of: Condition) => of.kind === 'null' && of.property === from;
  return sort === 'one' && held(condition);
}

function combine(
  conditions: readonly Condition[],
  operator: string,
  empty: string,
  entity: Entity,
  alias: string,
  at: Scope,
): Sql {
  if (conditions.length === 0) return raw(empty);
  const pieces = conditions.map((each) => renderCondition(each, entity, alias, at));
  return pieces.length === 1 ? pieces[0]! : sql`(${join(pieces, operator)})`;
}

/** That a relation leads from the row under `alias` to one of the rows meant, which are the same for all rows. */
function isAmong(
  { relation: name, where }: Extract<Condition, { kind: 'related' }>,
  entity: Entity,
  alias: string,
  at: Scope,
): Sql {
  const { join: way, target } = relationOf(entity, name);
  const own = at.fresh();
  const found = such(target(), where, own, { ...at, rowByRow: false });
  const meant = sql`select ${columnOf(own, way.to)} from ${tableAs(target().table, own)} where ${at.dialect.watch(own)}${found}`;
  return at.dialect.isAmong(columnOf(alias, way.from), meant);
}

/** That the row under `alias` fulfils a condition and may be seen. */
const such = (of: Entity, where: Condition, alias: string, at: Scope): Sql =>
  sql`${renderCondition(where, of, alias, at)} and ${renderCondition(visible(of, at.viewer), of, alias, at)}`;

/** `from … where …` of the visible rows that a relation leads to from the row under `alias`. */
function reached(name: string, where: Condition, entity: Entity, alias: string, at: Scope) {
  const relation = relationOf(entity, name);
  const target = relation.target();
  const { from, link } = relation.join;
  const own = at.fresh();
  const meets = such(target, where, own, at);
  if (link?.position) {
    // a list of references is a choice of few: which are meant is the same for all rows
    const l = at.fresh();
    const links = sql`from ${raw(`${link.table} ${l}`)} where ${watchLink(link, l, at)}${columnOf(l, link.from)} = ${columnOf(alias, from)}`;
    const meant = sql`select ${columnOf(own, 'id')} from ${tableAs(target.table, own)} where ${at.dialect.watch(own)}${meets}`;
    return {
      number: raw('count(*)'),
      rows: sql`${links} and ${at.dialect.isAmong(columnOf(l, link.to), meant)}`,
    };
  }
  const number = link ? sql`count(distinct ${columnOf(own, 'id')})` : raw('count(*)');
  return { number, rows: sql`${linked(relation, columnOf(alias, from), own, at)} and ${meets}` };
}

/** `from … where …` of what a relation leads to from a row whose key is `from`: a row of many links as often as it is linked. */
export function linked(
  relation: Relation,
  from: Sql,
  alias: string,
  at: Scope,
  l = at.fresh(),
): Sql {
  const { to, link } = relation.join;
  const { table } = relation.target();
  if (!link) {
    const watch = to === 'id' ? raw('') : at.dialect.watch(alias); // it leads to one row
    return sql`from ${tableAs(table, alias)} where ${watch}${columnOf(alias, to)} = ${from}`;
  }
  return sql`from ${raw(`${link.table} ${l}`)} join ${tableAs(table, alias)} on ${columnOf(alias, 'id')} = ${columnOf(l, link.to)}
    where ${at.dialect.watch(alias)}${columnOf(l, link.from)} = ${from}${visibleLink(link, l, at)}`;
}

/** That the row under `alias` is what a relation leads to from a row whose key is `from`. */
export function joined(relation: Relation, from: Sql, alias: string, at: Scope): Sql {
  const { to, link } = relation.join;
  const column = columnOf(alias, to);
  if (!link) return sql`${column} = ${from}`;
  const l = at.fresh();
  return sql`${column} in (select ${columnOf(l, link.to)} from ${raw(`${link.table} ${l}`)}
    where ${watchLink(link, l, at)}${columnOf(l, link.from)} = ${from}${visibleLink(link, l, at)})`;
}

/** `watch` over the links under an alias. */
const watchLink = ({ table }: Link, alias: string, { dialect }: Scope): Sql =>
  dialect.watch(table.startsWith('(') ? null : alias);

/** ` and …` for a link that is a part: only those that the viewer may see lead anywhere. */
export function visibleLink({ part }: Link, alias: string, at: Scope): Sql {
  if (!part) return raw('');
  return sql` and ${renderCondition(visible(part, at.viewer), part, alias, at)}`;
}

/** `order by` for an order, on the row under `alias`. */
export function orderBy(order: Order, alias: string): Sql {
  const direction = (descending: boolean) => raw(descending ? ' desc' : '');
  return join(
    order.by.map(
      ({ property, descending }) => sql`${columnOf(alias, property)}${direction(descending)}`,
    ),
    ', ',
  );
}

/** That columns come behind values: those of one direction are compared as a row, which an index can begin at. */
function beyond(
  { by, values, orAt = false }: Condition & { kind: 'beyond' },
  own: (property: string) => Sql,
): Sql {
  const { descending } = by[0]!;
  const turn = by.findIndex((each) => each.descending !== descending);
  const length = turn < 0 ? by.length : turn;
  const row = (items: Sql[]) => sql`(${join(items, ', ')})`;
  const columns = row(by.slice(0, length).map(({ property }) => own(property)));
  const marks = row(values.slice(0, length).map((each) => sql`${each}`));
  const is = (descending ? '<' : '>') + (orAt && turn < 0 ? '=' : '');
  const behind = sql`${columns} ${raw(is)} ${marks}`;
  if (turn < 0) return behind;
  const last = { kind: 'beyond' as const, by: by.slice(turn), values: values.slice(turn), orAt };
  const rest = beyond(last, own);
  return sql`(${behind} or (${columns} = ${marks} and ${rest}))`;
}
