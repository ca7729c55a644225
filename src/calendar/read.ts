import { Action, type ActionForm, Participation, Placement } from '../action/action.entity';
import { Module } from '../competence/competence.entity';
import { Event, EventSeries } from '../event/event.entity';
import { ORGANISERS } from '../event/filters';
import { giveTurn } from '../database/turn';
import { type Condition, TRUE, all, isIn, isNull, not } from '../kernel/declare/condition';
import type { EntityClass } from '../kernel/declare/declare';
import { orderOf } from '../kernel/ask/page';
import type { Reader } from '../kernel/read/reader';
import { entityOf, relationOf } from '../kernel/declare/registry';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Municipality } from '../territory/municipality.entity';
import { Region } from '../territory/region.entity';
import { type LanguageOrder, languageOrder, lookedFor } from '../value/language';
import { type LocalisedText, pickText } from '../value/localised-text';
import { MOST_OCCURRENCES } from '../value/recurrence';
import type { CalendarEvent, CalendarOccasion, CalendarSeries } from './calendar-event';
import { BadParameter, type Selection, ofEvents } from './selection';
import type { AnyRow } from '../kernel/declare/row';

/** So many events one feed tells of. */
export const MOST_EVENTS = 10_000;

const OF_BOTH =
  'id slug uid sequence status title summary timing actionId municipalityId venue address url modalities languages audiences registrationNeeded registrationUrl capacity priceCents priceCurrency createdAt updatedAt';
const OF_EVENT = `${OF_BOTH} previousTiming originalStart seriesId registrationOpens registrationCloses recordingUrl materials`;
const OF_SERIES = `${OF_BOTH} rrule`;

/** So many events are read at once: of more, neither the statements nor what is made of their rows holds up others. */
const AT_ONCE = 500;

/**
 * The events of a selection in the order of time, in one language: a statement for each type of row, for every `AT_ONCE`
 * of them. With `wholeSeries`, a series that has an occurrence in the span comes with those outside of it too. Throws
 * `BadParameter` where they are too many for a feed.
 */
export async function readEvents(
  reader: Reader,
  selection: Selection,
  language: string,
  { wholeSeries = false, limit = MOST_EVENTS + 1 } = {},
): Promise<CalendarEvent[]> {
  const chosen = await choose(reader, selection, wholeSeries, limit);
  const texts = new Texts(language);
  const events: CalendarEvent[] = [];
  for (let at = 0; at < chosen.length; at += AT_ONCE)
    events.push(...(await tellEvents(reader, chosen.slice(at, at + AT_ONCE), texts)));
  return events;
}

/** Reads events that were chosen, with all that they refer to. */
async function tellEvents(
  reader: Reader,
  chosen: readonly AnyRow[],
  texts: Texts,
): Promise<CalendarEvent[]> {
  const found = await byId(reader, Event, OF_EVENT, chosen, 'id');
  const rows = chosen.flatMap(({ id }) => found.get(id) ?? []);
  const series = await byId(reader, EventSeries, OF_SERIES, rows, 'seriesId');
  const tell = await teller(reader, [...rows, ...series.values()], texts);
  const told = new Map(
    [...series].map(([id, row]): [string, CalendarSeries] => [
      id,
      { ...tell(row), rrule: row.rrule as string | null },
    ]),
  );
  const events: CalendarEvent[] = [];
  for (const row of rows) {
    const series = told.get(row.seriesId as string) ?? null;
    events.push({ ...tell(row), ...picked(row), series });
    await giveTurn();
  }
  return events;
}

/** What an event has beside what a series has too. */
const picked = ({
  previousTiming,
  originalStart,
  registrationOpens,
  registrationCloses,
  recordingUrl,
  materials,
}: AnyRow) =>
  ({
    previousTiming,
    originalStart,
    registrationOpens,
    registrationCloses,
    recordingUrl,
    materials,
  }) as Omit<CalendarEvent, keyof CalendarOccasion | 'series'>;

/** The events of a selection: their ids, and of which series they are. */
async function choose(
  reader: Reader,
  { filter, always, asked }: Selection,
  wholeSeries: boolean,
  limit: number,
): Promise<AnyRow[]> {
  const entity = entityOf(Event);
  const read = (where: Condition, most: number) =>
    reader.rows({
      entity,
      properties: ['id', 'seriesId', 'originalStart'],
      where,
      order: orderOf(entity, null, 'TIME'),
      limit: most,
    });
  const rows = await read(ofEvents(filter, asked), limit);
  if (rows.length > MOST_EVENTS) {
    const wanted = `Wanted at most ${MOST_EVENTS} events: ask for a shorter time, or for less.`;
    throw new BadParameter('end', wanted);
  }
  const series = new Set(
    rows.flatMap((row) => (row.originalStart ? [row.seriesId as string] : [])),
  );
  if (!wholeSeries || series.size === 0) return rows;
  const there = new Set(rows.map((row) => row.id));
  const others = await read(
    all(isIn('seriesId', [...series]), not(isNull('originalStart')), ofEvents(always, asked)),
    series.size * MOST_OCCURRENCES,
  );
  return [...rows, ...others.filter((row) => !there.has(row.id))];
}

