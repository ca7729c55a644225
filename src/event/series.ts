import { all, isIn, isNull, not } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import { State } from '../kernel/declare/record';
import { entityOf } from '../kernel/declare/registry';
import type { Broken, FoundBroken, Rule } from '../kernel/declare/rules';
import { Invalid } from '../value/invalid';
import { occurrenceAt, occurrences, storedOccurrences } from '../value/recurrence';
import type { Timing } from '../value/timing';
import { Event, EventSeries } from './event.entity';
import { Occasion } from './occasion';

type Values = Record<string, unknown>;

/** Lists of parts that events share with their series. */
export const LISTS = ['channels', 'placements', 'participations', 'themes'];

/** What an occurrence has from its series unless it says otherwise. */
export const SHARED: readonly string[] = [
  ...entityOf(Occasion)
    .attributes.filter(({ name, internal }) => !internal && name !== 'publishAt')
    .map(({ name }) => name),
  ...LISTS,
];

/** When the occurrences of a series begin; none where it has no rule, null where it has one that is not taken any more. */
export function startsOf({
  rrule,
  exceptions,
  timing,
}: Pick<EventSeries, 'rrule' | 'exceptions' | 'timing'>): string[] | null {
  if (!rrule) return [];
  const left = new Set(exceptions);
  return storedOccurrences(rrule, timing)?.filter((each) => !left.has(each)) ?? null;
}

/** An occurrence as its series has it. */
export const asGenerated = (series: Values, start: string): Values => ({
  ...Object.fromEntries(SHARED.map((name) => [name, series[name]])),
  timing: occurrenceAt(series.timing as Timing, start),
});

/** A rule is one of RFC 5545, and exceptions are among the starts that it gives. */
export const recurs: Rule<EventSeries> = ({ rrule, timing, exceptions }): Broken | null => {
  const refuse = (field: string, code: Broken['code'], message: string) => ({
    field,
    code,
    message,
  });
  if (!rrule)
    return exceptions.length === 0
      ? null
      : refuse('exceptions', 'INVALID', 'Without a rule there are no exceptions.');
  try {
    const starts = new Set(occurrences(rrule, timing));
    const foreign = exceptions.findIndex((each) => !starts.has(each));
    if (foreign < 0) return null;
    const message = `Wanted starts that the rule gives; got ${exceptions[foreign]}.`;
    return refuse(`exceptions/${foreign}`, 'INVALID', message);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return refuse('rrule', error.code, error.message);
  }
};

/** An occurrence belongs to a series. */
export const occursInSeries: Rule<Event> = ({ originalStart, seriesId }) =>
  originalStart && !seriesId
    ? { field: 'series', code: 'REQUIRED', message: 'An occurrence belongs to a series.' }
    : null;

/** Events are owned as their series are, until they are archived, and occurrences such as the rules give, each once. */
export async function verifyOccurrences(
  written: readonly Event[],
  reader: Reader,
): Promise<FoundBroken[]> {
  const rows = written.filter(({ seriesId }) => seriesId !== null);
  if (rows.length === 0) return [];
  const among = [...new Set(rows.map((each) => each.seriesId!))];
  const series = await reader.list(EventSeries, isIn('id', among));
  const siblings = await reader.list(
    Event,
    all(isIn('seriesId', among), not(isNull('originalStart'))),
    ['seriesId', 'originalStart', 'slug'],
  );
  const byId = new Map(series.map((each) => [each.id, each]));
  const starts = new Map(
    series.flatMap((each): [string, Set<string>][] => {
      const given = startsOf(each);
      return given ? [[each.id, new Set(given)]] : [];
    }),
  );
  const key = (each: Event) => `${each.seriesId} ${each.originalStart}`;
  const own = new Set(rows.map(({ id }) => id));
  const slugs = new Map<string, string>();
  for (const each of siblings) if (!own.has(each.id)) slugs.set(key(each), each.slug);
  return rows.flatMap((row): FoundBroken[] => {
    const broken = (field: string, code: Broken['code'], message: string) => [
      { id: row.id, field, code, message },
    ];
    if (row.state !== State.ARCHIVED && row.ownerId !== byId.get(row.seriesId!)!.ownerId)
      return broken('owner', 'INVALID', 'Wanted the owner of its series.');
    if (row.originalStart === null) return [];
    const given = starts.get(row.seriesId!);
    if (given && !given.has(row.originalStart)) {
      const message = `The rule of its series gives no start ${row.originalStart}.`;
      return broken('originalStart', 'INVALID', message);
    }
    const other = slugs.get(key(row));
    slugs.set(key(row), row.slug);
    if (!other) return [];
    const message = `This occurrence is there already: ${other}.`;
    return broken('originalStart', 'DUPLICATE', message);
  });
}
