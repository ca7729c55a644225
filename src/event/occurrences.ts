import { isDeepStrictEqual } from 'node:util';
import { all, isIn, isNull, not } from '../kernel/condition';
import type { Written, WrittenRow } from '../kernel/declare';
import { idMaker } from '../kernel/ids';
import { Reader } from '../kernel/reader';
import { entityOf } from '../kernel/registry';
import { freeSlugs, slugFor } from '../kernel/slugs';
import { admin } from '../kernel/viewer';
import { type WholeRow, wholeRows } from '../kernel/whole';
import type { Writer } from '../kernel/writer';
import { Organisation } from '../organisation/organisation.entity';
import { TEXT_LANGUAGES } from '../value/language';
import type { LocalisedText } from '../value/localised-text';
import { Precision, type Timing } from '../value/timing';
import { Event, EventSeries } from './event.entity';
import { LISTS, asGenerated, startsOf } from './series';

type Values = Record<string, unknown>;

/** So many occurrences one write may make. */
const MOST = 10_000;
const SYSTEM = admin('series');

/** What is no occurrence of its series any more leaves an exception there. */
export async function followEvents(written: readonly Written[], writer: Writer): Promise<void> {
  const left = new Map<string, Set<string>>();
  for (const { before, after } of written) {
    const { seriesId, originalStart } = before ?? {};
    if (!seriesId || !originalStart) continue;
    if (after?.seriesId === seriesId && after.originalStart === originalStart) continue;
    const starts = left.get(seriesId as string) ?? new Set();
    left.set(seriesId as string, starts.add(originalStart as string));
  }
  if (left.size === 0) return;
  const reader = new Reader(writer.session, SYSTEM);
  const ids = [...left.keys()];
  const series = await wholeRows(reader, entityOf(EventSeries), isIn('id', ids), []);
  const there = await reader.list(Event, isIn('seriesId', ids), ['seriesId', 'originalStart']);
  const rows = series.flatMap(({ id, values }): WrittenRow[] => {
    const taken = new Set(
      there.filter((each) => each.seriesId === id).map((each) => each.originalStart),
    );
    const starts = new Set(startsOf(values));
    const gone = [...left.get(id)!].filter((each) => starts.has(each) && !taken.has(each));
    const exceptions = [...(values.exceptions as string[]), ...gone].sort();
    return gone.length > 0 ? [{ id, isNew: false, values: { exceptions } }] : [];
  });
  if (rows.length > 0) await writer.put(entityOf(EventSeries), rows);
}

/** Makes and keeps the occurrences of series. */
export async function followSeries(written: readonly Written[], writer: Writer): Promise<void> {
  const reader = new Reader(writer.session, SYSTEM);
  const gone = written.flatMap(({ before, after }) => (after ? [] : [before!.id as string]));
  const changed = firstOf(written);
  const event = entityOf(Event);
  const ids = [...changed.keys(), ...gone];
  const occurring = all(isIn('seriesId', ids), not(isNull('originalStart')));
  const series = await wholeRows(
    reader,
    entityOf(EventSeries),
    isIn('id', [...changed.keys()]),
    LISTS,
  );
  const events = await wholeRows(reader, event, occurring);
  const wanted = new Adjustments();
  for (const each of series) {
    const own = events.filter(({ values }) => values.series === each.id);
    wanted.add(each, earlier(each.values, changed.get(each.id)!), own);
  }
  wanted.removes.push(...events.filter(({ values }) => gone.includes(values.series as string)));
  if (wanted.makes.length > MOST) {
    const message = `One write makes at most ${MOST} occurrences; this would make ${wanted.makes.length}.`;
    const { id } = wanted.makes[0]!.series;
    return writer.refuse({ id, field: 'rrule', code: 'OUT_OF_RANGE', message });
  }
  if (wanted.removes.length > 0) await writer.remove(event, wanted.removes);
  const puts = [...wanted.puts, ...(await made(wanted.makes, reader, writer))];
  if (puts.length > 0) await writer.put(event, puts);
}

/** For each series that was written: how it was before the first time. */
function firstOf(written: readonly Written[]): Map<string, Written[]> {
  const found = new Map<string, Written[]>();
  for (const each of written)
    if (each.after) {
      const id = each.after.id as string;
      found.set(id, [...(found.get(id) ?? []), each]);
    }
  return found;
}

/** A series as it was before it was written; null where it is new. */
function earlier(values: Values, written: readonly Written[]): Values | null {
  if (!written[0]!.before) return null;
  const before = { ...values };
  for (const { changes } of [...written].reverse())
    for (const [name, change] of changes) before[name] = change.before;
  return before;
}

