// Which competence areas does the plan of Porvoo have, with which modules and topics, in the order of the document?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  plan(slug: "porvoo-2026") {
    competenceFramework {
      areas(first: 10) {
        nodes {
          number
          kind
          name { value }
          modules(first: 10) {
            nodes { name { value } topics(first: 10) { nodes { name { value } } } }
          }
        }
      }
    }
  }
}`;

test('six competence areas and the cross-cutting capabilities have 29 modules and 62 topics in printed order', async () => {
  const { plan } = await ask(query);
  const tree = plan.competenceFramework.areas.nodes.map((area: Data) => [
    `${area.number} ${area.name.value}`,
    Object.fromEntries(
      area.modules.nodes.map((module: Data) => [
        module.name.value,
        module.topics.nodes.map((topic: Data) => topic.name.value),
      ]),
    ),
  ]);
  // as text, since the order of the modules is part of the answer
  expect(JSON.stringify(tree, null, 2)).toBe(JSON.stringify(expected, null, 2));
  const kinds = plan.competenceFramework.areas.nodes.map((area: Data) => area.kind);
  expect(kinds).toEqual([...Array<string>(6).fill('COMPETENCE'), 'CROSS_CUTTING']);
  const modules = expected.flatMap(([, below]) => Object.values(below));
  expect([modules.length, modules.flat().length]).toEqual([29, 62]);
});

const expected: [string, Record<string, string[]>][] = [
  [
    '2.1 Lukutaitotyö',
    {
      'LUKUTAITO - PIENET LAPSET & PERHEET': [
        'Lukemisen edistäminen alle kouluikäisille ja perheille',
      ],
      'LUKUTAITO – KOULULAISET': ['Kouluyhteistyö', 'Erityisryhmät', 'Uudet kirjat'],
      'LUKUTAITO - NUORET & 2. ASTE': ['Toisen asteen yhteistyö', 'Nuorten lukemisen edistäminen'],
      'LUKUTAITO - AIKUISET, SENIORIT': [
        'Aikuisten lukemisen edistäminen',
        'Vanhana lukemisen tukeminen',
      ],
      'LUKUTAITOTYÖN MENETELMÄT': [
        'Kirjavinkkaus',
        'Satutuokiot',
        'Sanataide',
        'Yhteisöllinen lukeminen',
      ],
      MONILUKUTAITO: ['Mediakasvatus', 'Pelikasvatus'],
    },
  ],
  [
    '2.2 Digitaidot, tekoäly ja tiedonhaku',
    {
      DIGIOPASTAMINEN: ['Digiä opastamaan'],
      SOVELLUKSET: ['Ajankohtaiset sovellukset'],
      TEKOÄLY: ['Tekoälyn hyödyntäminen kirjastotyössä', 'Tekoälylukutaito ja tekoälyn etiikka'],
      TIETOPALVELU: ['Tietopalvelun kehittäminen'],
    },
  ],
  [
    '2.3 Kokoelmat ja sisällöt',
    {
      'PERUSTIEDOT SISÄLLÖISTÄ': ['Lajit, genret, klassikot', 'Pelit', 'Selkokirjallisuus'],
      SISÄLTÖUUTUUDET: ['Aikuisten uutuustarjonta'],
      'SISÄLTÖJEN AVAAMINEN': ['Kirjavinkkaus aikuisille'],
      'KOKOELMATYÖN PERUSTEET': ['Poistot', 'Tiedolla johtaminen ja strateginen kehittäminen'],
      'KUVAILUN PERUSTEET': ['Kuvailun peruskäsitteet', 'Ajankohtaista kuvailijoille'],
    },
  ],
  [
    '2.4 Tilat ja saavutettavuus',
    {
      'HOUKUTTELEVA KIRJASTOTILA': ['Esillepano'],
      'ESTEETTÖMYYS KIRJASTOSSA': ['Fyysisten tilojen esteettömyys', 'Omatoimi'],
      TILASUUNNITTELU: ['Käyttäjätarpeiden ymmärrys', 'Uudet kirjastot'],
      'HAKEUTUVAT KIRJASTOPALVELUT': ['Kotipalvelu', 'Kirjastoauto', 'Muu hakeutuva toiminta'],
    },
  ],
  [
    '2.5 Viestintä, tapahtumat ja osallisuus',
    {
      'VIESTINTÄ JA MARKKINOINTI': [
        'Viestinnän perusteet',
        'Selkeä kieli',
        'Kirjastopalvelujen markkinointi',
      ],
      'OSALLISUUS JA VUOROPUHELU': ['Demokratiatyö', 'Osallisuuden edistäminen'],
      TAPAHTUMAT: ['Tapahtumien järjestäminen ja tapahtumaideat'],
    },
  ],
  [
    '2.6 Asiakkaan kohtaaminen',
    {
      'KIELET JA MONIKULTTUURISUUS': [
        'Asiakaspalveluruotsi',
        'Asiakaspalvelusuomi',
        'Asiakaspalveluenglanti',
        'Selkeä kieli',
        'Monikulttuurisuus',
      ],
      'ERILAISET ASIAKKAAT': ['Erityisryhmät', 'Haastavat asiakkaat', 'Nuoret asiakkaina'],
      ASIAKASKOKEMUS: ['Asiakaskokemuksen kehittäminen'],
      'ESIINTYMINEN JA VUOROVAIKUTUS': ['Esiintymistaidot', 'Vuorovaikutustaidot'],
    },
  ],
  [
    '2.7 Läpileikkaavat kyvykkyydet',
    {
      'KESTÄVÄ TULEVAISUUS': ['Kestävän kehityksen edistäminen', 'Tulevaisuustyö ja ennakointi'],
      'TYÖYHTEISÖ JA JOHTAMINEN': [
        'Osaamisen johtaminen',
        'Toiminnan kehittäminen',
        'Työyhteisötaidot',
        'Työhyvinvointi',
        'Johtaminen',
        'Eettisyys',
      ],
      'OHJAUS JA OPASTAMINEN': ['Kaikki sisällöt'],
    },
  ],
];
