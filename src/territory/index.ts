import { open } from '../kernel/declare/access';
import { DateScalar } from '../value/scalars';
import { Municipality, RegionMembership } from './municipality.entity';
import { Region } from './region.entity';
import { type Feature, byName, computed, entity, page } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';

const orders = {
  ...byName('name'),
  CODE: { by: ['code'], description: 'The code of Statistics Finland.' },
};

page(Region, 'municipalities', Municipality, {
  by: 'region',
  description: 'The municipalities that are, or were on their last day, in the region.',
});

computed(Municipality, {
  name: 'region',
  type: () => Region,
  nullable: true,
  description: 'The region it is in; with a date, the region it was in on that day.',
  args: {
    on: { type: () => DateScalar, description: 'The day; the present, or its last, unless said.' },
  },
  needs: ['id', 'regionId'],
  resolve: async (municipality: Municipality, { on }: { on?: string }, { reader }: Context) => {
    const history = on ? await reader.parts(municipality, RegionMembership) : [];
    const then = history.find(
      ({ validFrom, validTo }) => (validFrom ?? '') <= on! && on! <= (validTo ?? '9999'),
    );
    const regionId = then?.regionId ?? municipality.regionId;
    return reader.byId(Region, regionId);
  },
});

/** Regions and municipalities. */
export const territory: Feature = {
  entities: [
    entity(Region, { access: open, orders }),
    entity(Municipality, { access: open, orders, parts: [RegionMembership] }),
  ],
};
