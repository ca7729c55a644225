import type { Source } from '../../database/database';
import { echo } from '../../value/invalid';
import type { Entity } from '../declare/declare';
import type { UserErrorCode } from '../declare/rules';
import type { Viewer } from '../declare/viewer';
import { readName } from './input';
import { Lookup } from './lookup';

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
  return names.map((name, i): Referred => {
    const wrong = (code: UserErrorCode, message: string) => ({ wrong: { code, message } });
    if (!name) {
      const wanted = 'exactly one of id, slug, externalId and name';
      return wrong('INVALID', `Wanted ${wanted}; got ${echo(given[i])}.`);
    }
    const ids = found(name);
    const what = `${entity.name} ${echo(Object.values(name)[0])}`;
    if (ids.length > 1) return wrong('AMBIGUOUS', `There are ${ids.length} of ${what}.`);
    const [id] = ids;
    return id ? { id } : wrong('NOT_FOUND', `There is no ${what}.`);
  });
}
