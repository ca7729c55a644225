import { openOwned } from '../kernel/declare/access';
import { all, any, equals, isIn, isNull } from '../kernel/declare/condition';
import { column } from '../kernel/declare/column';
import { warnOfSameNames } from '../kernel/write/same-names';
import { entityOf } from '../kernel/declare/registry';
import { Document, LegalReference } from '../source/source.entity';
import { Municipality } from '../territory/municipality.entity';
import { Region } from '../territory/region.entity';
import { DateScalar } from '../value/scalars';
import { Theme } from '../theme/theme.entity';
import { Contact, Mandate, Membership, OWNER, Organisation } from './organisation.entity';
import { type Feature, byName, computed, entity, page } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';

for (const type of [Document, LegalReference, Theme])
  column.one(() => Organisation, OWNER)(type.prototype, 'ownerId');

const feature: Feature = {
  entities: [
    entity(Organisation, {
      access: { ...openOwned, owner: { property: 'ownerId', orItself: true } },
      orders: byName('name'),
      parts: [Mandate, Membership, Contact],
      warn: [warnOfSameNames(Organisation)],
    }),
  ],
};

/** A person's name or address is shown where the contact is marked public, and to the organisation itself. */
entityOf(Contact).access = {
  visible: (viewer) =>
    any(
      all(isNull('name'), isNull('address')),
      equals('public', true),
      isIn('recordId', viewer.organisationIds),
    ),
  owner: null,
};

page(Municipality, 'organisations', Organisation, {
  by: 'municipality',
  description: 'The organisations that are at home in the municipality.',
});
page(Region, 'servedBy', Organisation, {
  throughMany: { part: Mandate, attribute: 'regions' },
  description: 'The libraries with a mandate for the region; `mandates` tells which.',
});
page(Organisation, 'predecessors', Organisation, {
  by: 'succeededBy',
  description: 'The organisations whose tasks it took over.',
});
page(Organisation, 'members', Organisation, {
  through: Membership,
  by: 'organisation',
  description: 'The organisations that are its members or parts.',
});

computed(Organisation, {
  name: 'inForce',
  type: () => Organisation,
  nullable: true,
  description:
    'The organisation itself, or whoever had taken over its tasks by the given day; null where nobody had yet or any more.',
  args: { on: { type: () => DateScalar, nullable: false, description: 'The day.' } },
  needs: ['id'],
  resolve: inForce,
});

async function inForce(
  { id }: Organisation,
  { on }: { on: string },
  { reader }: Context,
): Promise<Organisation | null> {
  const seen = new Set<string>();
  for (let next: string | null = id; next && !seen.has(next);) {
    seen.add(next);
    const found: Organisation | null = await reader.byId(Organisation, next);
    if (!found) return null;
    if ((found.validTo ?? '9999') >= on) return (found.validFrom ?? '') <= on ? found : null;
    next = found.succeededById;
  }
  return null;
}

/** Libraries and other bodies. */
export const organisation = feature;
