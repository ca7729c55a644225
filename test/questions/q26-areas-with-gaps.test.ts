// Which competence areas have topics that nothing carries out this year?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the areas with topics that no action of the plan carries out, and those topics', async () => {
  const { competenceAreas } = await server.ask(`{
    competenceAreas(
      filter: {
        framework: { is: { plans: { some: { slug: { eq: "porvoo-2026" } } } } }
        modules: { some: { topics: { some: {
          actions: { none: { plan: { is: { slug: { eq: "porvoo-2026" } } } } }
        } } } }
      }
      orderBy: { field: PRINTED }
    ) {
      nodes {
        number
        topics: modules {
          nodes {
            topics(filter: { actions: { none: { plan: { is: { slug: { eq: "porvoo-2026" } } } } } }) {
              nodes { name { value } }
            }
          }
        }
      }
    }
  }`);
  const areas = lean(competenceAreas) as { number: string; topics: string[][] }[];
  expect(areas.map(({ number, topics }) => [number, ...topics.flat()])).toEqual([
    [
      '2.1',
      'Kouluyhteistyö',
      'Nuorten lukemisen edistäminen',
      'Satutuokiot',
      'Yhteisöllinen lukeminen',
    ],
    ['2.3', 'Pelit'],
    ['2.4', 'Muu hakeutuva toiminta'],
    ['2.6', 'Asiakaspalvelusuomi', 'Asiakaspalveluenglanti', 'Vuorovaikutustaidot'],
    ['2.7', 'Työyhteisötaidot'],
  ]);
});
