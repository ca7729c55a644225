import { Float, Int } from 'type-graphql';
import { enumName } from '../../value/enum';
import { Per, QuantityEach, QuantityUnit, Rhythm } from '../../value/rhythm';
import { DateScalar, DateTimeScalar, LanguageScalar, SafeIntScalar } from '../../value/scalars';
import { Precision } from '../../value/timing';
import type { Attribute } from '../declare/declare';
import { type TypeClass, inputType } from '../declare/types';

const TESTS: Record<string, string> = {
  eq: 'Equal to this.',
  ne: 'Not equal to this, or absent.',
  in: 'Equal to one of these.',
  gt: 'Greater than, or after, this.',
  gte: 'Equal to, greater than or after this.',
  lt: 'Less than, or before, this.',
  lte: 'Equal to, less than or before this.',
  isNull: 'Absent (true) or present (false).',
  startsWith: 'Begins with this.',
  contains: 'Contains this.',
  has: 'Contains this value.',
  hasAny: 'Contains at least one of these values.',
  isEmpty: 'Empty (true) or not (false).',
};

const LISTS = new Set(['in', 'hasAny']);
const FLAGS = new Set(['isNull', 'isEmpty']);

function testsType(name: string, description: string, type: unknown, names: string): TypeClass {
  return inputType(name, description, () =>
    Object.fromEntries(
      names.split(' ').map((test) => {
        const of = FLAGS.has(test) ? Boolean : type;
        return [test, { type: () => (LISTS.has(test) ? [of] : of), description: TESTS[test]! }];
      }),
    ),
  );
}

const COMPARED = 'eq ne in gt gte lt lte isNull';
const TEXTS =
  'Tests on a text in all its languages; case, accents (but å ä ö) and kinds of dashes do not matter.';

/** Tests on an id or a slug. */
export const IdFilter = testsType(
  'IDFilter',
  'Tests on an id or slug.',
  String,
  'eq ne in startsWith',
);
const StringFilter = testsType(
  'StringFilter',
  'Tests on a string, compared exactly.',
  String,
  'eq ne in startsWith isNull',
);
const TextFilter = testsType('TextFilter', TEXTS, String, 'eq contains startsWith isNull');
const StringListFilter = testsType(
  'StringListFilter',
  'Tests on a list of texts; case and accents (but å ä ö) do not matter.',
  String,
  'has hasAny contains isEmpty',
);
const UrlListFilter = testsType(
  'URLListFilter',
  'Tests on a list of addresses.',
  String,
  'has isEmpty',
);
const IntFilter = testsType('IntFilter', 'Tests on a whole number.', Int, COMPARED);
const FloatFilter = testsType('FloatFilter', 'Tests on a number.', Float, COMPARED);
const SafeIntFilter = testsType(
  'SafeIntFilter',
  'Tests on a large whole number.',
  SafeIntScalar,
  COMPARED,
);
const PresenceFilter = testsType(
  'PresenceFilter',
  'Tests whether something is there.',
  Boolean,
  'isNull',
);
const BooleanFilter = testsType('BooleanFilter', 'Tests on yes or no.', Boolean, 'eq isNull');
const DateFilter = testsType('DateFilter', 'Tests on a day.', DateScalar, COMPARED);
const DateTimeFilter = testsType(
  'DateTimeFilter',
  'Tests on an instant.',
  DateTimeScalar,
  COMPARED,
);
const LanguageFilter = testsType(
  'LanguageFilter',
  'Tests on a language.',
  LanguageScalar,
  'eq ne in isNull',
);
const LanguageListFilter = testsType(
  'LanguageListFilter',
  'Tests on a list of languages.',
  LanguageScalar,
  'has hasAny isEmpty',
);
/** Tests on how many rows there are. */
export const CountFilter = testsType(
  'CountFilter',
  'Tests on how many there are.',
  Int,
  'eq in gt gte lt lte',
);

