import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '../declare/viewer';

/**
 * Who sees something: the keys that cover all the organisations of one of these lists. Everybody sees what asks for none,
 * and nobody but an ADMIN what has no list.
 */
export type Audience = readonly (readonly string[])[];

export const EVERYBODY: Audience = [[]];
export const NOBODY: Audience = [];

/** Something that is part of a field: who saw it before a change, and who sees it after. */
export type Shown = readonly [before: Audience, after: Audience];

/** Those who are in each of the audiences. */
export function inAll(...of: readonly Audience[]): Audience {
  const joined = of.reduce((all, each) =>
    each === EVERYBODY ? all : all.flatMap((a) => each.map((b) => [...new Set([...a, ...b])])),
  );
  return plain(joined);
}

/** Those who are in any of the audiences. */
export const inAny = (...of: readonly Audience[]): Audience =>
  of.includes(EVERYBODY) ? EVERYBODY : plain(of.flat());

/** Whether a viewer is in an audience. */
export function sees({ role, organisationIds }: Viewer, audience: Audience): boolean {
  return (
    role === 'ADMIN' || audience.some((all) => all.every((each) => organisationIds.includes(each)))
  );
}

/** Whether two audiences are one. */
export const isSame = (a: Audience, b: Audience): boolean => isDeepStrictEqual(a, b);

/** Whether some viewer sees a difference between what was shown and what is. */
export const tells = ([before, after]: Shown): boolean => !isSame(before, after);

/** One form for each audience: in order, and without lists that ask for more than another. */
function plain(of: Audience): Audience {
  if (of.some((each) => each.length === 0)) return EVERYBODY;
  const lists = of.map((each) => [...each].sort());
  const kept = lists.filter(
    (each, i) =>
      !lists.some((other, j) => {
        const within = other.every((one) => each.includes(one));
        return within && (other.length < each.length || (other.length === each.length && j < i));
      }),
  );
  return kept.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
