import { giveTurn } from '../../database/turn';
import { echo } from '../../value/invalid';
import { all, isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import { idMaker } from '../declare/ids';
import { columnsFor } from '../declare/kinds';
import type { Name, ReadRow, RowReader } from './input';
import type { Lookup } from './lookup';
import { isSlug } from './slugs';
import type { Row, Transaction } from './transaction';

const WAYS = { id: 'ID', slug: 'SLUG', externalId: 'EXTERNAL_ID' } as const;
const PLACES = { id: 'id', slug: 'slug', externalId: 'externalIds/0' } as const;

/** What a row calls itself: by its slug, and by its external ids. */
export function namesIn({ slug, externalIds }: ReadRow['values']): Name[] {
  const ids = (externalIds ?? []) as { system?: string; value?: string }[];
  return [
    ...(typeof slug === 'string' ? [{ slug }] : []),
    ...ids.flatMap(({ system, value }) =>
      system && value ? [{ externalId: { system, value } }] : [],
    ),
  ];
}

/** What a row is known by: the id that was given, or its slug, or else its first external id. */
const nameOf = ({ given, values }: Row): Name | undefined =>
  given.id === undefined ? namesIn(values)[0] : { id: given.id };

/** Whether a row says what it is called, in a way that can be read or not. */
function namesItself({ given, read }: Row): boolean {
  const { externalIds: ids = null } = given.raw as { externalIds?: unknown };
  return read.given.has('slug') || (ids !== null && !(Array.isArray(ids) && ids.length === 0));
}

/** Gives each row the id of the record that it names, or a new one. */
export class Identifier {
  private readonly newId: ReturnType<typeof idMaker>;
  private readonly seen = new Set<string>();

  constructor(
    private readonly reader: RowReader,
    private readonly lookup: Lookup,
    private readonly at: Transaction,
  ) {
    this.newId = idMaker(at.now);
  }

  /** Finds what rows name; those that are known by what they hold wait until their references lead somewhere. */
  async byName(rows: readonly Row[]): Promise<void> {
    for (const entity of this.at.model.records) {
      const own = rows.filter((row) => row.entity === entity);
      const names = own.map(nameOf);
      const found = await this.lookup.find(
        entity,
        names.flatMap((name) => name ?? []),
      );
      for (const [i, row] of own.entries()) {
        await giveTurn();
        const name = names[i];
        if (name) this.named(row, name, found(name)[0]);
        else this.nameless(row);
      }
    }
  }

  /** Finds rows without a name by what there is one of: see `Entity.knownBy`. */
  async byContent(rows: readonly Row[]): Promise<void> {
    for (const entity of this.at.model.records) {
      const own = rows.filter((row) => row.entity === entity && row.id === '');
      if (own.length === 0) continue;
      const { keyOf, find, place } = await this.contents(entity, own);
      for (const row of own) {
        const key = keyOf(row.values);
        const id = key === null ? undefined : find(key);
        const isOther = id !== undefined && refersTo(entity, row, id);
        this.settle(row, { place, id: isOther ? undefined : id, matchedBy: 'CONTENT', same: key });
      }
    }
  }

  /** The records that hold what rows hold, in the attributes by which they are known. */
  private async contents(entity: Entity, rows: readonly Row[]) {
    const { attributes: names, among } = entity.knownBy!;
    const attributes = names.map((name) => entity.attributes.find((each) => each.name === name)!);
    const properties = attributes.flatMap(({ columns }) => columns.map((each) => each.property));
    const key = (columns: Row['values']) =>
      JSON.stringify(properties.map((each) => columns[each] ?? null));
    const keyOf = (values: Row['values']): string | null => {
      if (attributes.some((each) => each.required && values[each.name] === undefined)) return null;
      const columns: Row['values'] = {};
      for (const each of attributes)
        Object.assign(columns, columnsFor(each, values[each.name] ?? null));
      return key(columns);
    };
    const [first] = attributes;
    const firsts = rows.flatMap(({ values }) => (values[first!.name] as string | undefined) ?? []);
    const where = all(isIn(first!.property, [...new Set(firsts)]), among);
    const stored = firsts.length > 0 ? await this.lookup.rows(entity, where, properties) : [];
    const ids = new Map(stored.map((each) => [key(each), each.id]));
    return { keyOf, find: (text: string) => ids.get(text), place: names.at(-1)! };
  }

  private named(row: Row, name: Name, id: string | undefined): void {
    const { entity, pointer } = row;
    const way = Object.keys(name)[0] as keyof typeof WAYS;
    if (!id && 'id' in name)
      this.reader.refuse(
        `${pointer}/id`,
        'NOT_FOUND',
        `There is no ${entity.name} ${echo(name.id)}.`,
      );
    const same = JSON.stringify(name);
    if (id && 'slug' in name) row.values.slug = this.lookup.slugOf(id); // another, where it was merged
    this.settle(row, { place: PLACES[way], id, matchedBy: WAYS[way], same });
  }

  private nameless(row: Row): void {
    row.unread = namesItself(row);
    if (!row.unread && row.entity.knownBy) return;
    if (!row.unread && !row.given.nameless)
      this.reader.refuse(`${row.pointer}/slug`, 'REQUIRED', 'Wanted a slug or an external id.');
    this.settle(row);
  }

  private settle(
    row: Row,
    found: {
      place?: string;
      id?: string;
      matchedBy?: Row['matchedBy'];
      same?: string | null;
    } = {},
  ): void {
    const { entity, pointer } = row;
    const { place = 'slug', id, matchedBy = null, same } = found;
    row.isNew = !id;
    row.id = id ?? this.newId(entity);
    row.matchedBy = id ? matchedBy : null;
    row.place = `${pointer}/${place}`;
    const known = id ?? (same && `${entity.name} ${same}`);
    if (known && this.seen.has(known))
      this.reader.refuse(row.place, 'DUPLICATE', `This ${entity.name} comes twice.`);
    if (known) this.seen.add(known);
    row.expectedVersion = row.given.expectedVersion;
    if (row.isNew && row.given.id === undefined && !row.unread) complete(row, this.reader);
    checkSlug(row, this.reader);
  }
}

/** Whether a row refers to a record of its own type: then it is another than that. */
const refersTo = ({ attributes, type }: Entity, { values }: Row, id: string): boolean =>
  attributes.some(
    ({ kind, name, target }) => kind === 'one' && target?.() === type && values[name] === id,
  );

function complete({ entity, read, pointer, values, given }: Row, reader: RowReader): void {
  if ((given.expectedVersion ?? null) !== null)
    reader.refuse(pointer, 'NOT_FOUND', `There is no such ${entity.name} to change.`);
  if (given.defaults) {
    const { values: defaults, given: names } = reader.row(entity, given.defaults, pointer, read)!;
    for (const name of names) {
      if (read.given.has(name)) continue;
      read.given.add(name);
      values[name] = defaults[name];
    }
  }
  read.given.add('slug'); // it is made of the name where there is none
  reader.requireAll(entity, read, pointer);
}

function checkSlug({ pointer, values: { slug } }: Row, reader: RowReader): void {
  if (typeof slug === 'string' && !isSlug(slug))
    reader.refuse(
      `${pointer}/slug`,
      'INVALID',
      `Wanted a slug of a-z, 0-9 and single hyphens; got ${echo(slug)}.`,
    );
}
