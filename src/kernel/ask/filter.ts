import { fold } from '../../value/collation';
import {
  type Comparison,
  type Condition,
  FALSE,
  TRUE,
  all,
  any,
  compare,
  count,
  equals,
  has,
  isEmpty,
  isIn,
  isNull,
  like,
  not,
  related,
  startsWith,
} from '../declare/condition';
import { type Span, inside, overlaps, possibly, sortedInside } from './spans';
import type { Attribute, Entity } from '../declare/declare';
import { badInput } from '../declare/errors';

/** A filter as a caller sends it: field names with tests, and `and`, `or`, `not`. */
export type Filter = { [field: string]: unknown };
type Tests = { [test: string]: unknown };

const DEEPEST = 5;
const MOST_TESTS = 200;
const MOST_RELATIONS = 10;
const MOST_OBJECTS = 900;
const LONGEST_TEXT = 1_000;

/** Tests on other rows: each brings the access rules of all that it passes, so few of them are many to a database. */
const RELATION_TESTS = new Set(['is', 'some', 'none', 'every', 'count']);

/** Refuses what a database could not take: too many tests in one filter, very long texts, U+0000. */
export function checkTests(
  value: unknown,
  counted = { tests: 0, relations: 0, objects: 0 },
  inList = false,
): void {
  if (typeof value === 'string') checkText('filter', value);
  if (typeof value !== 'object' || value === null) {
    if (!inList) counted.tests++;
  } else {
    counted.objects++;
    for (const [name, each] of Object.entries(value)) {
      if (RELATION_TESTS.has(name)) counted.relations++;
      checkTests(each, counted, name === 'in' || (inList && Array.isArray(value)));
    }
  }
  if (counted.tests > MOST_TESTS || counted.objects > MOST_OBJECTS)
    throw badInput('filter', `A filter may have at most ${MOST_TESTS} tests.`);
  if (counted.relations > MOST_RELATIONS)
    throw badInput('filter', `A filter may have at most ${MOST_RELATIONS} tests on other rows.`);
}

/** Refuses a text that no stored one can equal. */
export function checkText(argument: string, text: string): string {
  if (text.length > LONGEST_TEXT)
    throw badInput(argument, `Wanted at most ${LONGEST_TEXT} characters; got ${text.length}.`);
  if (text.includes('\0')) throw badInput(argument, 'Wanted a text without U+0000.');
  return text;
}

/** The condition that a filter means. Filters nest at most 5 deep, and have at most 200 tests, 10 of them on other rows. */
export function conditionOf(
  entity: Entity,
  filter: Filter | null | undefined,
  depth = 1,
): Condition {
  if (!filter) return TRUE;
  if (depth > DEEPEST) throw badInput('filter', `A filter may be at most ${DEEPEST} deep.`);
  if (depth === 1) checkTests(filter);
  const conditions = Object.entries(filter).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [field(entity, name, value, depth)],
  );
  return all(...conditions);
}

function field(entity: Entity, name: string, value: unknown, depth: number): Condition {
  const inner = (each: unknown) => conditionOf(entity, each as Filter, depth + 1);
  if (name === 'and') return all(...(value as unknown[]).map(inner));
  if (name === 'or') return any(...(value as unknown[]).map(inner));
  if (name === 'not') return not(inner(value));
  const special = entity.filters[name];
  if (special) return special.condition(value as never);
  const relation = entity.relations.find((each) => each.name === name);
  if (relation)
    return toRows(relation.target(), name, value as Tests, relation.sort === 'one', depth);
  if (name === 'id') return tests('id', value as Tests);
  return ofAttribute(
    entity.attributes.find((each) => each.name === name)!,
    value as Tests,
  );
}

