import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { ColumnShape } from '../../database/dialect';
import { echo } from '../../value/invalid';
import type { OrderKey } from '../declare/condition';
import type { Entity } from '../declare/declare';
import { badInput } from '../declare/errors';
import { shapeOf } from '../declare/table';

/** The order of a list: properties compared in turn, ending in one that is unique. */
export interface Order {
  /** Tells it from others of the same list. */
  name: string;
  by: readonly OrderKey[];
}

/** How many rows a page may have, and has when nobody says. */
export interface PageLimits {
  defaultPageSize: number;
  maxPageSize: number;
}

/** What callers say of an order: these fields in turn. */
export type OrderArgument = readonly { field: string; direction?: 'ASC' | 'DESC' | null }[];

/** The order that was asked for, or else the given one, or the entity's first; what comes twice counts once. */
export function orderOf(
  entity: Entity,
  asked?: OrderArgument | null,
  otherwise = Object.keys(entity.orders)[0] ?? 'ID',
): Order {
  const fields = asked?.length ? asked : [{ field: otherwise }];
  const by = new Map<string, OrderKey>();
  for (const { field, direction } of fields)
    for (const property of entity.orders[field]?.by ?? [])
      if (!by.has(property)) by.set(property, { property, descending: direction === 'DESC' });
  by.set('id', { property: 'id', descending: fields.at(-1)?.direction === 'DESC' });
  const keys = [...by.values()];
  return {
    name: keys.map((each) => each.property + (each.descending ? '-' : '+')).join(''),
    by: keys,
  };
}

/** The same order from its end. */
export const reversed = ({ name, by }: Order): Order => ({
  name: `-${name}`,
  by: by.map(({ property, descending }) => ({ property, descending: !descending })),
});

/** Why an argument asks for too many rows; null where it does not. What is beyond the limit is refused rather than clamped. */
export function badSize(
  argument: 'first' | 'ids',
  size: number,
  { maxPageSize }: Pick<PageLimits, 'maxPageSize'>,
): GraphQLError | null {
  if (size >= 0 && size <= maxPageSize) return null;
  const what = argument === 'first' ? 'a page size' : 'a number of ids';
  return badInput(argument, `Wanted ${what} from 0 to ${maxPageSize}; got ${size}.`);
}

/** The page size that was asked for. */
export function pageSize(first: number | null | undefined, limits: PageLimits): number {
  if (first === null || first === undefined) return limits.defaultPageSize;
  const wrong = badSize('first', first, limits);
  if (wrong) throw wrong;
  return first;
}

/** What a cursor is good for: one list under one filter in one order. */
export function fingerprint(list: string, filter: unknown, order: Order): string {
  const text = JSON.stringify([list, filter ?? null, order.name]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

type Key = string | number;

/** Ends each part of a cursor (ASCII's unit separator): no value that lists are ordered by holds it. */
export const SEPARATOR = 0x1f;
const separator = String.fromCharCode(SEPARATOR);

/** Where in its order a cursor stands; one that was made up or belongs to another list is refused. */
export function readCursor(cursor: string, order: Order, mark: string, entity: Entity): Key[] {
  const keys = partsOf(cursor, mark)?.map((key, i) =>
    readKey(key, shapeOf(entity, order.by[i]?.property ?? 'id').type),
  );
  if (keys?.length !== order.by.length || keys.includes(null))
    throw badInput(
      'after',
      `Wanted a cursor of this list under the same filter and order; got ${echo(cursor)}.`,
    );
  return keys as Key[];
}

function partsOf(cursor: string, mark: string): string[] | null {
  if (!/^([0-9a-f]{2})+$/.test(cursor)) return null;
  const [found, ...keys] = Buffer.from(cursor, 'hex').toString().split(separator);
  return found === mark && keys.pop() === '' ? keys : null;
}

/** A part of a cursor as the database compares it; the numbers that lists are ordered by have 32 bits. */
function readKey(key: string, type: ColumnShape['type']): Key | null {
  if (type === 'text') return key.includes('\0') ? null : key;
  return String(Number(key) | 0) === key ? Number(key) : null;
}
