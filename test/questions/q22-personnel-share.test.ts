// What share of the costs goes to personnel?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('each group of costs tells its share of all costs', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      budgetLines(filter: { kind: { eq: SUBTOTAL }, side: { eq: EXPENSE } }) {
        label { value }
        share
      }
    }
  }`);
  expect(lean(plan)).toEqual([
    { label: 'Henkilöstökustannukset', share: 169_600 / 235_000 }, // 72.17 %
    { label: 'Palvelujen ostot', share: 58_000 / 235_000 },
    { label: 'Aineet, tarvikkeet, tavarat', share: 2_500 / 235_000 },
    { label: 'Muut toimintakulut', share: 4_900 / 235_000 },
    { label: 'Toimintakulut', share: 1 },
  ]);
});
