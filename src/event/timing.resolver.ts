import { FieldResolver, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../value/scalars';
import { type Timing, TimingType, endInstant, instant } from '../value/timing';

/** The instants of a time by the clock. They are worked out when they are asked for, by the rules of the zone as known then. */
@Resolver(() => TimingType)
export class TimingResolver {
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'The instant of `start`; null where it is not known by the clock. A time that the clock skips in spring is moved forward, of one that comes twice in autumn it is the first.',
  })
  startsAt(@Root() { start, zone, allDay }: Timing): string | null {
    return start === null || allDay ? null : instant(start, zone!);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant of `end`, likewise.',
  })
  endsAt(@Root() { start, end, zone, allDay }: Timing): string | null {
    return start === null || end === null || allDay ? null : endInstant({ start, end, zone });
  }
}
