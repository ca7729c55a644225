import type { ActionForm, Audience, Modality } from '../action/action.entity';
import type { EventStatus } from '../event/event.entity';
import type { Timing } from '../value/timing';

/** What feeds tell of events and of series alike, in one language. */
export interface CalendarOccasion {
  id: string;
  slug: string;
  /** RFC 5545, UID: of an occurrence, that of its series. */
  uid: string;
  /** RFC 5545, SEQUENCE. */
  sequence: number;
  status: EventStatus;
  title: string;
  /** The language that the title is in, as BCP 47 tag. */
  titleLanguage: string;
  summary: string | null;
  /** Where people read about it, where such pages are set; a series has none. */
  page?: string;
  /** Of a series: when its first occurrence is. */
  timing: Timing;
  /** Names, in the language of the feed; null where it is not stated. */
  municipality: string | null;
  region: string | null;
  venue: string | null;
  address: string | null;
  /** Where to take part, for remote events. */
  url: string | null;
  modalities: readonly Modality[];
  /** The languages it is held in. */
  languages: readonly string[];
  audiences: readonly Audience[];
  /** What form the action takes that it carries out. */
  form: ActionForm | null;
  organisers: readonly { name: string; url: string | null }[];
  /** Labels of its themes, and names of its modules. */
  themes: readonly string[];
  modules: readonly string[];
  registrationNeeded: boolean | null;
  registrationUrl: string | null;
  capacity: number | null;
  priceCents: number | null;
  priceCurrency: string | null;
  createdAt: string;
  updatedAt: string;
}

/** What feeds tell of an event. */
export interface CalendarEvent extends CalendarOccasion {
  previousTiming: Timing;
  /** Of an occurrence of a series: when the rule has it begin, on the clock of the series. */
  originalStart: string | null;
  /** The series it is part of, where that may be seen. */
  series: CalendarSeries | null;
  /** Instants. */
  registrationOpens: string | null;
  registrationCloses: string | null;
  recordingUrl: string | null;
  /** Where its materials are. */
  materials: readonly string[];
}

/** What feeds tell of a series. */
export interface CalendarSeries extends CalendarOccasion {
  /** RFC 5545, RRULE; null where it only holds events together. */
  rrule: string | null;
}

/** A selection of events as a feed gives it. */
export interface Feed {
  /** What the selection is called, and what is in it. */
  name: string;
  description: string;
  /** The address of the feed itself, absolute. */
  address: string;
  /** The address of the front page of the service, absolute. */
  home: string;
  /** The language of the texts. */
  language: string;
  /** The licence of the data, and who is to be named. */
  licence: { name: string; url: string };
  attribution: string;
  /** When the data last changed: an instant; null where there is none yet. */
  updatedAt: string | null;
  /** Whether each occurrence of a series is to stand by itself. */
  isExpanded: boolean;
  /** In the order of time. */
  events: readonly CalendarEvent[];
}
