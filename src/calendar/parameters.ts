import { Action, ActionForm, Audience, Modality } from '../action/action.entity';
import { CompetenceArea, Module, Topic } from '../competence/competence.entity';
import { EventSeries, EventStatus } from '../event/event.entity';
import type { EntityClass } from '../kernel/declare/declare';
import type { Filter } from '../kernel/ask/filter';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Region } from '../territory/region.entity';
import { Theme } from '../theme/theme.entity';
import { parseDate } from '../value/dates';
import { parseEnum } from '../value/fields';
import { Invalid, echo } from '../value/invalid';
import { parseLanguageTag } from '../value/language';
import { cleanText } from '../value/text';

/** What a feed is asked for by a parameter of its address. */
export interface Parameter {
  /** What it means, for people. */
  meaning: string;
  /** Reads one value; throws `Invalid`. */
  read(value: string): string;
  /** It may come several times or have values between commas: any of them will do. */
  many?: boolean;
  /** The values there are, where they are few. */
  choices?: readonly string[];
  /** What the values name by their slugs. */
  names?: EntityClass;
  /** The filter of `events` that it means; none for those that say how to write the feed. */
  filter?: (values: string[]) => Filter;
}

const oneOf = (choices: object) => (value: string) =>
  parseEnum(value.toUpperCase().replaceAll('-', '_'), choices as Record<string, string>);

const enums = (meaning: string, choices: object, filter: Parameter['filter']): Parameter => ({
  meaning,
  read: oneOf(choices),
  many: true,
  choices: Object.values(choices) as string[],
  filter,
});

const slugs = (meaning: string, names: EntityClass, filter: Parameter['filter']): Parameter => ({
  meaning,
  read: (value) => cleanText(value, { max: 80 }),
  many: true,
  names,
  filter,
});

const bySlug = (values: string[]) => ({ is: { slug: { in: values } } });
const placed = (where: Filter) => ({ placements: { some: where } });

const word = (wanted: string) => (value: string) => {
  if (value === wanted) return value;
  throw new Invalid('INVALID', `Wanted ${wanted}; got ${echo(value)}.`);
};

/** Every parameter that feeds take. */
export const PARAMETERS = {
  start: {
    meaning: 'The first day; two months ago unless said.',
    read: parseDate,
  },
  end: { meaning: 'The last day; none unless said.', read: parseDate },
  region: slugs('Held in this region.', Region, (values) => ({
    municipality: { is: { region: bySlug(values) } },
  })),
  serves: slugs(
    'For the libraries of this region: by the targets of the action, else by the mandates of the organisers.',
    Region,
    (values) => ({ serves: { slug: { in: values } } }),
  ),
  language: {
    meaning: 'Held in this language, such as sv.',
    read: parseLanguageTag,
    many: true,
    filter: (values) => ({ languages: { hasAny: values } }),
  },
  form: enums('Of this form.', ActionForm, (values) => ({ form: { in: values } })),
  modality: enums('Attended in this way.', Modality, (values) => ({
    modalities: { hasAny: values },
  })),
  audience: enums('For these people.', Audience, (values) => ({ audiences: { hasAny: values } })),
  organisation: slugs(
    'In which this organisation takes part, or that it owns where nobody is told to organise it.',
    Organisation,
    (values) => ({ involves: { slug: { in: values } } }),
  ),
  organiser: slugs(
    'Arranged by this organisation, or owned by it where nobody is told to take part.',
    Organisation,
    (values) => ({ arrangedBy: { slug: { in: values } } }),
  ),
  network: slugs('In which this network takes part.', Network, (values) => ({
    participations: { some: { network: bySlug(values) } },
  })),
  area: slugs('Of this competence area.', CompetenceArea, (values) =>
    placed({ module: { is: { area: bySlug(values) } } }),
  ),
  module: slugs('Of this module.', Module, (values) => placed({ module: bySlug(values) })),
  topic: slugs('Of this topic.', Topic, (values) => placed({ topic: bySlug(values) })),
  action: slugs('That carry out this action.', Action, (values) => ({ action: bySlug(values) })),
  series: slugs('Of this series.', EventSeries, (values) => ({ series: bySlug(values) })),
  theme: slugs('About this.', Theme, (values) => ({
    themes: { some: { slug: { in: values } } },
  })),
  text: {
    meaning: 'With this in the title, the summary or a name of the action.',
    read: (value) => cleanText(value, { max: 200 }),
    filter: ([value]) => ({ mentions: value }),
  },
  registration: {
    meaning: 'open: one can register today.',
    read: word('open'),
    choices: ['open'],
  },
  include: {
    meaning: 'tentative: also what is not known to the day, as days that block no time.',
    read: word('tentative'),
    choices: ['tentative'],
  },
  expand: {
    meaning:
      'true: each occurrence of a series as an event of its own, for calendars that know no series.',
    read: word('true'),
    choices: ['true'],
  },
  lang: {
    meaning: 'The language of the texts, such as nb; fi unless said.',
    read: parseLanguageTag,
  },
} satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof PARAMETERS;

/** The kinds of record that have feeds of their own, by their places in addresses: what the feed is asked for. */
export const PLACES = {
  organisations: 'organisation',
  networks: 'network',
  areas: 'area',
  modules: 'module',
  actions: 'action',
  series: 'series',
  themes: 'theme',
} as const satisfies Record<string, ParameterName>;

/** Cancelled events that are no longer told of. */
export const longCancelled = (since: string): Filter => ({
  status: { eq: EventStatus.CANCELLED },
  sequencedAt: { lt: since },
});
