import fc from 'fast-check';
import { codes, imported } from './support/importing';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  const plan = { owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S', period: 2026 };
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'K', kind: 'OTHER' }],
    plans: [{ ...plan, slug: 'kirjala-2026', state: 'PUBLISHED' }],
  });
});
afterAll(() => server.close());

const eur = (cents: number | null) => (cents === null ? null : { cents, currency: 'EUR' });
const line = (key: string, amount: number, outturn: number | null, more = {}) => ({
  ...{ key, label: key, side: amount > 0 ? 'INCOME' : 'EXPENSE' },
  ...{ amount: { cents: amount }, outturn: outturn === null ? null : { cents: outturn } },
  ...more,
});
const put = (...budgetLines: object[]) =>
  imported(server, { plans: [{ slug: 'kirjala-2026', budgetLines }] });
const SUMS = 'outturnSum { cents currency } deviation { cents currency } shareUsed';
async function budget(): Promise<Data> {
  const { plan } = await server.ask(`{ plan(slug: "kirjala-2026") { budget {
    lines { key outturn { cents currency } ${SUMS} }
    outturn { income { cents } expenses { cents } result { cents } complete deviation { cents } shareUsed }
  } } }`);
  return plan.budget;
}

test('what a budget came to adds up beside what was planned', async () => {
  const subtotal = line('kulut', -1000, null, { kind: 'SUBTOTAL' });
  const rows = [
    line('avustus', 1200, 1200),
    subtotal,
    line('palkat', -800, -700, { parent: 'kulut' }),
    line('matkat', -200, -250, { parent: 'kulut' }),
    { ...line('tulos', 200, null), kind: 'RESULT', side: null },
  ];
  expect((await put(...rows)).problems).toEqual([]);
  const { lines, outturn } = await budget();
  const row = (key: string) => lines.find((each: Data) => each.key === key);
  expect(row('palkat')).toEqual({
    ...{ key: 'palkat', outturn: eur(-700), outturnSum: eur(-700) },
    ...{ deviation: eur(100), shareUsed: 0.875 },
  });
  expect(row('kulut')).toEqual({
    ...{ key: 'kulut', outturn: null, outturnSum: eur(-950) },
    ...{ deviation: eur(50), shareUsed: 0.95 },
  });
  expect(row('tulos')).toMatchObject({ outturnSum: eur(250), deviation: eur(50) });
  expect(outturn).toEqual({
    ...{ income: { cents: 1200 }, expenses: { cents: -950 }, result: { cents: 250 } },
    ...{ complete: true, deviation: { cents: 50 }, shareUsed: 0.95 },
  });
});

test('what is not told of all lines has no deviation, and nothing is told of none', async () => {
  await put(line('a', -100, -60), line('b', -100, null));
  expect((await budget()).outturn).toMatchObject({
    ...{ complete: false, deviation: null, shareUsed: 0.3, result: { cents: -60 } },
  });
  await put(line('a', -100, null));
  expect(await budget()).toMatchObject({
    ...{ outturn: null, lines: [{ outturnSum: null, deviation: null, shareUsed: null }] },
  });
});

test('is in the currency of the budget', async () => {
  const sek = { ...line('a', -100, null), outturn: { cents: -1, currency: 'SEK' } };
  expect(codes(await put(sek))).toEqual(['/plans/0/budgetLines/0/outturn/currency INVALID']);
});

test('a printed outturn that its lines do not make is warned of', async () => {
  const { problems, warnings } = await put(
    line('kulut', -100, -90, { kind: 'SUBTOTAL' }),
    line('a', -100, -80, { parent: 'kulut' }),
  );
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    expect.objectContaining({ pointer: '/plans/0/budgetLines/0', code: 'BUDGET_MISMATCH' }),
  ]);
});

test('a copied plan has not come to anything yet', async () => {
  await put(line('a', -100, -80));
  const { copyPlan } = await server.ask(
    'mutation { copyPlan(input: { slug: "kirjala-2026", period: { start: "2027-01-01", end: "2027-12-31" } }) { plan { budget { lines { amount { cents } outturn { cents } } } } } }',
    { key: await keyFor(server, 'EDITOR', 'kirjala') },
  );
  expect(copyPlan.plan.budget.lines).toEqual([{ amount: { cents: -100 }, outturn: null }]);
});

test('whatever lines there are, the deviations of all make that of the result', async () => {
  const rows = fc.array(
    fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 })),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (of) => {
      await put(...of.map(([amount, outturn], i) => line(`r${i}`, amount, outturn)));
      const { lines, outturn } = await budget();
      const sum = lines.reduce((all: number, each: Data) => all + each.deviation.cents, 0);
      expect(outturn.deviation.cents).toBe(sum);
      expect(outturn.result.cents).toBe(outturn.income.cents + outturn.expenses.cents);
    }),
    { numRuns: 20 },
  );
});
