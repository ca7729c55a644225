import { parse } from 'csv-parse/sync';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';
import { bundleOf } from './support/tables';
import { placeOf } from '../src/table/row';

let server: TestServer;

const organiser = (organisation: string) => ({ role: 'ORGANISER', organisation });
const event = (slug: string, more: object) => ({
  slug,
  owner: 'kirjala',
  state: 'PUBLISHED',
  title: slug,
  timing: { start: '2026-04-01T09:00', end: '2026-04-01T10:00' },
  ...more,
});
const LIBRARY = { kind: 'MUNICIPAL_LIBRARY' };

beforeAll(async () => {
  server = await testServer('empty', { clock: () => new Date('2026-03-15T10:00:00.000Z') });
  await server.load({
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }],
    organisations: [
      { slug: 'kirjala', name: 'Kirjala', ...LIBRARY, mandates: [{ kind: 'REGIONAL', regions: ['uusimaa'] }] },
      { slug: 'toinen', name: 'Toinen', ...LIBRARY },
      { slug: 'kolmas', name: 'Kolmas', ...LIBRARY },
    ],
    networks: [
      { slug: 'verkko', owner: 'toinen', state: 'PUBLISHED', name: 'Verkko', kind: 'NETWORK' },
      { slug: 'piilo', owner: 'toinen', state: 'DRAFT', name: 'Piilo', kind: 'NETWORK' },
    ],
    themes: [{ slug: 'luku', label: 'Lukeminen' }, { slug: 'data', label: 'Data' }],
    competenceFrameworks: [{ slug: 'kehys', owner: 'kirjala', state: 'PUBLISHED', title: 'Kehys' }],
    competenceAreas: [{ slug: 'alue', framework: 'kehys', kind: 'FOCUS', name: 'Alue' }],
    modules: [{ slug: 'm1', area: 'alue', name: 'M1' }, { slug: 'm2', area: 'alue', name: 'M2' }],
    plans: [{ slug: 'p', owner: 'kirjala', state: 'PUBLISHED', kind: 'ACTION_PLAN', title: 'P', period: 2026 }],
    actions: [
      { slug: 'yhteinen', plan: 'p', title: 'Yhteinen', form: 'TRAINING', participations: [organiser('toinen')] },
      { slug: 'oma', plan: 'p', title: 'Oma', form: 'TRAINING' },
    ],
    eventSeriesList: [
      { slug: 'sarja', owner: 'kirjala', state: 'PUBLISHED', title: 'S', timing: { start: '2026-04-02' } },
      { slug: 'avoin', owner: 'kirjala', state: 'PUBLISHED', title: 'A', timing: { start: '2026-04-02' }, participations: [] },
    ],
    events: [
      event('ei-ketaan', { participations: [] }),
      event('toisen', { participations: [organiser('toinen')] }),
      event('yhdessa', { participations: [organiser('toinen'), { role: 'CO_ORGANISER', organisation: 'kirjala' }] }),
      event('kumppani', { participations: [{ role: 'PARTNER', organisation: 'toinen' }] }),
      event('verkoston', { participations: [{ role: 'ORGANISER', network: 'verkko' }] }),
      event('piilossa', { participations: [{ role: 'ORGANISER', network: 'piilo' }] }),
      event('muun', { owner: 'kolmas', participations: [{ role: 'PARTICIPANT', organisation: 'kirjala' }] }),
    ],
  }); // prettier-ignore
});
afterAll(() => server.close());

/** The slugs of the events in a feed. */
async function told(path: string): Promise<string[]> {
  const response = await fetch(`${server.url}/${path}`);
  expect(response.status).toBe(200);
  const rows: Data[] = parse(await response.text(), { columns: true, bom: true });
  return rows.map(({ slug }) => slug as string).sort();
}
async function found(filter: string): Promise<string[]> {
  const { events } = await server.ask(`{ events(filter: ${filter}) { nodes { slug } } }`);
  return events.nodes.map(({ slug }: Data) => slug as string).sort();
}
async function organisersOf(slug: string): Promise<unknown[]> {
  const query = `{ event(slug: "${slug}") { participations { role organisation { slug } } } }`;
  return (await server.ask(query)).event.participations;
}

