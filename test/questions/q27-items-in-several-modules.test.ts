// Which actions serve several modules or areas?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('an action that several cells of the table name stands once, with all its places', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      actions(filter: { placements: { count: { gte: 2 } } }) {
        totalCount
        nodes {
          title { value }
          places: placements { module { area { number } name { value } } topic { name { value } } }
        }
      }
    }
  }`);
  const { totalCount, nodes } = lean(plan) as {
    totalCount: number;
    nodes: { title: string; places: { module: { area: string; name: string }; topic: string }[] }[];
  };
  expect(totalCount).toBe(10);
  const places = Object.fromEntries(
    nodes.map((each) => [
      each.title,
      each.places.map(({ module, topic }) => `${module.area} ${module.name} / ${topic}`),
    ]),
  );
  expect(places).toEqual({
    'Erityisen lukemisen päivä': [
      '2.1 LUKUTAITO – KOULULAISET / Erityisryhmät',
      '2.3 PERUSTIEDOT SISÄLLÖISTÄ / Selkokirjallisuus',
      '2.6 ERILAISET ASIAKKAAT / Erityisryhmät',
    ],
    Bokkarusellen: [
      '2.1 LUKUTAITO – KOULULAISET / Uudet kirjat',
      '2.3 SISÄLTÖUUTUUDET / Aikuisten uutuustarjonta',
    ],
    Förlagsdagarna: [
      '2.1 LUKUTAITO – KOULULAISET / Uudet kirjat',
      '2.3 SISÄLTÖUUTUUDET / Aikuisten uutuustarjonta',
    ],
    'Aikuisten lukutaitopäivä': [
      '2.1 LUKUTAITO - AIKUISET, SENIORIT / Aikuisten lukemisen edistäminen',
      '2.3 SISÄLTÖJEN AVAAMINEN / Kirjavinkkaus aikuisille',
    ],
    'Osallisuutta lukutaitotyöhön sanataiteen keinoin': [
      '2.1 LUKUTAITOTYÖN MENETELMÄT / Sanataide',
      '2.5 OSALLISUUS JA VUOROPUHELU / Osallisuuden edistäminen',
    ],
    Vertaisryhmämentorointi: [
      '2.2 DIGIOPASTAMINEN / Digiä opastamaan',
      '2.7 KESTÄVÄ TULEVAISUUS / Kestävän kehityksen edistäminen',
    ],
    'Asiakaskokemuksen kehittämisen työkalut': [
      '2.4 TILASUUNNITTELU / Käyttäjätarpeiden ymmärrys',
      '2.6 ASIAKASKOKEMUS / Asiakaskokemuksen kehittäminen',
    ],
    Palvelumuotoilu: [
      '2.4 TILASUUNNITTELU / Käyttäjätarpeiden ymmärrys',
      '2.6 ASIAKASKOKEMUS / Asiakaskokemuksen kehittäminen',
    ],
    'Selkokielen perusteet': [
      '2.5 VIESTINTÄ JA MARKKINOINTI / Selkeä kieli',
      '2.6 KIELET JA MONIKULTTUURISUUS / Selkeä kieli',
    ],
    'Infokurs i lättläst': [
      '2.5 VIESTINTÄ JA MARKKINOINTI / Selkeä kieli',
      '2.6 KIELET JA MONIKULTTUURISUUS / Selkeä kieli',
    ],
  });
});
