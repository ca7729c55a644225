import { type Dialect, FEW } from '../../database/dialect';
import { type Late, type Sql, constant, isConstant, join, raw, sql } from '../../database/sql';
import type { Entity, Link, Relation } from './declare';
import { columnOf, shapeOf, tableAs } from './table';
import type { Viewer } from './viewer';

export type Value = string | number | boolean | Late;

/**
 * A condition on one row. Filters, access rules and page cursors are all made of this, and `renderCondition` writes it
 * wherever the row stands. A comparison with null is false, and its negation true, on both databases.
 */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { property: string; is: '=' | '<>' | '<' | '<=' | '>' | '>='; value: Value }
  /** Columns compared in turn, as the rows of a list in their order are. */
  | { properties: readonly string[]; is: '<' | '>'; values: readonly Value[] }
  | { property: string; in: readonly Value[] | Late }
  | { property: string; isNull: true }
  | { property: string; like: Value }
  | { property: string; startsWith: Value }
  | { property: string; has: Value }
  | { property: string; isEmpty: true }
  /** Some visible row at the end of a relation fulfils the condition. */
  | { related: string; where: Condition }
  /** How many visible rows at the end of a relation fulfil the condition. */
  | { count: string; where: Condition; is: '=' | '<>' | '<' | '<=' | '>' | '>='; value: Value };

/** Fulfilled by every row. */
export const TRUE: Condition = { all: [] };
/** Fulfilled by none. */
export const FALSE: Condition = { any: [] };
/** All of these hold. */
export const all = (...of: Condition[]): Condition => {
  const asked = of.filter((each) => each !== TRUE);
  return asked.length > 0 ? { all: asked } : TRUE;
};
/** At least one of these holds. */
export const any = (...of: Condition[]): Condition => ({ any: of });
/** This does not hold. */
export const not = (of: Condition): Condition => ({ not: of });
/** The property has this value. */
export const equals = (property: string, value: Value): Condition => ({ property, is: '=', value });
/** The property has one of these values. */
export const isIn = (property: string, values: readonly Value[]): Condition => ({
  property,
  in: values,
});
/** The property is absent. */
export const isNull = (property: string): Condition => ({ property, isNull: true });
/** Some visible row at the end of a relation fulfils the condition. */
export const related = (relation: string, where: Condition = TRUE): Condition => ({
  related: relation,
  where,
});

/**
 * The condition with other values in the place of its own. Long lists are handed over whole, since each is bound as one.
 * Truth values stay: a database plans by them.
 */
export function mapValues(condition: Condition, change: (value: Value) => Value): Condition {
  const each = (of: Condition) => mapValues(of, change);
  const one = (value: Value) => (typeof value === 'boolean' ? value : change(value));
  if ('all' in condition) return { all: condition.all.map(each) };
  if ('any' in condition) return { any: condition.any.map(each) };
  if ('not' in condition) return { not: each(condition.not) };
  if ('related' in condition) return { ...condition, where: each(condition.where) };
  if ('count' in condition)
    return { ...condition, where: each(condition.where), value: one(condition.value) };
  if ('values' in condition) return { ...condition, values: condition.values.map(one) };
  if ('value' in condition) return { ...condition, value: one(condition.value) };
  if ('in' in condition) {
    const values = condition.in;
    const few = Array.isArray(values) && values.length <= FEW;
    return { ...condition, in: few ? values.map(one) : (one(values as Late) as Late) };
  }
  if ('like' in condition) return { ...condition, like: one(condition.like) };
  if ('startsWith' in condition) return { ...condition, startsWith: one(condition.startsWith) };
  if ('has' in condition) return { ...condition, has: one(condition.has) };
  return condition;
}

