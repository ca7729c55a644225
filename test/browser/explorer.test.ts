import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { examples } from '../../src/http/examples';
import { ADMIN_KEY, type TestServer, testServer } from '../support/server';
import { openBrowser, watch } from './browser';

let server: TestServer;
let browser: Browser;
let page: Page;
let seen: ReturnType<typeof watch>;

beforeAll(async () => {
  server = await testServer('seeded');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  seen = watch(page);
});
afterEach(async () => {
  await page.close();
  expect(seen).toEqual({ strangers: [], errors: [] });
});

const picture = (name: string) =>
  page.screenshot({ path: join(tmpdir(), `luotsi-${name}.png`), fullPage: true });

/** Runs what stands in the explorer's editor; the answer as it came, and whether the page shows it. */
async function run() {
  const answered = page.waitForResponse(
    (response) =>
      response.request().method() === 'POST' &&
      !response.request().postData()?.includes('IntrospectionQuery'),
  );
  await page.getByLabel('Execute query (Ctrl-Enter)').click();
  const response = await answered;
  await page.locator('.graphiql-response').getByText('"data"').waitFor();
  return (await response.json()) as { data?: object; errors?: object };
}

test('the front page leads to the explorer, the schema and the health of the service', async () => {
  await page.goto(`${server.url}/`);
  await picture('front');
  const links = await page
    .locator('main a')
    .evaluateAll((all) => all.map((each) => each.getAttribute('href')!));
  expect(links).toEqual(expect.arrayContaining(['/explorer', '/schema.graphql', '/health/ready']));
  for (const link of links) {
    const { href } = new URL(link.replace(/^webcal:/, 'http:'), server.url);
    expect((await page.request.get(href)).status()).toBe(200);
  }
});

test('each example of the front page opens in the explorer, runs, and shows an answer with data', async () => {
  for (const { title, query } of examples) {
    await page.goto(`${server.url}/`);
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.waitForURL(/\/explorer\?/);
    const name = /^query (\w+)/.exec(query)![1]!;
    await page.locator('.graphiql-query-editor').getByText(name, { exact: true }).waitFor();
    const { data, errors } = await run();
    expect({ title, errors }).toEqual({ title, errors: undefined });
    const [first] = Object.values(data!) as ({ nodes?: unknown[] } | null)[];
    const rows = first?.nodes ?? (first ? [first] : []);
    expect({ title, empty: rows.length === 0 }).toEqual({ title, empty: false });
  }
  await picture('example');
});

test('the explorer shows the manual of every field', async () => {
  await page.goto(`${server.url}/explorer`);
  await page.getByLabel('Show Documentation Explorer').click();
  const docs = page.locator('.graphiql-doc-explorer');
  await docs.getByText('Query', { exact: true }).click();
  await docs.getByText(/^Any number of Plan, in pages/).waitFor();
  for (const field of ['plans', 'events', 'organisations', 'node'])
    expect(await docs.getByText(field, { exact: true }).count()).toBeGreaterThan(0);
  await docs.getByRole('link', { name: 'plan', exact: true }).click();
  await docs.getByText('externalId').first().waitFor();
  await picture('manual');
});

test('the explorer runs a query with a key in its headers, and keeps none', async () => {
  await page.goto(`${server.url}/explorer?query=${encodeURIComponent('{ service { version } }')}`);
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)').click();
  await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${ADMIN_KEY}` }));
  const { data } = await run();
  expect(data).toHaveProperty('service.version');
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain(ADMIN_KEY);
});
