import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../../database/database';
import { sql } from '../../database/sql';
import { type Condition, any, equals, isIn, related } from '../declare/condition';
import type { Attribute, Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import { isWritten, nameAttribute } from '../declare/registry';
import type { FoundBroken } from '../declare/rules';
import type { Viewer } from '../declare/viewer';
import { Reader } from '../read/reader';
import { type WholeRow, wholeRows } from '../read/whole-rows';
import { Writer } from './writer';

/** So many records of one type can be led elsewhere at once. */
const MOST = 10_000;

interface ExternalIdValues {
  system: string;
  value: string;
}

/** Makes one record of two: what names the one names the other, which keeps its names and external ids. */
export class Merge {
  private readonly writer: Writer;
  private readonly reader: Reader;

  constructor(
    private readonly model: Model,
    private readonly session: Session,
    viewer: Viewer,
    now: string,
    private readonly most = MOST,
  ) {
    this.writer = new Writer(session, viewer, now, model, { thawed: true });
    this.reader = new Reader(session, viewer);
  }

  /** Merges a record into another of its type; gives how many others named it. */
  async records(from: string, into: string): Promise<number> {
    const entity = this.model.ofId(from)!;
    let moved = 0;
    for (const holder of this.model.records) moved += await this.lead(holder, entity, from, into);
    const both = await wholeRows(this.reader, entity, isIn('id', [from, into]), ['externalIds']);
    const [gone, stays] = [from, into].map((id) => both.find((each) => each.id === id)!);
    const values = { ...aliases(entity, gone!, stays!), ...this.externalIds(gone!, stays!) };
    await this.writer.put(entity, [{ id: into, isNew: false, values }]);
    await this.writer.remove(entity, [{ id: from }]);
    await this.session.run(sql`update merged set into_id = ${into} where into_id = ${from}`);
    await this.session.run(
      sql`update merged set slug = null where type = ${entity.name} and slug = ${gone!.slug}`,
    );
    await this.session.run(
      sql`insert into merged (id, type, slug, into_id) values (${from}, ${entity.name}, ${gone!.slug}, ${into})`,
    );
    return moved;
  }

  /** Ends it: what stands against it; where there is anything, nothing may be kept. */
  finish(): Promise<FoundBroken[]> {
    return this.writer.finish();
  }

  /** Leads the references of records of a type from one record to another. */
  private async lead(holder: Entity, to: Entity, from: string, into: string): Promise<number> {
    const own = referencesOf(holder, to);
    const parts = holder.relations.filter(
      (each) => isWritten(each) && referencesOf(each.target(), to).length > 0,
    );
    const ofParts = parts.filter((each) => each.target().sort === 'part');
    if (own.length + ofParts.length === 0) return 0;
    const where = any(
      ...own.map((each) => leadsTo(each, from)),
      ...ofParts.map(({ name, target }) =>
        related(name, any(...referencesOf(target(), to).map((each) => leadsTo(each, from)))),
      ),
    );
    const many = await this.reader.count(holder, where);
    if (many > this.most) {
      const message = `Wanted at most ${this.most} of ${holder.plural} that name it; got ${many}.`;
      this.writer.refuse({ id: from, field: '', code: 'OUT_OF_RANGE', message });
      return 0;
    }
    const lists = own.flatMap(({ kind, name }) => (kind === 'many' ? [name] : []));
    const names = [...new Set([...own, ...ofParts].map(({ name }) => name))];
    const rows = await wholeRows(this.reader, holder, where, [
      ...lists,
      ...ofParts.map(({ name }) => name),
    ]);
    const others = rows.filter(({ id }) => id !== from);
    await this.writer.put(
      holder,
      others.map(({ id, values }) => ({
        id,
        isNew: false,
        values: Object.fromEntries(
          names.map((name) => [name, notItself(led(values[name], from, into), id)]),
        ),
      })),
    );
    return others.length;
  }

  private externalIds(gone: WholeRow, stays: WholeRow): { externalIds: ExternalIdValues[] } {
    const own = stays.values.externalIds as ExternalIdValues[];
    const more = (gone.values.externalIds as ExternalIdValues[]).filter((each) => {
      const other = own.find(({ system }) => system === each.system);
      if (!other || other.value === each.value) return !other;
      const message = `${each.system} calls one of them ${each.value} and the other ${other.value}: clear one.`;
      this.writer.refuse({ id: stays.id, field: 'externalIds', code: 'DUPLICATE', message });
      return false;
    });
    return { externalIds: [...own, ...more] };
  }
}

/** The attributes of an entity that refer to records of another, but for keys of parts. */
const referencesOf = ({ attributes }: Entity, to: Entity): Attribute[] =>
  attributes.filter(({ target, within }) => !within && target?.() === to.type);

const leadsTo = ({ kind, property, name }: Attribute, id: string): Condition =>
  kind === 'one' ? equals(property, id) : related(name, equals('id', id));

/** A value in which one id stands in the place of another; what a list has twice then, it has once. */
function led(value: unknown, from: string, into: string): unknown {
  if (value === from) return into;
  if (Array.isArray(value)) {
    const found = value.map((each) => led(each, from, into));
    return found.filter((each, i) => found.findIndex((one) => isDeepStrictEqual(one, each)) === i);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, led(each, from, into)]),
  );
}

/** What named the record that went names none where it would name itself, and a part that would is left out. */
function notItself(value: unknown, id: string): unknown {
  const names = (each: unknown) =>
    each === id || (typeof each === 'object' && Object.values(each ?? {}).includes(id));
  if (Array.isArray(value)) return value.filter((each) => !names(each));
  return value === id ? null : value;
}

/** The names of the record that goes, among the aliases of the one that stays. */
function aliases(entity: Entity, gone: WholeRow, stays: WholeRow): { aliases?: string[] } {
  const name = nameAttribute(entity)?.name;
  if (!name || !entity.attributes.some((each) => each.name === 'aliases')) return {};
  const textsOf = ({ values }: WholeRow) => [
    ...Object.values(values[name] as object).filter((each) => typeof each === 'string'),
    ...(values.aliases as string[]),
  ];
  const own = textsOf(stays);
  const more = textsOf(gone).filter((each) => !own.includes(each));
  return { aliases: [...(stays.values.aliases as string[]), ...new Set(more)] };
}
