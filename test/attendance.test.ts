import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let editor: string;
let reader: string;
let stranger: string;
const GUESTS = Array.from({ length: 6 }, (_, i) => `vieras-${i}`);
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: ['kirjala', 'toinen', ...GUESTS].map((slug) => ({
      slug,
      name: slug,
      kind: 'MUNICIPAL_LIBRARY',
    })),
    plans: [
      {
        slug: 'kirjala-suunnitelma',
        owner: 'kirjala',
        state: 'PUBLISHED',
        kind: 'TRAINING_PLAN',
        title: 'Suunnitelma',
        period: { start: '2026-01-01', end: '2026-12-31' },
      },
    ],
    actions: [
      { slug: 'kirjala-pajat', plan: 'kirjala-suunnitelma', title: 'Pajat', form: 'WORKSHOP' },
    ],
  });
  editor = await keyFor(server, 'EDITOR', 'kirjala');
  reader = await keyFor(server, 'READER', 'kirjala');
  stranger = await keyFor(server, 'EDITOR', 'toinen');
});
afterAll(() => server.close());

async function call(name: string, input: object, key: string | undefined = editor): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const { data, errors } = await server.send(
    `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code field } } }`,
    { variables: { input }, key },
  );
  return errors ? { refused: errors[0]!.extensions.code } : data![name];
}

let made = 0;
async function held(counts: number[]): Promise<string> {
  const slug = `kirjala-${++made}`;
  const owner = { slug: 'kirjala' };
  await call('putEvent', { slug, owner, state: 'PUBLISHED', title: { fi: slug } });
  const attendance = counts.map((count, i) => ({ count, organisation: { slug: GUESTS[i] } }));
  expect(await call('recordAttendance', { slug, attendance })).toMatchObject({ userErrors: [] });
  return slug;
}
const COUNTED = 'status attendanceTotal attendance { count organisation { slug } }';
const read = async (slug: string, key?: string): Promise<Data> =>
  (await server.ask(`{ event(slug: "${slug}") { ${COUNTED} } }`, { key })).event;
const counts = ({ attendance }: Data) => attendance.map(({ count }: Data) => count);

test.each([
  [[12, 7, 5], [12, 7, 5]],
  [[12, 4, 3], [12]],
  [[12, 7, 4], [12]],
  [[7, 12, 4], [12]],
  [[12, 5, 5, 1], [12, 5]],
  [[12, 0, 7], [12, 0, 7]],
  [[12, 0, 4], [0]],
  [[4], []],
  [[4, 0], [0]],
  [[4, 3, 2, 1], []],
  [[5], [5]],
  [[], []],
])('of the counts %j everybody sees %j, and the sum of all', async (given, shown) => {
  const slug = await held(given);
  const sum = given.length > 0 ? given.reduce((a, b) => a + b, 0) : null;
  for (const key of [undefined, stranger]) {
    const event = await read(slug, key);
    expect(counts(event)).toEqual(shown);
    expect(event).toMatchObject({ status: 'HELD', attendanceTotal: sum });
  }
  for (const key of [editor, reader, ADMIN_KEY]) {
    const event = await read(slug, key);
    expect(counts(event)).toEqual(given);
    expect(event).toMatchObject({ attendanceTotal: sum });
  }
}); // prettier-ignore

test('no single count that is hidden can be worked out from the sum and the others', async () => {
  for (let first = 0; first <= 7; first++)
    for (let second = 0; second <= 7; second++) {
      const given = [first, second, 9];
      const event = await read(await held(given));
      const shown = counts(event);
      const hidden = given.filter((each) => each > 0).length - shown.filter(Boolean).length;
      expect({ given, shown, alone: hidden === 1 }).toEqual({ given, shown, alone: false });
      expect(event.attendanceTotal).toBe(first + second + 9);
    }
});

test('what is recorded replaces what was, and shows by the new numbers', async () => {
  const slug = await held([12, 4, 3]);
  const attendance = [{ count: 20, organisation: { slug: 'vieras-0' } }, { count: 6 }];
  await call('recordAttendance', { slug, attendance });
  expect(await read(slug)).toMatchObject({
    attendanceTotal: 26,
    attendance: [{ count: 20 }, { count: 6 }],
  });
  expect(await call('recordAttendance', { slug, attendance })).toMatchObject({
    result: 'UNCHANGED',
  });
  await call('recordAttendance', { slug, attendance: [] });
  expect(await read(slug)).toMatchObject({ attendanceTotal: null, attendance: [], status: 'HELD' });
});

