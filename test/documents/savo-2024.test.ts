// The plan of Savon AKE (Kuopio) of 2024: its structures, how many items each has, and some of what they say.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('four priorities as a tree of three levels, in printed order', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "kuopio-2024") {
      competenceFramework {
        areas {
          nodes { number name { value } kind modules { nodes { name { value } topics { nodes { name { value } } } } } }
        }
      }
    }
  }`);
  const module = (name: string, ...topics: string[]) => ({ name, topics });
  expect(lean(plan)).toEqual([
    {
      number: '1',
      kind: 'FOCUS',
      name: 'TOIMIVA KIRJASTOTILA',
      modules: [
        module(
          'Uudet, uudistetut ja kiinnostavat kirjastotilat',
          'Virtuaalimatkat',
          'Muuttunut kirjastotyö',
          'Opintomatka',
        ),
        module(
          'Turvallinen kirjastotila',
          'Turvallisemman tilan periaatteet',
          'Kirjastotilan turvallisuus käytännössä',
          'Moninaiset asiakkaat, moninaisuusosaaminen',
        ),
      ],
    },
    {
      number: '2',
      kind: 'FOCUS',
      name: 'VAIKUTTAVA JA OSALLISTAVA KIRJASTO',
      modules: [module('Vaikuttava markkinointi'), module('Vaikuttava tapahtumatuotanto')],
    },
    {
      number: '3',
      kind: 'FOCUS',
      name: 'DIGIOSAAMISEN KEHITTÄMINEN',
      modules: [
        module('Tekoäly'),
        module('Digiä tunnissa'),
        module('Digiopastamisen rajat -juliste asiakkaille ja opas henkilökunnalle'),
        module('Digivartit Joensuun AKEn kanssa'),
      ],
    },
    {
      number: '4',
      kind: 'FOCUS',
      name: 'KIRJALLISUUS',
      modules: [
        module('Lasten ja nuorten vinkkikahvien lisäksi myös aikuisten aineistojen sisältöjä'),
      ],
    },
  ]);
});

test('8 headings, 7 inputs, 2 main themes and 7 forms of activity', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "kuopio-2024") {
      headings: sections(filter: { kind: { eq: HEADING } }) { title { value } }
      inputs: sections(filter: { kind: { eq: ITEM }, parent: { is: { key: { eq: "perusteet" } } } }) { title { value } }
      mainThemes: sections(filter: { kind: { eq: ITEM }, parent: { is: { key: { eq: "paateemat" } } } }) { title { value } }
      forms: sections(filter: { kind: { eq: ITEM }, parent: { is: { key: { eq: "toimintamuodot" } } } }) { title { value } }
    }
  }`);
  expect(lean(plan)).toEqual({
    headings: [
      'TAVOITTEET',
      'TOTEUTUSTAPA',
      'SUUNNITTELUN RAKENTEET',
      'VERKOSTOITUMINEN JA YHTEISTYÖ',
      'OSAAMISEN KEHITTÄMINEN JA HYVIEN KÄYTÄNTEIDEN JAKAMINEN',
      'VIESTINTÄ',
      'ANTOKAUKOLAINAUS',
      'KANSALLINEN YHTEISTYÖ',
    ],
    inputs: [
      'kirjastolaki',
      'alueen kirjastohenkilökunnan toiveet ja palaute',
      'AVIn peruspalvelujen arviointi',
      'OKM:n Taide, kulttuuri ja moninainen Suomi -toimenpideohjelma',
      'kirjastojen ja työelämän tulevaisuuden näkymät',
      'kansallinen yhteistyö',
      'AKE-suunnittelutyöryhmän näkemys',
    ],
    mainThemes: ['toimiva kirjastotila', 'vaikuttava & osallistava kirjasto'],
    forms: [
      'webinaarit',
      'koulutuspäivät',
      'työpajat',
      'aineistonostot',
      'omaehtoinen opiskelu',
      'etäkahvit',
      'keskustelutilaisuudet',
    ],
  });
});

