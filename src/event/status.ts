import { isDeepStrictEqual } from 'node:util';
import type { Hooks } from '../kernel/write/hooks';
import type { Event, EventSeries } from './event.entity';
import type { Broken } from '../kernel/declare/rules';
import { Precision } from '../value/timing';
import { Invalid } from '../value/invalid';
import { occurrences } from '../value/recurrence';
import { EventStatus, type Occasion } from './occasion';

const { PLANNED, CONFIRMED, RESCHEDULED, CANCELLED, HELD } = EventStatus;

/** Where events can go from where they are. What is cancelled or held can only be planned anew, which also mends a slip. */
const NEXT: Record<EventStatus, readonly EventStatus[]> = {
  PLANNED: [CONFIRMED, RESCHEDULED, CANCELLED, HELD],
  CONFIRMED: [PLANNED, RESCHEDULED, CANCELLED, HELD],
  RESCHEDULED: [PLANNED, CONFIRMED, CANCELLED, HELD],
  CANCELLED: [PLANNED],
  HELD: [PLANNED],
};

/** How calendars call it (RFC 5545, section 3.8.1.11). */
export const calendarStatus = (status: EventStatus): 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED' => {
  if (status === CANCELLED) return 'CANCELLED';
  return status === PLANNED ? 'TENTATIVE' : 'CONFIRMED';
};

/** What subscribers must notice: when, where, what, and whether at all. */
const NOTICED: (keyof Event & keyof EventSeries)[] = [
  'title',
  'timing',
  'municipalityId',
  'venue',
  'address',
  'url',
  'registrationUrl',
];

/** Counts in `sequence` the changes that subscribers must notice. */
function count<T extends Occasion>(
  before: T | undefined,
  after: T,
  now: string,
  noticed: readonly (keyof T)[],
): void {
  const grows =
    before &&
    (calendarStatus(before.status) !== calendarStatus(after.status) ||
      noticed.some((each) => !isDeepStrictEqual(before[each] ?? null, after[each] ?? null)));
  after.sequence = before ? before.sequence + (grows ? 1 : 0) : 0;
  after.sequencedAt = before && !grows ? before.sequencedAt : now;
}

/** Holds the status of an event to its steps, keeps the time it is moved from, and tells calendars of what they must notice. */
export const reviseEvent: Hooks<Event>['revise'] = (before, after, now) => {
  const was = before?.status;
  const is = after.status;
  after.uid = (after.originalStart && after.seriesId) || after.id;
  const moves = before && !isDeepStrictEqual(before.timing, after.timing);
  if (is === RESCHEDULED && moves && isDeepStrictEqual(before.previousTiming, after.previousTiming))
    keepTiming(before, after);
  count(before, after, now, NOTICED);
  if (was && was !== is && !NEXT[was].includes(is)) return step(was, is);
  if (is === RESCHEDULED && after.previousTiming.precision === Precision.UNKNOWN)
    return {
      field: 'previousTiming',
      code: 'REQUIRED',
      message: 'What is rescheduled has had another time: wanted a new timing, or previousTiming.',
    };
  return null;
};

/** The same of a series, whose exceptions follow its hour. */
export const reviseSeries: Hooks<EventSeries>['revise'] = (before, after, now) => {
  const was = before?.status;
  const is = after.status;
  after.uid = after.id;
  if (before && isDeepStrictEqual(before.exceptions, after.exceptions))
    moveExceptions(before, after);
  count(before, after, now, [...NOTICED, 'rrule', 'exceptions']);
  if (is === RESCHEDULED || is === HELD)
    return {
      field: 'status',
      code: 'INVALID',
      message: `A series is PLANNED, CONFIRMED or CANCELLED; got ${is}.`,
    };
  return was && was !== is && !NEXT[was].includes(is) ? step(was, is) : null;
};

const step = (from: EventStatus, to: EventStatus): Broken => ({
  field: 'status',
  code: 'WRONG_STATE',
  message: `What is ${from} can become ${NEXT[from].join(' or ')}; got ${to}.`,
});

function keepTiming(before: Event, after: Event): void {
  const values: [string, unknown][] = Object.entries(before);
  const timing = values.filter(([name]) => /^timing([A-Z]|$)/.test(name));
  const previous = timing.map(([name, value]) => [
    name.replace(/^timing/, 'previousTiming'),
    value,
  ]);
  Object.assign(after, Object.fromEntries(previous));
}

/** Exceptions keep to the hour of the series, and those that the rule does not give any more are none. */
function moveExceptions(before: EventSeries, after: EventSeries): void {
  const hour = ({ timing }: EventSeries) => timing.start?.slice(10);
  const [from, to] = [hour(before), hour(after)];
  const { exceptions } = before;
  if (exceptions.length === 0 || to === undefined) return;
  const moved = from === to ? exceptions : exceptions.map((each) => each.slice(0, 10) + to);
  try {
    const starts = new Set(after.rrule ? occurrences(after.rrule, after.timing) : []);
    after.exceptions = moved.filter((each) => starts.has(each));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error; // `recurs` tells of it
  }
}
