import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { sql } from '../src/database/sql';
import { model } from '../src/features';
import { isOpen, open } from '../src/kernel/declare/access';
import type { Entity } from '../src/kernel/declare/declare';
import { Guard } from '../src/kernel/write/guard';
import { nameAttribute } from '../src/kernel/declare/registry';
import { type BundleRow, STARTS, fill, partsOf, slugOf, targetOf } from './oracle/rows';
import { some } from './support/databases';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

/** In every text of what only `bore` may see; with `absent` in place of `hidden`, the name of nothing. */
const MARKER = 'zyxhidden';
const absent = (text: string) => text.replaceAll('hidden', 'absent');

/** References of which a row has another one instead. */
const LEFT_OUT: Record<string, string[]> = {
  Goal: ['plan'],
  Metric: ['framework', 'plan', 'action'],
  Measurement: ['network'],
};

/** What a row is: a published one, a draft or under one, or a published one that names drafts wherever it can. */
type Sort = 'open' | 'hidden' | 'naming' | 'plain';

/** One measurement stands for a metric, a holder and a period. */
const PERIODS: Record<Sort, number> = { open: 2026, hidden: 2025, naming: 2024, plain: 2023 };

const isRuled = (entity: Entity) => !isOpen(entity);
const isOwned = ({ access }: Entity) => access.owner !== null;
const isOrganisation = ({ name }: Entity) => name === 'Organisation';
const hasState = (entity: Entity) => entity.attributes.some(({ name }) => name === 'state');
const isPath = ({ access }: Entity, name: string) =>
  [...(access.within ?? []), ...(access.hangsOn ?? [])].includes(name);

function slugFor(entity: Entity, owner: string, sort: Sort): string {
  if (isOrganisation(entity)) return owner;
  if (!isOwned(entity)) return slugOf(entity, 'yhteinen');
  return `${owner}-${slugOf(entity, isRuled(entity) ? sort : 'open')}`;
}

/** A row of an organisation, from the declarations alone. */
function rowOf(entity: Entity, owner: string, sort: Sort): BundleRow {
  const slug = slugFor(entity, owner, sort);
  const filled = fill(entity, {
    word: sort === 'hidden' ? MARKER : owner,
    refer: ({ name }, target) => {
      if (LEFT_OUT[entity.name]?.includes(name)) return undefined;
      if (isPath(entity, name))
        return slugFor(target, owner, sort === 'hidden' ? 'hidden' : 'open');
      if (!isRuled(target))
        return target === entity || isOrganisation(entity)
          ? undefined
          : slugFor(target, owner, 'open');
      if (sort === 'plain' || (target === entity && sort !== 'naming')) return undefined;
      return slugFor(target, owner, sort === 'open' ? 'open' : 'hidden');
    },
    start: sort === 'open' || sort === 'hidden' ? STARTS[0] : undefined,
  });
  delete filled.publishAt;
  if (entity.name === 'Measurement') filled.period = PERIODS[sort];
  if (hasState(entity)) filled.state = sort === 'hidden' ? 'DRAFT' : 'PUBLISHED';
  for (const part of partsOf(entity)) filled[part.part!.field] = partRows(part, owner, sort);
  return { ...filled, slug, externalIds: [{ system: `${owner}.jarjestelma`, value: slug }] };
}

/** Whether a part can be one that only its owner sees. */
const canHide = (part: Entity) =>
  part.name === 'Contact' ||
  part.attributes.some((each) => each.kind === 'one' && !each.within && isRuled(targetOf(each)));

function partRows(part: Entity, owner: string, sort: Sort): BundleRow[] {
  if (sort === 'plain' && canHide(part)) return [];
  const row = fill(part, {
    word: sort === 'hidden' || (sort === 'naming' && canHide(part)) ? MARKER : owner,
    refer: (_, target) =>
      slugFor(target, owner, sort === 'open' || sort === 'plain' ? 'open' : 'hidden'),
  });
  if (part.name === 'Contact' && sort === 'naming') return [{ ...row, public: false }];
  return [row, ...few(part, owner).map((each) => ({ ...row, ...each }))];
}

