import { GraphQLError } from 'graphql';
import type { Filter } from '../kernel/ask/filter';
import { conditionOf } from '../kernel/ask/filter';
import type { Condition } from '../kernel/declare/condition';
import { isIn } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import { entityOf, nameAttribute } from '../kernel/declare/registry';
import { Event } from '../event/event.entity';
import { Invalid, echo } from '../value/invalid';
import { languageOrder, lookedFor } from '../value/language';
import { type LocalisedText, pickText } from '../value/localised-text';
import { HOME_ZONE, Precision, instant } from '../value/timing';
import { localTime } from '../value/zone';
import { PARAMETERS, type Parameter, type ParameterName, longCancelled } from './parameters';

/** A parameter of an address that cannot be taken. */
export class BadParameter extends Error {
  constructor(
    readonly parameter: string,
    readonly wanted: string,
  ) {
    super(`${echo(parameter)}: ${wanted}`);
  }
}

/** What a feed is asked for: the values of its parameters, read and in one order. */
export type Asked = Partial<Record<ParameterName, string[]>>;

/** What others add to addresses for ends of their own. */
const MARKS = /^(utm_\w+|fbclid|gclid|_)$/;

/** Reads the parameters of an address; in the order of the table, so that the same wishes give the same text. */
export function readParameters(query: Record<string, string | string[] | undefined>): Asked {
  for (const name of Object.keys(query))
    if (!Object.hasOwn(PARAMETERS, name) && !MARKS.test(name))
      throw new BadParameter(
        name,
        `There is no such parameter; wanted ${Object.keys(PARAMETERS).join(', ')}.`,
      );
  const asked: Asked = {};
  for (const [name, parameter] of Object.entries<Parameter>(PARAMETERS)) {
    const given = [query[name] ?? []].flat();
    const values = parameter.many ? given.flatMap((each) => each.split(',')) : given;
    const filled = values.map((each) => each.trim()).filter((each) => each !== '');
    if (filled.length === 0) continue;
    if (!parameter.many && filled.length > 1)
      throw new BadParameter(name, `Wanted one value; got ${filled.length}.`);
    if (filled.length > MOST_VALUES)
      throw new BadParameter(name, `Wanted at most ${MOST_VALUES} values; got ${filled.length}.`);
    const read = filled.map((each) => readValue(name, parameter, each));
    asked[name as ParameterName] = [...new Set(read)].sort();
  }
  const [start, end] = [asked.start?.[0], asked.end?.[0]];
  if (start && end && end < start)
    throw new BadParameter('end', `Wanted a day from ${start} on; got ${end}.`);
  return asked;
}

/** Wishes as the parameters of an address, the same for the same wishes. */
export const searchOf = (asked: Asked): string =>
  new URLSearchParams(
    Object.entries(asked).map(([name, values]): [string, string] => [name, values.join(',')]),
  ).toString();

const MOST_VALUES = 20;

function readValue(name: string, parameter: Parameter, value: string): string {
  try {
    return parameter.read(value);
  } catch (error) {
    if (error instanceof Invalid) throw new BadParameter(name, error.message);
    throw error;
  }
}

/** What is named by its slug but is not there, or may not be seen. */
export class NotThere extends BadParameter {}

/** The names of what the parameters name, in a language. */
export async function namesOf(asked: Asked, reader: Reader, language: string): Promise<string[]> {
  const looks = await Promise.allSettled(
    Object.entries<string[]>(asked).map(async ([name, values]) => {
      const { names }: Parameter = PARAMETERS[name as ParameterName];
      if (!names) return [];
      const entity = entityOf(names);
      const title = nameAttribute(entity)!.property;
      const rows = await reader.rows({
        entity,
        properties: ['slug', title],
        where: isIn('slug', values),
      });
      const bySlug = new Map(rows.map((row) => [row.slug as string, row]));
      return values.map((each) => {
        const row = bySlug.get(each);
        if (!row) throw new NotThere(name, `There is no ${entity.name} ${echo(each)}.`);
        return pickText(row[title] as LocalisedText, languageOrder(lookedFor(language)))!.value;
      });
    }),
  );
  // the first that is not there is told, however long each look took
  return looks.flatMap((look) => {
    if (look.status === 'rejected') throw look.reason;
    return look.value;
  });
}

/** Which events a feed tells of. */
export interface Selection {
  /** The filter of `events` that gives them. */
  filter: Filter;
  /** The same without the span of days. */
  always: Filter;
  /** What it was made of. */
  asked: Asked;
}

/** So many days a cancelled event is told of. */
const CANCELLED_DAYS = 90;

/** The selection that parameters mean on a day. */
export function selectionOf(asked: Asked, today: string): Selection {
  const vague = asked.include !== undefined;
  const end = asked.end?.[0];
  const usual = twoMonthsBefore(today);
  const start = asked.start?.[0] ?? (end && end < usual ? undefined : usual);
  const tests = Object.entries<string[]>(asked).flatMap(([name, values]) => {
    const { filter }: Parameter = PARAMETERS[name as ParameterName];
    return filter ? [filter(values)] : [];
  });
  if (asked.registration) tests.push({ registrationOpenOn: today });
  const since = new Date(Date.parse(today) - CANCELLED_DAYS * 86_400_000).toISOString();
  tests.push({ not: longCancelled(instant(since.slice(0, 10), HOME_ZONE)) });
  const exact = vague
    ? { precision: { ne: Precision.UNKNOWN } }
    : { certainly: {}, precision: { in: [Precision.EXACT, Precision.DAY] } };
  const always = { and: [...tests, { timing: exact }] };
  const span = { ...(start && { start }), ...(end && { end }) };
  return { asked, always, filter: { and: [...tests, { timing: { ...exact, possibly: span } }] } };
}

/** A filter of events as a condition; throws `BadParameter` where parameters ask for too much at once. */
export function ofEvents(filter: Filter, asked: Asked): Condition {
  try {
    return conditionOf(entityOf(Event), filter);
  } catch (error) {
    const last = Object.keys(asked).at(-1);
    if (last && error instanceof GraphQLError) throw new BadParameter(last, error.message);
    throw error;
  }
}

/** The day on the clock of Helsinki. */
export const dayInHelsinki = (now: Date): string =>
  localTime(now.getTime(), HOME_ZONE).slice(0, 10);

function twoMonthsBefore(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 2, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 3, Math.min(date, last))).toISOString().slice(0, 10);
}
