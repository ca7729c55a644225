import { isDeepStrictEqual } from 'node:util';
import { giveTurn } from '../database/turn';
import { isIn } from '../kernel/declare/condition';
import { idMaker } from '../kernel/declare/ids';
import { Reader } from '../kernel/read/reader';
import { State } from '../kernel/declare/record';
import { entityOf } from '../kernel/declare/registry';
import { freeSlugs, slugFor } from '../kernel/intake/slugs';
import { admin } from '../kernel/declare/viewer';
import { type WholeRow, valuesOf, wholeRows } from '../kernel/read/whole-rows';
import { Organisation } from '../organisation/organisation.entity';
import { addTo, groupBy } from '../value/group';
import { type LocalisedText, languagesOf } from '../value/localised-text';
import { Precision, type Timing } from '../value/timing';
import { Event, EventSeries, EventStatus } from './event.entity';
import { LISTS, asGenerated, startsOf } from './series';
import type { Following, Written } from '../kernel/write/hooks';
import type { WrittenRow } from '../kernel/declare/row';

type Values = Record<string, unknown>;

/** The most occurrences that one write may make. */
const MOST = 10_000;
const SYSTEM = admin('series');

/** What is no occurrence of its series any more leaves an exception there, and what becomes one takes it away. */
export async function followEvents(
  written: readonly Written<Event>[],
  writer: Following,
): Promise<void> {
  await takeOwners(written, writer);
  const moved = written.filter(({ before, after }) => placeOf(before) !== placeOf(after));
  const left = byPlace(moved.map(({ before }) => before));
  const come = byPlace(moved.map(({ after }) => after));
  const ids = [...new Set([...left.keys(), ...come.keys()])];
  if (ids.length === 0) return;
  const reader = new Reader(writer.session, SYSTEM);
  const series = await wholeRows(reader, entityOf(EventSeries), isIn('id', ids), []);
  const there = await reader.list(Event, isIn('seriesId', ids), ['seriesId', 'originalStart']);
  const thereOf = groupBy(there, (each) => each.seriesId!);
  const rows = series.flatMap(({ id, values }): WrittenRow[] => {
    const taken = new Set(thereOf(id).map((each) => each.originalStart));
    const starts = new Set(startsOf(values as Values & EventSeries));
    const back = come.get(id) ?? new Set();
    const gone = [...(left.get(id) ?? [])].filter((each) => starts.has(each) && !taken.has(each));
    const before = values.exceptions as string[];
    const exceptions = [...before.filter((each) => !back.has(each)), ...gone].sort();
    return same(before, exceptions) ? [] : [{ id, isNew: false, values: { exceptions } }];
  });
  if (rows.length > 0) await writer.put(entityOf(EventSeries), rows);
}

/** What was archived when its series went to another owner goes there too when it is taken out of the archive. */
async function takeOwners(written: readonly Written<Event>[], writer: Following): Promise<void> {
  const out = written.flatMap(({ before, after }) =>
    before?.state === State.ARCHIVED && after?.seriesId && after.state !== State.ARCHIVED
      ? [after]
      : [],
  );
  if (out.length === 0) return;
  const ids = [...new Set(out.map((each) => each.seriesId!))];
  const reader = new Reader(writer.session, SYSTEM);
  const series = await reader.list(EventSeries, isIn('id', ids), ['ownerId']);
  const owners = new Map(series.map(({ id, ownerId }) => [id, ownerId]));
  const rows = out.flatMap(({ id, ownerId, seriesId }): WrittenRow[] => {
    const owner = owners.get(seriesId!)!;
    const stays = owner === ownerId || writer.gave(id).has('owner');
    return stays ? [] : [{ id, isNew: false, values: { owner } }];
  });
  if (rows.length > 0) await writer.put(entityOf(Event), rows);
}

/** Of which series an event is which occurrence; empty where it is none. */
const placeOf = (event: Event | undefined) =>
  event?.seriesId && event.originalStart
    ? JSON.stringify([event.seriesId, event.originalStart])
    : '';

