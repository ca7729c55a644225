import { like } from '../kernel/declare/access';
import { any, equals, isIn, related } from '../kernel/declare/condition';
import type { Access } from '../kernel/declare/declare';
import type { Hooks } from '../kernel/write/hooks';
import { Monitoring } from '../plan/plan.entity';
import type { ReportedTotal } from './follow-up.entity';

/** Totals of one action are of times that do not overlap: nothing is counted twice. */
export const apart: Hooks<ReportedTotal>['reviseList'] = (rows) =>
  rows.flatMap((row, i) => {
    const other = rows
      .slice(0, i)
      .find((each) => each.periodStart <= row.periodEnd && row.periodStart <= each.periodEnd);
    if (!other) return [];
    const message = `There is a total of ${other.periodStart} to ${other.periodEnd}, which this overlaps.`;
    return [{ field: `${i}/period`, code: 'DUPLICATE' as const, message }];
  });

/** Kept in an action, and seen by whoever the plan lets see how it is followed. */
export const asMonitored: Access = {
  ...like('action'),
  visible: (viewer) => {
    const shown = equals('monitoring', Monitoring.PUBLIC);
    const own = isIn('ownerId', viewer.organisationIds);
    return related('action', related('plan', any(shown, own)));
  },
};
