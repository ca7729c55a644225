import type { Session } from '../../database/database';
import { sql } from '../../database/sql';
import { onCycles } from '../../value/cycles';
import { addTo, groupBy } from '../../value/group';
import type { Touched } from './pending';
import { namesOf } from './store';
import { type Condition, any, isIn } from '../declare/condition';
import type { Attribute, Entity } from '../declare/declare';
import { linkTable } from '../declare/links';
import type { Model } from '../declare/model';
import { renderCondition, scope, visible } from '../ask/render';
import { relationOf } from '../declare/registry';
import { referrers } from './referrers';
import type { FoundBroken } from '../declare/rules';
import { columnOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import type { AnyRow } from '../declare/row';

/** So many of those that still name a record are told. */
const NAMED = 5;

/** Holds what concerns the whole graph after a write: no cycles, no references to what is gone, external ids that are unique. */
export class GraphCheck {
  private readonly gone: { entity: Entity; ids: Map<string, string>; field: string }[] = [];
  private readonly external: { recordId: string; system: string; value: string; place: number }[] =
    [];

  constructor(
    private readonly session: Session,
    private readonly viewer: Viewer,
    private readonly model: Model,
  ) {}

  /** Notes rows that were deleted, each with the record at whose field that is to be told. */
  removed(entity: Entity, ids: Map<string, string>, field: string): void {
    if (ids.size > 0) this.gone.push({ entity, ids, field });
  }

  /** Looks at the parts of one record. */
  parts(part: Entity, recordId: string, rows: readonly AnyRow[]): FoundBroken[] {
    const field = part.part!.field;
    if (part.name === 'ExternalId')
      rows.forEach(({ system, value }, place) =>
        this.external.push({
          recordId,
          system: system as string,
          value: value as string,
          place,
        }),
      );
    return selfReferences(part).flatMap(({ name, property }) => {
      const above = new Map(
        rows.map((row) => [row.id, [(row[property] as string | null) ?? []].flat()]),
      );
      const circling = onCycles(above);
      return rows.flatMap((row, i) =>
        circling.has(row.id) ? [cycle(recordId, `${field}/${i}/${name}`)] : [],
      );
    });
  }

  /** Which of the new names are taken. Asked last, so that only those who may use a name learn that it is. */
  async slugs(entity: Entity, touched: readonly Touched[]): Promise<FoundBroken[]> {
    const named = touched.filter(({ before, after }) => before?.slug !== after.slug);
    if (named.length === 0) return [];
    const slugs = named.map(({ after }) => after.slug);
    const found = await namesOf(this.session, entity, { slugs });
    const holders = new Map(found.map(({ id, slug }) => [slug, id]));
    return named.flatMap(({ after: { id, slug } }): FoundBroken[] => {
      if (!holders.has(slug)) holders.set(slug, id);
      if (holders.get(slug) === id) return [];
      const message = 'This slug is taken.';
      return [{ id, field: 'slug', code: 'FORBIDDEN_NAME', message }];
    });
  }

  /** Which of the records now lead back to themselves. */
  async cycles(entity: Entity, ids: readonly string[]): Promise<FoundBroken[]> {
    const broken: FoundBroken[] = [];
    for (const attribute of selfReferences(entity)) {
      const circling = onCycles(await this.above(entity, attribute, ids));
      for (const id of ids) if (circling.has(id)) broken.push(cycle(id, attribute.name));
    }
    return broken;
  }

  /** What references of a type to its own lead to from some records, all the way up. */
  private async above(
    entity: Entity,
    { kind, name, property }: Attribute,
    ids: readonly string[],
  ): Promise<Map<string, string[]>> {
    const [table, from, to] =
      kind === 'many'
        ? [linkTable(entity, name), 'fromId', 'toId']
        : [entity.table, 'id', property];
    const [id, above] = [columnOf('t', from), columnOf('t', to)];
    const among = this.session.dialect.isIn(id, ids, 'text');
    const rows = await this.session.run(sql`with recursive way(id, above) as (
      select ${id}, ${above} from ${tableAs(table, 't')} where ${among} and ${above} is not null
      union select ${id}, ${above} from way join ${tableAs(table, 't')} on ${id} = way.above where ${above} is not null
    ) select id, above from way`);
    const found = new Map<string, string[]>();
    for (const row of rows) addTo(found, row.id as string, row.above as string);
    return found;
  }

  /** What else is broken, when all has been written. */
  async finish(): Promise<FoundBroken[]> {
    const broken = await this.duplicates();
    const inUse = new Map<string, { id: string; field: string; users: Set<string> }>();
    for (const { entity, ids, field } of this.gone)
      for (const [gone, users] of await referrers(this.session, this.model, entity, [
        ...ids.keys(),
      ])) {
        const id = ids.get(gone)!;
        const found = inUse.get(`${id} ${field}`) ?? { id, field, users: new Set<string>() };
        inUse.set(`${id} ${field}`, found);
        for (const each of users.keys()) found.users.add(each);
      }
    const told = await this.told([...inUse.values()].flatMap(({ users }) => someOf(users)));
    for (const { id, field, users } of inUse.values()) {
      const seen = someOf(users).flatMap((each) => told.get(each) ?? []);
      const named = seen.sort((a, b) => a.place - b.place).slice(0, NAMED);
      const names = named.map(({ name }) => name).join(', ') || 'something that you cannot see';
      const more = named.length > 0 && users.size > named.length ? ' and more' : '';
      broken.push({ id, field, code: 'IN_USE', message: `It is still named by ${names}${more}.` });
    }
    return broken;
  }

  private async duplicates(): Promise<FoundBroken[]> {
    if (this.external.length === 0) return [];
    const values = [...new Set(this.external.map((each) => each.value))];
    const rows = await this.session.run(
      sql`select x.record_id, x.system, x.value from external_id x
        where ${this.session.dialect.isIn(sql`x.value`, values, 'text')}`,
    );
    const key = (recordId: string, system: string, value: string) =>
      JSON.stringify([this.model.ofId(recordId)!.name, system, value]);
    const holders = new Map<string, Set<string>>();
    for (const row of rows) {
      const name = key(row.record_id as string, row.system as string, row.value as string);
      holders.set(name, (holders.get(name) ?? new Set()).add(row.record_id as string));
    }
    return this.external.flatMap(({ recordId, system, value, place }): FoundBroken[] =>
      holders.get(key(recordId, system, value))!.size < 2
        ? []
        : [
            {
              id: recordId,
              field: `externalIds/${place}`,
              code: 'DUPLICATE',
              message: `Another record of this type is ${value} in ${system}.`,
            },
          ],
    );
  }

  /** The rule by which the viewer saw rows before what they hang on went: that was the viewer's own. */
  private seenBefore(entity: Entity): Condition {
    return replaceRelated(visible(entity, this.viewer), (condition) => {
      const { join, target } = relationOf(entity, condition.relation);
      const gone = this.gone.flatMap((each) =>
        each.entity === target() ? [...each.ids.keys()] : [],
      );
      return any(condition, isIn(join.from, gone));
    });
  }

  /** The names of records that the viewer may see, or might before this write, by their ids, and their places in order. */
  private async told(
    ids: readonly string[],
  ): Promise<Map<string, { name: string; place: number }>> {
    const told = new Map<string, { name: string; place: number }>();
    const idsOf = groupBy(new Set(ids), (id) => this.model.ofId(id)!.name);
    for (const entity of this.model.records) {
      const own = idsOf(entity.name);
      if (own.length === 0) continue;
      const at = scope(this.viewer, this.session.dialect);
      const seen = renderCondition(this.seenBefore(entity), entity, 't', at);
      const among = this.session.dialect.isIn(sql`t.id`, own, 'text');
      const rows = await this.session.run(
        sql`select t.id, t.slug from ${tableAs(entity.table, 't')} where ${among} and ${seen} order by t.slug`,
      );
      for (const { id, slug } of rows)
        told.set(id as string, { name: `${entity.name} ${slug as string}`, place: told.size });
    }
    return told;
  }
}

/** Those that may be told of many: so many that some of them are seen where any is likely to be. */
const someOf = (users: ReadonlySet<string>): string[] => [...users].sort().slice(0, 100);

/** The condition with others in the place of its own that ask for a visible row at the end of a relation. */
function replaceRelated(
  condition: Condition,
  change: (of: Condition & { kind: 'related' }) => Condition,
): Condition {
  if (condition.kind === 'related') return change(condition);
  if (condition.kind !== 'all' && condition.kind !== 'any') return condition;
  return { ...condition, of: condition.of.map((each) => replaceRelated(each, change)) };
}

/** The references of an entity to rows of its own kind, all of which lead upwards. */
function selfReferences({ attributes, type }: Entity) {
  return attributes.filter(({ target }) => target?.() === type);
}

const cycle = (id: string, field: string): FoundBroken => ({
  id,
  field,
  code: 'CYCLE',
  message: 'It would lead back to itself.',
});
