import type { Entity } from './declare';

/** The whole graph: every entity with the ways between them. */
export interface Model {
  /** Records in the order in which a bundle writes them. */
  records: Entity[];
  parts: Entity[];
  /** What TypeORM makes tables of. */
  tables: (abstract new () => object)[];
  /** The entity that an id belongs to, by its prefix. */
  ofId(id: string): Entity | undefined;
  byPlural(plural: string): Entity | undefined;
}
