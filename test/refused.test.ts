import type { Limits } from '../src/config';
import { ADMIN_KEY, type TestServer, testConfig, testServer } from './support/server';

const LOW: Partial<Limits> = {
  maxTokens: 100,
  maxDepth: 6,
  maxAliases: 3,
  maxAliasLength: 10,
  maxFields: 8,
  maxTotalFields: 30,
  maxDirectives: 2,
  maxFragments: 3,
  maxOperations: 2,
  maxCost: 1_000,
  maxCostWithKey: 2_000,
  maxPageSize: 50,
  maxBodyBytes: 2_000,
};
const times = (count: number, each: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(' ');

let server: TestServer;
let reads = 0;
beforeAll(async () => {
  const limits = { ...testConfig().limits, ...LOW };
  server = await testServer('empty', { limits, cacheBytes: 0 }, { doors: false });
  const { database } = server.app;
  const { read } = database;
  database.read = (statement) => {
    reads++;
    return read(statement);
  };
});
afterAll(() => server.close());

const spread = `fragment A on Plan { id slug version state predecessor { ...B } }
  fragment B on Plan { id slug version state predecessor { ...C } }
  fragment C on Plan { id slug version state }`;

describe('a limit is told before anything is read', () => {
  it.each([
    ['tokens', LOW.maxTokens, `{ ${times(110, () => 'service')} }`],
    [
      'depth',
      LOW.maxDepth,
      '{ plan(slug: "x") { owner { plans { nodes { owner { name { value } } } } } } }',
    ],
    ['aliases', LOW.maxAliases, `{ ${times(4, (i) => `a${i}: service { name }`)} }`],
    ['aliasLength', LOW.maxAliasLength, '{ elevencharacters: service { name } }'],
    [
      'fields',
      LOW.maxFields,
      '{ plan(slug: "x") { id slug version state createdAt updatedAt publishAt edition __typename } }',
    ],
    [
      'totalFields',
      LOW.maxTotalFields,
      `{ plan(slug: "x") { ...A } a: plan(slug: "x") { ...A } b: plan(slug: "x") { ...A } } ${spread}`,
    ],
    ['directives', LOW.maxDirectives, `{ service { ${times(3, () => 'name @skip(if: true)')} } }`],
    [
      'fragments',
      LOW.maxFragments,
      `{ service { name } } ${times(4, (i) => `fragment F${i} on Query { service { name } }`)}`,
    ],
    ['operations', LOW.maxOperations, times(3, (i) => `query Q${i} { service { name } }`)],
    ['cost', LOW.maxCost, '{ plans(first: 50) { nodes { actions(first: 50) { nodes { id } } } } }'],
  ])('%s', async (limit, max, query) => {
    reads = 0;
    for (let times = 0; times < 2; times++) {
      const { status, data, errors } = await server.send(query);
      expect({ status, data }).toEqual({ status: 400, data: undefined });
      expect(errors![0]!.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit, max });
    }
    expect(reads).toBe(0);
  });

  it('a page, a body, and variables that are nested too deep', async () => {
    reads = 0;
    const page = await server.send('{ plans(first: 51) { totalCount } }');
    expect(page).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }],
    });
    const body = await server.send(
      `{ plans(filter: { slug: { eq: "${'x'.repeat(2_000)}" } }) { totalCount } }`,
    );
    expect(body).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
    });
    const deep = JSON.parse(`${'{"and":['.repeat(40)}${']}'.repeat(40)}`) as object;
    const query = 'query ($filter: PlanFilter) { plans(filter: $filter) { totalCount } }';
    const nested = await server.send(query, { variables: { filter: deep } });
    expect(nested).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'variableDepth' } }],
    });
    expect(reads).toBe(0);
  });

  it.each(['/calendar.ics', '/events.csv', '/events.atom', '/organisations/x/events.jsonld'])(
    'of a feed its cost: %s',
    async (url) => {
      reads = 0;
      const answer = await fetch(server.url + url);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('x-query-cost')).toBe('200000');
      expect(await answer.json()).toMatchObject({
        errors: [
          {
            extensions: {
              code: 'QUERY_TOO_COMPLEX',
              limit: 'cost',
              cost: { requested: 200_000, limit: 1_000 },
            },
          },
        ],
      });
      expect(reads).toBe(0);
    },
  );
});

describe('the cost', () => {
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const query = '{ plans(first: 3) { nodes { id } } }';
  const dear = '{ plans(first: 20) { nodes { actions(first: 40) { nodes { id } } } } }';

  it('stands in a header of every answer, however it is reached', async () => {
    const byGet = () => fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`);
    for (const ask of [() => post({ query }), () => post({ query }), byGet, byGet]) {
      const answer = await ask();
      expect(answer.headers.get('x-query-cost')).toBe('15');
      expect(await answer.json()).toEqual({ data: { plans: { nodes: [] } } });
    }
  });

  it('stands in the answer too where its extensions are asked for it', async () => {
    const answer = await post({ query, extensions: { cost: true } });
    expect(await answer.json()).toEqual({
      data: { plans: { nodes: [] } },
      extensions: { cost: { requested: 15, limit: 1_000 } },
    });
  });

  it('is told with the way to what makes most of it where it is too much', async () => {
    const answer = await post({ query: dear });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-query-cost')).toBe('1251');
    expect(await answer.json()).toEqual({
      errors: [
        {
          message:
            'Wanted at most 1000 nodes; got 1251, most of them from plans.nodes.actions.nodes.',
          extensions: {
            code: 'QUERY_TOO_COMPLEX',
            limit: 'cost',
            max: 1_000,
            cost: { requested: 1_251, limit: 1_000 },
            dearest: ['plans', 'nodes', 'actions', 'nodes'],
          },
        },
      ],
    });
  });

  it('may be more with a key, and not with a wrong one', async () => {
    const asked = { query: dear, extensions: { cost: true } };
    const answer = await post(asked, { authorization: `Bearer ${ADMIN_KEY}` });
    expect(await answer.json()).toMatchObject({ extensions: { cost: { limit: 2_000 } } });
    const wrong = await post({ query: dear }, { authorization: 'Bearer luotsi_wrong' });
    expect(wrong.status).toBe(401);
  });
});
