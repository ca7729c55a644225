import fc from 'fast-check';
import { getIntrospectionQuery, graphql } from 'graphql';
import { readBundles } from '../src/app';
import { DEMO } from '../src/cli/serve';
import { readConfig } from '../src/config';
import { within } from '../src/database/database';
import { Span } from '../src/database/span';
import { inTurn } from '../src/database/turn';
import { writeJson } from '../src/http/json';
import { ANONYMOUS } from '../src/kernel/declare/viewer';
import { Reader } from '../src/kernel/read/reader';
import { type TestServer, testServer } from './support/server';

const { limits } = readConfig({});
let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
  await server.load(readBundles([DEMO])[0]!);
});
afterAll(() => server.close());

/** How many turns all else had, since `begin` was last called, until the work was done. */
async function turnsOf(work: (begin: () => void) => Promise<unknown>): Promise<number> {
  let [turns, on] = [0, true];
  const turn = () => {
    turns++;
    if (on) setImmediate(turn);
  };
  setImmediate(turn);
  await work(() => (turns = 0));
  on = false;
  return turns;
}

/** Executes a query; gives how many turns that gave once its rows were read. */
async function turnsGiven(query: string, dear: boolean): Promise<number> {
  const span = new Span(60_000);
  span.dear = dear;
  return turnsOf(async (begin) => {
    const source = within(server.app.database, span);
    const read: typeof source.read = async (statement) => {
      const rows = await source.read(statement);
      begin();
      return rows;
    };
    const reader = new Reader({ ...source, read }, ANONYMOUS);
    const contextValue = {
      reader,
      languages: [],
      limits,
      span,
      trees: server.app.trees,
    };
    const { errors } = await graphql({ schema: server.app.schema, source: query, contextValue });
    expect(errors).toBeUndefined();
  });
}

const INTROSPECTION = getIntrospectionQuery();
const CODE = `{ themes(first: 36) { nodes { events(first: 18) { nodes { participations {
  organisation { events(first: 20) { nodes { timing { startsAt label } } } } } } } } } }`;

describe.each([
  [
    'introspection',
    `${INTROSPECTION.replace('query IntrospectionQuery {', 'query { again: __schema { types { ...FullType } }')}`,
  ],
  ['an answer that code makes of many rows', CODE],
])('%s', (_, query) => {
  it('gives all else its turns while it is executed', async () => {
    expect(await turnsGiven(query, true)).toBeGreaterThan(1);
  });

  it('is executed in one piece where it is not known to be dear', async () => {
    expect(await turnsGiven(query, false)).toBeLessThan(2);
  });
});

test('what waits for its turn goes on one after the other, in its order', async () => {
  const span = new Span(60_000);
  span.dear = true;
  const hold = () => {
    for (const until = performance.now() + 25; performance.now() < until;);
  };
  hold();
  const order: number[] = [];
  const turns = await turnsOf(() =>
    Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (each) => {
        order.push(await inTurn(each, span));
        hold();
      }),
    ),
  );
  expect(order).toEqual([1, 2, 3, 4, 5, 6]);
  expect(turns).toBeGreaterThan(1);
});

test('a feed of many events is read some hundred at a time, and has them in the order of time', async () => {
  const day = (i: number) => new Date(Date.UTC(2031, 0, 1 + i)).toISOString().slice(0, 10);
  const events = Array.from({ length: 1_100 }, (_, i) => ({
    slug: `e${i}`,
    owner: 'kirjala',
    state: 'PUBLISHED',
    title: `Nimi ${i}`,
    timing: { start: day((i * 7) % 1_100) },
  }));
  const organisations = [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }];
  await server.load({ organisations, events });
  const read: number[] = [];
  const { database } = server.app;
  const { read: before } = database;
  database.read = async (...given) => {
    const rows = await before(...given);
    if (rows[0] && 'title' in rows[0]) read.push(rows.length);
    return rows;
  };
  const response = await fetch(`${server.url}/events.csv?start=2031-01-01`);
  database.read = before;
  const days = [...(await response.text()).matchAll(/20\d\d-\d\d-\d\d/g)].map(([found]) => found);
  expect(Math.max(...read)).toBeLessThanOrEqual(500);
  expect(read.reduce((a, b) => a + b)).toBe(1_100);
  expect(new Set(days).size).toBeGreaterThanOrEqual(1_100);
});

test('many rows are read and written a thousand at a time', async () => {
  const { database } = server.app;
  const written: number[] = [];
  const { write } = database;
  database.write = (work) =>
    write((session) =>
      work({
        ...session,
        run: (statement) => {
          if (/^insert into "?(theme|change)/.test(statement.strings[0]!))
            written.push((JSON.parse(statement.values[0] as string) as unknown[]).length);
          return session.run(statement);
        },
      }),
    );
  const themes = (label: string) =>
    Array.from({ length: 2_200 }, (_, i) => ({ slug: `t${i}`, label: `${label} ${i}` }));
  await server.load({ themes: themes('Uusi') });
  await server.load({ themes: themes('Toinen') });
  database.write = write;
  const pieces = [1000, 1000, 200];
  expect(written).toEqual([...pieces, ...pieces, ...pieces, ...pieces]);
  const query = '{ themes(filter: { label: { startsWith: "Toinen " } }) { totalCount } }';
  expect((await server.ask(query)).themes.totalCount).toBe(2_200);
});

describe('an answer in pieces', () => {
  it('is the same JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(String(await writeJson(value, Infinity))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('is none where it has more bytes than it may have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.nat(100), async (value, most) => {
        const bytes = Buffer.byteLength(JSON.stringify(value));
        expect((await writeJson(value, most)) === null).toBe(bytes > most);
      }),
    );
  });

  it('gives all else its turns', async () => {
    const value = Array.from({ length: 100_000 }, (_, i) => ({ id: i, name: { fi: `Ä${i}` } }));
    expect(await turnsOf(() => writeJson(value, Infinity))).toBeGreaterThan(1);
  });
});
