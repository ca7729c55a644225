import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
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

beforeEach(() => open({ viewport: { width: 1400, height: 900 } }));
afterEach(async () => {
  await page.close();
  expect(seen).toEqual({ strangers: [], errors: [] });
});

async function open(options: BrowserContextOptions): Promise<void> {
  await page?.close();
  page = await browser.newPage(options);
  seen = watch(page);
}

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
  await page.waitForTimeout(600); // GraphiQL writes tabs later
  const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])');
  expect(kept).toMatch(/graphiql:queries.*service/);
  expect(kept).not.toContain(ADMIN_KEY);
  expect(page.url()).not.toContain(ADMIN_KEY);
});

/** The lines that an editor shows. */
const linesIn = (editor: string) => page.locator(`${editor} .CodeMirror-line`).allTextContents();

test('an address fills the editors, and follows them', async () => {
  const query = 'query P($slug: String!) { plan(slug: $slug) { slug } }';
  const search = new URLSearchParams({ query, variables: '{"slug": "porvoo-2026"}' });
  await page.goto(`${server.url}/explorer?${search.toString()}`);
  expect(await run()).toEqual({ data: { plan: { slug: 'porvoo-2026' } } });
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('{ service { version } }');
  await page.waitForURL((url) => url.searchParams.get('query') === '{ service { version } }');
  await page.reload();
  expect(await run()).toHaveProperty('data.service.version');
});

const SCHEMES = { light: [255, 255, 255], dark: [33, 42, 59] };

test.each(Object.entries(SCHEMES))(
  'a phone shows examples and answers, %s',
  async (scheme, ground) => {
    await open({
      viewport: { width: 360, height: 720 },
      hasTouch: true,
      isMobile: true,
      colorScheme: scheme as keyof typeof SCHEMES,
    });
    await page.goto(`${server.url}/explorer`);
    for (const { title, query } of examples.slice(0, 4)) {
      await page.getByLabel('Show Examples').tap();
      await page.getByRole('button', { name: title }).tap();
      const shown = await linesIn('.graphiql-query-editor');
      expect(shown).toEqual(query.split('\n').slice(0, shown.length));
      expect(shown.length).toBeGreaterThan(6);
      await page.waitForURL((url) => url.searchParams.get('query') === query);
    }
    expect((await run()).errors).toBeUndefined();
    const [editor, answer] = await Promise.all(
      ['.graphiql-editors', '.graphiql-response'].map((each) => page.locator(each).boundingBox()),
    );
    expect(editor!.width).toBeGreaterThan(320);
    expect(answer!.width).toBeGreaterThan(320);
    expect(answer!.y).toBeGreaterThanOrEqual(editor!.y + editor!.height);
    expect(answer!.y + answer!.height).toBeLessThanOrEqual(720);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const colour = await page.evaluate(
      "getComputedStyle(document.querySelector('.graphiql-editors')).backgroundColor",
    );
    expect(colour).toBe(`rgb(${ground.join(', ')})`);
    await picture(`phone-${scheme}`);
    for (const panel of ['Documentation Explorer', 'History']) {
      await page.getByLabel(`Show ${panel}`).tap();
      expect((await page.locator('.graphiql-plugin').boundingBox())!.width).toBe(360);
    }
  },
);

test('a click on Luotsi leads back to the front page', async () => {
  await page.goto(`${server.url}/explorer`);
  await page.getByRole('link', { name: 'Luotsi' }).click();
  await page.waitForURL(`${server.url}/`);
});

test('a theme that is chosen stays', async () => {
  await page.goto(`${server.url}/explorer`);
  await page.getByLabel('Open settings dialog').click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.reload();
  await page.locator('body.graphiql-dark .graphiql-editors').waitFor();
  await picture('dark');
});
