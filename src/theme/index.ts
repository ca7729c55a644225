import { open } from '../kernel/declare/access';
import { type Feature, byName, entity } from '../kernel/declare/model';
import { Theme } from './theme.entity';

/** Subjects. What carries them declares the way back. */
export const theme: Feature = {
  entities: [entity(Theme, { access: open, orders: byName('label') })],
};
