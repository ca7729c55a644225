import { type Dialect } from '../database/dialect';
import { type Sql, join, raw, sql } from '../database/sql';
import type { Entity, Link, Relation } from './declare';
import { columnOf, shapeOf } from './table';
import type { Viewer } from './viewer';

type Value = string | number | boolean;

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
  | { property: string; in: readonly Value[] }
  | { property: string; isNull: true }
  | { property: string; like: string }
  | { property: string; startsWith: string }
  | { property: string; has: string }
  | { property: string; isEmpty: true }
  /** Some visible row at the end of a relation fulfils the condition. */
  | { related: string; where: Condition }
  /** How many visible rows at the end of a relation fulfil the condition. */
  | { count: string; where: Condition; is: '=' | '<>' | '<' | '<=' | '>' | '>='; value: number };

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

/** What rendering needs beside the condition: whose eyes, which database, and fresh names for rows. */
export interface Scope {
  viewer: Viewer;
  dialect: Dialect;
  fresh(): string;
  /** Few rows are wanted of many: what an alternative looks up is to be looked up for each of them, not for all beforehand. */
  few: boolean;
  /** We are in such an alternative. */
  rowByRow?: boolean;
}

/** A scope for one statement. */
export function scope(viewer: Viewer, dialect: Dialect, few = false): Scope {
  let n = 0;
  return { viewer, dialect, fresh: () => `r${++n}`, few };
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
    const rows = reached(condition.related, condition.where, entity, alias, at);
    return sql`exists (select 1 ${rows}${raw(at.rowByRow ? at.dialect.rowByRow : '')})`;
  }
  if ('count' in condition) {
    const rows = reached(condition.count, condition.where, entity, alias, at);
    return sql`(select count(*) ${rows}) ${raw(condition.is)} ${condition.value}`;
  }
  if ('properties' in condition) {
    const columns = condition.properties.map((each) => columnOf(alias, each));
    const values = condition.values.map((each) => sql`${each}`);
    return sql`(${join(columns, ', ')}) ${raw(condition.is)} (${join(values, ', ')})`;
  }
  const column = columnOf(alias, condition.property);
  if ('in' in condition)
    return at.dialect.isIn(column, condition.in, shapeOf(entity, condition.property).type);
  if ('isNull' in condition) return sql`${column} is null`;
  if ('like' in condition) return sql`${column} like ${condition.like} escape '\\'`;
  if ('startsWith' in condition)
    return sql`substr(${column}, 1, ${raw(String([...condition.startsWith].length))}) = ${condition.startsWith}`;
  if ('has' in condition) return at.dialect.has(column, condition.has);
  if ('isEmpty' in condition) return at.dialect.isEmpty(column);
  return sql`${column} ${raw(condition.is)} ${condition.value}`;
}

/** The condition that a viewer may see a row, as its entity declares it. */
export function visible(entity: Entity, viewer: Viewer): Condition {
  return viewer.role === 'ADMIN' ? TRUE : entity.access.visible(viewer, entity);
}

/** The same for a row that a relation leads to from a row which the viewer has seen: that need not be asked again. */
export function visibleFrom(relation: Relation, viewer: Viewer): Condition {
  const target = relation.target();
  const { from, to, link } = relation.join;
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
function reached(name: string, where: Condition, entity: Entity, alias: string, at: Scope): Sql {
  const relation = relationOf(entity, name);
  const target = relation.target();
  const own = at.fresh();
  const conditions = [
    joined(relation, columnOf(alias, relation.join.from), own, at),
    renderCondition(where, target, own, at),
    renderCondition(visible(target, at.viewer), target, own, at),
  ];
  return sql`from ${raw(`"${target.table}" ${own}`)} where ${join(conditions, ' and ')}`;
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
