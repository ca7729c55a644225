import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { schemaText } from '../../src/app';
import { scalars } from '../../src/clients/scalars';
import { file, folder } from '../support/program';
import { type TestServer, testServer } from '../support/server';

const execute = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
const LIBRARIES = [
  '@apollo',
  '@urql',
  'gql.tada',
  'graphql',
  'rxjs',
  'typescript',
  '@0no-co',
  'wonka',
];

const page = readFileSync(join(ROOT, 'docs', 'clients.md'), 'utf8');

/** The code in a language below a heading of the page on clients, for the server of this test. */
function codeOf(title: string, language: string): string {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${title}\n`))!;
  const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section)!;
  return code!.replaceAll('http://127.0.0.1:4000', server.url);
}

const MODULES = ['apollo.ts', 'urql.ts', 'codegen.ts', 'fetch.ts', 'tada.ts'];

/** Uses of what gql.tada knows, right and wrong. */
const USE = `
  import type { ResultOf, VariablesOf } from 'gql.tada';
  import { graphql } from './tada.js';
  const Events = graphql(\`query ($filter: EventFilter) {
    events(filter: $filter) { nodes { slug timing { start edtf } price { cents } } totalCount }
  }\`);
  export const told = ({ events }: ResultOf<typeof Events>): (string | null)[] => events.nodes.map(({ timing }) => timing.start);
  export const cents = ({ events }: ResultOf<typeof Events>): number | undefined => events.nodes[0]?.price?.cents;
  export const variables: VariablesOf<typeof Events> = { filter: { languages: { has: 'fi' } } };
  // @ts-expect-error -- no such filter
  export const wrong: VariablesOf<typeof Events> = { filter: { languages: { hsa: 'fi' } } };
`;

let server: TestServer;
// the folder is an application that has installed the package
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of LIBRARIES) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarball = (await execute('npm', pack, { cwd: ROOT })).stdout.trim();
  await execute('tar', ['-xzf', join(folder, tarball), '-C', folder]);
  renameSync(join(folder, 'package'), join(modules, 'luotsi'));
  file('package.json', '{ "type": "module" }');
  file('apollo.ts', codeOf('Apollo Client', 'ts'));
  file('urql.ts', codeOf('urql', 'ts'));
  file('codegen.ts', codeOf('GraphQL Code Generator', 'ts'));
  file('fetch.ts', codeOf('No client at all', 'ts'));
  file('tada.ts', codeOf('gql.tada', 'ts'));
  file('tsconfig.json', codeOf('gql.tada', 'json'));
}, 60_000);
afterAll(() => server.close());

test('the package has the explorer', () => {
  const files = readdirSync(join(folder, 'node_modules', 'luotsi', 'dist', 'explorer'));
  expect(files.map((name) => extname(name)).sort()).toEqual(['.css', '.js', '.txt']);
});

/** What a module of the application prints as JSON, among the modules of the page. */
async function printed(text: string, name = 'run.ts'): Promise<unknown> {
  file(name, text);
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  for (const each of MODULES.concat(name)) {
    const source = readFileSync(join(folder, each), 'utf8');
    file(each.replace(/ts$/, 'js'), ts.transpile(source, options));
  }
  const ran = await execute(process.execPath, [name.replace(/ts$/, 'js')], { cwd: folder });
  expect(ran.stderr).toBe('');
  return JSON.parse(ran.stdout);
}

const NAMES = ['Porvoon kaupunginkirjasto', 'Borgå stadsbibliotek'];
const QUERY = '{ plan(slug: "porvoo-2026") { id owner { id name { value } } } }';

test('Apollo Client, as the page has it, switches the language', async () => {
  const names = await printed(`
    import { gql } from '@apollo/client';
    import { client, speak } from './apollo.js';
    const query = gql\`${QUERY}\`;
    const name = async () => (await client.query({ query })).data.plan.owner.name.value;
    const first = await name();
    await speak('sv');
    console.log(JSON.stringify([first, await name()]));`);
  expect(names).toEqual(NAMES);
});

test('urql, as the page has it, takes a client for each language', async () => {
  const names = await printed(`
    import { clientIn } from './urql.js';
    const name = async (language) => (await clientIn(language).query(\`${QUERY}\`, {})).data.plan.owner.name.value;
    console.log(JSON.stringify([await name('fi'), await name('sv')]));`);
  expect(names).toEqual(NAMES);
});

test('the function that fetches, as the page has it, gives data and throws what is refused', async () => {
  const told = await printed(`
    import { ownerOf } from './fetch.js';
    import { luotsi } from 'luotsi/clients/fetch';
    const { message, cause } = await luotsi('${server.url}/graphql')('{ plans(first: 1000) { totalCount } }').catch((error) => error);
    console.log(JSON.stringify([await ownerOf('porvoo-2026'), (await ownerOf('none')) ?? null, message === cause[0].message, cause[0].extensions.code]));`);
  expect(told).toEqual([NAMES[1], null, true, 'BAD_USER_INPUT']);
});

test('what tools are to be told, as the page has it, are the scalars and the schema', async () => {
  file('relay.config.cjs', codeOf('Relay', 'js'));
  const [relay, codegen] = (await printed(`
    import codegen from './codegen.js';
    import relay from './relay.config.cjs';
    console.log(JSON.stringify([relay, codegen]));`)) as [
    { schema: string; customScalarTypes: object },
    { schema: string; generates: object },
  ];
  expect(relay.customScalarTypes).toEqual(scalars);
  expect(Object.values(codegen.generates)).toMatchObject([
    { config: { scalars, strictScalars: true } },
  ]);
  for (const path of [relay.schema, codegen.schema])
    expect(readFileSync(join(folder, path), 'utf8')).toBe(schemaText());
});

test('gql.tada makes types of the schema, and all that the page has compiles', async () => {
  const tada = join(ROOT, 'node_modules', 'gql.tada', 'bin', 'cli.js');
  await execute(process.execPath, [tada, 'generate-output'], { cwd: folder });
  file('use.ts', USE);
  const files = MODULES.concat('use.ts').map((name) => join(folder, name));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const wrong = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file: at, messageText }) =>
        `${at?.fileName} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  expect(wrong).toEqual([]);
});

test('the package has its command still, and may be required', async () => {
  const installed = join(folder, 'node_modules', 'luotsi');
  const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(existsSync(join(installed, bin.luotsi))).toBe(true);
  const required = `console.log(typeof require('luotsi/clients/apollo').typePolicies, require.resolve('luotsi/schema/schema.graphql'))`;
  const { stdout } = await execute(process.execPath, ['-e', required], { cwd: folder });
  expect(stdout).toMatch(/^object .*schema\.graphql\n$/);
});
