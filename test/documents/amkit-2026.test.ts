// The AMKIT consortium's action plan of 2026: its structures, how many items each has, and some of what they say.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('9 headings in printed order, and three important forms of activity', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026") {
      title { value ownWords }
      headings: sections(filter: { kind: { eq: HEADING } }) { title { value } }
      forms: sections(filter: { kind: { eq: ITEM }, parent: { is: { key: { eq: "strategia" } } } }) { title { value } }
    }
  }`);
  expect(lean(plan)).toEqual({
    title: { value: 'AMKIT-konsortion toimintasuunnitelma 2026', ownWords: false },
    headings: [
      'Strategian toteuttaminen',
      'Verkostot',
      'Osaamisen jakaminen',
      'AMKIT-johtoryhmän perustamat työryhmät',
      'Vapaamuotoisesti syntyneet verkostot ja työryhmät',
      'Avoimuus ja vaikuttaminen',
      'Theseus',
      'Konsortion viestintä',
      'Kreodi',
    ],
    forms: ['verkostoyhteistyö', 'osaamisen jakaminen', 'vaikuttavuus'],
  });
});

test('9 working groups and networks: 4 founded by the board, 5 grown by themselves', async () => {
  const { plan, founded, informal } = await server.ask(`{
    plan(slug: "amkit-2026") { owner { networks { totalCount } } }
    founded: networks(
      filter: { origin: { eq: FOUNDED_BY_BOARD }, owner: { is: { slug: { eq: "amkit" } } } }
      orderBy: { field: NAME }
    ) { nodes { name { value } seats(filter: { role: { eq: FOUNDER } }) { network { name { value } } } } }
    informal: networks(
      filter: { origin: { eq: INFORMAL }, owner: { is: { slug: { eq: "amkit" } } } }
      orderBy: { field: NAME }
    ) { nodes { name { value } aliases } }
  }`);
  const board = (name: string) => ({ name, seats: ['AMKIT-johtoryhmä'] });
  expect(lean(founded)).toEqual([
    board('Kestävän kehityksen ryhmä'),
    board('Metatietoryhmä'),
    board('Pedagogiikkaryhmä'),
    board('Tiedolla johtamisen -työryhmä'),
  ]);
  expect(lean(informal)).toEqual([
    { name: 'Avoimet oppimateriaalit', aliases: ['Avoimet oppimateriaalit -verkosto'] },
    { name: 'Avoin TKIO-ryhmä', aliases: [] },
    { name: 'Julkaisuverkosto', aliases: [] },
    { name: 'Saavutettavuusryhmä', aliases: ['Savu'] },
    { name: 'Tekoälyverkosto', aliases: ['AMKIT-tekoälyverkosto'] },
  ]);
  expect(lean(plan)).toBe(9 + 3); // beside them the board, the office of Theseus and the editors of Kreodi
});

test('one group is printed by three names, and found by each', async () => {
  const { network, found } = await server.ask(`{
    network(slug: "amkit-tiedolla-johtamisen-tyoryhma") { name { value } aliases }
    found: networks(filter: { aliases: { has: "Tietojohtamisen työryhmä" } }) { nodes { slug } }
  }`);
  expect(lean(network)).toEqual({
    name: 'Tiedolla johtamisen -työryhmä',
    aliases: ['Tiedolla johtamisen työryhmä', 'Tietojohtamisen työryhmä'],
  });
  expect(lean(found)).toEqual(['amkit-tiedolla-johtamisen-tyoryhma']);
});

test('one group is steered by Ohjaamo, another coordinated by a third', async () => {
  const { networks } = await server.ask(`{
    networks(
      filter: { slug: { in: ["amkit-avoin-tkio-ryhma", "amkit-avoimet-oppimateriaalit"] } }
      orderBy: { field: SLUG }
    ) { nodes { seats { role label { value } network { name { value } } } } }
  }`);
  expect(lean(networks)).toEqual([
    [{ role: 'COORDINATOR', label: null, network: 'Pedagogiikkaryhmä' }],
    [{ role: 'STEERING', label: 'Ohjaamo', network: null }],
  ]);
});

test('how often things happen, as printed and by year', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026") {
      actions(filter: { quantity: { isNull: false } }, first: 50) {
        nodes { title { value } quantity { rhythm min max per approximate printed } }
      }
    }
  }`);
  const rows = lean(plan) as { title: string; quantity: Record<string, unknown> }[];
  expect(
    rows.map(({ title, quantity: { rhythm, min, max, per, approximate, printed } }) => [
      title,
      [rhythm, min, max, per, approximate],
      printed,
    ]),
  ).toEqual([
    ['Verkostopäivät', ['COUNTED', 1, 2, 'PERIOD', false], '1–2 verkostopäivää'],
    [
      'Keskustelutilaisuudet kirjastonjohtajille',
      ['REGULAR', null, null, null, false],
      'säännöllisiä',
    ],
    [
      'Pedaryhmän keskusteluhetket',
      ['COUNTED', 2, 2, 'ACADEMIC_YEAR', true],
      'pari kertaa lukuvuodessa',
    ],
    [
      'Avoimet oppimateriaalit -verkoston yhteiset tapaamiset',
      ['COUNTED', 3, 4, 'YEAR', false],
      '3–4 kertaa vuodessa',
    ],
    ['Avoin TKIO-ryhmän uutiskirje', ['COUNTED', 4, 6, 'YEAR', false], '4–6 kertaa vuodessa'],
    [
      'Julkaisuverkoston lähitapaaminen',
      ['COUNTED', 1, 1, 'PERIOD', false],
      'yhden lähitapaamisen vuonna 2026',
    ],
    [
      'Tekoälyverkoston tapaamiset',
      ['COUNTED', 2, null, 'TERM', true],
      'muutaman kerran lukukaudessa',
    ],
    [
      'Kreodi',
      ['COUNTED', 2, 2, 'TERM', false],
      'neljä lehteä, kaksi numeroa keväällä ja kaksi syksyllä',
    ],
  ]);
});