/** What is to be done so that the occurrences of series are what their rules give. */
class Adjustments {
  readonly puts: WrittenRow[] = [];
  readonly removes: WholeRow[] = [];
  readonly makes: { series: WholeRow; start: string }[] = [];

  add(series: WholeRow, before: Values | null, events: readonly WholeRow[]): void {
    const open = new Set(startsOf(series.values));
    const left: WholeRow[] = [];
    for (const each of events) {
      const start = each.values.originalStart as string;
      if (open.delete(start)) this.keep(each, series.values, before, start);
      else left.push(each);
    }
    const byDay = new Map([...open].reverse().map((start) => [start.slice(0, 10), start]));
    for (const each of left) {
      const start = byDay.get((each.values.originalStart as string).slice(0, 10));
      if (start && open.delete(start)) this.keep(each, series.values, before, start);
      else this.release(each, before);
    }
    for (const start of open) this.makes.push({ series, start });
  }

  /** What is as the series had it goes on as the series has it. */
  private keep(event: WholeRow, series: Values, before: Values | null, start: string): void {
    if (!before) return;
    const was = asGenerated(before, event.values.originalStart as string);
    const is = asGenerated(series, start);
    const values: Values = {};
    for (const [name, value] of Object.entries(is))
      if (same(event.values[name], was[name]) && !same(was[name], value))
        values[name] = asPatch(value, event.values[name]);
    if (start !== event.values.originalStart) values.originalStart = start;
    if (Object.keys(values).length > 0) this.puts.push({ id: event.id, isNew: false, values });
  }

  /** What the rule does not give any more goes, unless it has something of its own: that stays, as an event of the series. */
  private release(event: WholeRow, before: Values | null): void {
    if (!before) return; // it came with the series: `verifyOccurrences` says what is wrong with it
    const was = asGenerated(before, event.values.originalStart as string);
    const own = Object.entries(event.values).some(([name, value]) =>
      name in was ? !same(value, was[name]) : !OF_EVERY_OCCURRENCE.has(name) && !isBlank(value),
    );
    if (own) this.puts.push({ id: event.id, isNew: false, values: { originalStart: null } });
    else this.removes.push(event);
  }
}

/** What an occurrence has without having been edited. */
const OF_EVERY_OCCURRENCE = new Set(
  'slug version createdAt updatedAt uid sequence sequencedAt series originalStart'.split(' '),
);

const isBlank = (value: unknown) =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (value as Partial<Timing>).precision === Precision.UNKNOWN;

const same = (a: unknown, b: unknown) => isDeepStrictEqual(a ?? null, b ?? null);

/** A value to be written over another: of texts, the languages that it has no more are taken away. */
function asPatch(value: unknown, over: unknown): unknown {
  const { fi, sv, en, se, smn, sms } = (over ?? {}) as LocalisedText;
  const isText = [fi, sv, en, se, smn, sms].some((each) => typeof each === 'string');
  if (!isText || !value) return value;
  const none = TEXT_LANGUAGES.filter((each) => (over as LocalisedText)[each] !== undefined);
  return { ...Object.fromEntries(none.map((each) => [each, null])), ...value };
}

/** New occurrences, with slugs that tell their days. */
async function made(
  makes: readonly { series: WholeRow; start: string }[],
  reader: Reader,
  writer: Writer,
): Promise<WrittenRow[]> {
  if (makes.length === 0) return [];
  const owners = await reader.list(
    Organisation,
    isIn('id', [...new Set(makes.map(({ series }) => series.values.owner as string))]),
    ['slug'],
  );
  const ownerOf = new Map(owners.map(({ id, slug }) => [id, slug]));
  const wishes = makes.map(({ series, start }) => {
    const owner = ownerOf.get(series.values.owner as string)!;
    const base = series.slug.startsWith(owner) ? series.slug : `${owner}-${series.slug}`;
    return slugFor(base.slice(0, 60), start.slice(0, 10).replaceAll('-', ''));
  });
  const slugs = await freeSlugs(entityOf(Event), wishes, writer.session);
  const newId = idMaker(new Date(writer.now));
  return makes.map(({ series, start }, i) => ({
    id: newId(entityOf(Event)),
    isNew: true,
    values: {
      ...asGenerated(series.values, start),
      slug: slugs[i],
      series: series.id,
      originalStart: start,
    },
  }));
}
