import { imported } from './support/importing';
import { keyFor } from './support/keys';
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

const seriesOf = (count: number, rrule: string, start: string) =>
  Array.from({ length: count }, (_, i) => ({
    slug: `kirjala-${start.slice(0, 4)}-${i}`,
    owner: 'kirjala',
    title: { fi: 'Kahvit' },
    timing: { start },
    rrule,
  }));

const tryOut = async (eventSeriesList: object[]): Promise<Data[]> =>
  (await imported(server, { eventSeriesList }, { dryRun: true, atomic: false }, editor)).problems;

test('a rule is refused in words of our own', async () => {
  const told = await Promise.all(
    [
      'FREQ=YEARLY;BYMONTHDAY=31;COUNT=3',
      'FREQ=YEARLY;BYWEEKNO=1;COUNT=3',
      'FREQ=WEEKLY;BYDAY=TH,;COUNT=3',
      'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3',
    ].map((rrule) => tryOut(seriesOf(1, rrule, '2026-12-31'))),
  );
  expect(told.flat().map(({ message }: Data) => message)).toEqual([
    'Wanted BYMONTH beside BYMONTHDAY with FREQ=YEARLY: without it, calendars disagree about the months; got "FREQ=YEARLY;BYMONTHDAY=31;COUNT=3".',
    'Wanted BYDAY beside BYWEEKNO: without it, calendars disagree about the days; got "FREQ=YEARLY;BYWEEKNO=1;COUNT=3".',
    'Wanted weekdays such as MO or -1SU; got "BYDAY=TH,".',
    'Wanted a rule that gives the first occurrence, 2026-12-31; it gives none within a year.',
  ]);
});

test('rules that take long to look at hold up nobody else', async () => {
  const dear = seriesOf(400, 'FREQ=YEARLY;BYYEARDAY=366;COUNT=500', '2028-12-31');
  let answered = 0;
  let done = false;
  const others = (async () => {
    for (; !done; answered++) expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  })();
  const problems = await tryOut(dear.map((each, i) => ({ ...each, rrule: `${each.rrule};WKST=${i % 2 ? 'MO' : 'SU'};INTERVAL=${1 + i}` }))); // prettier-ignore
  done = true;
  await others;
  expect(problems).toHaveLength(400);
  expect(answered).toBeGreaterThan(5);
});

test('one write makes at most 10,000 occurrences: what goes beyond is told, and nothing else', async () => {
  const eventSeriesList = seriesOf(24, 'FREQ=DAILY;COUNT=450', '2026-01-01');
  const refused = server.load({ eventSeriesList });
  const message =
    'Wanted at most 10000 new occurrences in one write; with this series there are more.';
  await expect(refused).rejects.toMatchObject({
    problems: [22, 23].map((i) => ({
      pointer: `/eventSeriesList/${i}/rrule`,
      code: 'OUT_OF_RANGE',
      message,
    })),
  });
});
