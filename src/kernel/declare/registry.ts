import { FALSE } from './condition';
import type { Access, Attribute, Entity, EntityClass, Relation } from './declare';
import { snake } from './names';

const entities = new Map<EntityClass, Entity>();

/** What holds until a rule is stated: nobody sees anything. */
export const NOBODY: Access = { visible: () => FALSE, owner: null };

/** The declaration of a class; an empty one is begun where there is none yet, so that decorators may come in any order. */
export function entityOf(type: EntityClass): Entity {
  let found = entities.get(type);
  if (!found) {
    found = {
      name: type.name,
      table: snake(type.name),
      type,
      description: '',
      sort: 'record',
      attributes: [],
      relations: [],
      computed: [],
      filters: {},
      rules: [],
      singular: '',
      plural: '',
      access: NOBODY,
      orders: {},
    };
    entities.set(type, found);
  }
  return found;
}

/** The text that records of an entity are called by: their `name`, `label` or `title`. */
export const nameAttribute = ({ attributes }: Entity): Attribute | undefined =>
  attributes.find(({ kind, columns }) => kind === 'text' && columns.length > 2);

/** A declared relation by its name. */
export function relationOf(entity: Entity, name: string): Relation {
  const found = entity.relations.find((each) => each.name === name);
  if (!found) throw new Error(`${entity.name} has no relation ${name}.`);
  return found;
}

/** Whether a relation is a list that is written with the row that holds it: of parts, or of references. */
export const isWritten = ({ sort, join: { to, link } }: Relation): boolean =>
  sort === 'list' && (to === 'recordId' || link?.position !== undefined);

/** The references of an entity to what its rows are kept in. */
export const withinOf = ({ access, attributes }: Entity): Attribute[] =>
  attributes.filter(({ name }) => access.within?.includes(name));
