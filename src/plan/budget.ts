import { Arg, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import { MoneyType } from '../value/money';
import { BudgetLine, BudgetLineKind, BudgetSide, Plan, Position } from './plan.entity';
import { computed } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';
import type { Hooks } from '../kernel/write/hooks';

const money = (cents: number, currency: string): MoneyType => ({ cents, currency });

/** The lines of a budget are in one currency: amounts of several do not add up. */
export const inOneCurrency: Hooks<BudgetLine>['reviseList'] = (lines) =>
  lines.flatMap(({ amountCurrency }, i) => {
    const first = lines[0]!.amountCurrency;
    if (amountCurrency === first) return [];
    const message = `Wanted one currency for the whole budget, ${first}; got ${amountCurrency}.`;
    return [{ field: `${i}/amount/currency`, code: 'INVALID' as const, message }];
  });

/** The sum of the lines below a subtotal, or of all lines for the result. */
export function computedSum(line: BudgetLine, lines: readonly BudgetLine[]): number {
  if (line.kind === BudgetLineKind.LINE) return line.amountCents;
  const within =
    line.kind === BudgetLineKind.RESULT
      ? lines.filter((each) => each.kind === BudgetLineKind.LINE)
      : lines.filter((each) => each.parentId === line.id);
  return within.reduce((sum, each) => sum + computedSum(each, lines), 0);
}

/** A budget as a whole, computed from its lines. */
@ObjectType({
  simpleResolvers: true,
  description: 'The budget of a plan as a whole, computed from its lines.',
})
export class Budget {
  @Field(() => [BudgetLine], { description: 'Its rows, in printed order.' })
  lines!: BudgetLine[];

  @Field(() => MoneyType, { description: 'The sum of the income lines.' })
  income!: MoneyType;

  @Field(() => MoneyType, { description: 'The sum of the expense lines; negative, as printed.' })
  expenses!: MoneyType;

  @Field(() => MoneyType, { description: 'Income and expenses together.' })
  result!: MoneyType;

  @Field(() => Boolean, {
    description: 'Every printed subtotal and result equals the sum of its lines.',
  })
  matches!: boolean;
}

/** The budget that some lines make, or null where there are none. */
export function budgetOf(lines: BudgetLine[]): Budget | null {
  const [first] = lines;
  if (!first) return null;
  const leaves = lines.filter((each) => each.kind === BudgetLineKind.LINE);
  const sum = (side: BudgetSide | null) =>
    leaves.reduce(
      (total, each) => (!side || each.side === side ? total + each.amountCents : total),
      0,
    );
  return {
    lines,
    income: money(sum(BudgetSide.INCOME), first.amountCurrency),
    expenses: money(sum(BudgetSide.EXPENSE), first.amountCurrency),
    result: money(sum(null), first.amountCurrency),
    matches: lines.every((each) => computedSum(each, lines) === each.amountCents),
  };
}

/** The part that a row is of all lines on its side. */
function shareOf(line: BudgetLine, lines: BudgetLine[]): number | null {
  const budget = budgetOf(lines);
  const whole = line.side === BudgetSide.INCOME ? budget?.income.cents : budget?.expenses.cents;
  return line.side && whole ? computedSum(line, lines) / whole : null;
}

const linesOf = (plan: { id: string }, { reader }: Context) => reader.parts(plan, BudgetLine);

const siblingsOf = (line: BudgetLine, context: Context) => linesOf({ id: line.recordId }, context);

computed(Plan, {
  name: 'budget',
  type: () => Budget,
  nullable: true,
  description: 'The budget as a whole; null where the plan has none.',
  needs: ['id'],
  resolve: async (plan: Plan, _args, context: Context) => budgetOf(await linesOf(plan, context)),
});
computed(BudgetLine, {
  name: 'sum',
  type: () => MoneyType,
  description: 'What the lines below it add up to; of a line, its own amount.',
  needs: ['id', 'recordId', 'kind', 'amountCents', 'amountCurrency'],
  resolve: async (line: BudgetLine, _args, context: Context) =>
    money(computedSum(line, await siblingsOf(line, context)), line.amountCurrency),
});
computed(BudgetLine, {
  name: 'matches',
  type: () => Boolean,
  description: 'The printed amount equals the sum of the lines below it.',
  needs: ['id', 'recordId', 'kind', 'amountCents'],
  resolve: async (line: BudgetLine, _args, context: Context) =>
    computedSum(line, await siblingsOf(line, context)) === line.amountCents,
});
computed(BudgetLine, {
  name: 'share',
  type: () => Float,
  nullable: true,
  description:
    'Its part of all lines on its side, from 0 to 1; null where these add up to nothing.',
  needs: ['id', 'recordId', 'kind', 'side', 'amountCents', 'amountCurrency'],
  resolve: async (line: BudgetLine, _args, context: Context) =>
    shareOf(line, await siblingsOf(line, context)),
});

/** What can be asked of a budget. */
@Resolver(() => Budget)
export class BudgetResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The part that a row is of all lines on its side, from 0 to 1; null where there is no such row.',
  })
  share(
    @Root() { lines }: Budget,
    @Arg('of', () => String, { description: 'The key of the row.' }) of: string,
  ): number | null {
    const line = lines.find((each) => each.key === of);
    return line ? shareOf(line, lines) : null;
  }
}

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
