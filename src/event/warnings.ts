import { Action } from '../action/action.entity';
import { isIn } from '../kernel/declare/condition';
import type { Warning } from '../kernel/declare/rules';
import type { Reader } from '../kernel/read/reader';
import type { Warn } from '../kernel/write/hooks';
import { Plan } from '../plan/plan.entity';
import { groupBy } from '../value/group';
import { HOME_ZONE } from '../value/timing';
import { localTime } from '../value/zone';
import { Attendance, type Event, EventStatus } from './event.entity';

/** What is odd about events: when they are, whether they can have been held, and who is said to have come. */
export const warnings: Warn<Event>[] = [
  {
    of: ['action', 'timing'],
    async find(events, reader) {
      const planOf = await plansOf(events, reader);
      return events.flatMap((event) => outside(event, planOf(event.actionId)));
    },
  },
  {
    of: ['status', 'timing'],
    find(events, _, now) {
      const today = localTime(Date.parse(now), HOME_ZONE).slice(0, 10);
      return events.flatMap((event) => heldTooEarly(event, today));
    },
  },
  {
    of: ['status', 'attendance'],
    async find(events, reader) {
      const ids = events.map(({ id }) => id);
      const attendance = await reader.list(Attendance, isIn('recordId', ids));
      const attendanceOf = groupBy(attendance, (each) => each.recordId);
      return events.flatMap((event) => oddAttendance(event, attendanceOf(event.id)));
    },
  },
];

/** The plans whose actions events carry out. */
async function plansOf(events: readonly Event[], reader: Reader) {
  const ids = [...new Set(events.flatMap(({ actionId }) => actionId ?? []))];
  const actions = ids.length > 0 ? await reader.list(Action, isIn('id', ids), ['planId']) : [];
  const planIds = [...new Set(actions.map(({ planId }) => planId))];
  const plans =
    planIds.length > 0
      ? await reader.list(Plan, isIn('id', planIds), ['slug', 'periodStart', 'periodEnd'])
      : [];
  const planOf = new Map(actions.map(({ id, planId }) => [id, planId]));
  const byId = new Map(plans.map((each) => [each.id, each]));
  return (actionId: string | null) => byId.get(planOf.get(actionId ?? '') ?? '');
}

function outside({ id, timing }: Event, plan: Plan | undefined): Warning[] {
  const { earliest, latest } = timing;
  if (!plan || !earliest || !latest) return [];
  const { slug, periodStart, periodEnd } = plan;
  if (latest >= periodStart && earliest <= periodEnd) return [];
  const message = `The plan ${slug} is of ${periodStart} to ${periodEnd}; the event is outside of it.`;
  return [{ id, field: 'timing', code: 'EVENT_OUTSIDE_PLAN', message }];
}

function heldTooEarly({ id, status, timing: { earliest } }: Event, today: string): Warning[] {
  if (status !== EventStatus.HELD || !earliest || earliest <= today) return [];
  const message = `It is said to have been held, and is on ${earliest}; this was written on ${today}.`;
  return [{ id, field: 'status', code: 'HELD_IN_FUTURE', message }];
}

function oddAttendance({ id, status }: Event, rows: readonly Attendance[]): Warning[] {
  const found: Warning[] = [];
  if (rows.length > 0 && status !== EventStatus.HELD) {
    const message = `It is told who came, and the event is ${status}.`;
    found.push({ id, field: 'attendance', code: 'ATTENDANCE_OF_PLANNED', message });
  }
  const seen = new Set<string>();
  for (const { municipalityId, organisationId, position } of rows) {
    const from = `${municipalityId} ${organisationId}`;
    const message = 'There is another row of this municipality and organisation.';
    if (seen.has(from))
      found.push({ id, field: `attendance/${position}`, code: 'ATTENDANCE_TWICE', message });
    seen.add(from);
  }
  return found;
}