/** The original starts of occurrences, by their series. */
function byPlace(events: readonly (Event | undefined)[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const event of events) {
    if (!event || placeOf(event) === '') continue;
    const { seriesId, originalStart } = event;
    found.set(seriesId!, (found.get(seriesId!) ?? new Set()).add(originalStart!));
  }
  return found;
}

/** Makes and keeps the occurrences of series. */
export async function followSeries(
  written: readonly Written<EventSeries>[],
  writer: Following,
): Promise<void> {
  const reader = new Reader(writer.session, SYSTEM);
  const changed = firstOf(written);
  const gone = new Set(written.flatMap(({ before, after }) => (after ? [] : before!.id)));
  const event = entityOf(Event);
  const series = await wholeRows(
    reader,
    entityOf(EventSeries),
    isIn('id', [...changed.keys()]),
    LISTS,
  );
  const events = await wholeRows(reader, event, isIn('seriesId', [...changed.keys(), ...gone]));
  const eventsOf = groupBy(events, ({ values }) => values.series as string);
  const wanted = new Adjustments(writer);
  let beyond = false;
  for (const each of series) {
    await giveTurn();
    const made = wanted.makes.length;
    wanted.add(each, earlier(each.values, changed.get(each.id)!), eventsOf(each.id));
    if (wanted.makes.length <= MOST) continue;
    wanted.makes.length = made;
    beyond = true;
    const message = `Wanted at most ${MOST} new occurrences in one write; with this series there are more.`;
    writer.refuse({ id: each.id, field: 'rrule', code: 'OUT_OF_RANGE', message });
  }
  if (beyond) return;
  for (const { before, after } of written)
    if (!after) wanted.dissolve(before!, eventsOf(before!.id));
  if (wanted.removes.length > 0) await writer.remove(event, wanted.removes);
  const puts = [...wanted.puts, ...(await made(wanted.makes, reader, writer))];
  if (puts.length > 0) await writer.put(event, puts);
}

/** For each series that was written: how it was before the first time. */
function firstOf(written: readonly Written<EventSeries>[]): Map<string, Written<EventSeries>[]> {
  const found = new Map<string, Written<EventSeries>[]>();
  for (const each of written)
    if (each.after) {
      const { id } = each.after;
      addTo(found, id, each);
    }
  return found;
}

