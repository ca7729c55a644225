import fc from 'fast-check';
import { EventStatus } from '../src/event/event.entity';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let editor: string;
let now = new Date('2026-03-01T10:00:00.000Z');
beforeAll(async () => {
  server = await testServer('empty', { clock: () => now });
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
  });
  editor = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

const FIELDS =
  'slug version sequence sequencedAt status timing { start end } previousTiming { start }';

async function call(name: string, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  now = new Date(now.getTime() + 60_000);
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { event { ${FIELDS} } result userErrors { code field } } }`,
    { variables: { input }, key: editor },
  );
  return data[name];
}
const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

let made = 0;
const TIMING = { start: '2026-04-23T09:30', end: '2026-04-23T11:00' };
const LATER = { start: '2026-05-07T09:30', end: '2026-05-07T11:00' };
async function make(more: object = {}): Promise<string> {
  const slug = `kirjala-${++made}`;
  const owner = { slug: 'kirjala' };
  const put = await call('putEvent', {
    slug,
    owner,
    title: { fi: 'Paja' },
    timing: TIMING,
    ...more,
  });
  expect(codes(put)).toEqual([]);
  return slug;
}
const read = async (slug: string): Promise<Data> =>
  (await server.ask(`{ event(slug: "${slug}") { ${FIELDS} } }`, { key: editor })).event;

const { PLANNED, CONFIRMED, RESCHEDULED, CANCELLED, HELD } = EventStatus;
const STEPS: Record<EventStatus, EventStatus[]> = {
  PLANNED: [CONFIRMED, RESCHEDULED, CANCELLED, HELD],
  CONFIRMED: [PLANNED, RESCHEDULED, CANCELLED, HELD],
  RESCHEDULED: [PLANNED, CONFIRMED, CANCELLED, HELD],
  CANCELLED: [PLANNED],
  HELD: [PLANNED],
};
const inStatus = (status: EventStatus) =>
  make({ status, ...(status === RESCHEDULED && { previousTiming: { start: '2026-04-01' } }) });

describe.each(Object.values(EventStatus))('what is %s', (from) => {
  test.each(Object.values(EventStatus))(
    'becomes %s only where there is such a step',
    async (to) => {
      const slug = await inStatus(from);
      const put = await call('putEvent', {
        slug,
        status: to,
        previousTiming: { start: '2026-04-01' },
      });
      const allowed = from === to || STEPS[from].includes(to);
      expect(codes(put)).toEqual(allowed ? [] : ['status WRONG_STATE']);
      expect((await read(slug)).status).toBe(allowed ? to : from);
    },
  );
});

test('what is moved keeps the time that it had last', async () => {
  const slug = await make({ status: CONFIRMED });
  const moved = await call('rescheduleEvent', { slug, timing: LATER });
  expect(moved.event).toMatchObject({
    status: RESCHEDULED,
    timing: LATER,
    previousTiming: { start: TIMING.start },
  });
  await call('rescheduleEvent', { slug, timing: { start: '2026-06-01T12:00' } });
  expect(await read(slug)).toMatchObject({
    timing: { start: '2026-06-01T12:00', end: null },
    previousTiming: { start: LATER.start },
  });
});

test('to move something to where it is changes nothing but asks for the time before', async () => {
  const slug = await make();
  expect(codes(await call('rescheduleEvent', { slug, timing: TIMING }))).toEqual([
    'previousTiming REQUIRED',
  ]);
  await call('rescheduleEvent', { slug, timing: LATER });
  expect(await call('rescheduleEvent', { slug, timing: LATER })).toMatchObject({
    result: 'UNCHANGED',
    event: { sequence: 1, previousTiming: { start: TIMING.start } },
  });
});

test('what is cancelled is not moved before it is planned anew', async () => {
  const slug = await make();
  expect((await call('cancelEvent', { slug })).event).toMatchObject({ status: CANCELLED });
  expect(codes(await call('rescheduleEvent', { slug, timing: LATER }))).toEqual([' WRONG_STATE']);
  expect(await read(slug)).toMatchObject({ status: CANCELLED, timing: TIMING });
  expect(codes(await call('putEvent', { slug, status: PLANNED }))).toEqual([]);
  expect(codes(await call('rescheduleEvent', { slug, timing: LATER }))).toEqual([]);
});

test('what is held is neither moved nor cancelled', async () => {
  const slug = await make({ status: HELD });
  expect(codes(await call('rescheduleEvent', { slug, timing: LATER }))).toEqual([
    'status WRONG_STATE',
  ]);
  expect(codes(await call('cancelEvent', { slug }))).toEqual(['status WRONG_STATE']);
});

test('to cancel again changes nothing', async () => {
  const slug = await make();
  await call('cancelEvent', { slug });
  expect(await call('cancelEvent', { slug })).toMatchObject({
    result: 'UNCHANGED',
    event: { version: 2, sequence: 1 },
  });
});

test('a stale version is refused by each step', async () => {
  const slug = await make();
  await call('putEvent', { slug, title: { fi: 'Toinen' } });
  for (const [name, more] of [
    ['rescheduleEvent', { timing: LATER }],
    ['cancelEvent', {}],
    ['recordAttendance', { attendance: [{ count: 7 }] }],
  ] as const)
    expect(codes(await call(name, { slug, expectedVersion: 1, ...more }))).toEqual([
      expect.stringMatching(/VERSION|CONFLICT|STALE/),
    ]);
});

/** Changes that an event may undergo, and what of it they are to subscribers. */
const TITLES = ['Paja', 'Työpaja', 'Päivä'].map((fi) => ({ title: { fi } }));
const TIMINGS = [TIMING, LATER, { ...TIMING, end: '2026-04-23T12:00' }].map((timing) => ({
  timing,
}));
const STATUSES = [PLANNED, CONFIRMED, CANCELLED, HELD].map((status) => ({ status }));
const NOTICED = [
  ...TITLES,
  ...TIMINGS,
  ...[null, 'Sali', 'Aula'].map((venue) => ({ venue })),
  ...[null, 'Katu 1', 'Katu 2'].map((address) => ({ address })),
  ...[null, 'https://a.example/', 'https://b.example/'].map((url) => ({ url })),
  ...[null, 'https://r.example/'].map((registrationUrl) => ({ registrationUrl })),
  ...STATUSES,
];
const UNNOTICED: object[] = [
  { summary: { fi: 'Yksi' } },
  { summary: null },
  { languages: ['fi'] },
  { languages: ['sv', 'fi'] },
  { capacity: 10 },
  { modalities: ['REMOTE'] },
  { recordingUrl: 'https://v.example/' },
  { edition: 3 },
  { audiences: ['LIBRARY_STAFF'] },
  { participations: [{ role: 'ORGANISER', organisation: { slug: 'kirjala' } }] },
  { state: 'PUBLISHED' },
  { state: 'DRAFT' },
];
const told = ({ status, title, timing, ...place }: Data) =>
  JSON.stringify([title, timing, place.venue, place.address, place.url, place.registrationUrl, status === PLANNED ? 0 : status === CANCELLED ? 1 : 2]); // prettier-ignore

test('the sequence grows by one with what subscribers must notice, and with nothing else', async () => {
  const change = fc.tuple(fc.constantFrom(...NOTICED, {}), fc.constantFrom(...UNNOTICED, {}));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const slug = await make();
      const first = { ...TITLES[0], ...TIMINGS[0], status: PLANNED };
      let state: Data = { ...first, venue: null, address: null, url: null, registrationUrl: null };
      let { sequence, sequencedAt } = await read(slug);
      expect([sequence, sequencedAt]).toEqual([0, now.toISOString()]);
      for (const [noticed, unnoticed] of changes) {
        const next = { ...state, ...noticed };
        const put = await call('putEvent', { slug, ...noticed, ...unnoticed });
        if (put.userErrors.length > 0) continue; // there is no such step
        const grows = told(next) !== told(state);
        const was = { sequence, sequencedAt };
        ({ sequence, sequencedAt } = await read(slug));
        expect({ noticed, unnoticed, sequence, sequencedAt }).toEqual({
          noticed,
          unnoticed,
          sequence: was.sequence + (grows ? 1 : 0),
          sequencedAt: grows ? now.toISOString() : was.sequencedAt,
        });
        state = next;
      }
    }),
    { numRuns: 60 },
  );
});

test('attendance and feedback do not trouble subscribers, but that it was held after all does', async () => {
  const slug = await make({ status: CONFIRMED });
  const recorded = await call('recordAttendance', { slug, attendance: [{ count: 9 }] });
  expect(recorded.event).toMatchObject({ status: HELD, sequence: 0 });
  const planned = await make();
  const attendance = [{ count: 9 }];
  expect((await call('recordAttendance', { slug: planned, attendance })).event).toMatchObject({
    status: HELD,
    sequence: 1,
  });
});

test('who is no EDITOR of the owner takes no step', async () => {
  const slug = await make({ state: 'PUBLISHED' });
  await server.load({
    organisations: [{ slug: 'toinen', name: 'Toinen', kind: 'MUNICIPAL_LIBRARY' }],
  });
  const strangers = [undefined, await keyFor(server, 'READER', 'kirjala'), await keyFor(server, 'EDITOR', 'toinen')]; // prettier-ignore
  for (const [name, more] of [
    ['rescheduleEvent', { timing: LATER }],
    ['cancelEvent', {}],
    ['recordAttendance', { attendance: [{ count: 7 }] }],
    ['recordFeedback', { feedback: [] }],
  ] as const) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    for (const key of strangers) {
      const { data, errors } = await server.send(
        `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code } } }`,
        { variables: { input: { slug, ...more } }, key },
      );
      const refused = [
        ...(errors ?? []).map(({ extensions }) => extensions.code),
        ...(data?.[name]?.userErrors ?? []).map(({ code }: Data) => code),
      ];
      expect({ name, refused }).toEqual({ name, refused: [expect.stringMatching(/FORBIDDEN|UNAUTHENTICATED/)] }); // prettier-ignore
    }
  }
  expect(await read(slug)).toMatchObject({ version: 1, status: PLANNED });
});