/** What tells of so few people that only keys of the owner see it. */
function few({ name }: Entity, owner: string): BundleRow[] {
  const word = owner === 'bore' ? MARKER : owner;
  if (name === 'Attendance') return [{ count: 3 }, { count: 4 }];
  return name === 'Feedback'
    ? [{ question: { fi: `${word} kysymys` }, answers: 4, distribution: [{ level: 1, count: 4 }] }]
    : [];
}

/** What a row can be named by. */
interface Names {
  slug: string;
  id: string;
  externalId: { system: string; value: string };
  name: string;
}
interface Known extends Names {
  entity: Entity;
  sort: Sort;
}

let server: TestServer;
let key: string;
/** The ids of our own rows, by their slugs. */
let ours: Map<string, string>;
let known: Known[];

beforeAll(async () => {
  server = await testServer('empty');
  const sorts: [string, Sort][] = [
    ['aalto', 'open'],
    ...(['open', 'hidden', 'naming', 'plain'] as const).map((sort): [string, Sort] => [
      'bore',
      sort,
    ]),
  ];
  const rowsOf = (entity: Entity) => {
    const rows = sorts.map(([owner, sort]) => rowOf(entity, owner, sort));
    return [...new Map(rows.map((row) => [row.slug, row])).values()];
  };
  const bundle = Object.fromEntries(model.records.map((each) => [each.plural, rowsOf(each)]));
  const adopting = bundle.plans!.find(({ slug }) => slug === 'bore-plan-open')!;
  (adopting.goalFrameworks as string[]).push('bore-goal-framework-hidden'); // whose goals its actions name
  const { rows } = await server.load(bundle);
  ours = new Map(rows.map(({ slug, id }) => [slug, id]));
  known = rows
    .filter(({ slug }) => !slug.startsWith('aalto'))
    .map(({ type, slug, id }): Known => {
      const entity = model.records.find(({ name }) => name === type)!;
      const sort = (/(hidden|naming|plain)$/.exec(slug)?.[0] ?? 'open') as Sort;
      const row = bundle[entity.plural]!.find((each) => each.slug === slug)!;
      const [externalId] = row.externalIds as Names['externalId'][];
      const called = row[nameAttribute(entity)?.name ?? ''] as { fi: string } | undefined;
      return { entity, sort, slug, id, externalId: externalId!, name: called?.fi ?? slug };
    });
  known.push(...(await hiddenOccurrences()));
  key = await keyFor(server, 'EDITOR', 'aalto');
}, 60_000);
afterAll(() => server.close());

/** The occurrences that a hidden series has made. */
async function hiddenOccurrences(): Promise<Known[]> {
  const { eventSeries } = await server.ask(
    '{ eventSeries(slug: "bore-event-series-hidden") { events { nodes { slug id title { value } } } } }',
    { key: ADMIN_KEY },
  );
  const entity = model.records.find(({ name }) => name === 'Event')!;
  return eventSeries.events.nodes
    .filter(({ slug }: Data) => !known.some((each) => each.slug === slug))
    .map(({ slug, id, title }: Data): Known => {
      const externalId = { system: 'bore.jarjestelma', value: slug };
      return { entity, sort: 'hidden', slug, id, externalId, name: title.value };
    });
}

const hidden = () => known.filter(({ sort }) => sort === 'hidden');
const published = () => known.filter(({ sort }) => sort !== 'hidden');
const namesOf = ({ slug, id, externalId, name }: Known): Names => ({ slug, id, externalId, name });
const absentOf = ({ slug, id, externalId, name }: Known): Names => ({
  slug: absent(slug),
  id: absentId(id),
  externalId: { system: externalId.system, value: absent(externalId.value) },
  name: absent(name),
});
const absentId = (id: string) => `${id.slice(0, -8)}00000000`;
const waysOf = ({ slug, id, externalId }: Names) => [{ slug }, { id }, { externalId }];

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const SELECT = 'result changedFields userErrors { code field message }';

