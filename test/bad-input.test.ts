import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { type Answer, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;

describe('bad input gets a code and the name of the argument', () => {
  const or = (n: number) => Array.from({ length: n }, (_, i) => ({ slug: { eq: `a${i}` } }));
  const nested = (n: number): object => (n === 0 ? { slug: { eq: 'a' } } : { not: nested(n - 1) });
  const cases: [what: string, query: string, variables: object, argument: string][] = [
    ['U+0000 in a slug', 'query ($s: String) { plan(slug: $s) { slug } }', { s: 'a\0b' }, 'slug'],
    ['U+0000 in an id', 'query ($s: ID!) { node(id: $s) { slug } }', { s: 'plan_\0' }, 'id'],
    [
      'U+0000 in one of several ids',
      'query ($s: ID!) { nodes(ids: [$s]) { slug } }',
      { s: 'plan_\0' },
      'ids',
    ],
    [
      'U+0000 in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { title: { contains: 'a\0' } } },
      'filter',
    ],
    [
      'a very long text in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { title: { contains: 'a'.repeat(60_000) } } },
      'filter',
    ],
    [
      'thousands of tests in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { or: or(5_000) } },
      'filter',
    ],
    [
      'too many tests on other rows in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { or: Array(11).fill({ owner: { is: { slug: { eq: 'a' } } } }) } },
      'filter',
    ],
    [
      'too many counts in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { actions: { count: { in: Array.from({ length: 900 }, (_, i) => i) } } } },
      'filter',
    ],
    [
      'thousands of empty tests in a filter',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: { or: Array(2_000).fill({}) } },
      'filter',
    ],
    [
      'a filter that is too deep',
      'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }',
      { f: nested(5) },
      'filter',
    ],
    ['no key to look up by', '{ plan { slug } }', {}, 'id'],
    ['two keys to look up by', '{ plan(id: "a", slug: "b") { slug } }', {}, 'id'],
    ['a page too large', '{ plans(first: 1000000) { totalCount } }', {}, 'first'],
    ['a page below nothing', '{ plans(first: -1) { totalCount } }', {}, 'first'],
    [
      'a cursor that was made up',
      '{ plans(after: "bm9uc2Vuc2U") { totalCount nodes { slug } } }',
      {},
      'after',
    ],
    [
      'too many ids',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { slug } }',
      { ids: Array(101).fill('a') },
      'ids',
    ],
  ];
  test.each(cases)('%s', async (_what, query, variables, argument) => {
    const answer = await server.send(query, { variables });
    expect(answer.status).toBeLessThan(500);
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.errors![0]!.extensions.argument).toBe(argument);
    expect(answer.errors![0]!.message.length).toBeLessThan(400);
  });

  test('met in some rows at once and in others later, it leaves nothing unhandled', async () => {
    const answer =
      await server.send(`{ plans(filter: { slug: { in: ["amkit-2026-2029", "kuopio-2024"] } }, orderBy: { field: SLUG }) { nodes {
      predecessor { goals(first: 1000) { totalCount } }
      goals(first: 1000) { totalCount }
    } } }`);
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    await setImmediate();
  });

  test('30 February is no day', async () => {
    const answer = await server.send(
      '{ municipalities(filter: { validOn: "2026-02-30" }) { totalCount } }',
    );
    expect(answer.status).toBe(400);
    expect(answer.errors![0]!.message).toContain('2026-02-30');
  });

  test('first: null and an empty filter are as good as absent', async () => {
    const data = await server.ask(
      '{ plans(first: null, after: null, filter: null, orderBy: null) { totalCount nodes { slug } } }',
    );
    expect(data.plans.totalCount).toBe(6);
    expect(data.plans.nodes).toHaveLength(6);
  });

  test('first: 0 counts only', async () => {
    const data = await server.ask(
      '{ plans(first: 0) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }',
    );
    expect(data.plans).toEqual({
      totalCount: 6,
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });
});

test('whatever is typed into a filter, a slug or a cursor, nothing breaks inside', async () => {
  const query = `query ($f: OrganisationFilter, $slug: String, $after: String) {
    organisations(filter: $f, first: 2) { totalCount nodes { slug } }
    organisation(slug: $slug) { slug }
    more: organisations(after: $after) { nodes { slug } }
  }`;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const f = {
        or: [
          { name: { contains: text } },
          { slug: { startsWith: text } },
          { aliases: { has: text } },
        ],
      };
      const answer = await server.send(query, { variables: { f, slug: text, after: text } });
      expect([200, 400]).toContain(answer.status);
      expect(codeOf(answer)).not.toBe('INTERNAL_SERVER_ERROR');
    }),
    { numRuns: 200 },
  );
});

test('what a caller types into a filter means itself', async () => {
  const count = async (contains: string) => {
    const query =
      'query ($c: String) { organisations(filter: { name: { contains: $c } }) { totalCount } }';
    return (await server.ask(query, { variables: { c: contains } })).organisations
      .totalCount as number;
  };
  expect(await count('%')).toBe(0);
  expect(await count('_')).toBe(0);
  expect(await count('\\')).toBe(0);
  expect(await count('PORVOON KAUPUNGINKIRJASTO')).toBe(1);
});

test('one field asked twice tells of the next page only where it was asked', async () => {
  const data = await server.ask(`{ plan(slug: "porvoo-2026") {
    a: actions(first: 1) { nodes { slug } }
    b: actions(first: 1) { nodes { slug } pageInfo { hasNextPage } }
  } }`);
  expect(data.plan.b.pageInfo.hasNextPage).toBe(true);
  expect(data.plan.a.nodes).toHaveLength(1);
});

test('a list of parts that hold lists themselves can be emptied', async () => {
  const row = { slug: 'porvoo', mandates: [] };
  const report = await server.load({ organisations: [row] });
  expect(report.rows[0]).toMatchObject({ result: 'UPDATED', fields: ['mandates'] });
});
