import { byState, like } from '../kernel/declare/access';
import { column } from '../kernel/declare/column';
import { exactlyOne, inOrder, ratio } from '../kernel/declare/rules';
import { Organisation } from '../organisation/organisation.entity';
import { Plan } from '../plan/plan.entity';
import { Theme } from '../theme/theme.entity';
import { Goal, GoalFramework, Measurement, Metric, Target } from './goal.entity';
import { hook } from '../kernel/write/hooks';
import {
  countedOrPercent,
  followMeasurements,
  knownBy,
  reviseMeasurement,
  reviseTargets,
  valueOrMissing,
} from './measurement';
import { verifyMeasurements, verifyMetrics } from './value';
import { type Feature, byName, entity, page, printed, rules } from '../kernel/schema/feature';

column.many(() => GoalFramework, 'The sets of goals and metrics that it adopts.', { size: 2 })(
  Plan.prototype,
  'goalFrameworks',
);

const printedGoals = { by: 'plan', order: 'PRINTED' };

page(Organisation, 'goalFrameworks', GoalFramework, {
  by: 'owner',
  description: 'The goal frameworks that it owns.',
});
page(GoalFramework, 'goals', Goal, {
  by: 'framework',
  order: 'PRINTED',
  description: 'Its goals, in printed order.',
});
page(GoalFramework, 'metrics', Metric, {
  by: 'framework',
  order: 'PRINTED',
  description: 'The figures that stand in it directly, without a goal.',
});
page(Plan, 'metrics', Metric, {
  by: 'plan',
  order: 'PRINTED',
  description: 'The figures that stand in it directly, without a goal.',
});
page(GoalFramework, 'adoptedBy', Plan, {
  among: 'goalFrameworks',
  description: 'The plans that adopt it.',
});
page(Plan, 'goals', Goal, {
  ...printedGoals,
  description: 'The goals that the plan itself sets; those it adopts are in `goalFrameworks`.',
});
page(Goal, 'children', Goal, {
  by: 'parent',
  order: 'PRINTED',
  description: 'The goals below it.',
  size: 10,
});
page(Goal, 'metrics', Metric, {
  by: 'goal',
  order: 'PRINTED',
  description: 'How it is followed.',
  size: 10,
});
page(Theme, 'goals', Goal, { among: 'themes', description: 'The goals that have this subject.' });
page(Metric, 'measurements', Measurement, {
  by: 'metric',
  order: 'PERIOD',
  description: 'Its values; with `orderBy: { field: PERIOD, direction: DESC }` the latest first.',
});
page(Organisation, 'measurements', Measurement, {
  by: 'organisation',
  order: 'PERIOD',
  description: 'What has been measured of it.',
});

rules(Target, ratio, countedOrPercent);
hook(Target, { reviseList: reviseTargets });

/** Goals, how they are followed, and what was measured. */
export const goal: Feature = {
  entities: [
    entity(GoalFramework, { access: byState, orders: byName('title') }),
    entity(Goal, {
      access: like('framework', 'plan'),
      orders: { ...printed('Its place among its siblings.'), ...byName('title') },
      rules: [exactlyOne('frameworkId', 'planId')],
    }),
    entity(Metric, {
      access: like('goal', 'framework', 'plan'),
      orders: { ...printed('Its place among the metrics beside it.'), ...byName('name') },
      parts: [Target],
      rules: [inOrder('scaleMin', 'scaleMax')],
      verify: verifyMetrics,
    }),
    entity(Measurement, {
      access: like('metric'),
      orders: { PERIOD: { by: ['periodStart', 'periodEnd'], description: 'The time it is for.' } },
      rules: [ratio, countedOrPercent, valueOrMissing],
      knownBy,
      revise: reviseMeasurement,
      follow: followMeasurements,
      verify: verifyMeasurements,
    }),
  ],
};