/** The whole answer to a mutation that is called with the key of `aalto`. */
async function call(name: string, input: object, select = SELECT) {
  const query = `mutation ($input: ${capital(name)}Input!) { ${name}(input: $input) { ${select} } }`;
  const taken = inputType(name).getFields(); // recordMeasurement takes no id
  const known = Object.entries(input).filter(([field]) => field in taken);
  const variables = { input: Object.fromEntries(known) as object };
  const { data, errors } = await server.send(query, { variables, key });
  return { payload: data?.[name] as Data | undefined, errors };
}

const REPORT = `userErrors { code field message } report {
  applied counts { created updated unchanged deleted skipped failed }
  problems { pointer code message } warnings { pointer code message }
  rows { pointer type id slug result fields matchedBy }
}`;
const load = (bundle: object, options: object) =>
  call('importBundle', { bundle: { luotsi: 1, ...bundle }, ...options }, REPORT);

/** How the answers for a hidden row and for none differ; null where they do not. */
async function difference(row: Known, send: (names: Names) => Promise<object>) {
  const there = JSON.stringify(await send(namesOf(row)));
  const none = JSON.stringify(await send(absentOf(row)));
  if (absent(there.replaceAll(row.id, absentId(row.id))) === none) return null;
  return `${row.slug}: ${there}\nbut ${none}`;
}

/** Mutations on something else than one record, which have tests of their own. */
const OTHERS = ['createApiKey', 'revokeApiKey', 'importBundle', 'mergeRecords'];
const mutations = () =>
  Object.values(server.app.schema.getMutationType()!.getFields()).filter(
    ({ name }) => !OTHERS.includes(name),
  );
/** The mutations that make or change a record, or else those that do something with one. */
const mutationsOn = (entity: Entity, sort: 'put' | 'named') =>
  mutations()
    .filter(({ type }) => entity.singular in (getNamedType(type) as GraphQLObjectType).getFields())
    .map(({ name }) => name)
    .filter((name) => (sort === 'put') === 'externalIds' in inputType(name).getFields());

/** What a mutation wants beside the name of a record. */
const MORE: Record<string, object> = {
  copyPlan: { period: { start: '2027-01-01', end: '2027-12-31' } },
  rescheduleEvent: { timing: { start: '2027-01-02T09:00', end: '2027-01-02T10:00' } },
  recordAttendance: { attendance: [{ count: 12 }] },
  recordFeedback: {
    feedback: [{ question: { fi: 'Arvosana' }, answers: 12, mean: 4, scaleMin: 1, scaleMax: 5 }],
  },
};

const inputType = (name: string) =>
  server.app.schema.getType(`${capital(name)}Input`) as GraphQLInputObjectType;

/** A value of a bundle as a mutation takes it. */
function asInput(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return asInput(type.ofType, value);
  if (isListType(type)) return (value as unknown[]).map((each) => asInput(type.ofType, each));
  if (!isInputObjectType(type) || value === null) return value;
  if (type.name === 'ReferenceInput') return { slug: value };
  if (type.name === 'TimingInput') return typeof value === 'string' ? { edtf: value } : value;
  if (type.name === 'PeriodInput') return { start: '2026-01-01', end: '2026-12-31' };
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [
      name,
      asInput(fields[name]!.type, each),
    ]),
  );
}

/** A whole row of an organisation as a put takes it, but for its names. */
function whole(entity: Entity, owner: string): BundleRow {
  const row = rowOf(entity, owner, 'open');
  delete row.slug;
  delete row.externalIds;
  return asInput(inputType(`put${entity.name}`), row) as BundleRow;
}

