// Which AKE libraries organised the mentoring programme of 2024, and which of the nine did not?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('one request gives the organisers of a programme and the AKE libraries that are not among them', async () => {
  const answer = await server.ask(`{
    organisers: organisations(
      filter: {
        mandates: { some: { kind: { eq: REGIONAL } } }
        actions: { some: { slug: { eq: "kuopio-2024-mentorointiohjelma" } } }
      }
      orderBy: { field: SLUG }
    ) { nodes { slug } }
    others: organisations(
      filter: {
        mandates: { some: { kind: { eq: REGIONAL } } }
        actions: { none: { slug: { eq: "kuopio-2024-mentorointiohjelma" } } }
      }
      orderBy: { field: SLUG }
    ) { nodes { slug } }
    action(slug: "kuopio-2024-mentorointiohjelma") {
      title { value }
      timing { printed }
      themes { label { value } }
      participations(filter: { role: { eq: ORGANISER } }) { organisation { slug } }
    }
  }`);
  const six = ['joensuu', 'kuopio', 'porvoo', 'rovaniemi', 'tampere', 'vaasa'];
  expect(lean(answer)).toEqual({
    organisers: six,
    others: ['lahti', 'oulu', 'turku'],
    action: {
      title: 'Kansallinen mentorointiohjelma',
      timing: 'vuoden mittaisen mentorointiohjelman, joka käynnistyy vuoden 2024 alussa',
      themes: ['Hiljainen tieto', 'Osallisuus', 'Viestintä', 'Itsensä johtaminen', 'Yhteistyö'],
      participations: six,
    },
  });
});
