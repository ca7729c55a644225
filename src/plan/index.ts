import { CompetenceFramework } from '../competence/competence.entity';
import { type Filter, conditionOf } from '../kernel/ask/filter';
import { byState } from '../kernel/declare/access';
import { type Condition, any, related } from '../kernel/declare/condition';
import { entityOf } from '../kernel/declare/registry';
import type { Rule } from '../kernel/declare/rules';
import { filterType } from '../kernel/schema/filter-schema';
import { hook } from '../kernel/write/hooks';
import { Organisation } from '../organisation/organisation.entity';
import { LegalReference } from '../source/source.entity';
import { Theme } from '../theme/theme.entity';
import { BudgetResolver, inOneCurrency } from './budget';
import { warnings } from './warnings';
import { BudgetLine, Citation, Plan, PlanKind, Position, Section } from './plan.entity';
import { type Feature, byName, children, entity, page } from '../kernel/schema/feature';

hook(BudgetLine, { reviseList: inOneCurrency });

page(Organisation, 'plans', Plan, { by: 'owner', description: 'Its plans.' });
page(CompetenceFramework, 'plans', Plan, {
  by: 'competenceFramework',
  description: 'The plans that fill it.',
});
page(Plan, 'implementedBy', Plan, {
  among: 'implements',
  description: 'The plans that carry it out.',
});
page(Plan, 'reports', Plan, {
  by: 'reportsOn',
  description: 'The reports that tell its outcome.',
});
page(Plan, 'successors', Plan, { by: 'predecessor', description: 'The plans that come after it.' });
page(Theme, 'plans', Plan, {
  among: 'themes',
  description:
    'The plans that have this subject themselves; `plans(filter: { about: … })` also finds those in which something has it.',
});
page(LegalReference, 'citedBy', Plan, {
  through: Citation,
  by: 'reference',
  description: 'The plans that refer to it; `citations` tells where.',
});

/** Only a report tells the outcome of a plan. */
const reports: Rule<Plan> = ({ kind, reportsOnId }) =>
  reportsOnId === null || kind === PlanKind.REPORT
    ? null
    : {
        field: 'reportsOn',
        code: 'INVALID',
        message: `Only a REPORT reports on a plan; got ${kind}.`,
      };

const hasTheme = (such: Condition) => related('themes', such);

/** The ways to what in a plan may have a subject. */
const SUBJECTS: string[][] = [
  ['goals'],
  ['goalFrameworks', 'goals'],
  ['competenceFramework', 'areas'],
  ['competenceFramework', 'areas', 'modules'],
  ['competenceFramework', 'areas', 'modules', 'topics'],
  ['actions'],
  ['actions', 'events'],
];

/** That a plan has such a subject, or something in it. */
const about = (such: Condition): Condition =>
  any(
    hasTheme(such),
    ...SUBJECTS.map((way) =>
      way.reduceRight((where, name) => related(name, where), hasTheme(such)),
    ),
  );

/** Plans with what they say, cite, cost and staff. */
export const plan: Feature = {
  entities: [
    entity(Plan, {
      access: { ...byState, decidedBy: ['monitoring'] },
      rules: [reports],
      orders: {
        PERIOD: { by: ['periodStart', 'periodEnd'], description: 'The time it is for.' },
        ...byName('title'),
      },
      parts: [Section, Citation, BudgetLine, Position],
      filters: {
        about: {
          type: () => filterType(entityOf(Theme)),
          description:
            'It has such a subject, or one of its goals, areas, modules, topics, actions or their events has; also in the frameworks that it fills or adopts.',
          condition: (filter: Filter) => about(conditionOf(entityOf(Theme), filter)),
          price: 20,
        },
      },
      warn: warnings,
    }),
  ],
  resolvers: [BudgetResolver],
};

children(Section, 'children', 'parent', 'The sections directly under it.');
children(BudgetLine, 'lines', 'parent', 'The rows that a subtotal sums.');
