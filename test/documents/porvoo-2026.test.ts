// Porvoo's plan of 2026: its structures, how many items each has, and some of what they say.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

/** What is asked of the plan, without its wrapping. */
async function ofPlan<T>(fields: string): Promise<T> {
  const { plan } = await server.ask(`{ plan(slug: "porvoo-2026") { ${fields} } }`);
  return lean(plan) as T;
}

test('the vision is quoted, the title is supplied and says so', async () => {
  expect(
    await ofPlan(`
      vision { value ownWords }
      period { start end }
      title { ownWords }
      inferred: provenance(filter: { basis: { eq: INFERRED } }) { fields }`),
  ).toEqual({
    vision: {
      value: 'Ylpeästi kirjastolainen: Yhdessä kehittäen - Arjessa oppien - Ihmistä varten',
      ownWords: false,
    },
    period: { start: '2026-01-01', end: '2026-12-31' },
    title: true,
    inferred: expect.arrayContaining([expect.arrayContaining(['title'])]) as string[][],
  });
});

test('10 chapters with 34 numbered sections, and an appendix', async () => {
  const headings = await ofPlan<{ number: string; title: string; parent: string | null }[]>(
    'sections(filter: { kind: { eq: HEADING } }) { number title { value } parent { number } }',
  );
  const chapters = headings.filter(({ parent }) => parent === null);
  expect(chapters.map(({ number, title }) => [number, title])).toEqual([
    ['1', 'Kehittämistehtävä'],
    ['2', 'Osaamisen kehittäminen'],
    ['3', 'Kehittämisen työkalut'],
    ['4', 'Palvelujen ja käytänteiden kehittäminen ja uusien palveluiden luominen'],
    ['5', 'Yhteistyön edistäminen'],
    ['6', 'Tehtävän arviointi, suunnittelu ja kehittäminen'],
    ['7', 'Kaukopalvelu'],
    ['8', 'Yhteistyö kehittämistehtävän hoitamisessa'],
    ['9', 'Tiedottaminen'],
    ['10', 'Henkilöstöresurssit'],
    ['1', 'Liite 1. Alueellisen kehittämistehtävän talousarvio'], // misnumbered in print
  ]);
  const below = headings.filter(({ parent }) => parent !== null);
  expect(below).toHaveLength(34);
  for (const { number, parent } of below) expect(number.split('.')[0]).toBe(parent);
  expect(below.filter(({ parent }) => parent === '3').map(({ title }) => title)).toEqual([
    'Koulutuspäivät ja webinaarit',
    'Lyhyet etätapaamiset',
    'Opintoretket',
    'Liboppi',
    'Kirjastotyöpajat',
    'Tulevaisuustyö',
    'Alueelliset verkostot',
    'Työntekijävierailut toisissa kirjastoissa',
    'Mentorointi',
    'Julkaisut ja kampanjat',
    'Lainattavat materiaalit',
  ]);
});

test('the workshops may be about nine topics', async () => {
  expect(
    await ofPlan(
      'sections(filter: { kind: { eq: ITEM }, parent: { is: { number: { eq: "3.5" } } } }) { title { value } }',
    ),
  ).toEqual([
    'sosiaalisen median hyödyntäminen',
    'tapahtumien järjestäminen ja striimaaminen',
    'kirjavinkkauksen uudistaminen',
    'tietopalvelun kehittäminen',
    'kokoelmien arviointi ja poistot',
    'palvelumuotoilu',
    'esteettömyys',
    'digitaaliset palvelut',
    'tulevaisuustyön menetelmät',
  ]);
});

