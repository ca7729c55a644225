import { IsISO4217CurrencyCode, type ValidationArguments } from 'class-validator';
import { Field, ObjectType } from 'type-graphql';
import { echo } from './invalid';
import { SafeIntScalar } from './scalars';

/** An amount of money in whole cents. */
@ObjectType('Money', { simpleResolvers: true, description: 'An amount of money.' })
export class MoneyType {
  @Field(() => SafeIntScalar, {
    description: 'The amount in cents, with its sign as printed: 150000 is 1,500.00 euros.',
  })
  cents!: number;

  @Field(() => String, { description: 'The currency by its ISO 4217 code, such as `EUR`.' })
  currency!: string;
}

/** The currency of amounts that name none. */
export const HOME_CURRENCY = 'EUR';

/** How a currency is written: by its code of ISO 4217. */
export const CURRENCY: { max: number; form: [RegExp, string] } = {
  max: 3,
  form: [/^[A-Z]{3}$/, 'a currency of ISO 4217, such as EUR'],
};

/** That a currency is one that there is. */
export const IsCurrency = (): PropertyDecorator =>
  IsISO4217CurrencyCode({
    message: ({ value }: ValidationArguments) => `Wanted ${CURRENCY.form[1]}; got ${echo(value)}.`,
  });

/** The most cents that one amount may have, either way: thousands of them add up to what a number carries exactly. */
export const MOST_CENTS = 1_000_000_000_000;
