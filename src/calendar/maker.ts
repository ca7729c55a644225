import { type GraphQLInputType, type GraphQLSchema, astFromValue, print } from 'graphql';
import type { Filter } from '../kernel/ask/filter';
import { orderOf } from '../kernel/ask/page';
import type { Reader } from '../kernel/read/reader';
import { entityOf, nameAttribute } from '../kernel/declare/registry';
import { TRUE } from '../kernel/declare/condition';
import { NAMED_LANGUAGES, languageOrder, lookedFor, nameOfLanguage } from '../value/language';
import { type LocalisedText, pickText } from '../value/localised-text';
import type { CalendarEvent } from './calendar-event';
import { PARAMETERS, type Parameter, type ParameterName } from './parameters';
import { readEvents } from './read';
import {
  type Asked,
  BadParameter,
  namesOf,
  ofEvents,
  readParameters,
  searchOf,
  selectionOf,
} from './selection';

/** What the front page needs to make the address of a feed with somebody. */
export interface Maker {
  asked: Asked;
  /** The fields of the form; those with few values have them as options. */
  fields: Field[];
  /** What is wrong with what was asked for. */
  problem: { parameter: string; wanted: string } | null;
  /** The parameters of the address, as text. */
  search: string;
  /** The next events of the selection. */
  next: CalendarEvent[];
  /** A query that gives the events of the feed. */
  query: string;
}

interface Field {
  name: ParameterName;
  label: string;
  meaning: string;
  value: string;
  type: 'select' | 'date' | 'text' | 'checkbox';
  options: { value: string; label: string }[];
}

const LABELS: Partial<Record<ParameterName, string>> = {
  region: 'Region where it is held',
  serves: 'Region that it is for',
  language: 'Language it is held in',
  form: 'Form',
  modality: 'How people take part',
  audience: 'Audience',
  organiser: 'Organiser',
  network: 'Network',
  area: 'Competence area',
  theme: 'Theme',
  text: 'Words',
  start: 'From',
  end: 'Until',
  registration: 'Registration is open today',
  include: 'With what is not known to the day',
  expand: 'Each occurrence of a series as an event of its own',
  lang: 'Language of the texts',
};

const NEXT = 10;
const MOST_OPTIONS = 1000;

/** Reads what a form asked for, and says what address that makes and what is there. */
export async function makeAddress(
  query: Record<string, string | string[] | undefined>,
  today: string,
  reader: Reader,
  schema: GraphQLSchema,
): Promise<Maker> {
  const { asked, problem } = await read(query, today, reader);
  const language = asked.lang?.[0] ?? 'fi';
  const start = [asked.start?.[0] ?? '', today].sort().at(-1)!;
  const next = selectionOf({ ...asked, start: [start] }, today);
  const fields = await Promise.all(
    Object.entries(LABELS).map(([name, label]) =>
      fieldOf(name as ParameterName, label, asked, reader, language),
    ),
  );
  return {
    asked,
    fields,
    problem,
    search: searchOf(asked),
    next: problem ? [] : await readEvents(reader, next, language, { limit: NEXT }),
    query: queryFor(selectionOf(asked, today).filter, schema),
  };
}

/** Reads what can be read; the first thing that is wrong is told. */
async function read(
  query: Record<string, string | string[] | undefined>,
  today: string,
  reader: Reader,
): Promise<Pick<Maker, 'asked' | 'problem'>> {
  let problem: Maker['problem'] = null;
  let given = query;
  for (;;) {
    try {
      const asked = readParameters(given);
      await namesOf(asked, reader, 'fi');
      ofEvents(selectionOf(asked, today).filter, asked);
      return { asked, problem };
    } catch (error) {
      if (!(error instanceof BadParameter)) throw error;
      const { parameter, wanted } = error;
      problem ??= { parameter, wanted };
      given = Object.fromEntries(
        Object.entries(given).filter(
          ([name]) => name !== parameter && Object.hasOwn(PARAMETERS, name),
        ),
      );
    }
  }
}

async function fieldOf(
  name: ParameterName,
  label: string,
  asked: Asked,
  reader: Reader,
  language: string,
): Promise<Field> {
  const parameter: Parameter = PARAMETERS[name];
  const { meaning, choices, names } = parameter;
  const value = asked[name]?.[0] ?? '';
  const base = { name, label, meaning, value, options: [] };
  if (name === 'start' || name === 'end') return { ...base, type: 'date' };
  if (name === 'text') return { ...base, type: 'text' };
  if (choices?.length === 1)
    return { ...base, type: 'checkbox', options: [{ value: choices[0]!, label }] };
  if (names)
    return { ...base, type: 'select', options: await optionsOf(parameter, reader, language) };
  const values = choices ?? new Set([...NAMED_LANGUAGES, ...(value ? [value] : [])]); // any other may stand in the address
  return {
    ...base,
    type: 'select',
    options: [...values].map((each) => ({ value: each, label: worded(each) })),
  };
}

/** The records that a parameter may name, by their names. */
async function optionsOf({ names }: Parameter, reader: Reader, language: string) {
  const entity = entityOf(names!);
  const { property } = nameAttribute(entity)!;
  const rows = await reader.rows({
    entity,
    properties: ['slug', property],
    where: TRUE,
    order: orderOf(entity, [{ field: language === 'sv' ? 'NAME_SV' : 'NAME' }]),
    limit: MOST_OPTIONS,
  });
  return rows.map((row) => ({
    value: row.slug as string,
    label: pickText(row[property] as LocalisedText, languageOrder(lookedFor(language)))!.value,
  }));
}

/** `Network meeting` of `NETWORK_MEETING`, and the language of a tag. */
function worded(value: string): string {
  if (/^[a-z]/.test(value)) return nameOfLanguage(value);
  const words = value.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function queryFor(filter: Filter, schema: GraphQLSchema): string {
  const type = schema.getType('EventFilter') as GraphQLInputType;
  const literal = print(astFromValue(filter, type)!);
  return `query Events($after: String) {
  events(
    first: 50
    after: $after
    filter: ${literal}
  ) {
    nodes {
      uid
      title { value }
      status
      timing { start end zone allDay earliest latest }
      municipality { name { value } }
      venue
      url
      participations { role organisation { name { value } } network { name { value } } }
      registrationUrl
    }
    pageInfo { hasNextPage endCursor }
  }
}`;
}
