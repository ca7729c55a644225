import {
  type DocumentNode,
  type GraphQLError,
  Kind,
  OperationTypeNode,
  execute,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { graphSchema } from '../app';
import { type Config, readConfig } from '../config';
import { connect } from '../database/connect';
import { planOf } from '../database/explain';
import { Span } from '../database/span';
import { type Statement, render } from '../database/sql';
import { model } from '../features';
import { limitRules } from '../http/limits';
import { Costs } from '../kernel/ask/costs';
import { ANONYMOUS, admin } from '../kernel/declare/viewer';
import { type Operation, Trees } from '../kernel/read/answers';
import { Reader } from '../kernel/read/reader';
import type { Context } from '../kernel/schema/context';
import { languageOrder, lookedFor, parseLanguageTag } from '../value/language';
import { outlineText } from './outline-text';

export interface ExplainOptions {
  variables?: string;
  language: string;
  admin?: boolean;
}

const WAYS = {
  text: 'Text: the statement writes the answer itself.',
  tree: 'Tree: one statement reads the rows, and code finds in them what it needs.',
  levels: 'Levels: code runs, and what it needs is read level by level.',
};

/** Tells how a query is answered from the database of the settings: its outline, its statements, and how they are planned. */
export async function explainCommand(
  query: string,
  options: ExplainOptions,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const config = readConfig(env);
  const { document, operation } = readQuery(query, config, options.variables);
  const { database, source } = await connect(config.database, model.tables as never, config.limits);
  try {
    const statements = new Map<string, Statement>();
    const span = new Span(config.limits.operationTime);
    const { dialect } = database;
    const reader = new Reader(
      {
        dialect,
        read(statement) {
          const made = 'text' in statement ? statement : render(statement, dialect.placeholder);
          if (!statements.has(made.text)) statements.set(made.text, made);
          return database.read(made, span);
        },
      },
      options.admin ? admin('explain') : ANONYMOUS,
    );
    const schema = graphSchema();
    const { limits } = config;
    const trees = new Trees(schema, limits);
    const context: Context = {
      reader,
      snapshot: (work) => work(reader),
      write: () => Promise.reject(new Error('A query writes nothing.')),
      languages: languageOrder(lookedFor(parseLanguageTag(options.language))),
      limits,
      span,
      trees,
    };
    const outlines = trees.outlinesOf(operation);
    const isText = trees.isPure(operation) && (await trees.answer(operation, context));
    if (!isText) await run(document, operation, context);
    for (const [key, outline] of outlines) {
      const way = isText ? WAYS.text : outline ? WAYS.tree : `${key}: ${WAYS.levels}`;
      print(way, outline ? outlineText(outline) : []);
    }
    let number = 0;
    for (const each of statements.values()) {
      print(`Statement ${++number}`, [each.text, `with ${JSON.stringify(each.values)}`]);
      print(`Plan ${number}`, await planOf(database, source, each));
    }
    const { requested } = new Costs(schema, limits).of(operation);
    const most = `at most ${limits.maxCost}, or ${limits.maxCostWithKey} with a key`;
    print(`Cost: ${requested} nodes, of ${most}.`, []);
  } finally {
    await database.close();
  }
}

function print(title: string, lines: readonly string[]): void {
  process.stdout.write(`${[title, ...lines.map((each) => `  ${each}`)].join('\n')}\n\n`);
}

/** A query that could be executed, with its variables as they would come to resolvers. */
function readQuery(query: string, { limits }: Config, given = '{}') {
  const schema = graphSchema();
  const document = parse(query, { maxTokens: limits.maxTokens });
  refuse(validate(schema, document, [...specifiedRules, ...limitRules(limits)]));
  const operation = getOperationAST(document);
  if (operation?.operation !== OperationTypeNode.QUERY)
    throw new Error('Wanted a document with one query.');
  const fragments: Operation['fragments'] = {};
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables(given));
  refuse(values.errors ?? []);
  return { document, operation: { operation, fragments, variableValues: values.coerced ?? {} } };
}

function variables(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read))
      return read as Record<string, unknown>;
  } catch {
    // it is told below
  }
  throw new Error('Wanted variables as a JSON object, such as {"slug":"porvoo-2026"}.');
}

async function run(document: DocumentNode, { variableValues }: Operation, contextValue: Context) {
  const schema = graphSchema();
  const { errors } = await execute({ schema, document, variableValues, contextValue });
  refuse(errors ?? []);
}

function refuse(errors: readonly GraphQLError[]): void {
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
}
