import { giveTurn } from '../../database/turn';
import { TRUE } from '../declare/condition';
import type { Entity, Relation } from '../declare/declare';
import type { AnyRow } from '../declare/row';
import { type Audience, EVERYBODY, NOBODY, type Shown, inAll, isSame, tells } from './audience';
import type { Changes } from './pending';
import { plain } from '../read/whole-rows';
import { type Onlookers, ruleOf } from './onlookers';
import { LINKED } from './write-lists';

/** One of what a field leads to: what it is, and who sees it. */
export interface Seen {
  key: string;
  seen: Audience;
}

/** Who saw what before a write, and who sees it now. */
export interface Onlooking {
  before: Onlookers;
  now: Onlookers;
}

/**
 * The fields of changed records in which only some see a difference, since not everybody sees what they led to or lead to;
 * in those that are not named, all do who see the record.
 */
export async function limitedFields(
  entity: Entity,
  changed: readonly (Changes | null)[],
  { before, now }: Onlooking,
): Promise<Map<string, readonly Shown[]>[]> {
  const found = changed.map(() => new Map<string, readonly Shown[]>());
  for (const relation of entity.relations) {
    if (relation.sort === 'page' || ruleOf(relation.target()) === TRUE) continue;
    await giveTurn();
    const lists = changed.map((each) => each?.get(relation.name));
    const was = await seenIn(
      relation,
      lists.map((each) => (each?.parts ?? each)?.before),
      before,
    );
    const is = await seenIn(
      relation,
      lists.map((each) => (each?.parts ?? each)?.after),
      now,
    );
    lists.forEach((each, i) => {
      const shown = each ? differences(was[i]!, is[i]!) : EVERYWHERE;
      if (!shown.some(isForAll)) found[i]!.set(relation.name, shown);
    });
  }
  return found;
}

const EVERYWHERE: readonly Shown[] = [[NOBODY, EVERYBODY]];

/** Whether everybody sees the difference. */
const isForAll = ([before, after]: Shown) =>
  isSame(inAll(before, after), NOBODY) && (isSame(before, EVERYBODY) || isSame(after, EVERYBODY));

/** What each of some values of a field leads to: an id, a list of ids, or a list of parts. */
async function seenIn(
  { target }: Relation,
  values: readonly unknown[],
  onlookers: Onlookers,
): Promise<Seen[][]> {
  const entity = target();
  const lists = values.map((each) => [each ?? []].flat() as (string | AnyRow)[]);
  const all = lists.flat();
  const ids = all.filter((each) => typeof each === 'string');
  const rows = all.filter((each) => typeof each !== 'string');
  const byId = ids.length > 0 ? await onlookers.byId(entity, ids) : null;
  const byRow = new Map<unknown, Audience>();
  (await onlookers.of(entity, rows)).forEach((seen, i) => byRow.set(rows[i], seen));
  const gone = entity.sort === 'part' ? EVERYBODY : NOBODY;
  return lists.map((list) => {
    const times = new Map<string, number>();
    return list.map((each): Seen => {
      const content =
        typeof each === 'string' ? each : JSON.stringify([plain(entity, each), each[LINKED]]);
      const n = (times.get(content) ?? 0) + 1;
      times.set(content, n);
      const seen = typeof each === 'string' ? (byId?.get(each) ?? gone) : byRow.get(each)!;
      return { key: `${n} ${content}`, seen };
    });
  });
}

/** What shows in a list that did not, or no longer, and what comes in another order. */
export function differences(before: readonly Seen[], after: readonly Seen[]): readonly Shown[] {
  if ([...before, ...after].every(({ seen }) => seen === EVERYBODY)) return EVERYWHERE;
  const was = new Set(before.map(({ key }) => key));
  const is = new Map(after.map((each, place) => [each.key, { ...each, place }]));
  const kept = before.filter(({ key }) => is.has(key));
  const shown: Shown[] = [
    ...before.filter(({ key }) => !is.has(key)).map(({ seen }): Shown => [seen, NOBODY]),
    ...after.filter(({ key }) => !was.has(key)).map(({ seen }): Shown => [NOBODY, seen]),
    ...kept.map(({ key, seen }): Shown => [seen, is.get(key)!.seen]),
    ...kept.flatMap((one, i) =>
      kept
        .slice(i + 1)
        .filter((other) => is.get(one.key)!.place > is.get(other.key)!.place)
        .map((other): Shown => [NOBODY, inAll(one.seen, other.seen)]),
    ),
  ].filter(tells);
  return [...new Map(shown.map((each) => [JSON.stringify(each), each])).values()];
}
