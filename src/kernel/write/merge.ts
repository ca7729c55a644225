import { isDeepStrictEqual } from 'node:util';
import type { ColumnShape } from '../../database/dialect';
import type { Changes } from './pending';
import type { Entity } from '../declare/declare';
import { columnsFor, defaultOf } from '../declare/kinds';
import { valueIn } from '../declare/stored';
import type { FoundBroken } from '../declare/rules';
import type { AnyRow, WrittenRow } from '../declare/row';
import { MOST_LANGUAGES, languagesOf } from '../../value/localised-text';

/** The columns of a row after the write: what is stored, or the defaults, with what is given over it. */
export function merge(entity: Entity, row: WrittenRow, stored: AnyRow | undefined): AnyRow {
  const columns: AnyRow = { id: row.id, ...stored };
  for (const attribute of entity.attributes) {
    if (attribute.kind === 'many') continue;
    const given = row.values[attribute.name];
    if (given !== undefined)
      Object.assign(columns, columnsFor(attribute, given ?? defaultOf(attribute), stored));
    else if (!stored) Object.assign(columns, columnsFor(attribute, defaultOf(attribute)));
  }
  if (!stored && entity.sort === 'record') columns.version = 0;
  return columns;
}

/** Whether a stored row already holds all that is to be written. */
export function sameRow(shapes: readonly ColumnShape[], a: AnyRow, b: AnyRow | undefined): boolean {
  return (
    b !== undefined &&
    shapes.every(({ property }) => isDeepStrictEqual(a[property] ?? null, b[property] ?? null))
  );
}

/** What a row holds before and after, by the attributes that differ. */
export function changedValues(entity: Entity, before: AnyRow | undefined, after: AnyRow): Changes {
  const changes: Changes = new Map();
  for (const attribute of entity.attributes) {
    const { name, columns, internal } = attribute;
    if (internal) continue;
    const differs = columns.some(
      (each) => !isDeepStrictEqual(before?.[each.property] ?? null, after[each.property] ?? null),
    );
    if (!differs) continue;
    const valueOf = (row?: AnyRow) => (row && valueIn(attribute, row)) ?? null;
    changes.set(name, { before: valueOf(before), after: valueOf(after) });
  }
  return changes;
}

/** The rules on one row that it breaks. */
export function checkRow(entity: Entity, columns: AnyRow, id: string, path = ''): FoundBroken[] {
  const found: FoundBroken[] = [];
  for (const attribute of entity.attributes) {
    const { name, property, kind, required, internal } = attribute;
    if (kind === 'text' && languagesOf(columns[property] ?? {}).length > MOST_LANGUAGES)
      found.push({
        id,
        field: path + name,
        code: 'OUT_OF_RANGE',
        message: `A text may be in ${MOST_LANGUAGES} languages.`,
      });
    if (!required || internal || kind === 'many') continue;
    if ((valueIn(attribute, columns) ?? null) === null)
      found.push({
        id,
        field: path + name,
        code: 'REQUIRED',
        message: `${entity.name} needs ${name}.`,
      });
  }
  for (const rule of entity.rules) {
    const broken = rule(columns);
    if (broken) found.push({ ...broken, id, field: path + broken.field });
  }
  return found;
}
