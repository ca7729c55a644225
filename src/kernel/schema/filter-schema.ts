import { registerEnumType } from 'type-graphql';
import type { Entity } from '../declare/declare';
import { CountFilter, IdFilter, attributeFilter } from './filter-types';
import { type FieldShape, type TypeClass, inputType } from '../declare/types';

/** Makes every filter type of the entities; all must exist before the schema is built. */
export function makeFilters(entities: readonly Entity[]): void {
  for (const each of entities) {
    filterType(each);
    referenceFilter(each);
    listFilter(each);
  }
}

/** The one filter type of an entity: a test for every attribute and every way to other rows. */
export function filterType(entity: Entity): TypeClass {
  const self = () => filterType(entity);
  return inputType(
    `${entity.name}Filter`,
    `Tests on ${entity.name}; all that are given must hold. At most 5 deep.`,
    () => {
      const fields: Record<string, FieldShape> = {
        and: { type: () => [self()], description: 'All of these hold.' },
        or: { type: () => [self()], description: 'At least one of these holds.' },
        not: { type: self, description: 'This does not hold.' },
      };
      if (entity.sort === 'record')
        fields.id = { type: () => IdFilter, description: 'Tests on the id.' };
      for (const attribute of entity.attributes) {
        const type = attributeFilter(attribute);
        if (type) fields[attribute.name] = { type: () => type, description: attribute.description };
      }
      for (const { name, sort, target, description } of entity.relations)
        fields[name] = {
          type: () => (sort === 'one' ? referenceFilter(target()) : listFilter(target())),
          description,
        };
      for (const [name, { type, description }] of Object.entries(entity.filters))
        fields[name] = { type, description };
      return fields;
    },
  );
}

function referenceFilter(entity: Entity): TypeClass {
  return inputType(
    `${entity.name}ReferenceFilter`,
    `Tests on a reference to ${entity.name}.`,
    () => ({
      is: { type: () => filterType(entity), description: 'It refers to one for which this holds.' },
      isNull: { type: () => Boolean, description: 'It refers to none (true) or to one (false).' },
    }),
  );
}

function listFilter(entity: Entity): TypeClass {
  const where = () => filterType(entity);
  return inputType(`${entity.name}ListFilter`, `Tests on a list of ${entity.name}.`, () => ({
    some: { type: where, description: 'At least one is such.' },
    none: { type: where, description: 'None is such; `{}` means that the list is empty.' },
    every: { type: where, description: 'All are such; true of an empty list.' },
    count: { type: () => CountFilter, description: 'How many there are.' },
  }));
}

/** The type of `orderBy` for an entity. */
export function orderType(entity: Entity, direction: object): TypeClass {
  const name = `${entity.name}Order`;
  return inputType(name, `The order of a list of ${entity.name}.`, () => {
    const fields = Object.fromEntries(Object.keys(entity.orders).map((each) => [each, each]));
    const valuesConfig = Object.fromEntries(
      Object.entries(entity.orders).map(([each, { description }]) => [each, { description }]),
    );
    registerEnumType(fields, {
      name: `${name}Field`,
      description: `What a list of ${entity.name} can be ordered by.`,
      valuesConfig,
    });
    return {
      field: {
        type: () => fields,
        required: true,
        description: 'What to order by.',
      },
      direction: {
        type: () => direction,
        default: 'ASC',
        description: 'Ascending unless asked otherwise.',
      },
    };
  });
}
