import 'reflect-metadata';
import fc from 'fast-check';
import { parseDistribution, summary } from '../src/value/distribution';
import { codes, imported } from './support/importing';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  const metric = (name: string, kind: string, more = {}) => ({
    ...{ slug: `okm-${name}`, framework: 'okm-kehys', kind, name },
    ...more,
  });
  await server.load({
    organisations: ['okm', 'kirjala'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    goalFrameworks: [{ slug: 'okm-kehys', owner: 'okm', state: 'PUBLISHED', title: 'K' }],
    metrics: [
      metric('osuus', 'RATIO'),
      metric('aste', 'SCALE', { scaleMin: 1, scaleMax: 5 }),
      metric('maara', 'COUNT'),
    ],
    events: [{ slug: 'kirjala-ilta', owner: 'kirjala', state: 'PUBLISHED', title: 'I' }],
  });
});
afterAll(() => server.close());

const VALUE =
  'level percent ratio numerator denominator basis answers median missing distribution { level count }';
const row = (name: string, period: number, more: object) => ({
  ...{ metric: `okm-${name}`, organisation: 'kirjala', period },
  ...more,
});
const load = (...measurements: object[]) => imported(server, { measurements });
async function valueOf(name: string, period: number): Promise<Data> {
  const { measurements } = await server.ask(`{ measurements(filter: {
    metric: { is: { slug: { eq: "okm-${name}" } } } period: { within: { start: "${period}-01-01", end: "${period}-12-31" } }
  }) { nodes { ${VALUE} } } }`);
  const filled = Object.entries(measurements.nodes[0] as object);
  return Object.fromEntries(filled.filter(([, value]) => value !== null));
}
const STEPS = [
  { level: 2, count: 1 },
  { level: 4, count: 2 },
];

describe('a distribution', () => {
  const steps = fc
    .uniqueArray(fc.record({ level: fc.integer({ min: -9, max: 9 }), count: fc.nat(9) }), {
      selector: ({ level }) => level,
      maxLength: 12,
    })
    .filter((of) => of.some(({ count }) => count > 0));

  test('has the mean and the median of all answers', () => {
    fc.assert(
      fc.property(steps, (of) => {
        const all = of
          .flatMap(({ level, count }) => Array.from({ length: count }, () => level))
          .sort((a, b) => a - b);
        const { answers, mean, median } = summary(parseDistribution(of));
        const middle = [all[(all.length - 1) >> 1]!, all[all.length >> 1]!];
        expect(answers).toBe(all.length);
        expect(mean).toBeCloseTo(all.reduce((a, b) => a + b) / all.length);
        expect(median).toBe((middle[0]! + middle[1]!) / 2);
      }),
    );
  });

  test('is the same however its steps stand, and read again', () => {
    fc.assert(
      fc.property(steps, (of) => {
        const read = parseDistribution(of);
        expect(parseDistribution([...of].reverse())).toEqual(read);
        expect(parseDistribution(read)).toEqual(read);
      }),
    );
  });
});

describe('a share', () => {
  test('may be a percentage alone, and says so', async () => {
    await load(row('osuus', 2025, { percent: 25, approximate: true }));
    expect(await valueOf('osuus', 2025)).toEqual({
      ...{ percent: 25, ratio: 0.25, basis: 'PERCENT_ONLY' },
    });
    expect((await load(row('osuus', 2025, { percent: 25, approximate: true }))).counts.unchanged).toBe(1); // prettier-ignore
  });

  test('says its counts in the place of the percentage, and the other way round', async () => {
    await load(row('osuus', 2026, { percent: 25 }));
    await load(row('osuus', 2026, { numerator: 1, denominator: 4 }));
    expect(await valueOf('osuus', 2026)).toEqual({
      ...{ numerator: 1, denominator: 4, ratio: 0.25, basis: 'COUNTED' },
    });
    await load(row('osuus', 2026, { percent: 30 }));
    expect(await valueOf('osuus', 2026)).toEqual({
      ...{ percent: 30, ratio: 0.3, basis: 'PERCENT_ONLY' },
    });
  });
});

describe('a value on a scale', () => {
  test('follows from its distribution', async () => {
    expect((await load(row('aste', 2025, { distribution: [...STEPS].reverse() }))).problems).toEqual([]); // prettier-ignore
    expect(await valueOf('aste', 2025)).toEqual({
      ...{ distribution: STEPS, answers: 3, median: 4, level: 10 / 3, basis: 'COUNTED' },
    });
    expect((await load(row('aste', 2025, { distribution: STEPS }))).counts.unchanged).toBe(1);
    expect((await load(row('aste', 2025, { distribution: STEPS, level: 3.3 }))).counts.unchanged).toBe(1); // prettier-ignore
    const { exportBundle: bundle } = await server.ask('{ exportBundle }');
    expect((await imported(server, bundle)).counts).toMatchObject({ created: 0, updated: 0 });
  });

  test('may be a mean alone, and says so', async () => {
    await load(row('aste', 2026, { distribution: STEPS }));
    await load(row('aste', 2026, { level: 3.5 }));
    expect(await valueOf('aste', 2026)).toEqual({ level: 3.5, basis: 'MEAN_ONLY' });
    await load(row('aste', 2026, { missing: 'SMALL_N' }));
    expect(await valueOf('aste', 2026)).toEqual({ missing: 'SMALL_N' });
  });

  test('is found by having one', async () => {
    await load(row('aste', 2027, { distribution: STEPS }), row('aste', 2028, { level: 3 }));
    const found = async (isNull: boolean) => {
      const { measurements } = await server.ask(
        `{ measurements(filter: { distribution: { isNull: ${isNull} } period: { within: { start: "2027-01-01" } } }) { nodes { slug } } }`,
      );
      return measurements.nodes.map(({ slug }: Data) => slug);
    };
    expect(await found(false)).toEqual(['kirjala-okm-aste-2027']);
    expect(await found(true)).toEqual(['kirjala-okm-aste-2028']);
  });
});

