import { FEW } from '../../database/dialect';
import type { Late } from '../../database/sql';

export type Value = string | number | boolean | Late;

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A property that rows are ordered by: the least first, or the greatest. */
export interface OrderKey {
  property: string;
  descending: boolean;
}

/**
 * A condition on one row. Filters, access rules and page cursors are all made of this, and `renderCondition` writes it
 * wherever the row stands. A comparison with null is false, and its negation true, on both databases.
 */
export type Condition =
  | { kind: 'all'; of: readonly Condition[] }
  | { kind: 'any'; of: readonly Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; property: string; is: Comparison; value: Value }
  /** Columns compared in turn, as the rows of a list in their order are: behind these values, or also at them. */
  | { kind: 'beyond'; by: readonly OrderKey[]; values: readonly Value[]; orAt?: boolean }
  /** It is the record of this id or slug, or else the one that such a record was merged into. */
  | { kind: 'named'; by: 'id' | 'slug'; value: Value }
  | { kind: 'in'; property: string; values: readonly Value[] | Late }
  | { kind: 'null'; property: string }
  | { kind: 'like'; property: string; value: Value }
  | { kind: 'startsWith'; property: string; value: Value }
  | { kind: 'has'; property: string; value: Value }
  | { kind: 'empty'; property: string }
  /** Some visible row at the end of a relation fulfils the condition; `once`, those that do are looked up for all rows at once. */
  | { kind: 'related'; relation: string; where: Condition; once?: boolean }
  /** How many visible rows at the end of a relation fulfil the condition. */
  | { kind: 'count'; relation: string; where: Condition; is: Comparison; value: Value };

/** Fulfilled by every row. */
export const TRUE: Condition = { kind: 'all', of: [] };
/** Fulfilled by none. */
export const FALSE: Condition = { kind: 'any', of: [] };
/** All of these hold. */
export const all = (...of: Condition[]): Condition => {
  const asked = of.filter((each) => each !== TRUE);
  return asked.length > 0 ? { kind: 'all', of: asked } : TRUE;
};
/** At least one of these holds. */
export const any = (...of: Condition[]): Condition => ({ kind: 'any', of });
/** This does not hold. */
export const not = (of: Condition): Condition => ({ kind: 'not', of });
/** The property compares so with a value. */
export const compare = (property: string, is: Comparison, value: Value): Condition => ({
  kind: 'compare',
  property,
  is,
  value,
});
/** The property has this value. */
export const equals = (property: string, value: Value): Condition => compare(property, '=', value);
/** It is the record of this id or slug, or else the one that such a record was merged into. */
export const named = (by: 'id' | 'slug', value: Value): Condition => ({ kind: 'named', by, value });
/** The property has one of these values. */
export const isIn = (property: string, values: readonly Value[]): Condition => ({
  kind: 'in',
  property,
  values,
});
/** The property is absent. */
export const isNull = (property: string): Condition => ({ kind: 'null', property });
/** The text is like a pattern, in which `%` stands for anything and a backslash takes its meaning. */
export const like = (property: string, value: Value): Condition => ({
  kind: 'like',
  property,
  value,
});
/** The text begins so. */
export const startsWith = (property: string, value: Value): Condition => ({
  kind: 'startsWith',
  property,
  value,
});
/** The list holds a value. */
export const has = (property: string, value: Value): Condition => ({
  kind: 'has',
  property,
  value,
});
/** The list holds nothing. */
export const isEmpty = (property: string): Condition => ({ kind: 'empty', property });
/** Some visible row at the end of a relation fulfils the condition. */
export const related = (relation: string, where: Condition = TRUE): Condition => ({
  kind: 'related',
  relation,
  where,
});
/** The same of a relation without links and a condition that few rows fulfil: they are found once, for all that ask. */
export const among = (relation: string, where: Condition): Condition => ({
  kind: 'related',
  relation,
  where,
  once: true,
});
/** So many visible rows stand at the end of a relation. */
export const count = (relation: string, is: Comparison, value: Value): Condition => ({
  kind: 'count',
  relation,
  where: TRUE,
  is,
  value,
});

/**
 * The condition with other values in the place of its own. Long lists are handed over whole, since each is bound as one.
 * Truth values stay: a database plans by them.
 */
export function mapValues(condition: Condition, change: (value: Value) => Value): Condition {
  const each = (of: Condition) => mapValues(of, change);
  const one = (value: Value) => (typeof value === 'boolean' ? value : change(value));
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map(each) };
    case 'not':
      return not(each(condition.of));
    case 'related':
      return { ...condition, where: each(condition.where) };
    case 'count':
      return { ...condition, where: each(condition.where), value: one(condition.value) };
    case 'beyond':
      return { ...condition, values: condition.values.map(one) };
    case 'in': {
      const { values } = condition;
      const few = Array.isArray(values) && values.length <= FEW;
      return { ...condition, values: few ? values.map(one) : (one(values as Late) as Late) };
    }
    case 'compare':
    case 'named':
    case 'like':
    case 'startsWith':
    case 'has':
      return { ...condition, value: one(condition.value) };
    case 'null':
    case 'empty':
      return condition;
  }
}
