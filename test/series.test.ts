import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';
import { lint } from '../src/lint/lint';
import { keyFor } from './support/keys';

let server: TestServer;
let editor: string;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [
      { slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' },
      { slug: 'toinen', name: 'Toinen', kind: 'MUNICIPAL_LIBRARY' },
    ],
    themes: [{ slug: 'tekoaly', label: 'Tekoäly' }],
  });
  editor = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

async function call(name: string, input: object, key = editor): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { result changedFields userErrors { code field message } } }`,
    { variables: { input }, key },
  );
  return data[name];
}

const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

const EVENTS = `query ($slug: String!) {
  eventSeries(slug: $slug) {
    id uid version sequence exceptions
    events(first: 100) {
      nodes {
        slug uid originalStart status sequence state title { value } venue
        timing { start end } previousTiming { start }
        languages themes { slug } participations { role organisation { slug } }
      }
    }
  }
}`;
async function seriesOf(slug: string): Promise<Data> {
  const { eventSeries } = await server.ask(EVENTS, { variables: { slug }, key: editor });
  return eventSeries;
}
const occurrences = async (slug: string): Promise<Data[]> => (await seriesOf(slug)).events.nodes;
const starts = async (slug: string) =>
  (await occurrences(slug)).map(({ timing }) => timing.start as string);

let count = 0;
/** A weekly series of the given number of mornings from 12 March 2026, over the change to summer time. */
async function weekly(more: object = {}): Promise<string> {
  const slug = `kirjala-sarja-${++count}`;
  const made = await call('putEventSeries', {
    slug,
    owner: { slug: 'kirjala' },
    state: 'PUBLISHED',
    title: { fi: 'Kirjakahvit' },
    timing: { start: '2026-03-12T09:00', end: '2026-03-12T10:30' },
    rrule: 'FREQ=WEEKLY;COUNT=4',
    languages: ['fi'],
    themes: [{ slug: 'tekoaly' }],
    participations: [{ role: 'ORGANISER', organisation: { slug: 'kirjala' } }],
    ...more,
  });
  expect(made).toMatchObject({ result: 'CREATED', userErrors: [] });
  return slug;
}

test('a series makes an event for each start that its rule gives, at the same hour through summer time', async () => {
  const slug = await weekly();
  const { uid, events } = await seriesOf(slug);
  expect(events.nodes).toHaveLength(4);
  expect(events.nodes[3]).toEqual({
    slug: `${slug}-20260402`,
    uid,
    originalStart: '2026-04-02T09:00',
    status: 'PLANNED',
    sequence: 0,
    state: 'PUBLISHED',
    title: { value: 'Kirjakahvit' },
    venue: null,
    timing: { start: '2026-04-02T09:00', end: '2026-04-02T10:30' },
    previousTiming: { start: null },
    languages: ['fi'],
    themes: [{ slug: 'tekoaly' }],
    participations: [{ role: 'ORGANISER', organisation: { slug: 'kirjala' } }],
  });
  expect(new Set(events.nodes.map((each: Data) => each.uid))).toEqual(new Set([uid]));
});

test('whole days recur too, each as long as the first', async () => {
  const slug = await weekly({
    timing: { start: '2026-05-30', end: '2026-05-31' },
    rrule: 'FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20260831',
  });
  expect((await occurrences(slug)).map(({ timing }) => timing)).toEqual([
    { start: '2026-05-30', end: '2026-05-31' },
    { start: '2026-06-27', end: '2026-06-28' },
    { start: '2026-07-25', end: '2026-07-26' },
    { start: '2026-08-29', end: '2026-08-30' },
  ]);
});

test('what changes in a series changes in its occurrences, but not what was changed there', async () => {
  const slug = await weekly();
  await call('putEvent', { slug: `${slug}-20260319`, title: { fi: 'Runokahvit' } });
  await call('rescheduleEvent', {
    slug: `${slug}-20260326`,
    timing: { start: '2026-03-27T12:00', end: '2026-03-27T13:00' },
  });
  await call('cancelEvent', { slug: `${slug}-20260402` });
  await call('putEventSeries', {
    slug,
    title: { fi: null, sv: 'Bokkaffe' },
    venue: 'Sali',
    languages: ['sv'],
    participations: [],
    timing: { start: '2026-03-12T10:00', end: '2026-03-12T11:00' },
  });
  const rows = await occurrences(slug);
  expect(
    rows.map((each) => [
      each.originalStart,
      each.title.value,
      each.timing.start,
      each.timing.end,
      each.status,
      each.venue,
      each.languages,
      each.participations,
    ]),
  ).toEqual([
    ['2026-03-12T10:00', 'Bokkaffe', '2026-03-12T10:00', '2026-03-12T11:00', 'PLANNED', 'Sali', ['sv'], []],
    ['2026-03-19T10:00', 'Runokahvit', '2026-03-19T10:00', '2026-03-19T11:00', 'PLANNED', 'Sali', ['sv'], []],
    ['2026-03-26T10:00', 'Bokkaffe', '2026-03-27T12:00', '2026-03-27T13:00', 'RESCHEDULED', 'Sali', ['sv'], []],
    ['2026-04-02T10:00', 'Bokkaffe', '2026-04-02T10:00', '2026-04-02T11:00', 'CANCELLED', 'Sali', ['sv'], []],
  ]); // prettier-ignore
  expect(rows[2]!.previousTiming).toEqual({ start: '2026-03-26T09:00' });
});

test('a shorter rule takes away what is as it was made, and lets go of what has something of its own', async () => {
  const slug = await weekly();
  await call('cancelEvent', { slug: `${slug}-20260402` });
  await call('putEventSeries', { slug, rrule: 'FREQ=WEEKLY;COUNT=2' });
  expect(
    (await occurrences(slug)).map(({ originalStart, status }) => [originalStart, status]),
  ).toEqual([
    ['2026-03-12T09:00', 'PLANNED'],
    ['2026-03-19T09:00', 'PLANNED'],
    [null, 'CANCELLED'],
  ]);
  const { event } = await server.ask(
    `{ event(slug: "${slug}-20260402") { id uid series { slug } } event2: event(slug: "${slug}-20260326") { id } }`,
  );
  expect(event).toMatchObject({ uid: event.id, series: { slug } });
  await call('putEventSeries', { slug, rrule: 'FREQ=WEEKLY;COUNT=3' });
  expect(await starts(slug)).toEqual([
    '2026-03-12T09:00',
    '2026-03-19T09:00',
    '2026-03-26T09:00',
    '2026-04-02T09:00',
  ]);
});

test('an exception takes an occurrence away, and a deleted occurrence leaves an exception', async () => {
  const slug = await weekly({ exceptions: ['2026-03-19T09:00'] });
  expect(await starts(slug)).toEqual(['2026-03-12T09:00', '2026-03-26T09:00', '2026-04-02T09:00']);
  expect(await call('deleteEvent', { slug: `${slug}-20260326` })).toMatchObject({
    result: 'DELETED',
    userErrors: [],
  });
  expect(await seriesOf(slug)).toMatchObject({
    exceptions: ['2026-03-19T09:00', '2026-03-26T09:00'],
    version: 2,
    sequence: 1,
  });
  await call('putEventSeries', { slug, title: { fi: 'Muu' } });
  expect(await starts(slug)).toEqual(['2026-03-12T09:00', '2026-04-02T09:00']);
  await call('putEventSeries', { slug, exceptions: [] });
  expect(await starts(slug)).toHaveLength(4);
});

test('an occurrence that is taken out of its series leaves an exception, and has a calendar id of its own', async () => {
  const slug = await weekly();
  await call('putEvent', { slug: `${slug}-20260319`, series: null, originalStart: null });
  const { event } = await server.ask(`{ event(slug: "${slug}-20260319") { id uid } }`);
  expect(event.uid).toBe(event.id);
  expect(await seriesOf(slug)).toMatchObject({ exceptions: ['2026-03-19T09:00'] });
});

test('a series goes with its occurrences; what has something of its own stays by itself', async () => {
  const slug = await weekly();
  await call('putEvent', {
    slug: `${slug}-juhla`,
    owner: { slug: 'kirjala' },
    title: { fi: 'Juhla' },
    series: { slug },
  });
  const { event } = await server.ask(
    `{ event(slug: "${slug}-juhla") { languages originalStart themes { slug } } }`,
    { key: editor },
  );
  expect(event).toEqual({ languages: ['fi'], originalStart: null, themes: [{ slug: 'tekoaly' }] });
  await call('recordAttendance', { slug: `${slug}-20260312`, attendance: [{ count: 12 }] });
  await call('putEvent', {
    slug: `${slug}-20260319`,
    externalIds: [{ system: 'kirjala.kalenteri', value: slug }],
  });
  expect(await call('deleteEventSeries', { slug })).toMatchObject({ result: 'DELETED' });
  const { events } = await server.ask(
    `{ events(filter: { slug: { startsWith: "${slug}" } }, orderBy: { field: SLUG }) { nodes { slug originalStart series { slug } } } }`,
    { key: ADMIN_KEY },
  );
  expect(events.nodes).toEqual(
    ['20260312', 'juhla'].map((end) => ({
      slug: `${slug}-${end}`,
      originalStart: null,
      series: null,
    })),
  );
});

test('a series shows, hides and freezes its occurrences with itself', async () => {
  const slug = await weekly({ state: 'DRAFT' });
  const seen = async () => {
    const query = `{ events(filter: { slug: { startsWith: "${slug}" } }) { totalCount } }`;
    return (await server.ask(query)).events.totalCount as number;
  };
  expect(await seen()).toBe(0);
  await call('publishEventSeries', { slug });
  expect(await seen()).toBe(4);
  await call('archiveEventSeries', { slug });
  expect(codes(await call('cancelEvent', { slug: `${slug}-20260312` }))).toEqual([' WRONG_STATE']);
  await call('publishEventSeries', { slug });
  await call('withdrawEventSeries', { slug });
  expect(await seen()).toBe(0);
});

test('a series that is called off calls off what is not held, also what was moved or confirmed', async () => {
  const slug = await weekly();
  await call('recordAttendance', { slug: `${slug}-20260312`, attendance: [{ count: 12 }] });
  await call('putEvent', { slug: `${slug}-20260319`, status: 'CONFIRMED' });
  const timing = { start: '2026-03-27T12:00', end: '2026-03-27T13:00' };
  await call('rescheduleEvent', { slug: `${slug}-20260326`, timing });
  await call('putEventSeries', { slug, status: 'CANCELLED' });
  expect((await occurrences(slug)).map(({ status }) => status)).toEqual([
    'HELD',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ]);
  const feed = await (
    await fetch(`${server.url}/series/${slug}/calendar.ics?start=2026-03-01`)
  ).text();
  expect(feed.match(/STATUS:\w+/g)).toEqual([
    'STATUS:CONFIRMED',
    ...Array<string>(3).fill('STATUS:CANCELLED'),
  ]);
});

test('what has been held stays as it was held', async () => {
  const slug = await weekly();
  await call('recordAttendance', { slug: `${slug}-20260312`, attendance: [{ count: 12 }] });
  await call('putEventSeries', {
    slug,
    title: { fi: 'Muu' },
    timing: { start: '2026-03-12T14:00', end: '2026-03-12T15:00' },
  });
  const rows = await occurrences(slug);
  expect(
    rows.map(({ originalStart, title, timing }) => [originalStart, title.value, timing.start]),
  ).toEqual([
    ['2026-03-12T14:00', 'Kirjakahvit', '2026-03-12T09:00'],
    ...['19', '26'].map((day) => [`2026-03-${day}T14:00`, 'Muu', `2026-03-${day}T14:00`]),
    ['2026-04-02T14:00', 'Muu', '2026-04-02T14:00'],
  ]);
});

test('whose wording a title is follows too, and so does the next title', async () => {
  const slug = await weekly({ title: { fi: 'Kahvit', sv: 'Kaffe', ownWords: ['sv'] } });
  await call('putEventSeries', { slug, title: { sv: 'Kaffe', ownWords: [] } });
  await call('putEventSeries', { slug, title: { fi: 'Uudet kahvit' } });
  const { event } = await server.ask(
    `{ event(slug: "${slug}-20260319") { title { translations { value ownWords } } } }`,
  );
  expect(event.title.translations).toEqual([
    { value: 'Uudet kahvit', ownWords: false },
    { value: 'Kaffe', ownWords: false },
  ]);
});

test('an archived occurrence stays as it is while its series changes', async () => {
  const slug = await weekly();
  await call('archiveEvent', { slug: `${slug}-20260319` });
  expect(codes(await call('putEventSeries', { slug, title: { fi: 'Muu' } }))).toEqual([]);
  expect((await occurrences(slug)).map(({ title }) => title.value)).toEqual([
    'Muu',
    'Kirjakahvit',
    'Muu',
    'Muu',
  ]);
});

test('exceptions that the rule does not give any more are none', async () => {
  const slug = await weekly();
  await call('deleteEvent', { slug: `${slug}-20260402` });
  const shorter = await call('putEventSeries', { slug, rrule: 'FREQ=WEEKLY;COUNT=3' });
  expect(codes(shorter)).toEqual([]);
  expect(await seriesOf(slug)).toMatchObject({ exceptions: [] });
});

test('an occurrence that was taken out can be put back', async () => {
  const slug = await weekly();
  const one = { slug: `${slug}-20260319` };
  await call('putEvent', { ...one, originalStart: null });
  expect(await seriesOf(slug)).toMatchObject({ exceptions: ['2026-03-19T09:00'] });
  const back = await call('putEvent', { ...one, originalStart: '2026-03-19T09:00' });
  expect(codes(back)).toEqual([]);
  expect(await seriesOf(slug)).toMatchObject({ exceptions: [] });
  expect(await starts(slug)).toHaveLength(4);
});

test('what one bundle gives of a series and of its occurrences holds, and again changes nothing', async () => {
  const slug = await weekly();
  const bundle = {
    eventSeriesList: [{ slug, title: 'Uusi' }],
    events: [{ slug: `${slug}-20260319`, title: 'Kirjakahvit' }],
  };
  await server.load(bundle);
  const titles = async () => (await occurrences(slug)).map(({ title }) => title.value as string);
  expect(await titles()).toEqual(['Uusi', 'Kirjakahvit', 'Uusi', 'Uusi']);
  const again = await server.load(bundle);
  expect(again.rows.map(({ result }) => result)).toEqual(['UNCHANGED', 'UNCHANGED']);
  const shorter = { slug, rrule: 'FREQ=WEEKLY;COUNT=1' };
  const given = { slug: `${slug}-20260326`, originalStart: '2026-03-26T09:00' };
  await expect(server.load({ eventSeriesList: [shorter], events: [given] })).rejects.toThrow(
    '/events/0/originalStart INVALID',
  );
});

test('a bundle brings a series with occurrences of their own, and bringing it again changes nothing', async () => {
  const bundle = {
    eventSeriesList: [
      {
        slug: 'kirjala-tuotu',
        owner: 'kirjala',
        title: 'Tuotu',
        timing: { start: '2026-09-01T18:00', end: '2026-09-01T19:00' },
        rrule: 'FREQ=WEEKLY;COUNT=3',
      },
    ],
    events: [
      {
        slug: 'kirjala-tuotu-siirretty',
        owner: 'kirjala',
        title: 'Tuotu',
        series: 'kirjala-tuotu',
        originalStart: '2026-09-08T18:00',
        timing: { start: '2026-09-09T18:00', end: '2026-09-09T19:00' },
      },
    ],
  };
  await server.load(bundle);
  expect(await starts('kirjala-tuotu')).toEqual([
    '2026-09-01T18:00',
    '2026-09-09T18:00',
    '2026-09-15T18:00',
  ]);
  const again = await server.load(bundle);
  expect(again.rows.map(({ result }) => result)).toEqual(['UNCHANGED', 'UNCHANGED']);
});

test('exported with its series, an occurrence comes back as it was', async () => {
  const slug = await weekly();
  await call('cancelEvent', { slug: `${slug}-20260319` });
  const other = await testServer('empty');
  try {
    const { exportBundle } = await server.ask('{ exportBundle }', { key: ADMIN_KEY });
    await other.load(exportBundle);
    const again = await other.ask('{ exportBundle }', { key: ADMIN_KEY });
    expect(again.exportBundle).toEqual(exportBundle);
  } finally {
    await other.close();
  }
});

const HERE = { owner: { slug: 'kirjala' }, title: { fi: 'Väärä' } };
const first = { start: '2026-03-12T09:00', end: '2026-03-12T10:00' };
test.each([
  ['FREQ=WEEKLY', 'rrule INVALID'],
  ['FREQ=WEEKLY;COUNT=501', 'rrule OUT_OF_RANGE'],
  ['FREQ=DAILY;UNTIL=20991231', 'rrule OUT_OF_RANGE'],
  ['FREQ=HOURLY;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;COUNT=3;UNTIL=20260401', 'rrule INVALID'],
  ['FREQ=WEEKLY;COUNT=3;COUNT=4', 'rrule INVALID'],
  ['FREQ=WEEKLY;BYDAY=XX;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;BYDAY=TH,;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYMONTHDAY=12;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYWEEKNO=11;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYWEEKNO=11;BYDAY=TH;INTERVAL=2;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=TH;BYSETPOS=2;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;UNTIL=20260311', 'rrule INVALID'],
  ['FREQ=WEEKLY;BYHOUR=9,10;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;INTERVAL=0;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;COUNT=0', 'rrule INVALID'],
  ['FREQ=WEEKLY;COUNT=-1', 'rrule INVALID'],
  ['FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYMONTH=13;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;INTERVAL=100;COUNT=100', 'rrule OUT_OF_RANGE'],
  ['FREQ=WEEKLY;BYDAY=MO;COUNT=3', 'rrule INVALID'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY;UNTIL=20260230', 'rrule INVALID_DATE'],
  ['FREQ=WEEKLY;UNTIL=soon', 'rrule INVALID'],
  ['RRULE:FREQ=WEEKLY;COUNT=3', 'rrule INVALID'],
  ['FREQ=WEEKLY\r\nATTACH:x;COUNT=3', 'rrule INVALID'],
])('a rule %j is refused: %s', async (rrule, problem) => {
  const refused = await call('putEventSeries', { ...HERE, timing: first, rrule });
  expect(codes(refused)).toEqual([problem]);
});

test('a series without a definite first occurrence cannot recur', async () => {
  const rrule = 'FREQ=WEEKLY;COUNT=3';
  const refused = await call('putEventSeries', { ...HERE, timing: { edtf: '2026-03' }, rrule });
  expect(codes(refused)).toEqual(['rrule INVALID']);
});

test('occurrences that the rule does not give, or has already, are refused', async () => {
  const slug = await weekly();
  const series = { slug };
  const put = async (more: object) => codes(await call('putEvent', { ...HERE, series, ...more }));
  expect(await put({ originalStart: '2026-03-13T09:00' })).toEqual(['originalStart INVALID']);
  expect(await put({ originalStart: '2026-03-12T09:00' })).toEqual(['originalStart DUPLICATE']);
  expect(await put({ series: null, originalStart: '2026-03-12T09:00' })).toEqual([
    'series REQUIRED',
  ]);
  expect(codes(await call('putEventSeries', { slug, exceptions: ['2026-03-13T09:00'] }))).toEqual([
    'exceptions/0 INVALID',
  ]);
});

test('the events of a series belong to its owner', async () => {
  const slug = await weekly();
  const owner = { slug: 'toinen' };
  const moved = await call('putEvent', { slug: `${slug}-20260319`, owner }, ADMIN_KEY);
  expect(codes(moved)).toEqual(['owner INVALID']);
  const joined = await call('putEvent', { ...HERE, owner, series: { slug } }, ADMIN_KEY);
  expect(codes(joined)).toEqual(['owner INVALID']);
});

test.each(['0001-01-01T00:00', '9999-12-31T23:30'])(
  'an event at %s breaks no feed and no list',
  async (start) => {
    const slug = `kirjala-reuna-${start.slice(0, 4)}`;
    await call('putEvent', { ...HERE, slug, state: 'PUBLISHED', timing: { start } });
    const { event } = await server.ask(`{ event(slug: "${slug}") { timing { startsAt } } }`);
    expect(event.timing.startsAt).toMatch(/^\d{4}-/);
    const feed = await fetch(`${server.url}/calendar.ics?start=0001-01-01`);
    expect(feed.status).toBe(200);
    expect(lint(await feed.text())).toEqual([]);
    await call('deleteEvent', { slug });
    const open = '{ events(filter: { registrationOpenOn: "9999-12-31" }) { totalCount } }';
    expect((await server.send(open)).status).toBe(200);
  },
);

test('a series that is changed by the write that makes it is told as made, and once', async () => {
  const slug = 'kirjala-poikkeus';
  const start = '2026-03-19T09:00';
  const CHANGES = `query ($after: String) {
    changes(first: 100, after: $after) { nodes { recordId operation } pageInfo { endCursor } }
  }`;
  const before = await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }');
  await server.load({
    eventSeriesList: [
      {
        slug,
        owner: 'kirjala',
        state: 'PUBLISHED',
        title: 'Kirjakahvit',
        timing: { start: '2026-03-12T09:00', end: '2026-03-12T10:30' },
        rrule: 'FREQ=WEEKLY;COUNT=3',
        exceptions: [start], // which the event takes away
      },
    ],
    events: [
      {
        slug: 'kirjala-poikkeus-toinen',
        owner: 'kirjala',
        state: 'PUBLISHED',
        title: 'Kirjakahvit',
        timing: { start },
        series: slug,
        originalStart: start,
      },
    ],
  });
  const { id, exceptions } = await seriesOf(slug);
  expect(exceptions).toEqual([]);
  const variables = { after: before.changes.pageInfo.endCursor };
  const { changes } = await server.ask(CHANGES, { variables });
  const told = changes.nodes.filter(({ recordId }: Data) => recordId === id);
  expect(told.map(({ operation }: Data) => operation)).toEqual(['CREATE', 'UPDATE']);
});

test('an occurrence that one write changes and its series then leaves out is gone', async () => {
  const slug = await weekly();
  const [, , , last] = await occurrences(slug);
  await call('putEvent', { slug: last!.slug, title: { fi: 'Muu' } });
  await server.load({
    events: [{ slug: last!.slug, title: { fi: 'Kirjakahvit' } }],
    eventSeriesList: [{ slug, rrule: 'FREQ=WEEKLY;COUNT=3' }],
  });
  expect(await starts(slug)).toEqual(['2026-03-12T09:00', '2026-03-19T09:00', '2026-03-26T09:00']);
  const { event } = await server.ask('query ($slug: String!) { event(slug: $slug) { slug } }', {
    variables: { slug: last!.slug },
    key: editor,
  });
  expect(event).toBeNull();
});
