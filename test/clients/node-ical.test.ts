import ical, { type VEvent } from 'node-ical';
import { readBundles } from '../../src/app';
import { DEMO } from '../../src/cli/serve';
import { readByIcalJs } from '../support/clients';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
  await server.load(readBundles([DEMO])[0]!);
});
afterAll(() => server.close());

/** A feed, and its events as node-ical gives them; occurrences stand in their series. */
async function read(path: string) {
  const text = await (await fetch(`${server.url}${path}`)).text();
  const events = Object.values(ical.sync.parseICS(text)).filter(
    (each): each is VEvent => each?.type === 'VEVENT',
  );
  return { text, events };
}

/** As ical.js tells times. */
const timeOf = (date: Date & { dateOnly?: boolean }) =>
  date.dateOnly ? date.toLocaleDateString('sv') : date.toISOString();

/** A title, which is an object where its language is told. */
const titleOf = ({ summary }: { summary?: unknown }) =>
  summary && typeof summary === 'object' && 'val' in summary ? summary.val : summary;

test.each(['', '&expand=true'])('node-ical reads of a feed what others read %s', async (more) => {
  const { text, events } = await read(`/calendar.ics?start=2020-01-01&include=tentative${more}`);
  const others = readByIcalJs(text).filter(({ recurrenceId }) => !recurrenceId);
  expect(events.length).toBeGreaterThan(20);
  expect(events.map((each) => [each.uid, titleOf(each), each.status, timeOf(each.start)])).toEqual(
    others.map(({ uid, title, status, start }) => [uid, title, status, start]),
  );
});

test('titles are strings where a feed is in one language', async () => {
  const { events } = await read(
    '/networks/demo-kaarnala-digitutorit/calendar.ics?start=2020-01-01',
  );
  expect(events.length).toBeGreaterThan(0);
  for (const { summary } of events) expect(typeof summary).toBe('string');
});

test('occurrences that differ stand in their series', async () => {
  const { text, events } = await read('/calendar.ics?start=2020-01-01');
  const wanted = readByIcalJs(text).filter(({ recurrenceId }) => recurrenceId);
  const found = events.flatMap(({ recurrences = {} }) => [...new Set(Object.values(recurrences))]);
  expect(wanted.length).toBeGreaterThan(0);
  expect(found.map(titleOf).sort()).toEqual(wanted.map(({ title }) => title).sort());
});
