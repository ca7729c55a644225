import { enumType } from '../../value/enum';
import { snake } from '../declare/names';
import type { Entity } from '../declare/declare';

/** The names of the types of records, by what an enum calls them. */
export type RecordType = Record<string, string>;

/** The enum of the types of records. */
export function recordType(entities: readonly Entity[]): RecordType {
  const names = entities.map(({ name }) => name);
  const type = Object.fromEntries(names.map((name) => [snake(name).toUpperCase(), name]));
  const descriptions = Object.fromEntries(names.map((name) => [name, `A ${name}.`]));
  enumType(type, 'RecordType', 'The types of records.', descriptions);
  return type;
}