/** `PrecisionFilter`: tests on an enum. */
/** The filter type for a value of an enum. */
export const enumFilter = (choices: object) =>
  testsType(
    `${enumName(choices)}Filter`,
    `Tests on ${enumName(choices)}.`,
    choices,
    'eq ne in isNull',
  );
const enumListFilter = (choices: object) =>
  testsType(
    `${enumName(choices)}ListFilter`,
    `Tests on a list of ${enumName(choices)}.`,
    choices,
    'has hasAny isEmpty',
  );

const PrecisionFilter = enumFilter(Precision);
const RhythmFilter = enumFilter(Rhythm);
const QuantityUnitFilter = enumFilter(QuantityUnit);
const QuantityEachFilter = enumFilter(QuantityEach);
const PerFilter = enumFilter(Per);

/** A span of days; what is left out is open. */
export const DateSpan = inputType(
  'DateSpan',
  'A span of days, both included; an end that is left out is open.',
  () => ({
    start: { type: () => DateScalar, description: 'The first day.' },
    end: { type: () => DateScalar, description: 'The last day.' },
  }),
);

const TimingFilter = inputType(
  'TimingFilter',
  'Tests on a time that may be imprecise. An unknown time fulfils neither of the first two.',
  () => ({
    possibly: {
      type: () => DateSpan,
      description: 'It may fall into this span: its bounds overlap it.',
    },
    certainly: {
      type: () => DateSpan,
      description:
        'It falls into this span for sure: it is bounded by it, and neither approximate nor uncertain.',
    },
    precision: { type: () => PrecisionFilter, description: 'How precisely it is known.' },
  }),
);

const QuantityFilter = inputType('QuantityFilter', 'Tests on how many or how often.', () => ({
  rhythm: { type: () => RhythmFilter, description: 'Counted, regular, continuous or on demand.' },
  unit: { type: () => QuantityUnitFilter, description: 'What is counted.' },
  each: { type: () => QuantityEachFilter, description: 'For each of what it is meant.' },
  min: { type: () => FloatFilter, description: 'The least number.' },
  max: { type: () => FloatFilter, description: 'The greatest number.' },
  per: { type: () => PerFilter, description: 'The span of time that the number is for.' },
  isNull: { type: () => Boolean, description: TESTS.isNull! },
}));

const PeriodFilter = inputType('PeriodFilter', 'Tests on a period.', () => ({
  overlaps: { type: () => DateSpan, description: 'It has a day in common with this span.' },
  within: { type: () => DateSpan, description: 'It lies wholly in this span.' },
  isNull: { type: () => Boolean, description: TESTS.isNull! },
}));

const MoneyFilter = inputType('MoneyFilter', 'Tests on an amount of money.', () => ({
  cents: { type: () => SafeIntFilter, description: 'The amount in cents.' },
  currency: { type: () => StringFilter, description: 'The currency, such as `EUR`.' },
  isNull: { type: () => Boolean, description: TESTS.isNull! },
}));

/** The filter type for an attribute. */
export function attributeFilter({ kind, choices }: Attribute): TypeClass | null {
  switch (kind) {
    case 'text':
      return TextFilter;
    case 'string':
    case 'url':
    case 'local':
      return StringFilter;
    case 'strings':
      return StringListFilter;
    case 'urls':
      return UrlListFilter;
    case 'enum':
      return enumFilter(choices!);
    case 'enums':
      return enumListFilter(choices!);
    case 'int':
      return IntFilter;
    case 'float':
      return FloatFilter;
    case 'boolean':
      return BooleanFilter;
    case 'date':
      return DateFilter;
    case 'instant':
      return DateTimeFilter;
    case 'language':
      return LanguageFilter;
    case 'languages':
      return LanguageListFilter;
    case 'timing':
      return TimingFilter;
    case 'quantity':
      return QuantityFilter;
    case 'distribution':
      return PresenceFilter;
    case 'period':
      return PeriodFilter;
    case 'money':
      return MoneyFilter;
    case 'locals':
    case 'one':
    case 'many':
      return null;
  }
}