test('no filter, count or order tells of a count that is hidden', async () => {
  const slug = await held([12, 4, 3]);
  const matches = async (where: string, key?: string) => {
    const query = `{ events(filter: { slug: { eq: "${slug}" }, attendance: ${where} }) { totalCount } }`;
    return (await server.ask(query, { key })).events.totalCount as number;
  };
  for (const [where, seen, whole] of [
    ['{ some: { count: { lt: 5 } } }', 0, 1],
    ['{ some: { count: { eq: 4 } } }', 0, 1],
    ['{ some: { organisation: { is: { slug: { eq: "vieras-1" } } } } }', 0, 1],
    ['{ none: { count: { lt: 5 } } }', 1, 0],
    ['{ every: { count: { gte: 5 } } }', 1, 0],
    ['{ count: { eq: 3 } }', 0, 1],
    ['{ count: { eq: 1 } }', 1, 0],
    ['{ some: { count: { eq: 12 } } }', 1, 1],
  ] as const) {
    for (const key of [undefined, stranger])
      expect({ where, found: await matches(where, key) }).toEqual({ where, found: seen });
    expect({ where, found: await matches(where, reader) }).toEqual({ where, found: whole });
  }
});

test('the changes, the export and the feeds without a key do not tell either', async () => {
  const slug = await held([12, 4, 3]);
  for (const form of ['calendar.ics', 'events.csv', 'events.atom', 'events.jsonld']) {
    const text = await (await fetch(`${server.url}/${form}?text=${slug}`)).text();
    expect(text).not.toMatch(/vieras-1|attendance/i);
  }
});

test('answers of fewer than five do not show without a key of the owner', async () => {
  const slug = await held([12]);
  const feedback = [4, 5, 30].map((answers) => ({
    question: { fi: `Kysymys ${answers}` },
    answers,
    mean: 4.2,
    scaleMin: 1,
    scaleMax: 5,
  }));
  expect(await call('recordFeedback', { slug, feedback })).toMatchObject({ userErrors: [] });
  const seen = async (key?: string) => {
    const query = `{ event(slug: "${slug}") { feedback { answers } } }`;
    const { event } = await server.ask(query, { key });
    return event.feedback.map(({ answers }: Data) => answers);
  };
  expect(await seen()).toEqual([5, 30]);
  expect(await seen(stranger)).toEqual([5, 30]);
  expect(await seen(reader)).toEqual([4, 5, 30]);
  const few = `{ events(filter: { slug: { eq: "${slug}" }, feedback: { some: { answers: { lt: 5 } } } }) { totalCount } }`;
  expect((await server.ask(few)).events.totalCount).toBe(0);
  expect((await server.ask(few, { key: reader })).events.totalCount).toBe(1);
});

test.each([
  ['recordAttendance', { attendance: [{ count: 7 }] }],
  [
    'recordFeedback',
    { feedback: [{ question: { fi: 'K' }, answers: 9, mean: 1, scaleMin: 1, scaleMax: 5 }] },
  ],
])('%s is for EDITORs of the owner', async (name, more) => {
  const slug = await held([12]);
  expect(await call(name, { slug, ...more }, reader)).toMatchObject({ refused: 'FORBIDDEN' });
  expect(await call(name, { slug, ...more }, stranger)).toMatchObject({
    userErrors: [{ code: 'FORBIDDEN' }],
  });
  const before = await read(slug);
  expect(before).toMatchObject({ attendanceTotal: 12 });
});

test('an EDITOR of another organisation cannot find hidden counts by guessing', async () => {
  const slug = await held([12, 4, 3]);
  const guess = (counts: number[]) => {
    const attendance = counts.map((count, i) => ({ count, organisation: { slug: GUESTS[i] } }));
    return call('recordAttendance', { slug, attendance }, stranger);
  };
  expect(await guess([12, 4, 3])).toEqual(await guess([12, 3, 4]));
});

describe('a delivery', () => {
  const delivery = (more: object = {}) => ({
    action: { slug: 'kirjala-pajat' },
    title: { fi: 'Kevään paja' },
    timing: { edtf: '2026-04' },
    ...more,
  });

  test('is recorded once: the same title at the same time is a DUPLICATE', async () => {
    expect(await call('recordDelivery', delivery())).toMatchObject({ result: 'CREATED' });
    for (const same of [{}, { title: { fi: 'KEVÄÄN paja' } }, { count: 3 }])
      expect(await call('recordDelivery', delivery(same))).toMatchObject({
        userErrors: [{ code: 'DUPLICATE', field: ['title'] }],
      });
    for (const other of [{ title: { fi: 'Syksyn paja' } }, { timing: { edtf: '2026-05' } }])
      expect(await call('recordDelivery', delivery(other))).toMatchObject({ result: 'CREATED' });
    const query = '{ deliveries { totalCount } }';
    expect((await server.ask(query)).deliveries.totalCount).toBe(3);
  });

  test('is recorded by EDITORs of the owner', async () => {
    const other = delivery({ title: { fi: 'Vieras' } });
    expect(await call('recordDelivery', other, reader)).toMatchObject({ refused: 'FORBIDDEN' });
    expect(await call('recordDelivery', other, stranger)).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });
});
