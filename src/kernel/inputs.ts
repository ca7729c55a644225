import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumName } from '../value/enum';
import { Per, Rhythm } from '../value/quantity';
import { DateScalar, DateTimeScalar, LanguageScalar, SafeIntScalar } from '../value/scalars';
import { Precision } from '../value/timing';
import type { Attribute, Entity } from './declare';
import { pascal } from './names';

type TypeClass = new () => object;
interface FieldShape {
  type: () => unknown;
  description: string;
  required?: boolean;
  default?: unknown;
}

const made = new Map<string, TypeClass>();

/** A GraphQL input type with the given fields; made once, however often it is asked for. */
export function inputType(
  name: string,
  description: string,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  return classOf(name, InputType(name, { description }), fields);
}

/** A GraphQL object type with the given fields, likewise. */
export function objectType(
  name: string,
  description: string,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  return classOf(name, ObjectType(name, { description }), fields);
}

function classOf(
  name: string,
  decorate: ClassDecorator,
  fields: () => Record<string, FieldShape>,
): TypeClass {
  const found = made.get(name);
  if (found) return found;
  const type = { [name]: class {} }[name]!;
  made.set(name, type); // before its fields, which may lead back to it
  for (const [field, { type: typeOf, required, ...shape }] of Object.entries(fields()))
    Field(typeOf as () => TypeClass, {
      nullable: !required,
      description: shape.description,
      defaultValue: shape.default,
    })(type.prototype, field);
  decorate(type);
  return type;
}

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

const IdFilter = testsType('IDFilter', 'Tests on an id or slug.', String, 'eq ne in startsWith');
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
const CountFilter = testsType(
  'CountFilter',
  'Tests on how many there are.',
  Int,
  'eq in gt gte lt lte',
);

/** `PrecisionFilter`: tests on an enum. */
const enumFilter = (choices: object) =>
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

/** The filter type for an attribute. */
function attributeFilter({ kind, choices }: Attribute): TypeClass | null {
  switch (kind) {
    case 'text':
      return TextFilter;
    case 'string':
    case 'url':
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
    case 'cents':
      return SafeIntFilter;
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
    case 'period':
      return PeriodFilter;
    default:
      return null;
  }
}

/** Makes every filter type of the entities; all must exist before the schema is built. */
export function makeFilters(entities: readonly Entity[]): void {
  for (const each of entities) {
    filterType(each);
    referenceFilter(each);
    listFilter(each);
  }
}

/** The one filter type of an entity: a test for every attribute and every way to other rows. */
export function filterType(entity: Entity): TypeClass {
  const self = () => filterType(entity);
  return inputType(
    `${entity.name}Filter`,
    `Tests on ${entity.name}; all that are given must hold. At most 5 deep.`,
    () => {
      const fields: Record<string, FieldShape> = {
        and: { type: () => [self()], description: 'All of these hold.' },
        or: { type: () => [self()], description: 'At least one of these holds.' },
        not: { type: self, description: 'This does not hold.' },
      };
      if (entity.sort === 'record')
        fields.id = { type: () => IdFilter, description: 'Tests on the id.' };
      for (const attribute of entity.attributes) {
        const type = attributeFilter(attribute);
        if (type) fields[attribute.name] = { type: () => type, description: attribute.description };
      }
      for (const { name, sort, target, description } of entity.relations)
        fields[name] = {
          type: () => (sort === 'one' ? referenceFilter(target()) : listFilter(target())),
          description,
        };
      for (const [name, { type, description }] of Object.entries(entity.filters))
        fields[name] = { type, description };
      return fields;
    },
  );
}

function referenceFilter(entity: Entity): TypeClass {
  return inputType(
    `${entity.name}ReferenceFilter`,
    `Tests on a reference to ${entity.name}.`,
    () => ({
      is: { type: () => filterType(entity), description: 'It refers to one for which this holds.' },
      isNull: { type: () => Boolean, description: 'It refers to none (true) or to one (false).' },
    }),
  );
}

function listFilter(entity: Entity): TypeClass {
  const where = () => filterType(entity);
  return inputType(`${entity.name}ListFilter`, `Tests on a list of ${entity.name}.`, () => ({
    some: { type: where, description: 'At least one is such.' },
    none: { type: where, description: 'None is such; `{}` means that the list is empty.' },
    every: { type: where, description: 'All are such; true of an empty list.' },
    count: { type: () => CountFilter, description: 'How many there are.' },
  }));
}

/** The type of `orderBy` for an entity. */
export function orderType(entity: Entity, direction: object): TypeClass {
  const name = `${entity.name}Order`;
  return inputType(name, `The order of a list of ${entity.name}.`, () => {
    const fields = Object.fromEntries(Object.keys(entity.orders).map((each) => [each, each]));
    const valuesConfig = Object.fromEntries(
      Object.entries(entity.orders).map(([each, { description }]) => [each, { description }]),
    );
    registerEnumType(fields, {
      name: `${name}Field`,
      description: `What a list of ${pascal(entity.name)} can be ordered by.`,
      valuesConfig,
    });
    return {
      field: {
        type: () => fields,
        required: true,
        description: 'What to order by; the id decides between equals.',
      },
      direction: {
        type: () => direction,
        default: 'ASC',
        description: 'Ascending unless asked otherwise.',
      },
    };
  });
}
