import fc from 'fast-check';
import { type GraphQLNamedType, type GraphQLSchema, isInputObjectType } from 'graphql';
import { model } from '../../src/features';
import { FIELDS, type Filter, ORDERS, type Type, WAYS, type World } from '../oracle';
import { bounded, filterOn, relationsOf } from './filters';
import type { Vocabulary } from './operations';
import type { Random } from './random';
import { PLURALS, ROOTS, type Root } from './worlds';

const NODE = ['id', 'slug', 'version', 'createdAt', 'updatedAt'];

/** The fields of other types that the oracle knows. */
const BESIDE: Record<string, string[]> = {
  Query: ROOTS.flatMap((each) => [PLURALS[each], each.toLowerCase()]),
  Node: NODE,
  Timing: [
    ...['edtf', 'printed', 'start', 'end', 'zone', 'allDay'],
    ...['earliest', 'latest', 'precision', 'approximate', 'uncertain'],
  ],
  Quantity: [
    ...['rhythm', 'min', 'max', 'per', 'everyMin', 'everyMax'],
    ...['season', 'referenceYear', 'approximate', 'printed'],
  ],
  Place: ['venue', 'address', 'url'],
};

const LANGUAGES = [
  'fi',
  'sv',
  'en',
  'se',
  'smn',
  'nb',
  'nb-NO',
  'sv-fi',
  'EN-gb',
  'zh-Hant-TW',
  'x-own',
];

/** So many filters on each type are made for a run. */
const FILTERS = 150;

/** What can be asked of a world that the oracle knows. */
export function worldVocabulary(schema: GraphQLSchema, world: World, seed: number): Vocabulary {
  const types = Object.keys(FIELDS) as Type[];
  const sample = (of: fc.Arbitrary<Filter>, n: number) =>
    fc.sample(
      of.filter((each) => relationsOf(each) <= 5),
      { seed, numRuns: n },
    );
  const filters = new Map(
    types.map((type) => [
      `${type}Filter`,
      [1, 2, 3]
        .flatMap((levels) => sample(filterOn(type, levels), FILTERS))
        .concat(sample(bounded(type), FILTERS / 5))
        .map(plain),
    ]),
  );
  const known = (name: string) =>
    name in FIELDS
      ? [
          ...(name === 'Participation' ? [] : NODE),
          ...Object.keys(FIELDS[name as Type]).map((each) => (each === 'venue' ? 'place' : each)),
          ...Object.keys(WAYS[name as Type]),
        ]
      : BESIDE[name];
  const all = ROOTS.flatMap((type) =>
    world[type].map(({ slug }) => ({
      type,
      slug: slug as string,
      id: world.ids.get(slug as string)!,
    })),
  );
  return {
    schema,
    rows: new Set([...types, 'Node']),
    fields(type) {
      const names = known(type.name);
      const all = Object.values(type.getFields());
      return names ? all.filter(({ name }) => names.includes(name)) : all;
    },
    value(type, name, random, of) {
      const among = filters.get(type.name);
      if (among) return random.one(among);
      const [, ordered] = /^(\w+)OrderField$/.exec(type.name) ?? [];
      if (ordered) return random.one(Object.keys(ORDERS[ordered as Root]));
      return scalar(type, name, random, all, of);
    },
  };
}

/** A filter of fast-check's without its prototypes, and without what is undefined. */
const plain = (of: Filter) => JSON.parse(JSON.stringify(of)) as Filter;

/** A row that can be named. */
export interface Named {
  type: string;
  slug: string;
  id: string;
}

/** What can be asked of everything there is. */
export function wholeVocabulary(schema: GraphQLSchema, all: Named[]): Vocabulary {
  const declared = model.records.flatMap(({ singular, plural }) => [singular, plural]);
  const others = ['node', 'nodes', 'service'];
  return {
    schema,
    rows: new Set([...model.records, ...model.parts].map(({ name }) => name).concat('Node')),
    fields(type) {
      const all = Object.values(type.getFields());
      if (type.name !== 'Query') return all;
      const often = all.filter(({ name }) => declared.includes(name));
      return [...often, ...often, ...all.filter(({ name }) => others.includes(name))];
    },
    value(type, name, random, of) {
      if (isInputObjectType(type)) return undefined;
      if (type.name === 'String' && name !== 'slug')
        return random.one(['k1', 'avoin', 'a', '0', random.one(all).slug.slice(0, 6)]);
      return scalar(type, name, random, all, of);
    },
  };
}

const DAYS = ['2020-01-01', '2020-04-30', '2026-01-01', '2026-04-08', '2026-06-01', '2027-01-01'];

/** A value of a scalar; undefined where the type is none. */
function scalar(
  { name: type }: GraphQLNamedType,
  name: string,
  random: Random,
  all: Named[],
  of?: string,
) {
  switch (type) {
    case 'Boolean':
      return random.chance(0.5);
    case 'Int':
    case 'SafeInt':
      return name === 'first' ? random.one([0, 1, 1, 2, 2, 3, 5, 8, 100]) : random.below(5);
    case 'Float':
      return random.one([0, 0.5, 1, 2, 3, 5]);
    case 'ID':
    case 'String': {
      const fitting = all.filter((each) => each.type === of);
      const row = random.one(fitting.length > 0 && random.chance(0.9) ? fitting : all);
      if (random.chance(0.05)) return 'none';
      return name === 'slug' ? row.slug : row.id;
    }
    case 'Language':
      return random.chance(0.01) ? 'xx' : random.one(LANGUAGES);
    case 'Date':
      return random.one(DAYS);
    case 'DateTime':
      return random.one(['2026-01-02T03:04:05.000Z', '2020-01-01T00:00:00Z']);
    case 'LocalDateTime':
      return random.one(['2026-04-08T09:00', '2026-04-15T09:00']);
    default:
      return undefined;
  }
}
