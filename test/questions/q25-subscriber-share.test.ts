// What share of the region's library person-years subscribes to the newsletter, as measured?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

const query = `{
  metrics(filter: {
    kind: { eq: RATIO }
    goal: { is: { title: { contains: "uutiskirje" } } }
  }) {
    nodes {
      name { value }
      numerator { value }
      denominator { value }
      measurements(
        filter: { organisation: { is: { slug: { eq: "porvoo" } } } }
        orderBy: { field: PERIOD }
      ) {
        totalCount
        nodes {
          period { start end }
          numerator denominator ratio missing
        }
      }
    }
  }
}`;

const metric = {
  name: 'Uutiskirjeiden tilaajien osuus alueen kirjastojen htv:sta',
  numerator: 'Uutiskirjeen tilaajat',
  denominator: 'Alueen kirjastojen htv (henkilötyövuodet)',
};

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('what nobody has measured has no value, and the metric still says what it counts', async () => {
  expect(lean(await server.ask(query))).toEqual([
    { ...metric, measurements: { totalCount: 0, nodes: [] } },
  ]);
});

describe('once measured', () => {
  let measured: TestServer;
  beforeAll(async () => (measured = await testServer('seeded')));
  afterAll(() => measured.close());

  const measurement = (year: number, value: object) => ({
    slug: `porvoo-${year}-uutiskirjeen-tilaajat`,
    metric: 'okm-ake-mittari-uutiskirjeen-tilaajat',
    organisation: 'porvoo',
    period: year,
    ...value,
  });

  test('the share is computed of the numerator and the denominator, and a gap tells its reason', async () => {
    await measured.load({
      measurements: [
        measurement(2026, { numerator: 300, denominator: 400 }),
        measurement(2025, { missing: 'NOT_COLLECTED' }),
      ],
    });
    const year = (each: number) => ({ start: `${each}-01-01`, end: `${each}-12-31` });
    expect(lean(await measured.ask(query))).toEqual([
      {
        ...metric,
        measurements: {
          totalCount: 2,
          nodes: [
            {
              period: year(2025),
              numerator: null,
              denominator: null,
              ratio: null,
              missing: 'NOT_COLLECTED',
            },
            {
              period: year(2026),
              numerator: 300,
              denominator: 400,
              ratio: 0.75,
              missing: null,
            },
          ],
        },
      },
    ]);
  });

  test.each([
    ['a denominator of zero', { numerator: 3, denominator: 0 }],
    ['a numerator alone', { numerator: 3 }],
    ['the field of another kind of metric', { number: 0.75 }],
  ])('%s is refused', async (_, value) => {
    await expect(measured.load({ measurements: [measurement(2024, value)] })).rejects.toThrow(
      '/measurements/0',
    );
  });
});
