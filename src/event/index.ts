import { Action, ChannelUse, Participation, Placement } from '../action/action.entity';
import { Channel } from '../channel/channel.entity';
import { Module, Topic } from '../competence/competence.entity';
import { Int } from 'type-graphql';
import { byState, provided } from '../kernel/declare/access';
import { type Condition, any, compare, equals, isIn, related } from '../kernel/declare/condition';
import { entityOf } from '../kernel/declare/registry';
import { inOrder } from '../kernel/declare/rules';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Municipality } from '../territory/municipality.entity';
import { Theme } from '../theme/theme.entity';
import { attendanceTotal } from './attendance';
import './carried-out';
import { completeEvents, completeSeries } from './complete';
import { Attendance, Event, EventSeries, Feedback } from './event.entity';
import { onScale, reviseFeedback } from './feedback';
import { eventFilters } from './filters';
import { eventMutations } from './mutations';
import { followEvents, followSeries } from './occurrences';
import { occursInSeries, recurs, verifyOccurrences } from './series';
import { SMALL, hideSmallCounts } from './small-counts';
import { reviseEvent, reviseSeries } from './status';
import { warnings } from './warnings';
import { TimingResolver } from './timing.resolver';
import type { Access, GoesAlong } from '../kernel/declare/declare';
import {
  type Feature,
  byName,
  computed,
  entity,
  holder,
  page,
  rules,
} from '../kernel/schema/feature';
import { hook } from '../kernel/write/hooks';

const takesPart = 'The events in which it takes part; `participations` tells as what.';

page(Organisation, 'ownEvents', Event, {
  by: 'owner',
  order: 'TIME',
  description: 'The events that it owns.',
});
page(Action, 'events', Event, {
  by: 'action',
  order: 'TIME',
  description: 'The events that carry it out.',
});
page(Organisation, 'events', Event, {
  through: Participation,
  by: 'organisation',
  order: 'TIME',
  description: takesPart,
});
page(Network, 'events', Event, {
  through: Participation,
  by: 'network',
  order: 'TIME',
  description: takesPart,
});
page(Module, 'events', Event, {
  through: Placement,
  by: 'module',
  order: 'TIME',
  description: 'The events that carry it out, under any of its topics.',
});
page(Topic, 'events', Event, {
  through: Placement,
  by: 'topic',
  order: 'TIME',
  description: 'The events that carry it out.',
});
page(Channel, 'events', Event, {
  through: ChannelUse,
  by: 'channel',
  order: 'TIME',
  description: 'The events that are held or announced in it.',
});
page(Municipality, 'events', Event, {
  by: 'municipality',
  order: 'TIME',
  description: 'The events that are held in it.',
});
page(Theme, 'events', Event, {
  among: 'themes',
  order: 'TIME',
  description: 'The events that have this subject.',
});

page(EventSeries, 'events', Event, {
  by: 'series',
  order: 'TIME',
  description: 'Its occurrences, and the other events that belong to it.',
});
page(Organisation, 'ownEventSeries', EventSeries, {
  by: 'owner',
  order: 'TIME',
  description: 'The series of events that it owns.',
});
page(Action, 'eventSeries', EventSeries, {
  by: 'action',
  order: 'TIME',
  description: 'The series of events that carry it out.',
});
page(Municipality, 'attendedEvents', Event, {
  through: Attendance,
  by: 'municipality',
  order: 'TIME',
  description: 'The events that people from it took part in; `attendance` tells how many.',
});

holder(Placement, 'event', Event, 'The event whose cell it is; null where it is none of an event.');
holder(
  Placement,
  'eventSeries',
  EventSeries,
  'The series whose cell it is; null where it is none of a series.',
);

computed(Event, {
  name: 'attendanceTotal',
  type: () => Int,
  nullable: true,
  description: 'How many took part in all; null where it is not recorded.',
  needs: ['id'],
  resolve: attendanceTotal,
});

/** Whoever keeps the event sees all that was counted; everybody else what tells of no few people. */
const unlessSmall = (ofMany: Condition): Access => ({
  visible: (viewer) => any(ofMany, related('event', isIn('ownerId', viewer.organisationIds))),
  owner: null,
});
for (const [part, ofMany] of [
  [Attendance, equals('shown', true)],
  [Feedback, compare('answers', '>=', SMALL)],
] as const) {
  holder(part, 'event', Event, 'The event.');
  entityOf(part).access = unlessSmall(ofMany);
}
hook(Attendance, { reviseList: hideSmallCounts });
hook(Feedback, { reviseList: reviseFeedback });
rules(Feedback, inOrder('scaleMin', 'mean'), inOrder('mean', 'scaleMax'), onScale);

const TIME = {
  by: ['timingSort'],
  description: 'When: the earliest first, the exact before the imprecise, the unknown last.',
};

/** Events outlast what they carry out, unless whoever deletes that says otherwise. */
const goesAlong = (...words: [string, string]): GoesAlong => ({
  with: 'action',
  argument: 'withEvents',
  description:
    'Deletes the events, and series of events, that carry out what is deleted too, as one by one: with one that the key may not delete, nothing is. Otherwise it is IN_USE by them.',
  words,
});

/** What happens once, or has its own date, and what recurs. */
export const event: Feature = {
  entities: [
    entity(EventSeries, {
      access: provided(byState, 'action'),
      orders: { TIME, ...byName('title') },
      parts: [ChannelUse, Placement, Participation],
      complete: completeSeries,
      revise: reviseSeries,
      follow: followSeries,
      rules: [recurs],
      goesAlong: goesAlong('series', 'series'),
    }),
    entity(Event, {
      access: provided(provided(byState, 'action'), 'series'),
      size: 500,
      goesAlong: goesAlong('event', 'events'),
      orders: { TIME, ...byName('title') },
      parts: [ChannelUse, Placement, Participation, Attendance, Feedback],
      filters: eventFilters,
      complete: completeEvents,
      revise: reviseEvent,
      verify: verifyOccurrences,
      follow: followEvents,
      warn: warnings,
      rules: [occursInSeries, inOrder('registrationOpens', 'registrationCloses')],
    }),
  ],
  mutations: eventMutations,
  resolvers: [TimingResolver],
};