test('22 goals: 5 of society, 4 impact paths with an outcome each, and 9 goals with 12 metrics', async () => {
  const answer = await server.ask(`{
    societal: goals(
      filter: { kind: { eq: SOCIETAL }, framework: { is: { adoptedBy: { some: { slug: { eq: "porvoo-2026" } } } } } }
      orderBy: { field: PRINTED }
    ) { nodes { title { value } } }
    paths: goals(filter: { kind: { eq: IMPACT_PATH } }, orderBy: { field: PRINTED }) {
      nodes {
        number
        title { value }
        children { nodes { title { value } children { nodes { title { value } metrics { nodes { kind } } } } } }
      }
    }
    goalFramework(slug: "okm-ake-vaikutusmalli") {
      owner { name { value } }
      goals(first: 100) { totalCount }
      adoptedBy { nodes { slug } }
    }
  }`);
  const { societal, paths, goalFramework } = lean(answer) as Record<string, unknown>;
  expect(goalFramework).toEqual({
    owner: 'Opetus- ja kulttuuriministeriö',
    goals: 22,
    adoptedBy: ['porvoo-2026'],
  });
  expect(societal).toEqual([
    'Kirjastopalvelut vastaavat käyttäjien tarpeita ja yhteiskunnan muutosta',
    'Suomalaisten osaaminen, lukutaito ja sivistys vahvistuvat',
    'Kuntien ja alueiden elinvoimaisuus säilyy',
    'Väestön osallisuus, moniarvoisuus, yhdenvertaisuus ja sananvapaus vahvistuvat',
    'Kirjastojen toiminta auttaa yhteiskuntaa uudistumaan ja kehittymään',
  ]);
  const goal = (title: string, ...metrics: string[]) => ({ title, metrics });
  expect(paths).toEqual([
    {
      number: '1',
      title: 'Henkilöstön osaamisen kehittäminen',
      children: [
        {
          title: 'Kirjastojen henkilökunnan osaaminen paranee',
          children: [
            goal(
              'Koulutussuunnitelman laatiminen kirjastolain tavoitteiden ja tehtävien pohjalta. Koulutussuunnitelma sisältyy toimintasuunnitelmaan.',
              'BOOLEAN',
              'BOOLEAN',
            ),
            goal('Henkilöstön osallistuminen koulutuksiin on hyvällä tasolla', 'RATIO'),
            goal(
              'Henkilöstön osaaminen on parantunut suhteessa kirjastolain tavoitteisiin',
              'SCALE',
            ),
          ],
        },
      ],
    },
    {
      number: '2',
      title: 'Kirjaston palveluiden päivittäminen ja kehittäminen',
      children: [
        {
          title:
            'Kirjastojen palveluita päivitetään soveltuviksi alueellisiin erityispiirteisiin ja toimintaympäristön kehitykseen systemaattisesti',
          children: [
            goal(
              'Nykyisten palvelujen ja käytänteiden kehittäminen ja uusien palveluiden luominen toimintaympäristölähtöisesti sekä hyvien käytänteiden levittäminen',
              'NARRATIVE',
            ),
          ],
        },
      ],
    },
    {
      number: '3',
      title: 'Viestintä ja yleisen tietoisuuden lisääminen kirjastopalveluista',
      children: [
        {
          title: 'Kirjastojen asiakkaat ovat paremmin tietoisia kirjastoista ja niiden palveluista',
          children: [
            goal(
              'Kirjastojen viestinnän tukeminen, sisältäen AKEn tuottamat kampanjat ja materiaalit esim. kuntapäättäjiin vaikuttamiseen',
              'NARRATIVE',
            ),
            goal('AKE-uutiskirjeen tuottaminen', 'BOOLEAN', 'COUNT', 'RATIO'),
            goal(
              'AKE-alueen yhteisen asiakaskyselyn laatiminen ja toteuttamisen tukeminen kahden-kolmen vuoden välein, alueen asiakkaiden näkemysten selvittäminen kirjastojen palveluista',
              'BOOLEAN',
            ),
          ],
        },
      ],
    },
    {
      number: '4',
      title: 'Yhteistoiminta ja koordinaatio',
      children: [
        {
          title:
            'Kirjastojen yhteistoiminta ja tiedon jakaminen lisääntyy ja yhteistyön vaikuttavuus paranee',
          children: [
            goal(
              'AKE-toiminnalla on lisätty alueen kirjastojen keskinäistä yhteistoimintaa, jossa lähtökohtana on kirjastolain toteuttamisen vahvistaminen',
              'NARRATIVE',
            ),
            goal('AKE-kirjastojen välinen yhteistyö on aktiivista', 'NARRATIVE'),
          ],
        },
      ],
    },
  ]);
});

