// What does the SEVERI network run, and with which other library is Digivartit shared?
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  network(slug: "porvoo-severi") {
    actions(
      filter: { participations: { some: { role: { eq: ORGANISER }, network: { is: { slug: { eq: "porvoo-severi" } } } } } }
      orderBy: { field: PRINTED }
    ) {
      nodes { title { value } quantity { printed } }
    }
    events { nodes { title { value } timing { edtf } } }
  }
  actions(filter: { title: { eq: "Digivartit" } }) {
    nodes {
      participations {
        role
        organisation { name { value } mandates { kind regions { name { value } } } }
      }
    }
  }
}`;

test('SEVERI runs its gatherings, a network day in spring and coffees; Kuopio shares Digivartit with Joensuu', async () => {
  const { network, actions } = await ask(query);
  expect(network).toEqual({
    actions: {
      nodes: [
        { title: { value: 'SEVERI-verkoston tilaisuudet' }, quantity: null },
        { title: { value: 'SEVERI-verkoston verkostopäivä' }, quantity: { printed: 'keväisin' } },
        { title: { value: 'SEVERI-verkoston etäkahvit' }, quantity: null },
      ],
    },
    events: {
      nodes: [
        {
          title: { value: 'SEVERI-verkoston verkostopäivä, kevät 2026' },
          timing: { edtf: '2026-21' },
        },
      ],
    },
  });
  const library = (role: string, name: string, regions: string[]) => ({
    role,
    organisation: {
      name: { value: name },
      mandates: [
        { kind: 'REGIONAL', regions: regions.map((region) => ({ name: { value: region } })) },
      ],
    },
  });
  expect(actions.nodes).toEqual([
    {
      participations: [
        library('ORGANISER', 'Kuopion kaupunginkirjasto', ['Etelä-Savo', 'Pohjois-Savo']),
        library('CO_ORGANISER', 'Joensuun kaupunginkirjasto', ['Pohjois-Karjala']),
      ],
    },
  ]);
});
