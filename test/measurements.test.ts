import fc from 'fast-check';
import { Measurements1795787596249 as Measurements } from '../migrations/Measurements1795787596249';
import { sql } from '../src/database/sql';
import { databaseBefore } from './support/before';
import { codes, imported, results } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';
import { bundleOf } from './support/tables';

let server: TestServer;
let key: string;

const metric = (name: string, kind: string, more = {}) => ({
  ...{ slug: `okm-${name}`, framework: 'okm-kehys', kind, name },
  ...more,
});
const METRICS = [
  metric('maara', 'COUNT'),
  metric('luku', 'NUMBER'),
  metric('osuus', 'RATIO'),
  metric('aste', 'SCALE', { scaleMin: 1, scaleMax: 5 }),
  metric('raha', 'MONEY'),
  metric('kylla', 'BOOLEAN'),
  metric('sana', 'NARRATIVE'),
];

async function begin(at: TestServer): Promise<void> {
  await at.load({
    organisations: ['okm', 'kirjala', 'toisela'].map((slug) => ({
      slug,
      name: slug,
      kind: 'OTHER',
    })),
    networks: ['v1', 'v2'].map((slug) => ({
      ...{ slug: `kirjala-${slug}`, owner: 'kirjala', name: slug, kind: 'NETWORK' },
      state: 'PUBLISHED',
    })),
    goalFrameworks: [{ slug: 'okm-kehys', owner: 'okm', state: 'PUBLISHED', title: 'K' }],
    metrics: METRICS,
  });
}