test('26 main libraries, 19 of them in small municipalities', async () => {
  const { organisation } = await server.ask(`{
    organisation(slug: "kuopio") {
      measurements { nodes { metric { slug } number approximate } }
    }
  }`);
  const rows = lean(organisation) as { metric: string }[];
  expect(rows.sort((a, b) => a.metric.localeCompare(b.metric))).toEqual([
    { metric: 'profiili-paakirjastot', number: 26, approximate: false },
    { metric: 'profiili-paakirjastot-pienet-kunnat', number: 19, approximate: false },
  ]);
});

test('one goal, and no metric of its own', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "kuopio-2024") {
      goals { nodes { title { value } metrics { totalCount } } }
      budget { matches }
    }
  }`);
  expect(lean(plan)).toEqual({
    goals: [
      {
        title:
          'Savon yleisten kirjastojen verkostoitumisen ja yhteistyön tukeminen sekä kirjastohenkilökunnan osaamisen monipuolinen kehittäminen',
        metrics: 0,
      },
    ],
    budget: null,
  });
});

test('four networks, among them a planning group with permanent and rotating seats', async () => {
  const { networks, network } = await server.ask(`{
    networks(filter: { owner: { is: { slug: { eq: "kuopio" } } } }, orderBy: { field: SLUG }) {
      nodes { name { value } kind }
    }
    network(slug: "kuopio-suunnitteluryhma") {
      aliases
      seats { organisation { slug } region { slug } tenure countMin countMax termYears }
    }
  }`);
  expect(lean(networks)).toEqual([
    { name: 'Kuopion AKE-tiimi', kind: 'TEAM' },
    { name: 'Savon kirjastojen johtajien ja esimiesten verkosto', kind: 'NETWORK' },
    { name: 'Savon alueellisen kehittämistyön suunnitteluryhmä', kind: 'PLANNING_GROUP' },
    { name: 'Itä-Suomen johtajien ja esihenkilöiden tukipiiri', kind: 'PEER_GROUP' },
  ]);
  const permanent = (organisation: string) => ({
    organisation,
    region: null,
    tenure: 'PERMANENT',
    countMin: null,
    countMax: null,
    termYears: null,
  });
  const rotating = (region: string) => ({
    organisation: null,
    region,
    tenure: 'ROTATING',
    countMin: 2,
    countMax: 2,
    termYears: 2,
  });
  expect(lean(network)).toEqual({
    aliases: ['AKE-suunnittelutyöryhmä'],
    seats: [
      permanent('kuopio'),
      permanent('mikkeli'),
      permanent('ita-suomen-avi'),
      rotating('etela-savo'),
      rotating('pohjois-savo'),
    ],
  });
});

test('the coffees are remote and regular; where the plan says so, without registration', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "kuopio-2024") {
      actions(filter: { form: { eq: REMOTE_COFFEE } }, orderBy: { field: SLUG }) {
        nodes { title { value } modalities quantity { rhythm printed } registrationNeeded }
      }
    }
  }`);
  const coffee = (
    title: string,
    rhythm: string,
    printed: string,
    registrationNeeded: boolean | null = false,
  ) => ({ title, modalities: ['REMOTE'], quantity: { rhythm, printed }, registrationNeeded });
  expect(lean(plan)).toEqual([
    coffee('Digiä tunnissa', 'REGULAR', 'säännöllisellä'),
    coffee('Digivartit', 'REGULAR', 'Säännöllisesti'),
    coffee('Etäkahvit', 'COUNTED', 'lähes viikoittain'),
    coffee('Johtajien ja esimiesten etäkahvit', 'REGULAR', 'säännöllisesti'),
    coffee('Kirjavinkkikahvit', 'REGULAR', 'Säännöllisesti'),
    coffee('Tuki- ja vinkkikahvit Libopin käytöstä', 'REGULAR', 'säännöllisiä', null),
  ]);
});

test('the mentoring programme has six organisers and five themes', async () => {
  const { action } = await server.ask(`{
    action(slug: "kuopio-2024-mentorointiohjelma") {
      participations(filter: { role: { eq: ORGANISER } }) { organisation { municipality { name { value } } } }
      themes { label { value } }
      events { nodes { themes { label { value } } } }
    }
  }`);
  const themes = ['Hiljainen tieto', 'Osallisuus', 'Viestintä', 'Itsensä johtaminen', 'Yhteistyö'];
  expect(lean(action)).toEqual({
    participations: ['Joensuu', 'Kuopio', 'Porvoo', 'Rovaniemi', 'Tampere', 'Vaasa'],
    themes,
    events: [themes],
  });
});