/** Every way to put a row under the names of another. */
function* puts(entity: Entity, { slug, id, externalId }: Names): Generator<object> {
  const [own, theirs] = [whole(entity, 'aalto'), whole(entity, 'bore')];
  yield { id: ours.get(slugFor(entity, 'aalto', 'open')), slug };
  for (const full of [{}, own, theirs]) {
    yield { ...full, slug };
    yield { ...full, id };
    yield { ...full, id, slug };
    yield { ...full, externalIds: [externalId] };
    yield { ...full, slug, externalIds: [externalId] };
  }
  yield { ...own, slug, dryRun: true };
  yield { ...own, slug, expectedVersion: 1 };
  yield { ...own, id, expectedVersion: 9 };
  yield { ...own, slug: `aalto-${slugOf(entity, 'uusi')}`, externalIds: [externalId] };
}

/** Calls everything on hidden rows by every name, or one of so many; the first trace of them, or null. */
async function traceOfHidden(rows: readonly Known[], oneOf = 1): Promise<string | null> {
  for (const row of rows) {
    const { entity } = row;
    for (const name of mutationsOn(entity, 'named'))
      for (const i of some([...waysOf(row).keys()], oneOf)) {
        const found = await difference(row, (names) =>
          call(name, { ...MORE[name], ...waysOf(names)[i] }),
        );
        if (found) return `${name} ${found}`;
        const { payload } = await call(name, { ...MORE[name], ...waysOf(row)[i] });
        if (payload?.userErrors[0]?.code !== 'NOT_FOUND') return `${name} finds ${row.slug}`;
      }
    for (const name of mutationsOn(entity, 'put'))
      for (const i of some([...[...puts(entity, row)].keys()], oneOf)) {
        const inputOf = (names: Names) => [...puts(entity, names)][i]!;
        const found = await difference(row, (names) => call(name, inputOf(names)));
        if (found) return `${name} ${JSON.stringify(inputOf(row))} ${found}`;
      }
  }
  return null;
}

/** Calls everything on rows that are everybody's to see; the first answer that is not FORBIDDEN, or null. */
async function traceOfPublished(
  rows: readonly Known[],
  dryRun: boolean,
  oneOf = 1,
): Promise<string | null> {
  for (const row of rows)
    for (const sort of ['put', 'named'] as const)
      for (const name of mutationsOn(row.entity, sort))
        for (const way of some(waysOf(row), oneOf)) {
          if (sort === 'put' && !('slug' in way || ('id' in way && name.startsWith('put'))))
            continue;
          const more = sort === 'put' ? whole(row.entity, 'aalto') : MORE[name];
          const { payload } = await call(name, { ...more, ...way, dryRun });
          const codes = payload?.userErrors.map(({ code }: Data) => code) ?? [];
          const isSame = name.startsWith('publish') && payload?.result === 'UNCHANGED';
          if (!isSame && !codes.includes('FORBIDDEN'))
            return `${name} ${row.slug}: ${JSON.stringify(payload)}`;
        }
  return null;
}

/** Every field of a put that is a reference, in the record or in a part of it, with what it leads to. */
function* references(entity: Entity): Generator<{ path: string[]; target: Entity; many: boolean }> {
  for (const of of [entity, ...partsOf(entity)]) {
    const above = of === entity ? [] : [of.part!.field];
    const put = inputType(`put${entity.name}`);
    const type = above[0] ? getNamedType(put.getFields()[above[0]]!.type) : put;
    for (const field of Object.values((type as GraphQLInputObjectType).getFields())) {
      if (getNamedType(field.type).name !== 'ReferenceInput') continue;
      const attribute = of.attributes.find((each) => each.name === field.name)!;
      const path = [...above, field.name];
      yield { path, target: targetOf(attribute), many: attribute.kind === 'many' };
    }
  }
}

/** A change of our own row, in which one reference leads somewhere. */
function referring(entity: Entity, [field, inner]: string[], many: boolean, to: object): BundleRow {
  const slug = slugFor(entity, 'aalto', 'open');
  const value = many ? [to] : to;
  if (!inner) return { slug, [field!]: value };
  const [part] = whole(entity, 'aalto')[field!] as BundleRow[];
  return { slug, [field!]: [{ ...part, [inner]: value }] };
}

