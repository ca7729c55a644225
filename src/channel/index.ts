import { openOwned } from '../kernel/declare/access';
import { Organisation } from '../organisation/organisation.entity';
import { Theme } from '../theme/theme.entity';
import { Channel } from './channel.entity';
import { type Feature, byName, entity, page } from '../kernel/schema/feature';

page(Organisation, 'maintainedChannels', Channel, {
  by: 'maintainer',
  description: 'The channels that it keeps up.',
});
page(Channel, 'usedBy', Organisation, {
  among: 'channels',
  description: 'The organisations that can be read, followed or met in it.',
});
page(Channel, 'replacedBy', Channel, {
  by: 'replaces',
  description: 'The channels that replace it.',
});
page(Theme, 'channels', Channel, {
  among: 'themes',
  description: 'The channels that have this subject.',
});

/** Web sites, platforms, newsletters, lists. */
export const channel: Feature = {
  entities: [entity(Channel, { access: openOwned, orders: byName('name') })],
};