beforeAll(async () => {
  server = await testServer('empty');
  await begin(server);
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const row = (name: string, period: unknown, more: object) => ({
  ...{ metric: `okm-${name}`, organisation: 'kirjala', period },
  ...more,
});
const load = (...measurements: object[]) => imported(server, { measurements }, {}, key);
const mutate = async (name: string, input: object): Promise<Data> => {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const query = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) { result measurement { slug number supersedes { slug } } userErrors { code field } } }`;
  return (await server.ask(query, { variables: { input }, key })).answer;
};
const ofKirjala = (name: string, period: number, more: object) => ({
  ...{ metric: { slug: `okm-${name}` }, organisation: { slug: 'kirjala' } },
  period: { start: `${period}-01-01`, end: `${period}-12-31` },
  ...more,
});

describe('a row without a slug or an external id', () => {
  test('is known by its metric, holder and period: the same file twice changes nothing', async () => {
    const rows = [
      row('maara', 2021, { number: 5 }),
      row('maara', 2022, { number: 6 }),
      { ...row('maara', 2021, { number: 7 }), organisation: undefined, network: 'kirjala-v1' },
      { ...row('maara', 2021, { number: 8 }), organisation: undefined, network: 'kirjala-v2' },
    ];
    const made = await load(...rows);
    expect(made.problems).toEqual([]);
    expect(results(made)).toEqual([
      'kirjala-okm-maara-2021 CREATED',
      'kirjala-okm-maara-2022 CREATED',
      'kirjala-v1-okm-maara-2021 CREATED',
      'kirjala-v2-okm-maara-2021 CREATED',
    ]);
    const again = await load(...rows);
    expect(again.counts).toMatchObject({ created: 0, unchanged: 4 });
    expect(again.rows[0].matchedBy).toBe('CONTENT');
    expect((await load(row('maara', '2021', { number: 9 }))).counts.updated).toBe(1);
  });

  test('is the same in a CSV file', async () => {
    const csv =
      'metric,organisation,period,number\nokm-luku,kirjala,2021,1.5\nokm-luku,kirjala,2022,2\n';
    const bundle = await bundleOf(csv);
    expect((await imported(server, bundle, {}, key)).counts.created).toBe(2);
    expect((await imported(server, bundle, {}, key)).counts.unchanged).toBe(2);
  });

  test('comes twice in a bundle where its values do', async () => {
    const report = await load(row('maara', 2030, { number: 1 }), row('maara', 2030, { number: 1 }));
    expect(codes(report)).toEqual(['/measurements/1/period DUPLICATE']);
  });
});

test('there is one measurement for a metric, a holder and a period, whichever way it comes', async () => {
  const first = await mutate('recordMeasurement', ofKirjala('maara', 2023, { number: 1 }));
  expect(first).toMatchObject({ result: 'CREATED', userErrors: [] });
  const taken = [{ code: 'DUPLICATE', field: ['period'] }];
  const again = await mutate('recordMeasurement', ofKirjala('maara', 2023, { number: 2 }));
  expect(again.userErrors).toEqual(taken);
  const put = ofKirjala('maara', 2023, { slug: 'kirjala-toinen', number: 2 });
  expect((await mutate('putMeasurement', put)).userErrors).toEqual(taken);
  const report = await load(row('maara', 2023, { slug: 'kirjala-kolmas', number: 2 }));
  expect(codes(report)).toEqual(['/measurements/0/period DUPLICATE']);
  const both = ['kirjala-x', 'kirjala-y'].map((slug) => row('maara', 2031, { slug, number: 2 }));
  expect(codes(await load(...both))).toEqual([
    '/measurements/0/period DUPLICATE',
    '/measurements/1/period DUPLICATE',
  ]);
});

test('a correction takes the place of what was wrong, and gives it back where it goes', async () => {
  const { measurement } = await mutate(
    'recordMeasurement',
    ofKirjala('maara', 2024, { number: 1 }),
  );
  const right = await mutate('correctMeasurement', { slug: measurement.slug, number: 2 });
  expect(right).toMatchObject({
    result: 'CREATED',
    measurement: { number: 2, supersedes: { slug: measurement.slug } },
  });
  const same = row('maara', 2024, { number: 2, supersedes: measurement.slug });
  expect((await load(same)).counts.unchanged).toBe(1);
  expect((await load(row('maara', 2024, { number: 2 }))).counts.unchanged).toBe(1);
  const wrong = await load(
    row('maara', 2024, { slug: 'kirjala-z', number: 3, supersedes: measurement.slug }),
  );
  expect(codes(wrong)).toEqual(['/measurements/0/period DUPLICATE']);
  await mutate('deleteMeasurement', { slug: right.measurement.slug });
  expect((await load(row('maara', 2024, { number: 1 }))).counts.unchanged).toBe(1);
  const corrected = await load(row('maara', 2024, { number: 4, supersedes: measurement.slug }));
  expect(corrected.counts.created).toBe(1);
  expect((await load(row('maara', 2024, { number: 4 }))).counts.unchanged).toBe(1);
});

describe('a measurement', () => {
  test.each([
    ['a count with decimals', row('maara', 2025, { number: 1.5 }), 'number INVALID'],
    ['a count below 0', row('maara', 2025, { number: -1 }), 'number OUT_OF_RANGE'],
    ['a step beside the scale', row('aste', 2025, { level: 6 }), 'level OUT_OF_RANGE'],
    ['a number for a yes', row('kylla', 2025, { number: 1 }), 'number INVALID'],
    ['nothing', row('luku', 2025, {}), 'missing REQUIRED'],
    [
      'a value and a reason',
      row('luku', 2025, { number: 1, missing: 'NOT_DUE' }),
      'missing INVALID',
    ],
    ['half a ratio', row('osuus', 2025, { numerator: 1 }), 'denominator REQUIRED'],
    ['money of a count', row('maara', 2025, { number: 1, money: { cents: 1 } }), 'money INVALID'],
    ['too much money', row('raha', 2025, { money: { cents: 2e12 } }), 'money/cents OUT_OF_RANGE'],
    ['too large a number', row('luku', 2025, { number: 1e300 }), 'number OUT_OF_RANGE'],
  ])('cannot be %s', async (_, wrong, problem) => {
    expect(codes(await load(wrong))).toEqual([`/measurements/0/${problem}`]);
  });

  test('of money has a currency', async () => {
    await load(
      row('raha', 2025, { money: { cents: 5 } }),
      row('raha', 2026, { money: { cents: 5, currency: 'SEK' } }),
    );
    const { measurements } = await server.ask(
      '{ measurements(filter: { metric: { is: { slug: { eq: "okm-raha" } } } }) { nodes { money { cents currency } } } }',
    );
    const money = measurements.nodes.map(({ money: each }: Data) => each);
    expect(money).toEqual([
      { cents: 5, currency: 'EUR' },
      { cents: 5, currency: 'SEK' },
    ]);
    expect((await load(row('raha', 2025, { money: { cents: 5 } }))).counts.unchanged).toBe(1);
  });

  test('says a value in the place of why there was none, and the other way round', async () => {
    await load(row('aste', 2026, { missing: 'NOT_DUE' }));
    expect((await load(row('aste', 2026, { level: 4 }))).problems).toEqual([]);
    expect((await load(row('aste', 2026, { missing: 'CONFIDENTIAL' }))).problems).toEqual([]);
    expect((await load(row('aste', 2026, { missing: 'CONFIDENTIAL' }))).counts.unchanged).toBe(1);
    const { measurements } = await server.ask(
      '{ measurements(filter: { metric: { is: { slug: { eq: "okm-aste" } } } }) { nodes { level missing } } }',
    );
    expect(measurements.nodes).toEqual([{ level: null, missing: 'CONFIDENTIAL' }]);
  });

  test('keeps a metric from bounds that it is beyond', async () => {
    await load(row('aste', 2027, { level: 5 }));
    const report = await imported(server, { metrics: [{ slug: 'okm-aste', scaleMax: 4 }] });
    expect(codes(report)).toEqual(['/metrics/0/kind OUT_OF_RANGE']);
  });
});

/** What must hold of all that is stored. */
async function doubles(at: TestServer) {
  return at.app.database.read(sql`select m.metric_id from measurement m
    where m.stands <> not exists (select 1 from measurement s where s.supersedes_id = m.id)
    union all select m.metric_id from measurement m where m.stands
    group by m.metric_id, coalesce(m.organisation_id, m.network_id), m.period_start, m.period_end having count(*) > 1`);
}

test('whatever is recorded, corrected, moved and deleted, one stands', async () => {
  const slug = fc.constantFrom('kirjala-p1', 'kirjala-p2', 'kirjala-p3', 'kirjala-p4');
  const given = fc.record(
    {
      slug,
      metric: fc.constantFrom('okm-maara', 'okm-luku'),
      period: fc.constantFrom(2001, 2002),
      number: fc.nat(3),
      supersedes: fc.option(slug),
    },
    { requiredKeys: ['metric', 'period', 'number'] },
  );
  const steps = fc.array(
    fc.oneof(
      fc.record({ bundle: fc.array(given, { minLength: 1, maxLength: 4 }) }),
      fc.record({ gone: slug }),
    ),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const step of all) {
        if ('gone' in step) await mutate('deleteMeasurement', { slug: step.gone });
        else {
          const rows = step.bundle.map((each) => ({ ...each, organisation: 'kirjala' }));
          const made = await load(...rows);
          if (made.applied) {
            const again = await load(...rows);
            expect([again.problems, again.counts.created]).toEqual([[], 0]);
          }
        }
        expect(await doubles(server)).toEqual([]);
      }
    }),
    { numRuns: 15, seed: 20_261_127 },
  );
}, 60_000);

test('the migration mends what was stored: the newest of several stands, and nothing impossible is left', async () => {
  const before = await testServer('empty', {}, { doors: false });
  const number = (n: number) => ({
    ...row('luku', 2000 + n, { number: n }),
    slug: `kirjala-m${n}`,
  });
  await begin(before);
  await before.load({
    measurements: [
      ...[1, 2, 3, 4, 5].map(number),
      { ...number(6), supersedes: 'kirjala-m5' },
      { ...row('maara', 2000, { number: 1 }), slug: 'kirjala-m7' },
      { ...row('aste', 2000, { level: 2 }), slug: 'kirjala-m8' },
      { ...row('raha', 2000, { money: { cents: 3 } }), slug: 'kirjala-m9' },
    ],
  });
  // there were no bounds, and of one period several could stand
  const database = await databaseBefore(
    Measurements,
    before.target,
    { 'event.price_currency': 'currency', 'external_id.value': 'external_id' },
    async (run) => {
      for (const change of [
        "update measurement set period_start = '2001-01-01', period_end = '2001-12-31' where slug in ('kirjala-m1', 'kirjala-m2', 'kirjala-m3', 'kirjala-m6')",
        "update measurement set updated_at = '2030-01-0' || substr(slug, 10) where slug <> 'kirjala-m2'",
        "update measurement set number = 1.5 where slug = 'kirjala-m7'",
        "update measurement set level = 9, missing = 'NOT_DUE' where slug = 'kirjala-m8'",
      ])
        await run(change);
    },
  );
  await before.close();
  const after = await testServer('empty', { database }, { doors: false });
  try {
    expect(await doubles(after)).toEqual([]);
    const { measurements } = await after.ask(
      '{ measurements(first: 20, orderBy: { field: SLUG }) { nodes { slug version supersedes { slug } number level missing money { currency } history { actor changes { field before after } } } } }',
      { key: ADMIN_KEY },
    );
    const rows = new Map<string, Data>(
      measurements.nodes.map((each: Data) => [each.slug.slice(8), each]),
    );
    const chain = [...rows].map(([slug, { supersedes }]) => `${slug} ${supersedes?.slug ?? '-'}`);
    expect(chain).toEqual([
      'm1 kirjala-m2',
      'm2 -',
      'm3 kirjala-m1',
      'm4 -',
      'm5 kirjala-m3',
      'm6 kirjala-m5',
      'm7 -',
      'm8 -',
      'm9 -',
    ]);
    expect(rows.get('m7')!).toMatchObject({ number: null, missing: 'NOT_COLLECTED' });
    expect(rows.get('m8')!).toMatchObject({ level: null, missing: 'NOT_DUE' });
    expect(rows.get('m9')!).toMatchObject({ money: { currency: 'EUR' } });
    expect(rows.get('m7')!.history.at(0)).toMatchObject({ actor: 'migration' });
    expect(rows.get('m4')!.version).toBe(1);
  } finally {
    await after.close();
  }
}, 60_000);
