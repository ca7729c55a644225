// What do I need of every event of 2026 for iCalendar or JSON-LD, in pages, each page in one request?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `query Bulk($after: String, $first: Int) {
  events(
    first: $first
    after: $after
    filter: { timing: { possibly: { start: "2026-01-01", end: "2026-12-31" } } }
    orderBy: { field: TIME }
  ) {
    totalCount
    nodes {
      uid
      version
      updatedAt
      status
      title { value language }
      timing { start end zone allDay earliest latest precision }
      participations(filter: { role: { in: [ORGANISER, CO_ORGANISER] } }) {
        organisation { name { value } websites }
        network { name { value } }
      }
      municipality { name { value } }
      venue address url
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

async function pages(first: number): Promise<Data[][]> {
  const found = [];
  let after: string | null = null;
  do {
    const { events } = await ask(query, { variables: { first, after } });
    expect(events.totalCount).toBe(10);
    found.push(events.nodes);
    after = events.pageInfo.hasNextPage ? events.pageInfo.endCursor : null;
  } while (after);
  return found;
}

test('all the events come with bounds, an organiser and a place, and never with an hour that nobody printed', async () => {
  const [events] = await pages(100);
  const bounds = {
    year: ['YEAR', '2026-01-01', '2026-12-31'],
    spring: ['SEASON', '2026-01-01', '2026-05-31'],
    autumn: ['SEASON', '2026-08-01', '2026-12-31'],
  };
  events!.sort((one, other) => (one.title.value < other.title.value ? -1 : 1));
  const rows = events!.map(({ title, timing, participations, municipality }) => [
    title.value,
    [timing.precision, timing.earliest, timing.latest],
    participations.map(
      ({ organisation, network }: Data) => (organisation ?? network).name.value as string,
    ),
    municipality?.name.value ?? null,
  ]);
  expect(rows).toEqual([
    ['AMKIT-konsortion 25-vuotisjuhla', bounds.spring, ['AMKIT-konsortio'], null],
    [
      'Finlands svenska biblioteksföreningenin kirjastopäivät',
      bounds.year,
      ['Suomen ruotsinkielinen kirjastoyhdistys'],
      null,
    ],
    ['Kirjastofillarointi 2026', bounds.year, ['Porvoon kaupunginkirjasto'], null],
    ['Kirjastopäivät', bounds.year, ['Suomen kirjastoseura'], 'Oulu'],
    [
      'Lasten ja nuorten kirjastotyön verkostotapaaminen, kevät 2026',
      bounds.spring,
      ['Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto'],
      null,
    ],
    ['SEVERI-verkoston verkostopäivä, kevät 2026', bounds.spring, ['SEVERI-verkosto'], null],
    ['SVEA-verkoston ruotsinkielinen lähikoulutuspäivä', bounds.autumn, ['SVEA-verkosto'], null],
    ['Työryhmien yhteinen verkkotapahtuma', bounds.year, ['AMKIT-konsortio'], null],
    ['Verkostopäivä keväällä 2026', bounds.spring, ['AMKIT-konsortio'], null],
    ['Vertaisryhmämentoroinnin starttipäivä', bounds.autumn, ['Porvoon kaupunginkirjasto'], null],
  ]);
  for (const { timing, status, version, updatedAt } of events!) {
    expect(timing).toMatchObject({ start: null, end: null, zone: null, allDay: false });
    expect([status, version]).toEqual(['PLANNED', 1]);
    expect(updatedAt).toBe(new Date(updatedAt).toISOString());
  }
});

test('pages of four hold the same events in the same order, each once, the earliest first', async () => {
  const small = await pages(4);
  expect(small.map((page) => page.length)).toEqual([4, 4, 2]);
  const uids = small.flat().map(({ uid }) => uid as string);
  const [whole] = await pages(100);
  expect(uids).toEqual(whole!.map(({ uid }) => uid as string));
  expect(new Set(uids).size).toBe(10);
  const starts = small.flat().map(({ timing }) => timing.earliest as string);
  expect(starts).toEqual([...starts].sort());
});
