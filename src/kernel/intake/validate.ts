import { type ValidationError, validateSync } from 'class-validator';
import type { Problem } from './input';

/** What class-validator finds wrong with an input whose class says how its fields are to be, each with its place. */
export function validated<T extends object>(
  type: new () => T,
  input: object,
): { value: T; problems: Problem[] } {
  const value = Object.assign(new type(), input);
  const found = validateSync(value, { forbidUnknownValues: false, stopAtFirstError: true });
  return { value, problems: problemsOf(found, '') };
}

function problemsOf(errors: readonly ValidationError[], path: string): Problem[] {
  return errors.flatMap(({ property, constraints = {}, contexts = {}, children = [] }) => {
    const pointer = `${path}/${property}`;
    const own = Object.entries(constraints).map(([rule, message]): Problem => {
      const { code = 'INVALID' } = (contexts[rule] ?? {}) as Partial<Problem>;
      return { pointer, code, message };
    });
    return [...own, ...problemsOf(children, pointer)];
  });
}
