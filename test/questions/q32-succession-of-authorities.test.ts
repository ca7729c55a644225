// Which body replaced the regional state administrative agencies, since when, and who sat in the group before and after?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('partners are shown as of a day, and an ended one leads to its successor', async () => {
  const answer = await server.ask(`
    query {
      organisation(slug: "avi") {
        name { value }
        succeededBy { name { value } validFrom }
        in2024: inForce(on: "2024-06-30") { name { value } }
        in2026: inForce(on: "2026-01-01") { name { value } }
      }
      plan(slug: "kuopio-2024") {
        actions(filter: { slug: { eq: "kuopio-2024-koulutussuunnittelun-yhteistyo" } }) {
          nodes {
            partners: participations(filter: { role: { eq: PARTNER } }) {
              organisation {
                in2024: inForce(on: "2024-06-30") { name { value } }
                in2026: inForce(on: "2026-01-01") { name { value } }
              }
            }
          }
        }
      }
      network(slug: "porvoo-suunnitteluryhma") {
        in2024: seats(filter: { or: [
          { timing: { precision: { eq: UNKNOWN } } }
          { timing: { possibly: { start: "2024-01-01", end: "2024-12-31" } } }
        ] }) { ...Holder }
        in2026: seats(filter: { or: [
          { timing: { precision: { eq: UNKNOWN } } }
          { timing: { possibly: { start: "2026-01-01", end: "2026-12-31" } } }
        ] }) { ...Holder }
      }
    }
    fragment Holder on Seat { label { value } organisation { name { value } } }`);
  const seats = (...organisations: string[]) => [
    { label: 'Uudenmaan kirjastokimpat', organisation: null },
    ...organisations.map((organisation) => ({ label: null, organisation })),
  ];
  expect(lean(answer)).toEqual({
    organisation: {
      name: 'Aluehallintovirasto',
      succeededBy: { name: 'Lupa- ja valvontavirasto', validFrom: '2026-01-01' },
      in2024: 'Aluehallintovirasto',
      in2026: 'Lupa- ja valvontavirasto',
    },
    plan: [
      [
        { in2024: 'Itä-Suomen aluehallintovirasto', in2026: 'Lupa- ja valvontavirasto' },
        { in2024: 'Joensuun kaupunginkirjasto', in2026: 'Joensuun kaupunginkirjasto' },
      ],
    ],
    network: {
      in2024: seats('Kirkkonummen kirjasto', 'Helsingin kaupunginkirjasto', 'Aluehallintovirasto'),
      in2026: seats(
        'Kirkkonummen kirjasto',
        'Helsingin kaupunginkirjasto',
        'Lupa- ja valvontavirasto',
      ),
    },
  });
});
