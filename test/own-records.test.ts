import { codes, imported, results } from './support/importing';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [
      { slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' },
      { slug: 'kirjala-ake', name: 'Kirjalan AKE', kind: 'OTHER' },
      { slug: 'naapuri', name: 'Naapuri', kind: 'MUNICIPAL_LIBRARY' },
    ],
    themes: [{ slug: 'tekoaly', label: 'Tekoäly' }],
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

/** All that a plan needs that nobody has told of yet. */
const WHOLE = {
  system: 'kirjala.excel',
  documents: [{ slug: 'kirjala-suunnitelma', title: 'Suunnitelma', kind: 'PLAN' }],
  provenance: { document: 'kirjala-suunnitelma', basis: 'QUOTED' },
  legalReferences: [{ slug: 'kirjala-strategia', title: 'Strategia', kind: 'POLICY' }],
  themes: [{ slug: 'kirjala-pelit', label: 'Pelit' }],
  organisations: [{ slug: 'kirjala-yhdistys', name: 'Yhdistys', kind: 'ASSOCIATION' }],
  channels: [
    { slug: 'kirjala-lista', name: 'Lista', kind: 'MAILING_LIST', maintainer: 'kirjala-yhdistys' },
  ],
  plans: [
    {
      slug: 'kirjala-2026',
      owner: 'kirjala',
      kind: 'ACTION_PLAN',
      title: 'Suunnitelma',
      period: 2026,
      themes: ['tekoaly', 'kirjala-pelit'],
      citations: [{ reference: 'kirjala-strategia' }],
    },
  ],
  actions: [
    {
      slug: 'kirjala-2026-pelipaiva',
      plan: 'kirjala-2026',
      title: 'Pelipäivä',
      form: 'TRAINING',
      channels: [{ channel: 'kirjala-lista' }],
      participations: [{ role: 'PARTNER', organisation: 'kirjala-yhdistys' }],
    },
  ],
};

const OWNERS = `{
  document(slug: "kirjala-suunnitelma") { owner { slug } }
  legalReference(slug: "kirjala-strategia") { owner { slug } }
  theme(slug: "kirjala-pelit") { owner { slug } }
  organisation(slug: "kirjala-yhdistys") { owner { slug } }
  channel(slug: "kirjala-lista") { owner { slug } }
}`;

test('an editor imports all of a plan, and what was missing is hers', async () => {
  expect(codes(await imported(server, WHOLE, {}, key))).toEqual([]);
  const owned = await server.ask(OWNERS, { key });
  for (const each of Object.values(owned)) expect(each).toEqual({ owner: { slug: 'kirjala' } });
  const again = await imported(server, WHOLE, {}, key);
  for (const each of results(again)) expect(each).toMatch(/ UNCHANGED$/);
  const more = { themes: [{ slug: 'kirjala-pelit', aliases: ['Pelaaminen'] }] };
  expect(results(await imported(server, more, {}, key))).toEqual(['kirjala-pelit UPDATED']);
});

test('an export of the organisation holds it', async () => {
  const { exportBundle: bundle } = await server.ask(
    '{ exportBundle(organisation: { slug: "kirjala" }) }',
    { key },
  );
  const own = ['documents', 'legalReferences', 'themes', 'channels'].flatMap((list) =>
    bundle[list].flatMap(({ slug }: Data) => (slug.startsWith('kirjala-') ? [slug] : [])),
  );
  expect(own).toEqual([
    'kirjala-suunnitelma',
    'kirjala-strategia',
    'kirjala-pelit',
    'kirjala-lista',
  ]);
});

test('what has no name gets one that begins with that of the editor’s', async () => {
  const { putTheme } = await server.ask(
    'mutation { putTheme(input: { label: { fi: "Äänikirjat" } }) { theme { slug owner { slug } } userErrors { code } } }',
    { key },
  );
  expect(putTheme).toEqual({
    theme: { slug: 'kirjala-aanikirjat', owner: { slug: 'kirjala' } },
    userErrors: [],
  });
});

test('of several organisations of a key the longest name decides, and without a name none', async () => {
  const both = await keyFor(server, 'EDITOR', 'kirjala', 'kirjala-ake');
  const put = async (theme: object) =>
    (await imported(server, { themes: [{ label: 'T', ...theme }] }, {}, both)) as never;
  expect(codes(await put({ slug: 'kirjala-ake-t' }))).toEqual([]);
  expect(codes(await put({ slug: 'kirjala-t' }))).toEqual([]);
  expect(codes(await put({ externalIds: [{ system: 'kirjala.x', value: '1' }] }))).toEqual([
    '/themes/0 FORBIDDEN',
  ]);
  const { themes } = await server.ask(
    '{ themes(filter: { slug: { in: ["kirjala-ake-t", "kirjala-t"] } }, orderBy: { field: SLUG }) { nodes { owner { slug } } } }',
  );
  expect(themes.nodes.map(({ owner }: Data) => owner.slug)).toEqual(['kirjala-ake', 'kirjala']);
});

test.each([
  ['change what is everybody’s', { themes: [{ slug: 'tekoaly', label: 'AI' }] }],
  ['make it hers', { themes: [{ slug: 'tekoaly', owner: 'kirjala' }] }],
  ['make what another could have named', { themes: [{ slug: 'robotit', label: 'Robotit' }] }],
  ['make what is another’s', { themes: [{ slug: 'kirjala-x', label: 'X', owner: 'naapuri' }] }],
  ['give hers away', { themes: [{ slug: 'kirjala-pelit', owner: 'naapuri' }] }],
  ['change an organisation that keeps its own record', { organisations: [{ slug: 'naapuri', name: 'N' }] }], // prettier-ignore
])('an editor cannot %s', async (_, bundle) => {
  expect(codes(await imported(server, bundle, {}, key))).toEqual([
    `/${Object.keys(bundle)[0]}/0 FORBIDDEN`,
  ]);
});

test('an organisation is handed over to itself by an ADMIN', async () => {
  await server.load({ organisations: [{ slug: 'kirjala-yhdistys', owner: null }] });
  const own = await keyFor(server, 'EDITOR', 'kirjala-yhdistys');
  const renamed = { organisations: [{ slug: 'kirjala-yhdistys', shortName: 'KY' }] };
  expect(codes(await imported(server, renamed, {}, key))).toEqual(['/organisations/0 FORBIDDEN']);
  expect(results(await imported(server, renamed, {}, own))).toEqual(['kirjala-yhdistys UPDATED']);
});
