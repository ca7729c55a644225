import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  graphql,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Span } from '../src/database/span';
import { model } from '../src/features';
import { isOpen, open } from '../src/kernel/declare/access';
import type { Entity } from '../src/kernel/declare/declare';
import { Trees } from '../src/kernel/read/answers';
import { Reader } from '../src/kernel/read/reader';
import { ANONYMOUS, type Viewer, admin } from '../src/kernel/declare/viewer';
import { FEW, MARKER, PATHS, bundle, hasState, isRuled } from './oracle/hidden';
import { STARTS, partsOf, targetOf } from './oracle/rows';
import { some } from './support/databases';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

const clock = () => new Date('2026-01-02T03:04:05Z');

let full: TestServer;
let twin: TestServer;
let hidden: { type: string; slug: string; id: string }[];

beforeAll(async () => {
  full = await testServer('empty', { clock });
  twin = await testServer('empty', { clock });
  const report = await full.load(bundle(true));
  await twin.load(bundle(false));
  const { events } = await ask(full, '{ events { nodes { slug id } } }', admin('test'));
  const made = events.nodes.map((each: Data) => ({ ...each, type: 'Event' })) as typeof hidden;
  const loaded = report.rows.filter(({ type }) => type !== 'Event');
  hidden = [...loaded, ...made].filter(({ slug }) => /-(hidden|through)-/.test(slug));
});
afterAll(() => Promise.all([full.close(), twin.close()]));

/** Asks without the limits of a request, as a viewer. */
async function ask(server: TestServer, source: string, viewer: Viewer = ANONYMOUS): Promise<Data> {
  const limits = { defaultPageSize: 100, maxPageSize: 100, maxAnswerBytes: 2 ** 26 };
  const { data, errors } = await graphql({
    schema: server.app.schema,
    source,
    contextValue: {
      reader: new Reader(server.app.database, viewer),
      languages: [],
      span: new Span(60_000),
      limits,
      trees: new Trees(server.app.schema, limits, false),
    },
  });
  if (errors) throw new Error(`${errors[0]!.message}\n${source.slice(0, 2000)}`);
  return data!;
}

/** An answer as it can be compared between servers: without ids and the total of small counts, and lists without their order. */
function comparable(answer: unknown): unknown {
  if (Array.isArray(answer))
    return answer
      .map(comparable)
      .map((each) => JSON.stringify(each))
      .sort();
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer)
      .filter(
        ([name]) =>
          !['id', 'uid', 'cursor', 'startCursor', 'endCursor', 'attendanceTotal'].includes(name),
      )
      .map(([name, value]) => [name, comparable(value)]),
  );
}

const objectType = (name: string) => full.app.schema.getType(name) as GraphQLObjectType;

/** Everything that can be asked of a type, down to a depth; of records below that, their slugs. */
function selection(type: GraphQLObjectType, depth: number): string {
  const isRecord = type.getInterfaces().length > 0;
  const isWrapping = /(Connection|Edge)$/.test(type.name);
  if (depth <= 0 && isRecord) return 'id slug';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const of = getNamedType(field.type);
    if (isLeafType(of)) return [field.name + argumentsOf(field)];
    if (!isObjectType(of) || depth < -3 || field.name === 'edges') return [];
    const below = selection(of, isWrapping ? depth : depth - 1);
    return below ? [`${field.name}${argumentsOf(field)} { ${below} }`] : [];
  });
  return fields.join(' ');
}

function argumentsOf(field: GraphQLField<unknown, unknown>): string {
  const given: Record<string, string> = {
    on: 'on: "2026-06-01"',
    after: 'after: "2026-06-01"',
    of: 'of: "k1"',
    period: 'period: { start: "2020-01-01", end: "2030-12-31" }',
  };
  const wanted = field.args.filter((each) => isNonNullType(each.type));
  return wanted.length > 0 ? `(${wanted.map(({ name }) => given[name]).join(', ')})` : '';
}

