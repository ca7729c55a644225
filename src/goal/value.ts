import { Field, Float, ObjectType } from 'type-graphql';
import { computed } from '../kernel/model';
import type { Context } from '../kernel/resolve';
import { type LocalisedText, Text, pickText } from '../value/localised-text';
import { MoneyType } from '../value/money';
import { Measurement, Missing, Target } from './goal.entity';

/** A value of a metric: the fields of the metric's kind are filled, the others are null. */
@ObjectType({
  description:
    'A value of a metric: the fields of the metric’s kind are filled, the others are null.',
})
export class MetricValue {
  @Field(() => Float, { nullable: true, description: 'Of COUNT and NUMBER.' })
  number!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of RATIO: what is counted above the line.' })
  numerator!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of RATIO: what is counted below the line.' })
  denominator!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Of RATIO: numerator over denominator; 0.25 is 25 %.',
  })
  ratio!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of BOOLEAN.' })
  yes!: boolean | null;

  @Field(() => Float, { nullable: true, description: 'Of SCALE.' })
  level!: number | null;

  @Field(() => MoneyType, { nullable: true, description: 'Of MONEY.' })
  money!: MoneyType | null;

  @Field(() => Text, {
    nullable: true,
    description: 'Of NARRATIVE, in the language of the request.',
  })
  text!: Text | null;

  @Field(() => Missing, { nullable: true, description: 'Why there is no value.' })
  missing!: Missing | null;
}

interface Stored {
  number: number | null;
  numerator: number | null;
  denominator: number | null;
  yes: boolean | null;
  level: number | null;
  moneyCents: number | null;
  text: LocalisedText | null;
  missing?: Missing | null;
}

const COLUMNS = ['number', 'numerator', 'denominator', 'yes', 'level', 'moneyCents', 'text'];

function valueOf(row: Stored, context: Context): MetricValue {
  const { numerator, denominator, moneyCents, text, missing = null } = row;
  return {
    ...row,
    ratio: numerator !== null && denominator ? numerator / denominator : null,
    money: moneyCents === null ? null : { cents: moneyCents, currency: 'EUR' },
    text: pickText(text, context.language),
    missing,
  };
}

for (const type of [Measurement, Target])
  computed(type, {
    name: 'value',
    type: () => MetricValue,
    description: 'The value.',
    needs: type === Measurement ? [...COLUMNS, 'missing'] : COLUMNS,
    resolve: (row: Stored, _args, context: Context) => valueOf(row, context),
  });
