import { addTo } from '../../value/group';
import { echo } from '../../value/invalid';
import { isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import { partId } from '../declare/ids';
import type { PartReference, RowReader } from './input';
import { Reader } from '../read/reader';
import { entityOf } from '../declare/registry';
import type { Transaction, Row } from './transaction';

/** Gives references to parts their ids, and refuses those whose record holds no such part. */
export async function settleParts(
  rows: readonly Row[],
  reader: RowReader,
  at: Transaction,
): Promise<void> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const stored = new Map<Entity, { id: string; refuse: () => void }[]>();
  const within = await recordsOfParts(rows, at);
  const keysIn = keysOfLists();
  for (const row of rows)
    for (const each of row.read.keyed) {
      const { attribute, key, pointer, values } = each;
      const part = entityOf(attribute.target!());
      const refuse = () =>
        reader.refuse(pointer, 'NOT_FOUND', `There is no ${part.name} ${echo(key)} there.`);
      const record = within(row, each);
      if (!record) {
        refuse();
        continue;
      }
      const id = partId(part, record, key);
      values[attribute.name] = id;
      const list = byId.get(record)?.values[part.part!.field] as
        Record<string, unknown>[] | undefined;
      if (!list) addTo(stored, part, { id, refuse });
      else if (!keysIn(list, part.part!.key!).has(key)) refuse();
    }
  for (const [entity, wanted] of stored) {
    const where = isIn(
      'id',
      wanted.map((each) => each.id),
    );
    const rowsThere = await new Reader(at.session, at.viewer).rows({
      entity,
      properties: ['id'],
      where,
    });
    const there = new Set(rowsThere.map((each) => each.id));
    for (const { id, refuse } of wanted) if (!there.has(id)) refuse();
  }
}

/** What the parts of a list that comes are told apart by; each list is looked through once. */
function keysOfLists(): (list: readonly Record<string, unknown>[], key: string) => Set<unknown> {
  const known = new Map<readonly unknown[], Set<unknown>>();
  return (list, key) => {
    let keys = known.get(list);
    if (!keys) known.set(list, (keys = new Set(list.map((each) => each[key]))));
    return keys;
  };
}

/** Tells in which record a reference to a part looks: the row itself, or what it names, or is stored to name. */
async function recordsOfParts(rows: readonly Row[], at: Transaction) {
  const stored = new Map<string, Record<string, unknown>>();
  for (const entity of new Set(rows.map((row) => row.entity))) {
    const properties = new Set(entity.attributes.flatMap(({ within }) => within ?? []));
    const ids = rows
      .filter((row) => row.entity === entity && !row.isNew && row.read.keyed.length > 0)
      .map((row) => row.id);
    if (properties.size === 0 || ids.length === 0) continue;
    const found = await new Reader(at.session, at.viewer).rows({
      entity,
      properties: ['id', ...properties],
      where: isIn('id', ids),
    });
    for (const each of found) stored.set(each.id, each);
  }
  return (row: Row, { attribute: { within } }: PartReference): string | null => {
    if (within === 'recordId') return row.id;
    const given = row.values[within!.replace(/Id$/, '')];
    return (given === undefined ? stored.get(row.id)?.[within!] : given) as string | null;
  };
}
