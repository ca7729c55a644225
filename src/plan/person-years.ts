import { Field, Float, ObjectType } from 'type-graphql';
import { Plan, Position } from './plan.entity';
import { computed } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';

/** Person-years, as stated beside as computed. */
@ObjectType({
  simpleResolvers: true,
  description: 'The person-years of a plan: as stated, and as its posts add up.',
})
export class PersonYears {
  @Field(() => Float, { nullable: true, description: 'As stated in the plan.' })
  stated!: number | null;

  @Field(() => Boolean, { description: 'The stated figure is approximate.' })
  statedApproximate!: boolean;

  @Field(() => Float, { description: 'The shares of the posts, each times its count.' })
  computed!: number;

  @Field(() => Boolean, { description: 'The share of every post is known.' })
  complete!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Stated and computed are equal; null where one of them is not exactly known.',
  })
  matches!: boolean | null;
}

/** The person-years of a plan with its posts. */
export function personYearsOf(
  plan: Pick<Plan, 'personYearsStated' | 'personYearsApproximate'>,
  positions: readonly Pick<Position, 'count' | 'share'>[],
): PersonYears {
  const { personYearsStated: stated, personYearsApproximate: statedApproximate } = plan;
  const exactly = positions.reduce((sum, { count, share }) => sum + count * (share ?? 0), 0);
  const sum = Math.round(exactly * 10_000) / 10_000;
  const complete = positions.length > 0 && positions.every(({ share }) => share !== null);
  return {
    stated,
    statedApproximate,
    computed: sum,
    complete,
    matches: stated === null || statedApproximate || !complete ? null : stated === sum,
  };
}

computed(Plan, {
  name: 'personYears',
  type: () => PersonYears,
  description: 'The work that the plan sets aside, in person-years.',
  needs: ['id', 'personYearsStated', 'personYearsApproximate'],
  resolve: async (plan: Plan, _args, { reader }: Context) =>
    personYearsOf(plan, await reader.parts(plan, Position)),
});
