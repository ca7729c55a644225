import {
  Matches,
  Max,
  Min,
  ValidateBy,
  type ValidationArguments,
  type ValidationError,
  getMetadataStorage,
  validateSync,
} from 'class-validator';
import { Invalid, type InvalidCode, at, echo } from '../../value/invalid';
import { atMost } from '../../value/text';
import type { EntityClass } from './declare';

/** What a decorator of class-validator refuses: the property, the place inside its value, and why. */
export interface Fault {
  property: string;
  path: (string | number)[];
  code: InvalidCode;
  message: string;
}

/** What a decorator may tell of itself as its `context`: the code of what it refuses, or all that is wrong with a value. */
interface Told {
  code?: InvalidCode;
  wrong?: (value: unknown) => Invalid | null;
}

/** What the decorators on the class of an object refuse: the first of each property; what is not set is not looked at. */
export function faultsOf(object: object): Fault[] {
  if (isSound(object)) return [];
  const errors = validateSync(object, {
    forbidUnknownValues: false,
    skipMissingProperties: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  return errors.flatMap(faultsIn);
}

type Check = (value: unknown, object: object) => boolean;

/** The checks on the properties of a class. class-validator looks them up anew for each object, five times the work of reading it. */
const checks = new WeakMap<object, Map<string, Check[]>>();

/** Whether all that is set is as it should be, so that there is nothing for class-validator to say. */
function isSound(object: object): boolean {
  const type = object.constructor as EntityClass;
  let own = checks.get(type);
  if (!own) checks.set(type, (own = checksOf(type)));
  for (const [property, value] of Object.entries(object))
    if (value !== null && value !== undefined)
      for (const check of own.get(property) ?? []) if (!check(value, object)) return false;
  return true;
}

function checksOf(type: EntityClass): Map<string, Check[]> {
  const found = new Map<string, Check[]>();
  for (const each of decoratorsOf(type))
    if (each.name !== 'isOptional')
      found.set(each.propertyName, [...(found.get(each.propertyName) ?? []), checkOf(each)]);
  return found;
}

/** The check of a decorator; none holds of what is more than a question to the value: class-validator is asked then. */
function checkOf(decorator: Decorator): Check {
  const {
    constraintCls,
    constraints,
    propertyName: property,
    each: ofList,
    validateIf,
  } = decorator;
  const [rule] = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  if (rule?.async) throw new Error(`A constraint on ${property} is asked without waiting.`);
  if (!rule || validateIf) return () => false;
  const { instance } = rule;
  const holds = (value: unknown, object: object): boolean => {
    const targetName = object.constructor.name;
    return instance.validate(value, { targetName, property, object, value, constraints }) === true;
  };
  if (!ofList) return holds;
  return (value, object) => Array.isArray(value) && value.every((one) => holds(one, object));
}

function faultsIn({ property, value, constraints, contexts, children }: ValidationError): Fault[] {
  const own = Object.entries(constraints ?? {}).map(([name, given]): Fault => {
    const { code = 'INVALID', wrong } = (contexts?.[name] ?? {}) as Told;
    const why = wrong?.(value) ?? { path: [], code, message: given };
    return { property, path: why.path, code: why.code, message: why.message };
  });
  const within = (children ?? []).flatMap(faultsIn);
  return [
    ...own,
    ...within.map((each) => ({ ...each, property, path: [each.property, ...each.path] })),
  ];
}

/** A constraint by a function that throws `Invalid`, which tells what is wrong, and where inside the value. */
export function constraint(
  name: string,
  check: (value: unknown) => unknown,
  ...constraints: unknown[]
): PropertyDecorator {
  const wrong = (value: unknown): Invalid | null => {
    try {
      check(value);
      return null;
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return error;
    }
  };
  const validator = {
    validate: (value: unknown) => wrong(value) === null,
    defaultMessage: (of?: ValidationArguments) => wrong(of?.value)!.message,
  };
  return ValidateBy({ name, constraints, validator }, { context: { wrong } satisfies Told });
}

/** At most so many characters, each a code point, in a text, in each of a list, and in each language. */
export const maxCharacters = (max: number): PropertyDecorator =>
  constraint('maxCharacters', (value) => eachText(value, (text) => atMost(text, max)), max);

function eachText(value: unknown, check: (text: string) => unknown): void {
  if (typeof value === 'string') check(value);
  else if (Array.isArray(value)) value.forEach((each, i) => at(i, () => eachText(each, check)));
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) at(key, () => eachText(each, check));
}

/** A number within bounds, both included. */
export function between(min: number, max: number): PropertyDecorator[] {
  const options = {
    message: ({ value }: ValidationArguments) =>
      `Wanted a number from ${min} to ${max}; got ${echo(value)}.`,
    context: { code: 'OUT_OF_RANGE' } satisfies Told,
  };
  return [Min(min, options), Max(max, options)];
}

/** A text that looks like this, and what that is called. */
export const matches = ([pattern, wanted]: [RegExp, string]): PropertyDecorator =>
  Matches(pattern, {
    message: ({ value }: ValidationArguments) => `Wanted ${wanted}; got ${echo(value)}.`,
  });

/** A decorator of class-validator as that keeps it. */
export type Decorator = ReturnType<typeof decoratorsOf>[number];

/** The decorators of class-validator on the properties of a class, and on those that it inherits. */
export const decoratorsOf = (type: EntityClass) =>
  getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
