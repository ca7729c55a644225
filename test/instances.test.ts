import { type App, createApp } from '../src/app';
import { type Server, createServer } from '../src/http/server';
import { ADMIN_KEY, type Data, type TestServer, testConfig, testServer } from './support/server';

let first: TestServer;
let servers: Server[];
beforeAll(async () => {
  first = await testServer('empty');
  const config = testConfig({ database: first.target, seed: 'none' });
  const others: App[] = await Promise.all([createApp(config), createApp(config)]);
  servers = await Promise.all(others.map((each) => createServer(each, config)));
  await first.load({ organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }] });
});
afterAll(async () => {
  await Promise.all((servers ?? []).map((each) => each.close()));
  await first?.close();
});

const urls = () => [first.url, ...servers.map(({ url }) => url)];

async function ask(url: string, query: string, variables = {}, key?: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: object };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const NAME = '{ organisation(slug: "kirjala") { version name { value } } }';
const PUT = `mutation ($input: PutOrganisationInput!) {
  putOrganisation(input: $input) { result userErrors { code } }
}`;

test('what one instance writes, the next query to any other finds, also where it had kept the answer', async () => {
  for (let i = 0; i < 9; i++) {
    const input = { slug: 'kirjala', name: { fi: `Nimi ${i}` } };
    await ask(urls()[i % 3]!, PUT, { input }, ADMIN_KEY);
    for (const url of [...urls(), ...urls()])
      expect((await ask(url, NAME)).organisation.name).toEqual({ value: `Nimi ${i}` });
  }
});

test('calendars too: what one instance writes is in the next feed of any other', async () => {
  for (let i = 0; i < 3; i++) {
    const event = {
      slug: `kirjala-tapahtuma-${i}`,
      owner: 'kirjala',
      state: 'PUBLISHED',
      title: `Tapahtuma ${i}`,
      timing: { start: '2030-05-01T09:00' },
    };
    await first.load({ events: [event] });
    for (const url of urls()) {
      const text = await (await fetch(`${url}/organisations/kirjala/events.csv`)).text();
      expect(text.match(/Tapahtuma/g)).toHaveLength(i + 1);
      const feed = await (await fetch(`${url}/calendar.ics`)).text();
      expect(feed.match(/BEGIN:VEVENT/g)).toHaveLength(i + 1);
    }
  }
});

test('the same import by two instances at once is done once, and both tell the same', async () => {
  const bundle = {
    luotsi: 1,
    themes: Array.from({ length: 50 }, (_, i) => ({ slug: `aihe-${i}`, label: `Aihe ${i}` })),
  };
  const query = `mutation ($input: ImportBundleInput!) {
    importBundle(input: $input) { report { id counts { created unchanged } } userErrors { code } }
  }`;
  const input = { bundle, idempotencyKey: 'kerran' };
  const answers = await Promise.all(urls().map((url) => ask(url, query, { input }, ADMIN_KEY)));
  for (const { importBundle } of answers) expect(importBundle).toEqual(answers[0]!.importBundle);
  expect(answers[0]!.importBundle.report.counts).toEqual({ created: 50, unchanged: 0 });
});

test('of many writes to one row by all instances, each is there, and none is lost', async () => {
  const before = (await ask(first.url, NAME)).organisation.version as number;
  const puts = Array.from({ length: 30 }, (_, i) =>
    ask(urls()[i % 3]!, PUT, { input: { slug: 'kirjala', name: { fi: `Vuoro ${i}` } } }, ADMIN_KEY),
  );
  for (const { putOrganisation } of await Promise.all(puts))
    expect(putOrganisation).toEqual({ result: 'UPDATED', userErrors: [] });
  expect((await ask(first.url, NAME)).organisation.version).toBe(before + 30);
});
