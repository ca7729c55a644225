import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { ADMIN_KEY, type TestServer, testServer } from '../support/server';
import { openBrowser, watch } from './browser';

// a web page of somebody else's, which asks the API and shows what it got
const PAGE = `<!doctype html><title>A library</title><link rel="icon" href="data:,"><h1>Plans</h1><pre></pre>
<script>
  const { api, key } = Object.fromEntries(new URLSearchParams(location.search));
  const show = (answer) => (document.querySelector('pre').textContent = JSON.stringify(answer));
  fetch(api + '/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': 'sv',
      'apollographql-client-name': 'A library',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      ...(key && { authorization: 'Bearer ' + key }),
    },
    body: JSON.stringify({ query: '{ plan(slug: "porvoo-2026") { slug } organisations { totalCount } }' }),
  }).then(
    async (response) => show({ status: response.status, ...(await response.json()) }),
    (error) => show({ refused: error.name }),
  );
</script>`;

let browser: Browser;
let pages: Server[];
let origins: string[];
const servers: TestServer[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  pages = [PAGE, PAGE].map((html) =>
    createServer((_, response) => response.setHeader('content-type', 'text/html').end(html)),
  );
  for (const each of pages) await once(each.listen(0, '127.0.0.1'), 'listening');
  origins = pages.map((each) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await browser?.close();
  for (const each of pages) each.close();
  for (const each of servers) await each.close();
});

async function api(...settings: Parameters<typeof testServer>): Promise<string> {
  const server = await testServer(...settings);
  servers.push(server);
  return server.url;
}

/** Opens the page of an origin; what it shows of the answer, and what else it did. */
async function visit(origin: string, url: string, key = '') {
  const page = await browser.newPage();
  const seen = watch(page);
  await page.goto(`${origin}/?${new URLSearchParams({ api: url, key }).toString()}`);
  await page.locator('pre:not(:empty)').waitFor();
  const answer = JSON.parse((await page.locator('pre').textContent())!) as Record<string, unknown>;
  await page.close();
  return { answer, ...seen };
}

const PLAN = {
  data: { plan: { slug: 'porvoo-2026' }, organisations: { totalCount: expect.any(Number) } },
};

test('a page of any origin asks without a key and with one, and shows the answer', async () => {
  const url = await api('seeded');
  for (const origin of origins)
    for (const key of ['', ADMIN_KEY])
      expect(await visit(origin, url, key)).toEqual({
        answer: { status: 200, ...PLAN },
        strangers: [],
        errors: [],
      });
});

test('a page can read that its key is wrong', async () => {
  const { answer } = await visit(origins[0]!, await api('empty'), 'wrong');
  expect(answer).toMatchObject({
    status: 401,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test('with CORS_ORIGINS only pages of the origins named get an answer', async () => {
  const url = await api('seeded', { corsOrigins: [origins[0]!] });
  expect((await visit(origins[0]!, url)).answer).toEqual({ status: 200, ...PLAN });
  const { answer, errors } = await visit(origins[1]!, url);
  expect(answer).toEqual({ refused: 'TypeError' });
  expect(errors.join()).toContain('blocked by CORS policy');
});
