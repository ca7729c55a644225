import { isDeepStrictEqual } from 'node:util';
import { giveTurn } from '../../database/turn';
import { groupBy } from '../../value/group';
import type { Changes } from './pending';
import type { Attribute, Entity, Relation } from '../declare/declare';
import type { GraphCheck } from './graph-check';
import { partId } from '../declare/ids';
import { checkRow, merge, sameRow } from './merge';
import { plain } from '../read/whole-rows';
import type { FoundBroken } from '../declare/rules';
import type { Store } from './store';
import { LINK, shapesOf } from '../declare/table';
import { hooksOf } from './hooks';
import type { AnyPart, WrittenRow } from '../declare/row';

type Values = Record<string, unknown>;

/** A row of a table that keeps a list of references. */
type LinkRow = { fromId: string; toId: string; position: number };

/** Where the row of a part tells of a list of references in it that changes: no column holds it. */
export const LINKED = '$links';

/** What tells a part from its siblings: its key, or else its place. */
function keyOfPart(part: Entity, values: Values, place: number): string | number {
  return part.part!.key ? (values[part.part!.key] as string) : place;
}

/** Writes the lists inside records: their parts, and their references to any number of rows. */
export class Lists {
  /** Adds the rules that parts break to `broken`. */
  constructor(
    private readonly store: Store,
    private readonly graph: GraphCheck,
    private readonly broken: FoundBroken[],
  ) {}

  /** Replaces the lists of a relation, whether of parts or of references; gives those that changed, by record. */
  async put(relation: Relation, rows: readonly WrittenRow[]): Promise<Changes> {
    const target = relation.target();
    const { name, join: way } = relation;
    if (way.link)
      return this.links(
        way.link.table,
        new Map(rows.map((row) => [row.id, row.values[name] as string[]])),
      );
    if (target.sort !== 'part') return new Map();
    return this.parts(target, new Map(rows.map((row) => [row.id, row.values[name] as Values[]])));
  }

  private async parts(part: Entity, lists: Map<string, Values[]>): Promise<Changes> {
    const shapes = [...shapesOf(part).values()];
    const stored = await this.store.select<AnyPart>(part.table, shapes, 'recordId', [
      ...lists.keys(),
    ]);
    stored.sort((a, b) => a.position - b.position);
    const storedOf = groupBy(stored, (row) => row.recordId);
    const old = new Map(stored.map((row) => [row.id, row]));
    const changed = new Set<string>();
    const upserts: { before?: AnyPart; after: AnyPart }[] = [];
    const after = new Map<string, AnyPart[]>();
    const links = new Map<Attribute, Map<string, string[]>>();
    for (const each of part.attributes) if (each.kind === 'many') links.set(each, new Map());
    const was = new Map(old);
    const is = new Map<string, AnyPart>();
    for (const [recordId, list] of lists) {
      await giveTurn();
      const rows = list.map((values, position): AnyPart => {
        const id = partId(part, recordId, keyOfPart(part, values, position));
        const columns = merge(part, { id, isNew: true, values }, undefined);
        Object.assign(columns, { recordId, position });
        is.set(id, columns as AnyPart);
        for (const [{ name }, wanted] of links)
          wanted.set(id, (values[name] as string[] | undefined) ?? []);
        return columns as AnyPart;
      });
      for (const each of hooksOf(part).reviseList?.(rows) ?? [])
        this.broken.push({ ...each, id: recordId, field: `${part.part!.field}/${each.field}` });
      for (const row of rows) {
        const id = row.id;
        const place = `${part.part!.field}/${row.position}/`;
        this.broken.push(...checkRow(part, row, recordId, place));
        const before = old.get(id);
        if (!sameRow(shapes, row, before)) upserts.push({ before, after: row });
        old.delete(id);
      }
      after.set(recordId, rows);
      this.broken.push(...this.graph.parts(part, recordId, rows));
    }
    for (const { after: row } of upserts) changed.add(row.recordId);
    for (const row of old.values()) changed.add(row.recordId);
    const gone = [...old.values()].map((row): [string, string] => [row.id, row.recordId]);
    for (const [attribute, wanted] of links) {
      const table = part.relations.find((each) => each.name === attribute.name)!.join.link!.table;
      for (const [id] of gone) wanted.set(id, []);
      for (const [id, change] of await this.links(table, wanted)) {
        const [before, now] = [was.get(id), is.get(id)];
        changed.add((now ?? before)!.recordId);
        if (before) before[LINKED] = change.before;
        if (now) now[LINKED] = change.after;
      }
    }
    this.graph.removed(part, new Map(gone), part.part!.field);
    await this.store.delete(
      part.table,
      'id',
      gone.map(([id]) => id),
    );
    if (this.broken.length === 0) await this.store.put(part.table, shapes, upserts);
    const told = (rows: AnyPart[]) =>
      part.part!.confidential ? null : rows.map((row) => plain(part, row));
    return new Map(
      [...changed].map((id) => {
        const parts = { before: [...storedOf(id)], after: after.get(id) ?? [] };
        return [id, { before: told(parts.before), after: told(parts.after), parts }];
      }),
    );
  }

  private async links(table: string, lists: Map<string, string[]>): Promise<Changes> {
    const ids = [...lists.keys()];
    const name = table.replaceAll('"', '');
    const stored = await this.store.select<LinkRow>(name, LINK, 'fromId', ids);
    stored.sort((a, b) => a.position - b.position);
    const storedOf = groupBy(stored, (row) => row.fromId);
    const changes: Changes = new Map();
    for (const id of ids) {
      await giveTurn();
      const before = storedOf(id).map((row) => row.toId);
      const after = [...new Set(lists.get(id))];
      if (!isDeepStrictEqual(before, after)) changes.set(id, { before, after });
    }
    await this.store.delete(
      name,
      'fromId',
      [...changes.keys()].filter((id) => storedOf(id).length > 0),
    );
    const rows = [...changes].flatMap(([fromId, { after }]) =>
      (after as string[]).map((toId, position) => ({ after: { fromId, toId, position } })),
    );
    await this.store.put(name, LINK, rows);
    return changes;
  }
}
