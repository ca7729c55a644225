import { parse } from 'graphql';
import { readConfig } from '../src/config';
import { examples } from '../src/http/examples';
import { measure } from '../src/http/limits';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const cases = examples.map(({ title, query }) => [title, query] as const);

test('there are twelve examples, no two with the same title', () => {
  expect(new Set(examples.map(({ title }) => title)).size).toBe(12);
});

test.each(cases)(
  'the example "%s" is answered, every field of it with a value somewhere',
  async (_, query) => {
    const data = await server.ask(query);
    expect(withoutValue(data)).toEqual([]);
  },
);

test.each(cases)('the example "%s" gets by with half of the limits', (_, query) => {
  const { limits } = readConfig({});
  const document = parse(query, { maxTokens: limits.maxTokens / 2 });
  const { depth, aliases } = measure(document);
  expect(depth).toBeLessThanOrEqual(limits.maxDepth / 2);
  expect(aliases).toBeLessThanOrEqual(limits.maxAliases / 2);
});

/** The paths of an answer at which no row has a value; rows of a list share their path. */
function withoutValue(data: unknown): string[] {
  const filled = new Map<string, boolean>();
  const look = (value: unknown, path: string): void => {
    const empty = value === null || (Array.isArray(value) && value.length === 0);
    filled.set(path, filled.get(path) === true || !empty);
    if (Array.isArray(value)) for (const each of value) look(each, path);
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) look(each, `${path}.${name}`);
  };
  look(data, 'data');
  return [...filled].filter(([, some]) => !some).map(([path]) => path);
}