test('12 metrics: 4 yes or no, 2 shares, 1 count, 4 narratives and 1 self-assessment, without target or value', async () => {
  const of = (kind: string) =>
    `${kind}: metrics(filter: { kind: { eq: ${kind} }, goal: { isNull: false } }) { totalCount }`;
  const counts = await server.ask(`{
    ${['BOOLEAN', 'RATIO', 'COUNT', 'NARRATIVE', 'SCALE', 'NUMBER', 'MONEY'].map(of).join('\n')}
    withTargets: metrics(filter: { targets: { count: { gte: 1 } } }) { totalCount }
    withValues: metrics(filter: { goal: { isNull: false }, measurements: { count: { gte: 1 } } }) { totalCount }
  }`);
  const values = Object.entries(counts).map(([name, value]) => [name, lean(value)]);
  expect(Object.fromEntries(values)).toEqual({
    BOOLEAN: 4,
    RATIO: 2,
    COUNT: 1,
    NARRATIVE: 4,
    SCALE: 1,
    NUMBER: 0,
    MONEY: 0,
    withTargets: 0,
    withValues: 0,
  });
});

test('the goals and tasks of the library act are listed, and the areas tell which they serve', async () => {
  const { act, areas } = lean(
    await server.ask(`{
      act: legalReference(slug: "kirjastolaki") {
        goals: children(filter: { kind: { eq: ACT_GOAL } }) { nodes { title { value } } }
        tasks: children(filter: { kind: { eq: ACT_TASK } }) { nodes { title { value } } }
      }
      areas: plan(slug: "porvoo-2026") {
        competenceFramework { areas { nodes { number serves(filter: { kind: { eq: ACT_TASK } }) { title { value } } } } }
      }
    }`),
  ) as { act: object; areas: { number: string; serves: string[] }[] };
  const literacy = 'edistää lukemista ja kirjallisuutta';
  const guidance =
    'tarjota tietopalvelua, ohjausta ja tukea tiedon hankintaan ja käyttöön sekä monipuoliseen lukutaitoon';
  const spaces = 'tarjota tiloja oppimiseen, harrastamiseen, työskentelyyn ja kansalaistoimintaan';
  const dialogue = 'edistää yhteiskunnallista ja kulttuurista vuoropuhelua';
  expect(act).toEqual({
    goals: [
      'väestön yhdenvertaisia mahdollisuuksia sivistykseen ja kulttuuriin',
      'tiedon saatavuutta ja käyttöä',
      'lukemiskulttuuria ja monipuolista lukutaitoa',
      'mahdollisuuksia elinikäiseen oppimiseen ja osaamisen kehittämiseen',
      'aktiivista kansalaisuutta, demokratiaa ja sananvapautta',
    ],
    tasks: [
      'tarjota pääsy aineistoihin, tietoon ja kulttuurisisältöihin',
      'ylläpitää monipuolista ja uudistuvaa kokoelmaa',
      literacy,
      guidance,
      spaces,
      dialogue,
    ],
  });
  const tasks = Object.fromEntries(areas.map(({ number, serves }) => [number, serves]));
  expect(tasks['2.2']).toContain(guidance);
  expect(tasks['2.3']).toEqual(
    expect.arrayContaining([
      'tarjota pääsy aineistoihin, tietoon ja kulttuurisisältöihin',
      'ylläpitää monipuolista ja uudistuvaa kokoelmaa',
      literacy,
    ]),
  );
  expect(tasks['2.4']).toContain(spaces);
  expect(tasks['2.5']).toContain(dialogue);
});

