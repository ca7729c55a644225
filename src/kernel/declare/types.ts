import { Field, InputType, ObjectType } from 'type-graphql';

/** A class that is a GraphQL type. */
export type TypeClass = new () => object;

/** A field of a type that is made here. */
export interface FieldShape {
  type: () => unknown;
  description: string;
  required?: boolean;
  default?: unknown;
}

const made = new Map<string, TypeClass>();

/** A GraphQL input type with the given fields; made once, however often it is asked for. */
export function inputType(
  name: string,
  description: string,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  return classOf(name, InputType(name, { description }), fields);
}

/** A GraphQL object type with the given fields, likewise. */
export function objectType(
  name: string,
  description: string,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  return classOf(name, ObjectType(name, { description }), fields);
}

function classOf(
  name: string,
  decorate: ClassDecorator,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  const found = made.get(name);
  if (found) return found;
  const type = { [name]: class {} }[name]!;
  made.set(name, type); // before its fields, which may lead back to it
  for (const [field, { type: typeOf, required, ...shape }] of Object.entries(fields()))
    Field(typeOf as () => TypeClass, {
      nullable: !required,
      description: shape.description,
      defaultValue: shape.default,
    })(type.prototype, field);
  decorate(type);
  return type;
}
