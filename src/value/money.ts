import { IsISO4217CurrencyCode, type ValidationArguments } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { parseFields, parseInteger } from './fields';
import { Invalid, at, echo } from './invalid';
import { SafeIntScalar } from './scalars';
import { cleanText } from './text';

/** An amount in whole cents, and its currency by its ISO 4217 code. */
export interface Money {
  cents: number;
  currency: string;
}

/** Reads an amount; in the currency of the house where it names none. */
export function parseMoney(value: unknown): Money {
  const given = parseFields(value, ['cents', 'currency']);
  if (given.cents === undefined) throw new Invalid('REQUIRED', 'Wanted cents.', ['cents']);
  return {
    cents: at('cents', () => parseInteger(given.cents, { min: -Infinity, max: Infinity })),
    currency: at('currency', () => cleanText(given.currency ?? HOME_CURRENCY, {})),
  };
}

/** An amount of money as callers read it. */
@ObjectType('Money', { simpleResolvers: true, description: 'An amount of money.' })
export class MoneyType implements Money {
  @Field(() => SafeIntScalar, {
    description: 'The amount in cents, with its sign as printed: 150000 is 1,500.00 euros.',
  })
  cents!: number;

  @Field(() => String, { description: 'The currency by its ISO 4217 code, such as `EUR`.' })
  currency!: string;
}

/** The currency of amounts that name none. */
export const HOME_CURRENCY = 'EUR';

/** An amount of money as callers write it. */
@InputType({ description: 'An amount of money.' })
export class MoneyInput implements Partial<Money> {
  @Field(() => SafeIntScalar, {
    description:
      'The amount in cents: 150000 is 1,500.00 euros; expenses of a budget are negative.',
  })
  cents!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The currency by its ISO 4217 code; `EUR` where it is not said.',
  })
  currency?: string;
}

/** That a currency is one that there is, by its code of ISO 4217. */
export const IsCurrency = (): PropertyDecorator =>
  IsISO4217CurrencyCode({
    message: ({ value }: ValidationArguments) =>
      `Wanted a currency of ISO 4217, such as EUR; got ${echo(value)}.`,
  });

/** The most cents that one amount may have, either way: thousands of them add up to what a number carries exactly. */
export const MOST_CENTS = 1_000_000_000_000;
