import { registerEnumType } from 'type-graphql';

const names = new Map<object, string>();

/** Makes an enum known to the schema under its name, with what each value means. */
export function enumType<Values extends Record<string, string>>(
  values: Values,
  name: string,
  description: string,
  meanings: { [value in keyof Values]: string },
): void {
  names.set(values, name);
  const config = Object.entries<string>(meanings).map(([value, meaning]) => [
    value,
    { description: meaning },
  ]);
  registerEnumType(values, { name, description, valuesConfig: Object.fromEntries(config) });
}

/** The name of an enum in the schema. */
export function enumName(values: object): string {
  const name = names.get(values);
  if (!name) throw new Error(`The enum of ${Object.keys(values).join(', ')} has no name.`);
  return name;
}
