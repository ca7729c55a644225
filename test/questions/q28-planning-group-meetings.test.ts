// How often does each AKE's planning group meet, and in which plan is that said?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the meetings of planning groups compare across plans by year, and keep their wording', async () => {
  const { networks } = await server.ask(`{
    networks(filter: { kind: { eq: PLANNING_GROUP } }, orderBy: { field: SLUG }) {
      nodes {
        name { value }
        owner { mandates { knownAs { value } } }
        actions(filter: { form: { eq: NETWORK_MEETING } }) {
          nodes {
            plan { slug }
            quantity { printed perYear { min max } }
          }
        }
      }
    }
  }`);
  expect(lean(networks)).toEqual([
    {
      name: 'Savon alueellisen kehittämistyön suunnitteluryhmä',
      owner: ['Savon AKE'],
      actions: [
        {
          plan: 'kuopio-2024',
          quantity: { printed: '4–5 kertaa vuodessa', perYear: { min: 4, max: 5 } },
        },
      ],
    },
    {
      name: 'Kehittämistehtävän suunnitteluryhmä',
      owner: ['Porvoon AKE'],
      actions: [
        {
          plan: 'porvoo-2026',
          quantity: { printed: 'kahdesti vuodessa', perYear: { min: 2, max: 2 } },
        },
      ],
    },
  ]);
});
