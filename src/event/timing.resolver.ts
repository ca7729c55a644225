import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { textOrder } from '../kernel/ask/arguments';
import type { Context } from '../kernel/schema/context';
import { DateTimeScalar, LanguageScalar } from '../value/scalars';
import { type Timing, TimingType, endInstant, instant } from '../value/timing';
import { labelOf } from '../value/timing-label';

/** What can be worked out of a time: instants, by the rules of the zone as known when they are asked for, and words. */
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

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The time in words, for people to read, such as `syksy 2026`, `hösten 2026` or `23 April 2026, 9:30–11:00`: as precise as it is known, with `(?)` where the document is not sure. There are words in fi, sv and en; where only `printed` is known it is that, and null where nothing is.',
  })
  label(
    @Root() timing: Timing,
    @Arg('language', () => LanguageScalar, {
      nullable: true,
      description: 'The language wanted first, before those of the request’s Accept-Language.',
    })
    language: string | null | undefined,
    @Ctx() { languages }: Context,
  ): string | null {
    return labelOf(timing, textOrder(language, languages));
  }
}
