import { createApp } from '../src/app';
import { sql } from '../src/database/sql';
import { admin } from '../src/kernel/declare/viewer';
import { bareDatabase, dropDatabase } from './support/databases';
import { type TestServer, testConfig, testServer } from './support/server';

let server: TestServer;
beforeEach(async () => (server = await testServer('empty')));
afterEach(() => server.close());

const WRITES = 200;
const pair = (i: number) => ({
  luotsi: 1,
  themes: [0, 1].map((side) => ({ slug: `pari-${i}-${side}`, label: `Pari ${i}`, yso: null })),
});

const slugs = async () =>
  (await server.app.database.read(sql`select slug from theme order by slug`)).map(
    (row) => row.slug as string,
  );

interface Entry {
  seq: number;
  record_id: string;
  operation: string;
  version: number;
}
const changes = () =>
  server.app.database.read(
    sql`select seq, record_id, operation, version from change order by seq`,
  ) as unknown as Promise<Entry[]>;

test('two hundred transactions at once all succeed, and readers between them see whole ones only', async () => {
  const { app } = server;
  const seen: number[] = [];
  const writes = Array.from({ length: WRITES }, (_, i) =>
    app.importBundles([pair(i)], admin(`writer ${i}`)),
  );
  let writing = true;
  const reading = (async () => {
    while (writing) {
      const found = await slugs();
      seen.push(found.length);
      const sides = new Map<string, number>();
      for (const slug of found) {
        const [, i] = slug.split('-');
        sides.set(i!, (sides.get(i!) ?? 0) + 1);
      }
      expect([...sides.values()].filter((n) => n !== 2)).toEqual([]);
      const log = await changes();
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
      expect(log.length % 2).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  const written = Promise.all(writes).finally(() => (writing = false));
  const [reports] = await Promise.all([written, reading]);
  expect(reports.flatMap((each) => each.rows.map((row) => row.result))).toEqual(
    Array<string>(2 * WRITES).fill('CREATED'),
  );
  expect((await slugs()).length).toBe(2 * WRITES);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(new Set(seen).size).toBeGreaterThan(2); // readers were served while writers waited
});

test('the change log has no gap and no change twice, in the order of the commits', async () => {
  const { app } = server;
  const committed: number[] = [];
  await Promise.all(
    Array.from({ length: WRITES }, async (_, i) => {
      await app.importBundles([pair(i)], admin('test'));
      committed.push(i);
    }),
  );
  const log = await changes();
  expect(log.map(({ seq }) => Number(seq))).toEqual(log.map((_, i) => i + 1));
  expect(log.length).toBe(2 * WRITES);
  const rows = await app.database.read(sql`select id, slug from theme`);
  const slugOf = new Map(rows.map(({ id, slug }) => [id, slug as string]));
  const logged = log.map(({ record_id }) => Number(slugOf.get(record_id)!.split('-')[1]));
  expect(logged.filter((_, i) => i % 2 === 0)).toEqual(committed);
});

test('writers of one row take turns: each change is counted, and the last one stands', async () => {
  const { app } = server;
  const writes = Array.from({ length: 50 }, (_, i) =>
    app.importBundles(
      [{ luotsi: 1, themes: [{ slug: 'sama', label: `Sama ${i}` }] }],
      admin('test'),
    ),
  );
  const reports = await Promise.all(writes);
  expect(reports.map((each) => each.rows[0]!.result).sort()).toEqual([
    'CREATED',
    ...Array<string>(49).fill('UPDATED'),
  ]);
  const [row] = await app.database.read(sql`select version from theme`);
  expect(row).toEqual({ version: 50 });
  expect((await changes()).map(({ version }) => version)).toEqual(
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
});

test('a transaction that throws leaves nothing, and those beside it are kept', async () => {
  const { database } = server.app;
  const insert = (slug: string) =>
    sql`insert into change (seq, type, record_id, operation, version, actor, at, fields, public_before, public_after)
      values ((select coalesce(max(seq), 0) + 1 from change), 'Theme', ${slug}, 'CREATE', 1, 'test', '', '[]', ${false}, ${true})`;
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) =>
      database.write(async (session) => {
        await session.run(insert(`${i}-a`));
        await new Promise((resolve) => setImmediate(resolve));
        if (i % 3 === 0) throw new Error(`given up ${i}`);
        if (i % 3 === 1) await session.run(sql`select 1 / 0 from no_such_table`);
        await session.run(insert(`${i}-b`));
      }),
    ),
  );
  expect(results.map((each) => each.status === 'fulfilled')).toEqual(
    results.map((_, i) => i % 3 === 2),
  );
  const log = await changes();
  expect(log.map(({ seq }) => Number(seq))).toEqual(log.map((_, i) => i + 1));
  expect(log.map((each) => each.record_id)).toEqual(
    results.flatMap((_, i) => (i % 3 === 2 ? [`${i}-a`, `${i}-b`] : [])),
  );
});

test('a bundle with a row that is refused leaves nothing of the others', async () => {
  const bundle = { luotsi: 1, themes: [{ slug: 'hyva', label: 'Hyvä' }, { slug: 'huono' }] };
  await expect(server.app.importBundles([bundle], admin('test'))).rejects.toThrow('REQUIRED');
  expect(await slugs()).toEqual([]);
  expect(await changes()).toEqual([]);
});

test('what a transaction has not committed is not read, neither outside nor through the API', async () => {
  const { app } = server;
  await app.importBundles([pair(1)], admin('test'));
  await app.database.write(async (session) => {
    await session.run(sql`update theme set slug = slug || '-muuttunut'`);
    expect(await slugs()).toEqual(['pari-1-0', 'pari-1-1']);
    const { theme } = await server.ask('{ theme(slug: "pari-1-0-muuttunut") { slug } }');
    expect(theme).toBeNull();
  });
  expect(await slugs()).toEqual(['pari-1-0-muuttunut', 'pari-1-1-muuttunut']);
});

test('a transaction inside a transaction is refused rather than waited for', async () => {
  const { database } = server.app;
  await expect(database.write(() => database.write(async () => undefined))).rejects.toThrow(
    'inside a transaction',
  );
  await database.write(async () => undefined);
});

test('two servers that start at once on a bare database both come up, and seed it once', async () => {
  const database = await bareDatabase();
  const config = testConfig({ database, seed: 'own' });
  const apps = await Promise.all([createApp(config), createApp(config)]);
  try {
    for (const app of apps) {
      const count = async (statement: ReturnType<typeof sql>) =>
        Number((await app.database.read(statement))[0]!.n);
      const seeded = await count(sql`select count(*) as n from change`);
      expect(seeded).toBe(await count(sql`select max(seq) as n from change`));
      expect(seeded).toBe(await count(sql`select count(distinct record_id) as n from change`));
      expect(seeded).toBeGreaterThan(900);
    }
    const logs = apps.map((app) => app.database.read(sql`select max(seq) as n from change`));
    const [first, second] = await Promise.all(logs);
    expect(first).toEqual(second);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await dropDatabase(database);
  }
});