/** A series as it was before it was written; null where it is new. */
function earlier(values: Values, written: readonly Written<EventSeries>[]): Values | null {
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

  constructor(private readonly writer: Following) {}

  add(series: WholeRow, before: Values | null, events: readonly WholeRow[]): void {
    const open = new Set(startsOf(series.values as Values & EventSeries));
    const left: WholeRow[] = [];
    const { owner } = series.values;
    const given = before && !same(before.owner, owner) ? { owner } : {}; // to another owner
    for (const each of events) {
      const start = each.values.originalStart as string | null;
      if (start === null) this.follow(each, given);
      else if (open.delete(start)) this.keep(each, series.values, before, start);
      else left.push(each);
    }
    const byDay = new Map([...open].reverse().map((start) => [start.slice(0, 10), start]));
    for (const each of left) {
      const start = byDay.get((each.values.originalStart as string).slice(0, 10));
      if (start && open.delete(start)) this.keep(each, series.values, before, start);
      else if (before) this.release(each, before, { originalStart: null, ...given });
      // what came with a new series is for `verifyOccurrences`
    }
    for (const start of open) this.makes.push({ series, start });
  }

  /** Of a series that goes, what has nothing of its own goes too; the rest stays by itself. */
  dissolve(before: EventSeries, events: readonly WholeRow[]): void {
    const was = valuesOf(entityOf(EventSeries), { ...before });
    for (const each of events)
      if (each.values.originalStart === null) this.put(each, { series: null });
      else this.release(each, was, { series: null, originalStart: null });
  }

  /**
   * What is as the series had it goes on as the series has it, unless this very write gave it. What has been held is told
   * as it was, and what is archived stays as it is; a series that is called off calls off all that is not held.
   */
  private keep(event: WholeRow, series: Values, before: Values | null, start: string): void {
    if (!before) return;
    const was = asGenerated(before, event.values.originalStart as string);
    const is = asGenerated(series, start);
    const { status, state } = event.values;
    if (state === State.ARCHIVED && before.state !== State.ARCHIVED) return;
    const given = this.writer.gave(event.id);
    const values: Values = {};
    for (const [name, value] of Object.entries(is)) {
      if (status === EventStatus.HELD && !OF_KEEPING.has(name)) continue;
      const isAsWas = same(event.values[name], was[name]);
      const cancels = name === 'status' && value === EventStatus.CANCELLED;
      if (!given.has(name) && (isAsWas || cancels) && !same(was[name], value))
        values[name] = asPatch(name, value, event.values[name]);
    }
    if (start !== event.values.originalStart) values.originalStart = start;
    this.put(event, values);
  }

  /** What only belongs to a series goes with it to another owner, unless it is archived. */
  private follow(event: WholeRow, owner: Values): void {
    if (event.values.state !== State.ARCHIVED && !this.writer.gave(event.id).has('owner'))
      this.put(event, owner);
  }

  /** What the rule does not give any more goes, unless it has something of its own: that stays, and is no occurrence. */
  private release(event: WholeRow, before: Values, values: Values): void {
    const refuse = (code: 'INVALID' | 'WRONG_STATE', message: string) =>
      this.writer.refuse({ id: event.id, field: 'originalStart', code, message });
    if (this.writer.gave(event.id).has('originalStart'))
      return refuse('INVALID', 'The rule of its series does not give this start any more.');
    if (event.values.state === State.ARCHIVED)
      return refuse(
        'WRONG_STATE',
        `The occurrence ${event.slug} is archived: it cannot be left out.`,
      );
    const was = asGenerated(before, event.values.originalStart as string);
    const own = Object.entries(event.values).some(([name, value]) =>
      name in was
        ? was[name] !== undefined && !same(value, was[name]) // of a series that is gone, lists are not known
        : !OF_EVERY_OCCURRENCE.has(name) && !isBlank(value),
    );
    if (own) this.put(event, values);
    else this.removes.push(event);
  }

  private put({ id }: WholeRow, values: Values): void {
    if (Object.keys(values).length > 0) this.puts.push({ id, isNew: false, values });
  }
}

/** What even a held occurrence has from its series. */
const OF_KEEPING = new Set(['owner', 'state', 'action']);

/** What an occurrence has without having been edited. */
const OF_EVERY_OCCURRENCE = new Set(
  'slug version createdAt updatedAt uid sequence sequencedAt series originalStart externalIds provenance'.split(
    ' ',
  ),
);

const isBlank = (value: unknown) =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (value as Partial<Timing>).precision === Precision.UNKNOWN;

const same = (a: unknown, b: unknown) => isDeepStrictEqual(a ?? null, b ?? null);

/** A value to be written over another: of texts, the languages that it has no more are taken away. */
function asPatch(name: string, value: unknown, over: unknown): unknown {
  const { kind } = entityOf(Event).attributes.find((each) => each.name === name) ?? {};
  if (kind !== 'text' || !value || !over) return value;
  const { ownWords = [], ...texts } = value as LocalisedText;
  const none = Object.fromEntries(languagesOf(over).map((each) => [each, null]));
  return { ...none, ...texts, ownWords };
}

/** New occurrences, with slugs that tell their days. */
async function made(
  makes: readonly { series: WholeRow; start: string }[],
  reader: Reader,
  writer: Following,
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
    const named = `${series.slug}-`.startsWith(`${owner}-`);
    const base = named ? series.slug : `${owner}-${series.slug}`;
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
