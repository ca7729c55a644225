import { model } from '../../src/features';
import type { Entity } from '../../src/kernel/declare/declare';
import { GoalFramework } from '../../src/goal/goal.entity';
import { entityOf } from '../../src/kernel/declare/registry';
import { type BundleRow, STARTS, fill, partsOf, slugOf, targetOf } from './rows';

/** In every text of every row that the public may not see, and nowhere else. */
export const MARKER = 'zyxhidden';

/**
 * Which references a row needs to be seen through; where there are several in one list, it has one of them.
 * Roots have a state beside.
 */
export const PATHS: Record<string, string[][]> = {
  Plan: [],
  CompetenceFramework: [],
  GoalFramework: [],
  Network: [],
  EventSeries: [['action']],
  Event: [['action'], ['series']],
  CompetenceArea: [['framework']],
  Module: [['area']],
  Topic: [['module']],
  Goal: [['framework', 'plan']],
  Metric: [['goal', 'framework', 'plan', 'action']],
  Measurement: [['metric'], ['network', 'organisation']],
  Action: [['plan']],
  Delivery: [['action']],
  Assessment: [['action']],
};

/** What tells of so few people that only keys of the owner see it, or would tell of it beside the total. */
export const FEW: Record<string, BundleRow[]> = {
  Attendance: [3, 30].map((count) => ({ count, municipality: 'municipality-naming' })),
  Feedback: [{ answers: 4, distribution: [{ level: 1, count: 4 }] }],
};

/** Whether a type has a rule that tells who sees its rows. */
export const isRuled = (entity: Entity) => entity.name in PATHS;
/** Whether a type has drafts. */
export const hasState = (entity: Entity) => entity.attributes.some(({ name }) => name === 'state');

/** Rows of every type, open and hidden, naming each other in every way; or the open ones alone, naming the open ones. */
export function bundle(withHidden: boolean): Record<string, BundleRow[]> {
  const frameworks = ['open-0', ...(withHidden ? ['hidden-0'] : [])].map((name) =>
    slugOf(entityOf(GoalFramework), name),
  );
  const lists = Object.fromEntries(model.records.map((each) => [each.plural, rowsOf(each)]));
  return lists;

  function rowsOf(entity: Entity): BundleRow[] {
    const groups = PATHS[entity.name] ?? [];
    const alternatives = product(groups);
    const rows = alternatives.map((path, i) => row(entity, `open-${i}`, path, {}));
    rows.push(row(entity, 'naming', alternatives[0]!, { others: 'hidden' }));
    if (!isRuled(entity) || !withHidden) return rows;
    if (hasState(entity)) {
      rows.push(row(entity, 'hidden-0', alternatives[0]!, { state: 'DRAFT' }));
      rows.push(row(entity, 'hidden-1', alternatives[0]!, { state: 'DRAFT', others: 'hidden' }));
    }
    for (const path of alternatives)
      for (const through of path.filter((name) => isRuled(targetNamed(entity, name))))
        rows.push(
          row(
            entity,
            hasState(entity)
              ? `through-${through}`
              : `hidden-${rows.length - alternatives.length - 1}`,
            path,
            { through },
          ),
        );
    return rows;
  }

  interface Kind {
    state?: string;
    /** The reference of the path that leads to a hidden row. */
    through?: string;
    /** What the references beside the path lead to. */
    others?: 'hidden';
  }

  function row(entity: Entity, name: string, path: string[], kind: Kind): BundleRow {
    const isHidden = Boolean(kind.state ?? kind.through);
    const inPath = (PATHS[entity.name] ?? []).flat();
    const word = isHidden ? MARKER : 'avoin';
    const filled = fill(entity, {
      word,
      n: name === 'naming' ? 9 : Number(name.at(-1)) || 0,
      refer: ({ name: field }, target) => {
        if (inPath.includes(field) && !path.includes(field)) return undefined;
        if (field === kind.through) return slugOf(target, 'hidden-0');
        if (target === entity && name === 'open-0') return undefined;
        const wanted = kind.others === 'hidden' && !inPath.includes(field) ? 'hidden' : 'open';
        if (wanted === 'open' || !isRuled(target)) return slugOf(target, 'open-0');
        return withHidden ? slugOf(target, 'hidden-0') : undefined;
      },
      start: name === 'open-0' || name === 'through-series' ? STARTS[0] : undefined,
    });
    if (entity.name === 'Plan') filled.goalFrameworks = frameworks; // whatever its actions serve
    if (hasState(entity)) filled.state = kind.state ?? (kind.others ? 'ARCHIVED' : 'PUBLISHED');
    for (const part of partsOf(entity)) filled[part.part!.field] = partRows(part, word);
    for (const each of filled.externalIds as BundleRow[])
      each.value = `${String(each.value)} ${name}`; // they are unique
    return { ...filled, slug: slugOf(entity, name) };
  }

  /** Parts that name open rows only; for each reference to what may be hidden, one that names a hidden row. */
  function partRows(part: Entity, word: string): BundleRow[] {
    const ruled = part.attributes.filter(
      (each) => each.kind === 'one' && !each.within && isRuled(targetOf(each)),
    );
    const one = (hidden?: string) =>
      fill(part, {
        word: hidden ? MARKER : word,
        refer: (attribute, target) =>
          slugOf(target, attribute.name === hidden ? 'hidden-0' : 'open-0'),
      });
    const rows = [one(), ...(withHidden ? ruled.map(({ name }) => one(name)) : []), one()];
    if (part.name === 'Contact' && withHidden)
      rows.push({ ...one(), role: MARKER, name: MARKER, public: false });
    if (withHidden)
      for (const few of FEW[part.name] ?? []) rows.push({ ...one('nothing'), ...few });
    return rows.map((each, i) => unkeyed(part, each, i));
  }
}

/** The same part again of another time, under another key, below the first where parts stand in a tree. */
function unkeyed(part: Entity, of: BundleRow, i: number): BundleRow {
  const { key } = part.part!;
  const row = of.period ? { ...of, period: 2026 + i } : of;
  if (!key || i === 0) return row;
  const parent = part.attributes.find(({ within }) => within === 'recordId');
  return { ...row, [key]: `${String(row[key])}-${i}`, ...(parent && { [parent.name]: 'k1' }) };
}

function targetNamed(entity: Entity, name: string): Entity {
  return targetOf(entity.attributes.find((each) => each.name === name)!);
}

/** Every choice of one out of each list. */
function product(lists: string[][]): string[][] {
  return lists.reduce<string[][]>(
    (found, list) => found.flatMap((each) => list.map((name) => [...each, name])),
    [[]],
  );
}