describe('of what nobody is told to organise', () => {
  test('an organisation’s feed tells what it owns, and nothing that others organise without it', async () => {
    const owned = ['ei-ketaan', 'kumppani', 'muun', 'piilossa', 'yhdessa'];
    expect(await told('organisations/kirjala/events.csv')).toEqual(owned);
    expect(await told('events.csv?organisation=kirjala')).toEqual(owned);
    expect(await found('{ involves: { slug: { eq: "kirjala" } } }')).toEqual(owned);
    const calendar = await fetch(`${server.url}/organisations/kirjala/calendar.ics`);
    expect((await calendar.text()).match(/BEGIN:VEVENT/g)).toHaveLength(5);
    const others = ['kumppani', 'toisen', 'yhdessa'];
    expect(await told('organisations/toinen/events.csv')).toEqual(others);
  });

  test('the owner organises it, unless somebody is told to take part', async () => {
    const arranged = ['ei-ketaan', 'piilossa', 'yhdessa'];
    expect(await told('events.csv?organiser=kirjala')).toEqual(arranged);
    expect(await found('{ arrangedBy: { slug: { eq: "kirjala" } } }')).toEqual(arranged);
    expect(await told('events.csv?organiser=toinen')).toEqual(['toisen', 'yhdessa']);
    expect(await told('events.csv?serves=uusimaa')).toEqual(arranged);
  });

  test('a hidden organiser is as none to those who may not see it, and organises for the others', async () => {
    const query =
      '{ events(filter: { involves: { slug: { eq: "kirjala" } } }) { nodes { slug } } }';
    const { events } = await server.ask(query, { key: ADMIN_KEY });
    expect(events.nodes.map(({ slug }: Data) => slug)).not.toContain('piilossa');
  });

  test('a feed that is kept changes when those who take part do', async () => {
    const path = 'organisations/kirjala/events.csv';
    const put = (participations: object[]) =>
      server.load({ events: [{ slug: 'ei-ketaan', participations }] });
    expect(await told(path)).toContain('ei-ketaan');
    await put([organiser('toinen')]);
    expect(await told(path)).not.toContain('ei-ketaan');
    await put([]);
    expect(await told(path)).toContain('ei-ketaan');
    await server.load({ networks: [{ slug: 'piilo', state: 'PUBLISHED' }] });
    expect(await told(path)).not.toContain('piilossa');
    await server.load({ networks: [{ slug: 'piilo', state: 'DRAFT' }] });
    expect(await told(path)).toContain('piilossa');
  });
});

describe('a new event', () => {
  const owner = { role: 'ORGANISER', organisation: { slug: 'kirjala' } };
  const other = { role: 'ORGANISER', organisation: { slug: 'toinen' } };

  test.each([
    ['is organised by its owner where it does not say by whom', 'a', {}, [owner]],
    ['by those of its action', 'b', { action: 'yhteinen' }, [other]],
    ['by its owner where its action does not say', 'c', { action: 'oma' }, [owner]],
    ['by those of its series, which its owner organises', 'd', { series: 'sarja' }, [owner]],
    ['by its owner where its series says of nobody', 'e', { series: 'avoin' }, [owner]],
    ['by nobody where it says so', 'f', { participations: [] }, []],
  ])('%s', async (_, slug, more, organisers) => {
    const bundle = { events: [event(`uusi-${slug}`, more)] };
    expect((await server.load(bundle)).rows).toMatchObject([{ result: 'CREATED' }]);
    expect(await organisersOf(`uusi-${slug}`)).toEqual(organisers);
    expect((await server.load(bundle)).rows).toMatchObject([{ result: 'UNCHANGED' }]);
  });

  test('leaves those who organise what is there already', async () => {
    await server.load({ events: [event('tyhja', { participations: [] })] });
    await server.load({ events: [event('tyhja', { title: 'Toinen' })] });
    expect(await organisersOf('tyhja')).toEqual([]);
  });

  test('by a rule is as its series has it', async () => {
    const timing = { start: '2026-05-04T09:00', end: '2026-05-04T10:00' };
    const rule = { timing, rrule: 'FREQ=WEEKLY;COUNT=2' };
    await server.load({
      eventSeriesList: [event('viikko', rule), event('kukaton', { ...rule, participations: [] })],
      events: [event('kukaton-1', { series: 'kukaton', originalStart: '2026-05-04T09:00' })],
    });
    expect(await organisersOf('kirjala-viikko-20260504')).toEqual([owner]);
    expect(await organisersOf('kukaton-1')).toEqual([]);
    expect(await organisersOf('kirjala-kukaton-20260511')).toEqual([]);
  });
});