/** Names hidden rows in every reference; the first trace of them, or null. */
async function traceOfReferences(targets: readonly Entity[], oneOf = 1): Promise<string | null> {
  for (const entity of model.records)
    for (const { path, target, many } of references(entity)) {
      const row = hidden().find((each) => each.entity === target);
      if (!row || !targets.includes(target)) continue;
      for (const way of some(['slug', 'id', 'externalId', 'name'] as const, oneOf)) {
        const input = (names: Names) => referring(entity, path, many, { [way]: names[way] });
        const name = `put${entity.name}`;
        const found =
          (await difference(row, (names) => call(name, input(names)))) ??
          (await difference(row, (names) =>
            load({ [entity.plural]: [input(names)] }, { atomic: false }),
          ));
        if (found) return `${name} ${path.join('/')} by ${way}: ${found}`;
        const { payload } = await call(name, input(row));
        const told = payload?.userErrors.map(
          ({ code, field }: Data) => `${field.join('/')} ${code}`,
        );
        const place = [path[0], ...(path[1] ? [0, path[1]] : []), ...(many ? [0] : [])].join('/');
        if (told?.join() !== `${place} NOT_FOUND`) return `${name} ${path.join('/')}: ${told}`;
      }
    }
  return null;
}

/** All there is, and how often it changed. */
async function everything(): Promise<string> {
  const { exportBundle } = await server.ask('{ exportBundle }', { key: ADMIN_KEY });
  const [changes] = await server.app.database.read(sql`select count(*) as n from change`);
  return JSON.stringify([changes, exportBundle]);
}

/** Does something that must not change anything. */
async function unchanged<T>(work: () => Promise<T>): Promise<T> {
  const before = await everything();
  const result = await work();
  expect(await everything()).toBe(before);
  return result;
}

test('there is a draft and a published row of every type with a rule, and a mutation of every kind is known', () => {
  const types = (rows: Known[]) => [...new Set(rows.map(({ entity }) => entity.name))].sort();
  const ruled = model.records.filter(isRuled).map(({ name }) => name);
  expect(types(hidden())).toEqual(ruled.sort());
  expect(hidden().filter(({ slug }) => slug.includes('-202604'))).toHaveLength(2);
  expect(types(published())).toEqual(model.records.map(({ name }) => name).sort());
  const called = model.records.flatMap((each) => [
    ...mutationsOn(each, 'put'),
    ...mutationsOn(each, 'named'),
  ]);
  expect(called.sort()).toEqual(
    mutations()
      .map(({ name }) => name)
      .sort(),
  );
});

test('a hidden row answers every mutation as a row that is not there does', async () => {
  expect(await unchanged(() => traceOfHidden(hidden(), 3))).toBeNull();
}, 120_000);

test('a published row can be seen, and is FORBIDDEN to change', async () => {
  for (const dryRun of [true, false])
    expect(await unchanged(() => traceOfPublished(published(), dryRun, 2))).toBeNull();
}, 60_000);

test('a reference to a hidden row is one to nothing', async () => {
  expect(await unchanged(() => traceOfReferences(model.records.filter(isRuled), 4))).toBeNull();
}, 120_000);

test('a published row that names drafts answers as one that names nothing', async () => {
  const traces = await unchanged(async () => {
    const found: string[] = [];
    for (const row of known.filter(({ sort }) => sort === 'naming')) {
      const { entity, slug } = row;
      const put = (of: string, field: string, value: unknown) =>
        call(`put${entity.name}`, { slug: of, [field]: value });
      for (const { path, many, target } of references(entity)) {
        const [field, inner] = path as [string, string?];
        if (!isRuled(target) || isPath(entity, field)) continue;
        const empty = many || inner ? [] : null;
        const named = await put(slug, field, empty);
        const unnamed = await put(slug.replace('naming', 'plain'), field, empty);
        if (JSON.stringify(named) !== JSON.stringify(unnamed))
          found.push(`${slug} ${field}: ${JSON.stringify([named, unnamed])}`);
      }
    }
    return found;
  });
  expect(traces).toEqual([]);
}, 60_000);

