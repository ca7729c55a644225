import type { FastifyRequest } from 'fastify';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  getOperationAST,
  getVariableValues,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../config';
import { Unavailable } from '../database/errors';
import type { Operation, Trees } from '../kernel/read/answers';
import type { Costs } from '../kernel/ask/costs';
import { admit, checkVariables } from './limits';
import { ANSWER } from '../kernel/declare/errors';
import type { Context } from '../kernel/schema/context';
import { accepted, isByAddress } from './accept';

/** So many characters of queries are remembered. */
const MOST_REMEMBERED = 500_000;

/** What a request asks for (GraphQL over HTTP, section 5). */
interface Asked {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** A query of a document, found valid. */
interface Known {
  operation: OperationDefinitionNode;
  fragments: Operation['fragments'];
}

/** An answer that no code had to work out. */
export interface LeanAnswer {
  /** The media type, with its charset. */
  type: string;
  body: Buffer;
  operation?: string;
  /** In nodes. */
  cost?: number;
}

/**
 * The short way: a query that Apollo Server has found valid before, and that a statement answers as it stands, is
 * answered at once, within the same limits. Whatever is new or odd, fails or needs code goes to Apollo Server, which says
 * what is wrong with it.
 */
export class LeanDoor {
  private readonly documents = new LRUCache<string, Map<string, Known | null>>({
    maxSize: MOST_REMEMBERED,
    sizeCalculation: (_, source) => source.length,
  });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly trees: Trees,
    private readonly costs: Costs,
    private readonly limits: Limits,
  ) {}

  /** Remembers a document that was found valid. */
  remember(source: string, document: DocumentNode): void {
    if (this.documents.has(source)) return;
    const fragments = fragmentsOf(document);
    const known = (name: string | null) => {
      const operation = getOperationAST(document, name);
      const isQuery = operation?.operation === OperationTypeNode.QUERY;
      return isQuery ? { operation, fragments } : null;
    };
    const operations = new Map([['', known(null)]]);
    for (const each of document.definitions)
      if (each.kind === Kind.OPERATION_DEFINITION && each.name)
        operations.set(each.name.value, known(each.name.value));
    this.documents.set(source, operations);
  }

  /** The answer to a request; null where Apollo Server has to give it. Throws where asking again would cost as much, and end so. */
  async answer(request: FastifyRequest, context: Context): Promise<LeanAnswer | null> {
    try {
      const type = accepted(request.headers.accept);
      const asked = type && askedBy(request);
      const known = asked && this.documents.get(asked.query)?.get(asked.operationName ?? '');
      if (!known) return null;
      const query = this.coerced(known, asked.variables ?? {});
      if (!query) return null;
      const cost = this.costs.of(query); // before anything else looks at all of it
      admit(cost, context, this.limits);
      if (!this.trees.isPure(query)) return null;
      const body = await this.trees.answer(query, context);
      const operation = known.operation.name?.value;
      return body && { type: `${type}; charset=utf-8`, body, operation, cost: cost.requested };
    } catch (error) {
      if (error instanceof Unavailable || isTooLarge(error)) throw error;
      return null; // it goes wrong there too, and is told
    }
  }

  private coerced(known: Known, variables: Record<string, unknown>): Operation | null {
    const { operation } = known;
    checkVariables(variables);
    const definitions = operation.variableDefinitions ?? [];
    if (definitions.length === 0) return { ...known, variableValues: {} };
    const { coerced } = getVariableValues(this.schema, definitions, variables, { maxErrors: 1 });
    return coerced ? { ...known, variableValues: coerced } : null;
  }
}

/** Whether an answer was made that is larger than one may be. */
const isTooLarge = (error: unknown) =>
  error instanceof GraphQLError && error.extensions.limit === ANSWER;

/** The fragments of a document by their names. */
export function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  return fragments;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a request asks for, where it does so in the plain way. */
function askedBy({ method, body, raw, headers }: FastifyRequest): Asked | null {
  const byAddress = isByAddress(method);
  if (byAddress && headers['content-type'] !== undefined) return null;
  const asked = byAddress ? inAddress(raw.url ?? '') : body;
  if (!isObject(asked) || 'extensions' in asked) return null;
  const { query, operationName: name, variables } = asked;
  const isNamed = (name ?? null) === null || (typeof name === 'string' && name !== '');
  const isPlain =
    typeof query === 'string' && ((variables ?? null) === null || isObject(variables));
  return isNamed && isPlain ? (asked as unknown as Asked) : null;
}

function inAddress(url: string): unknown {
  const parameters = [...new URLSearchParams(url.slice(url.indexOf('?') + 1))];
  const asked: Record<string, unknown> = Object.fromEntries(parameters);
  if (parameters.length !== Object.keys(asked).length) return null; // one was given twice
  if (typeof asked.variables === 'string') asked.variables = JSON.parse(asked.variables);
  return asked;
}
