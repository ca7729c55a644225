import { type FieldNode, Kind, getIntrospectionQuery, parse, print, visit } from 'graphql';
import { readBundles } from '../src/app';
import { DEMO } from '../src/cli/serve';
import { type TestServer, testServer } from './support/server';

const MOST_BYTES = 16 * 1024 * 1024;
/** Of the processor's time: how busy the machine is else does not count. */
const MOST_SECONDS = 10;

let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', { cacheBytes: 0 }, { doors: false });
  await server.load(readBundles([DEMO])[0]!);
});
afterAll(() => server.close());

const aliases = (count: number, each: string) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: ${each}`).join(' ')} }`;
const texts = Array.from(
  { length: 20 },
  (_, i) => `t${i}: summary { value translations { value } }`,
);
/** The whole of introspection, under as many aliases as there may be. */
const introspection = visit(parse(getIntrospectionQuery()), {
  OperationDefinition: (node) => ({
    ...node,
    selectionSet: {
      ...node.selectionSet,
      selections: Array.from({ length: 30 }, (_, i) => ({
        ...(node.selectionSet.selections[0] as FieldNode),
        alias: { kind: Kind.NAME, value: `a${i}` },
      })),
    },
  }),
});

/** The worst queries known: pages through lists through pages, texts by the dozen, filters through filters, code, exports. */
const REFUSED = {
  'pages of 100 below each other': `{ themes(first: 100) { nodes { events(first: 100) { nodes { themes {
    events(first: 100) { nodes { id } } } } } } } }`,
  'texts with translations at the end of them': `{ themes(first: 100) { nodes { events { nodes { themes {
    events { nodes { ${texts.join(' ')} } } } } } } } }`,
  'one level more': `{ themes(first: 100) { nodes { events(first: 100) { nodes { themes {
    events(first: 100) { nodes { themes { events(first: 100) { nodes { id } } } } } } } } } } }`,
  'exports under aliases': aliases(30, 'exportBundle'),
  'counts below counts': `{ organisations(first: 100) { nodes { events(first: 100) { nodes { participations {
    organisation { events { totalCount } actions { totalCount } } } } } } } }`,
  'filters through other rows, below rows': `{ themes(first: 100) { nodes { events(first: 20, filter: { themes: { some: {
    events: { some: { themes: { some: { label: { contains: "x" } } } } } } } }) { nodes { id } } } } }`,
  'filters through filters': aliases(
    20,
    `events(first: 0, filter: { participations: { none: { organisation: { is: {
    events: { some: { themes: { some: { label: { contains: "x" } } } } } } } } } }) { totalCount }`,
  ),
  'code for every row': `{ themes(first: 100) { nodes { events(first: 100) { nodes { timing { startsAt endsAt }
    previousTiming { startsAt endsAt } } } } } }`,
  'sections of sections of sections': `{ plans(first: 100) { nodes { sections { children { children { children {
    title { value } summary { value translations { value } } } } } } } } }`,
};

const ANSWERED = {
  'rows through rows, just below the limit': `{ themes(first: 36) { nodes { events(first: 60) { nodes { themes {
    events(first: 25) { nodes { id } } } } } } } }`,
  'texts with translations, just below the limit': `{ themes(first: 36) { nodes { events(first: 20) { nodes { themes {
    events(first: 5) { nodes { ${texts.slice(0, 3).join(' ')} } } } } } } } }`,
  'filters below rows, just below the limit': aliases(
    3,
    `themes(first: 36) { nodes { events(first: 1, filter: {
    placements: { some: { module: { is: { events: { some: { uid: { eq: "x" } } } } } } } }) { nodes { id } } } }`,
  ),
  'code for rows through rows': `{ themes(first: 36) { nodes { events(first: 18) { nodes { participations {
    organisation { events(first: 5) { nodes { timing { startsAt } } } } } } } } } }`,
  'counts for rows through rows': `{ themes(first: 36) { nodes { events(first: 40) { nodes { participations {
    organisation { events(first: 0) { totalCount } } } } } } } }`,
  'all there is as a bundle': '{ exportBundle }',
  'a plan as a bundle, eight times': aliases(8, 'exportBundle(plan: { slug: "porvoo-2026" })'),
  'the records of changes': aliases(
    28,
    'changes(first: 100) { nodes { node { id slug createdAt } } }',
  ),
};

describe('the worst queries', () => {
  it.each(Object.entries(REFUSED))('%s: refused', async (_, query) => {
    const { status, errors } = await server.send(query);
    expect({
      status,
      told: errors?.map(({ extensions: { code, limit } }) => [code, limit]),
    }).toEqual({
      status: 400,
      told: [['QUERY_TOO_COMPLEX', 'cost']],
    });
  });

  it.each(Object.entries(ANSWERED))('%s: answered', async (_, query) => {
    const begin = process.cpuUsage();
    const answer = await server.ask(query);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
    expect(JSON.stringify(answer).length).toBeLessThan(MOST_BYTES);
  });

  it('introspection under thirty aliases: refused, and once: answered', async () => {
    const { status, errors } = await server.send(print(introspection));
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect((await server.send(getIntrospectionQuery())).status).toBe(200);
  });

  it.each(['calendar.ics', 'events.jsonld', 'events.atom', 'events.csv'])(
    'the feed %s: answered',
    async (form) => {
      const begin = process.cpuUsage();
      const answer = await fetch(`${server.url}/${form}`);
      expect(answer.status).toBe(200);
      expect((await answer.text()).length).toBeLessThan(MOST_BYTES);
      const { user, system } = process.cpuUsage(begin);
      expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
    },
  );
});
