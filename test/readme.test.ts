import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Bundle } from '../src/bundle/bundle';
import { SETTINGS } from '../src/config';
import { type TestServer, testServer } from './support/server';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** The blocks of code in a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, text]) => text!,
  );
}

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the query of the README gives the answer of the README', async () => {
  const curl = blocks('sh').find((block) => block.startsWith('curl'))!;
  const [, body] = /-d '(.*)'/s.exec(curl)!;
  const { query } = JSON.parse(body!) as { query: string };
  const [, language] = /accept-language: (\w+)/.exec(curl)!;
  const answer = await server.send(query, { language });
  expect(answer).toEqual({ status: 200, ...(JSON.parse(blocks('json')[0]!) as object) });
});

test('the bundle of the README can be imported', async () => {
  const report = await server.app.importBundles([parse(blocks('yaml')[0]!) as Bundle], {
    role: 'ADMIN',
    organisationIds: [],
    actor: 'test',
  });
  expect(report.rows.map((row) => [row.type, row.result])).toEqual([
    ['Organisation', 'CREATED'],
    ['Plan', 'CREATED'],
    ['Action', 'CREATED'],
  ]);
});

test('the README lists every setting with its default and meaning', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| *(?:`([^`]*)`)? *\| (.*?) *\|$/gm)];
  const listed = rows.map(([, name, otherwise, meaning]) => ({
    name,
    default: otherwise ?? null,
    meaning,
  }));
  expect(listed).toEqual(
    SETTINGS.map(({ name, default: otherwise, meaning }) => ({
      name,
      default: otherwise,
      meaning,
    })),
  );
});
