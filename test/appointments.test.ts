import fc from 'fast-check';
import { Appointments1795786596249 as Appointments } from '../migrations/Appointments1795786596249';
import { connect } from '../src/database/connect';
import { sql } from '../src/database/sql';
import { model } from '../src/features';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
const START = Date.parse('2026-11-21T10:00:00Z');
let now = START;
beforeAll(async () => {
  server = await testServer('empty', { clock: () => new Date(now) }, { doors: false });
  await server.load({
    organisations: ['porvoo', 'lahti'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
  });
});
afterAll(() => server.close());
const DAY = 86_400_000;
beforeEach(async () => {
  now = START + 30 * DAY;
  await run(); // what a test before has left due some day is out of the way
  now = START;
});

const inDays = (days: number) => new Date(START + days * DAY).toISOString();

async function call(name: string, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code field message } } }`;
  return (await server.ask(query, { variables: { input }, key: ADMIN_KEY }))[name];
}
const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

const network = async (slug: string) => {
  const query = 'query ($slug: String) { network(slug: $slug) { state publishAt } }';
  return (await server.ask(query, { variables: { slug }, key: ADMIN_KEY })).network as Data;
};
const bundle = (slug: string, more: object = {}) =>
  server.load({ networks: [{ slug, owner: 'porvoo', name: slug, kind: 'NETWORK', ...more }] });

/** Lets the job run once; gives how many it has published, and what it has logged. */
async function run() {
  const logged: Data[] = [];
  const kept = await server.app.jobs.run('appointments', {
    error: (details) => logged.push(details),
  });
  return { kept, logged };
}

const DRAFT = { state: 'DRAFT', publishAt: null };
const PUBLISHED = { state: 'PUBLISHED', publishAt: null };

describe('an appointment', () => {
  test('is kept once its time has come', async () => {
    await bundle('porvoo-a');
    await call('publishNetwork', { slug: 'porvoo-a', at: inDays(1) });
    expect(await network('porvoo-a')).toEqual({ state: 'DRAFT', publishAt: inDays(1) });
    expect(await run()).toEqual({ kept: 0, logged: [] });
    now += DAY;
    expect(await run()).toEqual({ kept: 1, logged: [] });
    expect(await network('porvoo-a')).toEqual(PUBLISHED);
    expect(await run()).toEqual({ kept: 0, logged: [] });
  });

  test('is for a draft: what is published or archived is refused one', async () => {
    await bundle('porvoo-b', { state: 'PUBLISHED' });
    const at = inDays(1);
    expect(codes(await call('publishNetwork', { slug: 'porvoo-b', at }))).toEqual([' WRONG_STATE']);
    const put = { slug: 'porvoo-b', publishAt: at };
    expect(codes(await call('putNetwork', put))).toEqual(['publishAt WRONG_STATE']);
    await call('archiveNetwork', { slug: 'porvoo-b' });
    expect(codes(await call('publishNetwork', { slug: 'porvoo-b', at }))).toEqual([' WRONG_STATE']);
    expect(await network('porvoo-b')).toEqual({ state: 'ARCHIVED', publishAt: null });
  });

  test('whose time has come is kept by the write that makes it', async () => {
    await bundle('porvoo-c');
    await call('publishNetwork', { slug: 'porvoo-c', at: inDays(-1) });
    expect(await network('porvoo-c')).toEqual(PUBLISHED);
    await bundle('porvoo-d', { publishAt: inDays(-1) });
    expect(await network('porvoo-d')).toEqual(PUBLISHED);
  });

  test('in a bundle that is sent again after its time changes nothing', async () => {
    for (const state of [{}, { state: 'DRAFT' }]) {
      const slug = `porvoo-e${'state' in state ? 1 : 0}`;
      const rows = { publishAt: inDays(1), ...state };
      now = START;
      await bundle(slug, rows);
      expect((await bundle(slug, rows)).rows[0]!.result).toBe('UNCHANGED');
      now += DAY;
      expect((await run()).kept).toBe(1);
      expect((await bundle(slug, rows)).rows[0]!.result).toBe('UNCHANGED');
      expect(await network(slug)).toEqual(PUBLISHED);
    }
  });

  test.each(['put', 'bundle'])('ends where a %s sets the state', async (way) => {
    const slug = `porvoo-f-${way}`;
    const set = (state: string) =>
      way === 'put' ? call('putNetwork', { slug, state }) : bundle(slug, { state });
    await bundle(slug);
    // published by hand before its time, and taken back
    await call('publishNetwork', { slug, at: inDays(2) });
    await set('PUBLISHED');
    expect(await network(slug)).toEqual(PUBLISHED);
    await set('DRAFT');
    expect(await network(slug)).toEqual(DRAFT);
    // due, and held back before the job came by
    await call('publishNetwork', { slug, at: inDays(1) });
    now += DAY;
    await set('DRAFT');
    expect((await run()).kept).toBe(0);
    expect(await network(slug)).toEqual(DRAFT);
  });

  test('to come stays where a bundle says again that it is a draft', async () => {
    await bundle('porvoo-g');
    await call('publishNetwork', { slug: 'porvoo-g', at: inDays(1) });
    await bundle('porvoo-g', { state: 'DRAFT' });
    expect(await network('porvoo-g')).toEqual({ state: 'DRAFT', publishAt: inDays(1) });
    await call('withdrawNetwork', { slug: 'porvoo-g' });
    expect(await network('porvoo-g')).toEqual(DRAFT);
  });

  /** What the rules come to, said by themselves: a state, and in how many days it is to be published. */
  interface Model {
    state: string;
    at: number | null;
  }
  type Step = { state?: string; at?: number | null } | 'wait';

  function after({ state, at }: Model, step: Step, today: number): Model | 'refused' {
    const isDue = (day: number | null) => day !== null && day <= today;
    if (step === 'wait')
      return state === 'DRAFT' && isDue(at) ? { state: 'PUBLISHED', at: null } : { state, at };
    const put = step.state ?? state;
    if (step.at === undefined) {
      const ends = put !== 'DRAFT' || (step.state && (state !== 'DRAFT' || isDue(at)));
      return { state: put, at: ends ? null : at };
    }
    if (isDue(step.at)) return { state: put === 'DRAFT' ? 'PUBLISHED' : put, at: null };
    return put === 'DRAFT' || step.at === null ? { state: put, at: step.at } : 'refused';
  }

  const step = fc.oneof(
    fc.constant<Step>('wait'),
    fc.record<{ state?: string; at?: number | null }>(
      { state: fc.constantFrom('DRAFT', 'PUBLISHED'), at: fc.constantFrom(-1, 1, 3, 5, null) },
      { requiredKeys: [] },
    ),
  );

  test('goes with the state of its row, whatever is put in whatever order', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const slug = `porvoo-p${n++}`;
        now = START;
        await bundle(slug);
        let model: Model = { state: 'DRAFT', at: null };
        let today = 0;
        for (const each of steps) {
          if (each === 'wait') {
            today += 2;
            now = START + today * DAY;
            await run();
          }
          const next = after(model, each, today);
          if (each !== 'wait') {
            const publishAt = typeof each.at === 'number' ? inDays(each.at) : each.at;
            const put = await call('putNetwork', { slug, state: each.state, publishAt });
            expect(codes(put)).toEqual(next === 'refused' ? ['publishAt WRONG_STATE'] : []);
          }
          if (next !== 'refused') model = next;
          const publishAt = model.at === null ? null : inDays(model.at);
          expect(await network(slug)).toEqual({ state: model.state, publishAt });
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('an event of a series', () => {
  const events = async (filter: string): Promise<string[]> => {
    const query = `{ events(filter: { slug: { startsWith: "${filter}" } }, orderBy: { field: SLUG }) { nodes { slug state owner { slug } } } }`;
    const { nodes } = (await server.ask(query, { key: ADMIN_KEY })).events;
    return nodes.map(({ slug, state, owner }: Data) => `${slug} ${owner.slug} ${state}`);
  };
  const row = (slug: string, more: object = {}) => ({
    slug,
    owner: 'porvoo',
    title: 'Kirjakahvit',
    timing: { start: '2027-01-12T09:00', end: '2027-01-12T10:00' },
    ...more,
  });
  const give = (slug: string) =>
    call('putEventSeries', { slug, owner: { slug: 'lahti' } }).then(codes);

  test('that only belongs to it goes with it to another owner, and its appointment is kept', async () => {
    await server.load({
      eventSeriesList: [row('porvoo-s')],
      events: [
        row('porvoo-s-a', { series: 'porvoo-s', publishAt: inDays(1) }),
        row('porvoo-s-b', { series: 'porvoo-s', state: 'ARCHIVED' }),
        row('porvoo-s-c', { publishAt: inDays(1) }),
      ],
    });
    expect(await give('porvoo-s')).toEqual([]);
    now += DAY;
    expect((await run()).logged).toEqual([]); // others may be due too
    expect(await events('porvoo-s-')).toEqual([
      'porvoo-s-a lahti PUBLISHED',
      'porvoo-s-b porvoo ARCHIVED', // which is frozen
      'porvoo-s-c porvoo PUBLISHED',
    ]);
    expect(codes(await call('publishEvent', { slug: 'porvoo-s-b' }))).toEqual([]);
    expect((await events('porvoo-s-'))[1]).toBe('porvoo-s-b lahti PUBLISHED');
  });

  test('that ceases to be an occurrence by the write that gives it to another owner goes too', async () => {
    await server.load({ eventSeriesList: [row('porvoo-r', { rrule: 'FREQ=WEEKLY;COUNT=3' })] });
    await call('putEvent', { slug: 'porvoo-r-20270126', summary: { fi: 'Oma' } });
    const owner = { slug: 'lahti' };
    const rrule = 'FREQ=WEEKLY;COUNT=2';
    expect(codes(await call('putEventSeries', { slug: 'porvoo-r', owner, rrule }))).toEqual([]);
    expect(await events('porvoo-r-')).toEqual(
      ['12', '19', '26'].map((day) => `porvoo-r-202701${day} lahti DRAFT`),
    );
  });

  test('that an older version has left with another owner is given to that of its series', async () => {
    await server.load({
      eventSeriesList: [row('porvoo-v')],
      events: [row('porvoo-v-a', { series: 'porvoo-v', state: 'PUBLISHED' })],
    });
    const { database, source } = await connect(server.target, model.tables as never);
    const runner = source.createQueryRunner();
    await runner.query(
      `update event set publish_at = '2026-01-01T00:00:00.000Z', owner_id =
        (select id from organisation where slug = 'lahti') where slug = 'porvoo-v-a'`,
    );
    await new Appointments().up(runner);
    const [left] = (await runner.query(
      "select o.slug, e.publish_at from event e join organisation o on o.id = e.owner_id where e.slug = 'porvoo-v-a'",
    )) as unknown[];
    expect(left).toEqual({ slug: 'porvoo', publish_at: null });
    await runner.release();
    await database.close();
  });

  test('that cannot be published holds up no other, is logged once, and is tried again', async () => {
    await server.load({
      eventSeriesList: [row('porvoo-t', { rrule: 'FREQ=WEEKLY;COUNT=2' })],
      events: [row('porvoo-u', { publishAt: inDays(2) })],
    });
    const publishAt = inDays(1);
    await call('putEvent', { slug: 'porvoo-t-20270112', publishAt });
    const spoil = (start: string) =>
      server.app.database.write((session) =>
        session.run(
          sql`update event set original_start = ${start} where slug = ${'porvoo-t-20270112'}`,
        ),
      );
    await spoil('2027-01-13T09:00'); // as no write leaves it
    now += 3 * DAY;
    const first = await run();
    expect(first).toMatchObject({
      kept: 1,
      logged: [{ job: 'appointments', type: 'Event', slug: 'porvoo-t-20270112' }],
    });
    expect(first.logged[0]!.problem).toContain('gives no start');
    now += 25_000;
    expect(await run()).toEqual({ kept: 0, logged: [] });
    await spoil('2027-01-12T09:00');
    expect(await run()).toEqual({ kept: 0, logged: [] }); // not yet again
    now += 600_000;
    expect(await run()).toEqual({ kept: 1, logged: [] });
    expect(await events('porvoo-t-20270112')).toEqual(['porvoo-t-20270112 porvoo PUBLISHED']);
  });
});
