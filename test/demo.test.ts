import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { Modality } from '../src/action/action.entity';
import { readBundles } from '../src/app';
import { ownSeeds } from '../src/package';
import { lint } from '../src/lint/lint';
import { DEMO, demoConfig } from '../src/cli/serve';
import { EventStatus } from '../src/event/event.entity';
import { Precision } from '../src/value/timing';
import { type Data, type TestServer, testServer } from './support/server';

const OWNER = 'demo-kaarnala';
const OWN = `filter: { owner: { is: { slug: { eq: "${OWNER}" } } } }`;
const text = readFileSync(DEMO, 'utf8');
const [bundle] = readBundles([DEMO]);
const rows = Object.values(bundle!).filter(Array.isArray).flat() as { slug: string }[];

let server: TestServer;
let events: Data[];
beforeAll(async () => {
  server = await testServer('seeded');
  await server.load(bundle!);
  events = await ownEvents();
});
afterAll(() => server.close());

/** Every event of the demonstration, as anybody sees it. */
async function ownEvents(): Promise<Data[]> {
  const query = `query ($after: String) {
    events(first: 100, after: $after, ${OWN}) {
      nodes {
        slug status modalities languages registrationNeeded originalStart title { value }
        timing { precision start allDay earliest latest approximate uncertain printed }
        previousTiming { precision }
        attendanceTotal attendance { count } feedback { scaleMin mean scaleMax }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const found: Data[] = [];
  for (let after: string | null = null; ;) {
    const data: Data = await server.ask(query, { variables: { after } });
    const { nodes, pageInfo } = data.events;
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

describe('the file', () => {
  it('fits the JSON Schema of a bundle, and says at its head what it is', () => {
    const path = join(__dirname, '..', 'schema', 'bundle.schema.json');
    const schema = JSON.parse(readFileSync(path, 'utf8')) as object;
    const check = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
    check(parse(text));
    expect(check.errors ?? []).toEqual([]);
    const [head, warning] = text.split('\n');
    expect(head).toBe('# yaml-language-server: $schema=../../schema/bundle.schema.json');
    expect(warning).toContain('fictitious');
  });

  it('has nothing without the slug of its owner, and no row twice', () => {
    const own = rows.filter(({ slug }) => slug === OWNER || slug.startsWith(`${OWNER}-`));
    expect(own).toHaveLength(rows.length);
    for (const list of Object.values(bundle!).filter(Array.isArray) as { slug: string }[][])
      expect(new Set(list.map(({ slug }) => slug)).size).toBe(list.length);
  });

  it('names no address of the real world', () => {
    const addresses = text.match(/\b(?:https?:\/\/|www\.)[^\s,'}\]]+|[\w.]+@[\w.-]+/g)!;
    expect(addresses.length).toBeGreaterThan(50);
    const real = addresses.filter((each) => !/^(https:\/\/|kaarnala@)example\.org\b/.test(each));
    expect(real).toEqual([]);
  });
});

describe('the own seeds', () => {
  it('hold nothing of it', () => {
    const paths = ownSeeds();
    expect(paths).not.toContain(DEMO);
    const texts = paths.map((path) => readFileSync(path, 'utf8'));
    expect(texts.filter((each) => /\bdemo-|kaarnala/i.test(each))).toEqual([]);
  });

  it('come with it on a database of its own, unless the settings say otherwise', () => {
    const seed = [...ownSeeds(), DEMO];
    const database = { kind: 'sqlite', path: 'data/demo.sqlite' };
    expect(demoConfig({})).toMatchObject({ seed, database });
    expect(demoConfig({ DATABASE_URL: ' ' })).toMatchObject({ seed, database });
    expect(demoConfig({ DATABASE_URL: 'sqlite:x.sqlite', LUOTSI_SEED: 'none' })).toMatchObject({
      seed: 'none',
      database: { kind: 'sqlite', path: 'x.sqlite' },
    });
  });
});

describe('on a server', () => {
  it('it is 300 events, and says that it is a demonstration', async () => {
    const data = await server.ask(`{
      events(first: 0, ${OWN}) { totalCount }
      plan(slug: "${OWNER}-2026") { title { value } summary { value } owner { name { value } } }
      deliveries(first: 0, filter: { action: { is: { plan: { is: { slug: { eq: "${OWNER}-2026" } } } } } }) {
        totalCount
      }
    }`);
    expect(data.events.totalCount).toBe(300);
    expect(events).toHaveLength(300);
    expect(data.deliveries.totalCount).toBe(15);
    expect(data.plan.summary.value).toContain('Tämä on esittely');
    for (const { value } of [data.plan.title, data.plan.owner.name])
      expect(value).toContain('(esittely)');
  });

  it('has every status, precision and manner', () => {
    const told = (values: unknown[]) => [...new Set(values)].sort();
    expect(told(events.map(({ status }) => status))).toEqual(Object.values(EventStatus).sort());
    expect(told(events.map(({ timing }) => timing.precision))).toEqual(
      Object.values(Precision).sort(),
    );
    expect(told(events.flatMap(({ modalities }) => modalities))).toEqual(
      Object.values(Modality).sort(),
    );
    expect(told(events.flatMap(({ languages }) => languages))).toEqual(
      expect.arrayContaining(['en', 'fi', 'se', 'sv']),
    );
    expect(told(events.map(({ registrationNeeded }) => registrationNeeded))).toEqual(
      expect.arrayContaining([false, true]),
    );
    for (const some of [
      (each: Data) => each.timing.allDay,
      (each: Data) => each.timing.approximate,
      (each: Data) => each.timing.uncertain,
      (each: Data) => each.timing.printed && each.timing.precision === Precision.UNKNOWN,
      (each: Data) => each.timing.precision === Precision.RANGE && !each.timing.latest,
      (each: Data) => each.timing.precision === Precision.RANGE && !each.timing.earliest,
      (each: Data) => each.originalStart && each.originalStart !== each.timing.start,
      (each: Data) => each.attendance.length > 0 && each.feedback.length > 0,
      (each: Data) => /\p{Emoji_Presentation}/u.test(each.title.value),
      (each: Data) => each.title.value.includes(';') && each.title.value.includes('ä'),
    ])
      expect(events.filter(some).map(({ slug }) => slug)).not.toEqual([]);
  });

  it('is held before November and planned from then on', () => {
    const held = events.filter(({ status }) => status === EventStatus.HELD);
    expect(held.length).toBeGreaterThan(50);
    expect(held.filter(({ timing }) => timing.latest >= '2026-11-01')).toEqual([]);
    const open = events.filter(({ status }) => /PLANNED|CONFIRMED|RESCHEDULED/.test(status));
    expect(
      open.filter(({ timing }) => timing.latest !== null && timing.latest < '2026-11-01'),
    ).toEqual([]);
    const moved = events.filter(({ status }) => status === EventStatus.RESCHEDULED);
    for (const { previousTiming } of moved)
      expect(previousTiming.precision).not.toBe(Precision.UNKNOWN);
  });

  it('serves its regions', async () => {
    const data = await server.ask(
      `{ events(first: 0, filter: { serves: { slug: { eq: "lappi" } } }) { totalCount } }`,
    );
    expect(data.events.totalCount).toBeGreaterThan(200);
  });

  it('makes a calendar without a finding', async () => {
    const address = `${server.url}/calendar.ics?start=2026-01-01&include=tentative`;
    for (const more of ['', '&lang=sv']) {
      const response = await fetch(address + more);
      expect(response.status).toBe(200);
      const calendar = Buffer.from(await response.arrayBuffer());
      expect(lint(calendar)).toEqual([]);
      expect(calendar.toString().match(/^BEGIN:VEVENT/gm)!.length).toBeGreaterThan(150);
    }
  });

  it('brought again, is unchanged', async () => {
    const { rows: again } = await server.load(bundle!);
    expect(again.filter(({ result }) => result !== 'UNCHANGED')).toEqual([]);
    expect(again).toHaveLength(rows.length);
  });
});
