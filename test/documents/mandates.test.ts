// The statutory tasks: nine regional ones over eighteen regions, a national one and a special one.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('nine AKE libraries serve eighteen regions, each region one', async () => {
  const { organisations, regions } = await server.ask(`{
    organisations(filter: { mandates: { some: { kind: { eq: REGIONAL } } } }, orderBy: { field: NAME }) {
      nodes {
        municipality { name { value } }
        mandates { regions { name { value } } legalBasis { number } }
      }
    }
    regions(filter: { servedBy: { count: { in: [0, 2, 3, 4] } } }) { nodes { name { value } } }
  }`);
  const rows = lean(organisations) as {
    municipality: string;
    mandates: { regions: string[]; legalBasis: string }[];
  }[];
  expect(
    Object.fromEntries(
      rows.map((each) => [each.municipality, each.mandates.map((m) => m.regions)]),
    ),
  ).toEqual({
    Turku: [['Varsinais-Suomi', 'Satakunta']],
    Joensuu: [['Pohjois-Karjala']],
    Kuopio: [['Etelä-Savo', 'Pohjois-Savo']],
    Lahti: [['Kanta-Häme', 'Päijät-Häme', 'Kymenlaakso', 'Etelä-Karjala']],
    Oulu: [['Pohjois-Pohjanmaa', 'Kainuu']],
    Porvoo: [['Uusimaa']],
    Rovaniemi: [['Lappi']],
    Tampere: [['Pirkanmaa', 'Keski-Suomi']],
    Vaasa: [['Etelä-Pohjanmaa', 'Pohjanmaa', 'Keski-Pohjanmaa']],
  });
  expect(rows.flatMap((each) => each.mandates.flatMap((mandate) => mandate.regions))).toHaveLength(
    18,
  );
  expect(new Set(rows.flatMap(({ mandates }) => mandates.map((each) => each.legalBasis)))).toEqual(
    new Set(['1492/2016']),
  );
  expect(lean(regions)).toEqual(['Ahvenanmaa']);
});

test('Helsinki has the national task, Seinäjoki the special one', async () => {
  const { organisations } = await server.ask(`{
    organisations(filter: { mandates: { some: { kind: { in: [NATIONAL, SPECIAL] } } } }, orderBy: { field: NAME }) {
      nodes { name { value } mandates { kind knownAs { value } regions { slug } } }
    }
  }`);
  expect(lean(organisations)).toEqual([
    {
      name: 'Helsingin kaupunginkirjasto',
      mandates: [{ kind: 'NATIONAL', knownAs: 'VAKE', regions: [] }],
    },
    {
      name: 'Seinäjoen kaupunginkirjasto',
      mandates: [{ kind: 'SPECIAL', knownAs: 'ERTE', regions: [] }],
    },
  ]);
});
