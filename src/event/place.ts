import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Municipality } from '../territory/municipality.entity';
import { Event, EventSeries } from './event.entity';
import { computed } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';

/** Where an event is held. */
@ObjectType({ simpleResolvers: true, description: 'Where an event is held.' })
class Place {
  municipalityId!: string | null;

  @Field(() => String, { nullable: true, description: 'The venue.' })
  venue!: string | null;

  @Field(() => String, { nullable: true, description: 'The street address.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'Where to take part, for remote events.' })
  url!: string | null;
}

/** What a place refers to. */
@Resolver(() => Place)
export class PlaceResolver {
  @FieldResolver(() => Municipality, { nullable: true, description: 'The municipality.' })
  municipality(
    @Root() { municipalityId }: Place,
    @Ctx() { reader }: Context,
  ): Promise<Municipality | null> | null {
    return municipalityId ? reader.byId(Municipality, municipalityId) : null;
  }
}

for (const type of [Event, EventSeries])
  computed(type, {
    name: 'place',
    type: () => Place,
    description: 'Where it is held; what is not stated is null.',
    needs: ['municipalityId', 'venue', 'address', 'url'],
    columns: { venue: 'venue', address: 'address', url: 'url' },
    resolve: (row: Event | EventSeries): Place => row,
  });
