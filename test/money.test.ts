import { type Data, type TestServer, testServer } from './support/server';

const event = (slug: string, price: object | null) => ({
  ...{ slug: `kirjala-${slug}`, owner: 'kirjala', state: 'PUBLISHED', title: slug, price },
});

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
    events: [
      event('free', { cents: 0 }),
      event('cheap', { cents: 500, currency: 'EUR' }),
      event('abroad', { cents: 9900, currency: 'SEK' }),
      event('unknown', null),
    ],
  });
});
afterAll(() => server.close());

const priced = async (filter: string): Promise<Data> => {
  const { events } = await server.ask(
    `{ events(filter: { price: ${filter} }, orderBy: { field: SLUG }) { nodes { slug price { currency amount: cents } } } }`,
  );
  return events.nodes.map(({ slug, price }: Data) => [
    slug.slice(8),
    price && `${price.amount} ${price.currency}`,
  ]);
};

test('an amount is read as it was written, in euros where no currency was said', async () => {
  expect(await priced('{ isNull: false }')).toEqual([
    ['abroad', '9900 SEK'],
    ['cheap', '500 EUR'],
    ['free', '0 EUR'],
  ]);
});

test('and can be filtered by its cents, its currency and whether there is one', async () => {
  expect(await priced('{ isNull: true }')).toEqual([['unknown', null]]);
  expect(await priced('{ cents: { lte: 500 }, currency: { eq: "EUR" } }')).toHaveLength(2);
  expect(await priced('{ cents: { gt: 0 }, currency: null }')).toHaveLength(2);
  const not = await priced('{ currency: { ne: "EUR" } }'); // what has none is in another, too
  expect(not).toEqual([
    ['abroad', '9900 SEK'],
    ['unknown', null],
  ]);
});

test.each([
  [{ currency: 'EUR' }, '/events/0/price/cents REQUIRED'],
  [{ cents: 1.5 }, '/events/0/price/cents INVALID'],
  [{ cents: -1 }, '/events/0/price/cents OUT_OF_RANGE'],
  [{ cents: 1, currency: 'euro' }, '/events/0/price/currency INVALID'],
  [{ cents: 1, per: 'h' }, '/events/0/price/per UNKNOWN_FIELD'],
  [5, '/events/0/price INVALID'],
])('%j is no price', async (price, told) => {
  await expect(server.load({ events: [event('wrong', price as object)] })).rejects.toThrow(told);
});

test('events are also found by the form of their action', async () => {
  await server.load({
    plans: [
      {
        slug: 'kirjala-p',
        owner: 'kirjala',
        state: 'PUBLISHED',
        kind: 'ACTION_PLAN',
        title: 'P',
        period: 2026,
      },
    ],
    actions: [{ slug: 'kirjala-a', plan: 'kirjala-p', title: 'A', form: 'WEBINAR' }],
    events: [{ slug: 'kirjala-free', action: 'kirjala-a' }],
  });
  const { events } = await server.ask(
    '{ events(filter: { form: { in: [WEBINAR, SURVEY] } }) { nodes { slug } } }',
  );
  expect(events.nodes).toEqual([{ slug: 'kirjala-free' }]);
});
