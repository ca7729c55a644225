import { type Importing, codes, imported, results } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty')));
afterAll(() => server.close());

/** An organisation of its own with a plan, so that tests do not meet; rows of their names. */
async function place(slug: string, count = 0) {
  const of = `${slug}.excel`;
  const network = (n: number, more = {}) => ({
    slug: `${slug}-n${n}`,
    owner: slug,
    name: `N${n}`,
    kind: 'NETWORK',
    externalIds: [{ value: String(n) }],
    ...more,
  });
  const all = Array.from({ length: count }, (_, n) => network(n));
  await imported(server, {
    system: of,
    organisations: [{ slug, name: slug, kind: 'OTHER' }],
    networks: all,
  });
  const sync = (bundle: object, options: Importing = {}) =>
    imported(server, { system: of, ...bundle }, { mode: 'SYNC', ...options });
  const slugs = async (): Promise<string[]> => {
    const query = `{ networks(filter: { slug: { startsWith: "${slug}-" } }, first: 100, orderBy: { field: SLUG }) { nodes { slug } } }`;
    const { networks } = await server.ask(query, { key: ADMIN_KEY });
    return networks.nodes.map((each: Data) => each.slug);
  };
  return { network, all, sync, slugs };
}

describe('a SYNC that is not atomic', () => {
  test('keeps what the bundle names, whatever is wrong with its row, and what that holds up', async () => {
    const { network, all, sync, slugs } = await place('kesken', 10);
    const bundle = {
      networks: [
        ...all.slice(0, 6),
        network(6, { kind: 'NIX' }),
        { slug: 'kesken-uusi', owner: 'kesken', name: 'Uusi', kind: 'NIX' },
        network(7, { parent: 'kesken-uusi' }),
        { externalIds: [{ value: '8' }], kind: 'NIX' },
      ],
    };
    const report = await sync(bundle, { atomic: false });
    expect(codes(report)).toEqual([
      '/networks/6/kind INVALID',
      '/networks/7/kind INVALID',
      '/networks/8/parent NOT_FOUND',
      '/networks/9/kind INVALID',
    ]);
    expect(report).toMatchObject({ applied: true, counts: { deleted: 1, failed: 4 } });
    expect(await slugs()).toEqual(all.slice(0, 9).map(({ slug }) => slug));
  });

  test('deletes nothing of a type of which a row does not tell which it is', async () => {
    const { network, all, sync, slugs } = await place('luvuton', 10);
    const rows = [...all.slice(0, 8), network(8, { slug: undefined, externalIds: [{ value: 8 }] })];
    const report = await sync({ networks: rows }, { atomic: false });
    expect(codes(report)).toEqual(['/networks/8/externalIds/0/value INVALID']);
    expect(report).toMatchObject({ applied: true, counts: { deleted: 0, unchanged: 8 } });
    expect(await slugs()).toHaveLength(10);
  });
});

test('a SYNC counts what was there before it: new rows do not make room for deletions', async () => {
  const { network, all, sync, slugs } = await place('vartio', 20);
  const fresh = Array.from({ length: 40 }, (_, n) => network(100 + n));
  const refused = await sync({ networks: [...all.slice(10), ...fresh] });
  expect(codes(refused)).toEqual([' OUT_OF_RANGE']);
  expect(refused.problems[0].message).toMatch(/delete 10 of 20 rows/);
  expect(await slugs()).toHaveLength(20);
  const taken = await sync({ networks: [...all.slice(4), ...fresh] });
  expect(taken).toMatchObject({ applied: true, counts: { deleted: 4, created: 40 } });
});

test('a SYNC with a list that there is not is told so', async () => {
  const { all, sync, slugs } = await place('lista', 6);
  const report = await sync({ networks: all.slice(1), actionz: [], themes: 'x' });
  expect(codes(report)).toEqual(['/actionz UNKNOWN_FIELD', '/themes INVALID']);
  expect(report.applied).toBe(false);
  expect(await slugs()).toHaveLength(6);
});

test('a SYNC tells which record it cannot delete, and for what', async () => {
  const { network, all, sync } = await place('kaytto', 6);
  await imported(server, {
    networks: [{ ...network(77, { externalIds: [] }), parent: 'kaytto-n0' }],
  });
  const report = await sync({ networks: all.slice(1) });
  expect(report.problems).toEqual([
    {
      pointer: '',
      code: 'IN_USE',
      message: 'Network kaytto-n0: It is still named by Network kaytto-n77.',
    },
  ]);
});

test('a SYNC reaches what carries its system, whatever the rows are called now', async () => {
  const { all, sync, slugs } = await place('nimet', 6);
  const renamed = all.map(({ slug, ...row }) => ({ ...row, name: `${slug} uusi` }));
  const report = await sync({ networks: renamed.slice(1) });
  expect(results(report).at(-1)).toBe('nimet-n0 DELETED');
  expect(report.counts).toMatchObject({ updated: 5, deleted: 1 });
  expect(await slugs()).toEqual(all.slice(1).map(({ slug }) => slug));
});
