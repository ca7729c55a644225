// How many person-years are reserved, and do the shares of the posts add up to them?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the stated person-years stand beside those that the posts add up to', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      personYears { stated statedApproximate computed complete matches }
      positions { title { value } count share }
    }
  }`);
  const post = (title: string, share: number) => ({ title, count: 1, share });
  expect(lean(plan)).toEqual({
    personYears: {
      stated: 3,
      statedApproximate: false,
      computed: 3,
      complete: true,
      matches: true,
    },
    positions: [
      post('Vastaava informaatikko', 0.9),
      post('Informaatikko', 0.8),
      post('Informaatikko', 0.8),
      post('Kirjastopalvelupäällikkö', 0.1),
      post('Palveluvastaava', 0.15),
      post('Pedagoginen informaatikko', 0.1),
      post('Kirjastonhoitaja', 0.1),
      post('Toimistosihteeri', 0.05),
    ],
  });
});

test('shares that a plan does not state are not guessed, and an approximate total stays approximate', async () => {
  const { plans } = await server.ask(`{
    plans(filter: { slug: { in: ["kuopio-2024", "turku-2021"] } }, orderBy: { field: SLUG }) {
      nodes {
        positions { title { value } count share }
        personYears { stated statedApproximate computed complete matches }
      }
    }
  }`);
  expect(lean(plans)).toEqual([
    {
      positions: [
        { title: 'koordinaattori', count: 1, share: null },
        { title: 'informaatikko', count: 3, share: null },
        { title: 'kirjastotoimenjohtaja', count: 1, share: null },
        { title: 'kirjastovirkailija', count: 1, share: 0.2 },
      ],
      personYears: {
        stated: null,
        statedApproximate: false,
        computed: 0.2,
        complete: false,
        matches: null,
      },
    },
    {
      positions: [{ title: 'informaatikko', count: 3, share: 1 }],
      personYears: {
        stated: 4,
        statedApproximate: true,
        computed: 3,
        complete: true,
        matches: null,
      },
    },
  ]);
});
