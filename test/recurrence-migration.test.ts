import 'reflect-metadata';
import { Recurrence1795786970961 } from '../migrations/Recurrence1795786970961';
import { dataSource } from '../src/database/connect';
import { onPostgres } from './support/databases';
import { lint } from '../src/lint/lint';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

const asJson = (text: string) => (onPostgres ? `cast(${text} AS json)` : text);

let server: TestServer;
let editor: string;
beforeAll(async () => {
  server = await testServer('empty');
  const P = { owner: 'kirjala', state: 'PUBLISHED', title: 'Kahvit' };
  const recurring = (slug: string, start: string, rrule: string) => ({
    ...{ ...P, slug, rrule },
    timing: { start, end: `${start.slice(0, 11)}23:00` },
  });
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
    eventSeriesList: [
      recurring('kirjala-lista', '2026-03-12T18:00', 'FREQ=WEEKLY;BYDAY=TH;COUNT=3'),
      recurring('kirjala-kuut', '2026-03-12T18:00', 'FREQ=MONTHLY;BYMONTHDAY=12;COUNT=3'),
      recurring('kirjala-viikko', '2026-03-12T18:00', 'FREQ=YEARLY;BYWEEKNO=11;BYDAY=TH;COUNT=3'),
      recurring('kirjala-outo', '2026-03-12T18:00', 'FREQ=WEEKLY;COUNT=3'),
    ],
    events: [
      {
        ...{ ...P, slug: 'kirjala-ilta', timing: { start: '2026-03-12T18:00', end: '2026-03-12T23:00' } }, // prettier-ignore
        ...{ status: 'RESCHEDULED', previousTiming: { start: '2026-03-05T18:00', end: '2026-03-05T23:00' } }, // prettier-ignore
      },
      { ...P, slug: 'kirjala-yo', timing: { start: '2026-03-12T18:00', end: '2026-03-13T01:00' } },
    ],
  });
  editor = await keyFor(server, 'EDITOR', 'kirjala');
  await onDatabase(async (run) => {
    // as they were stored once
    for (const [slug, rrule] of Object.entries({
      'kirjala-lista': 'FREQ=WEEKLY;BYDAY=TH,;COUNT=3',
      'kirjala-kuut': 'FREQ=YEARLY;BYMONTHDAY=12,;COUNT=3',
      'kirjala-viikko': 'FREQ=YEARLY;BYWEEKNO=11;COUNT=3',
      'kirjala-outo': 'FREQ=YEARLY;BYWEEKNO=11;INTERVAL=2;COUNT=3',
    }))
      await run(`UPDATE "event_series" SET "rrule" = '${rrule}' WHERE "slug" = '${slug}'`);
    for (const [table, column] of [
      ['event', 'timing'],
      ['event', 'previous_timing'],
      ['event_series', 'timing'],
    ])
      for (const [from, to] of [
        ['12T23:00', '13T00:00'],
        ['19T23:00', '20T00:00'],
        ['05T23:00', '06T00:00'],
        ['"latest":"2026-03-12"', '"latest":"2026-03-13"'],
        ['"latest":"2026-03-05"', '"latest":"2026-03-06"'],
      ])
        await run(`UPDATE "${table}" SET "${column}" = ${asJson(`replace(cast("${column}" AS text), '${from}', '${to}')`)}`); // prettier-ignore
    await run(`UPDATE "event" SET "timing_latest" = '2026-03-13' WHERE "timing_latest" = '2026-03-12'`); // prettier-ignore
  });
});
afterAll(() => server.close());

async function onDatabase(
  work: (run: (statement: string) => Promise<unknown>, up: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const source = await dataSource(server.target, []).initialize();
  const runner = source.createQueryRunner();
  try {
    await work(
      (statement) => runner.query(statement),
      () => new Recurrence1795786970961().up(runner),
    );
  } finally {
    await runner.release();
    await source.destroy();
  }
}

const SERIES = `query ($slugs: [String!]) {
  eventSeriesList(first: 10, filter: { slug: { in: $slugs } }) {
    nodes { slug rrule timing { latest } events(first: 10) { nodes { originalStart } } }
  }
  event(slug: "kirjala-ilta") { timing { end latest } previousTiming { end latest } }
  events(filter: { timing: { certainly: { start: "2026-03-12", end: "2026-03-12" } } }) { nodes { slug } }
}`;

test('what was stored before is mended', async () => {
  await onDatabase((_, up) => up());
  const { eventSeriesList, event, events }: Data = await server.ask(SERIES, { key: editor });
  const rules = eventSeriesList.nodes.map(({ slug, rrule }: Data) => [slug, rrule]);
  expect(Object.fromEntries(rules)).toEqual({
    'kirjala-lista': 'FREQ=WEEKLY;BYDAY=TH;COUNT=3',
    'kirjala-kuut': 'FREQ=YEARLY;BYMONTHDAY=12;COUNT=3;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12',
    'kirjala-viikko': 'FREQ=YEARLY;BYWEEKNO=11;COUNT=3;BYDAY=TH',
    'kirjala-outo': 'FREQ=YEARLY;BYWEEKNO=11;INTERVAL=2;COUNT=3', // nothing that is taken says it
  });
  expect(event).toEqual({
    timing: { end: '2026-03-13T00:00', latest: '2026-03-12' },
    previousTiming: { end: '2026-03-06T00:00', latest: '2026-03-05' },
  });
  expect(events.nodes.map(({ slug }: Data) => slug)).toContain('kirjala-ilta');
  expect(events.nodes.map(({ slug }: Data) => slug)).not.toContain('kirjala-yo');
});

test('a series whose rule is not taken any more is read, and its events are edited; what is asked for is another rule', async () => {
  const put = async (name: string, input: object) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
    const text = `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code field } } }`;
    return (await server.ask(text, { variables: { input }, key: editor }))[name].userErrors;
  };
  const slug = 'kirjala-outo';
  const event = `${slug}-20260319`;
  expect(await put('putEvent', { slug: event, title: { fi: 'Runokahvit' } })).toEqual([]);
  const feed = await (await fetch(`${server.url}/calendar.ics?start=2026-01-01`)).text();
  expect(lint(feed)).toEqual([]);
  expect(feed).toContain('SUMMARY:Runokahvit');
  expect(feed).not.toContain('BYWEEKNO=11;INTERVAL=2');
  expect(await put('putEventSeries', { slug, venue: 'Sali' })).toEqual([
    { code: 'INVALID', field: ['rrule'] },
  ]);
  expect(await put('putEventSeries', { slug, rrule: 'FREQ=WEEKLY;COUNT=4' })).toEqual([]);
  const { eventSeries } = await server.ask(
    `{ eventSeries(slug: "${slug}") { events(first: 9) { nodes { title { value } originalStart } } } }`,
    { key: editor },
  );
  expect(eventSeries.events.nodes.map(({ title }: Data) => title.value)).toEqual([
    'Kahvit',
    'Runokahvit',
    'Kahvit',
    'Kahvit',
  ]);
});
