import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { type TestServer, testServer } from '../support/server';
import { openBrowser, watch } from './browser';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await testServer('seeded', { clock: () => new Date('2026-09-01T09:00:00Z') });
  const owner = 'porvoo';
  const timed = (start: string, end: string) => ({ start, end });
  await server.load({
    events: [
      {
        slug: 'porvoo-svensk-utbildning',
        owner,
        state: 'PUBLISHED',
        title: { sv: 'Högläsning för <alla> åldrar' },
        languages: ['sv'],
        venue: 'Stadsbiblioteket',
        timing: timed('2026-09-10T09:00', '2026-09-10T11:30'),
        participations: [{ role: 'ORGANISER', organisation: owner }],
      },
      {
        slug: 'porvoo-suomenkielinen',
        owner,
        state: 'PUBLISHED',
        status: 'CANCELLED',
        title: 'Ääneen lukemisen päivä',
        languages: ['fi'],
        timing: timed('2026-09-11T09:00', '2026-09-11T11:30'),
        participations: [{ role: 'ORGANISER', organisation: owner }],
      },
    ],
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A new page of a size, in light or dark, of which nothing is asked of others and nothing fails. */
async function onPage(
  settings: { width: number; colorScheme: 'light' | 'dark' },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const { width, colorScheme } = settings;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const seen = watch(page);
  await work(page);
  await page.close();
  expect(seen).toEqual({ strangers: [], errors: [] });
}

test.each([
  { width: 1400, colorScheme: 'light' as const },
  { width: 1400, colorScheme: 'dark' as const },
  { width: 360, colorScheme: 'light' as const },
  { width: 360, colorScheme: 'dark' as const },
])('the form makes the address of a feed, by keyboard alone: %j', (settings) =>
  onPage(settings, async (page) => {
    await page.goto(`${server.url}/`);
    const language = page.getByLabel('Language it is held in');
    await language.focus();
    await page.keyboard.type('Swed');
    await page.getByLabel('Region that it is for').selectOption('uusimaa');
    await page.getByRole('button', { name: 'Make the address' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/language=sv/);
    expect(await language.inputValue()).toBe('sv');
    const address = await page.locator('#address').getAttribute('href');
    expect(address).toBe(`${server.url}/calendar.ics?serves=uusimaa&language=sv`);
    expect(await page.locator('#next li').allInnerTexts()).toEqual([
      '10 September 2026, 9:00–11:30, Högläsning för <alla> åldrar (Stadsbiblioteket)',
    ]);
    const feed = await (await page.request.get(address!)).text();
    expect(feed.match(/^UID:/gm)).toHaveLength(1);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(settings.width);
    const name = `luotsi-calendar-${settings.width}-${settings.colorScheme}.png`;
    await page.screenshot({ path: join(tmpdir(), name), fullPage: true });
  }),
);

test('what is called off says so, and the query that is shown gives the same events', () =>
  onPage({ width: 1000, colorScheme: 'light' }, async (page) => {
    await page.goto(`${server.url}/?language=fi&organiser=porvoo#calendar`);
    const [first] = await page.locator('#next li').allInnerTexts();
    expect(first).toBe('Cancelled: 11 September 2026, 9:00–11:30, Ääneen lukemisen päivä');
    const query = await page.locator('#calendar pre').textContent();
    const { events } = await server.ask(query!);
    expect(events.nodes).toMatchObject([{ title: { value: 'Ääneen lukemisen päivä' } }]);
  }));

test('what cannot be taken is told at the form, with the rest as it was', () =>
  onPage({ width: 1000, colorScheme: 'light' }, async (page) => {
    await page.goto(`${server.url}/?language=sv&theme=olematon`);
    expect(await page.getByRole('alert').textContent()).toBe(
      'theme: There is no Theme "olematon".',
    );
    expect(await page.getByLabel('Language it is held in').inputValue()).toBe('sv');
    expect(await page.locator('#address').count()).toBe(0);
  }));
