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
import type { Rows } from '../../database/database';
import { isTooComplex, isTooLarge } from '../../database/errors';
import { type Sql, type Statement, bind, render } from '../../database/sql';
import { compileAnswer } from './compile-answer';
import type { Setting } from './compile';
import type { NodeDeclaration, Outline } from './outline';
import { tooLarge } from '../declare/errors';
import { Outliner } from './outliner';
import type { PageLimits } from '../ask/page';
import type { TextLanguage } from '../../value/language';
import type { Reader } from './reader';
import { type Fields, fieldsBelow } from '../ask/select';
import { type TreePage as PageOf, compileTree } from './compile-rows';
import type { Viewer } from '../declare/viewer';
import type { AnyRow } from '../declare/row';

export type TreePage = PageOf<AnyRow>;

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

/** Who asks, and in which language. */
export interface Asker {
  reader: Reader;
  language: TextLanguage;
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
 * Reads all that a root field asks for by one statement, made of the operation and kept for the next time. What cannot be
 * read so is left to the resolvers, which read level by level.
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
        this.outlined(query, key, () => new Map([[key, nodes]])).outline,
      ]),
    );
  }

  /** The whole answer to such a query as JSON, as the database makes it; null where an argument cannot be taken. */
  async answer(query: Operation, asker: Asker): Promise<Buffer | null> {
    const { key, outline } = this.whole(query);
    const body = outline && (await this.run(key, outline, query, asker, compileAnswer));
    return typeof body === 'string' ? Buffer.from(body) : ((body as Buffer | undefined) ?? null);
  }

  /** What the resolver of a root field needs, with all below it; undefined where that is read level by level. */
  async read<T>(info: GraphQLResolveInfo, asker: Asker): Promise<T | undefined> {
    const name = String(info.path.key);
    const fields = () => new Map([[name, [...info.fieldNodes]]]);
    const { key, outline } = this.outlined(info, name, fields);
    if (!outline) return undefined;
    const compile = (_: Outline, setting: Setting) => compileTree(outline.roots[0]!, setting);
    const data = await this.run(key, outline, info, asker, compile);
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
    const { id, switches, nodes } = this.known(query);
    const { variableValues: values } = query;
    const typesOf = (each: string) => {
      const ids = [values[each]].flat().filter((id) => typeof id === 'string'); // graphql-js refuses null where it is read
      return [...new Set(ids.map((id) => this.ofId?.(id)?.name))].sort();
    };
    const key = JSON.stringify([
      id,
      name,
      ...switches.map((each) => values[each]),
      ...nodes.map(typesOf),
    ]);
    let found = this.outlines.get(key);
    if (!found) {
      const type = this.schema.getQueryType()!;
      const size = query.operation.loc?.source.body.length ?? MOST_OUTLINED / 100;
      found = {
        outline: new Outliner(this.document(query), this.limits).outline(type, fields()),
        size,
      };
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
    { reader, language }: Asker,
    compile: (outline: Outline, setting: Setting) => Sql,
  ): Promise<unknown> {
    const { viewer, source } = reader;
    const { maxAnswerBytes } = this.limits;
    let row: Rows[number] | undefined;
    try {
      const given = outline.askings.map((each) => each.ask(variableValues));
      const shape = given.map((each) => each.shape).join('\n');
      const full = `${key} ${language} ${keyOf(viewer)}\n${shape}`;
      let statement = this.statements.get(full);
      if (!statement) {
        const { dialect } = source;
        const made = compile(outline, { given, viewer, language, dialect, maxAnswerBytes });
        statement = render(made, dialect.placeholder);
        this.statements.set(full, statement);
      }
      [row] = await source.read(bind(statement, given));
    } catch (error) {
      if (isTooLarge(error)) throw tooLarge(maxAnswerBytes);
      if (error instanceof GraphQLError || isTooComplex(error)) return undefined; // the resolvers tell, at its place
      throw error;
    }
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

const parse = (data: unknown): unknown => (typeof data === 'string' ? JSON.parse(data) : data);

/** What the tree holds for a field of a row; undefined where it holds nothing. */
export function branch<T = unknown>(row: AnyRow, { path }: GraphQLResolveInfo): T | undefined {
  return row[`$${path.key}`] as T | undefined;
}
