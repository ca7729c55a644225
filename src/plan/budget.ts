import { Arg, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import { MoneyType } from '../value/money';
import { BudgetLine, BudgetLineKind, BudgetSide, Plan } from './plan.entity';
import { computed } from '../kernel/schema/feature';
import type { Context } from '../kernel/schema/context';
import type { Hooks } from '../kernel/write/hooks';

const money = (cents: number, currency: string): MoneyType => ({ cents, currency });

/** What was planned and what it came to is in one currency for a whole budget: amounts of several do not add up. */
export const inOneCurrency: Hooks<BudgetLine>['reviseList'] = (lines) =>
  lines.flatMap(({ amountCurrency, outturnCurrency }, i) => {
    const wanted = lines[0]!.amountCurrency;
    const given = { amount: amountCurrency, outturn: outturnCurrency ?? wanted };
    return Object.entries(given).flatMap(([field, currency]) => {
      if (currency === wanted) return [];
      const message = `Wanted one currency for the whole budget, ${wanted}; got ${currency}.`;
      return [{ field: `${i}/${field}/currency`, code: 'INVALID' as const, message }];
    });
  });

const isLine = ({ kind }: BudgetLine) => kind === BudgetLineKind.LINE;

/** The lines that a row sums: itself, those below a subtotal, or all for the result. */
function linesIn(row: BudgetLine, rows: readonly BudgetLine[]): BudgetLine[] {
  if (isLine(row)) return [row];
  if (row.kind === BudgetLineKind.RESULT) return rows.filter(isLine);
  return rows.filter((each) => each.parentId === row.id).flatMap((each) => linesIn(each, rows));
}

const planned = (lines: readonly BudgetLine[]) =>
  lines.reduce((sum, { amountCents }) => sum + amountCents, 0);

/** What some lines came to, as far as it is told; null where nothing is. */
function outturn(lines: readonly BudgetLine[]): number | null {
  const told = lines.flatMap(({ outturnCents }) => outturnCents ?? []);
  return told.length > 0 ? told.reduce((sum, each) => sum + each, 0) : null;
}

const isTold = (lines: readonly BudgetLine[]) =>
  lines.length > 0 && lines.every(({ outturnCents }) => outturnCents !== null);

/** How far what some lines came to is from what was planned; null unless it is told of all. */
const deviation = (lines: readonly BudgetLine[]) =>
  isTold(lines) ? outturn(lines)! - planned(lines) : null;

/** The part of what was planned that has been used, as far as it is told. */
function shareUsed(lines: readonly BudgetLine[]): number | null {
  const [whole, used] = [planned(lines), outturn(lines)];
  return used === null || whole === 0 ? null : used / whole;
}

/** The sum of the lines below a subtotal, or of all lines for the result. */
export const computedSum = (line: BudgetLine, lines: readonly BudgetLine[]): number =>
  planned(linesIn(line, lines));

/** What the lines below a row came to; null unless it is told of all. */
export function computedOutturn(line: BudgetLine, lines: readonly BudgetLine[]): number | null {
  const within = linesIn(line, lines);
  return isTold(within) ? outturn(within) : null;
}

/** What a budget came to, computed from its lines. */
@ObjectType({
  simpleResolvers: true,
  description: 'What a budget came to, computed from the lines of which it is told.',
})
export class BudgetOutturn {
  @Field(() => MoneyType, { description: 'What the income lines came to.' })
  income!: MoneyType;

  @Field(() => MoneyType, { description: 'What the expense lines came to; negative.' })
  expenses!: MoneyType;

  @Field(() => MoneyType, { description: 'Income and expenses together.' })
  result!: MoneyType;

  @Field(() => Boolean, { description: 'It is told of every line.' })
  complete!: boolean;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'The result less the one planned; null unless it is told of every line.',
  })
  deviation!: MoneyType | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The part of the planned expenses that has been used; 0.8 is 80 %.',
  })
  shareUsed!: number | null;
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

  @Field(() => BudgetOutturn, {
    nullable: true,
    description: 'What it came to; null where that is told of no line.',
  })
  outturn!: BudgetOutturn | null;
}

/** The budget that some lines make, or null where there are none. */
export function budgetOf(lines: BudgetLine[]): Budget | null {
  const [first] = lines;
  if (!first) return null;
  const all = lines.filter(isLine);
  const [income, expenses] = [BudgetSide.INCOME, BudgetSide.EXPENSE].map((side) =>
    all.filter((each) => each.side === side),
  ) as [BudgetLine[], BudgetLine[]];
  const inCurrency = (cents: number) => money(cents, first.amountCurrency);
  const deviates = deviation(all);
  return {
    lines,
    income: inCurrency(planned(income)),
    expenses: inCurrency(planned(expenses)),
    result: inCurrency(planned(all)),
    matches: lines.every((each) => computedSum(each, lines) === each.amountCents),
    outturn:
      outturn(all) === null
        ? null
        : {
            income: inCurrency(outturn(income) ?? 0),
            expenses: inCurrency(outturn(expenses) ?? 0),
            result: inCurrency(outturn(all)!),
            complete: isTold(all),
            deviation: deviates === null ? null : inCurrency(deviates),
            shareUsed: shareUsed(expenses),
          },
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

/** A field of a row that is made of what it sums. */
const ofSum = (
  name: string,
  type: () => unknown,
  description: string,
  value: (lines: BudgetLine[], row: BudgetLine) => unknown,
) =>
  computed(BudgetLine, {
    ...{ name, type, description, nullable: true },
    needs: ['id', 'recordId', 'kind', 'amountCents', 'amountCurrency', 'outturnCents'],
    resolve: async (row: BudgetLine, _args, context: Context) =>
      value(linesIn(row, await siblingsOf(row, context)), row),
  });
const moneyOrNull = (cents: number | null, { amountCurrency }: BudgetLine) =>
  cents === null ? null : money(cents, amountCurrency);

ofSum(
  'outturnSum',
  () => MoneyType,
  'What the lines below it came to, as far as it is told; of a line, its own outturn.',
  (lines, row) => moneyOrNull(outturn(lines), row),
);
ofSum(
  'deviation',
  () => MoneyType,
  'What it came to less what was planned, by the lines below it; null unless it is told of all of them.',
  (lines, row) => moneyOrNull(deviation(lines), row),
);
ofSum(
  'shareUsed',
  () => Float,
  'The part of what was planned that has been used, by the lines below it, as far as it is told; 0.8 is 80 %.',
  (lines) => shareUsed(lines),
);

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
