import { giveTurn } from '../../database/turn';
import { fold } from '../../value/collation';
import { addTo, groupBy } from '../../value/group';
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
    await giveTurn();
    const { slug, code, externalIds } = row.values;
    const add = (name: object) => coming.set(JSON.stringify([row.entity.name, name]), row.id);
    if (typeof slug === 'string') add({ slug });
    if (typeof code === 'string') add({ code });
    for (const each of (externalIds as { system: string; value: string }[] | undefined) ?? [])
      add({ externalId: { system: each.system, value: each.value } });
  }
  const settled: Settled[] = [];
  const called = newNames(rows);
  const known = new Map(rows.map((row) => [row.id, row]));
  const planOf = (id: string) =>
    (known.get(id)?.values.plan as string | undefined) ?? lookup.planOf(id) ?? '';
  const plain = references.filter(({ by }) => !isOfPlan(by));
  for (const some of [plain, references.filter(({ by }) => isOfPlan(by))])
    for (const target of new Set(some.map((each) => each.target))) {
      const groups = new Map<string, typeof some>();
      for (const each of some)
        if (each.target === target) addTo(groups, JSON.stringify([target.name, each.by]), each);
      const found = await lookup.find(
        target,
        [...groups].flatMap(([key, [first]]) => (coming.has(key) ? [] : first!.by)),
      );
      const candidates = [...groups].map(([key, named]) => {
        const { by } = named[0]!;
        const arriving = coming.get(key);
        const ids = arriving ? [arriving] : [...found(by)];
        if ('name' in by) ids.push(...called(target, by.name));
        return { by, ids, named };
      });
      const chosen = await ofTheirPlans(target, candidates, lookup, rows);
      for (const [i, { by, named }] of candidates.entries()) {
        const ids = chosen[i]!;
        const near = nearby(target, ids, planOf);
        for (const { pointer, settle: take, row } of named) {
          await giveTurn();
          const [id, ...others] = near(row.values);
          if (id !== undefined && others.length === 0) {
            settled.push({ pointer, id, byName: 'name' in by, row });
            take(id);
            continue;
          }
          const { code, message } = notOne(target, by, ids.length);
          reader.refuse(pointer, code, message);
        }
      }
    }
  return settled;
}

/** Of several rows of one name, those of the same plan as the row that names them. */
function nearby(
  target: Entity,
  ids: readonly string[],
  planOf: (id: string) => string,
): (naming: Row['values']) => readonly string[] {
  if (ids.length < 2 || !target.attributes.some((each) => each.name === 'plan')) return () => ids;
  const inPlan = groupBy(ids, planOf);
  return ({ plan }) => (plan ? inPlan(plan as string) : ids);
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
            addTo(names, each, row.id);
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
  const naming = groupBy(
    settled.filter(({ id }) => pointers.has(id)),
    ({ id }) => pointers.get(id)!,
  );
  const failed = new Set(reader.problems.map((each) => rowPointer(each.pointer)));
  const heldUp: Problem[] = [];
  for (const row of failed)
    // which grows
    for (const { pointer } of naming(row)) {
      if (failed.has(rowPointer(pointer))) continue;
      failed.add(rowPointer(pointer));
      const message = 'The row that it refers to cannot be taken.';
      heldUp.push({ pointer, code: 'NOT_FOUND', message });
    }
  return heldUp;
}

/** The pointer to the row of a bundle in which a place lies: `/plans/3` of `/plans/3/title/fi`. */
export const rowPointer = (pointer: string) => pointer.split('/').slice(0, 3).join('/');
