import { toAtom as atom } from '../../src/calendar/atom';
import type { Feed } from '../../src/calendar/calendar-event';
import { toCsv as csv } from '../../src/calendar/csv';
import { toICalendar as ical } from '../../src/calendar/ical';
import { toJsonLd as jsonLd } from '../../src/calendar/jsonld';

/** What a form writes, whole. */
const whole = (write: (feed: Feed) => Iterable<string>) => (feed: Feed) =>
  [...write(feed)].join('');

export const toAtom = whole(atom);
export const toCsv = whole(csv);
export const toICalendar = whole(ical);
export const toJsonLd = whole(jsonLd);
