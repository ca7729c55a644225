// What do three plans of different structure offer on digital skills and artificial intelligence?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('a theme gathers priorities of one plan, modules of another and a group of the third', async () => {
  const { themes } = await server.ask(`{
    themes(filter: { slug: { in: ["tekoaly", "digitaidot"] } }, orderBy: { field: SLUG }) {
      nodes {
        label { value }
        savo: modules(
          filter: { area: { is: { framework: { is: { owner: { is: { slug: { eq: "kuopio" } } } } } } } }
          orderBy: { field: PRINTED }
        ) { nodes { area { number name { value } } name { value } } }
        amkit: networks(filter: { owner: { is: { slug: { eq: "amkit" } } } }) {
          nodes { name { value } }
        }
        porvoo: actions(
          filter: {
            plan: { is: { slug: { eq: "porvoo-2026" } } }
            placements: { some: { module: { is: { area: { is: { number: { eq: "2.2" } } } } } } }
          }
          orderBy: { field: PRINTED }
        ) {
          nodes { title { value } placements { module { name { value } } } }
        }
      }
    }
  }`);
  const priority = { number: '3', name: 'DIGIOSAAMISEN KEHITTÄMINEN' };
  expect(lean(themes)).toEqual([
    {
      label: 'Digitaidot',
      savo: [
        { area: priority, name: 'Digiä tunnissa' },
        {
          area: priority,
          name: 'Digiopastamisen rajat -juliste asiakkaille ja opas henkilökunnalle',
        },
        { area: priority, name: 'Digivartit Joensuun AKEn kanssa' },
      ],
      amkit: [],
      porvoo: [
        { title: 'Digiä opastamaan -koulutus', placements: ['DIGIOPASTAMINEN'] },
        { title: 'Digiosaamiskeskustelut', placements: ['DIGIOPASTAMINEN'] },
        { title: 'Opi opastamaan digiä koulutukset', placements: ['DIGIOPASTAMINEN'] },
        { title: 'Canva ja tekoäly', placements: ['SOVELLUKSET'] },
      ],
    },
    {
      label: 'Tekoäly',
      savo: [{ area: priority, name: 'Tekoäly' }],
      amkit: ['Tekoälyverkosto'],
      porvoo: [
        { title: 'Canva ja tekoäly', placements: ['SOVELLUKSET'] },
        { title: 'Tekoälywebinaarit', placements: ['TEKOÄLY'] },
        { title: 'Tekoälyn perusteet', placements: ['TEKOÄLY'] },
        { title: 'Tekoäly tiedonhaussa', placements: ['TIETOPALVELU'] },
      ],
    },
  ]);
});