/** Tests of a filter on a type, down to so many relations; the outermost in every way. */
function filters(type: GraphQLInputObjectType, depth: number, outermost = true): string[] {
  return Object.values(type.getFields()).flatMap(({ name, type: wrapped }) => {
    const of = getNamedType(wrapped);
    if (!isInputObjectType(of) || of === type) return [];
    const [, target, sort] = /^([A-Z]\w*[a-z])(List|Reference)Filter$/.exec(of.name) ?? [];
    const targetFilter = full.app.schema.getType(`${target}Filter`);
    if (!isObjectType(full.app.schema.getType(target ?? '')) || !isInputObjectType(targetFilter))
      return textTests(name, of);
    if (depth === 0) return [];
    const leaves = ['{}', ...(outermost ? filters(targetFilter, 0) : [])];
    const deeper = filters(targetFilter, depth - 1, false);
    const test = (...tests: string[]) => tests.map((each) => `{ ${name}: { ${each} } }`);
    const all = (kind: string, of: string[]) => test(...of.map((each) => `${kind}: ${each}`));
    if (sort === 'Reference')
      return [...test('isNull: true'), ...all('is', [...leaves, ...deeper])];
    if (!outermost) return [...test('count: { gte: 2 }'), ...all('some', leaves)];
    return [
      ...test(...['eq: 0', 'eq: 1', 'gte: 2', 'gte: 3'].map((each) => `count: { ${each} }`)),
      ...['none', 'every'].flatMap((kind) => all(kind, leaves)),
      ...all('some', [...leaves, ...deeper]),
    ];
  });
}

function textTests(name: string, of: GraphQLInputObjectType): string[] {
  if (of.name === 'TextFilter' || of.name === 'StringListFilter')
    return [`{ ${name}: { contains: "${MARKER}" } }`];
  if (of.name === 'StringFilter') return [`{ ${name}: { startsWith: "${MARKER}" } }`];
  if (of.name === 'IntFilter') return [`{ ${name}: { lt: 5 } }`, `{ ${name}: { eq: 30 } }`];
  if (name === 'originalStart') return [`{ ${name}: { isNull: false } }`];
  if (of.name === 'StateFilter') return [`{ ${name}: { eq: DRAFT } }`];
  if (name === 'slug') return [`{ slug: { startsWith: "x" } }`];
  return [];
}

/** The walk over everything that can be asked: the queries, the likeliest to tell of something first. */
function* walk(starts: readonly Entity[], filterDepth = 2): Generator<string> {
  for (const { name, plural, orders } of starts) {
    const type = objectType(name);
    yield `{ ${plural} { totalCount nodes { ${selection(type, 1)} } edges { node { slug } } pageInfo { hasNextPage } } }`;
    const fields = Object.keys(orders).flatMap((field) =>
      ['ASC', 'DESC'].map((direction) => `{ field: ${field}, direction: ${direction} }`),
    );
    yield `{ ${fields.map((order, i) => `o${i}: ${plural}(orderBy: ${order}) { totalCount nodes { slug } }`).join(' ')} }`;
  }
  for (const { name, plural } of starts) {
    const type = full.app.schema.getType(`${name}Filter`) as GraphQLInputObjectType;
    const all = some(filters(type, filterDepth), filterDepth > 1 ? 8 : 1);
    for (let i = 0; i < all.length; i += 100)
      yield `{ ${all
        .slice(i, i + 100)
        .map((filter, j) => `f${j}: ${plural}(filter: ${filter}) { totalCount nodes { slug } }`)
        .join(' ')} }`;
  }
  for (const { name, plural } of starts)
    yield `{ ${plural} { nodes { ${selection(objectType(name), 2)} } } }`;
}

const answers = new Map<string, string>();
const ofTwin = async (query: string) => {
  if (!answers.has(query)) answers.set(query, JSON.stringify(comparable(await ask(twin, query))));
  return answers.get(query)!;
};

/** What a walk without a key finds of hidden rows: the first trace, or null. */
async function trace(queries: Iterable<string>): Promise<string | null> {
  for (const query of queries) {
    const answer = await ask(full, query);
    const text = JSON.stringify(answer);
    if (text.includes(MARKER)) return `the marker in ${query}`;
    for (const { slug, id } of hidden)
      if (text.includes(id) || text.includes(`"${slug}"`)) return `${slug} in ${query}`;
    const [ours, theirs] = [JSON.stringify(comparable(answer)), await ofTwin(query)];
    if (ours !== theirs) return `a difference in ${differing(ours, theirs)}: ${query}`;
  }
  return null;
}

