import { Arg, Resolver } from 'type-graphql';
import type { Argument } from './connection';
import type { EntityClass } from '../declare/declare';

type AnyClass = new () => object;

/** A class with a stub for each field, for type-graphql's decorators to stand on; the stubs never run. */
export function resolverClass(
  name: string,
  of?: () => EntityClass,
): { type: AnyClass; prototype: Record<string, unknown> } {
  const type = { [name]: class {} }[name]!;
  if (of) Resolver(of as () => AnyClass)(type);
  else Resolver()(type);
  return { type, prototype: type.prototype as Record<string, unknown> };
}

/** What decorates a field. */
export type Decorate = (
  prototype: object,
  name: string,
  descriptor: TypedPropertyDescriptor<unknown>,
) => unknown;

/** Adds a field with its arguments. */
export function addField(
  prototype: Record<string, unknown>,
  name: string,
  args: Record<string, Argument>,
  decorate: Decorate,
): void {
  prototype[name] = () => undefined;
  Object.entries(args).forEach(([argument, { type, nullable = true, description }], i) => {
    Arg(argument, type as () => AnyClass, { nullable, description })(prototype, name, i);
  });
  decorate(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
}
