import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { type DocumentNode, parse } from 'graphql';
import ts from 'typescript';
import { graphSchema, schemaText } from '../../src/app';
import { scalars } from '../../src/clients/scalars';

const OPERATIONS = `
  query Calendar($filter: EventFilter, $orderBy: [EventOrder!], $after: String) {
    events(first: 20, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id slug title { value } timing { start edtf } ...Where }
      pageInfo { hasNextPage endCursor }
    }
  }
  fragment Where on Event { address recordingUrl languages }
  mutation Put($input: PutEventInput!) {
    putEvent(input: $input) { event { id version } userErrors { code message } }
  }
`;

const USE = `
  import { useFragment } from './fragment-masking';
  import { CalendarDocument, PutDocument, WhereFragmentDoc } from './graphql';
  import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
  export const variables: VariablesOf<typeof CalendarDocument> = {
    filter: { languages: { has: 'fi' }, timing: { possibly: { start: '2026-01-01', end: '2026-12-31' } } },
    orderBy: [{ field: 'TIME', direction: 'DESC' }],
  };
  export const told = ({ events }: ResultOf<typeof CalendarDocument>): string[] =>
    events.nodes.map((each) => \`\${each.slug} \${each.timing.start ?? ''} \${useFragment(WhereFragmentDoc, each).languages.join()}\`);
  export const versionOf = ({ putEvent }: ResultOf<typeof PutDocument>): number | undefined => putEvent.event?.version;
`;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function generate(known: object): Promise<void> {
  const files = await preset.buildGeneratesSection({
    baseOutputDir: `${folder}/`,
    schema: parse(schemaText()),
    schemaAst: graphSchema(),
    documents: [
      { location: 'operations.graphql', document: parse(OPERATIONS), rawSDL: OPERATIONS },
    ] as { location: string; document: DocumentNode; rawSDL: string }[],
    config: { strictScalars: true, scalars: known, enumsAsTypes: true, useTypeImports: true },
    presetConfig: {},
    plugins: [],
    pluginMap: {},
    pluginContext: {},
  });
  for (const file of files) {
    mkdirSync(dirname(file.filename), { recursive: true });
    writeFileSync(file.filename, await codegen(file));
  }
}

test('with strict scalars, graphql-codegen makes types that compile, and are as its users expect', async () => {
  await generate(scalars);
  const use = join(folder, 'use.ts');
  writeFileSync(use, USE);
  symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'));
  const program = ts.createProgram([use], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const wrong = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start!).line;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(wrong).toEqual([]);
});

test('a scalar that is not told is missed', async () => {
  const others = Object.entries(scalars).filter(([name]) => name !== 'EDTF');
  await expect(generate(Object.fromEntries(others))).rejects.toThrow('EDTF');
});
