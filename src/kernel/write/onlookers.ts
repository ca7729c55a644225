import type { Session } from '../../database/database';
import { propertiesAsked } from '../declare/access-index';
import { type Comparison, type Condition, TRUE, isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import { relationOf } from '../declare/registry';
import type { AnyRow } from '../declare/row';
import { ANY_ORGANISATION, SOMEBODY, admin } from '../declare/viewer';
import { Reader } from '../read/reader';
import { type Audience, EVERYBODY, NOBODY, inAll, inAny } from './audience';

/** What a rule asks of rows, and of those that they lead to. */
export const ruleOf = (entity: Entity): Condition => entity.access.visible(SOMEBODY, entity);

/**
 * Tells who sees rows, by the very rules that readers meet: they are asked on behalf of a key that covers any organisation,
 * and answer with those it has to cover. One statement for all rows of a level.
 */
export class Onlookers {
  private readonly reader: Reader;
  private readonly known = new Map<string, Audience>();

  /** Some records may be told of as they were seen before. */
  constructor(session: Session, before: Iterable<readonly [id: string, Audience]> = []) {
    this.reader = new Reader(session, admin('log'));
    this.known = new Map(before);
  }

  /** Who sees each of some rows, which hold what the rule asks. */
  async of(entity: Entity, rows: readonly AnyRow[]): Promise<Audience[]> {
    return this.fulfil(ruleOf(entity), entity, rows);
  }

  /** Who sees the rows with some ids; of those that are not there, nothing. */
  async byId(entity: Entity, ids: readonly string[], where = TRUE): Promise<Map<string, Audience>> {
    const fresh = where === TRUE ? ids.filter((id) => !this.known.has(id)) : ids;
    const properties = new Set([
      'id',
      ...propertiesAsked(ruleOf(entity), entity),
      ...propertiesAsked(where, entity),
    ]);
    const rows =
      fresh.length > 0
        ? await this.reader.rows({ entity, properties, where: isIn('id', [...new Set(fresh)]) })
        : [];
    const seen = await this.of(entity, rows);
    const such = await this.fulfil(where, entity, rows);
    const found = new Map<string, Audience>();
    rows.forEach(({ id }, i) => {
      const now = this.known.get(id) ?? seen[i]!;
      this.known.set(id, now);
      found.set(id, inAll(now, such[i]!));
    });
    if (where === TRUE)
      for (const id of ids) if (this.known.has(id)) found.set(id, this.known.get(id)!);
    return found;
  }

  private async fulfil(
    condition: Condition,
    entity: Entity,
    rows: readonly AnyRow[],
  ): Promise<Audience[]> {
    if (rows.length === 0) return [];
    switch (condition.kind) {
      case 'all':
      case 'any': {
        const answers: Audience[][] = [];
        for (const each of condition.of) answers.push(await this.fulfil(each, entity, rows));
        const together = condition.kind === 'all' ? inAll : inAny;
        const none = condition.kind === 'all' ? EVERYBODY : NOBODY;
        return rows.map((_, i) => together(none, ...answers.map((each) => each[i]!)));
      }
      case 'related': {
        const { join, target } = relationOf(entity, condition.relation);
        const ids = rows.flatMap((row) => (row[join.from] as string | null) ?? []);
        const found = await this.byId(target(), ids, condition.where);
        return rows.map((row) => found.get(row[join.from] as string) ?? NOBODY);
      }
      default:
        return rows.map((row) => answerOf(condition, row));
    }
  }
}

const truth = (holds: boolean) => (holds ? EVERYBODY : NOBODY);

/** What a row itself answers. */
function answerOf(condition: Condition, row: AnyRow): Audience {
  if (!('property' in condition)) throw notToldBy(condition);
  const value = (row[condition.property] ?? null) as string | null;
  if (condition.kind === 'null') return truth(value === null);
  if (value === null) return NOBODY;
  if (condition.kind === 'in' && Array.isArray(condition.values)) {
    const values = condition.values as readonly unknown[];
    return values.includes(ANY_ORGANISATION) ? [[value]] : truth(values.includes(value));
  }
  if (condition.kind === 'compare')
    return truth(COMPARED[condition.is](value, condition.value as string));
  throw notToldBy(condition);
}

const COMPARED: Record<Comparison, (a: string, b: string) => boolean> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const notToldBy = ({ kind }: Condition) =>
  new Error(`Who sees a row cannot be told by a rule that asks "${kind}".`);