test('37 rows of the budget in printed order, all sums of which match', async () => {
  const { budget, budgetLines } = await ofPlan<{
    budget: object;
    budgetLines: { label: string; kind: string; amount: number; matches: boolean }[];
  }>(`
    budget { income { cents } expenses { cents } result { cents } matches }
    budgetLines { label { value } kind amount { cents } matches }`);
  expect(budget).toEqual({ income: 23_500_000, expenses: -23_500_000, result: 0, matches: true });
  expect(budgetLines.map(({ label, kind, amount }) => [label, kind, amount / 100])).toEqual([
    ['Valtionavustus', 'LINE', 235_000],
    ['Muut tuotot', 'LINE', 0],
    ['Toimintatuotot', 'SUBTOTAL', 235_000],
    ['Vakinaisten palkat', 'LINE', -135_000],
    ['Erilliskorvaukset', 'LINE', -300],
    ['Asiantuntijapalkkiot', 'LINE', -6_000],
    ['JuEL-palkkaperust.eläkemaksu', 'LINE', -24_000],
    ['Työnantajan sosiaalivak.maksut', 'LINE', -2_600],
    ['Työttömyysvakuutusmaksut', 'LINE', -1_100],
    ['Tapaturmavakuutusmaksut', 'LINE', -600],
    ['Muut sosiaalivakuutusmaksut', 'LINE', 0],
    ['Sairausvakuutuskorvaukset', 'LINE', 0],
    ['Henkilöstökustannukset', 'SUBTOTAL', -169_600],
    ['Asiantuntijapalvelut', 'LINE', -32_900],
    ['Toimistopalvelut', 'LINE', -500],
    ['ICT-palvelut', 'LINE', -2_000],
    ['Painatukset,ilmoitukset,markk.', 'LINE', -1_000],
    ['Posti- ja kuriiripalvelut', 'LINE', -3_000],
    ['Puhelinmaksut', 'LINE', -600],
    ['Majoitus- ja ravitsemuspalvelu', 'LINE', -7_000],
    ['Matkustus- ja kuljetuspalvelut', 'LINE', -9_000],
    ['Koulutus- ja kulttuuripalvelut', 'LINE', -1_500],
    ['Muut palvelut', 'LINE', -500],
    ['Palvelujen ostot', 'SUBTOTAL', -58_000],
    ['Toimisto- ja koulutarvikkeet', 'LINE', -500],
    ['Elintarvikkeet', 'LINE', -1_300],
    ['Poltto- ja voiteluaineet', 'LINE', 0],
    ['Kalusto', 'LINE', -500],
    ['Muu materiaali', 'LINE', -200],
    ['Aineet, tarvikkeet, tavarat', 'SUBTOTAL', -2_500],
    ['ICT-laitteiden leasigvuokrat', 'LINE', -2_000],
    ['Muut vuokrat', 'LINE', -2_000],
    ['Jäsenmaksut', 'LINE', -400],
    ['Muut kulut', 'LINE', -500],
    ['Muut toimintakulut', 'SUBTOTAL', -4_900],
    ['Toimintakulut', 'SUBTOTAL', -235_000],
    ['Ali/ylijäämä', 'RESULT', 0],
  ]);
  expect(budgetLines.filter(({ matches }) => !matches)).toEqual([]);
});

test('8 posts, two of one title, are 3 person-years', async () => {
  expect(await ofPlan('positions { title { value } share } personYears { computed }')).toEqual({
    positions: [
      { title: 'Vastaava informaatikko', share: 0.9 },
      { title: 'Informaatikko', share: 0.8 },
      { title: 'Informaatikko', share: 0.8 },
      { title: 'Kirjastopalvelupäällikkö', share: 0.1 },
      { title: 'Palveluvastaava', share: 0.15 },
      { title: 'Pedagoginen informaatikko', share: 0.1 },
      { title: 'Kirjastonhoitaja', share: 0.1 },
      { title: 'Toimistosihteeri', share: 0.05 },
    ],
    personYears: 3,
  });
});

