import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
} from 'graphql';
import type { Entity } from '../declare/declare';
import { tooComplex } from '../declare/errors';
import { type Filter, checkTests } from './filter';
import { type PageLimits, badSize } from './page';
import { PRICES, type PriceTag, introspectionSizes, listed, priceOfFilter } from './prices';
import { type Declaration, type Document, fieldsBelow } from './select';

/** What an operation costs, and the way to what makes most of it. */
export interface Cost {
  requested: number;
  /** The keys of fields from the root on, each of which makes more than half of what the one before it costs. */
  dearest: readonly string[];
}

/** What bounds the walk. */
export type CostLimits = PageLimits & { maxTotalFields: number };

type Field = GraphQLField<unknown, unknown>;
type Args = Record<string, unknown>;

/** A list of which callers say how many rows they want. */
interface PricedPage {
  size: number;
  /** What it costs to count all of it. */
  count: number;
}

/** What a field was declared as, below a row or at the root. */
type Declared = Declaration | { sort?: undefined; is: string; entity?: Entity };

interface Sum {
  total: number;
  dearest: readonly string[];
}

/** The fields of a page for which all of its list may have to be looked through. */
const LOOKING = new Set(['totalCount', 'hasPreviousPage']);

/** Adds up what an operation costs before it runs: the one walk that looks at all of it. */
export class Estimate {
  private byCode = false;
  private seen = 0;

  constructor(
    private readonly document: Document,
    private readonly limits: CostLimits,
  ) {}

  /** Throws a GraphQLError where a page is larger than any may be, or fragments spread out to too many fields. */
  of(operation: OperationDefinitionNode): Cost {
    const type = this.document.schema.getRootType(operation.operation);
    if (!type) return { requested: 0, dearest: [] }; // a subscription: the execution says so
    const { total, dearest } = this.below(type, [operation]);
    return { requested: Math.ceil(total * (this.byCode ? PRICES.byCode : 1)), dearest };
  }

  /** What the fields of one object cost. */
  private below(
    type: GraphQLObjectType,
    nodes: Parameters<typeof fieldsBelow>[1],
    page?: PricedPage,
  ): Sum {
    const { maxTotalFields } = this.limits;
    let total = 0;
    let most: Sum = { total: 0, dearest: [] };
    for (const [key, found] of fieldsBelow(type, nodes, this.document)) {
      if (++this.seen > maxTotalFields)
        throw tooComplex(
          'totalFields',
          maxTotalFields,
          'more',
          'fields, in fragments at each spread',
        );
      const field = this.field(type, found, page);
      total += field.total;
      if (field.total > most.total) most = { total: field.total, dearest: [key, ...field.dearest] };
    }
    return { total, dearest: 2 * most.total > total ? most.dearest : [] };
  }

  private field(type: GraphQLObjectType, nodes: FieldNode[], above?: PricedPage): Sum {
    const field = this.definitionOf(type, nodes[0]!.name.value);
    if (!field) return { total: PRICES.value, dearest: [] };
    const args = this.argumentsOf(field, nodes[0]!);
    const page = this.pageOf(type, field, nodes[0]!, args);
    const isList = isListType(getNullableType(field.type));
    const times = this.times(type, field, args, page ?? above);
    let own = this.own(type, field, nodes, args) + (page?.price ?? 0);
    if (above && LOOKING.has(field.name)) own += above.count;
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return { total: own + times * PRICES.value, dearest: [] };
    const types = isAbstractType(inner) ? this.document.schema.getPossibleTypes(inner) : [inner];
    const each = types
      .map((of) =>
        this.below(
          of,
          nodes,
          isList ? undefined : (page ?? (field.name === 'pageInfo' ? above : undefined)),
        ),
      )
      .reduce((a, b) => (b.total > a.total ? b : a));
    const factor = META.has(field) ? PRICES.introspection : 1;
    const total = factor * (own + times * (PRICES.object + each.total));
    return { total, dearest: 2 * factor * times * each.total > total ? each.dearest : [] };
  }

