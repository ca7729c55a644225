import graphqlEslint from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { schemaText } from '../../src/app';
import { values } from '../../src/clients/facts';

const { configs, parser, rules } = graphqlEslint;

/** What all schemas are held to, and what is asked otherwise of this one. */
const RULES: Linter.RulesRecord = {
  ...configs['flat/schema-all'].rules,
  ...configs['flat/schema-relay'].rules,
  // a record has an id; what is part of one has none
  '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: values } }],
  // lists are paged forwards only
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  // parts of a record, and records that are few, are lists without pages; `changes` has pages of what is no record
  '@graphql-eslint/relay-edge-types': [
    'error',
    { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
  ],
  // fields stand in the order in which they are declared, which goes by meaning
  '@graphql-eslint/alphabetize': 'off',
  // it can be written
  '@graphql-eslint/no-root-type': 'off',
  // lists and payloads are always there; what is wrong with an input stands in `userErrors`
  '@graphql-eslint/require-nullable-result-in-root': 'off',
  // a payload has what was written, from which all else can be reached
  '@graphql-eslint/require-field-of-type-query-in-mutation-result': 'off',
};

/** What is found wrong with a schema. */
function judged(schema: string): string[] {
  const config: Linter.Config = {
    files: ['**/*.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { '@graphql-eslint': { rules } },
    rules: RULES,
  };
  return new Linter()
    .verify(schema, config, 'schema.graphql')
    .map(({ ruleId, line, message }) => `${line} ${ruleId} ${message}`);
}

test('the schema keeps the rules of graphql-eslint for schemas and for Relay', () => {
  expect(judged(schemaText())).toEqual([]);
});

test('each of the rules that have settings of their own still finds what it is for', () => {
  const wrong = schemaText()
    .replace(/(type ActionConnection \{.*?)pageInfo: PageInfo!/s, '$1pages: Int!')
    .replace(/(type Query \{.*?plans\(.*?)first: Int/s, '$1limit: Int')
    .replace(/(type PlanEdge \{.*?)cursor: String!/s, '$1place: Int!');
  const found = judged(`${wrong}
    """A part of its own."""
    type Nail { length: Int! }
    extend enum Audience { everybody }`).join();
  for (const rule of ['relay-connection-types', 'relay-arguments', 'relay-edge-types'])
    expect(found).toContain(rule);
  for (const rule of ['strict-id-in-types', 'naming-convention']) expect(found).toContain(rule);
});