function toRows(
  target: Entity,
  name: string,
  given: Tests,
  one: boolean,
  depth: number,
): Condition {
  const where = (filter: unknown) => conditionOf(target, filter as Filter, depth + 1);
  const conditions: Condition[] = [];
  for (const [test, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    if (test === 'is' || test === 'some') conditions.push(related(name, where(value)));
    if (test === 'none') conditions.push(not(related(name, where(value))));
    if (test === 'every') conditions.push(not(related(name, not(where(value)))));
    if (test === 'isNull') conditions.push(value ? not(related(name)) : related(name));
    if (test === 'count') conditions.push(...counts(name, value as Tests));
  }
  return one || conditions.length !== 1 ? all(...conditions) : conditions[0]!;
}

function counts(name: string, given: Tests): Condition[] {
  return Object.entries(given).flatMap(([test, value]) => {
    if (value === null || value === undefined) return [];
    if (test === 'in' && (value as number[]).length > MOST_RELATIONS)
      throw badInput(
        'filter',
        `Wanted at most ${MOST_RELATIONS} counts; got ${(value as number[]).length}.`,
      );
    if (test === 'in') return [any(...(value as number[]).map((each) => count(name, '=', each)))];
    if (test === 'isNull') return [value ? FALSE : TRUE];
    return [count(name, SIGNS[test]!, value as number)];
  });
}

const SIGNS: Record<string, Comparison> = {
  eq: '=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/** Tests on one column. */
function tests(property: string, given: Tests): Condition {
  const conditions = Object.entries(given).flatMap(([test, value]): Condition[] => {
    if (value === null || value === undefined) return [];
    if (test === 'in') return [isIn(property, value as string[])];
    if (test === 'ne') return [not(equals(property, value as string))];
    if (test === 'isNull') return [value ? isNull(property) : not(isNull(property))];
    if (test === 'startsWith') return [startsWith(property, value as string)];
    return [compare(property, SIGNS[test]!, value as string)];
  });
  return all(...conditions);
}

/** Tests on a column of folded texts, each between line breaks. */
function folded(property: string, given: Tests): Condition {
  const conditions = Object.entries(given).flatMap(([test, value]): Condition[] => {
    if (value === null || value === undefined) return [];
    if (test === 'isNull') return [value ? isNull(property) : not(isNull(property))];
    if (test === 'isEmpty') return [value ? equals(property, '') : not(equals(property, ''))];
    if (test === 'hasAny')
      return [any(...(value as string[]).map((each) => line(property, 'eq', each)))];
    return [line(property, test, value as string)];
  });
  return all(...conditions);
}

function line(property: string, test: string, value: string): Condition {
  const text = literal(fold(value));
  if (test === 'contains') return like(property, `%${text || '\n'}%`); // not in an empty list
  if (test === 'startsWith') return like(property, `%\n${text}%`);
  return like(property, `%\n${text}\n%`);
}

/** For LIKE: what a caller typed means itself. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function array(property: string, given: Tests): Condition {
  const conditions = Object.entries(given).flatMap(([test, value]): Condition[] => {
    if (value === null || value === undefined) return [];
    const empty = isEmpty(property);
    if (test === 'isEmpty') return [value ? empty : not(empty)];
    if (test === 'has') return [has(property, value as string)];
    return [any(...(value as string[]).map((each) => has(property, each)))];
  });
  return all(...conditions);
}

function timing(property: string, given: Tests): Condition {
  const {
    possibly: may,
    certainly,
    precision,
  } = given as { possibly?: Span; certainly?: Span; precision?: Tests };
  return all(
    may ? possibly(property, may) : TRUE,
    certainly
      ? all(
          equals(`${property}Certain`, true),
          inside(`${property}Earliest`, `${property}Latest`, certainly),
          sortedInside(`${property}Sort`, certainly),
        )
      : TRUE,
    precision ? tests(`${property}Precision`, precision) : TRUE,
  );
}

function quantity(property: string, given: Tests): Condition {
  const { isNull: none, ...rest } = given as Record<string, Tests | undefined> & {
    isNull?: boolean | null;
  };
  const columns = {
    ...{ rhythm: 'Rhythm', unit: 'Unit', each: 'Each' },
    ...{ min: 'Min', max: 'Max', per: 'Per' },
  };
  return all(
    none === null || none === undefined ? TRUE : tests(`${property}Rhythm`, { isNull: none }),
    ...Object.entries(columns).map(([name, suffix]) =>
      rest[name] ? tests(`${property}${suffix}`, rest[name]) : TRUE,
    ),
  );
}

function period(name: string, given: Tests): Condition {
  const {
    overlaps: over,
    within,
    isNull: none,
  } = given as { overlaps?: Span; within?: Span; isNull?: boolean };
  return all(
    over ? all(not(isNull(`${name}Start`)), overlaps(`${name}Start`, `${name}End`, over)) : TRUE,
    within ? inside(`${name}Start`, `${name}End`, within) : TRUE,
    none === undefined || none === null ? TRUE : tests(`${name}Start`, { isNull: none }),
  );
}

function money(members: Record<string, string>, given: Tests): Condition {
  return all(
    ...Object.entries(given as Record<string, Tests | boolean | null>).map(([name, value]) => {
      if (name === 'isNull') return tests(members.cents!, { isNull: value });
      return value === null ? TRUE : tests(members[name]!, value as Tests);
    }),
  );
}

function ofAttribute(attribute: Attribute, given: Tests): Condition {
  const { kind, property } = attribute;
  switch (kind) {
    case 'text':
    case 'strings':
      return folded(`${property}Folded`, given);
    case 'enums':
    case 'languages':
    case 'urls':
      return array(property, given);
    case 'timing':
      return timing(property, given);
    case 'quantity':
      return quantity(property, given);
    case 'period':
      return period(property, given);
    case 'money':
      return money(attribute.members!, given);
    default:
      return tests(property, given);
  }
}
