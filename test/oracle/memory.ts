import { type GraphQLFieldResolver, type GraphQLSchema, buildSchema } from 'graphql';
import { type LookupArguments, type PageArguments } from '../../src/kernel/ask/arguments';
import type { Entity } from '../../src/kernel/declare/declare';
import { model } from '../../src/features';
import {
  type Eyes,
  FIELDS,
  type Filter,
  ORDERS,
  type Row,
  type Type,
  WAYS,
  type World,
  follow,
  fulfils,
  isSeen,
  languagesIn,
  meaning,
  sorted,
} from '../oracle';
import type { Random } from './random';
import { PLURALS, ROOTS, type Root } from './worlds';
import { relationOf } from '../../src/kernel/declare/registry';

/** The languages in which the words of a text are the editors' own. */
export type OwnWords = WeakMap<object, string[]>;

/** What the oracle answers from. */
export interface Memory {
  world: World;
  own: OwnWords;
  eyes: Eyes;
  languages: readonly string[];
}

interface Held {
  type: Type;
  row: Row;
}

/** The schema without any code: what it answers is up to `answerFromMemory`. */
export const bareSchema = (sdl: string): GraphQLSchema => buildSchema(sdl);

/** Gives some texts translations into languages that few have and words of our own, and shuffles the lists of themes. */
export function dress(of: Record<Root, Row[]>, random: Random): OwnWords {
  const own: OwnWords = new WeakMap();
  const texts = (type: Type, row: Row) => {
    for (const [name, kind] of Object.entries(FIELDS[type])) {
      const text = row[name] as Row | null;
      if (kind !== 'text' || !text) continue;
      for (const each of OTHERS)
        if (random.chance(0.1)) text[each] = random.one(['Áigi', 'giella', 'b B']);
      const others = OTHERS.filter((each) => each in text);
      if (others.length > 0 && random.chance(0.3))
        for (const each of ['fi', 'sv', 'en']) delete text[each];
      const words = languagesIn(text).filter(() => random.chance(0.3));
      if (words.length > 0) own.set(text, words);
    }
  };
  for (const type of ROOTS)
    for (const row of of[type]) {
      texts(type, row);
      for (const part of (row.participations as Row[]) ?? []) texts('Participation', part);
      if (row.themes) row.themes = random.shuffled(row.themes as string[]);
    }
  return own;
}

/** The same rows as they are written in a bundle. */
export const written = (own: OwnWords) => (bundle: unknown) =>
  JSON.stringify(bundle, (_key, value: object) => {
    const words = typeof value === 'object' && value !== null && own.get(value);
    return words ? { ...value, ownWords: words } : value;
  });

/** What a cursor stands for: the id of its row. */
export function idOfCursor(cursor: string): string | null {
  if (!/^([0-9a-f]{2})+$/.test(cursor)) return null;
  const keys = Buffer.from(cursor, 'hex').toString().split('\x1f');
  return keys.length > 2 && keys.pop() === '' ? keys.pop()! : null;
}

const singular = (type: Root) => type.toLowerCase();

/** Answers every field from the rows in memory. */
export const answerFromMemory: GraphQLFieldResolver<unknown, Memory> = (
  source,
  args,
  memory,
  info,
) => {
  const { parentType, fieldName } = info;
  const { world, eyes } = memory;
  if (parentType.name === 'Query') {
    const plural = ROOTS.find((each) => PLURALS[each] === fieldName);
    if (plural) {
      const seen = world[plural].filter((row) => isSeen(plural, row, world, eyes));
      return page(plural, seen, args as PageArguments, memory);
    }
    const type = ROOTS.find((each) => singular(each) === fieldName)!;
    const { id, slug } = args as LookupArguments;
    const found = world[type].find((row) =>
      id ? world.ids.get(row.slug as string) === id : row.slug === slug,
    );
    return found && isSeen(type, found, world, eyes) ? { type, row: found } : null;
  }
  if (!(parentType.name in FIELDS)) return (source as Row)[fieldName];
  return ofRow(source as Held, fieldName, args, memory);
};