describe('a CSV file of events', () => {
  const HEAD = 'slug,owner,state,title,start';
  const csv = (more: string, ...rows: string[]) => bundleOf([`${HEAD}${more}`, ...rows].join('\n'));
  const of = (slug: string, more = '') => `${slug},kirjala,PUBLISHED,${slug},2026-06-01${more}`;
  const resultsOf = async (bundle: ReturnType<typeof bundleOf>) =>
    (await server.load(await bundle)).rows.map(({ result }) => result);

  const PARTS = `participations { role organisation { slug } network { slug } }
    placements { module { slug } topic { slug } } themes { slug }`;
  const read = async (slug: string) => (await server.ask(`{ event(slug: "${slug}") { ${PARTS} } }`)).event; // prettier-ignore
  const part = (role: string, organisation: string | null, network: string | null = null) => ({
    role,
    organisation: organisation && { slug: organisation },
    network: network && { slug: network },
  });

  test('says who organises, which networks take part, and what modules and themes it is of', async () => {
    const file = csv(
      ',organisers,networks,modules,themes',
      of('csv-1', ',kirjala|toinen,verkko,m1 | m2,luku|data'),
      of('csv-2', ',toinen,,,'),
      of('csv-3', ',,verkko,,'),
      of('csv-4', ',null,verkko,,'),
      of('csv-5', ',null,,,'),
      of('csv-6', ',,,,'),
    );
    expect(await resultsOf(file)).toEqual(Array(6).fill('CREATED'));
    expect(await read('csv-1')).toEqual({
      participations: [
        part('ORGANISER', 'kirjala'),
        part('ORGANISER', 'toinen'),
        part('PARTICIPANT', null, 'verkko'),
      ],
      placements: [
        { module: { slug: 'm1' }, topic: null },
        { module: { slug: 'm2' }, topic: null },
      ],
      themes: [{ slug: 'luku' }, { slug: 'data' }],
    });
    const takePart = async (slug: string) => (await read(slug)).participations;
    expect(await takePart('csv-2')).toEqual([part('ORGANISER', 'toinen')]);
    const both = [part('ORGANISER', 'kirjala'), part('PARTICIPANT', null, 'verkko')];
    expect(await takePart('csv-3')).toEqual(both);
    expect(await takePart('csv-4')).toEqual(both.slice(1));
    expect(await takePart('csv-5')).toEqual([]);
    expect(await takePart('csv-6')).toEqual(both.slice(0, 1));
    const inCsv = (slugs: string[]) => slugs.filter((each) => each.startsWith('csv-'));
    const feeds = { organisations: '13456', networks: '134', modules: '1', themes: '1' };
    const named = { organisations: 'kirjala', networks: 'verkko', modules: 'm2', themes: 'data' };
    for (const [place, numbers] of Object.entries(feeds))
      expect([
        place,
        inCsv(await told(`${place}/${named[place as keyof typeof named]}/events.csv`)),
      ]).toEqual([place, [...numbers].map((each) => `csv-${each}`)]);
    expect(await resultsOf(file)).toEqual(Array(6).fill('UNCHANGED'));
  });

  test('leaves who takes part where it says nothing of it, and replaces it whole where it does', async () => {
    const file = (cells: string) => csv(',organisers,networks,modules', of('csv-7', `,${cells}`));
    await server.load(await file('toinen,verkko,m1'));
    expect(await resultsOf(csv('', of('csv-7')))).toEqual(['UNCHANGED']);
    expect(await resultsOf(file(',,'))).toEqual(['UNCHANGED']);
    expect(await resultsOf(file('kolmas,,null'))).toEqual(['UPDATED']);
    expect(await read('csv-7')).toMatchObject({
      participations: [part('ORGANISER', 'kolmas')],
      placements: [],
    });
  });

  test('tells of what it names and is not there by the column', async () => {
    const bundle = await csv(',organisers,networks,modules', of('x', ',kirjala,verkko,m1'));
    const columnOf = (path: string) => placeOf(bundle, `/events/0/${path}`)?.column;
    expect(columnOf('participations/0/organisation')).toBe('organisers');
    expect(columnOf('participations/1/network')).toBe('networks');
    expect(columnOf('placements/0/module')).toBe('modules');
    expect(columnOf('participations')).toBe('organisers');
  });
});
