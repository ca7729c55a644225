import 'reflect-metadata';
import fc from 'fast-check';
import { carriedOut } from '../src/event/carried-out';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
const event = (slug: string, timing: unknown, more = {}) => ({
  ...{ slug: `kirjala-${slug}`, owner: 'kirjala', action: 'kirjala-2026-a', title: slug, timing },
  ...{ state: 'PUBLISHED', status: 'HELD', ...more },
});
beforeAll(async () => {
  server = await testServer('empty');
  const municipalities = ['askola', 'porvoo'].map((slug, i) => ({
    ...{ slug, code: `90${i}`, name: slug, region: 'maakunta' },
  }));
  const from = (municipality: string, count: number) => ({ municipality, count });
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'K', kind: 'OTHER' }],
    regions: [{ slug: 'maakunta', code: '99', name: 'M' }],
    municipalities,
    plans: [
      {
        ...{ slug: 'kirjala-2026', owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S' },
        ...{ period: 2026, state: 'PUBLISHED' },
      },
    ],
    actions: ['a', 'b'].map((each) => ({
      ...{ slug: `kirjala-2026-${each}`, plan: 'kirjala-2026', title: each, form: 'TRAINING' },
    })),
    events: [
      event('1', '2026-02-10', { attendance: [from('askola', 10), from('porvoo', 20)] }),
      event('2', '2026-05-10', { attendance: [from('porvoo', 5)] }),
      event('3', '2026-09-10'),
      event('4', '2026-10-10', { status: 'PLANNED' }),
      event('5', '2025-12-10', { attendance: [from('askola', 100)] }),
      event('6', '2026-11-10', { state: 'DRAFT' }),
    ],
    deliveries: [
      { slug: 'kirjala-2026-d', action: 'kirjala-2026-a', title: 'D', timing: '2026-03' },
      {
        ...{ slug: 'kirjala-2026-e', action: 'kirjala-2026-a', title: 'E', timing: '2026-04' },
        status: 'PLANNED',
      },
    ],
  });
});
afterAll(() => server.close());

const YEAR = '{ start: "2026-01-01", end: "2026-12-31" }';
async function done(period = YEAR, on = '2026-12-31', key?: string): Promise<Data> {
  const of = (name: string) => `${name} { count source }`;
  const { action } = await server.ask(
    `{ action(slug: "kirjala-2026-a") { carriedOut(period: ${period}, on: "${on}") {
      ${['events', 'participants', 'deliveries', 'municipalities'].map(of).join(' ')}
    } } }`,
    { key },
  );
  return Object.fromEntries(
    Object.entries(action.carriedOut as Data).map(([name, { count, source }]: [string, Data]) => [
      name,
      [count, source],
    ]),
  );
}
const report = (...reported: object[]) =>
  server.load({ actions: [{ slug: 'kirjala-2026-a', reported }] });

test('what was held and delivered in a period until a day counts', async () => {
  expect(await done()).toEqual({
    events: [3, 'SINGLE'],
    participants: [35, 'SINGLE'],
    deliveries: [1, 'SINGLE'],
    municipalities: [2, 'SINGLE'],
  });
  expect(await done(YEAR, '2026-05-10')).toMatchObject({ events: [2, 'SINGLE'] });
  expect(await done('{ start: "2026-05-01", end: "2026-09-30" }')).toMatchObject({
    ...{ events: [2, 'SINGLE'], participants: [5, 'SINGLE'], municipalities: [1, 'SINGLE'] },
  });
  const key = await keyFor(server, 'READER', 'kirjala');
  expect(await done(YEAR, '2026-12-31', key)).toMatchObject({ events: [4, 'SINGLE'] });
});

test('what nobody has told is no number', async () => {
  expect(await done('{ start: "2030-01-01", end: "2030-12-31" }')).toEqual({
    ...{ events: [0, 'SINGLE'], participants: [null, null] },
    ...{ deliveries: [0, 'SINGLE'], municipalities: [null, null] },
  });
});

test('a total that was reported stands in the place of what is single in its time', async () => {
  await report({ period: 2026, events: 12, participants: 340, municipalities: 9 });
  expect(await done()).toEqual({
    events: [12, 'REPORTED'],
    participants: [340, 'REPORTED'],
    deliveries: [1, 'SINGLE'],
    municipalities: [9, 'REPORTED'],
  });
  expect(await done('{ start: "2026-01-01", end: "2026-06-30" }')).toMatchObject({
    events: [2, 'SINGLE'], // the year does not lie in the spring
  });
  await report({
    period: { start: '2026-01-01', end: '2026-06-30' },
    events: 7,
    municipalities: 3,
  });
  expect(await done()).toEqual({
    events: [8, 'BOTH'],
    participants: [35, 'SINGLE'],
    deliveries: [1, 'SINGLE'],
    municipalities: [3, 'REPORTED'],
  });
  expect(await done(YEAR, '2026-06-29')).toMatchObject({ events: [2, 'SINGLE'] });
  const { errors } = await server.send(
    '{ actions { nodes { carriedOut(period: { start: "2026-02-01", end: "2026-01-01" }, on: "2026-02-01") { events { count } } } } }',
  );
  expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'period' });
});

test('nothing counts twice, however the totals lie', () => {
  const month = fc.integer({ min: 1, max: 12 }).map((n) => `2026-${String(n).padStart(2, '0')}`);
  const single = month.map((m) => ({
    ...{ timing: { earliest: `${m}-10`, latest: `${m}-10` }, value: 1, from: [] },
  }));
  const totals = fc.uniqueArray(fc.tuple(month, fc.nat(9)), { selector: ([m]) => m }).map((of) =>
    of.map(([m, events]) => ({
      ...{ periodStart: `${m}-01`, periodEnd: `${m}-28`, events },
      ...{ participants: null, deliveries: null, municipalities: null },
    })),
  );
  fc.assert(
    fc.property(fc.array(single), totals, (events, told) => {
      const reported = told.reduce((all, each) => all + each.events, 0);
      const months = new Set(told.map(({ periodStart }) => periodStart.slice(0, 7)));
      const rest = events.filter(({ timing }) => !months.has(timing.earliest.slice(0, 7)));
      const found = carriedOut(told, events, []);
      expect(found.events.count).toBe(reported + rest.length);
      expect(found.participants.count).toBe(events.length > 0 ? events.length : null);
    }),
  );
});
