// Which surveys are due in which year?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('a recurring survey tells when it is next due, or nothing where the plan does not let one tell', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      actions(filter: { form: { eq: SURVEY }, quantity: { isNull: false } }) {
        nodes {
          title { value }
          commitment
          quantity {
            printed
            everyMin
            everyMax
            season
            this: nextDue(after: "2025-12-31") { edtf }
            next: nextDue(after: "2026-12-31") { edtf earliest latest }
          }
          inferred: provenance(filter: { basis: { eq: INFERRED } }) { fields }
        }
      }
    }
  }`);
  expect(lean(plan)).toEqual([
    {
      title: 'Toimintakysely',
      commitment: 'FIRM',
      quantity: {
        printed: 'vuoden loppupuolella, joka toinen vuosi',
        everyMin: 2,
        everyMax: 2,
        season: 'AUTUMN',
        this: '2027-23',
        next: { edtf: '2027-23', earliest: '2027-08-01', latest: '2027-12-31' },
      },
      inferred: [['quantity']], // 2026 is the turn of the other survey
    },
    {
      title: 'Koulutuskysely',
      commitment: 'FIRM',
      quantity: {
        printed: 'keväisin joka toinen vuosi',
        everyMin: 2,
        everyMax: 2,
        season: 'SPRING',
        this: '2026-21',
        next: { edtf: '2028-21', earliest: '2028-01-01', latest: '2028-05-31' },
      },
      inferred: [],
    },
    {
      title: 'Yhteinen asiakaskysely',
      commitment: 'INTENDED',
      quantity: {
        printed: 'kahden-kolmen vuoden välein',
        everyMin: 2,
        everyMax: 3,
        season: null,
        this: null,
        next: null,
      },
      inferred: [['goals']],
    },
  ]);
});
