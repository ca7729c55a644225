import { Column, Entity as TypeormEntity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Attribute, Entity, EntityClass } from './declare';
import { snake } from './names';
import { entityOf } from './registry';

/** Declares the relation that a reference makes. */
export function addReference(source: Entity, attribute: Attribute): void {
  if (source.relations.some((each) => each.name === attribute.name)) return;
  source.relations.push({
    name: attribute.name,
    sort: 'one',
    source,
    target: () => entityOf(attribute.target!()),
    join: { from: attribute.property, to: 'id' },
    description: attribute.description,
  });
}

/** Declares the relation that a list of references makes; gives its table. */
export function addLinks(source: Entity, attribute: Attribute): EntityClass {
  const target = entityOf(attribute.target!());
  const table = linkTable(source, attribute.name);
  if (!source.relations.some((each) => each.name === attribute.name))
    source.relations.push({
      name: attribute.name,
      sort: 'list',
      source,
      target: () => target,
      join: {
        from: 'id',
        to: 'id',
        link: { table: `"${table}"`, from: 'fromId', to: 'toId', position: 'position' },
      },
      description: attribute.description,
      size: attribute.size,
    });
  return linkClass(table, source, target);
}

/** The TypeORM entity of a link table. */
function linkClass(table: string, source: Entity, target: Entity): EntityClass {
  const type = { [table]: class {} }[table] as unknown as EntityClass;
  const prototype = type.prototype as object;
  const ends = { fromId: source, toId: target };
  for (const [property, end] of Object.entries(ends)) {
    PrimaryColumn({ type: 'text', name: snake(property) })(prototype, property);
    ForeignKey(() => end.type as new () => object, { deferrable: 'INITIALLY DEFERRED' })(
      prototype,
      property,
    );
  }
  Column({ type: 'integer', name: 'position' })(prototype, 'position');
  Index(['toId', 'fromId'])(type);
  TypeormEntity(table)(type);
  return type;
}

/** The table that keeps a `many` attribute. */
export function linkTable(source: Entity, attribute: string): string {
  return `${source.table}_${snake(attribute)}`;
}
