import { addTo } from '../value/group';
import { type Bundle, HEAD } from '../bundle/bundle';
import { giveTurn } from '../database/turn';
import { model } from '../features';
import type { Entity } from '../kernel/declare/declare';
import { partsOf, readName } from '../kernel/intake/input';
import type { Chunk } from './source';

interface Item {
  list: string;
  index: number;
  raw: unknown;
  entity?: Entity;
}

/**
 * Cuts a bundle into chunks of at most so many rows, each with the head of the whole. Rows that others refer to come
 * before them: what a chunk refers to is in it, or is written already.
 */
export async function* cut(bundle: Bundle, size: number): AsyncGenerator<Chunk> {
  const items = await inOrder(itemsOf(bundle), bundle);
  for (let from = 0; from < items.length; from += size)
    yield chunkOf(items.slice(from, from + size), bundle, from === 0);
}

function chunkOf(items: readonly Item[], whole: Bundle, isFirst: boolean): Chunk {
  const lists = new Map<string, Item[]>();
  for (const item of items) addTo(lists, item.list, item);
  for (const own of lists.values()) own.sort((a, b) => a.index - b.index);
  const bundle: Bundle = {};
  for (const [name, value] of Object.entries(whole)) {
    const own = lists.get(name)?.map((each) => each.raw);
    if (own) bundle[name] = own;
    else if (HEAD.includes(name) || (isFirst && !Array.isArray(value))) bundle[name] = value;
  }
  return {
    bundle,
    rows: items.length,
    whole: (pointer) => {
      const [start = '', list = '', index, ...path] = pointer.split('/');
      const item = lists.get(list)?.[Number(index)];
      return item ? [start, list, item.index, ...path].join('/') : pointer;
    },
  };
}

function itemsOf(bundle: Bundle): Item[] {
  const items = Object.entries(bundle).flatMap(([list, rows]): Item[] =>
    Array.isArray(rows)
      ? rows.map((raw: unknown, index) => ({ list, index, raw, entity: model.byPlural(list) }))
      : [],
  );
  const rank = new Map(model.records.map((each, i) => [each.plural, i]));
  return items.sort((a, b) => (rank.get(a.list) ?? -1) - (rank.get(b.list) ?? -1));
}

/** Puts every row behind those it refers to; rows that refer to each other in a circle stay as they are. */
async function inOrder(items: readonly Item[], { system, provenance }: Bundle): Promise<Item[]> {
  const of = typeof system === 'string' ? system : undefined;
  const byName = new Map<string, Item>();
  for (const item of items) {
    await giveTurn();
    for (const name of ownNames(item, of)) if (!byName.has(name)) byName.set(name, item);
  }
  const seen = new Set<Item>();
  const order: Item[] = [];
  const entered = (item: Item) => {
    seen.add(item);
    const { entity } = item;
    const raw = provenance ? { provenance: [provenance], ...fieldsOf(item.raw) } : item.raw;
    return { item, names: entity && namesIn(entity, raw, of) };
  };
  for (const item of items) {
    const path = seen.has(item) ? [] : [entered(item)]; // not by recursion: a chain may be as long as the bundle
    for (let at = path.at(-1); at; at = path.at(-1)) {
      await giveTurn();
      const name = at.names?.next().value as string | undefined;
      const to = name === undefined ? undefined : byName.get(name);
      if (to && !seen.has(to)) path.push(entered(to));
      if (name !== undefined) continue;
      order.push(at.item);
      path.pop();
    }
  }
  return order;
}

const fieldsOf = (raw: unknown) =>
  (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;

const keyOf = ({ name }: Entity, by: object) => JSON.stringify([name, by]);

/** What others may call a row: its slug, its code and its external ids. */
function* ownNames({ entity, raw }: Item, system?: string): Generator<string> {
  const { slug, code, externalIds } = fieldsOf(raw);
  if (!entity) return;
  if (typeof slug === 'string') yield keyOf(entity, { slug });
  if (typeof code === 'string') yield keyOf(entity, { code });
  for (const each of Array.isArray(externalIds) ? (externalIds as unknown[]) : []) {
    const by = readName({ externalId: fieldsOf(each) }, system);
    if (by) yield keyOf(entity, by);
  }
}

/** What a row and its parts refer to, as those may be called. */
function* namesIn(entity: Entity, raw: unknown, system?: string): Generator<string> {
  const row = fieldsOf(raw);
  for (const attribute of entity.attributes) {
    const { kind, target, within } = attribute;
    if ((kind !== 'one' && kind !== 'many') || within) continue;
    for (const each of [row[attribute.name]].flat()) {
      const by = readName(each, system);
      const to = by && model.records.find(({ type }) => type === target!());
      if (to) yield keyOf(to, by);
    }
  }
  for (const part of partsOf(entity))
    for (const each of [row[part.part!.field]].flat()) yield* namesIn(part, each, system);
}
