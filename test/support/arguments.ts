import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

export type Field = GraphQLField<unknown, unknown>;

/** The fields of a type. */
export const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());

/** Whether an argument or a field of an input has to be given. */
export const isRequired = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined;

const KNOWN: Record<string, unknown> = {
  Int: 1,
  Float: 1,
  SafeInt: 1,
  Boolean: true,
  Date: '2026-01-01',
  JSON: {},
};

/** Some value of a type. */
export function some(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return some(type.ofType);
  if (isListType(type)) return [some(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const wanted = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequired);
    return Object.fromEntries(wanted.map((each) => [each.name, some(each.type)]));
  }
  return KNOWN[type.name] ?? 'a';
}

/** What to ask of a field so that it is valid and short: nothing of its rows but their type. */
export const selectionOf = (field: Field): string =>
  isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';

/** The values of a type that hold a given one in a place of some scalar types, at most so many inputs deep. */
export function valuesWith(
  type: GraphQLInputType,
  scalars: readonly string[],
  given: unknown,
  deep: number,
): unknown[] {
  const walk = (at: GraphQLInputType, left: number): unknown[] => {
    if (isNonNullType(at)) return walk(at.ofType, left);
    if (isListType(at)) return walk(at.ofType, left).map((each) => [each]);
    if (!isInputObjectType(at)) return scalars.includes(at.name) ? [given] : [];
    if (left === 0) return [];
    return Object.values(at.getFields()).flatMap((field) =>
      walk(field.type, left - 1).map((value) =>
        at.isOneOf ? { [field.name]: value } : { ...(some(at) as object), [field.name]: value },
      ),
    );
  };
  return walk(type, deep);
}

/** An operation that asks one root field, given all its arguments by variables. */
export function operationOf(
  kind: 'query' | 'mutation',
  field: Field,
  args: Record<string, unknown>,
): string {
  const given = field.args.filter(({ name }) => name in args);
  const list = (of: (arg: GraphQLArgument) => string) =>
    given.length > 0 ? `(${given.map(of).join(', ')})` : '';
  const variables = list(({ name, type }) => `$${name}: ${String(type)}`);
  return `${kind} ${variables} { ${field.name}${list(({ name }) => `${name}: $${name}`)} ${selectionOf(field)} }`;
}
