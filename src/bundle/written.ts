import type { Attribute, Entity } from '../kernel/declare/declare';
import { valueIn } from '../kernel/declare/stored';
import { type Quantity } from '../value/quantity';
import { QuantityUnit } from '../value/rhythm';
import { HOME_ZONE, type Timing } from '../value/timing';

type Row = Record<string, unknown>;

/** The value of an attribute as a bundle writes it; undefined where it holds nothing. */
export function writtenValue(attribute: Attribute, row: Row): unknown {
  const { kind } = attribute;
  const value = valueIn(attribute, row);
  if (value === null || value === undefined) return undefined;
  if (kind === 'timing') return writtenTiming(value as Timing);
  if (kind === 'quantity') return writtenQuantity(value as Quantity);
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** What an empty attribute is cleared by. */
export const emptyValue = ({ kind, default: otherwise }: Attribute): unknown =>
  Array.isArray(otherwise) || kind === 'many' ? [] : null;

/** The attributes that a bundle may write, and what each is called there. */
export const writtenAttributes = ({ attributes }: Entity): [string, Attribute][] =>
  attributes.filter((each) => !each.internal).map((each) => [each.name, each]);

function writtenTiming({ edtf, printed, start, end, zone, allDay }: Timing): object | undefined {
  const time = start
    ? { start, end, zone: zone === HOME_ZONE ? null : zone, allDay: allDay || null }
    : { edtf };
  const given = filled({ ...time, printed });
  return Object.keys(given).length > 0 ? given : undefined;
}

function writtenQuantity({ unit, ...quantity }: Quantity): object {
  return filled({ ...quantity, unit: unit === QuantityUnit.EVENT ? null : unit });
}

/** An object without what is null or false. */
function filled(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== null && each !== false),
  );
}
