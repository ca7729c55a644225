import fc from 'fast-check';
import { FIELDS, type Filter, type Type, WAYS } from '../oracle';
import {
  ACTIONS,
  CHOICES,
  EVENTS,
  LANGUAGES,
  MODALITIES,
  PLANS,
  day,
  maybe,
  odd,
  oneOf,
  some,
  word,
} from './worlds';

const span = fc
  .record({ start: maybe(day), end: maybe(day) })
  .map(({ start, end }) =>
    start && end && start > end ? { start: end, end: start } : { start, end },
  );
const numbers = (of: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'), of),
    fc.tuple(fc.constant('in'), fc.array(of, { maxLength: 2 })),
    fc.tuple(fc.constant('isNull'), fc.boolean()),
  );
const tests = (of: fc.Arbitrary<[string, unknown]>) =>
  fc.array(of, { maxLength: 2 }).map((each) => Object.fromEntries(each) as object);
const words = fc.oneof(
  { weight: 4, arbitrary: word.map((each) => each.slice(0, 2)) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '%', '_', '\\') },
);
const chosen = (of: string[]) =>
  tests(
    fc.oneof(
      fc.tuple(fc.constantFrom('eq', 'ne'), oneOf(of)),
      fc.tuple(fc.constant('in'), some(of)),
      fc.tuple(fc.constant('isNull'), fc.boolean()),
    ),
  );
const pair = (...of: fc.Arbitrary<[string, unknown]>[]) => fc.oneof(...of);
const DATES = ['2020-01-01', '2025-06-01', '2025-12-31', '2026-06-30', '2026-01-01'];
const PRECISIONS = ['EXACT', 'DAY', 'MONTH', 'SEASON', 'YEAR', 'RANGE', 'UNKNOWN'];

/** Tests on a field. */
function testsOf(type: Type, field: string): fc.Arbitrary<object> {
  const choices = CHOICES[`${type}.${field}`];
  if (choices) return chosen(choices);
  const flag = (test: string) => fc.tuple(fc.constant(test), fc.boolean());
  switch (FIELDS[type][field]!) {
    case 'text':
      return tests(
        pair(fc.tuple(fc.constantFrom('eq', 'contains', 'startsWith'), words), flag('isNull')),
      );
    case 'strings':
      return tests(
        pair(
          fc.tuple(fc.constantFrom('has', 'contains'), words),
          fc.tuple(fc.constant('hasAny'), fc.array(words, { maxLength: 2 })),
          flag('isEmpty'),
        ),
      );
    case 'string': {
      const value = field === 'slug' ? oneOf([...PLANS, ...ACTIONS, ...EVENTS, 'a', 'o-1']) : words;
      const some_ = fc.tuple(fc.constant('in'), fc.array(value, { maxLength: 3 }));
      const single = fc.tuple(fc.constantFrom('eq', 'ne'), value);
      const begin = value.chain((each) => fc.nat(each.length).map((n) => each.slice(0, n)));
      const all = [single, some_, fc.tuple(fc.constant('startsWith'), begin)];
      return tests(field === 'slug' ? pair(...all) : pair(...all, flag('isNull')));
    }
    case 'list': {
      const of = field === 'languages' ? LANGUAGES : MODALITIES;
      return tests(
        pair(
          fc.tuple(fc.constant('has'), oneOf(of)),
          fc.tuple(fc.constant('hasAny'), some(of)),
          flag('isEmpty'),
        ),
      );
    }
    case 'timing':
      return fc.record({
        possibly: maybe(span),
        certainly: maybe(span),
        precision: maybe(chosen(PRECISIONS)),
      });
    case 'quantity':
      return tests(
        pair(
          fc.tuple(fc.constant('rhythm'), chosen(['COUNTED', 'REGULAR'])),
          fc.tuple(
            fc.constantFrom('min', 'max'),
            tests(numbers(fc.integer({ min: 0, max: 5 })) as fc.Arbitrary<[string, unknown]>),
          ),
          fc.tuple(fc.constant('per'), chosen(['YEAR', 'TERM'])),
          flag('isNull'),
        ),
      );
    case 'period':
      return tests(pair(fc.tuple(fc.constantFrom('overlaps', 'within'), span), flag('isNull')));
    case 'plain':
      if (field === 'registrationNeeded') return tests(pair(flag('eq'), flag('isNull')));
      return tests(
        numbers(field.startsWith('valid') ? oneOf(DATES) : fc.integer({ min: 0, max: 4 })),
      );
  }
}

const counts = tests(
  pair(
    fc.tuple(fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'), fc.integer({ min: 0, max: 3 })),
    fc.tuple(fc.constant('in'), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })),
  ),
);

const made = new Map<string, fc.Arbitrary<Filter>>();

/** Any filter on a type, so many levels deep. */
export function filterOn(type: Type, levels: number): fc.Arbitrary<Filter> {
  const key = `${type} ${levels}`;
  if (!made.has(key)) made.set(key, makeFilter(type, levels));
  return made.get(key)!;
}

function makeFilter(type: Type, levels: number): fc.Arbitrary<Filter> {
  const field = oneOf(Object.keys(FIELDS[type])).chain((each) =>
    testsOf(type, each).map((of): Filter => ({ [each]: of })),
  );
  const special: fc.Arbitrary<Filter>[] = [
    ...(type === 'Organisation' ? [oneOf(DATES).map((validOn) => ({ validOn }))] : []),
    ...(type === 'Action' ? [span.map((during) => ({ during }))] : []),
  ];
  const flat = fc.oneof({ weight: 4, arbitrary: field }, ...special, fc.constant({}));
  if (levels <= 1) return flat;
  const same = filterOn(type, levels - 1);
  const within = oneOf(Object.keys(WAYS[type])).chain((each) => {
    const { to, many } = WAYS[type][each]!;
    const below = filterOn(to, levels - 1);
    const test: fc.Arbitrary<[string, unknown]> = many
      ? pair(
          fc.tuple(fc.constantFrom('some', 'none', 'every'), below),
          fc.tuple(fc.constantFrom('some', 'none', 'every'), below),
          fc.tuple(fc.constant('count'), counts),
        )
      : pair(fc.tuple(fc.constant('is'), below), fc.tuple(fc.constant('isNull'), fc.boolean()));
    return tests(test).map((of): Filter => ({ [each]: of }));
  });
  const logical = fc.oneof(
    fc.array(same, { maxLength: 2 }).map((and): Filter => ({ and })),
    fc.array(same, { maxLength: 3 }).map((or): Filter => ({ or })),
    same.map((not): Filter => ({ not })),
  );
  return fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: flat },
        { weight: 4, arbitrary: within },
        { weight: 3, arbitrary: logical },
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((of) => Object.assign({}, ...of) as Filter);
}

const leavesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, each) => sum + leavesOf(each), 0)
    : 1;

/** Any filter on a type that is taken: neither too deep, nor of too many tests. */
export const bounded = (type: Type) =>
  filterOn(type, 5).filter((each) => leavesOf(each) < 200 && relationsOf(each) <= 10);

/** How many tests on other rows a filter has. */
export function relationsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value)
    .map(([name, each]) => Number(/^(is|some|none|every|count)$/.test(name)) + relationsOf(each))
    .reduce((sum, each) => sum + each, 0);
}