test.each([
  ['a percentage beside its counts', 'osuus', { percent: 25, numerator: 1, denominator: 4 }, 'percent INVALID'], // prettier-ignore
  ['a percentage of a count', 'maara', { percent: 25 }, 'percent INVALID'],
  ['a distribution of a count', 'maara', { distribution: STEPS }, 'distribution INVALID'],
  ['a step beyond the scale', 'aste', { distribution: [...STEPS, { level: 6, count: 1 }] }, 'distribution/2/level OUT_OF_RANGE'], // prettier-ignore
  ['a step twice', 'aste', { distribution: [...STEPS, { level: 2, count: 1 }] }, 'distribution/2/level INVALID'], // prettier-ignore
  ['answers below none', 'aste', { distribution: [{ level: 2, count: -1 }] }, 'distribution/0/count OUT_OF_RANGE'], // prettier-ignore
  ['nobody', 'aste', { distribution: [{ level: 2, count: 0 }] }, 'distribution OUT_OF_RANGE'],
  ['no steps', 'aste', { distribution: [] }, 'distribution OUT_OF_RANGE'],
  ['a step without a count', 'aste', { distribution: [{ level: 2 }] }, 'distribution/0/count REQUIRED'], // prettier-ignore
  ['no list', 'aste', { distribution: 'x' }, 'distribution INVALID'],
  ['another mean', 'aste', { distribution: STEPS, level: 4 }, 'level INVALID'],
])('a measurement cannot be %s', async (_, name, value, problem) => {
  expect(codes(await load(row(name, 2029, value)))).toEqual([`/measurements/0/${problem}`]);
});

test('a target is told in the same ways', async () => {
  const target = (value: object) => ({ kind: 'BASELINE', period: 2020, ...value });
  const metrics = [
    { slug: 'okm-osuus', targets: [target({ percent: 40 })] },
    { slug: 'okm-aste', targets: [target({ distribution: STEPS })] },
  ];
  await server.load({ metrics });
  const { metrics: found } = await server.ask(
    '{ metrics(filter: { slug: { in: ["okm-osuus", "okm-aste"] } }) { nodes { targets { ratio level median basis } } } }',
  );
  expect(found.nodes.flatMap(({ targets }: Data) => targets)).toEqual([
    { ratio: 0.4, level: null, median: null, basis: 'PERCENT_ONLY' },
    { ratio: null, level: 10 / 3, median: 4, basis: 'COUNTED' },
  ]);
  const wrong = target({ percent: 1, numerator: 1, denominator: 2 });
  const report = await imported(server, { metrics: [{ slug: 'okm-osuus', targets: [wrong] }] });
  expect(codes(report)).toEqual(['/metrics/0/targets/0/percent INVALID']);
});

describe('feedback', () => {
  const question = { question: 'Oliko hyötyä?', scaleMin: 1, scaleMax: 5 };
  const FIVE = [
    { level: 3, count: 2 },
    { level: 5, count: 4 },
  ];
  const put = (feedback: object) =>
    imported(server, {
      events: [{ slug: 'kirjala-ilta', feedback: [{ ...question, ...feedback }] }],
    });

  test('follows from its distribution, or is a mean alone', async () => {
    const asked = async () => {
      const { event } = await server.ask(
        '{ event(slug: "kirjala-ilta") { feedback { answers mean median basis distribution { count } } } }',
      );
      return event.feedback;
    };
    expect((await put({ distribution: FIVE })).problems).toEqual([]);
    const counted = {
      ...{ answers: 6, mean: 26 / 6, median: 5, basis: 'COUNTED' },
      distribution: [{ count: 2 }, { count: 4 }],
    };
    expect(await asked()).toEqual([counted]);
    expect((await put({ distribution: FIVE })).counts.unchanged).toBe(1);
    await put({ answers: 7, mean: 4.5 });
    const alone = { answers: 7, mean: 4.5, median: null, basis: 'MEAN_ONLY', distribution: null };
    expect(await asked()).toEqual([alone]);
  });

  test.each([
    ['no mean', { answers: 5 }, 'mean REQUIRED'],
    ['other answers', { distribution: FIVE, answers: 5 }, 'answers INVALID'],
    ['another mean', { distribution: FIVE, mean: 3 }, 'mean INVALID'],
    ['a step beyond the scale', { distribution: [{ level: 0, count: 9 }, { level: 5, count: 9 }] }, 'distribution/0/level OUT_OF_RANGE'], // prettier-ignore
  ])('cannot have %s', async (_, wrong, problem) => {
    expect(codes(await put(wrong))).toEqual([`/events/0/feedback/0/${problem}`]);
  });
});