  /** The field of a type; undefined for `__typename`. */
  private definitionOf(type: GraphQLObjectType, name: string): Field | undefined {
    const atRoot = type === this.document.schema.getQueryType();
    if (atRoot && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (atRoot && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return type.getFields()[name];
  }

  private argumentsOf(field: Field, node: FieldNode): Args {
    try {
      return getArgumentValues(field, node, this.document.variables);
    } catch {
      return {}; // the execution says what is wrong, at its place
    }
  }

  private pageOf(type: GraphQLObjectType, field: Field, node: FieldNode, args: Args) {
    if (!field.args.some(({ name }) => name === 'first')) return undefined;
    const first = (args.first as number | null | undefined) ?? this.limits.defaultPageSize;
    const wrong = badSize('first', first, this.limits);
    if (wrong) {
      const extensions = { ...wrong.extensions, http: { status: 400 } };
      throw new GraphQLError(wrong.message, { nodes: node, extensions });
    }
    const declared = declarationOf(field);
    const { size = Infinity } = tagOf(field);
    const target =
      declared?.sort === 'relation' ? declared.relation.target() : declared && entityOf(declared);
    const atRoot = type === this.document.schema.getQueryType();
    const rows = atRoot ? (target?.size ?? PRICES.rowsOfType) : Math.min(PRICES.rows, size);
    const tested = target ? testsOf(target, args) : 0;
    const { length } = (args.orderBy ?? []) as unknown[];
    const sorted = length > 1 ? PRICES.sorted : 0;
    return {
      size: Math.min(first, size),
      count: rows * (PRICES.object + tested),
      price: PRICES.page + rows * (tested + sorted),
    };
  }

  /** How often what a field gives stands in the answer, for each object that it is asked of. */
  private times(type: GraphQLObjectType, field: Field, { ids }: Args, page?: PricedPage): number {
    const introspected = introspectionSizes(this.document.schema).get(`${type.name}.${field.name}`);
    if (introspected !== undefined) return introspected;
    if (!isListType(getNullableType(field.type))) return 1;
    if (page) return Math.max(1, page.size); // a page of none is planned all the same
    if (Array.isArray(ids)) return Math.max(1, ids.length);
    return tagOf(field).size ?? PRICES.list;
  }

  /** What a field costs by what it is, however much it gives; notes where code has to run. */
  private own(type: GraphQLObjectType, field: Field, nodes: FieldNode[], args: Args): number {
    const declared = declarationOf(field);
    if (declared?.sort === 'relation') {
      const { relation } = declared;
      if (relation.sort !== 'list') return 0;
      return (relation.size ?? PRICES.list) * testsOf(relation.target(), args);
    }
    if ((declared && declared.sort !== 'computed') || !field.resolve) return 0;
    this.byCode = true;
    if (type.name.startsWith('__')) return 0;
    if (type === this.document.schema.getMutationType())
      return priceOf(field, args, PRICES.mutation) + PRICES.written * listed(args);
    return priceOf(field, args, PRICES.code);
  }
}

const META = new Set<Field>([SchemaMetaFieldDef, TypeMetaFieldDef]);

const declarationOf = ({ extensions }: Field) => extensions.declaration as Declared | undefined;

const entityOf = (declared: Declared) => ('entity' in declared ? declared.entity : undefined);

/** What the tests of a filter cost for each row. Throws a GraphQLError where they are more than any filter may have. */
function testsOf(target: Entity, { filter }: Args): number {
  if (!filter) return 0;
  checkTests(filter);
  return priceOfFilter(target, filter as Filter);
}

function priceOf(field: Field, args: Args, otherwise: number): number {
  const { price = otherwise } = tagOf(field);
  return typeof price === 'function' ? price(args) : price;
}

/** What a field says of its cost: in its declaration where it has one, else in its extensions. */
function tagOf(field: Field): PriceTag {
  const declared = declarationOf(field);
  if (declared?.sort === 'relation') return declared.relation;
  return declared?.sort === 'computed' ? declared.computed : (field.extensions as PriceTag);
}
