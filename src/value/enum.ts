import { registerEnumType } from 'type-graphql';

const names = new Map<object, string>();

/** Makes an enum known to the schema under its name, with what each value means. */
export function enumType<Value extends string>(
  values: Record<string, Value>,
  name: string,
  description: string,
  meanings: Record<Value, string>,
): void {
  names.set(values, name);
  const valuesConfig: Record<string, { description: string }> = {};
  for (const [key, value] of Object.entries(values))
    valuesConfig[key] = { description: meanings[value] };
  registerEnumType(values, { name, description, valuesConfig });
}

/** The name of an enum in the schema. */
export function enumName(values: object): string {
  const name = names.get(values);
  if (!name) throw new Error(`The enum of ${Object.keys(values).join(', ')} has no name.`);
  return name;
}
