import type { CalendarEvent, CalendarSeries } from '../../src/calendar/calendar-event';
import { EventStatus } from '../../src/event/event.entity';
import { parseTiming, UNKNOWN_TIMING } from '../../src/value/timing';

/** An event of which no more is known than must be. */
export const EVENT: CalendarEvent = {
  id: 'e1',
  slug: 'makerspace-2026',
  uid: 'e1@luotsi',
  sequence: 0,
  status: EventStatus.CONFIRMED,
  title: 'Makerspace & kirjasto',
  titleLanguage: 'fi',
  summary: null,
  timing: parseTiming({ start: '2026-04-23T09:30', end: '2026-04-23T11:00' }),
  previousTiming: UNKNOWN_TIMING,
  originalStart: null,
  series: null,
  municipality: null,
  region: null,
  venue: null,
  address: null,
  url: null,
  modalities: [],
  languages: [],
  audiences: [],
  form: null,
  organisers: [],
  themes: [],
  modules: [],
  registrationNeeded: null,
  registrationUrl: null,
  registrationOpens: null,
  registrationCloses: null,
  capacity: null,
  priceCents: null,
  priceCurrency: null,
  recordingUrl: null,
  materials: [],
  createdAt: '2026-01-02T10:00:00.000Z',
  updatedAt: '2026-02-03T10:00:00.000Z',
};

/** A weekly series of three such. */
export const SERIES: CalendarSeries = {
  ...EVENT,
  id: 's1',
  uid: 's1@luotsi',
  title: 'Etäkahvit',
  rrule: 'FREQ=WEEKLY;COUNT=3',
};
