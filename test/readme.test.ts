import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readBundles } from '../src/app';
import type { Bundle } from '../src/bundle/bundle';
import { lint } from '../src/lint/lint';
import { PARAMETERS } from '../src/calendar/parameters';
import { DEMO } from '../src/cli/serve';
import { SETTINGS } from '../src/config';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';

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

test('the operations of the README are answered', async () => {
  const [mutation, series, query] = blocks('graphql');
  const { putAction } = await server.ask(mutation!, { key: ADMIN_KEY });
  expect(putAction).toMatchObject({
    action: { slug: 'porvoo-2026-aamukahvit', version: 1 },
    result: 'CREATED',
    userErrors: [],
  });
  const { putEventSeries } = await server.ask(series!, { key: ADMIN_KEY });
  expect(putEventSeries.userErrors).toEqual([]);
  expect(putEventSeries.eventSeries.events).toEqual({
    totalCount: 9,
    nodes: ['12', '26']
      .map((day) => ({
        slug: `porvoo-kirjakahvit-2027-202701${day}`,
        timing: { start: `2027-01-${day}T09:00`, startsAt: `2027-01-${day}T07:00:00.000Z` },
      }))
      .concat([
        {
          slug: 'porvoo-kirjakahvit-2027-20270209',
          timing: { start: '2027-02-09T09:00', startsAt: '2027-02-09T07:00:00.000Z' },
        },
      ]),
  });
  const { changes } = await server.ask(query!);
  expect(changes.nodes.length).toBeGreaterThan(0);
});

test('the client of the README imports a bundle and reads the report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'luotsi-readme-'));
  const client = join(folder, 'client.mjs');
  writeFileSync(client, blocks('js')[0]!);
  const env = { ...process.env, LUOTSI_SERVER: server.url, LUOTSI_KEY: ADMIN_KEY };
  const run = async (bundle: object) => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify({ luotsi: 1, ...bundle }));
    return promisify(execFile)(process.execPath, [client, file], { env });
  };
  try {
    const kirja = { slug: 'kirja', label: 'Kirja' };
    const first = await run({ themes: [kirja] });
    expect(first.stdout).toBe('written {"created":1,"updated":0,"unchanged":0,"failed":0}\n');
    const second = await run({ themes: [kirja] });
    expect(second.stdout).toContain('"unchanged":1');
    const wrong = await run({ themes: [{ ...kirja, nimi: 'x' }] });
    expect([wrong.stdout, wrong.stderr]).toEqual([
      'nothing written {"created":0,"updated":0,"unchanged":0,"failed":1}\n',
      expect.stringMatching(/^\/themes\/0\/nimi UNKNOWN_FIELD /),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
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

test('the calendars of the README show events of the demonstration', async () => {
  await server.load(readBundles([DEMO])[0]!);
  const text = blocks('sh').find((block) => block.includes('calendar.ics'))!;
  const addresses = [...text.matchAll(/"(http[^"]*)"/g)].map(([, address]) => address!);
  expect(addresses).toHaveLength(3);
  for (const address of addresses) {
    const { pathname, search } = new URL(address);
    const response = await fetch(`${server.url}${pathname}${search}`);
    expect(response.status).toBe(200);
    const calendar = await response.text();
    expect(calendar).toContain('BEGIN:VEVENT');
    expect(lint(calendar)).toEqual([]);
  }
});

test('the README lists the parameters of calendars as they are', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(
    expect.arrayContaining(
      Object.entries(PARAMETERS).map(([name, { meaning }]) => [name, meaning]),
    ),
  );
});
