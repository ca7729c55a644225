import { Field, Int, ObjectType } from 'type-graphql';
import { Action } from '../action/action.entity';
import { Delivery, DeliveryStatus } from '../action/delivery.entity';
import { ReportedTotal } from '../action/follow-up.entity';
import { all, equals, isIn } from '../kernel/declare/condition';
import { badInput } from '../kernel/declare/errors';
import type { Reader } from '../kernel/read/reader';
import type { Context } from '../kernel/schema/context';
import { computed } from '../kernel/schema/feature';
import { enumType } from '../value/enum';
import { groupBy } from '../value/group';
import { type Period, PeriodInput } from '../value/period';
import { DateScalar } from '../value/scalars';
import type { Timing } from '../value/timing';
import { attendances } from './attendance';
import { Attendance, Event, EventStatus } from './event.entity';

/** What a number was counted from. */
export enum CountSource {
  SINGLE = 'SINGLE',
  REPORTED = 'REPORTED',
  BOTH = 'BOTH',
}

enumType(CountSource, 'CountSource', 'What a number was counted from.', {
  SINGLE: 'The single events or deliveries, and who is recorded to have come.',
  REPORTED: 'Totals that were reported.',
  BOTH: 'Totals that were reported of parts of the period, and what is single in the rest of it.',
});

/** A number, and what it was counted from. */
@ObjectType({ simpleResolvers: true, description: 'A number, and what it was counted from.' })
export class SourcedCount {
  @Field(() => Int, { nullable: true, description: 'The number; null where nobody has told it.' })
  count!: number | null;

  @Field(() => CountSource, { nullable: true, description: 'Null where there is no number.' })
  source!: CountSource | null;
}

/** What of an action has been carried out. */
@ObjectType({ simpleResolvers: true, description: 'What of an action has been carried out.' })
export class CarriedOut {
  @Field(() => SourcedCount, { description: 'Events that were held.' }) events!: SourcedCount;

  @Field(() => SourcedCount, {
    description: 'How many took part, counted at each event (osallistumiskerrat).',
  })
  participants!: SourcedCount;

  @Field(() => SourcedCount, { description: 'Deliveries.' }) deliveries!: SourcedCount;

  @Field(() => SourcedCount, {
    description:
      'Different municipalities that participants came from, as far as attendance shows; those of several totals are not told apart.',
  })
  municipalities!: SourcedCount;
}

/** Something that was done at a time, with what it counts for: null where that is not known. */
export interface Single<T = number> {
  timing: Pick<Timing, 'earliest' | 'latest'>;
  value: T | null;
}

type Measure = 'events' | 'participants' | 'deliveries' | 'municipalities';
type Total = Pick<ReportedTotal, 'periodStart' | 'periodEnd' | Measure>;

const overlaps = ({ earliest, latest }: Single['timing'], start: string, end: string) =>
  (earliest ?? start) <= end && (latest ?? end) >= start;

/** The totals of a measure that lie in a period, and what is single outside of them: nothing is counted twice. */
export function apartFrom<T>(
  measure: Measure,
  totals: readonly Total[],
  singles: readonly Single<T>[],
): { reported: number[]; rest: T[] } {
  const told = totals.filter((each) => each[measure] !== null);
  const rest = singles.filter(
    ({ timing }) => !told.some((each) => overlaps(timing, each.periodStart, each.periodEnd)),
  );
  return {
    reported: told.map((each) => each[measure]!),
    rest: rest.flatMap(({ value }) => value ?? []),
  };
}

const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);

function sourced(count: number | null, reported: number, rest: number): SourcedCount {
  if (count === null) return { count, source: null };
  const { SINGLE, REPORTED, BOTH } = CountSource;
  return { count, source: reported === 0 ? SINGLE : rest === 0 ? REPORTED : BOTH };
}

