import { Action, ParticipationRole } from '../action/action.entity';
import { isIn } from '../kernel/declare/condition';
import type { EntityClass } from '../kernel/declare/declare';
import type { Reader } from '../kernel/read/reader';
import { entityOf } from '../kernel/declare/registry';
import { wholeRows } from '../kernel/read/whole-rows';
import { occurrenceAt } from '../value/recurrence';
import type { Timing } from '../value/timing';
import { EventSeries } from './event.entity';
import { LISTS, SHARED } from './series';
import type { WrittenRow } from '../kernel/declare/row';

const OF_ACTION = ['modalities', 'languages', 'audiences', 'registrationNeeded', ...LISTS];
/** What each says for itself. */
const OWN = new Set(['owner', 'state', 'status', 'title']);

/** Gives new events what they do not say themselves: from their series, from their actions, and who organises them. */
export async function completeEvents(rows: WrittenRow[], reader: Reader): Promise<void> {
  const ofSeries = SHARED.filter((name) => !OWN.has(name));
  const occurring = rows.filter(({ values }) => values.originalStart);
  const belonging = rows.filter(({ values }) => !values.originalStart);
  const silent = belonging.filter(saysOfNobody);
  const series = await inherit(occurring, reader, 'series', EventSeries, ofSeries);
  await inherit(
    belonging,
    reader,
    'series',
    EventSeries,
    ofSeries.filter((name) => name !== 'action'),
  );
  for (const { values } of rows) {
    const first = series.get(values.series as string)?.timing as Timing | undefined;
    const start = values.originalStart as string | null | undefined;
    if (first && start && values.timing === undefined) values.timing = occurrenceAt(first, start);
  }
  await inherit(rows, reader, 'action', Action, ['edition', ...OF_ACTION]);
  organiseByOwner(silent);
}

/** Gives new series what they do not say themselves: from their actions, and who organises them. */
export async function completeSeries(rows: WrittenRow[], reader: Reader): Promise<void> {
  const silent = rows.filter(saysOfNobody);
  await inherit(rows, reader, 'action', Action, OF_ACTION);
  organiseByOwner(silent);
}

const saysOfNobody = ({ values }: WrittenRow) => values.participations === undefined;

/** Where neither a row nor what it belongs to says who takes part, its owner organises it. */
function organiseByOwner(rows: readonly WrittenRow[]): void {
  for (const { values } of rows) {
    const taken = (values.participations ?? []) as unknown[];
    if (taken.length === 0)
      values.participations = [{ role: ParticipationRole.ORGANISER, organisation: values.owner }];
  }
}

/** Takes what rows do not say from the records that they name; gives those. */
async function inherit(
  rows: readonly WrittenRow[],
  reader: Reader,
  reference: string,
  type: EntityClass,
  names: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const ids = [...new Set(rows.flatMap(({ values }) => (values[reference] as string) ?? []))];
  if (ids.length === 0) return new Map();
  const found = await wholeRows(reader, entityOf(type), isIn('id', ids), LISTS);
  const byId = new Map(found.map(({ id, values }) => [id, values]));
  for (const { values } of rows) {
    const from = byId.get(values[reference] as string);
    for (const name of from ? names : [])
      if (values[name] === undefined) values[name] = from![name] ?? undefined;
  }
  return byId;
}
