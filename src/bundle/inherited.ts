import { inPieces } from '../database/turn';
import type { Entity } from '../kernel/declare/declare';
import type { AnyRow, WrittenRow } from '../kernel/declare/row';
import type { Reader } from '../kernel/read/reader';
import { valuesOf } from '../kernel/read/whole-rows';
import { hooksOf } from '../kernel/write/hooks';

type Values = WrittenRow['values'];

/** What rows would take from others, were they new and said nothing of it: the names of the fields, by the ids of the rows. */
export async function inheritedBy(
  entity: Entity,
  rows: readonly { row: AnyRow; lists: ReadonlyMap<string, unknown> }[],
  reader: Reader,
): Promise<Map<string, string[]>> {
  const { complete } = hooksOf(entity);
  const inherited = new Map<string, string[]>();
  if (!complete) return inherited;
  await inPieces(rows, async (piece) => {
    const fresh = piece.map(({ row, lists }): WrittenRow => {
      const values = { ...valuesOf(entity, row), ...Object.fromEntries(lists) };
      return { id: row.id, isNew: true, values: filled(values) };
    });
    const said = fresh.map(({ values }) => new Set(Object.keys(values)));
    await complete(fresh, reader);
    for (const [i, { id, values }] of fresh.entries())
      inherited.set(
        id,
        Object.keys(filled(values)).filter((name) => !said[i]!.has(name)),
      );
  });
  return inherited;
}

/** The values that hold something. */
const filled = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) =>
        value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