function differing(a: string, b: string): string {
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return `${a.slice(Math.max(0, at - 200), at + 60)} | ${b.slice(at, at + 60)}`;
}

test('the test knows the rule of every type that has one', () => {
  const ruled = model.records.filter((each) => !isOpen(each)).map(({ name }) => name);
  expect(ruled.sort()).toEqual(Object.keys(PATHS).sort());
  expect(hidden.length).toBeGreaterThanOrEqual(ruled.length);
  const occurrences = hidden.filter(({ slug }) => slug.includes('event-series-hidden-0-'));
  expect(occurrences).toHaveLength(STARTS.length - 1); // and one that came with the bundle
});

test('without a key there is no trace of a draft, whatever is asked', async () => {
  expect(await trace(walk(model.records))).toBeNull();
}, 180_000);

test('a key that covers no organisation sees no more than none', async () => {
  const reader: Viewer = { role: 'READER', organisationIds: [], actor: 'reader' };
  for (const query of walk(some(model.records, 3), 0)) {
    const text = JSON.stringify(comparable(await ask(full, query, reader)));
    expect(text).toBe(await ofTwin(query));
  }
}, 60_000);

test('a hidden row cannot be looked up: not by slug, id, external id, node or nodes', async () => {
  for (const { type, slug, id } of some(hidden, 3)) {
    const { singular } = model.records.find(({ name }) => name === type)!;
    const query = `query ($slug: String, $id: ID, $ids: [ID!]!, $one: ID!) {
      bySlug: ${singular}(slug: $slug) { slug }
      byId: ${singular}(id: $id) { slug }
      node(id: $one) { slug }
      nodes(ids: $ids) { slug }
    }`;
    const variables = { slug, id, one: id, ids: [id] };
    const nothing = { bySlug: null, byId: null, node: null, nodes: [null] };
    const found = { bySlug: { slug }, byId: { slug }, node: { slug }, nodes: [{ slug }] };
    expect(await full.ask(query, { variables })).toEqual(nothing);
    expect(await full.ask(query, { variables, key: ADMIN_KEY })).toEqual(found);
  }
  for (const { singular } of model.records) {
    const externalId = `{ system: "${MARKER} system 0", value: "${MARKER} value 0 hidden-0" }`;
    const answer = await full.ask(`{ ${singular}(externalId: ${externalId}) { slug } }`);
    expect(answer[singular]).toBeNull();
  }
});

test('with the key of an ADMIN every hidden row is there, and every text of it', async () => {
  const texts = await Promise.all(
    model.records.map(({ name, plural }) =>
      ask(full, `{ ${plural} { nodes { ${selection(objectType(name), 1)} } } }`, admin('test')),
    ),
  );
  const text = JSON.stringify(texts);
  expect(hidden.filter(({ slug }) => !text.includes(`"${slug}"`))).toEqual([]);
  for (const part of [
    ...model.records.filter(isRuled),
    ...model.records.filter(isRuled).flatMap(partsOf),
  ])
    for (const { name } of part.attributes.filter((each) => each.kind === 'text' && !each.hidden))
      expect(text).toContain(`${MARKER} ${name} 0`);
});

