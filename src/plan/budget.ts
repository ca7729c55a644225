import { Arg, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import { groupBy } from '../value/group';
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

/** What lines add up to: what was planned in cents, what those of which it is told came to, and how many these are. */
interface Sum {
  planned: number;
  told: number;
  lines: number;
  linesTold: number;
}

const NOTHING: Sum = { planned: 0, told: 0, lines: 0, linesTold: 0 };

const ofLine = ({ amountCents, outturnCents }: BudgetLine): Sum => ({
  planned: amountCents,
  told: outturnCents ?? 0,
  lines: 1,
  linesTold: outturnCents === null ? 0 : 1,
});

const add = (a: Sum, b: Sum): Sum => ({
  planned: a.planned + b.planned,
  told: a.told + b.told,
  lines: a.lines + b.lines,
  linesTold: a.linesTold + b.linesTold,
});

const total = (lines: readonly BudgetLine[]): Sum =>
  lines.filter(isLine).map(ofLine).reduce(add, NOTHING);

const sums = new WeakMap<readonly BudgetLine[], Map<string, Sum>>();

/** What each row of a budget sums, by its id: a line itself, a subtotal the lines below it, the result all lines. */
function sumsOf(rows: readonly BudgetLine[]): Map<string, Sum> {
  const known = sums.get(rows);
  if (known) return known;
  const found = new Map<string, Sum>();
  sums.set(rows, found);
  const all = total(rows);
  const below = groupBy(rows, ({ parentId }) => parentId ?? '');
  const downwards = [...below('')];
  for (const { id } of downwards) downwards.push(...below(id));
  for (const row of downwards.reverse()) {
    const within = () => below(row.id).map(({ id }) => found.get(id)!);
    if (isLine(row)) found.set(row.id, ofLine(row));
    else
      found.set(row.id, row.kind === BudgetLineKind.RESULT ? all : within().reduce(add, NOTHING));
  }
  return found;
}

const sumOf = ({ id }: Pick<BudgetLine, 'id'>, rows: readonly BudgetLine[]): Sum =>
  sumsOf(rows).get(id) ?? NOTHING;

/** What some lines came to, as far as it is told; null where nothing is. */
const outturn = ({ told, linesTold }: Sum): number | null => (linesTold > 0 ? told : null);

const isTold = ({ lines, linesTold }: Sum) => lines > 0 && linesTold === lines;

/** How far what some lines came to is from what was planned; null unless it is told of all. */
const deviation = (sum: Sum) => (isTold(sum) ? sum.told - sum.planned : null);

/** The part of what was planned that has been used, as far as it is told. */
const shareUsed = ({ planned, told, linesTold }: Sum): number | null =>
  linesTold === 0 || planned === 0 ? null : told / planned;

/** The sum of the lines below a subtotal, or of all lines for the result. */
export const computedSum = (line: BudgetLine, lines: readonly BudgetLine[]): number =>
  sumOf(line, lines).planned;

/** What the lines below a row came to; null unless it is told of all. */
export function computedOutturn(line: BudgetLine, lines: readonly BudgetLine[]): number | null {
  const sum = sumOf(line, lines);
  return isTold(sum) ? sum.told : null;
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
  const all = total(lines);
  const [income, expenses] = sidesOf(lines);
  const inCurrency = (cents: number) => money(cents, first.amountCurrency);
  const deviates = deviation(all);
  return {
    lines,
    income: inCurrency(income.planned),
    expenses: inCurrency(expenses.planned),
    result: inCurrency(all.planned),
    matches: lines.every((each) => computedSum(each, lines) === each.amountCents),
    outturn:
      outturn(all) === null
        ? null
        : {
            income: inCurrency(income.told),
            expenses: inCurrency(expenses.told),
            result: inCurrency(all.told),
            complete: isTold(all),
            deviation: deviates === null ? null : inCurrency(deviates),
            shareUsed: shareUsed(expenses),
          },
  };
}

/** What the lines of the income and of the expenses add up to. */
const sidesOf = (lines: readonly BudgetLine[]): [income: Sum, expenses: Sum] => {
  const [income, expenses] = [BudgetSide.INCOME, BudgetSide.EXPENSE].map((side) =>
    total(lines.filter((each) => each.side === side)),
  );
  return [income!, expenses!];
};

/** The part that a row is of all lines on its side. */
function shareOf(line: BudgetLine, lines: BudgetLine[]): number | null {
  const [income, expenses] = sidesOf(lines);
  const whole = line.side === BudgetSide.INCOME ? income.planned : expenses.planned;
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
  value: (sum: Sum, row: BudgetLine) => unknown,
) =>
  computed(BudgetLine, {
    ...{ name, type, description, nullable: true },
    needs: ['id', 'recordId', 'kind', 'amountCents', 'amountCurrency', 'outturnCents'],
    resolve: async (row: BudgetLine, _args, context: Context) =>
      value(sumOf(row, await siblingsOf(row, context)), row),
  });
const moneyOrNull = (cents: number | null, { amountCurrency }: BudgetLine) =>
  cents === null ? null : money(cents, amountCurrency);

ofSum(
  'outturnSum',
  () => MoneyType,
  'What the lines below it came to, as far as it is told; of a line, its own outturn.',
  (sum, row) => moneyOrNull(outturn(sum), row),
);
ofSum(
  'deviation',
  () => MoneyType,
  'What it came to less what was planned, by the lines below it; null unless it is told of all of them.',
  (sum, row) => moneyOrNull(deviation(sum), row),
);
ofSum(
  'shareUsed',
  () => Float,
  'The part of what was planned that has been used, by the lines below it, as far as it is told; 0.8 is 80 %.',
  shareUsed,
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
