import { type Sql, sql } from '../database/sql';
import type { FoundBroken } from '../kernel/declare/rules';
import type { Hooks } from '../kernel/write/hooks';
import type { Reader } from '../kernel/read/reader';
import type { Goal } from '../goal/goal.entity';
import type { Plan } from '../plan/plan.entity';
import type { Action } from './action.entity';

/** An action that names a goal which is neither of its plan nor of a framework that the plan adopts. */
interface Stray {
  actionId: string;
  planId: string;
  goalId: string;
  place: number;
}

/** The strays among those of which a column holds one of some ids: `a.id`, `a.plan_id` or `g.id`. */
async function strays(column: Sql, rows: readonly { id: string }[], reader: Reader) {
  const among = reader.source.dialect.isIn(
    column,
    rows.map(({ id }) => id),
    'text',
  );
  return (await reader.source.read(sql`
    select a.id as "actionId", a.plan_id as "planId", g.id as "goalId", l.position as place
    from action_goals l join action a on a.id = l.from_id join goal g on g.id = l.to_id
    where ${among} and (g.plan_id is null or g.plan_id <> a.plan_id) and not exists (
      select 1 from plan_goal_frameworks f where f.from_id = a.plan_id and f.to_id = g.framework_id)
  `)) as unknown as Stray[];
}

/** Actions serve goals of their plans, or of the frameworks that those adopt. */
export const verifyGoals: Hooks<Action>['verify'] = async (actions, reader) =>
  (await strays(sql`a.id`, actions, reader)).map(({ actionId, place }) => ({
    id: actionId,
    field: `goals/${place}`,
    code: 'INVALID',
    message: 'Wanted a goal of its plan, or of a framework that the plan adopts.',
  }));

/** Plans go on adopting the frameworks whose goals their actions serve. */
export const verifyAdoption: Hooks<Plan>['verify'] = async (plans, reader, isWritten) =>
  served(await strays(sql`a.plan_id`, plans, reader), isWritten, ({ planId }) => ({
    id: planId,
    field: 'goalFrameworks',
    message: 'Its actions serve goals of a framework that it adopts no more.',
  }));

/** Goals stay where the actions that serve them find them. */
export const verifyServed: Hooks<Goal>['verify'] = async (goals, reader, isWritten) =>
  served(await strays(sql`g.id`, goals, reader), isWritten, ({ goalId }) => ({
    id: goalId,
    field: '',
    message: 'Actions serve it: it must stay in their plans, or in a framework that these adopt.',
  }));

/** What is told of strays once for each record, where the action itself is not written and tells of it. */
function served(
  found: readonly Stray[],
  isWritten: (id: string) => boolean,
  tell: (stray: Stray) => Omit<FoundBroken, 'code'>,
): FoundBroken[] {
  const told = found.filter(({ actionId }) => !isWritten(actionId)).map(tell);
  const once = new Map(told.map((each) => [each.id, { ...each, code: 'IN_USE' as const }]));
  return [...once.values()];
}
