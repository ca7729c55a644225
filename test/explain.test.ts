import 'reflect-metadata';
import { type ExplainOptions, explainCommand } from '../src/cli/explain';
import type { DatabaseTarget } from '../src/database/connect';
import { dropDatabase, onPostgres, ownDatabase } from './support/databases';

let target: DatabaseTarget;
beforeAll(async () => (target = await ownDatabase('seeded')));
afterAll(() => dropDatabase(target));

/** What the command writes to standard output. */
async function explain(query: string, options: Partial<ExplainOptions> = {}): Promise<string> {
  const DATABASE_URL = target.kind === 'sqlite' ? `sqlite:${target.path}` : target.url;
  const written: unknown[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(text);
    return true;
  });
  try {
    await explainCommand(query, { language: 'fi', ...options }, { DATABASE_URL });
  } finally {
    write.mockRestore();
  }
  return written.join('');
}
const count = (text: string, part: string) => text.split(part).length - 1;

test('what needs no code is one statement that writes the answer, told with its outline and its plan', async () => {
  const query =
    'query ($slugs: [String!], $of: String!) { plans(filter: { slug: { in: $slugs } }) { nodes { title { value } owner { slug } } } network(slug: $of) { state } }';
  const variables = JSON.stringify({ slugs: ['porvoo-2026', 'a"b\'c'], of: 'amkit' });
  const out = await explain(query, { variables, language: 'sv' });
  const [way, statement, plan, ...more] = out.trimEnd().split('\n\n');
  expect(way!.split('\n')).toEqual([
    'Text: the statement writes the answer itself.',
    '  plans: a page of Plan',
    '    nodes: rows of Plan',
    '      title: the text title, in a language',
    '      owner: the Organisation that ownerId names',
    '        slug: the column of slug',
    '  network: the Network that is named',
    '    state: the column of state',
  ]);
  expect(statement).toMatch(/^Statement 1\n {2}select /);
  expect(statement).toContain("->>'sv'");
  expect(statement).toContain('a\\"b\'c');
  expect(plan).toMatch(/^Plan 1\n {2}\S/);
  expect(plan).toMatch(onPostgres ? /Index .*Scan using .*cost=/ : /SEARCH .* USING INDEX/);
  expect(more).toEqual(['Cost: 133 nodes, of at most 500000, or 2000000 with a key.']);
});

test('what needs code is read as a tree, or level by level, as everybody or as an ADMIN', async () => {
  const query = '{ plan(slug: "porvoo-2026") { budget { income { cents } } } service { version } }';
  const everybody = await explain(query);
  expect(everybody).toMatch(/^Tree: .*\n {2}plan: the Plan that is named\n {4}budget: what only/);
  expect(everybody).toContain('\nservice: Levels: ');
  expect(count(everybody, '\nStatement ')).toBe(2);
  expect(count(everybody, '\nPlan ')).toBe(2);
  expect(everybody).toContain("'PUBLISHED'");
  expect(await explain(query, { admin: true })).not.toContain("'PUBLISHED'");
});

test.each([
  ['{ plan }', undefined, 'must have a selection of subfields'],
  ['{ plans {', undefined, 'Syntax Error'],
  ['mutation { deletePlan(input: { slug: "x" }) { result } }', undefined, 'with one query'],
  ['{ plans(first: 1000) { totalCount } }', undefined, 'Wanted a page size from 0 to 100'],
  ['query ($s: String!) { plan(slug: $s) { slug } }', undefined, 'was not provided'],
  ['{ plans { totalCount } }', '[]', 'Wanted variables as a JSON object'],
])('%j with the variables %j is refused in words', async (query, variables, message) => {
  await expect(explain(query, { variables })).rejects.toThrow(message);
});