/** What rendering needs beside the condition: whose eyes, which database, and fresh names for rows. */
export interface Scope {
  viewer: Viewer;
  dialect: Dialect;
  fresh(): string;
  /** Few rows are wanted of many: what an alternative looks up is to be looked up for each of them, not for all beforehand. */
  few: boolean;
  /** We are in such an alternative. */
  rowByRow?: boolean;
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
  if ('all' in condition) return combine(condition.all, ' and ', 'true', entity, alias, at);
  if ('any' in condition) {
    const rowByRow = at.few && condition.any.length > 1;
    return combine(condition.any, ' or ', 'false', entity, alias, { ...at, rowByRow });
  }
  if ('not' in condition)
    return sql`(${renderCondition(condition.not, entity, alias, at)}) is not true`;
  if ('related' in condition) {
    const { rows } = reached(condition.related, condition.where, entity, alias, at);
    return at.dialect.exists(rows, at.rowByRow);
  }
  if ('count' in condition) {
    const { count, rows } = reached(condition.count, condition.where, entity, alias, at);
    return sql`(select ${count} ${rows}) ${raw(condition.is)} ${condition.value}`;
  }
  if ('properties' in condition) {
    const columns = condition.properties.map((each) => columnOf(alias, each));
    const values = condition.values.map((each) => sql`${each}`);
    return sql`(${join(columns, ', ')}) ${raw(condition.is)} (${join(values, ', ')})`;
  }
  const column = columnOf(alias, condition.property);
  if ('in' in condition && at.kept && areConstants(condition.in))
    return sql`${column} in (${join(condition.in.map(constant), ', ')})`;
  if ('in' in condition)
    return at.dialect.isIn(column, condition.in, shapeOf(entity, condition.property).type);
  if ('isNull' in condition) return sql`${column} is null`;
  if ('like' in condition) return sql`${column} like ${condition.like} escape '\\'`;
  if ('startsWith' in condition)
    return sql`substr(${column}, 1, length(${condition.startsWith})) = ${condition.startsWith}`;
  if ('has' in condition) return at.dialect.has(column, condition.has);
  if ('isEmpty' in condition) return at.dialect.isEmpty(column);
  const value = at.kept ? constant(condition.value) : sql`${condition.value}`;
  return sql`${column} ${raw(condition.is)} ${value}`;
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
    if ('all' in condition) return all(...condition.all.map(left));
    if ('any' in condition) {
      const alternatives = condition.any.map(left);
      return alternatives.includes(TRUE) ? TRUE : any(...alternatives);
    }
    if ('related' in condition && condition.where === TRUE)
      return leadsBack(relationOf(target, condition.related)) ? TRUE : condition;
    return condition;
  };
  return left(visible(target, viewer));
}

/** Whether a row that fulfils a condition leads to a visible one, if it leads to any. */
function requires(condition: Condition, { name, sort, join: { from } }: Relation): boolean {
  const held = (of: Condition): boolean => {
    if ('all' in of) return of.all.some(held);
    if ('any' in of)
      return of.any.length > 0 && of.any.every((each) => held(each) || isAbsent(each));
    return 'related' in of && of.related === name;
  };
  const isAbsent = (of: Condition) => 'isNull' in of && of.property === from;
  return sort === 'one' && held(condition);
}

function combine(
  conditions: Condition[],
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

/** `from … where …` of the visible rows that a relation leads to from the row under `alias`. */
function reached(name: string, where: Condition, entity: Entity, alias: string, at: Scope) {
  const relation = relationOf(entity, name);
  const target = relation.target();
  const { from, link } = relation.join;
  const own = at.fresh();
  const such = sql`${renderCondition(where, target, own, at)} and ${renderCondition(visible(target, at.viewer), target, own, at)}`;
  if (link?.position) {
    // a list of references is a choice of few: which are meant is the same for all rows
    const l = at.fresh();
    const links = sql`from ${raw(`${link.table} ${l}`)} where ${columnOf(l, link.from)} = ${columnOf(alias, from)}`;
    const meant = sql`select ${columnOf(own, 'id')} from ${tableAs(target.table, own)} where ${such}`;
    return {
      count: raw('count(*)'),
      rows: sql`${links} and ${at.dialect.isAmong(columnOf(l, link.to), meant)}`,
    };
  }
  const count = link ? sql`count(distinct ${columnOf(own, 'id')})` : raw('count(*)');
  return { count, rows: sql`${linked(relation, columnOf(alias, from), own, at)} and ${such}` };
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
  if (!link) return sql`from ${tableAs(table, alias)} where ${columnOf(alias, to)} = ${from}`;
  return sql`from ${raw(`${link.table} ${l}`)} join ${tableAs(table, alias)} on ${columnOf(alias, 'id')} = ${columnOf(l, link.to)}
    where ${columnOf(l, link.from)} = ${from}${visibleLink(link, l, at)}`;
}

/** That the row under `alias` is what a relation leads to from a row whose key is `from`. */
export function joined(relation: Relation, from: Sql, alias: string, at: Scope): Sql {
  const { to, link } = relation.join;
  const column = columnOf(alias, to);
  if (!link) return sql`${column} = ${from}`;
  const l = at.fresh();
  return sql`${column} in (select ${columnOf(l, link.to)} from ${raw(`${link.table} ${l}`)}
    where ${columnOf(l, link.from)} = ${from}${visibleLink(link, l, at)})`;
}

/** ` and …` for a link that is a part: only those that the viewer may see lead anywhere. */
export function visibleLink({ part }: Link, alias: string, at: Scope): Sql {
  if (!part) return raw('');
  return sql` and ${renderCondition(visible(part, at.viewer), part, alias, at)}`;
}

/** A declared relation by its name. */
export function relationOf(entity: Entity, name: string): Relation {
  const found = entity.relations.find((each) => each.name === name);
  if (!found) throw new Error(`${entity.name} has no relation ${name}.`);
  return found;
}
