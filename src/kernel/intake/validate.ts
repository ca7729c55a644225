import { faultsOf } from '../declare/constraints';
import type { Problem } from './input';

/** What the decorators of class-validator on the class of an input refuse, each with its place. */
export function validated<T extends object>(
  type: new () => T,
  input: object,
): { value: T; problems: Problem[] } {
  const value = Object.assign(new type(), input);
  const problems = faultsOf(value).map(({ property, path, code, message }): Problem => ({
    pointer: ['', property, ...path].join('/'),
    code,
    message,
  }));
  return { value, problems };
}
