import { openOwned } from '../kernel/declare/access';
import { warnOfSameNames } from '../kernel/write/same-names';
import { Document, LegalReference } from './source.entity';
import { type Feature, byName, entity, page, printed } from '../kernel/schema/feature';

page(LegalReference, 'children', LegalReference, {
  by: 'parent',
  order: 'PRINTED',
  description: 'The goals and tasks that it sets, in its order.',
});

/** Documents and the norms that plans rest on. */
export const source: Feature = {
  entities: [
    entity(Document, {
      access: openOwned,
      orders: byName('title'),
      warn: [warnOfSameNames(Document)],
    }),
    entity(LegalReference, {
      access: openOwned,
      orders: { ...byName('title'), ...printed('Its place among the goals or tasks of its act.') },
    }),
  ],
};