test('who pays what: lodging, travel, transport, leaders and loans', async () => {
  const rows = await ofPlan<
    {
      title: string;
      costRules: {
        cost: string;
        payer: string | null;
        payerRole: string | null;
        coverage: string;
      }[];
    }[]
  >(`actions(filter: { costRules: { count: { gte: 1 } } }, first: 50) {
      nodes {
        title { value }
        costRules { cost { value } payer { slug } payerRole { value } coverage }
      }
    }`);
  const rules = Object.fromEntries(
    rows.map(({ title, costRules }) => [
      title,
      costRules.map((each) => [each.payer ?? each.payerRole, each.coverage]),
    ]),
  );
  const loan = [
    ['porvoo', 'YES'], // to the libraries
    ['porvoo', 'NO'], // between them, and back
    ['lähettävä kirjasto', 'YES'],
  ];
  expect(rules).toEqual({
    Förlagsdagarna: [['porvoo', 'YES']],
    'Koulutusten tallenteet': [
      ['porvoo', 'YES'], // captions
      ['porvoo', 'MAY'], // translation
    ],
    'Yhteiset tutustumismatkat': [['porvoo', 'YES']],
    Kirjastofillarointi: [['porvoo', 'YES']],
    Kirjastotyöpajat: [['porvoo', 'MAY']],
    'Yhteinen monipäiväinen koulutustapahtuma': [['porvoo', 'YES']],
    'Verkostojen ydinryhmien kokoukset': [['porvoo', 'YES']],
    'SVEA-verkoston ydinryhmän kokoukset': [['porvoo', 'YES']],
    'Verkostojen yhteiskäyttöiset materiaalit ja laitteet': [['porvoo', 'YES']],
    Työntekijävierailut: [
      ['porvoo', 'YES'], // travel
      ['porvoo', 'YES'], // lodging
    ],
    Vertaisryhmämentorointi: [['porvoo', 'YES']],
    Pakopelit: loan,
    Etälähetysvälineet: loan,
    'Kamishibai-teatteri materiaaleineen': loan,
    'Kortteja yhteiskehittämisen tueksi': loan,
    Kaukolainat: [
      ['porvoo', 'YES'], // no fee
      ['porvoo', 'YES'], // out of the subsidy
    ],
    'Svenska samarbetsgruppen -ryhmän ohjausryhmän lähitapaamiset': [['porvoo', 'YES']],
  });
});

test('four kinds of loan material, of which only the escape games are counted', async () => {
  expect(
    await ofPlan(
      'actions(filter: { form: { eq: LOAN_MATERIAL }, stock: { count: { gte: 1 } } }) { nodes { stock { item { value } count } } }',
    ),
  ).toEqual([
    [{ item: 'pakopeli', count: 2 }],
    [{ item: 'etälähetysvälineitä', count: null }],
    [{ item: 'Kamishibai-teatteri materiaaleineen', count: null }],
    [{ item: 'erilaisia kortteja', count: null }],
  ]);
});

