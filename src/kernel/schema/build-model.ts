import { indexRules } from '../declare/access-index';
import type { Attribute, Computed, Entity, EntityClass } from '../declare/declare';
import { addLinks, addReference } from '../declare/links';
import type { Model } from '../declare/model';
import { RecordRow } from '../declare/record';
import { entityOf } from '../declare/registry';
import { inOrder } from '../declare/rules';
import { type Feature, computed, holds, isValidFor } from './feature';
import type { Mutation } from './mutations';

/** The whole graph, with the operations beside those that follow from its entities. */
export interface Graph extends Model {
  /** Records in the order in which a reader of the schema wants to meet them. */
  reading: Entity[];
  resolvers: (new () => object)[];
  mutations: Mutation[];
}

/** Puts the features together: relations from their references, link tables, what every record has. */
export function buildModel(
  features: readonly Feature[],
  reading: readonly Feature[],
  common: EntityClass[],
  tables: Model['tables'],
  everywhere: Omit<Computed, 'source'>[] = [],
): Graph {
  const records = behindOwners(features.flatMap((feature) => feature.entities));
  const parts = new Set<Entity>();
  const links: EntityClass[] = [];
  for (const each of records) {
    each.attributes = inherited(each.type).filter(unique());
    for (const field of everywhere) computed(each.type, field);
    for (const type of common) {
      const { field } = entityOf(type).part!;
      if (!each.relations.some((relation) => relation.name === field)) holds(each.type, type);
    }
    for (const relation of each.relations)
      if (relation.target().sort === 'part') parts.add(relation.target());
  }
  for (const each of [...records, ...parts]) {
    if (isValidFor(each)) each.rules.push(inOrder('validFrom', 'validTo'));
    for (const attribute of each.attributes) {
      if (attribute.kind === 'one') addReference(each, attribute);
      if (attribute.kind === 'many') links.push(addLinks(each, attribute));
    }
  }
  indexRules([...records, ...parts]);
  const byPrefix = new Map(records.map((each) => [each.table, each]));
  return {
    records,
    reading: reading.flatMap((feature) => feature.entities),
    parts: [...parts],
    resolvers: features.flatMap((feature) => feature.resolvers ?? []),
    mutations: features.flatMap((feature) => feature.mutations?.() ?? []),
    tables: [
      ...records.map((each) => each.type),
      ...[...parts].map((each) => each.type),
      ...links,
      ...tables,
    ],
    ofId: (id) => byPrefix.get(id.slice(0, id.lastIndexOf('_'))),
    byPlural: (plural) => records.find((each) => each.plural === plural),
  };
}

/** In their order, but none before what tells who owns it, so that this is known of rows that come together. */
function behindOwners(entities: readonly Entity[]): Entity[] {
  const placed = new Set<Entity>();
  const isOpen = (each: Entity) => !placed.has(each) && owners(each).every((of) => placed.has(of));
  for (let next = entities.find(isOpen); next; next = entities.find(isOpen)) placed.add(next);
  return [...placed];
}

/** What the references of an entity that tell who owns its rows lead to. */
function owners({ access: { owner }, attributes }: Entity): Entity[] {
  if (!owner || 'property' in owner) return [];
  return attributes
    .filter(({ name }) => owner.through.includes(name))
    .map(({ target }) => entityOf(target!()));
}

/** The attributes of a class and of those that it extends, theirs first. */
function inherited(type: EntityClass): Attribute[] {
  const above = Object.getPrototypeOf(type) as EntityClass;
  const own = entityOf(type).attributes;
  return type === RecordRow ? own : [...inherited(above), ...own];
}

function unique() {
  const seen = new Set<string>();
  return (attribute: Attribute) => !seen.has(attribute.name) && seen.add(attribute.name);
}