describe('were a rule switched off, the walk would find a trace', () => {
  const named = model.parts.filter(
    (part) =>
      part.name === 'Contact' ||
      part.name in FEW ||
      part.attributes.some(
        (each) => each.kind === 'one' && !each.within && isRuled(targetOf(each)),
      ),
  );
  const ruled = [...model.records.filter(isRuled), ...named];

  /** Whether others lead to it also by another way than what it is seen through. */
  function isReached(entity: Entity): boolean {
    const others = [...model.records, ...model.parts].filter((each) => each !== entity);
    const ways = others.flatMap(({ relations }) =>
      relations.filter(({ target }) => target() === entity).map(({ join }) => join.to),
    );
    return new Set(ways).size > 1;
  }

  test.each(ruled.map((each) => [each.name, each] as const))('%s', async (_name, entity) => {
    const rule = entity.access;
    entity.access = open;
    try {
      const first = model.records.filter(
        (each) => each === entity || partsOf(each).includes(entity),
      );
      expect(await trace(walk(first, 1))).not.toBeNull();
    } finally {
      entity.access = rule;
    }
  });

  const reached = model.records.filter(isRuled).filter(isReached);
  test.each(reached.map((each) => [each.name, each] as const))(
    '%s, asked only through other types',
    async (_name, entity) => {
      const rule = entity.access;
      entity.access = open;
      try {
        const others = model.records.filter((each) => each !== entity);
        expect(await trace(walk(others, 1))).not.toBeNull();
      } finally {
        entity.access = rule;
      }
    },
  );
});

test('a key sees the drafts of the organisations that it covers, and of no other', async () => {
  const own = await full.load({
    organisations: [
      { slug: 'oma', name: 'Oma', kind: 'OTHER' },
      { slug: 'vieras', name: 'Vieras', kind: 'OTHER' },
    ],
    ...Object.fromEntries(
      model.records.filter(hasState).map((each) => [
        each.plural,
        ['oma', 'vieras'].map((owner) => ({
          ...bundle(false)[each.plural]![0],
          slug: `${owner}-${each.singular.toLowerCase()}`,
          owner,
          state: 'DRAFT',
          externalIds: [],
          ...(each.name === 'Event' && { series: `${owner}-eventseries` }),
        })),
      ]),
    ),
  });
  const id = own.rows.find(({ slug }) => slug === 'oma')!.id;
  const reader: Viewer = { role: 'READER', organisationIds: [id], actor: 'reader' };
  for (const { plural } of model.records.filter(hasState)) {
    const query = `{ ${plural}(filter: { owner: { is: { slug: { in: ["oma", "vieras"] } } } }) { totalCount nodes { slug owner { slug } } }
      organisations(filter: { slug: { in: ["oma", "vieras"] }, ${ownList(plural)}: { some: {} } }) { nodes { slug } } }`;
    const seen = async (viewer: Viewer) => {
      const answer = await ask(full, query, viewer);
      return [
        answer[plural].totalCount,
        answer[plural].nodes.map((each: Data) => each.owner.slug),
        answer.organisations.nodes.map((each: Data) => each.slug),
      ];
    };
    expect(await seen(ANONYMOUS)).toEqual([0, [], []]);
    const rows = plural === 'events' ? STARTS.map(() => 'oma') : ['oma'];
    expect(await seen(reader)).toEqual([rows.length, rows, ['oma']]);
    const [total] = await seen(admin('test'));
    expect(total).toBe(2 * rows.length);
  }
});

/** The connection of an organisation that holds what it owns. */
function ownList(plural: string): string {
  return { events: 'ownEvents', eventSeriesList: 'ownEventSeries' }[plural] ?? plural;
}