test('the networks and groups of the plan, with those led by others', async () => {
  const { own, others } = lean(
    await server.ask(`{
      own: networks(filter: { owner: { is: { slug: { eq: "porvoo" } } } }, first: 50, orderBy: { field: SLUG }) {
        nodes { name { value } kind parent { name { value } } started: timing { edtf } }
      }
      others: networks(
        filter: { owner: { is: { slug: { in: ["vaasa", "helsinki"] } } } }
        orderBy: { field: SLUG }
      ) {
        nodes {
          name { value }
          seats { role organisation { slug } mandateKind countMin termYears timing { edtf } }
        }
      }
    }`),
  ) as { own: Record<'name' | 'kind' | 'parent' | 'started', string | null>[]; others: unknown };
  expect(
    own.map(({ name, kind, parent, started }) => [name, kind, parent, started]).sort(),
  ).toEqual(
    [
      [
        'Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto',
        'NETWORK',
        null,
        '2019/..',
      ],
      [
        'Lasten ja nuorten kirjastotyön verkoston ydinryhmä',
        'CORE_GROUP',
        'Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto',
        null,
      ],
      ['SEVERI-verkosto', 'NETWORK', null, null],
      ['SEVERI-verkoston ydinryhmä', 'CORE_GROUP', 'SEVERI-verkosto', null],
      ['Alueellinen esihenkilöverkosto', 'NETWORK', null, null],
      ['Uudenmaan kirjastoautoverkosto', 'NETWORK', null, null],
      ['Kirjastojen vapaaehtoistyön verkosto', 'NETWORK', null, null],
      ['SVEA-verkosto', 'NETWORK', null, '2026/..'],
      ['SVEA-verkoston ydinryhmä', 'CORE_GROUP', 'SVEA-verkosto', '2026/..'],
      ['Kehittämistehtävän suunnitteluryhmä', 'PLANNING_GROUP', null, null],
      ['Kehittämistehtävien ruotsinkielinen yhteistyöryhmä', 'WORKING_GROUP', null, null],
      [
        'Svenska samarbetsgruppen -ryhmän ohjausryhmä',
        'STEERING_GROUP',
        'Kehittämistehtävien ruotsinkielinen yhteistyöryhmä',
        null,
      ],
      ['Porvoon AKEn KEHU-ryhmä', 'PEER_GROUP', null, null],
    ].sort(),
  );
  const seat = (role: string, more: object) => ({
    role,
    organisation: null,
    mandateKind: null,
    countMin: null,
    termYears: null,
    timing: null,
    ...more,
  });
  expect(others).toEqual([
    {
      name: 'Pienten kirjastojen tukimuotoja kehittävä työryhmä',
      seats: [
        seat('CONVENER', { organisation: 'helsinki' }),
        seat('MEMBER', { organisation: 'porvoo' }),
      ],
    },
    {
      name: 'Liboppi-toimituskunta',
      seats: [
        seat('MEMBER', { mandateKind: 'REGIONAL', countMin: 1 }),
        seat('MEMBER', { mandateKind: 'NATIONAL', countMin: 1 }),
        seat('COORDINATOR', {
          organisation: 'vaasa',
          countMin: 1,
          termYears: 2,
          timing: '2025/2026',
        }),
      ],
    },
  ]);
});

test('the Swedish cooperation group has its printed name in Swedish and changes a member in 2026', async () => {
  const { network } = await server.ask(
    `{
      network(slug: "porvoo-svenska-samarbetsgruppen") {
        name { value }
        seats { organisation { slug } timing { edtf } }
        children { nodes { seats { region { slug } countMin countMax substitute } } }
      }
    }`,
    { language: 'sv' },
  );
  const member = (organisation: string, timing: string | null = null) => ({ organisation, timing });
  expect(lean(network)).toEqual({
    name: 'Svenska samarbetsgruppen för utvecklingsuppdrag',
    seats: [
      member('porvoo'),
      member('vaasa'),
      member('turku'),
      member('avi', '../2025'),
      member('lvv', '2026/..'),
      member('helsinki'),
    ],
    children: [[{ region: 'uusimaa', countMin: 1, countMax: 1, substitute: true }]],
  });
});

test('the partners that the plan names', async () => {
  const partners = await ofPlan<string[][]>(`
    actions(filter: {
      section: { is: { number: { eq: "8" } } }
      participations: { some: { role: { eq: PARTNER }, organisation: { isNull: false } } }
    }, first: 50) {
      nodes {
        participations(filter: { role: { eq: PARTNER }, organisation: { isNull: false } }) {
          organisation { slug }
        }
      }
    }`);
  expect([...new Set(partners.flat())].sort()).toEqual([
    'celia',
    'finlands-svenska-biblioteksforening',
    'helsinki',
    'kansalliskirjasto',
    'lvv',
    'seinajoki',
    'suomen-kirjastoseura',
  ]);
});

