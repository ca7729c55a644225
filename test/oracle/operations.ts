import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from './random';

type Composite = GraphQLObjectType | GraphQLInterfaceType;
type AnyField = GraphQLField<unknown, unknown>;

/** What operations are made of. */
export interface Vocabulary {
  schema: GraphQLSchema;
  /** The types of rows: each takes a level of an operation. */
  rows: Set<string>;
  /** The fields of a type that may be asked for. */
  fields(type: Composite): AnyField[];
  /** A value for an argument of a field that gives `of`, or for what is inside one; undefined for none of its own. */
  value(type: GraphQLNamedType, name: string, random: Random, of?: string): unknown;
}

/** A variable of an operation. */
export interface Variable {
  name: string;
  type: string;
  default?: string;
  /** Undefined where it is not given. */
  value: unknown;
  /** Another value for the next time; without it, it stays the same. */
  again?: () => unknown;
  /** It holds a cursor of this list. */
  cursorOf?: ListAsked;
}

/** A list as its cursors know it. */
export interface ListAsked {
  owner: string;
  field: string;
  filter: unknown;
  orderBy: unknown;
}

/** A random operation. */
export interface Made {
  source: string;
  variables: Variable[];
}

/** What stands under the keys of an object; what comes under one key twice must be the same. */
type Scope = Map<string, { field: string; args: string; below: Scope }>;

/** Names that code or a database might trip over. */
const ODD_ALIASES = [
  ...['__proto__', 'constructor', 'toJSON', 'length', 'id', 'slug', 'nodes', 'edges', 'node'],
  ...['cursor', 'totalCount', 'title', 'value', 'data', 'rows', 'count', 'position', 'select'],
  ...['recordId', 'A', 'a', '_', 'then', 'x'.repeat(60), 'hasOwnProperty', 'rowid', 'ownWords'],
];

/** How many fields an operation may have. */
const MOST_FIELDS = 45;

/** Makes a random operation. */
export function makeOperation(vocabulary: Vocabulary, random: Random): Made {
  return new Maker(vocabulary, random).operation();
}

