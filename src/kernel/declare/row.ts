/** What every row has, whether it is a record or a part of one. */
export interface Row {
  id: string;
}

/** A row of whatever entity, as its table holds it. */
export interface AnyRow extends Row {
  [property: string]: unknown;
}

/** The row of a record, of whatever entity. */
export interface AnyRecord extends AnyRow {
  slug: string;
  version: number;
}

/** The row of a part, of whatever entity. */
export interface AnyPart extends AnyRow {
  recordId: string;
  position: number;
}

/** A row as it is about to be written: its attributes, lists of references and parts by name. */
export interface WrittenRow {
  id: string;
  isNew: boolean;
  values: Record<string, unknown>;
  /** The version that the caller has seen, where it must be that still. */
  expectedVersion?: number | null;
}
