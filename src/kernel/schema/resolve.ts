import { type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { type LocalisedText, pickText } from '../../value/localised-text';
import type { Quantity } from '../../value/quantity';
import {
  type LookupArguments,
  type PageArguments,
  askedIds,
  askedLanguage,
  askedPage,
  askedRecord,
} from '../ask/arguments';
import type { Attribute, Entity, Relation } from '../declare/declare';
import { type Filter, checkText, conditionOf } from '../ask/filter';
import type { Model } from '../declare/model';
import { cursorOf, orderOf } from '../ask/page';
import type { Reader } from '../read/reader';
import { connectionParts, propertiesFor, selected } from '../ask/select';
import { type TreePage, branch } from '../read/answers';
import type { Context } from './context';
import type { AnyRow } from '../declare/row';

type Resolve<Args = object> = GraphQLFieldResolver<AnyRow, Context, Args>;
type Loose = GraphQLFieldResolver<never, never>;

/** A text in the language asked for. */
export function text({ property }: Attribute): Loose {
  const resolve: Resolve<{ language?: string | null }> = (row, { language }, context) =>
    pickText(row[property] as LocalisedText | null, askedLanguage(language, context.language));
  return resolve as Loose;
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

/**
 * Works out once in a request what a field asks for, however many rows it is asked of: within a request, all rows of a
 * level share its nodes, and with them its arguments.
 */
function oncePerField<Args, Asked extends object>(
  work: (args: Args, context: Context, info: GraphQLResolveInfo) => Asked,
): (args: Args, context: Context, info: GraphQLResolveInfo) => Asked {
  const requests = new WeakMap<Reader, Map<unknown, Asked>>();
  return (args, context, info) => {
    let fields = requests.get(context.reader);
    if (!fields) requests.set(context.reader, (fields = new Map<unknown, Asked>()));
    let asked = fields.get(info.fieldNodes);
    if (!asked) fields.set(info.fieldNodes, (asked = work(args, context, info)));
    return asked;
  };
}

/** The row that a reference leads to. */
export function reference(relation: Relation): Loose {
  const target = relation.target();
  const properties = oncePerField((_args, _context, info) =>
    propertiesFor(target, selected(info.fieldNodes, info)),
  );
  const resolve: Resolve = (row, args, context, info) => {
    const read = branch(row, info);
    if (read !== undefined) return read;
    const id = row[relation.join.from] as string | null;
    return id ? context.reader.one(target, id, properties(args, context, info)) : null;
  };
  return resolve as Loose;
}

/** The rows of a plain list, in the order in which they were written. */
export function list(relation: Relation): Loose {
  const target = relation.target();
  const order = orderOf(target, null, relation.order);
  const asked = oncePerField(({ filter }: { filter?: Filter | null }, _context, info) => {
    const properties = propertiesFor(target, selected(info.fieldNodes, info));
    const where = conditionOf(target, filter);
    return { selection: { properties, where, order }, key: filter ? JSON.stringify(filter) : '' };
  });
  const resolve: Resolve<{ filter?: Filter | null }> = (row, args, context, info) => {
    const read = branch(row, info);
    if (read !== undefined) return read;
    const { selection, key } = asked(args, context, info);
    return context.reader.related(relation, row[relation.join.from] as string, selection, key);
  };
  return resolve as Loose;
}

/** A page of a list: of all rows, or of those that a relation leads to. */
export function connection(target: Entity, relation?: Relation): Loose {
  const asked = oncePerField((args: PageArguments, { limits }, info) => {
    const page = askedPage(target, relation, args, limits);
    const { first, order, where, mark } = page;
    const filterKey = JSON.stringify(args.filter ?? null);
    const { rows, more, cursors, fields } = connectionParts(info);
    return {
      ...page,
      filterKey,
      key: JSON.stringify([
        filterKey,
        order.name,
        order.descending,
        first,
        more,
        args.after ?? null,
      ]),
      selection: rows &&
        (first > 0 || more) && {
          properties: new Set([...propertiesFor(target, fields), ...(cursors ? order.by : [])]),
          where,
          order,
          limit: more ? first + 1 : first, // one more tells whether there is a next page
        },
      cursor: (row: AnyRow) => cursorOf(row, order, mark()),
    };
  });
  const page: Resolve<PageArguments> = (row, args, context, info) => {
    const { first, within, filterKey, key, selection, cursor } = asked(args, context, info);
    const { reader } = context;
    const parent = relation && (row[relation.join.from] as string);
    const totalCount = () =>
      parent
        ? reader.relatedCount(relation, parent, within, filterKey)
        : reader.count(target, within);
    if (!selection) return pageOf([], first, cursor, totalCount);
    const rows = parent
      ? reader.related(relation, parent, selection, key)
      : reader.rows({ entity: target, ...selection });
    return rows.then((found) => pageOf(found, first, cursor, totalCount));
  };
  const ofTree = (
    { rows = [], count }: TreePage,
    ...[, args, context, info]: Parameters<typeof page>
  ) => {
    const { first, cursor } = asked(args, context, info);
    return pageOf(rows, first, cursor, () => count);
  };
  const resolve: Resolve<PageArguments> = (row, args, context, info) => {
    const read = branch<TreePage>(row, info);
    return read ? ofTree(read, row, args, context, info) : page(row, args, context, info);
  };
  const root: Resolve<PageArguments> = async (row, args, context, info) => {
    const read = await context.trees?.read<TreePage>(info, context);
    return read ? ofTree(read, row, args, context, info) : page(row, args, context, info);
  };
  return (relation ? resolve : root) as Loose;
}

function pageOf(
  rows: AnyRow[],
  first: number,
  cursor: (row: AnyRow) => string,
  totalCount: () => unknown,
) {
  const nodes = rows.slice(0, first);
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

/** The record with an id, a slug or an external id. */
export function lookup(entity: Entity): Loose {
  const resolve: Resolve<LookupArguments> = async (_root, args, context, info) => {
    const where = askedRecord(args);
    const read = await context.trees?.read(info, context);
    if (read !== undefined) return read;
    const properties = propertiesFor(entity, selected(info.fieldNodes, info));
    const [row] = await context.reader.rows({ entity, properties, where, limit: 1 });
    return row ?? null;
  };
  return resolve;
}

/** The record with an id, of whatever type. */
export function node(model: Model): Loose {
  const resolve: Resolve<{ id: string }> = async (_root, { id }, context, info) => {
    const read = await context.trees?.read(info, context);
    return read === undefined ? ofAnyType(model, id, context, info) : read;
  };
  return resolve;
}

/** The records with some ids, of whatever types, in the same order. */
export function nodes(model: Model): Loose {
  const resolve: Resolve<{ ids: string[] }> = async (_root, { ids }, context, info) => {
    askedIds(ids, context.limits);
    const read = await context.trees?.read(info, context);
    return read === undefined ? ids.map((id) => ofAnyType(model, id, context, info)) : read;
  };
  return resolve;
}

/** The record with an id, of whatever type, with what is asked of it. */
export function ofAnyType(model: Model, id: string, { reader }: Context, info: GraphQLResolveInfo) {
  const entity = model.ofId(checkText('id', id));
  return entity
    ? reader.one(entity, id, propertiesFor(entity, selected(info.fieldNodes, info)))
    : null;
}
