import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ownSeeds } from '../src/package';
import type { Bundle } from '../src/bundle/bundle';
import { sql } from '../src/database/sql';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

const IMPORT = `mutation ($input: ImportBundleInput!) {
  importBundle(input: $input) {
    report {
      id applied repeated
      counts { created updated unchanged deleted skipped failed }
      problems { pointer code }
      warnings { pointer code }
      rows { pointer type slug result fields matchedBy }
    }
    userErrors { code field }
  }
}`;
type Options = {
  mode?: string;
  dryRun?: boolean;
  atomic?: boolean;
  force?: boolean;
  idempotencyKey?: string;
  plan?: object;
};

async function load(
  server: TestServer,
  bundle: object,
  options: Options = {},
  key = ADMIN_KEY,
): Promise<Data> {
  const input = { bundle: { luotsi: 1, ...bundle }, ...options };
  const { importBundle } = await server.ask(IMPORT, { variables: { input }, key });
  return importBundle;
}

const cursor = async (server: TestServer) =>
  (await server.app.database.read(sql`select count(*) as n from change`))[0]!.n;
const results = ({ report }: Data) => report.rows.map((row: Data) => `${row.slug} ${row.result}`);

describe('the seeds', () => {
  let server: TestServer;
  beforeAll(async () => (server = await testServer('seeded')));
  afterAll(() => server.close());

  test('imported again are all UNCHANGED, and not one row is written', async () => {
    const before = await cursor(server);
    for (const path of ownSeeds()) {
      const { report } = await load(server, parse(readFileSync(path, 'utf8')) as Bundle);
      expect(report.problems).toEqual([]);
      expect(report.counts).toMatchObject({
        created: 0,
        updated: 0,
        deleted: 0,
        failed: 0,
        skipped: 0,
      });
      expect(report.counts.unchanged).toBeGreaterThan(0);
    }
    expect(await cursor(server)).toEqual(before);
    expect(await server.app.database.read(sql`select id from import_run`)).toEqual([]);
  });

  test('exported, imported into an empty database and exported again are the same bytes', async () => {
    const { exportBundle } = await server.ask('{ exportBundle }', { key: ADMIN_KEY });
    const other = await testServer('empty');
    try {
      const { report } = await load(other, exportBundle);
      expect(report.problems).toEqual([]);
      const again = await other.ask('{ exportBundle }', { key: ADMIN_KEY });
      expect(JSON.stringify(again.exportBundle)).toBe(JSON.stringify(exportBundle));
    } finally {
      await other.close();
    }
  });

  test.each([
    ['a plan', 'plan: { slug: "porvoo-2026" }'],
    ['an organisation', 'organisation: { slug: "porvoo" }'],
  ])('%s is exported with all that it refers to', async (_, argument) => {
    const { exportBundle } = await server.ask(`{ exportBundle(${argument}) }`);
    const other = await testServer('empty');
    try {
      const { report } = await load(other, exportBundle);
      expect(report.problems).toEqual([]);
      const again = await other.ask(`{ exportBundle(${argument}) }`);
      expect(JSON.stringify(again.exportBundle)).toBe(JSON.stringify(exportBundle));
    } finally {
      await other.close();
    }
  });
});

