import { Index } from 'typeorm';
import type { Condition } from './condition';
import type { Entity } from './declare';
import { relationOf } from './registry';
import { SOMEBODY } from './viewer';

/**
 * Gives an index to every entity on whose visibility that of others depends: it holds all that its own rule asks of a
 * row, so that a list of many rows does not fetch each row which they hang on.
 */
export function indexRules(entities: readonly Entity[]): void {
  const hangedOn = new Set<Entity>();
  for (const each of entities)
    for (const name of each.access.hangsOn ?? []) hangedOn.add(relationOf(each, name).target());
  for (const each of hangedOn) {
    const asked = propertiesAsked(each.access.visible(SOMEBODY, each), each);
    if (asked.length > 0) Index([...new Set(['id', ...asked])])(each.type);
  }
}

/** The properties of a row itself that a condition asks for. */
export function propertiesAsked(of: Condition, entity: Entity): string[] {
  return leavesOf(of).flatMap((condition) => {
    if (condition.kind === 'related') return [relationOf(entity, condition.relation).join.from];
    return 'property' in condition ? [condition.property] : [];
  });
}

function leavesOf(condition: Condition): Condition[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(leavesOf);
  return condition.kind === 'not' ? leavesOf(condition.of) : [condition];
}
