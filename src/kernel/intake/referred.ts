import type { Source } from '../../database/database';
import { echo } from '../../value/invalid';
import type { Entity } from '../declare/declare';
import type { UserErrorCode } from '../declare/rules';
import type { Viewer } from '../declare/viewer';
import { readName } from './input';
import { Lookup } from './lookup';
import { notOne, ofTheirPlans } from './of-plan';

/** The record that a reference leads to, or what is wrong with it. */
export type Referred =
  { id: string; wrong?: undefined } | { wrong: { code: UserErrorCode; message: string } };

/** Where the references that somebody gives lead to, one by one, as far as the viewer sees. */
export async function referred(
  entity: Entity,
  given: readonly unknown[],
  source: Source,
  viewer: Viewer,
): Promise<Referred[]> {
  const names = given.map((each) => readName(each));
  const lookup = new Lookup(source, viewer);
  const found = await lookup.find(
    entity,
    names.flatMap((each) => each ?? []),
  );
  const all = names.flatMap((by) => (by ? [{ by, ids: found(by) }] : []));
  const chosen = await ofTheirPlans(entity, all, lookup, []);
  const chosenOf = new Map(all.map(({ by }, i) => [by, chosen[i]!]));
  return names.map((name, i): Referred => {
    if (!name) {
      const wanted = 'exactly one of id, slug, externalId and name (with plan)';
      return {
        wrong: { code: 'INVALID', message: `Wanted ${wanted}; got ${echo(given[i])}.` },
      };
    }
    const ids = chosenOf.get(name)!;
    return ids.length === 1 ? { id: ids[0]! } : { wrong: notOne(entity, name, ids.length) };
  });
}