describe('a bundle', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer('empty');
    await load(server, { organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }] });
  });
  afterAll(() => server.close());

  const network = (slug: string, more = {}) => ({
    slug,
    owner: 'kirjala',
    name: slug,
    kind: 'NETWORK',
    ...more,
  });
  const slugs = async () =>
    (
      await server.ask('{ networks(orderBy: { field: SLUG }) { nodes { slug } } }', {
        key: ADMIN_KEY,
      })
    ).networks.nodes.map(({ slug }: Data) => slug);

  test('tried dry tells by the real path what would come of it', async () => {
    const before = await cursor(server);
    const answer = await load(server, { networks: [network('kirjala-a')] }, { dryRun: true });
    expect(answer.report).toMatchObject({ id: null, applied: false, counts: { created: 1 } });
    expect(await cursor(server)).toEqual(before);
    expect(await slugs()).toEqual([]);
  });

  test('with problems is written not at all, or where it is not atomic, as far as it goes', async () => {
    const bundle = {
      networks: [
        network('kirjala-a'),
        network('kirjala-b', { kind: 'NIX' }),
        network('kirjala-c', { parent: 'kirjala-b' }),
        network('kirjala-d', { seats: [{ role: 'CHAIR' }] }),
        network('kirjala-e', { parent: 'kirjala-d' }),
      ],
    };
    const whole = await load(server, bundle);
    expect(whole.report).toMatchObject({ applied: false, counts: { failed: 2, skipped: 3 } });
    expect(whole.report.problems).toEqual([
      { pointer: '/networks/1/kind', code: 'INVALID' },
      { pointer: '/networks/3/seats/0/organisation', code: 'REQUIRED' },
    ]);
    expect(await slugs()).toEqual([]);
    const apart = await load(server, bundle, { atomic: false });
    expect(results(apart)).toEqual([
      'kirjala-a CREATED',
      'null FAILED',
      'null FAILED',
      'null FAILED',
      'null FAILED',
    ]);
    expect(apart.report.applied).toBe(true);
    expect(apart.report.problems.slice(2)).toEqual([
      { pointer: '/networks/2/parent', code: 'NOT_FOUND' },
      { pointer: '/networks/4/parent', code: 'NOT_FOUND' },
    ]);
    expect(await slugs()).toEqual(['kirjala-a']);
  });

  test('sent again with the same key does nothing; something else with it is refused', async () => {
    const bundle = { networks: [network('kirjala-f')] };
    const first = await load(server, bundle, { idempotencyKey: 'k1' });
    expect(first.report).toMatchObject({ repeated: false, counts: { created: 1 } });
    const second = await load(server, bundle, { idempotencyKey: 'k1' });
    expect(second.report).toEqual({ ...first.report, repeated: true });
    const other = await load(
      server,
      { networks: [network('kirjala-g')] },
      { idempotencyKey: 'k1' },
    );
    expect(other.userErrors).toEqual([{ code: 'IDEMPOTENCY_MISMATCH', field: ['idempotencyKey'] }]);
    const query = `{ import(id: "${first.report.id}") { counts { created } } }`;
    expect(await server.ask(query, { key: ADMIN_KEY })).toEqual({
      import: { counts: { created: 1 } },
    });
  });

  test('INSERT leaves what is there', async () => {
    const rows = [network('kirjala-a', { name: 'Toinen' }), network('kirjala-h')];
    expect(results(await load(server, { networks: rows }, { mode: 'INSERT' }))).toEqual([
      'kirjala-a SKIPPED',
      'kirjala-h CREATED',
    ]);
  });

  test('SYNC deletes what its system has and the bundle has not, but not too much of it', async () => {
    const system = 'kirjala.excel';
    const row = (n: number) => network(`kirjala-s${n}`, { externalIds: [{ value: String(n) }] });
    const all = [1, 2, 3, 4, 5, 6].map(row);
    await load(server, { system, networks: all });
    const few = await load(server, { system, networks: all.slice(2) }, { mode: 'SYNC' });
    expect(few.report).toMatchObject({
      applied: false,
      problems: [{ pointer: '', code: 'OUT_OF_RANGE' }],
    });
    const one = await load(server, { system, networks: all.slice(1) }, { mode: 'SYNC' });
    expect(results(one).filter((each: string) => !/UNCHANGED/.test(each))).toEqual([
      'kirjala-s1 DELETED',
    ]);
    const forced = await load(
      server,
      { system, networks: all.slice(5) },
      { mode: 'SYNC', force: true },
    );
    expect(forced.report.counts).toMatchObject({ deleted: 4, unchanged: 1 });
    expect((await slugs()).filter((slug: string) => /-s\d/.test(slug))).toEqual(['kirjala-s6']);
    expect(await slugs()).toContain('kirjala-a');
  });

  test('may be larger than a query, with a key', async () => {
    const theme = {
      slug: 'iso',
      label: 'Iso',
      aliases: Array.from({ length: 9_000 }, (_, i) => `${i} ${'x'.repeat(150)}`),
    };
    const input = { bundle: { luotsi: 1, themes: [theme] }, dryRun: true };
    const { importBundle } = await server.ask(IMPORT, { variables: { input }, key: ADMIN_KEY });
    expect(importBundle.report.counts).toMatchObject({ created: 1 });
    const { status, errors } = await server.send(IMPORT, { variables: { input } });
    expect([status, errors![0]!.extensions.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('that is none, or too large, is refused', async () => {
    const refused = async (bundle: unknown) => {
      const { importBundle } = await server.ask(IMPORT, {
        variables: { input: { bundle } },
        key: ADMIN_KEY,
      });
      return importBundle;
    };
    for (const bundle of [[], 'x', 7])
      expect(await refused(bundle)).toEqual({
        report: null,
        userErrors: [{ code: 'INVALID', field: ['bundle'] }],
      });
    const many = { luotsi: 1, themes: Array.from({ length: 10_001 }, () => ({})) };
    expect((await refused(many)).userErrors).toEqual([{ code: 'OUT_OF_RANGE', field: ['bundle'] }]);
    expect((await refused({ luotsi: 2 })).report.problems).toEqual([
      { pointer: '/luotsi', code: 'INVALID' },
    ]);
  });
});
