import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../../database/database';
import type { Changes } from './pending';
import type { Entity, Relation } from '../declare/declare';
import { changedValues, merge } from './merge';
import { Reader } from '../read/reader';
import { entityOf } from '../declare/registry';
import type { Viewer } from '../declare/viewer';
import type { WrittenRow, AnyRow } from '../declare/row';
import { wholeList } from '../read/whole-rows';

const ID = new Set(['id']);

/**
 * Compares what is given with what a viewer sees of a record, for records that are not the viewer's to write: were it
 * compared with all that is stored, UNCHANGED or FORBIDDEN would tell what is hidden in it.
 */
export class Sight {
  private readonly reader: Reader;

  constructor(session: Session, viewer: Viewer) {
    this.reader = new Reader(session, viewer);
  }

  /** The fields in which a row that is given differs from what the viewer sees. */
  async changes(entity: Entity, row: WrittenRow, stored: AnyRow): Promise<Changes> {
    const seen = await this.seen(entity, stored);
    const changes = changedValues(entity, seen, merge(entity, row, seen));
    for (const relation of entity.relations) {
      const given = row.values[relation.name];
      if (relation.sort !== 'list' || given === undefined) continue;
      if (!(await this.isSame(relation, row.id, given as never)))
        changes.set(relation.name, NOTHING);
    }
    return changes;
  }

  /** A row without the references to what the viewer does not see. */
  private async seen(entity: Entity, row: AnyRow): Promise<AnyRow> {
    const seen = { ...row };
    for (const { kind, property, target } of entity.attributes) {
      const id = row[property] as string | null;
      if (kind === 'one' && id && !(await this.reader.one(entityOf(target!()), id, ID)))
        seen[property] = null;
    }
    return seen;
  }

  private async isSame(relation: Relation, id: string, given: readonly unknown[]) {
    const of = relation.target();
    const rows = await wholeList(this.reader, relation, id);
    if (of.sort === 'record')
      return isDeepStrictEqual(
        rows.map((each) => each.id),
        [...new Set(given)],
      );
    if (rows.length !== given.length) return false;
    for (const [i, row] of rows.entries())
      if (!(await this.isSamePart(of, row, given[i] as AnyRow))) return false;
    return true;
  }

  private async isSamePart(part: Entity, row: AnyRow, values: AnyRow): Promise<boolean> {
    const given = merge(part, { id: row.id, isNew: true, values }, undefined);
    if (changedValues(part, row, given).size > 0) return false;
    for (const { name, kind } of part.attributes) {
      if (kind !== 'many') continue;
      const relation = part.relations.find((each) => each.name === name)!;
      if (!(await this.isSame(relation, row.id, (values[name] ?? []) as unknown[]))) return false;
    }
    return true;
  }
}

const NOTHING = { before: null, after: null };