/** What was done, once each: reported totals in the place of what is single in their time. */
export function carriedOut(
  totals: readonly Total[],
  events: readonly (Single & { from: string[] })[],
  deliveries: readonly Single[],
): CarriedOut {
  const added = (measure: Measure, singles: readonly Single[], otherwise: number | null) => {
    const { reported, rest } = apartFrom(measure, totals, singles);
    const known = [...reported, ...rest];
    return sourced(known.length > 0 ? sum(known) : otherwise, reported.length, rest.length);
  };
  const once = ({ timing }: Single) => ({ timing, value: 1 });
  const places = events.map(({ timing, from }) => ({ timing, value: from }));
  const { reported, rest } = apartFrom('municipalities', totals, places);
  const different = new Set(rest.flat()).size;
  const [only = null, ...others] = [...reported, ...(different > 0 ? [different] : [])];
  return {
    events: added('events', events.map(once), 0),
    participants: added('participants', events, null),
    deliveries: added('deliveries', deliveries, 0),
    municipalities: sourced(others.length > 0 ? null : only, reported.length, different),
  };
}

/** How many took part in some events, small counts included, and the rows of who came that the viewer sees. */
async function whoCame(ids: readonly string[], reader: Reader) {
  const isNone = ids.length === 0;
  const properties = ['recordId', 'municipalityId', 'count'] as const;
  const rows = isNone ? [] : await reader.list(Attendance, isIn('recordId', ids), [...properties]);
  return {
    attended: isNone ? new Map<string, number>() : await attendances(ids, reader),
    places: groupBy(rows, (each) => each.recordId),
  };
}

/** What of some actions was done in a period until a day. */
async function ofActions(
  ids: readonly string[],
  { start, end }: Period,
  on: string,
  reader: Reader,
): Promise<CarriedOut[]> {
  const totals = await reader.list(ReportedTotal, isIn('recordId', ids));
  const held = all(isIn('actionId', ids), equals('status', EventStatus.HELD));
  const delivered = all(isIn('actionId', ids), equals('status', DeliveryStatus.DELIVERED));
  const isDone = ({ timing }: Pick<Event, 'timing'>) =>
    (timing.latest ?? on) <= on && overlaps(timing, start, end);
  const events = (await reader.list(Event, held, ['actionId', 'timing'])).filter(isDone);
  const deliveries = (await reader.list(Delivery, delivered, ['actionId', 'timing'])).filter(
    isDone,
  );
  const { attended, places } = await whoCame(
    events.map(({ id }) => id),
    reader,
  );
  const totalsOf = groupBy(totals, (each) => each.recordId);
  const eventsOf = groupBy(events, (each) => each.actionId!);
  const deliveriesOf = groupBy(deliveries, (each) => each.actionId);
  return ids.map((id) =>
    carriedOut(
      totalsOf(id).filter(
        (each) => each.periodStart >= start && each.periodEnd <= end && each.periodEnd <= on,
      ),
      eventsOf(id).map((each) => ({
        timing: each.timing,
        value: attended.get(each.id) ?? null,
        from: places(each.id).flatMap(({ municipalityId, count }) =>
          count > 0 && municipalityId ? [municipalityId] : [],
        ),
      })),
      deliveriesOf(id).map(({ timing }) => ({ timing, value: 1 })),
    ),
  );
}

computed(Action, {
  name: 'carriedOut',
  type: () => CarriedOut,
  description:
    'What of it was done in a period: events held and deliveries made, or what was `reported` of their time in the place of them, never both. What has no known time counts wherever no total does.',
  needs: ['id'],
  args: {
    period: {
      type: () => PeriodInput,
      nullable: false,
      description: 'The period; of totals, those that lie in it count.',
    },
    on: {
      type: () => DateScalar,
      nullable: false,
      description: 'The day until which it was done.',
    },
  },
  resolve: (
    { id }: Action,
    { period, on }: { period: Period; on: string },
    { reader }: Context,
  ) => {
    const { start, end } = period;
    if (end < start) throw badInput('period', `Wanted a last day from ${start} on; got ${end}.`);
    return reader.batched(`carried out ${start} ${end} ${on}`, id, (ids) =>
      ofActions(ids, { start, end }, on, reader),
    );
  },
});
