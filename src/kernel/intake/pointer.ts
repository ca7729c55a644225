import { placeOfLanguage } from '../../value/localised-text';

/** A JSON pointer to a place in what was sent, as far as that goes: a plain text is all of its languages. */
export function placeIn(raw: unknown, path: readonly (string | number)[]): string {
  let [pointer, value] = ['', raw];
  for (const step of path) {
    if (typeof value !== 'object' || value === null) break;
    for (const each of step in value ? [step] : placeOfLanguage(value, step)) {
      pointer += `/${escape(String(each))}`;
      value = (value as Record<string, unknown>)[each];
    }
  }
  return pointer;
}

/** A name as a step of a JSON pointer (RFC 6901, section 3). */
export const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