class Maker {
  private readonly variables: Variable[] = [];
  private readonly fragments: { name: string; type: Composite; body: string }[] = [];
  private aliases = 0;
  private fields = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly random: Random,
  ) {}

  operation(): Made {
    const { random, vocabulary } = this;
    const depth = 1 + random.below(4);
    const body = this.selections(vocabulary.schema.getQueryType()!, new Map(), depth, 3);
    const definitions = this.variables.map(
      (each) => `$${each.name}: ${each.type}${each.default ? ` = ${each.default}` : ''}`,
    );
    const head =
      definitions.length > 0 ? `query Q(${definitions.join(', ')}) ` : random.one(['', 'query ']);
    const fragments = this.fragments.map(
      ({ name, type, body: of }) => `fragment ${name} on ${type.name} ${of}`,
    );
    const parts = random.chance(0.5) ? [...fragments, head + body] : [head + body, ...fragments];
    return { source: parts.join('\n'), variables: this.variables };
  }

  private selections(type: Composite, scope: Scope, depth: number, most = 5): string {
    const n = 1 + this.random.below(most);
    const all: string[] = [];
    do all.push(this.selection(type, scope, depth));
    while (all.length < n && this.fields <= MOST_FIELDS);
    return `{ ${all.join(' ')} }`;
  }

  private selection(type: Composite, scope: Scope, depth: number): string {
    const { random } = this;
    const kind = random.next();
    const below = (of: Composite) => this.selections(of, scope, depth, 3);
    if (kind < 0.06) {
      const on = random.one(['', ` on ${type.name}`]);
      return `...${on}${this.directives()} ${below(type)}`;
    }
    const node = this.vocabulary.schema.getType('Node') as GraphQLInterfaceType;
    const isNode = !(type instanceof GraphQLInterfaceType) && type.getInterfaces().includes(node);
    if (kind < 0.1 && isNode) return `... on Node${this.directives()} ${below(node)}`;
    if (kind < 0.16) {
      const usable = this.fragments.filter((each) => each.type === type);
      if (usable.length > 0 && random.chance(0.5))
        return `...${random.one(usable).name}${this.directives()}`;
      const of = isNode && random.chance(0.3) ? node : type;
      const body = below(of);
      const name = `F${this.fragments.length}`;
      this.fragments.push({ name, type: of, body });
      return `...${name}${this.directives()}`;
    }
    if (kind < (type.name === 'Query' ? 0.163 : 0.22)) return this.typename(scope);
    return this.field(type, scope, depth);
  }

  private typename(scope: Scope): string {
    const key = this.random.chance(0.3) ? `t${++this.aliases}` : '__typename';
    scope.set(key, { field: '__typename', args: '', below: new Map() });
    return (key === '__typename' ? key : `${key}: __typename`) + this.directives();
  }

  private field(type: Composite, scope: Scope, depth: number): string {
    const { random } = this;
    const all = this.vocabulary.fields(type);
    const { rows } = this.vocabulary;
    const isRow = (each: AnyField) => rows.has(getNamedType(each.type).name);
    const isNear = (each: AnyField) => !isRow(each) && !isConnection(each);
    const mayGoOn = this.fields <= MOST_FIELDS || type.name === 'Query';
    const fits = (each: AnyField) => isLeaf(each) || (mayGoOn && (depth > 0 || isNear(each)));
    const usable = all.filter(fits);
    const below = usable.filter((each) => !isLeaf(each));
    const field = random.one(below.length > 0 && random.chance(0.45) ? below : usable);
    if (!field) return '__typename';
    this.fields++;
    const key = this.keyFor(field, scope);
    let known = scope.get(key);
    if (!known) {
      known = { field: field.name, args: this.args(type, field), below: new Map() };
      scope.set(key, known);
    }
    const shown = key === field.name ? key : `${key}: ${field.name}`;
    const text = shown + known.args + this.directives();
    if (isLeaf(field)) return text;
    const inner = getNamedType(field.type) as Composite;
    return `${text} ${this.selections(inner, known.below, depth - (isRow(field) ? 1 : 0), 4)}`;
  }

  private keyFor(field: AnyField, scope: Scope): string {
    const { random } = this;
    const wanted = random.chance(0.2) ? random.one(ODD_ALIASES) : field.name;
    const taken = scope.get(wanted);
    const same = taken?.field === field.name && random.chance(0.6);
    return !taken || same ? wanted : `a${++this.aliases}`;
  }

  private directives(): string {
    const { random } = this;
    if (!random.chance(0.1)) return '';
    const one = (name: string) => {
      const usual = name === 'include';
      const likely = () => (random.chance(0.7) ? usual : !usual);
      const type = new GraphQLNonNull(this.vocabulary.schema.getType('Boolean') as never);
      const value = random.chance(0.6) ? this.variable(type, likely(), likely) : String(likely());
      return ` @${name}(if: ${value})`;
    };
    return random.some(['include', 'skip'], 2).map(one).join('');
  }

  private args(owner: Composite, field: AnyField): string {
    const { random } = this;
    const asked: Record<string, unknown> = {};
    const lookup = field.args.some(({ name }) => name === 'externalId');
    const one = lookup ? random.one(['id', 'id', 'id', 'slug', 'slug', 'slug', 'externalId']) : '';
    const after = field.args.find(({ name, type }) => name === 'after' && !isNonNullType(type));
    const withAfter = field.args.some(({ name }) => name === 'filter') && random.chance(0.25);
    const given = field.args.filter(({ name, type }) => {
      if (name === after?.name) return false;
      if (lookup && random.chance(0.99)) return name === one;
      return isNonNullType(type) || random.chance(name === 'first' ? 0.6 : 0.4);
    });
    const texts = given.map((each) => {
      const draw = () => this.value(each.type, each.name, 0, getNamedType(field.type).name);
      const value = draw();
      asked[each.name] = value;
      const frozen = withAfter && (each.name === 'filter' || each.name === 'orderBy');
      return this.argument(each, value, frozen ? undefined : draw, !frozen && !lookup);
    });
    if (after && withAfter) {
      const { filter, orderBy } = asked;
      const text = this.variable(after.type, null, undefined);
      const list = { owner: owner.name, field: field.name, filter, orderBy };
      this.variables.at(-1)!.cursorOf = list;
      texts.push(`after: ${text}`);
    }
    return texts.length > 0 ? `(${random.shuffled(texts).join(', ')})` : '';
  }

  /** An argument, given by a variable or as it is; a value that may change is also left out or null at times. */
  private argument(
    { name, type }: GraphQLArgument,
    value: unknown,
    again: (() => unknown) | undefined,
    mayLack: boolean,
  ): string {
    const { random } = this;
    const odd = mayLack && !isNonNullType(type) && random.chance(0.08);
    if (odd && random.chance(0.3)) return `${name}: null`;
    const byVariable = odd || random.chance(0.45);
    if (!byVariable) return `${name}: ${this.literal(type, value, Boolean(again))}`;
    return `${name}: ${this.variable(type, odd ? random.one([null, undefined]) : value, again)}`;
  }

  private variable(type: GraphQLInputType, value: unknown, again?: () => unknown): string {
    const { random } = this;
    const name = `${random.one(['v', 'V', '_'])}${this.variables.length}`;
    const made: Variable = { name, type: String(type), value, again };
    if (value !== undefined && value !== null && again && random.chance(0.15)) {
      made.type = String(getNullableType(type));
      made.default = this.literal(type, value, false);
      if (random.chance(0.5)) made.value = undefined;
    }
    this.variables.push(made);
    return `$${name}`;
  }

  /** A value as it is written in a document; inside it there may be variables. */
  literal(type: GraphQLInputType, value: unknown, free: boolean, top = true): string {
    if (value === null || value === undefined) return 'null';
    if (!top && free && this.random.chance(0.06)) {
      const again = isLeafType(getNamedType(type)) && !isListType(getNullableType(type));
      return this.variable(type, value, again ? () => this.value(type, '') : undefined);
    }
    const of = getNullableType(type);
    if (of instanceof GraphQLList) {
      const item = of.ofType;
      const all = (value as unknown[]).map((each) => this.literal(item, each, free, false));
      return `[${all.join(', ')}]`;
    }
    if (isEnumType(of)) return value as string;
    if (isInputObjectType(of)) {
      const fields = of.getFields();
      const members = Object.entries(value).flatMap(([name, each]) =>
        each === undefined
          ? []
          : [`${name}: ${this.literal(fields[name]!.type, each, free, false)}`],
      );
      return `{ ${members.join(', ')} }`;
    }
    return JSON.stringify(value);
  }

  /** A random value of a type. */
  value(type: GraphQLInputType, name: string, depth = 0, given = ''): unknown {
    const { random, vocabulary } = this;
    const of = getNullableType(type);
    if (of instanceof GraphQLList) {
      const item = of.ofType;
      return Array.from({ length: random.below(3) }, () => this.value(item, name, depth + 1));
    }
    const own = vocabulary.value(of as GraphQLNamedType, name, random, given);
    if (own !== undefined) return own;
    if (isEnumType(of)) return random.one(of.getValues()).name;
    if (isInputObjectType(of)) {
      const all = Object.values(of.getFields());
      const inner = (each: (typeof all)[number]) => isInputObjectType(getNamedType(each.type));
      const free = all.filter((each) => !isNonNullType(each.type) && (depth < 4 || !inner(each)));
      const needed = all.filter((each) => isNonNullType(each.type));
      return Object.fromEntries(
        [...needed, ...random.some(free, depth === 0 ? 3 : 2)].map((each) => [
          each.name,
          this.value(each.type, each.name, depth + 1),
        ]),
      );
    }
    throw new Error(`There is no value for ${String(type)}.`);
  }
}

const isLeaf = (field: AnyField) => isLeafType(getNamedType(field.type));
const isConnection = (field: AnyField) => getNamedType(field.type).name.endsWith('Connection');
