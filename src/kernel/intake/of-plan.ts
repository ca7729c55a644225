import { addTo } from '../../value/group';
import { echo } from '../../value/invalid';
import { type Condition, all, any, equals, isIn, related } from '../declare/condition';
import { isOpen } from '../declare/access';
import type { Entity, Relation } from '../declare/declare';
import { relationOf } from '../declare/registry';
import type { UserErrorCode } from '../declare/rules';
import type { Name } from './input';
import type { Lookup } from './lookup';
import type { Row } from './transaction';

const isPlan = (entity: Entity) => entity.singular === 'plan';

/** The ways from records to what they hang on, on which some plan is found. */
function waysOf(entity: Entity): Relation[] {
  const above = (entity.access.hangsOn ?? []).map((name) => relationOf(entity, name));
  return above.filter((each) => isPlan(each.target()) || hangsOnPlans(each.target()));
}

/** The ways from a framework to the plans that fill or adopt it. */
const plansOf = (entity: Entity): Relation[] =>
  isPlan(entity) || isOpen(entity)
    ? []
    : entity.relations.filter(({ sort, target }) => sort === 'page' && isPlan(target()));

/** Whether records of an entity hang on plans, so that a plan can tell those of one name apart. */
export const hangsOnPlans = (entity: Entity): boolean =>
  plansOf(entity).length > 0 || waysOf(entity).length > 0;

/** Finds what hangs on plans, among what is stored and what comes. */
export class OfPlan {
  private readonly coming = new Map<string, Row>();
  private readonly plans = new Map<string, Row>();

  constructor(
    private readonly lookup: Lookup,
    rows: readonly Row[],
  ) {
    for (const row of rows) {
      if (row.isNew) this.coming.set(row.id, row);
      const slug = row.values.slug ?? lookup.slugOf(row.id);
      if (isPlan(row.entity) && slug) this.plans.set(slug as string, row);
    }
  }

  /** Of records of an entity, those that hang on a plan, given by its slug. */
  async among(entity: Entity, ids: readonly string[], plan: string): Promise<Set<string>> {
    const found = new Set<string>();
    const stored = ids.filter((id) => !this.coming.has(id));
    const where = all(isIn('id', stored), this.condition(entity, plan));
    if (stored.length > 0)
      for (const { id } of await this.lookup.rows(entity, where)) found.add(id);
    const fresh = ids.filter((id) => this.coming.has(id));
    const filled = new Set(fresh.length > 0 ? this.filled(entity, plan) : []);
    for (const id of fresh) if (filled.has(id)) found.add(id);
    for (const { name, target } of fresh.length > 0 ? waysOf(entity) : []) {
      const above = (id: string) => (this.coming.get(id)!.values[name] ?? null) as string | null;
      const parents = [...new Set(fresh.flatMap((id) => above(id) ?? []))];
      const own = isPlan(target())
        ? await this.called(target(), parents, plan)
        : await this.among(target(), parents, plan);
      for (const id of fresh) if (own.has(above(id) ?? '')) found.add(id);
    }
    return found;
  }

  private async called(entity: Entity, ids: readonly string[], slug: string): Promise<Set<string>> {
    const coming = this.plans.get(slug)?.id;
    const stored = await this.lookup.rows(entity, all(isIn('id', ids), equals('slug', slug)));
    return new Set([...(coming ? [coming] : []), ...stored.map(({ id }) => id)]);
  }

  /** What a plan that comes is to fill and to adopt. */
  private filled(entity: Entity, plan: string): string[] {
    const row = this.plans.get(plan);
    if (!row) return [];
    return row.entity.attributes
      .filter(({ target }) => target?.() === entity.type)
      .flatMap(({ name }) => (row.values[name] ?? []) as string | string[]);
  }

  private condition(entity: Entity, plan: string): Condition {
    const of = (target: Entity) =>
      isPlan(target) ? equals('slug', plan) : this.condition(target, plan);
    return any(
      ...waysOf(entity).map(({ name, target }) => related(name, of(target()))),
      ...plansOf(entity).map(({ name }) => related(name, equals('slug', plan))),
      ...(plansOf(entity).length > 0 ? [isIn('id', this.filled(entity, plan))] : []),
    );
  }
}

/** Whether a name says which plan what it names hangs on. */
export const isOfPlan = (by: Name): by is { name: string; plan: string } =>
  'name' in by && by.plan !== undefined;

/** What names lead to: of those that name a plan, only what hangs on it. */
export async function ofTheirPlans(
  entity: Entity,
  found: readonly { by: Name; ids: string[] }[],
  lookup: Lookup,
  rows: readonly Row[],
): Promise<string[][]> {
  if (!found.some(({ by }) => isOfPlan(by))) return found.map(({ ids }) => ids);
  const ofPlan = new OfPlan(lookup, rows);
  const wanted = new Map<string, string[]>();
  for (const { by, ids } of found)
    if (isOfPlan(by)) for (const id of ids) addTo(wanted, by.plan, id);
  const own = new Map<string, Set<string>>();
  for (const [plan, ids] of wanted) own.set(plan, await ofPlan.among(entity, ids, plan));
  return found.map(({ by, ids }) =>
    isOfPlan(by) ? ids.filter((id) => own.get(by.plan)!.has(id)) : ids,
  );
}

/** What is wrong with a name that leads to none, or to several. */
export function notOne(
  entity: Entity,
  by: Name,
  count: number,
): { code: UserErrorCode; message: string } {
  const of = isOfPlan(by) ? ` of the plan ${echo(by.plan)}` : '';
  const what = `${entity.name} ${echo(Object.values(by)[0])}${of}`;
  if (isOfPlan(by) && !hangsOnPlans(entity))
    return { code: 'INVALID', message: `A ${entity.name} is of no plan: wanted { name } alone.` };
  if (count === 0) return { code: 'NOT_FOUND', message: `There is no ${what}.` };
  const advice =
    !isOfPlan(by) && 'name' in by && hangsOnPlans(entity)
      ? ' Beside `name`, `plan` says of which plan: its slug.'
      : '';
  return { code: 'AMBIGUOUS', message: `There are ${count} of ${what}.${advice}` };
}
