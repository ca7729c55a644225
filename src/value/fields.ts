import { echo, Invalid } from './invalid';

/** The fields of an object that are given, null counting as not given; a field beyond the named ones is refused. */
export function parseFields<Name extends string>(
  value: unknown,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Invalid('INVALID', `Wanted an object with ${names.join(', ')}; got ${echo(value)}.`);
  }
  const given: Partial<Record<Name, unknown>> = {};
  for (const [name, field] of Object.entries(value as Record<string, unknown>)) {
    if (!names.includes(name as Name)) {
      const message = `There is no field ${echo(name)} here; wanted ${names.join(', ')}.`;
      throw new Invalid('UNKNOWN_FIELD', message, [name]);
    }
    if (field !== null && field !== undefined) given[name as Name] = field;
  }
  return given;
}

/** A whole number that a double carries exactly, within bounds. */
export function parseInteger(
  value: unknown,
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {},
): number {
  if (typeof value !== 'number' || !(Number.isInteger(value) || Math.abs(value) === Infinity)) {
    throw new Invalid('INVALID', `Wanted a whole number; got ${echo(value)}.`);
  }
  if (value < min || value > max) {
    throw new Invalid('OUT_OF_RANGE', `Wanted a number from ${min} to ${max}; got ${echo(value)}.`);
  }
  return value === 0 ? 0 : value; // -0 would not compare equal to the stored 0 everywhere
}

/** True or false, nothing that merely looks like it. */
export function parseBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Invalid('INVALID', `Wanted true or false; got ${echo(value)}.`);
}

/** One of the words of an enum. */
export function parseEnum<Word extends string>(value: unknown, words: Record<string, Word>): Word {
  const word = Object.values(words).find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const wanted = Object.values(words).join(', ');
  throw new Invalid('INVALID', `Wanted one of ${wanted}; got ${echo(value)}.`);
}
