import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { codes, imported, results } from './support/importing';
import { keyFor } from './support/keys';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
const PLAN = {
  owner: 'kirjala',
  kind: 'ACTION_PLAN',
  title: 'S',
  period: 2026,
  state: 'PUBLISHED',
};

beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: ['kirjala', 'toisela'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    plans: [
      { ...PLAN, slug: 'kirjala-2026' },
      { ...PLAN, slug: 'kirjala-2027', state: 'DRAFT' },
    ],
  });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const metric = (more: object) => ({ kind: 'COUNT', name: 'Osallistujat', ...more });

test('an action comes in one bundle with its metrics and their values, by an editor', async () => {
  const action = { slug: 'kirjala-2026-a', plan: 'kirjala-2026', title: 'A', form: 'TRAINING' };
  const report = await imported(
    server,
    {
      metrics: [
        metric({ slug: 'kirjala-2026-a-osallistujat', action: 'kirjala-2026-a' }),
        metric({ slug: 'kirjala-2026-osallistujat', plan: 'kirjala-2026' }),
      ],
      actions: [action],
    },
    {},
    key,
  );
  expect(report.problems).toEqual([]);
  expect(results(report)).toEqual([
    'kirjala-2026-a-osallistujat CREATED',
    'kirjala-2026-osallistujat CREATED',
    'kirjala-2026-a CREATED',
  ]);
  await server.load({
    measurements: [
      { metric: 'kirjala-2026-a-osallistujat', organisation: 'kirjala', period: 2026, number: 7 },
    ],
  });
  const { plan } = await server.ask(`{ plan(slug: "kirjala-2026") {
    metrics { nodes { slug plan { slug } action { slug } } }
    actions { nodes { metrics { nodes { slug measurements { nodes { number } } } } } }
  } }`);
  expect(plan.metrics.nodes).toEqual([
    { slug: 'kirjala-2026-osallistujat', plan: { slug: 'kirjala-2026' }, action: null },
  ]);
  expect(plan.actions.nodes[0].metrics.nodes).toEqual([
    {
      slug: 'kirjala-2026-a-osallistujat',
      measurements: { nodes: [{ number: 7 }] },
    },
  ]);
});

test('a network comes in one bundle with what was measured of it, by an editor', async () => {
  await server.load({ metrics: [metric({ slug: 'kirjala-2026-m', plan: 'kirjala-2026' })] });
  const report = await imported(
    server,
    {
      measurements: [{ metric: 'kirjala-2026-m', network: 'kirjala-v', period: 2026, number: 3 }],
      networks: [{ slug: 'kirjala-v', owner: 'kirjala', name: 'V', kind: 'NETWORK' }],
    },
    {},
    key,
  );
  expect(report.problems).toEqual([]);
});

test('a metric belongs to exactly one of goal, framework, plan and action', async () => {
  const both = { slug: 'kirjala-2026-b', plan: 'kirjala-2026', action: 'kirjala-2026-a' };
  const report = await imported(server, {
    metrics: [metric(both), metric({ slug: 'kirjala-2026-c' })],
  });
  expect(codes(report)).toEqual(['/metrics/0/action INVALID', '/metrics/1/goal INVALID']);
});

test('a metric of a draft is hidden as the draft is, with its values', async () => {
  await server.load({
    actions: [{ slug: 'kirjala-2027-a', plan: 'kirjala-2027', title: 'A', form: 'TRAINING' }],
    metrics: [
      metric({ slug: 'kirjala-2027-m', plan: 'kirjala-2027' }),
      metric({ slug: 'kirjala-2027-n', action: 'kirjala-2027-a' }),
    ],
    measurements: ['m', 'n'].map((each) => ({
      ...{ metric: `kirjala-2027-${each}`, organisation: 'kirjala', period: 2027, number: 1 },
      slug: `kirjala-2027-${each}`,
    })),
  });
  const query = `{
    metrics(filter: { slug: { startsWith: "kirjala-2027" } }) { totalCount }
    measurements(filter: { slug: { startsWith: "kirjala-2027" } }) { totalCount }
  }`;
  const asked = async (by?: string) => {
    const { metrics, measurements } = await server.ask(query, { key: by });
    return [metrics.totalCount, measurements.totalCount];
  };
  expect(await asked()).toEqual([0, 0]);
  expect(await asked(await keyFor(server, 'READER', 'toisela'))).toEqual([0, 0]);
  expect(await asked(key)).toEqual([2, 2]);
});

