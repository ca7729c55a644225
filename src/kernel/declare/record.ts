import { enumType } from '../../value/enum';
import { Column, Entity as TypeormEntity, Index, PrimaryColumn } from 'typeorm';
import { column } from './column';
import type { EntityClass, PartOf } from './declare';
import { camel } from './names';
import { entityOf } from './registry';
import type { Row } from './row';

/** A row of its own: it has a slug, a version, external ids and provenance, and callers can name it. */
export abstract class RecordRow implements Row {
  @PrimaryColumn('text') id!: string;

  @Index({ unique: true })
  @column.string(
    'A readable name that is unique among its type and stays when the name changes; `[a-z0-9-]`, at most 80.',
    { required: true, max: 80, key: true },
  )
  slug!: string;

  @column.int('Grows by one with every change.', { required: true, internal: true })
  version!: number;

  @column.instant('When it came into Luotsi.', { required: true, internal: true })
  createdAt!: string;

  @column.instant('When it last changed in Luotsi.', { required: true, internal: true })
  updatedAt!: string;
}

/** Where a root stands: drafts are seen by the owner's keys only, archived ones are public and frozen. */
export enum State {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  ARCHIVED = 'ARCHIVED',
}

enumType(
  State,
  'State',
  'Where a root stands: drafts are seen by the owner’s keys only, archived ones are public and frozen.',
  {
    DRAFT: 'Seen by keys that cover the owner only.',
    PUBLISHED: 'Seen by everybody.',
    ARCHIVED: 'Seen by everybody, and frozen.',
  },
);

/** A row that is written inside its record, as one of an ordered list. */
export abstract class PartRow implements Row {
  @PrimaryColumn('text') id!: string;

  @Column({ type: 'text', name: 'record_id' }) recordId!: string;

  @Column({ type: 'integer', name: 'position' }) position!: number;
}

interface RecordOptions {
  /** Name of the list in queries and bundles; the class name with an `s` otherwise. */
  plural?: string;
}

/** Declares a class as a record: a table, a GraphQL type, two root fields and a list in a bundle. */
export function record(description: string, options: RecordOptions = {}) {
  return (type: EntityClass): void => {
    const entity = entityOf(type);
    const singular = camel(entity.name);
    Object.assign(entity, { description, sort: 'record', singular });
    entity.plural = options.plural ?? `${singular}s`;
    TypeormEntity(entity.table)(type);
  };
}

/** Declares a class as a part: a table, a GraphQL type, and a list inside the records that `holds` gives it to. */
export function part(
  field: string,
  description: string,
  options: Omit<PartOf, 'field' | 'description'> = {},
) {
  return (type: EntityClass): void => {
    const entity = entityOf(type);
    Object.assign(entity, { description, sort: 'part', part: { field, description, ...options } });
    Index(['recordId', 'position'])(type);
    TypeormEntity(entity.table)(type);
  };
}