test('a contact that is not public cannot be guessed', async () => {
  await unchanged(async () => {
    const network = model.records.find(({ name }) => name === 'Network')!;
    const { contacts } = rowOf(network, 'bore', 'naming');
    const [contact] = contacts as BundleRow[];
    const guess = (name: unknown) =>
      call('putNetwork', {
        slug: slugFor(network, 'bore', 'naming'),
        contacts: asInput(inputType('putNetwork').getFields().contacts!.type, [
          { ...contact, name },
        ]),
      });
    expect(await guess(contact!.name)).toEqual(await guess('Väärä Arvaus'));
  });
});

test('counts that do not show cannot be guessed', async () => {
  await unchanged(async () => {
    const event = model.records.find(({ name }) => name === 'Event')!;
    const slug = slugFor(event, 'bore', 'open');
    const row = whole(event, 'bore');
    for (const field of ['attendance', 'feedback'] as const) {
      const all = row[field] as BundleRow[];
      const put = (value: unknown) => call('putEvent', { slug, [field]: value });
      const isFew = (each: BundleRow) => Number(each.count ?? each.answers) < 5;
      const number = field === 'attendance' ? 'count' : 'answers';
      const wrong = all.map((each) => (isFew(each) ? { ...each, [number]: 2 } : each));
      expect(all.filter(isFew).length).toBeGreaterThan(0);
      const answer = await put(all);
      expect(answer.payload!.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
      expect(await put(wrong)).toEqual(answer);
      const { payload } = await put(all.filter((each) => !isFew(each)));
      expect(payload).toMatchObject({ result: 'UNCHANGED', userErrors: [] });
    }
  });
});

describe('a bundle with our key', () => {
  const options = ['UPSERT', 'INSERT', 'SYNC'].flatMap((mode) =>
    [true, false].map((atomic) => ({ mode, atomic, force: mode === 'SYNC' })),
  );

  test.each(options)('takes rows of hidden ones as rows of none: %p', async (how) => {
    await unchanged(async () => {
      for (const row of some(hidden(), 3)) {
        const { entity } = row;
        for (const owner of ['aalto', 'bore']) {
          const send = ({ slug, externalId }: Names) => {
            const full = { ...rowOf(entity, owner, 'open'), externalIds: [] };
            const rows = [
              { ...full, slug },
              { ...full, slug: undefined, externalIds: [externalId] },
              { slug },
            ];
            const head = { system: externalId.system };
            return Promise.all(rows.map((each) => load({ ...head, [entity.plural]: [each] }, how)));
          };
          expect(await difference(row, send)).toBeNull();
        }
      }
    });
  });

  test('deletes nothing of others, by whatever system', async () => {
    await unchanged(async () => {
      const lists = Object.fromEntries(model.records.map(({ plural }) => [plural, []]));
      const sync = (system: string, plan?: object) =>
        load({ system, ...lists }, { mode: 'SYNC', force: true, plan });
      const { payload } = await sync('bore.jarjestelma');
      expect(payload!.report).toMatchObject({ problems: [], rows: [] });
      expect(payload).toEqual((await sync('bore.muu')).payload);
      const plans = known.filter(({ entity }) => entity.name === 'Plan');
      for (const row of plans.filter(({ sort }) => sort === 'hidden'))
        for (const way of ['slug', 'id', 'externalId'] as const)
          expect(
            await difference(row, (names) => sync('bore.jarjestelma', { [way]: names[way] })),
          ).toBeNull();
      for (const { slug } of plans.filter(({ sort }) => sort !== 'hidden'))
        expect((await sync('bore.jarjestelma', { slug })).payload!.report.rows).toEqual([]);
    });
  });

  test('knows nothing of the imports of others, even under the same idempotency key', async () => {
    const theirs = await keyFor(server, 'EDITOR', 'bore');
    const query = `mutation ($input: ImportBundleInput!) { importBundle(input: $input) { report { id } } }`;
    const input = { bundle: { luotsi: 1 }, idempotencyKey: 'k1' };
    const { importBundle } = await server.ask(query, { variables: { input }, key: theirs });
    const { id } = importBundle.report;
    const read = `{ import(id: "${id}") { id } }`;
    expect(await server.ask(read, { key: theirs })).toEqual({ import: { id } });
    expect(await server.ask(read, { key })).toEqual({ import: null });
    const own = await load({ themes: [] }, { idempotencyKey: 'k1' });
    expect(own.payload!.userErrors).toEqual([]);
  });
});

describe('an export', () => {
  test('holds nothing of what is hidden, with our key or without one', async () => {
    const queries = [
      '{ exportBundle }',
      '{ exportBundle(organisation: { slug: "bore" }) }',
      ...published()
        .filter(({ entity }) => entity.name === 'Plan')
        .map(({ slug }) => `{ exportBundle(plan: { slug: "${slug}" }) }`),
    ];
    for (const query of queries)
      for (const as of [key, undefined]) {
        const text = JSON.stringify(await server.ask(query, { key: as }));
        expect(text).toContain('bore');
        expect(text).not.toContain(MARKER);
        for (const { slug, id } of hidden()) {
          expect(text).not.toContain(slug);
          expect(text).not.toContain(id);
        }
      }
    const all = JSON.stringify(await server.ask('{ exportBundle }', { key: ADMIN_KEY }));
    for (const { slug } of hidden()) expect(all).toContain(slug);
  });

  test('tells of few people only where our key covers the event', async () => {
    const counts = async (owner: string, as?: string) => {
      const { exportBundle } = await server.ask('{ exportBundle }', { key: as });
      const event = exportBundle.events.find(({ slug }: Data) => slug === `${owner}-event-open`);
      return [
        event.attendance.map(({ count }: Data) => count),
        event.feedback.map(({ answers }: Data) => answers),
      ];
    };
    expect(await counts('aalto', key)).toEqual([
      [40, 3, 4],
      [40, 4],
    ]);
    expect(await counts('bore', key)).toEqual([[40], [40]]);
    expect(await counts('bore')).toEqual([[40], [40]]);
    expect(await counts('bore', ADMIN_KEY)).toEqual([
      [40, 3, 4],
      [40, 4],
    ]);
  });

  test('of a hidden plan is one of none', async () => {
    const query = 'query ($plan: ReferenceInput!) { exportBundle(plan: $plan) }';
    for (const row of hidden().filter(({ entity }) => entity.name === 'Plan'))
      for (const way of ['slug', 'id', 'externalId', 'name'] as const) {
        const send = (names: Names) =>
          server.send(query, { variables: { plan: { [way]: names[way] } }, key });
        expect((await send(row)).status).toBe(400);
        expect(await difference(row, send)).toBeNull();
      }
  });
});

describe('were a rule switched off, the calls would find a trace', () => {
  const ruled = model.records.filter(isRuled).map((each) => [each.name, each] as const);

  test.each(ruled)('who sees a %s', async (_, entity) => {
    const rule = entity.access;
    entity.access = { ...rule, visible: open.visible };
    try {
      const rows = hidden().filter((each) => each.entity === entity);
      expect(await traceOfHidden(rows)).not.toBeNull();
      if (REFERRED.has(entity)) expect(await traceOfReferences([entity])).not.toBeNull();
    } finally {
      entity.access = rule;
    }
  });

  /** What other rows can name. */
  const REFERRED = new Set(
    [...model.records, ...model.parts].flatMap(({ attributes }) =>
      attributes.filter(({ target, within }) => target && !within).map(targetOf),
    ),
  );

  test('who may write', async () => {
    const guard = Guard.prototype as unknown as { covers: () => boolean };
    const { covers } = guard;
    guard.covers = () => true;
    try {
      expect(await traceOfPublished(published(), true)).not.toBeNull();
    } finally {
      guard.covers = covers;
    }
  });
});
