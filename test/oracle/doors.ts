import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  execute,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import type { Database } from '../../src/database/database';
import { Span } from '../../src/database/span';
import { fragmentsOf } from '../../src/http/lean';
import { Reader } from '../../src/kernel/read/reader';
import { type Operation, Trees } from '../../src/kernel/read/answers';
import { type Viewer, admin } from '../../src/kernel/declare/viewer';
import type { LanguageOrder } from '../../src/value/language';
import { type Memory, answerFromMemory, idOfCursor } from './memory';
import type { ListAsked } from './operations';
import type { Context } from '../../src/kernel/schema/context';

export const LIMITS = { defaultPageSize: 20, maxPageSize: 100, maxAnswerBytes: 2 ** 24 };

/** An operation with all that it is asked with. */
export interface Asked {
  source: string;
  variables: Record<string, unknown>;
  viewer: Viewer;
  languages: LanguageOrder;
}

/** An answer as it can be compared: JSON with its keys in order, and what went wrong. */
export interface Told {
  data: string;
  errors: string[];
}

/** The answers that must agree; the statement's is null where code has to run, or an argument is refused. */
export interface Answers {
  statement: Told | null;
  tree: Told;
  levels: Told;
  oracle?: Told;
}

interface Known extends Pick<Operation, 'operation' | 'fragments'> {
  document: DocumentNode;
}

/** The ways to an answer. */
export class Doors {
  trees: Trees;
  private readonly levels: Trees;
  private readonly documents = new Map<string, Known | null>();
  private readonly cursors = new Map<string, string[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly database: Database,
    /** Without code, for the answers from memory. */
    private readonly bare?: GraphQLSchema,
  ) {
    this.trees = new Trees(schema, LIMITS);
    this.levels = new Trees(schema, LIMITS, false);
  }

  /** Whether an operation is valid. */
  knows(source: string): boolean {
    return this.known(source) !== null;
  }

  private known(source: string): Known | null {
    let known = this.documents.get(source);
    if (known === undefined) {
      if (this.documents.size > 50) this.documents.clear();
      this.documents.set(source, (known = read(this.schema, source)));
    }
    return known;
  }

  /** The answer of one statement, as a request would get it. */
  async statement({ source, variables, viewer, languages }: Asked): Promise<Told | null> {
    const { operation, fragments } = this.known(source)!;
    const definitions = operation.variableDefinitions ?? [];
    const { coerced } = getVariableValues(this.schema, definitions, variables);
    const query = coerced && { operation, fragments, variableValues: coerced };
    if (!query || !this.trees.isPure(query)) return null;
    const body = await this.trees.answer(query, this.context(viewer, languages, true));
    if (!body) return null;
    const { data } = JSON.parse(String(body)) as { data: unknown };
    return { data: JSON.stringify(data), errors: [] };
  }

  /** The answer of the resolvers: with whole trees, or level by level. */
  async resolved({ source, variables, viewer, languages }: Asked, trees: boolean): Promise<Told> {
    const { document } = this.known(source)!;
    const contextValue = this.context(viewer, languages, trees);
    const given = { schema: this.schema, document, variableValues: variables, contextValue };
    return told(await execute(given));
  }

  /** The answer of the oracle. */
  async fromMemory({ source, variables, languages }: Asked, memory: Omit<Memory, 'languages'>) {
    const { document } = this.known(source)!;
    return told(
      await execute({
        schema: this.bare!,
        document,
        variableValues: variables,
        contextValue: { ...memory, languages },
        fieldResolver: answerFromMemory as never,
      }),
    );
  }

  async answers(asked: Asked, memory?: Omit<Memory, 'languages'>): Promise<Answers> {
    return {
      statement: await this.statement(asked),
      tree: await this.resolved(asked, true),
      levels: await this.resolved(asked, false),
      oracle: memory && (await this.fromMemory(asked, memory)),
    };
  }

  /** Real cursors of a list, from an earlier answer. */
  async cursorsOf(list: ListAsked): Promise<string[]> {
    const key = JSON.stringify(list);
    let found = this.cursors.get(key);
    if (!found) this.cursors.set(key, (found = await this.askCursors(list)));
    return found;
  }

  private async askCursors({ owner, field, filter, orderBy }: ListAsked): Promise<string[]> {
    const fields = (this.schema.getType(owner) as GraphQLObjectType).getFields();
    const [filterType, orderType] = ['filter', 'orderBy'].map((name) =>
      String(fields[field]!.args.find((each) => each.name === name)!.type),
    );
    const list = `list: ${field}(filter: $filter, orderBy: $orderBy, first: 6) { edges { cursor } }`;
    const root = Object.values(this.schema.getQueryType()!.getFields()).find(
      ({ type }) => String(type) === `${owner}Connection!`,
    );
    const body = owner === 'Query' ? list : `${root!.name}(first: 30) { nodes { ${list} } }`;
    const source = `query ($filter: ${filterType}, $orderBy: ${orderType}) { ${body} }`;
    const asked = { source, variables: { filter, orderBy }, viewer: admin('test') };
    const { data } = await this.resolved({ ...asked, languages: [] }, false);
    return [...new Set([...data.matchAll(/"cursor":"([0-9a-f]+)"/g)].map(([, each]) => each!))];
  }

  private context(viewer: Viewer, languages: LanguageOrder, trees: boolean): Context {
    const span = new Span(60_000);
    return {
      reader: new Reader(this.database, viewer),
      snapshot: (work) =>
        this.database.snapshot((source) => work(new Reader(source, viewer)), span),
      write: () => Promise.reject(new Error('Nothing is written.')),
      languages,
      limits: LIMITS,
      span,
      trees: trees ? this.trees : this.levels,
    };
  }
}

function read(schema: GraphQLSchema, source: string): Known | null {
  const document = parse(source);
  if (validate(schema, document).length > 0) return null;
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return { document, operation, fragments: fragmentsOf(document) };
}

const told = ({ data, errors = [] }: Awaited<ReturnType<typeof execute>>): Told => ({
  data: JSON.stringify(data ?? null),
  errors: errors.map(({ message, path }) => `${(path ?? []).join('.')}: ${message}`).sort(),
});

/** Which two of the answers differ, and where; null where all agree. */
export function difference({ statement, tree, levels, oracle }: Answers): string | null {
  const of = (a: Told, b: Told, names: string) => {
    if (a.data !== b.data) return `${names} differ: ${differing(a.data, b.data)}`;
    const [ours, theirs] = [a.errors.join('; '), b.errors.join('; ')];
    return ours === theirs ? null : `${names} fail differently: ${ours} | ${theirs}`;
  };
  return (
    of(tree, levels, 'the tree and the levels') ??
    (statement && of(statement, levels, 'the statement and the levels')) ??
    (oracle && levels.errors.length === 0
      ? of(unmarked(levels), oracle, 'the levels and the oracle')
      : null)
  );
}

/** An answer with the rows that its cursors stand for in their place. */
const unmarked = ({ data, errors }: Told): Told => ({
  data: data.replace(/"([0-9a-f]{20,})"/g, (text, cursor: string) => {
    const id = idOfCursor(cursor);
    return id === null ? text : JSON.stringify(`cursor of ${id}`);
  }),
  errors,
});

/** Where two texts part. */
export function differing(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 80);
  return `…${a.slice(from, at)}⟨${a.slice(at, at + 100)} | ${b.slice(at, at + 100)}⟩`;
}
