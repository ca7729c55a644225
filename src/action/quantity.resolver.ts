import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Plan } from '../plan/plan.entity';
import { DueWindow, comesEachTime, nextDue } from '../value/due';
import { years } from '../value/period';
import { PerYear, type Quantity, QuantityType, perYear } from '../value/quantity';
import { Per } from '../value/rhythm';
import { DateScalar } from '../value/scalars';
import type { Context } from '../kernel/schema/context';

/** A quantity together with the row that has it. */
type Held = Quantity & { row: { planId?: string } };

/** What can be worked out of a quantity. */
@Resolver(() => QuantityType)
export class QuantityResolver {
  @FieldResolver(() => PerYear, {
    nullable: true,
    description:
      'The quantity per calendar year, in its `unit` and for each of its `each`, comparable across plans: a term is half a year, a week a 52nd, PERIOD the plan’s own. Null unless COUNTED.',
  })
  async perYear(@Root() held: Held, @Ctx() { reader }: Context): Promise<PerYear | null> {
    if (held.per !== Per.PERIOD) return perYear(held, 1);
    const { planId } = held.row;
    const plan = planId ? await reader.byId(Plan, planId, ['periodStart', 'periodEnd']) : null;
    return plan && perYear(held, years({ start: plan.periodStart, end: plan.periodEnd }));
  }

  @FieldResolver(() => DueWindow, {
    nullable: true,
    description:
      'When it is next due after a day: the first window that is not over then. Of what comes every so many years it is counted from the reference year; of what comes in each year, term, quarter or month, from when its plan begins. Null where it cannot be told.',
  })
  async nextDue(
    @Root() held: Held,
    @Arg('after', () => DateScalar, { description: 'The day after which.' }) after: string,
    @Ctx() { reader }: Context,
  ): Promise<DueWindow | null> {
    const { planId } = held.row;
    if (held.referenceYear !== null || !planId || !comesEachTime(held)) return nextDue(held, after);
    const plan = await reader.byId(Plan, planId, ['periodStart', 'periodEnd']);
    return nextDue(held, after, plan?.periodStart);
  }
}
