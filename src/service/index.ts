import { Field, ObjectType, Query, Resolver } from 'type-graphql';
import { Allow } from '../kernel/schema/allow';
import { VERSION } from '../package';
import { URLScalar } from '../value/scalars';
import type { Feature } from '../kernel/schema/feature';

/** The terms under which the data may be used. */
export const SERVICE = {
  licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  attribution: 'Luotsi, library development plans of Finnish libraries, CC BY 4.0',
};

/** What serves the data, and under which terms. */
@ObjectType({
  simpleResolvers: true,
  description: 'What serves the data, and under which terms it may be used.',
})
class Service {
  @Field(() => String, { description: 'The name of the service.' })
  name = 'Luotsi';

  @Field(() => String, { description: 'The version of the service.' })
  version = VERSION;

  @Field(() => URLScalar, { description: 'The licence of the data.' })
  dataLicence = SERVICE.licence.url;

  @Field(() => String, { description: 'How to name the source of the data.' })
  attribution = SERVICE.attribution;
}

/** Tells of the service itself. */
@Resolver()
class ServiceResolver {
  @Allow('EVERYBODY')
  @Query(() => Service, { description: 'What serves the data, and under which terms.' })
  service(): Service {
    return new Service();
  }
}

/** The service itself. */
export const service: Feature = { entities: [], resolvers: [ServiceResolver] };
