import { ActionForm, Modality } from '../action/action.entity';
import { EventStatus } from '../event/event.entity';
import { HOME_ZONE, instant, Precision, type Timing } from '../value/timing';
import type { CalendarEvent, Feed } from './calendar-event';

const SCHEMA = 'https://schema.org';
const DATE = 'http://purl.org/dc/terms/date';
const EDTF = 'http://id.loc.gov/datatypes/edtf/EDTF';

const EDUCATION = new Set<ActionForm | null>([
  ActionForm.TRAINING,
  ActionForm.WEBINAR,
  ActionForm.WORKSHOP,
  ActionForm.STUDY_TRIP,
  ActionForm.STUDY_CIRCLE,
  ActionForm.MENTORING,
]);

/** The forms that are by the net by what the words mean. */
const BY_NET = new Set<ActionForm | null>([
  ActionForm.WEBINAR,
  ActionForm.REMOTE_COFFEE,
  ActionForm.ONLINE_COURSE,
]);

type Mode = 'Offline' | 'Online' | 'Mixed' | null;

const COURSE_MODES = { Offline: 'Onsite', Online: 'Online', Mixed: 'Blended' };

/** What names an event or a series outside of Luotsi, the same in every form of a feed. */
export const urnOf = ({ id }: { id: string }): string => `urn:luotsi:${encodeURIComponent(id)}`;

/**
 * A feed as JSON-LD in the words of schema.org, one event a line. It may stand in a script element as it is. What is not
 * known is left out: a time without a day has no `startDate`, but a `dcterms:date` in EDTF.
 */
export function* toJsonLd(feed: Feed): Generator<string> {
  const head = compact({
    '@context': SCHEMA,
    '@type': 'DataFeed',
    '@id': feed.address,
    name: feed.name,
    description: feed.description,
    url: feed.address,
    isPartOf: { '@type': 'WebSite', url: feed.home },
    inLanguage: feed.language,
    license: feed.licence.url,
    creditText: feed.attribution,
    dateModified: feed.updatedAt,
  });
  yield `${head.slice(0, -1)},"dataFeedElement":[\n`;
  for (const [i, event] of feed.events.entries()) {
    const item = compact({
      '@type': 'DataFeedItem',
      dateCreated: event.createdAt,
      dateModified: event.updatedAt,
      item: isCourse(event) ? courseOf(event) : eventOf(event),
    });
    yield `${item}${i < feed.events.length - 1 ? ',' : ''}\n`;
  }
  yield ']}\n';
}

/**
 * JSON without what is null or empty, a list of one as that one, and without the characters that mean something to HTML
 * or end a line in scripts.
 */
