import { type LanguageOrder, isFallback, languageOrder, lookedFor } from '../../value/language';
import {
  type Condition,
  type Value,
  all,
  equals,
  mapValues,
  named,
  related,
} from '../declare/condition';
import type { Entity, Relation } from '../declare/declare';
import { badInput } from '../declare/errors';
import { type Filter, checkText, conditionOf } from './filter';
import {
  type Order,
  type OrderArgument,
  type PageLimits,
  badSize,
  fingerprint,
  orderOf,
  pageSize,
  readCursor,
  reversed,
} from './page';

/**
 * What the arguments of a field came to: its values apart from its shape, since one statement serves all that differ in
 * values only.
 */
export interface Asked<T = unknown> {
  of: T;
  shape: string;
  values: Value[];
}

/** Takes the values out of a condition; what else there is of the shape stands beside it. */
export function shaped<T>(of: T, where: Condition, ...beside: unknown[]): Asked<T> {
  const values: Value[] = [];
  const shape = mapValues(where, (value) => {
    values.push(value);
    return '?';
  });
  return { of, values, shape: JSON.stringify([shape, ...beside]) };
}

/** What callers may say about a page. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
  filter?: Filter | null;
  orderBy?: OrderArgument | null;
}

/** A page as it is asked for. */
export interface AskedPage {
  first: number;
  order: Order;
  /** Of the whole list. */
  within: Condition;
  /** The same, behind the cursor. */
  where: Condition;
  /** The same, up to the cursor; null where there is none. Its values are those of `where`. */
  before: Condition | null;
  /** What its cursors are good for. */
  mark(): string;
}

/** Reads the arguments of a connection: of all rows, or of those that a relation leads to. */
export function askedPage(
  target: Entity,
  relation: Relation | undefined,
  args: PageArguments,
  limits: PageLimits,
): AskedPage {
  const list = relation ? `${relation.source.name}.${relation.name}` : target.plural;
  const first = pageSize(args.first, limits);
  const order = orderOf(target, args.orderBy, relation?.order);
  let marked: string | undefined;
  const mark = () => (marked ??= fingerprint(list, args.filter, order));
  const within = conditionOf(target, args.filter);
  const cursor = args.after ?? null;
  if (cursor === null) return { first, order, within, where: within, before: null, mark };
  const values = readCursor(cursor, order, mark(), target);
  const where = all(within, { kind: 'beyond', by: order.by, values });
  // not the negation, for an index is read from a place on in either direction, but not up to where something ceases
  const before = all(within, { kind: 'beyond', by: reversed(order).by, values, orAt: true });
  return { first, order, within, where, before, mark };
}

/** What callers may say about a record: exactly one of these. */
export interface LookupArguments {
  id?: string | null;
  slug?: string | null;
  externalId?: { system: string; value: string } | null;
}

/** Reads the arguments of a field that fetches a record. */
export function askedRecord({ id, slug, externalId }: LookupArguments): Condition {
  const given = [
    id && named('id', checkText('id', id)),
    slug && named('slug', checkText('slug', slug)),
    externalId &&
      related(
        'externalIds',
        all(
          equals('system', checkText('externalId', externalId.system)),
          equals('value', checkText('externalId', externalId.value)),
        ),
      ),
  ].filter((each): each is Condition => Boolean(each));
  if (given.length === 1) return given[0]!;
  throw badInput('id', `Wanted exactly one of id, slug and externalId; got ${given.length}.`);
}

/** Reads the argument of a field that fetches records of whatever types: at most as many as a page has. */
export function askedIds(ids: readonly string[], limits: PageLimits): Asked<readonly string[]> {
  const wrong = badSize('ids', ids.length, limits);
  if (wrong) throw wrong;
  for (const each of ids) checkText('ids', each);
  return { of: ids, shape: '', values: [ids as never] };
}

/** The languages that a text is asked for in: that of an argument, and those that are looked for in its place. */
export const askedLanguages = (asked: string | null | undefined): LanguageOrder =>
  asked ? lookedFor(asked) : [];

/** The languages in which a text is looked for: those asked for, and then those of the request. */
export const textOrder = (asked: string | null | undefined, ofRequest: LanguageOrder) =>
  languageOrder(askedLanguages(asked), ofRequest);

/** Languages as what a statement depends on: of those that are no fallbacks, only where they stand. */
export const shapedLanguages = (of: LanguageOrder): Asked<LanguageOrder> => ({
  of,
  shape: of.map((each) => (isFallback(each) ? each : '?')).join(' '),
  values: of.filter((each) => !isFallback(each)),
});
