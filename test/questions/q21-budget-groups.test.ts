// What do the lines of a budget sum to in each group, and do the printed subtotals agree?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

const query = `query Groups($plan: String!) {
  plan(slug: $plan) {
    budget { income { cents } expenses { cents } result { cents } matches }
    groups: budgetLines(filter: { kind: { eq: SUBTOTAL } }) {
      label { value }
      printed: amount { cents }
      sum { cents }
      matches
      lines { amount { cents } }
    }
    result: budgetLines(filter: { kind: { eq: RESULT } }) {
      label { value }
      printed: amount { cents }
      sum { cents }
      matches
    }
  }
}`;

const euros = (...amounts: number[]) => amounts.map((each) => each * 100);

test('the groups of a budget come with the printed subtotal, the computed sum and whether they agree', async () => {
  const { plan } = await server.ask(query, { variables: { plan: 'porvoo-2026' } });
  const group = (label: string, subtotal: number, lines: number[]) => ({
    label,
    printed: subtotal * 100,
    sum: subtotal * 100,
    matches: true,
    lines: euros(...lines),
  });
  expect(lean(plan)).toEqual({
    budget: { income: 23_500_000, expenses: -23_500_000, result: 0, matches: true },
    groups: [
      group('Toimintatuotot', 235_000, [235_000, 0]),
      group(
        'Henkilöstökustannukset',
        -169_600,
        [-135_000, -300, -6_000, -24_000, -2_600, -1_100, -600, 0, 0],
      ),
      group(
        'Palvelujen ostot',
        -58_000,
        [-32_900, -500, -2_000, -1_000, -3_000, -600, -7_000, -9_000, -1_500, -500],
      ),
      group('Aineet, tarvikkeet, tavarat', -2_500, [-500, -1_300, 0, -500, -200]),
      group('Muut toimintakulut', -4_900, [-2_000, -2_000, -400, -500]),
      group('Toimintakulut', -235_000, [-169_600, -58_000, -2_500, -4_900]),
    ],
    result: [{ label: 'Ali/ylijäämä', printed: 0, sum: 0, matches: true }],
  });
});

test('a printed subtotal that its lines do not add up to stays as printed and is marked', async () => {
  await server.load({
    plans: [
      {
        slug: 'porvoo-virheellinen',
        owner: 'porvoo',
        state: 'PUBLISHED',
        kind: 'ACTION_PLAN',
        title: 'Talousarvio, jossa on virhe',
        period: 2026,
        budgetLines: [
          { key: 'a', parent: 'kulut', side: 'EXPENSE', label: 'A', amount: { cents: -10_000 } },
          { key: 'b', parent: 'kulut', side: 'EXPENSE', label: 'B', amount: { cents: -10 } },
          {
            key: 'kulut',
            kind: 'SUBTOTAL',
            side: 'EXPENSE',
            label: 'Kulut',
            amount: { cents: -10_011 },
          },
        ],
      },
    ],
  });
  const { plan } = await server.ask(query, { variables: { plan: 'porvoo-virheellinen' } });
  expect(lean(plan)).toMatchObject({
    budget: { expenses: -10_010, matches: false },
    groups: [{ label: 'Kulut', printed: -10_011, sum: -10_010, matches: false }],
  });
});
