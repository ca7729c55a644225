import { Invalid, echo } from '../../value/invalid';
import { visible } from '../../value/text';
import type { Attribute, Entity, Kind } from '../declare/declare';
import { faultsOf } from '../declare/constraints';
import { columnsFor, kinds } from '../declare/kinds';
import { escape, placeIn } from './pointer';
import { entityOf } from '../declare/registry';
import type { UserErrorCode } from '../declare/rules';

type Values = Record<string, unknown>;

/** What is wrong with a row, and where: a JSON pointer (RFC 6901) into what was sent. */
export interface Problem {
  pointer: string;
  code: UserErrorCode;
  message: string;
}

/** How a caller names a record: exactly one of these; of several of one name, which plan it hangs on. */
export type Name =
  | { id: string }
  | { slug: string }
  | { code: string }
  | { externalId: { system: string; value: string } }
  | { name: string; plan?: string };

/** A reference as a caller writes it, to be looked up among what is stored and what comes with it. */
export interface Reference {
  target: Entity;
  by: Name;
  pointer: string;
  /** The record whose row, or part, it stands in. */
  row: ReadRow;
  /** Takes the id that was found. */
  settle(id: string): void;
}

/** A part named by its key, which needs the id of its record first. */
export interface PartReference {
  attribute: Attribute;
  key: string;
  pointer: string;
  values: Record<string, unknown>;
}

/** A row as it was read: its values by attribute name, with references still open. */
export interface ReadRow {
  values: Record<string, unknown>;
  keyed: PartReference[];
  /** The fields that were written, in whatever way. */
  given: Set<string>;
}

/** So many parts a record has of one sort: with the bounds of amounts and counts, their sums are exact. */
const MOST_PARTS = 2_000;

/** Kinds whose values are ids, which are found later. */
const REFERENCES = new Set<Kind>(['one', 'many']);

/** Reads rows from what a caller sent, and collects every problem and every reference on the way. */
export class RowReader {
  readonly problems: Problem[] = [];
  readonly references: Reference[] = [];

  /** The system of external ids which name none. */
  system?: string;

  /** We are in a part whose values are not to be repeated anywhere. */
  private confidential = false;