test('targets hold values against a reference and a forecast too', async () => {
  const targets = ['BASELINE', 'TARGET', 'REFERENCE', 'FORECAST'].map((kind, number) => ({
    ...{ kind, number, period: 2026 },
  }));
  await server.load({ metrics: [{ slug: 'kirjala-2026-m', targets }] });
  const { metric: found } = await server.ask(
    '{ metric(slug: "kirjala-2026-m") { targets { kind number } } }',
  );
  expect(found.targets).toEqual(targets.map(({ kind, number }) => ({ kind, number })));
});

test('newsletters of the plans count issues, not events', async () => {
  const bundles = ['amkit-2026', 'porvoo-2026', 'savo-2024'].map(
    (name) =>
      parse(readFileSync(`${__dirname}/../seeds/${name}.yaml`, 'utf8')) as {
        actions: { form: string; quantity?: { unit?: string } }[];
      },
  );
  const counted = bundles
    .flatMap(({ actions }) => actions)
    .filter(({ form, quantity }) => form === 'NEWSLETTER' && quantity);
  expect(counted).toHaveLength(3);
  for (const { quantity } of counted) expect(quantity!.unit).toBe('DELIVERY');
});

test('quantities are found by what they count, and for each of what', async () => {
  const action = (slug: string, quantity: object) => ({
    ...{ slug: `kirjala-2026-${slug}`, plan: 'kirjala-2026', title: slug, form: 'MENTORING' },
    quantity,
  });
  await server.load({
    actions: [
      action('parit', { min: 8, max: 8, unit: 'PAIR' }),
      action('vierailut', { everyMin: 2, everyMax: 3, each: 'LIBRARY' }),
    ],
  });
  const found = async (quantity: string) => {
    const { actions } = await server.ask(
      `{ actions(filter: { quantity: ${quantity} }) { nodes { slug quantity { unit each } } } }`,
    );
    return actions.nodes;
  };
  expect(await found('{ unit: { eq: PAIR } }')).toEqual([
    { slug: 'kirjala-2026-parit', quantity: { unit: 'PAIR', each: null } },
  ]);
  expect(await found('{ unit: { eq: EVENT }, each: { eq: LIBRARY } }')).toEqual([
    { slug: 'kirjala-2026-vierailut', quantity: { unit: 'EVENT', each: 'LIBRARY' } },
  ]);
  const { exportBundle: bundle } = await server.ask(
    '{ exportBundle(plan: { slug: "kirjala-2026" }) }',
    { key },
  );
  const quantities = bundle.actions.flatMap(
    ({ quantity }: { quantity?: object }) => quantity ?? [],
  );
  expect(quantities).toEqual([
    expect.objectContaining({ unit: 'PAIR' }),
    expect.not.objectContaining({ unit: expect.anything() as unknown }),
  ]);
});

test('a delivery is delivered unless it is said to be planned', async () => {
  const delivery = (slug: string, more = {}) => ({
    ...{ slug: `kirjala-2026-${slug}`, action: 'kirjala-2026-a', title: slug, timing: '2026-04' },
    ...more,
  });
  await server.load({ deliveries: [delivery('eka'), delivery('toka', { status: 'PLANNED' })] });
  const { deliveries } = await server.ask(
    '{ deliveries(filter: { status: { eq: DELIVERED } }) { nodes { slug status count } } }',
  );
  expect(deliveries.nodes).toEqual([{ slug: 'kirjala-2026-eka', status: 'DELIVERED', count: 1 }]);
});
