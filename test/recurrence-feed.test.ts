import fc from 'fast-check';
import { lint } from '../src/lint/lint';
import { expand, instantOf, instantsOf, readByIcalJs } from './support/clients';
import { keyFor } from './support/keys';
import { type Recurring, anyRecurring, isKnownToIcalJs } from './support/rules';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let editor: string;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
  });
  editor = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

async function call(name: string, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code field message } } }`,
    { variables: { input }, key: editor },
  );
  expect({ name, input, userErrors: data[name].userErrors }).toEqual({
    name,
    input,
    userErrors: [],
  });
  return data[name];
}

const timingOf = ({ start, end, zone }: Recurring) => ({ start, end, zone });
let made = 0;

/** Makes a series of its own, by whose slug all that belongs to it is found. */
async function make(recurring: Recurring, more: object = {}): Promise<string> {
  const slug = `kirjala-s${++made}x`;
  await call('putEventSeries', {
    slug,
    owner: { slug: 'kirjala' },
    state: 'PUBLISHED',
    title: { fi: 'Kahvit' },
    summary: { fi: slug },
    timing: timingOf(recurring),
    rrule: recurring.rrule,
    ...more,
  });
  return slug;
}

const ROWS = `query ($text: String!) {
  events(first: 100, filter: { mentions: $text }) {
    nodes {
      slug id uid originalStart status title { value } venue series { timing { zone } }
      timing { start end zone allDay latest precision }
    }
  }
}`;
const rowsOf = async (slug: string): Promise<Data[]> =>
  (await server.ask(ROWS, { variables: { text: slug } })).events.nodes;

/** What clients are to show of a row. */
function shownOf({ id, uid, originalStart, status, title, timing, series }: Data) {
  const { start, end, zone, allDay, latest } = timing;
  const alone =
    originalStart?.length > 10 && instantsOf(originalStart, series.timing.zone).length === 0;
  const dayAfter = () => new Date(Date.parse(latest) + 86_400_000).toISOString().slice(0, 10);
  return {
    uid: alone ? id : uid,
    title: title.value,
    status: status === 'CANCELLED' ? status : status === 'PLANNED' ? 'TENTATIVE' : 'CONFIRMED',
    start: allDay ? start : instantOf(start, zone),
    end: allDay ? dayAfter() : endOf(start, end ?? start, zone),
  };
}

/** Where the clock skips the start and not the end, it is as much later as the clock says. */
function endOf(start: string, end: string, zone: string): string {
  const [first, last] = [instantOf(start, zone), instantOf(end, zone)];
  const length = Date.parse(`${end}Z`) - Date.parse(`${start}Z`);
  if (last > first || length <= 0) return last;
  return new Date(Date.parse(first) + length).toISOString();
}

async function feedOf(slug: string, more = ''): Promise<string> {
  const response = await fetch(`${server.url}/calendar.ics?start=1990-01-01&text=${slug}${more}`);
  expect(response.status).toBe(200);
  return response.text();
}

const byText = (each: object[]) => each.map((one) => JSON.stringify(one)).sort();

/** Expects clients of the feed to show just what the API tells. */
async function expectSame(slug: string): Promise<void> {
  const rows = await rowsOf(slug);
  expect(shownIn(await feedOf(slug))).toEqual(byText(rows.map(shownOf)));
  const text = await feedOf(slug, '&expand=true');
  const [, ...events] = text.split('BEGIN:VEVENT');
  expect(events.join('')).not.toMatch(/^(RRULE|EXDATE|RECURRENCE-ID|DTSTART;TZID)/m);
  const apart = rows.map((row) => ({ ...shownOf(row), uid: uidApart(row) }));
  expect(shownIn(text)).toEqual(byText(apart));
  expect(new Set(apart.map(({ uid }) => uid)).size).toBe(rows.length);
}

/** What clients show of a feed with which nothing is wrong. */
function shownIn(text: string): string[] {
  expect(lint(text)).toEqual([]);
  const shown = expand(text).map(({ uid, title, status, start, end }) => ({
    uid,
    title,
    status,
    start,
    end,
  }));
  return byText(shown);
}

/** The UID of an occurrence by itself: what its start is moved to and what else befalls it does not change it. */
const uidApart = ({ uid, originalStart: start }: Data) =>
  start ? `${uid}-${`${start}${'T00:00:00'.slice(start.length - 10)}`.replace(/[-:]/g, '')}` : uid;

/** Something that befalls the occurrence at a place in the list. */
type Act = (row: Data) => Promise<unknown>;
const ACTS: Record<string, Act> = {
  edit: ({ slug }) => call('putEvent', { slug, title: { fi: 'Runokahvit' } }),
  place: ({ slug }) => call('putEvent', { slug, venue: 'Sali; B, 2. krs' }),
  delete: ({ slug }) => call('deleteEvent', { slug }),
  cancel: ({ slug, status }) =>
    status === 'CANCELLED' ? Promise.resolve() : call('cancelEvent', { slug }),
  confirm: ({ slug, status }) =>
    call('putEvent', { slug, status: status === 'PLANNED' ? 'CONFIRMED' : 'PLANNED' }),
  leave: ({ slug }) => call('putEvent', { slug, series: null, originalStart: null }),
};
const MOVES = [
  { start: '2026-03-29T03:30', end: '2026-03-29T05:00' },
  { start: '2027-10-31T03:30' },
  { start: '2026-07-01T09:00', end: '2026-07-01T10:00', zone: 'America/New_York' },
  { start: '2026-07-01', end: '2026-07-03' },
  { start: '2031-01-01T00:00', zone: 'Africa/Casablanca' },
];
for (const [i, timing] of MOVES.entries())
  ACTS[`move ${i}`] = ({ slug, status }) =>
    status === 'CANCELLED' ? Promise.resolve() : call('rescheduleEvent', { slug, timing });

const known = anyRecurring(9, isKnownToIcalJs);
const acts = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Object.keys(ACTS))), { maxLength: 5 });

test('clients of a feed show just the occurrences that the API tells, whatever befell them', async () => {
  await fc.assert(
    fc.asyncProperty(known, acts, fc.infiniteStream(fc.nat()), async (recurring, befalls, any) => {
      const { starts } = recurring;
      const left = starts.filter(() => any.next().value! % 5 === 0);
      const slug = await make(recurring, { exceptions: left.slice(1) });
      await expectSame(slug);
      for (const [place, act] of befalls) {
        const rows = await rowsOf(slug);
        if (rows.length > 0) await ACTS[act]!(rows[place % rows.length]!);
      }
      await expectSame(slug);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test('a feed with expand tells each start that a rule gives, whatever the rule', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecurring(12), async (recurring) => {
      const { starts, zone } = recurring;
      const shown = readByIcalJs(await feedOf(await make(recurring), '&expand=true'));
      expect(shown.map(({ start }) => start)).toEqual(
        starts.map((start) => (start.length === 10 ? start : instantOf(start, zone))),
      );
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

const MONTHS: Recurring = {
  rrule: 'FREQ=MONTHLY;COUNT=2',
  start: '2028-03-07',
  end: null,
  zone: 'Asia/Tokyo',
  starts: ['2028-03-07', '2028-04-07'],
};
test('a feed with expand tells what is in its span and no more', async () => {
  const slug = await make({ ...MONTHS, rrule: 'FREQ=MONTHLY;COUNT=4' });
  const startsUntil = async (end: string) =>
    readByIcalJs(await feedOf(slug, `&expand=true&end=${end}`)).map(({ start }) => start);
  expect(await startsUntil('2028-05-06')).toEqual(['2028-03-07', '2028-04-07']);
  expect(await startsUntil('2028-05-07')).toEqual(['2028-03-07', '2028-04-07', '2028-05-07']);
});

/** The clock skips the start of the first, and not its end. */
const SKIPPED: Recurring = {
  rrule: 'FREQ=DAILY;COUNT=2',
  start: '2026-03-29T02:15',
  end: '2026-03-29T03:00',
  zone: 'Europe/Stockholm',
  starts: ['2026-03-29T02:15', '2026-03-30T02:15'],
};

/** What of rows does not depend on when they were made. */
const telling = (rows: Data[]) =>
  byText(
    rows.map(({ originalStart, status, title, venue, timing }) => ({
      originalStart,
      status,
      title,
      venue,
      timing,
    })),
  );

test('a changed rule gives what a series gives that is made with it, and clients follow', async () => {
  await fc.assert(
    fc.asyncProperty(known, known, async (before, after) => {
      const changed = await make(before);
      await call('putEventSeries', { slug: changed, timing: timingOf(after), rrule: after.rrule });
      const anew = await make(after);
      expect(telling(await rowsOf(changed))).toEqual(telling(await rowsOf(anew)));
      await expectSame(changed);
    }),
    { numRuns: 30, endOnFailure: true, examples: [[MONTHS, SKIPPED]] },
  );
});

test('a series that is imported twice is not changed by the second time', async () => {
  await fc.assert(
    fc.asyncProperty(known, async (recurring) => {
      const slug = `kirjala-t${++made}x`;
      const series = { slug, owner: 'kirjala', state: 'PUBLISHED', title: 'Tuotu', summary: slug };
      const row = { ...series, timing: timingOf(recurring), rrule: recurring.rrule };
      await server.load({ eventSeriesList: [row] });
      const [rows, text] = [await rowsOf(slug), await feedOf(slug)];
      expect(rows).toHaveLength(recurring.starts.length);
      const report = await server.load({ eventSeriesList: [row] });
      expect(report.rows.map(({ result }) => result)).toEqual(['UNCHANGED']);
      expect(await rowsOf(slug)).toEqual(rows);
      expect(await feedOf(slug)).toBe(text);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