  /** Reads a record or a part; a part's references are its record's. */
  row(entity: Entity, raw: unknown, pointer: string, record?: ReadRow): ReadRow | null {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      this.refuse(pointer, 'INVALID', `Wanted an object; got ${echo(raw)}.`);
      return null;
    }
    const row: ReadRow = { values: {}, keyed: [], given: new Set() };
    const owner = record ?? row;
    const known = writtenFields(entity);
    for (const [name, value] of Object.entries(raw)) {
      if (value === undefined) continue;
      const { attribute, part } = known.get(name) ?? {};
      const place = `${pointer}/${attribute || part ? name : escape(name)}`;
      row.given.add(name);
      if (attribute) this.attribute(attribute, value, place, row, owner);
      else if (part) row.values[name] = this.parts(part, value, place, row, owner);
      else this.refuse(place, 'UNKNOWN_FIELD', `${entity.name} has no field ${echo(name)}.`);
    }
    this.constrain(entity, raw, pointer, row.values);
    if (this.system && entity.name === 'ExternalId' && !row.given.has('system')) {
      row.values.system = this.system;
      row.given.add('system');
    }
    return row;
  }

  /** Refuses of what was read what the constraints on its class do not allow. */
  private constrain(entity: Entity, raw: object, pointer: string, values: Values): void {
    const read = Object.create(entity.type.prototype as object) as Values;
    for (const attribute of entity.attributes) {
      const value = values[attribute.name] ?? null;
      if (value === null || REFERENCES.has(attribute.kind)) continue;
      if (attribute.members) Object.assign(read, columnsFor(attribute, value));
      else read[attribute.property] = value;
    }
    for (const { property, path, code, message } of faultsOf(read)) {
      const attribute = entity.attributes.find(({ columns }) =>
        columns.some((each) => each.property === property),
      )!;
      delete values[attribute.name];
      const member = Object.entries(attribute.members ?? {}).find(([, held]) => held === property);
      const place = [attribute.name, ...(member ? [member[0]] : []), ...path];
      this.refuse(pointer + placeIn(raw, place), code, message);
    }
  }

  private attribute(
    attribute: Attribute,
    value: unknown,
    pointer: string,
    row: ReadRow,
    owner: ReadRow,
  ): void {
    const { kind, name, within } = attribute;
    const { values } = row;
    if (value === null) {
      if (attribute.required) this.refuse(pointer, 'REQUIRED', 'This cannot be cleared.');
      values[name] = kind === 'many' ? [] : null;
    } else if (kind === 'one' && within) {
      if (typeof value === 'string')
        row.keyed.push({ attribute, key: visible(value), pointer, values });
      else this.refuse(pointer, 'INVALID', `Wanted the key of a part; got ${echo(value)}.`);
    } else if (kind === 'one') {
      this.reference(attribute, value, pointer, owner, (id) => (values[name] = id));
    } else if (kind === 'many') {
      if (!Array.isArray(value))
        return this.refuse(pointer, 'INVALID', `Wanted a list; got ${echo(value)}.`);
      const ids: string[] = [];
      values[name] = ids;
      value.forEach((each, i) =>
        this.reference(attribute, each, `${pointer}/${i}`, owner, (id) => (ids[i] = id)),
      );
    } else {
      const parsed = this.guard(pointer, () => kinds[kind].parse(value, attribute));
      if (parsed !== undefined) values[name] = parsed;
    }
  }

  private parts(
    part: Entity,
    value: unknown,
    pointer: string,
    row: ReadRow,
    owner: ReadRow,
  ): Values[] {
    if (value === null) return [];
    this.confidential = part.part!.confidential ?? false;
    try {
      return this.partRows(part, value, pointer, row, owner);
    } finally {
      this.confidential = false;
    }
  }

  private partRows(
    part: Entity,
    value: unknown,
    pointer: string,
    row: ReadRow,
    owner: ReadRow,
  ): Record<string, unknown>[] {
    if (!Array.isArray(value)) {
      this.refuse(pointer, 'INVALID', `Wanted a list; got ${echo(value)}.`);
      return [];
    }
    if (value.length > MOST_PARTS) {
      this.refuse(
        pointer,
        'OUT_OF_RANGE',
        `Wanted at most ${MOST_PARTS} of them; got ${value.length}.`,
      );
      return [];
    }
    const keys = new Set<unknown>();
    return value.flatMap((each, i) => {
      const place = `${pointer}/${i}`;
      const read = this.row(part, each, place, owner);
      if (!read) return [];
      row.keyed.push(...read.keyed);
      this.requireAll(part, read, place);
      const { key } = part.part!;
      if (key && keys.has(read.values[key]))
        this.refuse(`${place}/${key}`, 'DUPLICATE', `${echo(read.values[key])} comes twice.`);
      if (key) keys.add(read.values[key]);
      return [read.values];
    });
  }

  /** Refuses what a new row must have and has not. */
  requireAll(entity: Entity, { given }: ReadRow, pointer: string): void {
    for (const { name, required, internal, completed } of entity.attributes)
      if (required && !internal && !completed && !given.has(name))
        this.refuse(`${pointer}/${name}`, 'REQUIRED', `${entity.name} needs ${name}.`);
  }

  private reference(
    attribute: Attribute,
    value: unknown,
    pointer: string,
    row: ReadRow,
    settle: (id: string) => void,
  ): void {
    const target = entityOf(attribute.target!());
    const by = readName(value, this.system);
    if (by) this.references.push({ target, by, pointer, row, settle });
    else
      this.refuse(
        pointer,
        'INVALID',
        `Wanted the slug of ${target.name}, or one of { slug }, { id }, { code }, { externalId: { system, value } }, { name } and { name, plan }; got ${echo(value)}.`,
      );
  }

  private guard<T>(pointer: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      const place = error.path.map((each) => `/${escape(String(each))}`).join('');
      return void this.refuse(pointer + place, error.code, error.message);
    }
  }

  refuse(pointer: string, code: UserErrorCode, message: string): void {
    const told = this.confidential ? message.replace(/; got .*$/s, '.') : message;
    this.problems.push({ pointer, code, message: told });
  }
}

interface WrittenField {
  attribute?: Attribute;
  part?: Entity;
}

const fields = new WeakMap<Entity, Map<string, WrittenField>>();

/** What callers may write of an entity, by name; worked out once. */
function writtenFields(entity: Entity): Map<string, WrittenField> {
  let found = fields.get(entity);
  if (!found) {
    fields.set(entity, (found = new Map<string, WrittenField>()));
    for (const attribute of entity.attributes)
      if (!attribute.internal) found.set(attribute.name, { attribute });
    for (const part of partsOf(entity)) found.set(part.part!.field, { part });
  }
  return found;
}

/** The parts that callers write inside a record. */
export function partsOf(entity: Entity): Entity[] {
  return entity.relations
    .filter((each) => each.sort === 'list' && each.join.to === 'recordId' && !each.join.link)
    .map((each) => each.target())
    .filter((each) => each.sort === 'part');
}

/** Reads what names a record: a slug, or an object with one of the ways; null where it is neither. */
export function readName(value: unknown, system?: string): Name | null {
  if (typeof value === 'string') return { slug: visible(value) };
  if (typeof value !== 'object' || value === null) return null;
  const given = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  if (given.length === 2) {
    const { name, plan }: Values = Object.fromEntries<unknown>(given);
    const isWay = typeof name === 'string' && typeof plan === 'string';
    return isWay ? { name, plan: visible(plan) } : null;
  }
  if (given.length !== 1) return null;
  const [way, by] = given[0] as [string, unknown];
  if (typeof by === 'string' && way === 'name') return { name: by };
  if (typeof by === 'string' && /^(id|slug|code)$/.test(way)) return { [way]: visible(by) } as Name;
  if (way !== 'externalId') return null;
  const { system: named, value: there } = by as { system?: unknown; value?: unknown };
  const of = named ?? system;
  return typeof of === 'string' && typeof there === 'string'
    ? { externalId: { system: visible(of), value: visible(there) } }
    : null;
}
