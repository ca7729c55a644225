import { Channel } from '../channel/channel.entity';
import { Measurement } from '../goal/goal.entity';
import { byState, like, provided } from '../kernel/declare/access';
import { any, isIn, related } from '../kernel/declare/condition';
import { warnOfSameNames } from '../kernel/write/same-names';
import { entityOf } from '../kernel/declare/registry';
import { anyOf, exactlyOne, inOrder } from '../kernel/declare/rules';
import { Contact, Organisation } from '../organisation/organisation.entity';
import { Region } from '../territory/region.entity';
import { Theme } from '../theme/theme.entity';
import { measurementMutations } from './measurement-mutations';
import { Network, Seat } from './network.entity';
import { type Feature, byName, entity, holder, page, rules } from '../kernel/schema/feature';

page(Organisation, 'networks', Network, {
  by: 'owner',
  description: 'The networks that it keeps.',
});
page(Organisation, 'seatsIn', Network, {
  through: Seat,
  by: 'organisation',
  description: 'The networks in which it holds a seat; `seats` tells which.',
});
page(Network, 'children', Network, {
  by: 'parent',
  description: 'The networks that are part of it.',
});
page(Network, 'seatsIn', Network, {
  through: Seat,
  by: 'network',
  description: 'The networks in which it holds a seat, such as those it coordinates.',
});
page(Network, 'measurements', Measurement, {
  by: 'network',
  order: 'PERIOD',
  description: 'What has been measured of it.',
});
page(Region, 'networks', Network, {
  among: 'regions',
  description: 'The networks that work in it.',
});
page(Channel, 'networks', Network, { among: 'channels', description: 'The networks that use it.' });
page(Theme, 'networks', Network, {
  among: 'themes',
  description: 'The networks that have this subject.',
});

rules(
  Seat,
  anyOf('organisationId', 'networkId', 'regionId', 'mandateKind', 'label'),
  inOrder('countMin', 'countMax'),
);
rules(Measurement, exactlyOne('organisationId', 'networkId'));

holder(
  Contact,
  'network',
  Network,
  'The network whose contact it is; null where it is an organisation’s.',
);

/** Those who keep a network see its contacts, as an organisation sees its own. */
const shown = entityOf(Contact).access;
entityOf(Contact).access = {
  ...shown,
  visible: (viewer, of) =>
    any(shown.visible(viewer, of), related('network', isIn('ownerId', viewer.organisationIds))),
};

/** A value of a network that is a draft would tell of it. Whoever was measured owns the value, whosever metric it is. */
entityOf(Measurement).access = {
  ...provided(like('metric'), 'network'),
  owner: { through: ['organisation', 'network'] },
};

/** Working groups, networks, boards and teams. */
export const network: Feature = {
  mutations: measurementMutations,
  entities: [
    entity(Network, {
      access: byState,
      orders: byName('name'),
      parts: [Seat, Contact],
      warn: [warnOfSameNames(Network)],
    }),
  ],
};