describe('of those who took part', () => {
  let slug = 0;

  /** What viewers see of an event with such counts of people from as many municipalities. */
  async function seen(counts: number[], answers: number[] = []) {
    const event = `organisation-open-0-laskettu-${++slug}`;
    const from = counts.map((_, i) => `municipality-${slug}-${i}`);
    await full.load({
      municipalities: from.map((each, i) => ({
        slug: each,
        code: String(100 + slug * 10 + i),
        name: each,
        region: 'region-open-0',
      })),
      events: [
        {
          slug: event,
          owner: 'organisation-open-0',
          state: 'PUBLISHED',
          title: 'Laskettu',
          attendance: counts.map((count, i) => ({ count, municipality: from[i] })),
          feedback: answers.map((each) => ({
            question: 'Arvosana',
            answers: each,
            mean: 4,
            scaleMin: 1,
            scaleMax: 5,
          })),
        },
      ],
    });
    const { organisations } = await ask(full, '{ organisations { nodes { id slug } } }');
    const idOf = (name: string) => organisations.nodes.find((each: Data) => each.slug === name).id;
    const covering = (name: string, role: Viewer['role']): Viewer => ({
      role,
      organisationIds: [idOf(name)],
      actor: 'test',
    });
    return async (who: 'nobody' | 'other' | 'reader' | 'editor' | 'admin') => {
      const viewer = {
        nobody: ANONYMOUS,
        other: covering('organisation-naming', 'EDITOR'),
        reader: covering('organisation-open-0', 'READER'),
        editor: covering('organisation-open-0', 'EDITOR'),
        admin: admin('test'),
      }[who];
      const numbers = [...new Set(counts)];
      const such = (each: number) =>
        `c${each}: events(filter: { slug: { eq: "${event}" }, attendance: { some: { count: { eq: ${each} } } } }) { totalCount }`;
      const answer = await ask(
        full,
        `{ event(slug: "${event}") {
            attendanceTotal history { version } attendance { count municipality { slug } event { slug } } feedback { answers }
          }
          municipalities(filter: { slug: { in: ${JSON.stringify(from)} }, attendedEvents: { some: {} } }) {
            totalCount nodes { attendedEvents { totalCount nodes { attendance { count } } } }
          }
          ${numbers.map(such).join(' ')} }`,
        viewer,
      );
      const { attendance, feedback, attendanceTotal, history } = answer.event;
      const shown = attendance.map(({ count }: Data) => count) as number[];
      const found = numbers.filter((each) => answer[`c${each}`].totalCount === 1);
      expect([who, found]).toEqual([who, [...new Set(shown)]]);
      expect([who, answer.municipalities.totalCount]).toEqual([who, shown.length]);
      const total = counts.reduce((sum, each) => sum + each, 0);
      expect(attendanceTotal).toBe(counts.length > 0 ? total : null);
      const knows = who === 'editor' || who === 'admin';
      expect([who, history !== null]).toEqual([who, knows]);
      return [shown, feedback.map((each: Data) => each.answers)];
    };
  }

  test.each([
    [[40], [40]],
    [[5], [5]],
    [[4], []],
    [[0], [0]],
    [[40, 4], []],
    [[40, 4, 50], [50]],
    [[40, 4, 1], [40]],
    [[5, 5, 1], [5]],
    [[0, 1, 7], [0]],
    [[2, 3, 4], []],
  ])('%j shows as %j without a key of the owner', async (counts, shown) => {
    const as = await seen(counts);
    for (const who of ['nobody', 'other'] as const) expect((await as(who))[0]).toEqual(shown);
    for (const who of ['reader', 'editor', 'admin'] as const)
      expect((await as(who))[0]).toEqual(counts);
  });

  test('what fewer than five have answered shows with a key of the owner only', async () => {
    const as = await seen([], [40, 4, 5, 1]);
    for (const who of ['nobody', 'other'] as const) expect((await as(who))[1]).toEqual([40, 5]);
    for (const who of ['reader', 'editor', 'admin'] as const)
      expect((await as(who))[1]).toEqual([40, 4, 5, 1]);
  });
});

test('a published series does not tell of an occurrence that is withdrawn', async () => {
  const slug = 'organisation-open-0-event-series-open-0-20260408';
  const events = `{ eventSeries(slug: "event-series-open-0") {
    events { totalCount nodes { slug } } none: events(filter: { state: { eq: DRAFT } }) { totalCount }
  } event(slug: "${slug}") { slug } }`;
  const before = await ask(full, events);
  expect(before.event).toEqual({ slug });
  await full.load({ events: [{ slug, state: 'DRAFT' }] });
  const { event, eventSeries } = await ask(full, events);
  const slugs = eventSeries.events.nodes.map((each: Data) => each.slug);
  expect([event, eventSeries.none.totalCount, slugs.includes(slug)]).toEqual([null, 0, false]);
  expect(eventSeries.events.totalCount).toBe(before.eventSeries.events.totalCount - 1);
});

test('a published occurrence does not show while its series is a draft', async () => {
  const slug = 'organisation-open-0-event-series-hidden-0-20260408';
  await full.load({ events: [{ slug, state: 'PUBLISHED', action: null }] });
  expect(await ask(full, `{ event(slug: "${slug}") { id } }`)).toEqual({ event: null });
});
