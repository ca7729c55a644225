import { Field, ObjectType } from 'type-graphql';
import { parseInteger } from './fields';
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

/** An amount in cents; a fraction of a cent is refused rather than rounded. */
export function parseCents(value: unknown): number {
  return parseInteger(value);
}
