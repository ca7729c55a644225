import { Invalid, echo } from '../value/invalid';
import type { Attribute, Entity } from './declare';
import { kinds } from './kinds';

/** What is wrong with a row, and where: a JSON pointer (RFC 6901) into what was sent. */
export interface Problem {
  pointer: string;
  code: string;
  message: string;
}

/** A reference as a caller writes it, to be looked up among what is stored and what comes with it. */
export interface Reference {
  target: Entity;
  by: { slug: string } | { externalId: { system: string; id: string } };
  pointer: string;
  /** Takes the id that was found. */
  settle(id: string): void;
}

/** A row as it was read: its values by attribute name, with references still open. */
export interface ReadRow {
  values: Record<string, unknown>;
  /** References to parts by key, which need the ids of their records first. */
  keyed: { attribute: Attribute; key: string; values: Record<string, unknown> }[];
}

/** Reads rows from what a caller sent, and collects every problem and every reference on the way. */
export class RowReader {
  readonly problems: Problem[] = [];
  readonly references: Reference[] = [];

  constructor(private readonly entityOf: (target: Attribute) => Entity) {}

  /** Reads a record or a part. */
  row(entity: Entity, raw: unknown, pointer: string): ReadRow | null {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      this.refuse(pointer, 'INVALID', `Wanted an object; got ${echo(raw)}.`);
      return null;
    }
    const row: ReadRow = { values: {}, keyed: [] };
    for (const [name, value] of Object.entries(raw)) {
      const place = `${pointer}/${escape(name)}`;
      const attribute = entity.attributes.find((each) => each.name === name);
      const parts = entity.relations.find(
        (each) => each.name === name && each.target().sort === 'part',
      );
      if (attribute && !attribute.internal) this.attribute(attribute, value, place, row);
      else if (parts && parts.sort === 'list' && parts.join.to === 'recordId')
        row.values[name] = this.parts(parts.target(), value, place, row);
      else this.refuse(place, 'UNKNOWN_FIELD', `${entity.name} has no field ${echo(name)}.`);
    }
    return row;
  }

  private attribute(attribute: Attribute, value: unknown, pointer: string, row: ReadRow): void {
    const { kind, name, within } = attribute;
    if (value === null) {
      if (attribute.required) this.refuse(pointer, 'REQUIRED', 'This cannot be cleared.');
      row.values[name] = kind === 'many' ? [] : null;
    } else if (kind === 'one' && within) {
      if (typeof value === 'string') row.keyed.push({ attribute, key: value, values: row.values });
      else this.refuse(pointer, 'INVALID', `Wanted the key of a part; got ${echo(value)}.`);
    } else if (kind === 'one') {
      this.reference(attribute, value, pointer, (id) => (row.values[name] = id));
    } else if (kind === 'many') {
      if (!Array.isArray(value))
        return this.refuse(pointer, 'INVALID', `Wanted a list; got ${echo(value)}.`);
      const ids: string[] = [];
      row.values[name] = ids;
      value.forEach((each, i) =>
        this.reference(attribute, each, `${pointer}/${i}`, (id) => (ids[i] = id)),
      );
    } else {
      const parsed = this.guard(pointer, () => kinds[kind].parse(value, attribute));
      if (parsed !== undefined) row.values[name] = parsed;
    }
  }

  private parts(
    part: Entity,
    value: unknown,
    pointer: string,
    row: ReadRow,
  ): Record<string, unknown>[] {
    if (value === null) return [];
    if (!Array.isArray(value)) {
      this.refuse(pointer, 'INVALID', `Wanted a list; got ${echo(value)}.`);
      return [];
    }
    return value.flatMap((each, i) => {
      const read = this.row(part, each, `${pointer}/${i}`);
      if (!read) return [];
      row.keyed.push(...read.keyed);
      this.requireAll(part, read, `${pointer}/${i}`, each as object);
      return [read.values];
    });
  }

  /** Refuses what a new row must have and has not. */
  requireAll(entity: Entity, row: ReadRow, pointer: string, raw: object): void {
    for (const { name, required, internal } of entity.attributes)
      if (required && !internal && !(name in raw))
        this.refuse(`${pointer}/${name}`, 'REQUIRED', `${entity.name} needs ${name}.`);
  }

  private reference(
    attribute: Attribute,
    value: unknown,
    pointer: string,
    settle: (id: string) => void,
  ): void {
    const target = this.entityOf(attribute);
    const externalId = (value as { externalId?: { system?: unknown; id?: unknown } } | null)
      ?.externalId;
    if (typeof value === 'string')
      this.references.push({ target, by: { slug: value }, pointer, settle });
    else if (typeof externalId?.system === 'string' && typeof externalId.id === 'string') {
      const { system, id } = externalId;
      this.references.push({ target, by: { externalId: { system, id } }, pointer, settle });
    } else
      this.refuse(
        pointer,
        'INVALID',
        `Wanted the slug of ${target.name}, or { externalId: { system, id } }; got ${echo(value)}.`,
      );
  }

  private guard<T>(pointer: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      const place = error.path.map((each) => `/${escape(String(each))}`).join('');
      this.refuse(pointer + place, error.code, error.message);
      return undefined;
    }
  }

  refuse(pointer: string, code: string, message: string): void {
    this.problems.push({ pointer, code, message });
  }
}

const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
