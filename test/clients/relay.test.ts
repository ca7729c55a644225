import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConcreteRequest,
  Environment,
  type GraphQLResponse,
  Network,
  RecordSource,
  Store,
  type Variables,
  createOperationDescriptor,
  getSingularSelector,
} from 'relay-runtime';
import { scalars } from '../../src/clients/scalars';
import { type Data, type TestServer, testServer } from '../support/server';

const ROOT = join(__dirname, '..', '..');

/** What an application of Relay says, by its modules: a list with its next pages, a record by its id, and what has changed. */
const MODULES = {
  Events: `
    query EventsQuery { ...Events_list }
    fragment Events_list on Query
    @refetchable(queryName: "EventsPaginationQuery")
    @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" }) {
      events(first: $first, after: $after, orderBy: [{ field: SLUG }]) @connection(key: "Events_events") {
        edges { node { id slug title { value } ...Event_event } }
      }
    }`,
  Event: `
    fragment Event_event on Event @refetchable(queryName: "EventRefetchQuery") { slug timing { start } }`,
  Plan: `
    query PlanQuery($id: ID!) { node(id: $id) { ... on Plan { slug title { value } } } }`,
  Changes: `
    query ChangesQuery { ...Changes_log }
    fragment Changes_log on Query
    @refetchable(queryName: "ChangesPaginationQuery")
    @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" }) {
      changes(first: $first, after: $after) @connection(key: "Changes_changes") {
        edges { node { recordId operation } }
      }
    }`,
};

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'));
  mkdirSync(join(folder, 'src'));
  cpSync(join(ROOT, 'schema', 'schema.graphql'), join(folder, 'schema.graphql'));
  for (const [name, text] of Object.entries(MODULES))
    writeFileSync(join(folder, 'src', `${name}.js`), `graphql\`${text}\`;`);
  const settings = {
    src: './src',
    schema: './schema.graphql',
    language: 'javascript',
    eagerEsModules: false,
    customScalarTypes: scalars,
  };
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(settings));
  server = await testServer('seeded');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const artifact = <T>(name: string): T =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made a moment ago
  require(join(folder, 'src', '__generated__', `${name}.graphql.js`)) as T;

/** An application: its store, filled from the server. */
function application() {
  const fetch = async ({ text }: { text?: string | null }, variables: Variables) =>
    (await server.send(text!, { variables })) as unknown as GraphQLResponse;
  const environment = new Environment({
    network: Network.create(fetch),
    store: new Store(new RecordSource()),
  });
  const run = async (name: string, variables: Variables = {}): Promise<Data> => {
    const operation = createOperationDescriptor(artifact<ConcreteRequest>(name), variables);
    await new Promise<void>((complete, error) =>
      environment.execute({ operation }).subscribe({ complete, error }),
    );
    return environment.lookup(operation.fragment).data;
  };
  /** What a fragment of the root shows of the store. */
  const shown = (fragment: string, query: string): Data => {
    const operation = createOperationDescriptor(artifact<ConcreteRequest>(query), {});
    const root = environment.lookup(operation.fragment).data;
    const selector = getSingularSelector(artifact(fragment), root);
    return environment.lookup(selector).data;
  };
  return { run, shown };
}

test('relay-compiler takes the schema, lists with their pages, refetchable fragments and node', () => {
  const compiler = join(ROOT, 'node_modules', 'relay-compiler', 'cli.js');
  const said = execFileSync(process.execPath, [compiler], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: process.env.PATH, FORCE_NO_WATCHMAN: '1' },
  });
  expect(said).not.toMatch(/error/i);
});

test('the next page of a list joins the one before', async () => {
  const { run, shown } = application();
  await run('EventsQuery');
  const slugs = () =>
    shown('Events_list', 'EventsQuery').events.edges.map(({ node }: Data) => node.slug) as string[];
  const { events } = await server.ask(
    '{ events(first: 5, orderBy: { field: SLUG }) { nodes { slug } } }',
  );
  const wanted = events.nodes.map(({ slug }: Data) => slug) as string[];
  expect(slugs()).toEqual(wanted.slice(0, 2));
  const { pageInfo } = shown('Events_list', 'EventsQuery').events;
  expect(pageInfo.hasNextPage).toBe(true);
  await run('EventsPaginationQuery', { first: 3, after: pageInfo.endCursor });
  expect(slugs()).toEqual(wanted);
});

test('the changes page in the same way', async () => {
  const { run, shown } = application();
  await run('ChangesQuery');
  const log = () => shown('Changes_log', 'ChangesQuery').changes;
  const { endCursor } = log().pageInfo;
  await run('ChangesPaginationQuery', { first: 4, after: endCursor });
  const { changes } = await server.ask('{ changes(first: 7) { nodes { recordId operation } } }');
  expect(log().edges.map(({ node }: Data) => node.recordId)).toEqual(
    changes.nodes.map(({ recordId }: Data) => recordId),
  );
});

test('a record is found by its id, and refetched', async () => {
  const { run } = application();
  const { plan } = await server.ask('{ plan(slug: "porvoo-2026") { id title { value } } }');
  const found = await run('PlanQuery', { id: plan.id });
  expect(found.node).toEqual({ slug: 'porvoo-2026', title: plan.title });
  const { events } = await server.ask('{ events(first: 1) { nodes { id } } }');
  const { id } = events.nodes[0];
  expect((await run('EventRefetchQuery', { id })).node.__fragments).toHaveProperty('Event_event');
});
