// The slides of Lounais-Suomi (Turku) of 2021: their structures, how many items each has, and some of what they say.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the year and the title are inferred', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "turku-2021") {
      period { start end }
      title { ownWords }
      provenance(filter: { basis: { eq: INFERRED } }) { fields }
    }
  }`);
  const { provenance, ...rest } = lean(plan) as { provenance: string[][] };
  expect(rest).toEqual({ period: { start: '2021-01-01', end: '2021-12-31' }, title: true });
  expect(provenance.flat()).toEqual(expect.arrayContaining(['period', 'title']));
});

test('9 courses of Liboppi: a key opens several, a producer is a library, a project or not told', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "turku-2021") {
      actions(filter: { form: { eq: ONLINE_COURSE } }) {
        nodes {
          title { value }
          channels { key }
          participations(filter: { role: { eq: PRODUCER } }) { organisation { slug } }
        }
      }
    }
  }`);
  const course = (title: string, key: string, ...producers: string[]) => ({
    title,
    channels: [key],
    participations: producers,
  });
  expect(lean(plan)).toEqual([
    course('Kirjastojen e-aineistot', 'digituki'),
    course('YKN:n digitaitosuositukset 2020', 'digituki'),
    course(
      'Lukulux.fi - Lukemattomien aikuisten ohjaamiseen',
      'lukulux',
      'lukemattomat-mahdollisuudet',
    ),
    course('Selkokielen perusteet', 'selkokieli', 'vaasa'),
    course('Digituki kirjastoissa', 'digituki', 'turku'),
    course('Tekijänoikeudet-webinaari', 'digidiplomi', 'joensuu'),
    course('Turvallisesti verkossa -kurssi', 'digidiplomi', 'joensuu'),
    course('Office 365 -perusteet', 'digidiplomi', 'joensuu'),
    course('Kuvankäsittely Pixlr.com-pilvipalvelussa', 'digituki'),
  ]);
});

test('the figures of the region, the rounded ones marked', async () => {
  const { measurements } = await server.ask(`{
    measurements(
      filter: { period: { within: { start: "2021-01-01", end: "2021-12-31" } } }
      first: 50
    ) { nodes { metric { slug } network { slug } number approximate } }
  }`);
  const rows = lean(measurements) as {
    metric: string;
    network: string | null;
    number: number;
    approximate: boolean;
  }[];
  const figures = rows.map(({ metric, network, number, approximate }) => [
    metric.replace('profiili-', ''),
    network,
    approximate ? `n. ${number}` : `${number}`,
  ]);
  expect(figures.sort()).toEqual(
    [
      ['kunnat', null, '43'],
      ['henkilosto', null, 'n. 500'],
      ['paakirjastot', null, '43'],
      ['sivukirjastot', null, '72'],
      ['kirjastoautot', null, '11'],
      ['asukkaat', null, 'n. 700000'],
      ['jasenet', 'turku-digitutorit', '18'],
      ['sahkopostilista', 'turku-varsat', '139'],
    ].sort(),
  );
});