function compact(node: object): string {
  const known = (_key: string, value: unknown): unknown => {
    const found: unknown = Array.isArray(value) && value.length < 2 ? value[0] : value;
    return found === null ? undefined : found;
  };
  return JSON.stringify(node, known).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isCourse({ form, modalities }: CalendarEvent): boolean {
  const alone = modalities.length > 0 && modalities.every((each) => each === Modality.SELF_STUDY);
  return form === ActionForm.ONLINE_COURSE || alone;
}

const eventOf = (event: CalendarEvent) => ({
  '@type': EDUCATION.has(event.form) ? 'EducationEvent' : 'Event',
  ...subjectOf(event),
  ...occasionOf(event),
});

function courseOf(event: CalendarEvent) {
  const mode = modeOf(event);
  return {
    '@type': 'Course',
    ...subjectOf(event),
    provider: event.organisers.map(organisation),
    hasCourseInstance: {
      '@type': 'CourseInstance',
      courseMode: mode ? COURSE_MODES[mode] : 'asynchronous',
      ...occasionOf(event),
    },
  };
}

/** What an event and a course alike say of themselves. */
const subjectOf = (event: CalendarEvent) => ({
  '@id': urnOf(event),
  identifier: event.slug,
  name: event.title,
  description: event.summary,
  url: event.page ?? (modeOf(event) === 'Offline' ? event.url : null),
  inLanguage: event.languages,
  keywords: [...event.themes, ...event.modules],
  audience: event.audiences.map((each) => ({ '@type': 'Audience', audienceType: each })),
  isAccessibleForFree: event.priceCents === null ? null : event.priceCents === 0,
  offers: offerOf(event),
});

/** What is true of a time and place at which something is held. */
function occasionOf(event: CalendarEvent) {
  const { status, timing, previousTiming, series } = event;
  const mode = modeOf(event);
  const startDate = startOf(timing);
  const written = timing.edtf ? { '@type': EDTF, '@value': timing.edtf } : timing.printed;
  return {
    startDate,
    endDate: timing.end === null ? null : moment(timing.end, timing.zone),
    [DATE]: startDate === null ? written : null,
    previousStartDate: status === EventStatus.RESCHEDULED ? startOf(previousTiming) : null,
    eventStatus: `${SCHEMA}/${statusOf(status, startDate)}`,
    eventAttendanceMode: mode && `${SCHEMA}/${mode}EventAttendanceMode`,
    location: [placeOf(event, mode), netOf(event, mode)].filter((each) => each !== null),
    organizer: event.organisers.map(organisation),
    maximumAttendeeCapacity: event.capacity,
    recordedIn: event.recordingUrl && { '@type': 'CreativeWork', url: event.recordingUrl },
    superEvent: series && { '@type': 'EventSeries', '@id': urnOf(series), name: series.title },
  };
}

/** schema.org has no word for what is planned or held: both are as scheduled. Rescheduled is what has its new day. */
function statusOf(status: EventStatus, startDate: string | null): string {
  if (status === EventStatus.CANCELLED) return 'EventCancelled';
  if (status !== EventStatus.RESCHEDULED) return 'EventScheduled';
  return startDate === null ? 'EventPostponed' : 'EventRescheduled';
}

/** The start where the very day is known. */
function startOf({ start, zone, precision, approximate, uncertain, earliest }: Timing) {
  if (start !== null) return moment(start, zone);
  return precision === Precision.DAY && !approximate && !uncertain ? earliest : null;
}

/** A day as it is; a time on the clock of a zone with its offset, or as UTC where the clock was ahead by odd seconds. */
function moment(local: string, zone: string | null): string {
  if (local.length === 10) return local;
  const utc = instant(local, zone ?? HOME_ZONE);
  const ahead = (Date.parse(`${local}Z`) - Date.parse(utc)) / 60_000;
  if (!Number.isInteger(ahead)) return utc;
  const [hours, minutes] = [Math.abs(ahead) / 60, Math.abs(ahead) % 60].map((each) =>
    String(Math.floor(each)).padStart(2, '0'),
  );
  return `${local.length === 16 ? `${local}:00` : local}${ahead < 0 ? '-' : '+'}${hours}:${minutes}`;
}

function modeOf({ modalities, form }: CalendarEvent): Mode {
  const has = (...wanted: Modality[]) => modalities.some((each) => wanted.includes(each));
  const onSite = has(Modality.IN_PERSON, Modality.HYBRID);
  const byNet = has(Modality.REMOTE, Modality.HYBRID) || (!onSite && BY_NET.has(form));
  if (onSite) return byNet ? 'Mixed' : 'Offline';
  return byNet ? 'Online' : null;
}

function placeOf({ venue, address, municipality, region }: CalendarEvent, mode: Mode) {
  if (mode === 'Online' || !(venue ?? address ?? municipality ?? region)) return null;
  const postal = (address ?? municipality ?? region) && {
    '@type': 'PostalAddress',
    streetAddress: address,
    addressLocality: municipality,
    addressRegion: region,
    addressCountry: (municipality ?? region) && 'FI',
  };
  return { '@type': 'Place', name: venue, address: postal };
}

/** Where one takes part by the net, or learns how: what is online has such a place, whether its address is known or not. */
function netOf({ venue, url, registrationUrl, materials, page }: CalendarEvent, mode: Mode) {
  if (mode === null) return url && { '@type': 'VirtualLocation', url };
  if (mode === 'Offline') return null;
  const name = mode === 'Online' ? venue : null;
  return { '@type': 'VirtualLocation', name, url: url ?? registrationUrl ?? materials[0] ?? page };
}

function offerOf(event: CalendarEvent) {
  const { priceCents, priceCurrency, registrationUrl, registrationOpens, registrationCloses } =
    event;
  const known = priceCents ?? registrationUrl ?? registrationOpens ?? registrationCloses;
  const price = priceCents !== null && {
    category: isCourse(event) ? (priceCents === 0 ? 'Free' : 'Paid') : null,
    price: priceCents / 100,
    priceCurrency,
  };
  return known === null
    ? null
    : {
        '@type': 'Offer',
        ...price,
        url: registrationUrl,
        validFrom: registrationOpens,
        validThrough: registrationCloses,
      };
}

const organisation = ({ name, url }: { name: string; url: string | null }) => ({
  '@type': 'Organization',
  name,
  url,
});