function ofRow({ type, row }: Held, name: string, args: Row, memory: Memory): unknown {
  const { world, eyes } = memory;
  const way = WAYS[type][name];
  if (way) {
    const rows = follow(type, name, row, world, eyes);
    if (!way.many) return rows[0] ? { type: way.to, row: rows[0] } : null;
    if (way.page) {
      const otherwise = relationOf(entityNamed(type), name).order;
      return page(way.to as Root, rows, args, memory, otherwise);
    }
    const place = (each: Row) =>
      ((row[name] as unknown[] | undefined) ?? []).indexOf(
        way.to === 'Participation' ? each : (each.slug as string),
      );
    return rows
      .filter((each) => fulfils(way.to, each, (args.filter ?? {}) as Filter, world, eyes))
      .sort((a, b) => place(a) - place(b))
      .map((each) => ({ type: way.to, row: each }));
  }
  if (name === 'id') return world.ids.get(row.slug as string);
  if (name === 'version') return 1;
  if (name === 'createdAt' || name === 'updatedAt') return '2026-01-02T03:04:05.000Z';
  if (name === 'place') return { venue: row.venue as unknown, address: null, url: null };
  const value = row[name] as unknown;
  switch (FIELDS[type][name]) {
    case 'text':
      return text(value as Row | null, args.language as string | null, memory);
    case 'timing':
      return timing(value as Row | string | undefined);
    case 'quantity':
      return quantity(value as Row | null);
    default:
      return value ?? null;
  }
}

const entityNamed = (name: string): Entity =>
  [...model.records, ...model.parts].find((each) => each.name === name)!;

function page(type: Root, rows: Row[], args: PageArguments, memory: Memory, otherwise?: string) {
  const { world, eyes } = memory;
  const { first, after, filter, orderBy } = args;
  const usual = { field: otherwise ?? Object.keys(ORDERS[type])[0]! };
  const order = orderBy?.length ? orderBy : [usual];
  const id = (row: Row) => world.ids.get(row.slug as string)!;
  const among = rows.filter((each) => fulfils(type, each, filter ?? {}, world, eyes));
  let left = sorted(among, type, order, world);
  if (after) {
    const last = world[type].find((each) => id(each) === idOfCursor(after))!;
    const isBehind = (row: Row) =>
      row !== last && sorted([row, last], type, order, world)[0] === last;
    left = left.filter(isBehind);
  }
  const found = left.slice(0, first ?? 20);
  const nodes = found.map((row): Held => ({ type, row }));
  const cursors = found.map((row) => `cursor of ${id(row)}`);
  return {
    nodes,
    edges: nodes.map((node, i) => ({ node, cursor: cursors[i] })),
    pageInfo: {
      hasNextPage: found.length > 0 && left.length > found.length,
      hasPreviousPage: left.length < among.length,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    totalCount: among.length,
  };
}

const OTHERS = ['se', 'nb', 'nb-no', 'sv-fi', 'zh-hant', 'x-own'];

function text(of: Row | null, asked: string | null | undefined, { own, languages }: Memory) {
  if (!of) return null;
  const parts = asked?.toLowerCase().split('-') ?? [];
  const wanted = parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
  const found = [...wanted, ...languages, ...languagesIn(of)].find((each) => each in of)!;
  const translation = (each: string) => ({
    value: of[each] as string,
    language: each,
    ownWords: own.get(of)?.includes(each) ?? false,
  });
  const translations = languagesIn(of).map(translation);
  return { ...translation(found), translations };
}

function timing(raw: Row | string | undefined) {
  const { earliest, latest, precision } = meaning(raw);
  const clock = typeof raw === 'object' ? raw : null;
  const edtf = typeof raw === 'string' ? raw : null;
  return {
    ...{ edtf, printed: null, earliest, latest, precision },
    start: (clock?.start as string) ?? null,
    end: (clock?.end as string) ?? null,
    zone: clock ? 'Europe/Helsinki' : null,
    allDay: clock !== null && !(clock.start as string).includes('T'),
    approximate: Boolean(edtf?.includes('~')),
    uncertain: Boolean(edtf?.includes('?')),
  };
}

const NO_QUANTITY = {
  ...{ unit: 'EVENT', each: null },
  ...{ min: null, max: null, per: null, everyMin: null, everyMax: null },
  ...{ season: null, referenceYear: null, approximate: false, printed: null },
};

const quantity = (of: Row | null) => of && { ...NO_QUANTITY, ...of };
