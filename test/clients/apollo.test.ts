import './development';
import { ApolloClient, HttpLink, InMemoryCache, type TypePolicies, gql } from '@apollo/client';
import fc from 'fast-check';
import { filter, firstValueFrom, map } from 'rxjs';
import { possibleTypes, typePolicies } from '../../src/clients/apollo';
import { type Data, type TestServer, testServer } from '../support/server';

let server: TestServer;
let warnings: jest.SpyInstance[];
beforeAll(async () => (server = await testServer('seeded', {}, { doors: false })));
afterAll(() => server.close());
beforeEach(() => {
  warnings = [jest.spyOn(console, 'warn'), jest.spyOn(console, 'error')];
  for (const each of warnings) each.mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

const warned = () => warnings.flatMap(({ mock }) => mock.calls);

/** An application that counts what it asks the server, in a language that may be switched. */
function application(policies: TypePolicies = typePolicies) {
  const app = { asked: 0, language: 'fi' };
  const link = new HttpLink({
    uri: `${server.url}/graphql`,
    fetch: (url, init) => {
      app.asked++;
      const headers = { ...init?.headers, 'accept-language': app.language };
      return fetch(url, { ...init, headers });
    },
  });
  const cache = new InMemoryCache({ typePolicies: policies, possibleTypes });
  const client = new ApolloClient({ link, cache });
  const ask = async (query: string, variables = {}): Promise<Data> =>
    (await client.query<Data>({ query: gql(query), variables })).data!;
  /** What the cache has of a query; null where something is missing. */
  const held = (query: string) => cache.readQuery<Data>({ query: gql(query) });
  /** A query as a page shows it, and what it shows once that is wanted. */
  const show = (query: string) => {
    const shown = client.watchQuery<Data>({ query: gql(query) });
    const when = (isWanted: (data: Data) => boolean = () => true) =>
      firstValueFrom(
        shown.pipe(
          filter(({ dataState }) => dataState === 'complete'),
          map(({ data }) => data as Data),
          filter(isWanted),
        ),
      );
    return { subscription: shown.subscribe(() => {}), shown, when };
  };
  return Object.assign(app, { client, cache, ask, held, show });
}

const PLAN = 'plan(slug: "porvoo-2026")';

describe('two queries for different parts of the same', () => {
  const first = `{ ${PLAN} { id title { value } period { start } budget { income { cents } } } }`;
  const second = `{ ${PLAN} { id title { language } period { end } budget { income { currency } expenses { cents } } } }`;
  const both = `{ ${PLAN} { title { value language } period { start end } budget { income { cents currency } expenses { cents } } } }`;

  test('add up', async () => {
    const { ask, held } = application();
    await ask(first);
    await ask(second);
    expect(held(both)).toMatchObject(await server.ask(both));
    expect(warned()).toEqual([]);
  });

  test('lose each other without the configuration, as a warning says', async () => {
    const { ask, held } = application({});
    await ask(first);
    await ask(second);
    expect(held(both)).toBeNull();
    expect(warned()).not.toEqual([]);
  });
});

test('a list of parts is replaced as a whole, and lists of different filters stand side by side', async () => {
  const { ask, held, cache } = application();
  const list = (filter: string) => `{ ${PLAN} { id sections${filter} { key title { value } } } }`;
  const all = await ask(list(''));
  const [{ key }] = all.plan.sections;
  await ask(list(`(filter: { key: { eq: "${key}" } })`));
  expect(held(list(''))).toEqual(all);
  const shorter = { plan: { ...all.plan, sections: all.plan.sections.slice(1) } };
  cache.writeQuery({ query: gql(list('')), data: shorter });
  expect(held(list(''))).toEqual(shorter);
  expect(warned()).toEqual([]);
});

describe.each([
  ['nodes', 'nodes { id slug }', ({ nodes }: Data) => nodes],
  [
    'edges',
    'edges { cursor node { id slug } }',
    ({ edges }: Data) => edges.map(({ node }: Data) => node),
  ],
  ['both', 'nodes { id slug } edges { cursor node { id } }', ({ nodes }: Data) => nodes],
])('pages by %s', (_, rows, rowsOf) => {
  const query = `query Actions($after: String, $first: Int = 2) {
    actions(first: $first, after: $after, filter: { form: { eq: ONLINE_COURSE } }, orderBy: { field: SLUG }) {
      ${rows} totalCount pageInfo { endCursor hasNextPage }
    }
  }`; // prettier-ignore
  const slugs = (data: Data): string[] => rowsOf(data.actions).map(({ slug }: Data) => slug);
  const wanted = async (first: number) => slugs(await server.ask(query, { variables: { first } }));

  test('follow each other, and are asked once', async () => {
    const app = application();
    const { subscription, shown, when } = app.show(query);
    for (const length of [2, 4, 6]) {
      const data = await when(({ actions }) => rowsOf(actions).length === length);
      expect(slugs(data)).toEqual(await wanted(length));
      const after = data.actions.pageInfo.endCursor;
      if (length < 6) await shown.fetchMore({ variables: { after } });
    }
    expect(app.asked).toBe(3);
    await shown.refetch();
    const again = await when(({ actions }) => rowsOf(actions).length === 2);
    expect(slugs(again)).toEqual(await wanted(2));
    subscription.unsubscribe();
    expect(warned()).toEqual([]);
  });

  test('that are asked twice stand once, and one that follows nothing held begins the list anew', async () => {
    const { client, ask, held } = application();
    const { endCursor } = (await ask(query)).actions.pageInfo;
    for (let i = 0; i < 2; i++)
      await client.query({ query: gql(query), variables: { after: endCursor }, fetchPolicy: 'network-only' });
    expect(slugs(held(query)!)).toEqual(await wanted(4));
    const far = (await server.ask(query, { variables: { first: 5 } })).actions.pageInfo.endCursor;
    await client.query({ query: gql(query), variables: { after: far }, fetchPolicy: 'network-only' });
    expect(slugs(held(query)!)).toEqual((await wanted(7)).slice(5));
  }); // prettier-ignore
});

test('one query asks a page by nodes, another by edges, a third how many there are: they add up', async () => {
  const { ask, held } = application();
  const of = (fields: string, first = 3) => `{ events: actions(first: ${first}) { ${fields} } }`;
  await ask(of('nodes { id } pageInfo { endCursor }'));
  await ask(of('edges { node { id } } pageInfo { endCursor }'));
  await ask(of('totalCount', 0));
  const all = of('nodes { id } edges { node { id } } totalCount pageInfo { endCursor }');
  expect(held(all)).toMatchObject(await server.ask(all));
});

test('whatever pages are asked for, what is held is one stretch of the list, up to the cursor held', async () => {
  const of = (fields: string) => `query ($first: Int, $after: String) {
    actions(first: $first, after: $after, orderBy: { field: SLUG }) { ${fields} }
  }`;
  const all = await server.ask(of('edges { cursor node { id } }'), { variables: { first: 8 } });
  const ids = all.actions.edges.map(({ node }: Data) => node.id) as string[];
  const cursors = all.actions.edges.map(({ cursor }: Data) => cursor) as string[];
  const NODES = 'nodes { id }';
  const EDGES = 'edges { cursor node { id } }';
  const END = 'pageInfo { endCursor }';
  const asking = fc.record({
    fields: fc.constantFrom('totalCount', `${NODES} ${END}`, `${EDGES} ${END}`, `${NODES} ${EDGES} ${END}`),
    first: fc.integer({ min: 1, max: 3 }),
    after: fc.option(fc.nat({ max: 4 }), { freq: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(asking, { minLength: 2, maxLength: 7 }), async (askings) => {
      const { client, held } = application();
      for (const { fields, first, after } of askings) {
        const variables = { first, after: after === null ? null : cursors[after] };
        await client.query({ query: gql(of(fields)), variables, fetchPolicy: 'network-only' });
        const end = held(of(END))?.actions.pageInfo.endCursor;
        const rows = [
          held(of(NODES))?.actions.nodes.map(({ id }: Data) => id),
          held(of(EDGES))?.actions.edges.map(({ node }: Data) => node.id),
        ].filter((each) => each !== undefined) as string[][];
        for (const each of rows) {
          const start = ids.indexOf(each[0]!);
          expect(each).toEqual(ids.slice(start, cursors.indexOf(end) + 1));
        }
      }
    }),
    { numRuns: 40 },
  );
}); // prettier-ignore

test('lists that are shown at two places are told apart by @connection', async () => {
  const { ask, held } = application();
  const of = (first: number, key: string) =>
    `{ actions(first: ${first}) @connection(key: "${key}") { nodes { id } } }`;
  await ask(of(5, 'page'));
  await ask(of(2, 'front'));
  expect(held(of(5, 'page'))!.actions.nodes).toHaveLength(5);
  expect(held(of(2, 'front'))!.actions.nodes).toHaveLength(2);
});

test('what is evicted leaves the lists', async () => {
  const { ask, held, cache } = application();
  const query = '{ actions(first: 3) { nodes { id } edges { node { id } } } }';
  const { actions } = await ask(query);
  const [first, ...rest] = actions.nodes;
  cache.evict({ id: cache.identify(first) });
  expect(held(query)!.actions).toMatchObject({ nodes: rest, edges: rest.map((node: Data) => ({ node })) });
}); // prettier-ignore

test('fragments match by the interface', async () => {
  const { ask, held } = application();
  const { plan } = await ask(`{ ${PLAN} { id slug title { value } } }`);
  const query = `{ node(id: "${plan.id}") { ...Named } } fragment Named on Node { id ... on Plan { slug } }`;
  await ask(query);
  expect(held(query)!.node).toMatchObject({ id: plan.id, slug: 'porvoo-2026' });
});

describe('when the language is switched', () => {
  const query = `query Owner($language: Language) { ${PLAN} { id owner { id name(language: $language) { value } } } }`;
  const NAMES = { fi: 'Porvoon kaupunginkirjasto', sv: 'Borgå stadsbibliotek' };

  test('a reset of the store asks what is shown again', async () => {
    const app = application();
    const { subscription, when } = app.show(query);
    const shows = (name: string) => when(({ plan }) => plan.owner.name.value === name);
    await shows(NAMES.fi);
    app.language = 'sv';
    await app.client.resetStore();
    await shows(NAMES.sv);
    subscription.unsubscribe();
  });

  test('a variable keeps both languages', async () => {
    const app = application();
    for (const language of ['fi', 'sv', 'fi'] as const)
      expect((await app.ask(query, { language })).plan.owner.name.value).toBe(NAMES[language]);
    expect(app.asked).toBe(2);
  });
});
