import { addTo } from '../../value/group';
import { type Filter, conditionOf } from '../ask/filter';
import { TRUE, isIn } from '../declare/condition';
import type { Attribute, Entity, EntityClass } from '../declare/declare';
import { entityOf } from '../declare/registry';
import type { AnyRow, Row } from '../declare/row';
import type { Warning } from '../declare/rules';
import type { Warn } from './hooks';

/** What records are called by beside their name. */
const OTHER_NAMES = new Set(['shortName', 'aliases']);

/** With so many names or fewer, rows are looked for that have one of them; all rows are read where there are more. */
const FEW = 50;

const foldedOf = ({ property }: Attribute) => `${property}Folded`;

/** The names that a row has in an attribute, in all languages, as they are compared. */
const namesIn = (row: AnyRow, attribute: Attribute): string[] =>
  ((row[foldedOf(attribute)] as string | null) ?? '').split('\n').filter((each) => each !== '');

/** Warns of records that are called as another of their type is, in any language and by any name: two statements. */
export function warnOfSameNames<T extends Row>(type: EntityClass<T>): Warn<T> {
  const entity = entityOf(type);
  const attributes = entity.attributes.filter(
    ({ kind, name, columns }) => (kind === 'text' && columns.length > 2) || OTHER_NAMES.has(name),
  );
  const properties = ['id', 'slug', ...attributes.map(foldedOf)];
  const find: Warn<T>['find'] = async (written, reader) => {
    const rows = (where = TRUE) => reader.rows({ entity, properties, where });
    const ids = written.map(({ id }) => id);
    const own = await rows(isIn('id', ids));
    const names = new Set(own.flatMap((row) => attributes.flatMap((each) => namesIn(row, each))));
    if (names.size === 0) return [];
    const others = await rows(names.size <= FEW ? calledSo(entity, attributes, names) : TRUE);
    const called = new Map<string, AnyRow[]>(); // two rows of each name: one of them is another than any
    for (const row of others)
      for (const name of new Set(attributes.flatMap((each) => namesIn(row, each))))
        if ((called.get(name)?.length ?? 0) < 2) addTo(called, name, row);
    return own.flatMap((row) =>
      attributes.flatMap((attribute): Warning[] => {
        const same = namesIn(row, attribute).flatMap((name) => called.get(name) ?? []);
        const other = same.find(({ id }) => id !== row.id);
        if (!other) return [];
        const message = `${entity.name} ${other.slug as string} is called so too.`;
        return [{ id: row.id, field: attribute.name, code: 'SAME_NAME', message }];
      }),
    );
  };
  return { of: attributes.map(({ name }) => name), find };
}

/** That a row has one of some names. */
function calledSo(entity: Entity, attributes: readonly Attribute[], names: ReadonlySet<string>) {
  const tests = attributes.flatMap(({ name, kind }): Filter[] =>
    [...names].map((text) => ({ [name]: kind === 'text' ? { eq: text } : { has: text } })),
  );
  return conditionOf(entity, { or: tests });
}
