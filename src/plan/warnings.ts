import { isIn } from '../kernel/declare/condition';
import type { Reader } from '../kernel/read/reader';
import type { EntityClass } from '../kernel/declare/declare';
import type { Warning } from '../kernel/declare/rules';
import type { Warn } from '../kernel/write/hooks';
import { groupBy } from '../value/group';
import { lookedFor } from '../value/language';
import { computedOutturn, computedSum } from './budget';
import { personYearsOf } from './person-years';
import { BudgetLine, type Plan, Position } from './plan.entity';

/** What is odd about plans: sums that are not those printed, and titles that lack a language of the plan. */
export const warnings: Warn<Plan>[] = [
  {
    of: ['budgetLines'],
    async find(plans, reader) {
      const linesOf = await partsOf(BudgetLine, plans, reader);
      return plans.flatMap(({ id }) => wrongSums(id, linesOf(id)));
    },
  },
  {
    of: ['personYearsStated', 'personYearsApproximate', 'positions'],
    async find(plans, reader) {
      const positionsOf = await partsOf(Position, plans, reader);
      return plans.flatMap((plan) => wrongYears(plan, positionsOf(plan.id)));
    },
  },
  { of: ['title', 'languages'], find: (plans) => plans.flatMap(untranslated) },
];

/** The parts of plans of one type, by the plan. */
async function partsOf<T extends BudgetLine | Position>(
  type: EntityClass<T>,
  plans: readonly Plan[],
  reader: Reader,
) {
  const ids = plans.map(({ id }) => id);
  return groupBy(await reader.list(type, isIn('recordId', ids)), (each) => each.recordId);
}

function wrongSums(id: string, lines: BudgetLine[]): Warning[] {
  return lines.flatMap((line): Warning[] => {
    const sums = [
      ['amount', line.amountCents, computedSum(line, lines)],
      ['outturn', line.outturnCents, computedOutturn(line, lines)],
    ] as const;
    return sums.flatMap(([name, printed, sum]) => {
      if (printed === null || sum === null || printed === sum) return [];
      const message = `The printed ${name} is ${printed} cents; what it sums makes ${sum}.`;
      return [{ id, field: `budgetLines/${line.position}`, code: 'BUDGET_MISMATCH', message }];
    });
  });
}

function wrongYears(plan: Plan, positions: Position[]): Warning[] {
  const { matches, stated, computed } = personYearsOf(plan, positions);
  if (matches !== false) return [];
  const message = `The plan states ${stated} person-years; its posts make ${computed}.`;
  return [{ id: plan.id, field: 'personYearsStated', code: 'PERSON_YEARS_MISMATCH', message }];
}

function untranslated({ id, title, languages }: Plan): Warning[] {
  const missing = languages.filter(
    (each) => !lookedFor(each).some((tag) => title[tag] !== undefined),
  );
  if (missing.length === 0) return [];
  const message = `The plan is in ${languages.join(', ')}; its title is not in ${missing.join(', ')}.`;
  return [{ id, field: 'title', code: 'MISSING_TRANSLATION', message }];
}
