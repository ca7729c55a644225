import { Channel } from '../channel/channel.entity';
import { Module, Topic } from '../competence/competence.entity';
import { asHeldBy, like } from '../kernel/declare/access';
import { TRUE, all, any, equals, related } from '../kernel/declare/condition';
import { overlaps, possibly } from '../kernel/ask/spans';
import { DateSpan } from '../kernel/schema/filter-types';
import { entityOf } from '../kernel/declare/registry';
import { anyOf, exactlyOne } from '../kernel/declare/rules';
import { hook } from '../kernel/write/hooks';
import { Goal, Metric } from '../goal/goal.entity';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Plan } from '../plan/plan.entity';
import { Municipality } from '../territory/municipality.entity';
import { Region } from '../territory/region.entity';
import { Theme } from '../theme/theme.entity';
import { Action, ChannelUse, Participation, Placement } from './action.entity';
import { CostRule, Stock } from './resources.entity';
import { Delivery } from './delivery.entity';
import { apart, asMonitored } from './follow-up';
import { Assessment, ReportedTotal } from './follow-up.entity';
import { verifyAdoption, verifyGoals, verifyServed } from './served-goals';
import { deliveryMutations } from './delivery-mutations';
import { QuantityResolver } from './quantity.resolver';
import {
  type Feature,
  byName,
  entity,
  holder,
  list,
  page,
  printed,
  rules,
} from '../kernel/schema/feature';

page(Plan, 'actions', Action, {
  by: 'plan',
  order: 'PRINTED',
  description: 'What the plan commits to, in its order.',
});
page(Module, 'actions', Action, {
  through: Placement,
  by: 'module',
  order: 'PRINTED',
  description: 'The actions that carry it out, under any of its topics.',
});
page(Topic, 'actions', Action, {
  through: Placement,
  by: 'topic',
  order: 'PRINTED',
  description: 'The actions that carry it out.',
});
page(Organisation, 'actions', Action, {
  through: Participation,
  by: 'organisation',
  description: 'The actions in which it takes part; `participations` tells as what.',
});
page(Network, 'actions', Action, {
  through: Participation,
  by: 'network',
  description: 'The actions in which it takes part; `participations` tells as what.',
});
page(Channel, 'actions', Action, {
  through: ChannelUse,
  by: 'channel',
  description: 'The actions that are offered in it.',
});
page(Action, 'successors', Action, {
  by: 'predecessor',
  description: 'The same action in later plans.',
});
page(Action, 'deliveries', Delivery, {
  by: 'action',
  order: 'TIME',
  description: 'What it delivers that is no event.',
});
page(Action, 'metrics', Metric, {
  by: 'action',
  order: 'PRINTED',
  description: 'How it is followed.',
  size: 10,
});
page(Goal, 'actions', Action, {
  among: 'goals',
  order: 'PRINTED',
  description: 'The actions that serve it.',
});
page(Action, 'assessments', Assessment, {
  by: 'action',
  order: 'DAY',
  description: 'How people say that it stands; with `direction: DESC` the latest first.',
  size: 10,
});
page(Theme, 'actions', Action, {
  among: 'themes',
  description: 'The actions that have this subject.',
});
page(Region, 'actions', Action, {
  among: 'regions',
  description: 'The actions that are for the region.',
});
page(Municipality, 'actions', Action, {
  among: 'municipalities',
  description: 'The actions that are for the municipality.',
});

list(Module, 'placements', Placement, {
  by: 'module',
  order: 'CELL',
  size: 60,
  description:
    'The cells that it has in plans’ tables, in printed order, with what carries it out.',
});
list(Topic, 'placements', Placement, {
  by: 'topic',
  order: 'CELL',
  size: 25,
  description:
    'The cells that it has in plans’ tables, in printed order, with what carries it out.',
});
holder(Placement, 'action', Action, 'The action whose cell it is; null where it is an event’s.');
Object.assign(entityOf(Placement), {
  access: asHeldBy('action', 'event', 'eventSeries'),
  orders: { CELL: { by: ['cell'], description: 'Its place in the printed table.' } },
});

rules(Participation, anyOf('organisationId', 'networkId', 'label'));
rules(CostRule, anyOf('payerId', 'payerRole'));
rules(ReportedTotal, anyOf('events', 'participants', 'deliveries', 'municipalities'));
hook(ReportedTotal, { reviseList: apart });

rules(Metric, exactlyOne('goalId', 'frameworkId', 'planId', 'actionId'));
entityOf(Metric).access = like('goal', 'framework', 'plan', 'action');
hook(Plan, { verify: verifyAdoption });
hook(Goal, { verify: verifyServed });

/** What plans commit to. */
export const action: Feature = {
  entities: [
    entity(Action, {
      access: like('plan'),
      size: 500,
      verify: verifyGoals,
      orders: {
        ...printed('Its place in the plan.'),
        TIME: {
          by: ['timingSort'],
          description: 'When: the earliest first, the unknown last.',
        },
        ...byName('title'),
      },
      parts: [ChannelUse, Placement, Participation, CostRule, Stock, ReportedTotal],
      filters: {
        during: {
          type: () => DateSpan,
          description:
            'It may fall into this span; where it has no time of its own, its plan’s period counts.',
          condition: (span: never) =>
            any(
              possibly('timing', span),
              all(
                equals('timingPrecision', 'UNKNOWN'),
                related('plan', overlaps('periodStart', 'periodEnd', span)),
              ),
            ),
        },
      },
    }),
    entity(Assessment, {
      access: asMonitored,
      orders: { DAY: { by: ['on'], description: 'The day of which it is said.' } },
      knownBy: { attributes: ['action', 'on'], among: TRUE },
    }),
    entity(Delivery, {
      access: like('action'),
      orders: {
        TIME: { by: ['timingSort'], description: 'When: the earliest first, the unknown last.' },
        ...byName('title'),
      },
    }),
  ],
  mutations: deliveryMutations,
  resolvers: [QuantityResolver],
};
