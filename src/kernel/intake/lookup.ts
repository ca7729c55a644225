import { addTo } from '../../value/group';
import type { Source } from '../../database/database';
import { sql } from '../../database/sql';
import { fold } from '../../value/collation';
import { mayBeStored } from '../../value/text';
import { any, isIn, like } from '../declare/condition';
import type { Entity } from '../declare/declare';
import type { Name } from './input';
import { Reader } from '../read/reader';
import { nameAttribute } from '../declare/registry';
import { columnOf, tableAs } from '../declare/table';
import type { Viewer } from '../declare/viewer';
import type { AnyRow } from '../declare/row';

type Values = Record<string, unknown>;

/** So many names are looked for by one statement. */
const AT_ONCE = 100;

/** What cannot be stored names nothing. */
const isStorable = (name: Name) =>
  Object.values('externalId' in name ? name.externalId : name).every(mayBeStored);

/** Whether records of an entity have codes that others have given them. */
const hasCode = ({ attributes }: Entity) => attributes.some(({ name }) => name === 'code');

/** Finds what callers name, as far as they may see it. */
export class Lookup {
  private readonly found = new Map<string, AnyRow>();

  constructor(
    private readonly source: Source,
    private readonly viewer: Viewer,
  ) {}

  /** The ids that each of the names leads to: several where a name is not unique. */
  async find(entity: Entity, given: readonly Name[]): Promise<(name: Name) => string[]> {
    const names = given.filter(isStorable);
    const ids = await this.named(entity, 'id', names);
    const slugs = await this.named(entity, 'slug', names);
    const codes = await this.named(entity, 'code', hasCode(entity) ? names : []);
    const external = await this.external(entity, names);
    const called = await this.called(entity, names);
    return (name) => {
      if ('id' in name) return ids(name.id);
      if ('slug' in name) return slugs(name.slug);
      if ('code' in name) return codes(name.code);
      if ('name' in name) return called.get(fold(name.name)) ?? [];
      return external.get(JSON.stringify([name.externalId.system, name.externalId.value])) ?? [];
    };
  }

  /** The plan in which a record is that was found. */
  planOf(id: string): string | undefined {
    return this.found.get(id)?.planId as string | undefined;
  }

  /** The slug of a record that was found. */
  slugOf(id: string): string | undefined {
    return this.found.get(id)?.slug as string | undefined;
  }

  /** What a record holds in one property. */
  async value(entity: Entity, id: string, property: string): Promise<unknown> {
    const [row] = await this.rows(entity, isIn('id', [id]), [property]);
    return row?.[property];
  }

  /** What a row that comes is called: in Finnish, or else in the first language there is. */
  static nameIn(entity: Entity, values: Values): string {
    const attribute = nameAttribute(entity);
    const texts = (attribute && (values[attribute.name] as Values | null)) ?? {};
    return (texts.fi ??
      Object.values(texts).find((each) => typeof each === 'string') ??
      '') as string;
  }

  /** The names of a row that comes, as they are compared. */
  static namesOf(entity: Entity, values: Values): string[] {
    const attribute = nameAttribute(entity);
    const texts = (attribute && (values[attribute.name] as Values | null)) ?? {};
    return Object.values(texts).flatMap((each) => (typeof each === 'string' ? [fold(each)] : []));
  }

  private async named(entity: Entity, by: 'id' | 'slug' | 'code', names: readonly Name[]) {
    const values = new Set(
      names.flatMap((name) => (name as Partial<Record<string, string>>)[by] ?? []),
    );
    const more = by === 'code' ? [by] : [];
    const rows = values.size > 0 ? await this.rows(entity, isIn(by, [...values]), more) : [];
    const ids = new Map(rows.map((row) => [row[by] as string, row.id]));
    if (by !== 'code') await this.follow(entity, by, values, ids);
    return (value: string) => [ids.get(value)].filter((id) => id !== undefined);
  }

  /** Adds to what names lead to the records that others of these names were merged into. */
  private async follow(
    entity: Entity,
    by: 'id' | 'slug',
    names: ReadonlySet<string>,
    found: Map<string, string>,
  ): Promise<void> {
    const { dialect } = this.source;
    const missing = [...names].filter((each) => !found.has(each));
    if (missing.length === 0) return;
    const among = dialect.isIn(columnOf('t', by), missing, 'text');
    const pairs = await this.source.read(
      sql`select ${columnOf('t', by)} as name, t.into_id from merged t where t.type = ${entity.name} and ${among}`,
    );
    const seen = await this.rows(entity, isIn('id', [...new Set(pairs.map((each) => each.into_id as string))])); // prettier-ignore
    const ids = new Set(seen.map(({ id }) => id));
    for (const { name, into_id: id } of pairs as { name: string; into_id: string }[])
      if (ids.has(id)) found.set(name, id);
  }

  private async external(entity: Entity, names: readonly Name[]): Promise<Map<string, string[]>> {
    const wanted = names.flatMap((name) => ('externalId' in name ? [name.externalId.value] : []));
    if (wanted.length === 0) return new Map();
    const { dialect } = this.source;
    const among = dialect.isIn(sql`x.value`, [...new Set(wanted)], 'text');
    const pairs = await this.source.read(
      sql`select t.id, x.system, x.value from external_id x
        join ${tableAs(entity.table, 't')} on t.id = x.record_id where ${among}`,
    );
    const seen = await this.named(
      entity,
      'id',
      pairs.map(({ id }) => ({ id: id as string })),
    );
    return new Map(
      pairs.map((each) => [JSON.stringify([each.system, each.value]), seen(each.id as string)]),
    );
  }

  private async called(entity: Entity, names: readonly Name[]): Promise<Map<string, string[]>> {
    const wanted = new Set(names.flatMap((name) => ('name' in name ? [fold(name.name)] : [])));
    const attribute = nameAttribute(entity);
    const called = new Map<string, string[]>();
    if (wanted.size === 0 || !attribute) return called;
    const property = `${attribute.property}Folded`;
    const isLine = (text: string) => like(property, `%\n${text.replace(/[\\%_]/g, '\\$&')}\n%`);
    const texts = [...wanted];
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      const some = new Set(texts.slice(from, from + AT_ONCE));
      const where = any(...[...some].map(isLine));
      for (const row of await this.rows(entity, where, [property]))
        for (const text of new Set((row[property] as string).split('\n')))
          if (some.has(text)) addTo(called, text, row.id);
    }
    return called;
  }

  /** The rows that fulfil a condition, and remembers them. */
  async rows(entity: Entity, where: Parameters<Reader['rows']>[0]['where'], more: string[] = []) {
    const plan = entity.attributes.some((each) => each.property === 'planId') ? ['planId'] : [];
    const properties = ['id', 'slug', ...plan, ...more];
    const rows = await new Reader(this.source, this.viewer).rows({ entity, properties, where });
    for (const row of rows) this.found.set(row.id, row);
    return rows;
  }
}
