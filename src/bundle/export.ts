import type { Session, Source } from '../database/database';
import { giveTurn } from '../database/turn';
import { badInput } from '../kernel/declare/errors';
import { type Condition, TRUE, equals, isIn } from '../kernel/declare/condition';
import type { Attribute, Entity, Relation } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import type { Model } from '../kernel/declare/model';
import { isOwnedBy, rootsOf } from '../kernel/write/owner';
import { Reader } from '../kernel/read/reader';
import { entityOf, isWritten, withinOf } from '../kernel/declare/registry';
import { shapesOf } from '../kernel/declare/table';
import type { Viewer } from '../kernel/declare/viewer';
import type { Bundle } from './bundle';
import { groupBy } from '../value/group';
import { emptyValue, writtenAttributes, writtenValue } from './written';
import { inheritedBy } from './inherited';
import type { AnyRow } from '../kernel/declare/row';
import { wholeList } from '../kernel/read/whole-rows';

/** What an export takes in: everything, or what belongs to one record. */
export interface Extent {
  planId?: string;
  organisationId?: string;
}

/** The most rows that are exported at once, and how many are read by one statement. */
const MOST = 100_000;
const AT_ONCE = 500;

const tooMany = () =>
  badInput('plan', `Wanted at most ${MOST} rows: name a plan or an organisation.`);

/** A record with its lists, as far as the viewer sees them. */
interface Whole {
  entity: Entity;
  row: AnyRow;
  /** The rows of each list of references and of parts. */
  lists: Map<string, (AnyRow | Whole)[]>;
}

/**
 * Writes what the viewer sees as a bundle: in a fixed order, so that the same data gives the same bytes, and with all that
 * it refers to, so that it can be imported into an empty database. What it reads must stand still meanwhile.
 */
export async function exportBundle(
  extent: Extent,
  at: { model: Model; reader: Reader },
): Promise<Bundle> {
  const exporter = new Exporter(at.model, at.reader);
  await exporter.take(extent);
  return exporter.bundle();
}

/** The rows of a plan and of what is kept in it, as a bundle writes them: what a copy is made of. */
export async function exportStructure(
  planId: string,
  at: { model: Model; session: Session; viewer: Viewer },
): Promise<Bundle> {
  const exporter = new Exporter(at.model, new Reader(at.session, at.viewer));
  return exporter.structure(planId);
}

class Exporter {
  private readonly taken = new Map<string, Whole>();
  private readonly source: Source;

  constructor(
    private readonly model: Model,
    private readonly reader: Reader,
  ) {
    this.source = reader.source;
  }

  async take({ planId, organisationId }: Extent): Promise<void> {
    if (planId) await this.takePlan(planId);
    else if (organisationId) await this.takeOwned(organisationId);
    else await this.takeAll();
    await this.close();
  }

  private async takeAll(): Promise<void> {
    let count = 0;
    for (const entity of this.model.records) {
      count += await this.reader.count(entity, TRUE);
      if (count > MOST) throw tooMany();
    }
    for (const entity of this.model.records) await this.add(entity, TRUE);
  }

  /** A plan with what is kept in it, and of its framework what the same organisation owns. */
  async structure(planId: string): Promise<Bundle> {
    const plan = await this.add(this.named('plan'), equals('id', planId));
    await this.below([...plan, ...(await this.frameworksFilled())], keeping);
    const own = await this.ownedAsIs(planId);
    await this.close(); // what they refer to is needed for its slugs
    return this.bundle(own);
  }

  /** A plan, the frameworks that it fills and adopts, and whatever hangs on them. */
  private async takePlan(id: string): Promise<void> {
    const plan = await this.add(this.named('plan'), equals('id', id));
    await this.below([...plan, ...(await this.frameworks())], hanging);
  }

  /** The frameworks of the plans, whosever they are; those that are new. */
  private async frameworks(): Promise<Whole[]> {
    const adopted = this.plans().flatMap(({ lists }) => lists.get('goalFrameworks') as AnyRow[]);
    const ids = adopted.map((each) => each.id);
    const goals = await this.add(this.named('goalFramework'), isIn('id', ids));
    return [...goals, ...(await this.frameworksFilled())];
  }