test('three posts, and about four person-years', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "turku-2021") {
      positions { title { value } count share }
      personYears { stated statedApproximate computed }
    }
  }`);
  expect(lean(plan)).toEqual({
    positions: [{ title: 'informaatikko', count: 3, share: 1 }],
    personYears: { stated: 4, statedApproximate: true, computed: 3 },
  });
});

test('four library networks, each of one region, and one municipality outside them', async () => {
  const { organisations, plan } = await server.ask(`{
    organisations(filter: {
      kind: { eq: LIBRARY_NETWORK }
      provenance: { some: { document: { is: { slug: { eq: "los-slides-2021" } } } } }
    }, orderBy: { field: NAME }) { nodes { name { value } regions { name { value } } } }
    plan(slug: "turku-2021") { sections(filter: { key: { eq: "kimpat" } }) { title { value } } }
  }`);
  expect(lean(organisations)).toEqual([
    { name: 'Blanka-kimppa', regions: ['Varsinais-Suomi'] },
    { name: 'Loisto-kimppa', regions: ['Varsinais-Suomi'] },
    { name: 'Sata-kimppa', regions: ['Satakunta'] },
    { name: 'Vaski-kimppa', regions: ['Varsinais-Suomi'] },
  ]);
  expect(lean(plan)).toEqual(['Vaski-, Sata-, Loisto- ja Blanka-kimpat sekä Somero']);
});

test('six working groups and networks, one of them with two names', async () => {
  const { networks } = await server.ask(`{
    networks(filter: { owner: { is: { slug: { eq: "turku" } } } }, orderBy: { field: NAME }) {
      nodes { name { value } aliases kind }
    }
  }`);
  expect(lean(networks)).toEqual([
    { name: 'Digitutorit', aliases: ['Digitutorien verkosto'], kind: 'NETWORK' },
    { name: 'IKI-ryhmä', aliases: ['Ikääntyneiden kirjastopalvelut'], kind: 'WORKING_GROUP' },
    { name: 'Kaksikielisten kirjastojen yhteistyö', aliases: ['ÅKE'], kind: 'NETWORK' },
    { name: 'Näkyvyystyöryhmä', aliases: [], kind: 'WORKING_GROUP' },
    {
      name: 'Osaamisen kehittämisryhmä',
      aliases: ['Osaamisen kehittämisen työryhmä'],
      kind: 'WORKING_GROUP',
    },
    { name: 'VarSat', aliases: ['Varsat'], kind: 'NETWORK' },
  ]);
});

test('the leader of a group is substituted until the end of May, and leads on; nobody is named', async () => {
  const { network } = await server.ask(`{
    network(slug: "turku-iki-ryhma") { seats { role label { value } substitute timing { edtf } } }
  }`);
  expect(lean(network)).toEqual([
    { role: 'CHAIR', label: 'ryhmän vetäjä', substitute: true, timing: null },
    {
      role: 'CHAIR',
      label: 'ryhmän vetäjän sijainen',
      substitute: null,
      timing: '../2021-05-31',
    },
  ]);
});

test('three goals of the digital tutors', async () => {
  const { plan } = await server.ask(
    `{ plan(slug: "turku-2021") { goals { nodes { title { value } } } } }`,
  );
  expect(lean(plan)).toEqual([
    'Tutustua toisiin tutoreihin ja pohtia yhdessä tarvittavaa toimintaa',
    'Jakaa asiakkaiden digiosaamisen hyviä käytäntöjä',
    'Toimia omassa kirjastossa digitutorina muulle henkilökunnalle',
  ]);
});

test('one box of the past for each region, booked through the extranet', async () => {
  const { action } = await server.ask(`{
    action(slug: "turku-2021-menneisyyden-taikalaatikot") {
      title { value }
      stock { count region { name { value } } }
      channels { channel { url } }
      participations { role organisation { name { value } } }
    }
  }`);
  expect(lean(action)).toEqual({
    title: 'Menneisyyden taikalaatikot',
    stock: [
      { count: 1, region: 'Satakunta' },
      { count: 1, region: 'Varsinais-Suomi' },
    ],
    channels: ['https://ls-kirjastot.fi/'],
    participations: [{ role: 'PRODUCER', organisation: 'Turun museokeskus' }],
  });
});

test('three pillars of activity', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "turku-2021") {
      sections(filter: { key: { in: ["osaamisen-kehittaminen", "muun-kehittamisen-tukeminen", "yhteistyon-edistaminen"] } }) {
        title { value }
        children { title { value } }
      }
    }
  }`);
  expect(lean(plan)).toEqual([
    {
      title: 'Osaamisen kehittäminen',
      children: [
        'Ammatillinen täydennyskoulutus',
        'Pedagogiset verkkosisällöt itsenäiseen opiskeluun (Libopissa)',
        'Opinto- ja verkostoitumismatkat',
        'Muu osaamisen kehittäminen',
      ],
    },
    {
      title: 'Muun kehittämisen tukeminen',
      children: [
        'Esihenkilöiden kehittämispäivät',
        'Ideoiden hankkeistamisen koordinointi',
        'Alueellisten suunnitelmien koordinointi ja jalkauttaminen',
        'Lainattavat materiaalit',
        'Lainattavat ideat (materiaalipankki)',
      ],
    },
    {
      title: 'Yhteistyön edistäminen',
      children: [
        'Alueen yhteiset etäkahvihetket eli AKE-kahvit',
        'Alueellisten työryhmien ja verkostojen toiminnan organisointi',
        'Kaksikielisten kirjastojen yhteistyöhön osallistuminen (ÅKE)',
      ],
    },
  ]);
});

test('some of the trainings on children and young people are arranged by Seinäjoki, which is not to say together', async () => {
  const { action } = await server.ask(`{
    action(slug: "turku-2021-lanu-koulutukset") {
      participations { role organisation { slug } network { slug } }
    }
  }`);
  expect(lean(action)).toEqual([
    { role: 'ORGANISER', organisation: 'turku', network: null },
    { role: 'ORGANISER', organisation: 'seinajoki', network: null },
    { role: 'PARTICIPANT', organisation: null, network: 'turku-varsat' },
  ]);
});

test('who put the figures together owns their framework: no ministry printed them', async () => {
  const { goalFramework, measurements } = await server.ask(`{
    goalFramework(slug: "ake-profiili") { owner { slug name { ownWords } } metrics { totalCount } adoptedBy { totalCount } }
    measurements(filter: { not: { metric: { is: { framework: { is: { slug: { eq: "ake-profiili" } } } } } } }) { totalCount }
  }`);
  expect(goalFramework).toEqual({
    owner: { slug: 'luotsi', name: { ownWords: true } },
    metrics: { totalCount: 9 },
    adoptedBy: { totalCount: 0 },
  });
  expect(measurements.totalCount).toBe(0);
});
