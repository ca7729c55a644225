import { type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { textLanguage } from '../value/language';
import type { TextLanguage } from '../value/language';
import { type LocalisedText, pickText } from '../value/localised-text';
import type { Quantity } from '../value/quantity';
import { type Condition, TRUE, all, equals, related } from './condition';
import type { Attribute, Entity, Relation } from './declare';
import { badInput } from './errors';
import { type Filter, checkText, conditionOf } from './filter';
import type { Model } from './model';
import {
  type Order,
  type PageLimits,
  after,
  cursorOf,
  fingerprint,
  orderOf,
  pageSize,
} from './page';
import type { AnyRow, Reader } from './reader';
import { connectionParts, propertiesFor, selected } from './select';

/** What every resolver gets: the door to the data, and the language of the request. */
export interface Context {
  reader: Reader;
  language: TextLanguage;
  limits: PageLimits;
}

type Resolve<Args = object> = GraphQLFieldResolver<AnyRow, Context, Args>;
type Loose = GraphQLFieldResolver<never, never>;

/** A text in the language asked for. */
export function text({ property }: Attribute): Loose {
  const resolve: Resolve<{ language?: string | null }> = (row, { language }, context) =>
    pickText(row[property] as LocalisedText | null, languageOf(language, context));
  return resolve as Loose;
}

function languageOf(asked: string | null | undefined, context: Context): TextLanguage {
  if (!asked) return context.language;
  const language = textLanguage(asked);
  if (language) return language;
  throw badInput('language', `Wanted one of fi, sv, en, se, smn, sms; got ${asked}.`);
}

/** A plain value; null where the property of its name already is what is asked for. */
export function attribute({ kind, name, property }: Attribute): Loose | null {
  if (kind === 'period') {
    const resolve: Resolve = (row) => {
      const [start, end] = [row[`${name}Start`], row[`${name}End`]];
      return start ? { start, end } : null;
    };
    return resolve as Loose;
  }
  if (kind === 'quantity') {
    const resolve: Resolve = (row) => row[property] && { ...(row[property] as Quantity), row };
    return resolve as Loose;
  }
  return null;
}

/** The row that a reference leads to. */
export function reference(relation: Relation): Loose {
  const target = relation.target();
  const resolve: Resolve = (row, _args, { reader }, info) => {
    const id = row[relation.join.from] as string | null;
    return id
      ? reader.one(target, id, propertiesFor(target, selected(info.fieldNodes, info)))
      : null;
  };
  return resolve as Loose;
}

/** The rows of a plain list, in the order in which they were written. */
export function list(relation: Relation): Loose {
  const target = relation.target();
  const order = orderOf(target, null, relation.order);
  const resolve: Resolve<{ filter?: Filter | null }> = (row, { filter }, { reader }, info) => {
    const properties = propertiesFor(target, selected(info.fieldNodes, info));
    const where = conditionOf(target, filter);
    const key = filter ? JSON.stringify(filter) : '';
    return reader.related(
      relation,
      row[relation.join.from] as string,
      { properties, where, order },
      key,
    );
  };
  return resolve as Loose;
}

interface PageArguments {
  first?: number | null;
  after?: string | null;
  filter?: Filter | null;
  orderBy?: { field: string; direction?: 'ASC' | 'DESC' | null } | null;
}

/** A page of a list: of all rows, or of those that a relation leads to. */
export function connection(target: Entity, relation?: Relation): Loose {
  const name = relation ? `${relation.source.name}.${relation.name}` : target.plural;
  const resolve: Resolve<PageArguments> = async (row, args, { reader, limits }, info) => {
    const first = pageSize(args.first, limits);
    const order = orderOf(target, args.orderBy, relation?.order);
    const mark = fingerprint(name, args.filter, order);
    const within = conditionOf(target, args.filter);
    const where = args.after ? all(within, after(args.after, order, mark, target)) : within;
    const asked = connectionParts(info);
    const key = JSON.stringify([
      args.filter ?? null,
      order.name,
      order.descending,
      first,
      args.after ?? null,
    ]);
    const parent = relation && (row[relation.join.from] as string);
    const rows = async (): Promise<AnyRow[]> => {
      if (!asked.rows || first === 0) return [];
      const properties = new Set([...propertiesFor(target, asked.fields), ...order.by]);
      const selection = { properties, where, order, limit: first + 1 };
      return parent
        ? reader.related(relation, parent, selection, key)
        : reader.rows({ entity: target, ...selection });
    };
    const totalCount = () =>
      parent
        ? reader.relatedCount(relation, parent, within, JSON.stringify(args.filter ?? null))
        : reader.count(target, within);
    return pageOf(await rows(), first, order, mark, totalCount);
  };
  return resolve;
}

function pageOf(
  rows: AnyRow[],
  first: number,
  order: Order,
  mark: string,
  totalCount: () => unknown,
) {
  const nodes = rows.slice(0, first);
  const cursor = (row: AnyRow) => cursorOf(row, order, mark);
  return {
    nodes,
    edges: () => nodes.map((node) => ({ node, cursor: () => cursor(node) })),
    pageInfo: () => ({
      hasNextPage: rows.length > first,
      endCursor: nodes.length > 0 ? cursor(nodes[nodes.length - 1]!) : null,
    }),
    totalCount,
  };
}

interface LookupArguments {
  id?: string | null;
  slug?: string | null;
  externalId?: { system: string; id: string } | null;
}

/** The record with an id, a slug or an external id. */
export function lookup(entity: Entity): Loose {
  const resolve: Resolve<LookupArguments> = async (_root, args, { reader }, info) => {
    const where = wanted(args);
    const properties = propertiesFor(entity, selected(info.fieldNodes, info));
    const [row] = await reader.rows({ entity, properties, where, limit: 1 });
    return row ?? null;
  };
  return resolve;
}

function wanted({ id, slug, externalId }: LookupArguments): Condition {
  const given = [
    id && equals('id', checkText('id', id)),
    slug && equals('slug', checkText('slug', slug)),
    externalId &&
      related(
        'externalIds',
        all(
          equals('system', checkText('externalId', externalId.system)),
          equals('externalId', checkText('externalId', externalId.id)),
        ),
      ),
  ].filter((each): each is Condition => Boolean(each));
  if (given.length !== 1)
    throw badInput('id', `Wanted exactly one of id, slug and externalId; got ${given.length}.`);
  return given[0] ?? TRUE;
}

/** The record with an id, of whatever type. */
export function node(model: Model): Loose {
  const resolve: Resolve<{ id: string }> = (_root, { id }, context, info) =>
    ofAnyType(model, id, context, info);
  return resolve;
}

/** The records with some ids, of whatever types, in the same order. */
export function nodes(model: Model): Loose {
  const resolve: Resolve<{ ids: string[] }> = (_root, { ids }, context, info) => {
    const { maxPageSize } = context.limits;
    if (ids.length > maxPageSize)
      throw badInput('ids', `Wanted at most ${maxPageSize} ids; got ${ids.length}.`);
    return ids.map((id) => ofAnyType(model, id, context, info));
  };
  return resolve;
}

function ofAnyType(model: Model, id: string, { reader }: Context, info: GraphQLResolveInfo) {
  const entity = model.ofId(checkText('id', id));
  return entity
    ? reader.one(entity, id, propertiesFor(entity, selected(info.fieldNodes, info)))
    : null;
}