  private async frameworksFilled(): Promise<Whole[]> {
    const ids = this.plans().flatMap(({ row }) => (row.competenceFrameworkId as string) ?? []);
    return this.add(this.named('competenceFramework'), isIn('id', ids));
  }

  private plans(): Whole[] {
    return [...this.taken.values()].filter(({ entity }) => entity.singular === 'plan');
  }

  private async takeOwned(id: string): Promise<void> {
    for (const entity of this.model.records)
      if (entity.access.owner) await this.add(entity, isOwnedBy(entity, id));
    await this.add(this.named('organisation'), equals('id', id));
    await this.below(await this.frameworks(), keeping);
  }

  /** Those of the rows that are owned as one of them is. */
  private async ownedAsIs(id: string): Promise<Set<string>> {
    const owners = new Map<string, string | null>();
    for (const entity of this.model.records) {
      const rows = [...this.taken.values()].flatMap((each) =>
        each.entity === entity ? [each.row] : [],
      );
      const roots = await rootsOf(this.source, entity, rows);
      rows.forEach((row, i) => owners.set(row.id, roots[i]!.ownerId));
    }
    return new Set([...owners].flatMap(([each, owner]) => (owner === owners.get(id) ? each : [])));
  }

  private named(singular: string): Entity {
    return this.model.records.find((each) => each.singular === singular)!;
  }

  /** Adds what stands below rows, and below that. */
  private async below(rows: readonly Whole[], below: Below): Promise<void> {
    if (rows.length === 0) return;
    const added: Whole[] = [];
    for (const entity of this.model.records)
      for (const { property, target } of below(entity)) {
        const ids = rows
          .filter((each) => each.entity === entityOf(target!()))
          .map((each) => each.row.id);
        if (ids.length === 0) continue;
        added.push(...(await this.add(entity, isIn(property, ids))));
      }
    await this.below(added, below);
  }

  /** Adds what the rows refer to, until all is there. */
  private async close(): Promise<void> {
    for (let missing = this.missing(); missing.size > 0; missing = this.missing())
      for (const [entity, ids] of missing) {
        const found = await this.add(entity, isIn('id', [...ids]));
        const there = new Set(found.map((each) => each.row.id));
        for (const id of ids) if (!there.has(id)) this.hidden.add(id);
      }
  }

  private readonly hidden = new Set<string>();

  private missing(): Map<Entity, Set<string>> {
    const missing = new Map<Entity, Set<string>>();
    for (const whole of this.taken.values())
      for (const id of referred(whole)) {
        if (this.taken.has(id) || this.hidden.has(id)) continue;
        const entity = this.model.ofId(id)!;
        missing.set(entity, (missing.get(entity) ?? new Set()).add(id));
      }
    return missing;
  }

