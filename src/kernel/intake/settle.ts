import { fold } from '../../value/collation';
import type { Entity } from '../declare/declare';
import type { Problem, ReadRow, RowReader } from './input';
import { Lookup } from './lookup';
import { isOfPlan, notOne, ofTheirPlans } from './of-plan';
import type { Row } from './transaction';

/** A reference that leads to a record. */
export interface Settled {
  pointer: string;
  id: string;
  byName: boolean;
  /** The record that it stands in. */
  row: ReadRow;
}

/** Finds what references lead to that are open still, among what comes and what the viewer may see. */
export async function settle(
  rows: readonly Row[],
  reader: RowReader,
  lookup: Lookup,
): Promise<Settled[]> {
  const references = reader.references.splice(0);
  if (references.length === 0) return [];
  const coming = new Map<string, string>();
  for (const row of rows) {
    const { slug, code, externalIds } = row.values;
    const add = (name: object) => coming.set(JSON.stringify([row.entity.name, name]), row.id);
    if (typeof slug === 'string') add({ slug });
    if (typeof code === 'string') add({ code });
    for (const each of (externalIds as { system: string; value: string }[] | undefined) ?? [])
      add({ externalId: { system: each.system, value: each.value } });
  }
  const settled: Settled[] = [];
  const called = newNames(rows);
  const plain = references.filter(({ by }) => !isOfPlan(by));
  for (const some of [plain, references.filter(({ by }) => isOfPlan(by))])
    for (const target of new Set(some.map((each) => each.target))) {
      const own = some.filter((each) => each.target === target);
      const arriving = own.map(({ by }) => coming.get(JSON.stringify([target.name, by])));
      const found = await lookup.find(
        target,
        own.flatMap(({ by }, i) => (arriving[i] ? [] : [by])),
      );
      const candidates = own.map(({ by }, i) => {
        const ids = arriving[i] ? [arriving[i]] : [...found(by)];
        if ('name' in by) ids.push(...called(target, by.name));
        return { by, ids };
      });
      const chosen = await ofTheirPlans(target, candidates, lookup, rows);
      own.forEach(({ by, pointer, settle: take, row }, i) => {
        const ids = chosen[i]!;
        const near = ids.length > 1 ? lookup.nearby(target, ids, row.values, rows) : ids;
        if (near.length === 1) {
          settled.push({ pointer, id: near[0]!, byName: 'name' in by, row });
          return take(near[0]!);
        }
        const { code, message } = notOne(target, by, ids.length);
        reader.refuse(pointer, code, message);
      });
    }
  return settled;
}

/** Finds the new rows of a type by a name. */
function newNames(rows: readonly Row[]): (entity: Entity, name: string) => string[] {
  const known = new Map<Entity, Map<string, string[]>>();
  return (entity, name) => {
    let names = known.get(entity);
    if (!names) {
      known.set(entity, (names = new Map<string, string[]>()));
      for (const row of rows)
        if (row.entity === entity && row.isNew)
          for (const each of new Set(Lookup.namesOf(entity, row.values)))
            names.set(each, [...(names.get(each) ?? []), row.id]);
    }
    return names.get(fold(name)) ?? [];
  };
}

/** What refers to new rows that have problems, and what refers to that, and so on. */
export function spread(
  settled: readonly Settled[],
  rows: readonly Row[],
  reader: RowReader,
): Problem[] {
  const pointers = new Map(rows.filter((row) => row.isNew).map((row) => [row.id, row.pointer]));
  const failed = new Set(reader.problems.map((each) => rowPointer(each.pointer)));
  const heldUp: Problem[] = [];
  for (let grown = true; grown;) {
    grown = false;
    for (const { pointer, id } of settled) {
      const to = pointers.get(id);
      if (!to || !failed.has(to) || failed.has(rowPointer(pointer))) continue;
      failed.add(rowPointer(pointer));
      const message = 'The row that it refers to cannot be taken.';
      heldUp.push({ pointer, code: 'NOT_FOUND', message });
      grown = true;
    }
  }
  return heldUp;
}

/** The pointer to the row of a bundle in which a place lies: `/plans/3` of `/plans/3/title/fi`. */
export const rowPointer = (pointer: string) => pointer.split('/').slice(0, 3).join('/');
