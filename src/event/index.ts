import { Action, ChannelUse, Participation, Placement } from '../action/action.entity';
import { Channel } from '../channel/channel.entity';
import { Module, Topic } from '../competence/competence.entity';
import { byState, provided } from '../kernel/access';
import { type Feature, byName, computed, entity, holder, page } from '../kernel/model';
import { inOrder } from '../kernel/rules';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Municipality } from '../territory/municipality.entity';
import { Theme } from '../theme/theme.entity';
import { MoneyType } from '../value/money';
import { completeEvents } from './complete';
import { Event } from './event.entity';
import { PlaceResolver } from './place';

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

holder(Placement, 'event', Event, 'The event whose cell it is; null where it is an action’s.');

computed(Event, {
  name: 'price',
  type: () => MoneyType,
  nullable: true,
  description: 'What it costs to take part; null where it is not stated.',
  needs: ['priceCents', 'currency'],
  resolve: ({ priceCents, currency }: Event) =>
    priceCents === null ? null : { cents: priceCents, currency },
});

/** What happens once, or has its own date. */
export const event: Feature = {
  entities: [
    entity(Event, {
      access: provided(byState, 'action'),
      orders: {
        TIME: {
          by: ['timingSort'],
          description:
            'When: the earliest first, the exact before the imprecise, the unknown last.',
        },
        ...byName('title'),
      },
      parts: [ChannelUse, Placement, Participation],
      complete: completeEvents,
      rules: [inOrder('registrationOpens', 'registrationCloses')],
    }),
  ],
  resolvers: [PlaceResolver],
};
