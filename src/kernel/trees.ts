import {
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { isTooComplex } from '../database/database';
import { type Sql, type Statement, bind, render } from '../database/sql';
import { compileAnswer } from './answer';
import type { Setting } from './compile';
import { type Outline, outline } from './outline';
import type { PageLimits } from './page';
import type { AnyRow } from './reader';
import type { Context } from './resolve';
import { type Fields, fieldsBelow } from './select';
import { type TreePage as PageOf, compileTree } from './tree';
import type { Viewer } from './viewer';

export type TreePage = PageOf<AnyRow>;

/** An operation that was found valid, with its variables coerced. */
export interface Operation {
  operation: OperationDefinitionNode;
  fragments: Record<string, FragmentDefinitionNode | undefined>;
  variableValues: Record<string, unknown>;
}

/** So many characters of operations are kept as outlines, and so many of SQL as statements. */
const MOST_OUTLINED = 500_000;
const MOST_SQL = 8_000_000;

/**
 * Reads all that a root field asks for by one statement, made of the operation and kept for the next time. What cannot be
 * read so is left to the resolvers, which read level by level.
 */
export class Trees {
  private readonly operations = new WeakMap<
    OperationDefinitionNode,
    { id: number; switches: string[] }
  >();
  private readonly outlines = new LRUCache<string, { outline: Outline | null; size: number }>({
    maxSize: MOST_OUTLINED,
    sizeCalculation: ({ size }) => size,
  });
  private readonly statements = new LRUCache<string, Statement>({
    maxSize: MOST_SQL,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  });
  private last = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: PageLimits,
  ) {}

  /** Whether a query can be answered as the database gives it out, without code. */
  isPure(query: Operation): boolean {
    return Boolean(this.whole(query).outline?.isPure);
  }

  /** The whole answer to such a query as JSON, as the database makes it; null where an argument cannot be taken. */
  async answer(query: Operation, context: Context): Promise<Buffer | string | null> {
    const { key, outline } = this.whole(query);
    const data = outline && (await this.run(key, outline, query, context, compileAnswer));
    return (data as Buffer | string | undefined) ?? null;
  }

  /** What the resolver of a root field needs, with all below it; undefined where that is read level by level. */
  async read<T>(info: GraphQLResolveInfo, context: Context): Promise<T | undefined> {
    const name = String(info.path.key);
    const fields = () => new Map([[name, [...info.fieldNodes]]]);
    const { key, outline } = this.outlined(info, name, fields);
    if (!outline) return undefined;
    const compile = (_: Outline, setting: Setting) => compileTree(outline.roots[0]!, setting);
    const data = await this.run(key, outline, info, context, compile);
    return data === undefined ? undefined : (parse(data) as T);
  }

  private whole(query: Operation) {
    const type = this.schema.getQueryType()!;
    const fields = () => fieldsBelow(type, [query.operation], this.document(query));
    return this.outlined(query, '', fields);
  }

  private document({ fragments, variableValues }: Operation) {
    return { schema: this.schema, fragments, variables: variableValues };
  }

  private outlined(query: Operation, name: string, fields: () => Fields) {
    const { id, switches } = this.known(query);
    const key = JSON.stringify([id, name, ...switches.map((each) => query.variableValues[each])]);
    let found = this.outlines.get(key);
    if (!found) {
      const type = this.schema.getQueryType()!;
      const size = query.operation.loc?.source.body.length ?? MOST_OUTLINED / 100;
      found = { outline: outline(type, fields(), this.document(query), this.limits), size };
      this.outlines.set(key, found);
    }
    return { key, outline: found.outline };
  }

  private known({ operation, fragments }: Operation): { id: number; switches: string[] } {
    let known = this.operations.get(operation);
    if (!known) {
      known = { id: ++this.last, switches: switchesOf([operation, ...Object.values(fragments)]) };
      this.operations.set(operation, known);
    }
    return known;
  }

  private async run(
    key: string,
    outline: Outline,
    { variableValues }: Operation,
    { reader, language }: Context,
    compile: (outline: Outline, setting: Setting) => Sql,
  ): Promise<unknown> {
    const { viewer, source } = reader;
    try {
      const given = outline.askings.map((each) => each.ask(variableValues));
      const shape = given.map((each) => each.shape).join('\n');
      const full = `${key} ${language} ${keyOf(viewer)}\n${shape}`;
      let statement = this.statements.get(full);
      if (!statement) {
        const { dialect } = source;
        const made = compile(outline, { given, viewer, language, dialect });
        statement = render(made, dialect.placeholder);
        this.statements.set(full, statement);
      }
      const [row] = await source.read(bind(statement, given));
      return row!.data;
    } catch (error) {
      if (error instanceof GraphQLError || isTooComplex(error)) return undefined; // the resolvers tell, at its place
      throw error;
    }
  }
}

/** The variables that decide which fields there are. */
function switchesOf(
  nodes: (OperationDefinitionNode | FragmentDefinitionNode | undefined)[],
): string[] {
  const found = new Set<string>();
  for (const each of nodes)
    if (each)
      visit(each, {
        Directive: ({ arguments: given = [] }) => {
          for (const { value } of given)
            if (value.kind === Kind.VARIABLE) found.add(value.name.value);
        },
      });
  return [...found];
}

/** What a statement depends on of a viewer. */
const keyOf = ({ role, organisationIds }: Viewer) =>
  role === 'ADMIN' ? '*' : organisationIds.join(' ');

const parse = (data: unknown): unknown => (typeof data === 'string' ? JSON.parse(data) : data);

/** What the tree holds for a field of a row; undefined where it holds nothing. */
export function branch<T = unknown>(row: AnyRow, { path }: GraphQLResolveInfo): T | undefined {
  return row[`$${path.key}`] as T | undefined;
}
