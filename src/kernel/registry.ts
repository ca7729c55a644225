import type { Entity, EntityClass } from './declare';
import { snake } from './names';

const entities = new Map<EntityClass, Entity>();

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
      access: { visible: () => ({ any: [] }), owner: null },
      orders: {},
    };
    entities.set(type, found);
  }
  return found;
}
