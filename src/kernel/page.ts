import { createHash } from 'node:crypto';
import type { ColumnShape } from '../database/dialect';
import { echo } from '../value/invalid';
import type { Condition } from './condition';
import type { Entity } from './declare';
import { badInput } from './errors';
import { shapeOf } from './table';

/** The order of a list: properties compared in turn, ending in one that is unique. */
export interface Order {
  name: string;
  by: string[];
  descending: boolean;
}

/** How many rows a page may have, and has when nobody says. */
export interface PageLimits {
  defaultPageSize: number;
  maxPageSize: number;
}

interface OrderArgument {
  field: string;
  direction?: 'ASC' | 'DESC' | null;
}

/** The order that was asked for, or else the given one, or the entity's first. */
export function orderOf(entity: Entity, asked?: OrderArgument | null, otherwise?: string): Order {
  const name = asked?.field ?? otherwise ?? Object.keys(entity.orders)[0] ?? 'ID';
  const by = entity.orders[name]?.by ?? [];
  return { name, by: [...by, 'id'], descending: asked?.direction === 'DESC' };
}

/** The page size that was asked for; a size beyond the limit is refused rather than clamped. */
export function pageSize(first: number | null | undefined, limits: PageLimits): number {
  if (first === null || first === undefined) return limits.defaultPageSize;
  if (first >= 0 && first <= limits.maxPageSize) return first;
  throw badInput('first', `Wanted a page size from 0 to ${limits.maxPageSize}; got ${first}.`);
}

/** What a cursor is good for: one list under one filter in one order. */
export function fingerprint(list: string, filter: unknown, order: Order): string {
  const text = JSON.stringify([list, filter ?? null, order.name, order.descending]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

type Key = string | number;

/** The cursor of a row: where it stands in its order. */
export function cursorOf(row: Record<string, unknown>, order: Order, mark: string): string {
  return Buffer.from(JSON.stringify([mark, ...order.by.map((each) => row[each])])).toString(
    'base64url',
  );
}

/** The condition of standing behind a cursor; one that was made up or belongs to another list is refused. */
export function after(cursor: string, order: Order, mark: string, entity: Entity): Condition {
  const keys = readCursor(cursor, mark);
  const fits =
    keys?.length === order.by.length &&
    keys.every((key, i) => isKey(key, shapeOf(entity, order.by[i]!).type));
  if (!fits)
    throw badInput(
      'after',
      `Wanted a cursor of this list under the same filter and order; got ${echo(cursor)}.`,
    );
  return { properties: order.by, is: order.descending ? '<' : '>', values: keys };
}

function readCursor(cursor: string, mark: string): Key[] | null {
  try {
    const [found, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Key[];
    return found === mark ? keys : null;
  } catch {
    return null;
  }
}

/** Whether a database would compare a value with a column of a type; the numbers that lists are ordered by have 32 bits. */
function isKey(key: unknown, type: ColumnShape['type']): boolean {
  return type === 'text'
    ? typeof key === 'string' && !key.includes('\0')
    : key === (Number(key) | 0);
}