test('Kreodi comes out four times a year, edited by seven universities of applied sciences', async () => {
  const { network, action } = await server.ask(`{
    network(slug: "amkit-kreodin-toimituskunta") { seats { role organisation { shortName { value } kind } } }
    action(slug: "amkit-2026-kreodi") { quantity { perYear { min max } } }
  }`);
  const seat = (shortName: string, role = 'EDITOR') => ({
    role,
    organisation: { shortName, kind: 'UNIVERSITY_OF_APPLIED_SCIENCES' },
  });
  expect(lean(network)).toEqual([
    seat('LAB', 'EDITOR_IN_CHIEF'),
    seat('Xamk'),
    seat('Laurea'),
    seat('Jamk'),
    seat('Arcada'),
    seat('HAMK'),
    seat('Oamk'),
  ]);
  expect(lean(action)).toEqual({ min: 4, max: 4 });
});

test('three partners in national steering, and who else is worked with', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026") {
      actions(filter: { participations: { some: { role: { eq: PARTNER } } } }, first: 20) {
        nodes { participations(filter: { role: { eq: PARTNER } }) { organisation { name { value } } label { value } } }
      }
    }
  }`);
  const rows = (lean(plan) as { organisation: string | null; label: string | null }[][]).flat();
  expect(rows.map(({ organisation, label }) => organisation ?? label)).toEqual([
    'Kansalliskirjasto',
    'Finelib-konsortio',
    'Avoimen tieteen kansallinen koordinaatio',
    'Yhteistyökumppanit',
    'Muiden kirjastosektorien kestävän kehityksen toimijat',
    'Kansalliset kuvailuryhmät',
    'Kuvailukoulutusverkoston ryhmä',
    'Muut tieteelliset kirjastot',
    'Kansalliskirjasto', // once more, for the platform of Theseus
  ]);
});

test('the channels: Teams, opened late in 2025 and kept by Xamk, replaces Slack', async () => {
  const { channel, channels } = await server.ask(`{
    channel(slug: "amkit-teams") {
      maintainer { shortName { value } }
      replaces { name { value } }
      timing { edtf printed approximate }
    }
    channels(filter: { url: { isNull: false }, networks: { some: { owner: { is: { slug: { eq: "amkit" } } } } } }) {
      nodes { name { value } url }
    }
  }`);
  expect(lean(channel)).toEqual({
    maintainer: 'Xamk',
    replaces: 'Slack',
    timing: { edtf: '2025-10~/..', printed: 'avattiin loppuvuodesta 2025', approximate: true },
  });
  expect(lean(channels)).toEqual([
    {
      name: 'Eduuni',
      url: 'https://tt.eduuni.fi/sites/amkit/konsortio/SitePages/Kotisivu.aspx',
    },
    {
      name: 'Saavutettavuusryhmän kotisivut',
      url: 'https://sites.google.com/hamk.fi/savu/etusivu',
    },
  ]);
});

test('there is no budget, no post, no goal and no metric', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026") {
      budget { matches }
      positions { share }
      goals { totalCount }
      goalFrameworks { slug }
      competenceFramework { slug }
    }
  }`);
  expect(lean(plan)).toEqual({
    budget: null,
    positions: [],
    goals: 0,
    goalFrameworks: [],
    competenceFramework: null,
  });
});

test('the universities of applied sciences on file are members, as the strategy lets infer', async () => {
  const { organisations } = await server.ask(`{
    organisations(
      filter: { kind: { eq: UNIVERSITY_OF_APPLIED_SCIENCES } }
      orderBy: { field: SLUG }
    ) {
      nodes {
        slug
        memberships { kind organisation { slug } }
        provenance(filter: { wording: { startsWith: "kaikkien" } }) { basis fields }
      }
    }
  }`);
  const member = (slug: string) => ({
    slug,
    memberships: [{ kind: 'MEMBER', organisation: 'amkit' }],
    provenance: [{ basis: 'INFERRED', fields: ['memberships'] }],
  });
  expect(lean(organisations)).toEqual(
    ['arcada', 'hamk', 'jamk', 'lab', 'laurea', 'oamk', 'xamk'].map(member),
  );
});