  /** Adds rows with their lists, so many at once that nothing else waits for it. */
  private async add(entity: Entity, where: Condition): Promise<Whole[]> {
    const found = await this.reader.rows({ entity, properties: ['id'], where, limit: MOST + 1 });
    const fresh = found.map(({ id }) => id).filter((id) => !this.taken.has(id));
    if (this.taken.size + fresh.length > MOST) throw tooMany();
    const properties = [...shapesOf(entity).keys()];
    const added: Whole[] = [];
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const ids = fresh.slice(from, from + AT_ONCE);
      const rows = await this.reader.rows({ entity, properties, where: isIn('id', ids) });
      added.push(...(await this.withLists(entity, rows)));
      await giveTurn();
    }
    for (const each of added) this.taken.set(each.row.id, each);
    return added;
  }

  private async withLists(entity: Entity, rows: readonly AnyRow[]): Promise<Whole[]> {
    const whole = rows.map((row): Whole => ({ entity, row, lists: new Map() }));
    for (const relation of entity.relations.filter(isWritten))
      await Promise.all(
        whole.map(async ({ row, lists }) => {
          lists.set(relation.name, await this.list(relation, row));
        }),
      );
    return whole;
  }

  private async list(relation: Relation, { id }: AnyRow): Promise<(AnyRow | Whole)[]> {
    const target = relation.target();
    const rows = await wholeList(this.reader, relation, id);
    return target.sort === 'part' ? this.withLists(target, rows) : rows;
  }

  async bundle(only: ReadonlySet<string> | null = null): Promise<Bundle> {
    const bundle: Bundle = { luotsi: 1 };
    const taken = groupBy(this.taken.values(), ({ entity }) => entity.name);
    for (const entity of this.model.records) {
      const own = taken(entity.name).filter((each) => !only || only.has(each.row.id));
      own.sort((a, b) => ((a.row.slug as string) < (b.row.slug as string) ? -1 : 1));
      const rows: object[] = [];
      const inherited = await inheritedBy(entity, own, this.reader);
      for (const each of own) {
        await giveTurn();
        rows.push(this.rowOf(each, inherited.get(each.row.id)));
      }
      if (rows.length > 0) bundle[entity.plural] = rows;
    }
    return bundle;
  }

  /** A row as a bundle writes it; says also of what is `inherited` that it has none. */
  private rowOf({ entity, row, lists }: Whole, inherited: readonly string[] = []): object {
    const given: [string, unknown][] = [];
    for (const [name, attribute] of writtenAttributes(entity)) {
      const value = this.value(attribute, row, lists);
      if (value !== undefined) given.push([name, value]);
      else if (inherited.includes(name)) given.push([name, emptyValue(attribute)]);
    }
    for (const part of partsOf(entity)) {
      const { field } = part.part!;
      const rows = (lists.get(field) ?? []) as Whole[];
      if (rows.length > 0 || inherited.includes(field))
        given.push([field, rows.map((each) => this.rowOf(each))]);
    }
    return Object.fromEntries(given);
  }

  private value(attribute: Attribute, row: AnyRow, lists: Whole['lists']): unknown {
    const { kind, name, property, within, target } = attribute;
    if (kind === 'many') {
      const slugs = ((lists.get(name) ?? []) as AnyRow[]).map((each) => each.slug as string);
      return slugs.length > 0 ? slugs : undefined;
    }
    if (kind !== 'one') return writtenValue(attribute, row);
    const id = row[property] as string | null;
    if (!id) return undefined;
    if (!within) return this.taken.get(id)?.row.slug;
    const record = within === 'recordId' ? row.recordId : row[within];
    const parts = this.taken.get(record as string)?.lists.get(entityOf(target!()).part!.field);
    const part = (parts as Whole[] | undefined)?.find((each) => each.row.id === id);
    return part?.row[part.entity.part!.key!];
  }
}

/** The references of an entity by which its rows stand below others. */
type Below = (entity: Entity) => Attribute[];

/** Whatever hangs on them: the events of an action, the measurements of a metric. */
function hanging({ access: { hangsOn }, attributes }: Entity): Attribute[] {
  return attributes.filter(({ name }) => hangsOn?.includes(name));
}

/** What is kept in them and owned with them: a measurement is not its metric's. */
function keeping(entity: Entity): Attribute[] {
  const { owner } = entity.access;
  const owning = owner && 'through' in owner ? owner.through : [];
  return withinOf(entity).filter(({ name }) => owning.includes(name));
}

/** The ids of the records that a row and its parts refer to. */
function* referred({ entity, row, lists }: Whole): Generator<string> {
  for (const { kind, name, property, within } of entity.attributes) {
    if (kind === 'one' && !within && row[property]) yield row[property] as string;
    if (kind === 'many') for (const each of (lists.get(name) ?? []) as AnyRow[]) yield each.id;
  }
  for (const part of partsOf(entity))
    for (const each of (lists.get(part.part!.field) ?? []) as Whole[]) yield* referred(each);
}
