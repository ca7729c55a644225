import { openOwned } from '../kernel/declare/access';
import { warnOfSameNames } from '../kernel/write/same-names';
import { Theme } from './theme.entity';
import { type Feature, byName, entity } from '../kernel/schema/feature';

/** Subjects. What carries them declares the way back. */
export const theme: Feature = {
  entities: [
    entity(Theme, { access: openOwned, orders: byName('label'), warn: [warnOfSameNames(Theme)] }),
  ],
};