test('interlibrary loans: postage out of the subsidy, a fifth of one post', async () => {
  const { action, plan } = await server.ask(`{
    action(slug: "kuopio-2024-antokaukolainaus") { costRules { payerRole { value } coverage wording } }
    plan(slug: "kuopio-2024") { positions { title { value } count share } }
  }`);
  expect(lean(action)).toEqual([
    {
      payerRole: 'valtionavustus',
      coverage: 'YES',
      wording: 'postituskulut katsotaan katettavaksi valtionavustuksella',
    },
  ]);
  expect(lean(plan)).toEqual([
    { title: 'koordinaattori', count: 1, share: null },
    { title: 'informaatikko', count: 3, share: null },
    { title: 'kirjastotoimenjohtaja', count: 1, share: null },
    { title: 'kirjastovirkailija', count: 1, share: 0.2 },
  ]);
});

test('the channels, and the boxes of devices that can be asked for', async () => {
  const { organisation, plan } = await server.ask(`{
    organisation(slug: "kuopio") { channels { kind url } }
    plan(slug: "kuopio-2024") {
      actions(filter: { form: { in: [LOAN_MATERIAL, NEWSLETTER] } }) {
        nodes { quantity { rhythm min max per approximate } stock { count } }
      }
    }
  }`);
  expect(lean(organisation)).toEqual([
    { kind: 'WEBSITE', url: 'http://savonake.fi' },
    { kind: 'NEWSLETTER', url: null },
    { kind: 'SOCIAL_MEDIA', url: null },
    { kind: 'SOCIAL_MEDIA', url: null },
  ]);
  expect(lean(plan)).toEqual([
    {
      quantity: { rhythm: 'ON_DEMAND', min: null, max: null, per: null, approximate: false },
      stock: [null], // how many is not told
    },
    {
      quantity: { rhythm: 'COUNTED', min: 1, max: 1, per: 'MONTH', approximate: true },
      stock: [],
    },
  ]);
});

test('the team works in a part of its time, how large a one is not told, and the director answers for the task', async () => {
  const { network, plan } = await server.ask(`{
    network(slug: "kuopio-ake-tiimi") {
      remit { value }
      seats { role label { value } countMin }
    }
    plan(slug: "kuopio-2024") {
      positions { share }
      personYears { stated complete }
      provenance(filter: { wording: { startsWith: "Tiimin" } }) { fields wording }
    }
  }`);
  const { remit, seats } = lean(network) as { remit: string; seats: unknown };
  expect(remit).toMatch(/osalla työajastaan.*Kirjastotoimenjohtaja.*vastaa tehtävästä/);
  expect(seats).toEqual([
    { role: 'COORDINATOR', label: 'koordinaattori', countMin: 1 },
    { role: 'MEMBER', label: 'informaatikko', countMin: 3 },
    { role: 'STEERING', label: 'kirjastotoimenjohtaja', countMin: null },
  ]);
  expect(lean(plan)).toEqual({
    positions: [null, null, null, 0.2],
    personYears: { stated: null, complete: false },
    provenance: [
      { fields: ['positions'], wording: 'Tiimin jäsenet tekevät AKE-työtä osan työajastaan' },
    ],
  });
});

test('of the libraries of Joensuu and Mikkeli only the cities are printed: their names are our words', async () => {
  const { organisations } = await server.ask(`{
    organisations(filter: { slug: { in: ["joensuu", "kuopio", "mikkeli"] } }, orderBy: { field: SLUG }) {
      nodes { name { value ownWords } }
    }
  }`);
  expect(lean(organisations)).toEqual([
    { value: 'Joensuun kaupunginkirjasto', ownWords: true },
    { value: 'Kuopion kaupunginkirjasto', ownWords: false },
    { value: 'Mikkelin kaupunginkirjasto', ownWords: true },
  ]);
});
