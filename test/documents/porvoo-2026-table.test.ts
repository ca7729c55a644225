// The table of competence areas, modules, topics and what carries them out in Porvoo's plan of 2026.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

/** The printed table: number and name of an area; its modules; their topics, each with its cells. */
const table: [string, string, [string, string[][]][]][] = [
  [
    '2.1',
    'Lukutaitotyö',
    [
      [
        'LUKUTAITO - PIENET LAPSET & PERHEET',
        [
          [
            'Lukemisen edistäminen alle kouluikäisille ja perheille',
            'Liboppi:Lukemisen edistämisen ABC',
            'LiboppiVerktygslåda för barnbiblioteksarbete',
          ],
        ],
      ],
      [
        'LUKUTAITO – KOULULAISET',
        [
          ['Kouluyhteistyö'],
          ['Erityisryhmät', 'Erityisen lukemisen päivä'],
          ['Uudet kirjat', 'Bokkarusellen', 'Förlagsdagarna'],
        ],
      ],
      [
        'LUKUTAITO - NUORET & 2. ASTE',
        [['Toisen asteen yhteistyö', 'Toisen asteen kirjasto'], ['Nuorten lukemisen edistäminen']],
      ],
      [
        'LUKUTAITO - AIKUISET, SENIORIT',
        [
          ['Aikuisten lukemisen edistäminen', 'Aikuisten lukutaitopäivä'],
          ['Vanhana lukemisen tukeminen', 'Celia-kahvit'],
        ],
      ],
      [
        'LUKUTAITOTYÖN MENETELMÄT',
        [
          ['Kirjavinkkaus', 'Kirjavinkkauksen alkeet', 'Kirjavinkkaus edistyneille'],
          ['Satutuokiot'],
          ['Sanataide', 'Osallisuutta lukutaitotyöhön sanataiteen keinoin'],
          ['Yhteisöllinen lukeminen'],
        ],
      ],
      [
        'MONILUKUTAITO',
        [
          ['Mediakasvatus', 'Mediakasvatuskoulutus'],
          ['Pelikasvatus', 'Pelikasvatuskoulutus'],
        ],
      ],
    ],
  ],
  [
    '2.2',
    'Digitaidot, tekoäly ja tiedonhaku',
    [
      [
        'DIGIOPASTAMINEN',
        [
          [
            'Digiä opastamaan',
            'Digiä opastamaan -koulutus',
            'Digiosaamiskeskustelut',
            'Opi opastamaan digiä koulutukset',
            'Vertaisryhmämentorointi',
          ],
        ],
      ],
      ['SOVELLUKSET', [['Ajankohtaiset sovellukset', 'Canva ja tekoäly']]],
      [
        'TEKOÄLY',
        [
          ['Tekoälyn hyödyntäminen kirjastotyössä', 'Tekoälywebinaarit'],
          ['Tekoälylukutaito ja tekoälyn etiikka', 'Liboppi-kurssi: Tekoälyn perusteet'],
        ],
      ],
      [
        'TIETOPALVELU',
        [
          [
            'Tietopalvelun kehittäminen',
            'Kysy kirjastonhoitajalta-supervastaaja',
            'Finna ja paikallistietous',
            'Tekoäly tiedonhaussa',
          ],
        ],
      ],
    ],
  ],
  [
    '2.3',
    'Kokoelmat ja sisällöt',
    [
      [
        'PERUSTIEDOT SISÄLLÖISTÄ',
        [
          ['Lajit, genret, klassikot', 'Sarjan osa 1'],
          ['Pelit'],
          ['Selkokirjallisuus', 'Erityisen lukemisen päivä'],
        ],
      ],
      [
        'SISÄLTÖUUTUUDET',
        [
          [
            'Aikuisten uutuustarjonta',
            'Aikuisten kirjareppu',
            'Bokkarusellen',
            'Förlagsdagarna',
            'Höstträff med förlagen',
          ],
        ],
      ],
      [
        'SISÄLTÖJEN AVAAMINEN',
        [['Kirjavinkkaus aikuisille', 'Aikuisten lukutaitopäivä', 'Kirjavinkkauskoulutukset']],
      ],
      [
        'KOKOELMATYÖN PERUSTEET',
        [
          ['Poistot', 'Yhteinen kokoelmakoulutus', 'CREW-tutuksi, vipinää poistoihin'],
          ['Tiedolla johtaminen ja strateginen kehittäminen', 'Kotiseutukokoelma 2.0'],
        ],
      ],
      [
        'KUVAILUN PERUSTEET',
        [
          ['Kuvailun peruskäsitteet', 'Kuvailun perusteet'],
          ['Ajankohtaista kuvailijoille', 'RDA ja BIBFRAME', 'Kuvailun ajankohtaiset'],
        ],
      ],
    ],
  ],
  [
    '2.4',
    'Tilat ja saavutettavuus',
    [
      ['HOUKUTTELEVA KIRJASTOTILA', [['Esillepano', 'Esillepanokoulutus']]],
      [
        'ESTEETTÖMYYS KIRJASTOSSA',
        [
          [
            'Fyysisten tilojen esteettömyys',
            'Esteettömyyswebinaari',
            'Libobissa: Saavutettavuuskurssi',
          ],
          ['Omatoimi', 'Libopissa: Parasta palvelua omatoimisesti'],
        ],
      ],
      [
        'TILASUUNNITTELU',
        [
          [
            'Käyttäjätarpeiden ymmärrys',
            'Asiakaskokemuksen kehittämisen työkalut',
            'Liboppi: Palvelumuotoilu / Service design',
          ],
          ['Uudet kirjastot', 'Opintovierailu', 'Kirjastofillarointi'],
        ],
      ],
      [
        'HAKEUTUVAT KIRJASTOPALVELUT',
        [
          ['Kotipalvelu', 'SEVERI-verkoston tilaisuudet', 'Libopissa: Seniorityö kirjastossa'],
          ['Kirjastoauto', 'Kirjastoautovartit'],
          ['Muu hakeutuva toiminta'],
        ],
      ],
    ],
  ],
  [
    '2.5',
    'Viestintä, tapahtumat ja osallisuus',
    [
      [
        'VIESTINTÄ JA MARKKINOINTI',
        [
          ['Viestinnän perusteet', 'Kohderyhmä haltuun', 'Päättäjäviestinnän ideakahvit'],
          ['Selkeä kieli', 'Libopissa: Selkokielen perusteet', 'Libopissa: Infokurs i lättläst'],
          ['Kirjastopalvelujen markkinointi', 'Libopissa: Bibliotekens marknadsföring'],
        ],
      ],
      [
        'OSALLISUUS JA VUOROPUHELU',
        [
          [
            'Demokratiatyö',
            'Erätaukokoulutus',
            'Ohjaa demokratia- ja tulevaisuustyöpajoja kirjastoissa',
          ],
          ['Osallisuuden edistäminen', 'Osallisuutta lukutaitotyöhön sanataiteen keinoin'],
        ],
      ],
      [
        'TAPAHTUMAT',
        [
          [
            'Tapahtumien järjestäminen ja tapahtumaideat',
            'Tapahtumat ja turvallisemman tilan periaatteet',
            'Libopissa: Tapahtumatoiminta kirjastoissa',
          ],
        ],
      ],
    ],
  ],
  [
    '2.6',
    'Asiakkaan kohtaaminen',
    [
      [
        'KIELET JA MONIKULTTUURISUUS',
        [
          ['Asiakaspalveluruotsi', 'Bibliotekssvenska'],
          ['Asiakaspalvelusuomi'],
          ['Asiakaspalveluenglanti'],
          ['Selkeä kieli', 'Liboppi: Selkokielen perusteet', 'Libopissa: Infokurs i lättläst'],
          ['Monikulttuurisuus', 'Antirasismi', 'Libopissa: Monikielinen toiminta kirjastoissa'],
        ],
      ],
      [
        'ERILAISET ASIAKKAAT',
        [
          ['Erityisryhmät', 'Erityisen lukemisen päivä'],
          ['Haastavat asiakkaat', 'Minä asiakaspalvelijana-keskustelut'],
          ['Nuoret asiakkaina', 'Nuorten kohtaaminen'],
        ],
      ],
      [
        'ASIAKASKOKEMUS',
        [
          [
            'Asiakaskokemuksen kehittäminen',
            'Asiakaskokemuksen kehittämisen työkalut – kahvit',
            'Libopissa: Palvelumuotoilu / Service design',
          ],
        ],
      ],
      [
        'ESIINTYMINEN JA VUOROVAIKUTUS',
        [['Esiintymistaidot', 'Esiintymiskoulutus'], ['Vuorovaikutustaidot']],
      ],
    ],
  ],
  [
    '2.7',
    'Läpileikkaavat kyvykkyydet',
    [
      [
        'KESTÄVÄ TULEVAISUUS',
        [
          [
            'Kestävän kehityksen edistäminen',
            'Vertaisryhmämentorointi',
            'Kestävän kehityksen kahvit',
          ],
          [
            'Tulevaisuustyö ja ennakointi',
            'Lukeva tulevaisuus-pajoja',
            'Tulevaisuustaajuus-pajoja',
            'Kirjastolaisten megatrendikahvit',
            'Tulevaisuuskahvit',
            'Osallistuminen Tulevaisuusjameille',
          ],
        ],
      ],
      [
        'TYÖYHTEISÖ JA JOHTAMINEN',
        [
          ['Osaamisen johtaminen', 'Osaamiskeskustelut'],
          ['Toiminnan kehittäminen', 'Karsinta ja luopumispaja'],
          ['Työyhteisötaidot'],
          ['Työhyvinvointi', 'Työntekijäkokemuksen kehittäminen'],
          ['Johtaminen', 'Toimintatyylit'],
          ['Eettisyys', 'Keissilabra'],
        ],
      ],
      ['OHJAUS JA OPASTAMINEN', [['Kaikki sisällöt', 'Kaikki toteutukset']]],
    ],
  ],
];

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