/** Texts in one language, or in the one that stands in for it. */
class Texts {
  private readonly order: LanguageOrder;

  constructor(language: string) {
    this.order = languageOrder(lookedFor(language));
  }

  pick(value: unknown) {
    return pickText(value as LocalisedText | null, this.order);
  }

  value(value: unknown): string | null {
    return this.pick(value)?.value ?? null;
  }
}

/** Rows of a type by their ids, as far as the viewer sees them. */
async function byId(
  reader: Reader,
  type: EntityClass,
  properties: string,
  from: readonly AnyRow[],
  by: string,
): Promise<Map<string, AnyRow>> {
  const ids = new Set(from.flatMap((row) => (row[by] as string | null) ?? []));
  if (ids.size === 0) return new Map();
  const rows = await reader.rows({
    entity: entityOf(type),
    properties: properties.split(' '),
    where: isIn('id', [...ids]),
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Reads what events and series refer to; gives what tells of each. */
async function teller(
  reader: Reader,
  rows: readonly AnyRow[],
  texts: Texts,
): Promise<(row: AnyRow) => CalendarOccasion> {
  const [actions, municipalities, organisers, modules, themes] = await Promise.all([
    byId(reader, Action, 'id form', rows, 'actionId'),
    byId(reader, Municipality, 'id name regionId', rows, 'municipalityId'),
    organisersOf(reader, rows, texts),
    modulesOf(reader, rows, texts),
    themesOf(reader, rows, texts),
  ]);
  const regions = await byId(reader, Region, 'id name', [...municipalities.values()], 'regionId');
  return (row) => {
    const title = texts.pick(row.title)!;
    const municipality = municipalities.get(row.municipalityId as string);
    return {
      ...(row as unknown as CalendarOccasion),
      title: title.value,
      titleLanguage: title.language,
      summary: texts.value(row.summary),
      municipality: texts.value(municipality?.name),
      region: texts.value(regions.get(municipality?.regionId as string)?.name),
      form: (actions.get(row.actionId as string)?.form as ActionForm | undefined) ?? null,
      organisers: organisers.get(row.id) ?? [],
      themes: themes.get(row.id) ?? [],
      modules: modules.get(row.id) ?? [],
    };
  };
}

type Organiser = CalendarOccasion['organisers'][number];

async function organisersOf(
  reader: Reader,
  rows: readonly AnyRow[],
  texts: Texts,
): Promise<Map<string, Organiser[]>> {
  const parts = await partsOf(
    reader,
    Participation,
    'organisationId networkId label',
    rows,
    isIn('role', ORGANISERS),
  );
  const [organisations, networks] = await Promise.all([
    byId(reader, Organisation, 'id name websites', parts, 'organisationId'),
    byId(reader, Network, 'id name', parts, 'networkId'),
  ]);
  return grouped(parts, (part) => {
    const organisation = organisations.get(part.organisationId as string);
    const named = organisation ?? networks.get(part.networkId as string);
    const name = texts.value(named?.name ?? part.label);
    const [url = null] = (organisation?.websites ?? []) as string[];
    return name === null ? null : { name, url };
  });
}

async function modulesOf(reader: Reader, rows: readonly AnyRow[], texts: Texts) {
  const parts = await partsOf(reader, Placement, 'moduleId', rows, TRUE);
  const modules = await byId(reader, Module, 'id name', parts, 'moduleId');
  const names = grouped(parts, (part) => texts.value(modules.get(part.moduleId as string)?.name));
  return new Map([...names].map(([id, each]) => [id, [...new Set(each)]]));
}

async function themesOf(
  reader: Reader,
  rows: readonly AnyRow[],
  texts: Texts,
): Promise<Map<string, string[]>> {
  const found = await Promise.all(
    rows.map(async (row): Promise<[string, string[]]> => {
      const type = 'rrule' in row ? EventSeries : Event;
      const themes = await reader.related(relationOf(entityOf(type), 'themes'), row.id, LABEL);
      return [row.id, themes.flatMap((each) => texts.value(each.label) ?? [])];
    }),
  );
  return new Map(found);
}

const LABEL = new Set(['id', 'label']);

/** The parts of a type of all the records, in their order. */
async function partsOf(
  reader: Reader,
  type: EntityClass,
  properties: string,
  rows: readonly AnyRow[],
  where: Condition,
): Promise<AnyRow[]> {
  const ids = rows.map((row) => row.id);
  const found = await reader.rows({
    entity: entityOf(type),
    properties: ['id', 'recordId', 'position', ...properties.split(' ')],
    where: all(isIn('recordId', ids), where),
  });
  return found.sort((a, b) => (a.position as number) - (b.position as number));
}

/** What parts tell, by the records they stand in. */
function grouped<T>(parts: readonly AnyRow[], tell: (part: AnyRow) => T | null): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const part of parts) {
    const told = tell(part);
    if (told === null) continue;
    const own = found.get(part.recordId as string);
    if (own) own.push(told);
    else found.set(part.recordId as string, [told]);
  }
  return found;
}