test('five municipalities are language islands', async () => {
  const { actions } = await server.ask(`{
    actions(filter: { section: { is: { number: { eq: "5.3" } } } }) {
      nodes { municipalities { name { value } } }
    }
  }`);
  const lists = lean(actions) as string[][];
  expect(lists).toHaveLength(4);
  for (const list of lists)
    expect([...list].sort()).toEqual(['Hyvinkää', 'Kerava', 'Nurmijärvi', 'Tuusula', 'Vihti']);
});

test('the channels of the plan: a site in three languages, a newsletter in two, and more', async () => {
  const { organisation, plan } = await server.ask(`{
    organisation(slug: "porvoo") { channels { name { value } kind languages } }
    plan(slug: "porvoo-2026") {
      actions(filter: { form: { eq: NEWSLETTER } }) { nodes { quantity { printed approximate perYear { min max } } } }
    }
  }`);
  expect(lean(organisation)).toEqual([
    { name: 'Uudenmaankirjastot.fi', kind: 'WEBSITE', languages: ['fi', 'sv', 'en'] },
    { name: 'Porvoon AKEn uutiskirje', kind: 'NEWSLETTER', languages: ['fi', 'sv'] },
    { name: 'Porvoon AKEn KEHU-ryhmä', kind: 'SOCIAL_MEDIA', languages: [] },
    { name: 'AKE Porvoo Borgå', kind: 'SOCIAL_MEDIA', languages: [] },
    { name: 'Instagram', kind: 'SOCIAL_MEDIA', languages: [] },
  ]);
  expect(lean(plan)).toEqual([
    { printed: 'noin kerran kuukaudessa', approximate: true, perYear: { min: 12, max: 12 } },
  ]);
});

test('what has a time or a rhythm has its own, not that of something beside it', async () => {
  const rows = await ofPlan<
    { slug: string; quantity: unknown; timing: unknown; status: string }[]
  >(`
    actions(
      filter: { slug: { in: [
        "porvoo-2026-etakahvit", "porvoo-2026-liboppi-yhteistyo", "porvoo-2026-lvv",
        "porvoo-2026-tyontekijavierailut", "porvoo-2026-vapaaehtoistuokiot"
      ] } }
      orderBy: { field: SLUG }
    ) { nodes { slug quantity { rhythm } timing { printed } status } }`);
  const untimed = (slug: string, status = 'PLANNED') => ({
    slug: `porvoo-2026-${slug}`,
    quantity: null,
    timing: null,
    status,
  });
  expect(rows).toEqual([
    untimed('etakahvit'),
    untimed('liboppi-yhteistyo'), // the term of 2025–2026 is that of Vaasa
    untimed('lvv'), // it is the authority that is new in 2026
    untimed('tyontekijavierailut', 'ONGOING'),
    untimed('vapaaehtoistuokiot'),
  ]);
});

test('the Swedish association is called as the plan calls it', async () => {
  const { organisation, event } = await server.ask(`{
    organisation(slug: "finlands-svenska-biblioteksforening") {
      name(language: "sv") { value }
      aliases
      actions { nodes { title { value } } }
    }
    event(slug: "finlands-svenska-biblioteksforening-kirjastopaivat-2026") { title { value } }
  }`);
  expect(lean(organisation)).toEqual({
    name: 'Finlands svenska biblioteksförening',
    aliases: ['FSBF', 'Finlands svenska biblioteksföreningen'],
    actions: ['Yhteistyö Finlands svenska biblioteksföreningenin kanssa'],
  });
  expect(lean(event)).toBe('Finlands svenska biblioteksföreningenin kirjastopäivät');
});
