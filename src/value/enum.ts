import { registerEnumType } from 'type-graphql';

const names = new Map<object, string>();

/** Makes an enum known to the schema under its name, with what each value means where the word alone does not tell. */
export function enumType<Values extends Record<string, string>>(
  values: Values,
  name: string,
  description: string,
  valuesConfig: { [value in keyof Values]?: { description: string } } = {},
): void {
  names.set(values, name);
  registerEnumType(values, { name, description, valuesConfig });
}

/** The name of an enum in the schema. */
export function enumName(values: object): string {
  const name = names.get(values);
  if (!name) throw new Error(`The enum of ${Object.keys(values).join(', ')} has no name.`);
  return name;
}
