import { Index } from 'typeorm';
import type { Condition } from './condition';
import type { Entity } from './declare';
import { relationOf } from './registry';

/** Whose rules are looked at: all that a rule may ask shows for a key that covers something. */
const SOMEBODY = { role: 'READER', organisationIds: ['some'], actor: 'somebody' } as const;

/**
 * Gives an index to every entity on whose visibility that of others depends: it holds all that its own rule asks of a
 * row, so that a list of many rows does not fetch each row which they hang on.
 */
export function indexRules(entities: readonly Entity[]): void {
  const hangedOn = new Set<Entity>();
  for (const each of entities)
    for (const name of each.access.hangsOn ?? []) hangedOn.add(relationOf(each, name).target());
  for (const each of hangedOn) {
    const asked = leavesOf(each.access.visible(SOMEBODY, each)).flatMap((condition) => {
      if (condition.kind === 'related') return [relationOf(each, condition.relation).join.from];
      return 'property' in condition ? [condition.property] : [];
    });
    if (asked.length > 0) Index([...new Set(['id', ...asked])])(each.type);
  }
}

function leavesOf(condition: Condition): Condition[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(leavesOf);
  return condition.kind === 'not' ? leavesOf(condition.of) : [condition];
}
