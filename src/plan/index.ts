import { CompetenceFramework } from '../competence/competence.entity';
import { byState } from '../kernel/declare/access';
import { hook } from '../kernel/write/hooks';
import { Organisation } from '../organisation/organisation.entity';
import { LegalReference } from '../source/source.entity';
import { Theme } from '../theme/theme.entity';
import { BudgetResolver, inOneCurrency } from './budget';
import { warnOfPlans } from './warnings';
import { BudgetLine, Citation, Plan, Position, Section } from './plan.entity';
import { type Feature, byName, children, entity, page } from '../kernel/schema/feature';

hook(BudgetLine, { reviseList: inOneCurrency });

page(Organisation, 'plans', Plan, { by: 'owner', description: 'Its plans.' });
page(CompetenceFramework, 'plans', Plan, {
  by: 'competenceFramework',
  description: 'The plans that fill it.',
});
page(Plan, 'implementedBy', Plan, {
  by: 'implements',
  description: 'The plans that carry it out.',
});
page(Plan, 'successors', Plan, { by: 'predecessor', description: 'The plans that come after it.' });
page(Theme, 'plans', Plan, { among: 'themes', description: 'The plans that have this subject.' });
page(LegalReference, 'citedBy', Plan, {
  through: Citation,
  by: 'reference',
  description: 'The plans that refer to it; `citations` tells where.',
});

/** Plans with what they say, cite, cost and staff. */
export const plan: Feature = {
  entities: [
    entity(Plan, {
      access: byState,
      orders: {
        PERIOD: { by: ['periodStart', 'periodEnd'], description: 'The time it is for.' },
        ...byName('title'),
      },
      parts: [Section, Citation, BudgetLine, Position],
      warn: warnOfPlans,
    }),
  ],
  resolvers: [BudgetResolver],
};

children(Section, 'children', 'parent', 'The sections directly under it.');
children(BudgetLine, 'lines', 'parent', 'The rows that a subtotal sums.');
