import {
  type ArgumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { isTooComplex, isTooLarge } from '../../database/errors';
import { type Sql, type Statement, bind, fromJson, render } from '../../database/sql';
import { compileAnswer } from './compile-answer';
import type { Setting } from './compile';
import type { NodeDeclaration, Outline } from './outline';
import { tooLarge } from '../declare/errors';
import { Outliner } from './outliner';
import type { PageLimits } from '../ask/page';
import type { LanguageOrder } from '../../value/language';
import type { Reader } from './reader';
import { shapedLanguages } from '../ask/arguments';
import { fieldsBelow } from '../ask/select';
import { compileRows } from './compile-rows';
import type { Viewer } from '../declare/viewer';

/** An operation that was found valid, with its variables coerced. */
export interface Operation {
  operation: OperationDefinitionNode;
  fragments: Record<string, FragmentDefinitionNode | undefined>;
  variableValues: Record<string, unknown>;
}

/** How much an answer may have. */
export interface AnswerLimits extends PageLimits {
  maxAnswerBytes: number;
}

/** Who asks, and in which languages. */
export interface Asker {
  reader: Reader;
  languages: LanguageOrder;
}

/** The variables on which the fields of an operation depend. */
interface Decisive {
  /** Those of directives. */
  switches: string[];
  /** Those that hold ids of records, which tell their types. */
  nodes: string[];
}

interface Known extends Decisive {
  id: number;
}

/** So many characters of operations are kept as outlines, and so many of SQL as statements. */
const MOST_OUTLINED = 500_000;
const MOST_SQL = 8_000_000;

/**
 * Reads what fields ask for by statements that are made of the operation and kept for the next time: one for a root field
 * with all below it, and one for a field of rows that are there already. What one statement cannot hold is read level by
 * level, by statements of the same kind.
 */
export class Trees {
  private readonly operations = new WeakMap<OperationDefinitionNode, Known>();
  private readonly outlines = new LRUCache<string, { outline: Outline | null; size: number }>({
    maxSize: MOST_OUTLINED,
    sizeCalculation: ({ size }) => size,
  });
  private readonly statements = new LRUCache<string, Statement>({
    maxSize: MOST_SQL,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  });
  private last = 0;
  private readonly ofId?: NodeDeclaration['ofId'];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: AnswerLimits,
    /** Reads with a field all that relations lead to from it; else level by level. */
    private readonly isDeep = true,
  ) {
    const { node } = schema.getQueryType()!.getFields();
    this.ofId = (node?.extensions.declaration as NodeDeclaration | undefined)?.ofId;
  }

  /** Whether a query can be answered as the database gives it out, without code. */
  isPure(query: Operation): boolean {
    return Boolean(this.whole(query).outline?.isPure);
  }

  /**
   * What a query asks for as the declarations see it, by the keys of its root fields, null for what is read level by level;
   * where no code has to run, all at once under the empty key.
   */
  outlinesOf(query: Operation): Map<string, Outline | null> {
    const { outline } = this.whole(query);
    if (outline?.isPure) return new Map([['', outline]]);
    const root = this.schema.getQueryType()!;
    const fields = [...fieldsBelow(root, [query.operation], this.document(query))];
    return new Map(
      fields.map(([key, nodes]) => [
        key,
        this.outlined(
          query,
          `true Query.${key}`,
          (outliner) => outliner.outline(root, new Map([[key, nodes]])),
          true,
        ).outline,
      ]),
    );
  }

  /** The whole answer to such a query as JSON, as the database makes it; null where an argument cannot be taken. */
  async answer(query: Operation, asker: Asker): Promise<Buffer | null> {
    const { key, outline } = this.whole(query);
    const body =
      outline && (await this.orElse(() => this.run(key, outline, query, asker, compileAnswer)));
    return typeof body === 'string' ? Buffer.from(body) : ((body as Buffer | undefined) ?? null);
  }

  /** What the resolver of a root field needs, with all below it. */
  async root(info: GraphQLResolveInfo, asker: Asker): Promise<unknown> {
    const type = this.schema.getQueryType()!;
    const fields = () => new Map([[String(info.path.key), [...info.fieldNodes]]]);
    return this.rows(info, asker, [], [], (outliner) => outliner.outline(type, fields()));
  }

  /** What a field leads to from the row with a key; all rows that are asked for the field at once are read together. */
  async below(info: GraphQLResolveInfo, asker: Asker, key: string): Promise<unknown> {
    const { parentType, fieldNodes, path } = info;
    return asker.reader.batched(fieldNodes, key, (keys) =>
      this.rows<unknown[]>(info, asker, keys, [], (outliner) =>
        outliner.ways(parentType, String(path.key), fieldNodes),
      ),
    );
  }

  /** The record with an id, of whatever type, as a field asks for it; null where there is none to be seen. */
  async record(info: GraphQLResolveInfo, asker: Asker, id: string): Promise<unknown> {
    const { fieldNodes, path } = info;
    return asker.reader.batched(fieldNodes, id, (ids) => {
      const entities = [...new Set(ids.flatMap((each) => this.ofId?.(each) ?? []))];
      const types = entities.map(({ name }) => name).sort();
      return this.rows<unknown[]>(info, asker, ids, types, (outliner) =>
        outliner.records(String(path.key), entities, fieldNodes),
      );
    });
  }

  /** Reads rows for resolvers: with all that relations lead to, or, where that cannot be, without. */
  private async rows<T>(
    info: GraphQLResolveInfo,
    asker: Asker,
    keys: readonly string[],
    types: readonly string[],
    make: (outliner: Outliner) => Outline | null,
  ): Promise<T> {
    const place = [...placeOf(info.path), ...types].join('/');
    const compile = ({ roots }: Outline, setting: Setting) => compileRows(roots[0]!, setting);
    const read = async (isDeep: boolean) => {
      const { key, outline } = this.outlined(info, `${isDeep} ${place}`, make, isDeep);
      return outline
        ? fromJson(await this.run(key, outline, info, asker, compile, keys))
        : undefined;
    };
    const found = this.isDeep ? await this.orElse(() => read(true)) : undefined;
    return (found === undefined ? await read(false) : found) as T;
  }

  /** Undefined where an argument is refused, or a database finds the statement too complex: the resolvers tell, at its place. */
  private async orElse<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      const isRefused =
        error instanceof GraphQLError && error.extensions.code !== 'QUERY_TOO_COMPLEX';
      if (isRefused || isTooComplex(error)) return undefined;
      throw error;
    }
  }

  private whole(query: Operation) {
    const type = this.schema.getQueryType()!;
    const fields = () => fieldsBelow(type, [query.operation], this.document(query));
    return this.outlined(query, '', (outliner) => outliner.outline(type, fields()), this.isDeep);
  }

  private document({ fragments, variableValues }: Operation) {
    return { schema: this.schema, fragments, variables: variableValues };
  }

  private outlined(
    query: Operation,
    place: string,
    make: (outliner: Outliner) => Outline | null,
    isDeep: boolean,
  ) {
    const { id, switches, nodes } = this.known(query);
    const { variableValues: values } = query;
    const typesOf = (each: string) => {
      const ids = [values[each]].flat().filter((id) => typeof id === 'string'); // graphql-js refuses null where it is read
      return [...new Set(ids.map((id) => this.ofId?.(id)?.name))].sort();
    };
    const key = JSON.stringify([
      id,
      place,
      ...switches.map((each) => values[each]),
      ...nodes.map(typesOf),
    ]);
    let found = this.outlines.get(key);
    if (!found) {
      const size = query.operation.loc?.source.body.length ?? MOST_OUTLINED / 100;
      const outline = make(new Outliner(this.document(query), this.limits, isDeep));
      found = { outline, size };
      this.outlines.set(key, found);
    }
    return { key, outline: found.outline };
  }

  private known({ operation, fragments }: Operation): Known {
    let known = this.operations.get(operation);
    if (!known) {
      known = { id: ++this.last, ...decisiveOf([operation, ...Object.values(fragments)]) };
      this.operations.set(operation, known);
    }
    return known;
  }

  private async run(
    key: string,
    outline: Outline,
    { variableValues }: Operation,
    { reader, languages }: Asker,
    compile: (outline: Outline, setting: Setting) => Sql,
    keys: readonly string[] = [],
  ): Promise<unknown> {
    const { viewer, source } = reader;
    const { maxAnswerBytes } = this.limits;
    const asked = outline.askings.map((each) => each.ask(variableValues, keys));
    const given = [...asked, shapedLanguages(languages)];
    const shape = given.map((each) => each.shape).join('\n');
    const full = `${key} ${keyOf(viewer)}\n${shape}`;
    let statement = this.statements.get(full);
    if (!statement) {
      const { dialect } = source;
      const made = compile(outline, { given, viewer, dialect, maxAnswerBytes });
      statement = render(made, dialect.placeholder);
      this.statements.set(full, statement);
    }
    const [row] = await source.read(bind(statement, given)).catch((error: unknown) => {
      throw isTooLarge(error) ? tooLarge(maxAnswerBytes) : error;
    });
    if (!row) throw tooLarge(maxAnswerBytes);
    return row.data;
  }
}

/** The variables that decide which fields there are. */
function decisiveOf(
  nodes: (OperationDefinitionNode | FragmentDefinitionNode | undefined)[],
): Decisive {
  const [switches, ids] = [new Set<string>(), new Set<string>()];
  const add = (found: Set<string>, given: readonly ArgumentNode[] = []) => {
    for (const each of given) visit(each, { Variable: ({ name }) => void found.add(name.value) });
  };
  for (const each of nodes)
    if (each)
      visit(each, {
        Directive: ({ arguments: given }) => add(switches, given),
        Field: ({ name, arguments: given }) => {
          if (name.value === 'node' || name.value === 'nodes') add(ids, given);
        },
      });
  return { switches: [...switches], nodes: [...ids] };
}

/** What a statement depends on of a viewer. */
const keyOf = ({ role, organisationIds }: Viewer) =>
  role === 'ADMIN' ? '*' : organisationIds.join(' ');

/** Where a field stands in an operation: its keys in the answer, with the types that have them, without places in lists. */
function placeOf({ prev, key, typename }: GraphQLResolveInfo['path']): string[] {
  const above = prev ? placeOf(prev) : [];
  return typename === undefined ? above : [...above, `${typename}.${key}`];
}
