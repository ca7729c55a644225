import fc from 'fast-check';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

async function told(query: string, variables: object = {}) {
  const { status, errors = [] } = await server.send(query, { variables });
  const [error] = errors;
  return { status, message: error?.message ?? '', argument: error?.extensions.argument };
}

test.each([
  [
    'a field without a selection',
    '{ plan(slug: "porvoo-2026") { title } }',
    'Field "title" of type "Text!" must have a selection of subfields. Did you mean "title { ... }"?',
  ],
  [
    'a field that is not there',
    '{ plans { nodes { titel } } }',
    'Cannot query field "titel" on type "Plan". Did you mean "title" or "state"?',
  ],
  [
    'an enum in quotation marks',
    '{ plans(orderBy: { field: "SLUG" }) { totalCount } }',
    'Enum "PlanOrderField" cannot represent non-enum value: "SLUG". Did you mean the enum value "SLUG"?',
  ],
])('%s is told in the words of graphql-js', async (_, query, message) => {
  expect(await told(query)).toMatchObject({ status: 400, message });
});

describe('of a variable', () => {
  const filter = 'query ($f: PlanFilter) { plans(filter: $f) { totalCount } }';
  const long = 'x'.repeat(5000);

  test.each([
    [
      'what is too long is cut short, and what was wanted is told',
      filter,
      { f: { not: { version: { eq: long } } } },
      /^Variable "\$f" got invalid value "x{40}…" at "f.not.version.eq"; Int cannot represent non-integer value: "x{40}…"$/,
      'f.not.version.eq',
    ],
    [
      'a large object is cut short before its place',
      filter,
      { f: { and: [{ [long]: 1, slug: { eq: long } }] } },
      /^Variable "\$f" got invalid value \{ x+….* at "f.and\[0\]"; Field "x{40}…" is not defined by type "PlanFilter"\.$/,
      'f.and[0]',
    ],
    [
      'what looks like a place is none',
      filter,
      { f: { version: { eq: '" at "f.slug"; ' } } },
      / at "f.version.eq"; Int cannot/,
      'f.version.eq',
    ],
    [
      'a day that is none is told with what was wanted',
      'query ($d: Date) { municipalities(filter: { validOn: $d }) { totalCount } }',
      { d: long },
      /^Variable "\$d" got invalid value "x{40}…"; Wanted a day .*; got "x{40}…"\.?$/,
      'd',
    ],
  ])('%s', async (_, query, variables, message, argument) => {
    const answer = await told(query, variables);
    expect(answer.message).toMatch(message);
    expect([answer.status, answer.argument]).toEqual([400, argument]);
  });
});

test('messages repeat at most 200 characters of whatever came', async () => {
  const odd = fc.string({ unit: fc.constantFrom('§', '"', '\\', '§§§§', ';'), maxLength: 3000 });
  const repeated = (message: string) => [...message].filter((each) => each === '§').length;
  await fc.assert(
    fc.asyncProperty(odd, fc.constantFrom(1, 20, 400), async (unit, times) => {
      const text = unit.repeat(times).slice(0, 500_000);
      const literal = JSON.stringify(text);
      for (const value of [text, [text, text, text], { [text]: text }]) {
        const variables = { f: { version: { eq: value }, slug: { in: [value] } }, n: value };
        const query =
          'query ($f: PlanFilter, $n: Int) { plans(filter: $f, first: $n) { totalCount } }';
        const { message } = await told(query, variables);
        expect(repeated(message)).toBeLessThanOrEqual(200);
      }
      const { message } = await told(`{ plans(first: ${literal}) { totalCount } }`);
      expect(repeated(message)).toBeLessThanOrEqual(200);
    }),
    { numRuns: 15 },
  );
});

test('a message costs no more than what came is long', async () => {
  const query = 'query ($n: Int) { plans(first: $n) { totalCount } }';
  for (const unit of ['a', '"', '\\', '\\"', ' at "', '" at "a.b";', '"a']) {
    const start = performance.now();
    const n = unit.repeat(Math.floor(900_000 / JSON.stringify(unit).length));
    expect(await told(query, { n })).toMatchObject({ status: 400, argument: 'n' });
    expect(performance.now() - start).toBeLessThan(5_000);
  }
});