interface Area {
  number: string;
  kind: string;
  name: string;
  modules: { slug: string; name: string; topics: { slug: string; name: string }[] }[];
}
interface Cell {
  cell: number;
  wording: string;
  module: string;
  topic: string;
}

/** The structure in its own order, and the cells in theirs. */
async function read(): Promise<{ areas: Area[]; cells: (Cell & { action: string })[] }> {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      competenceFramework {
        areas {
          nodes {
            number
            kind
            name { value }
            modules { nodes { slug name { value } topics { nodes { slug name { value } } } } }
          }
        }
      }
      actions(filter: { placements: { count: { gte: 1 } } }, first: 100) {
        nodes { slug placements { cell wording module { slug } topic { slug } } }
      }
    }
  }`);
  const { competenceFramework, actions } = lean(plan) as {
    competenceFramework: Area[];
    actions: { slug: string; placements: Cell[] }[];
  };
  const cells = actions.flatMap(({ slug, placements }) =>
    placements.map((each) => ({ ...each, action: slug })),
  );
  return { areas: competenceFramework, cells: cells.sort((a, b) => a.cell - b.cell) };
}

test('the table stands in printed order: area, module, topic and the wording of each cell', async () => {
  const { areas, cells } = await read();
  const printed = areas.map(({ number, name, modules }) => [
    number,
    name,
    modules.map((module) => [
      module.name,
      module.topics.map((topic) => [
        topic.name,
        ...cells
          .filter((cell) => cell.module === module.slug && cell.topic === topic.slug)
          .map((cell) => cell.wording),
      ]),
    ]),
  ]);
  expect(printed).toEqual(table);
  // the cells are numbered as the table runs, from 0
  expect(cells.map(({ cell }) => cell)).toEqual([...cells.keys()]);
  expect(cells.map(({ wording }) => wording)).toEqual(
    table.flatMap(([, , modules]) =>
      modules.flatMap(([, topics]) => topics.flatMap(([, ...wordings]) => wordings)),
    ),
  );
});

test('7 areas, 29 modules, 62 topics of which 10 are empty, and 82 cells that name 71 actions', async () => {
  const { areas, cells } = await read();
  const modules = areas.flatMap((area) => area.modules);
  const topics = modules.flatMap((module) => module.topics);
  const filled = new Set(cells.map(({ topic }) => topic));
  expect(areas.map(({ kind }) => kind)).toEqual([
    ...Array<string>(6).fill('COMPETENCE'),
    'CROSS_CUTTING',
  ]);
  expect(areas.map((area) => area.modules.length)).toEqual([6, 4, 5, 4, 3, 4, 3]);
  expect([modules.length, topics.length, cells.length]).toEqual([29, 62, 82]);
  expect(topics.filter(({ slug }) => !filled.has(slug))).toHaveLength(10);
  expect(new Set(topics.map(({ name }) => name)).size).toBe(60);
  expect(new Set(cells.map(({ action }) => action)).size).toBe(71);
});

test('12 courses of Liboppi stand in 15 cells, in six spellings of the label that the titles leave out', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      actions(filter: {
        form: { eq: ONLINE_COURSE }
        channels: { some: { channel: { is: { slug: { eq: "liboppi" } } } } }
      }) {
        nodes { title { value } placements { wording } }
      }
    }
  }`);
  const courses = lean(plan) as { title: string; placements: string[] }[];
  expect(courses.map(({ title }) => title).sort()).toEqual(
    [
      'Bibliotekens marknadsföring',
      'Infokurs i lättläst',
      'Lukemisen edistämisen ABC',
      'Monikielinen toiminta kirjastoissa',
      'Palvelumuotoilu',
      'Parasta palvelua omatoimisesti',
      'Saavutettavuuskurssi',
      'Selkokielen perusteet',
      'Seniorityö kirjastossa',
      'Tapahtumatoiminta kirjastoissa',
      'Tekoälyn perusteet',
      'Verktygslåda för barnbiblioteksarbete',
    ].sort(),
  );
  const cells = courses.flatMap(({ title, placements }) =>
    placements.map((wording) => wording.slice(0, wording.indexOf(title))),
  );
  expect(cells).toHaveLength(15);
  expect(new Set(cells)).toEqual(
    new Set(['Liboppi:', 'Liboppi', 'Liboppi-kurssi: ', 'Libobissa: ', 'Libopissa: ', 'Liboppi: ']),
  );
});

test('an offering in two languages has both names, and one in Swedish says so', async () => {
  const { bilingual, swedish } = await server.ask(`{
    bilingual: action(slug: "porvoo-2026-palvelumuotoilu") { fi: title { value } en: title(language: "en") { value } }
    swedish: plan(slug: "porvoo-2026") {
      actions(filter: { languages: { has: "sv" }, placements: { count: { gte: 1 } } }) {
        nodes { title { value } }
      }
    }
  }`);
  expect(lean(bilingual)).toEqual({ fi: 'Palvelumuotoilu', en: 'Service design' });
  expect(lean(swedish)).toEqual([
    'Verktygslåda för barnbiblioteksarbete',
    'Bokkarusellen',
    'Förlagsdagarna',
    'Höstträff med förlagen',
    'Infokurs i lättläst',
    'Bibliotekens marknadsföring',
  ]);
});
