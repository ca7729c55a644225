import 'reflect-metadata';
import { type ImportedRow, importBundle, ImportMode } from '../src/bundle/import';
import { model } from '../src/features';
import type { Entity } from '../src/kernel/declare/declare';
import { admin } from '../src/kernel/declare/viewer';
import { partsOf } from '../src/kernel/intake/input';
import { attempt } from '../src/kernel/write/undo';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

const COLUMN: Record<string, string> = {
  text: '{ value language }',
  timing: '{ edtf start earliest latest }',
  quantity: '{ printed min max }',
  distribution: '{ level count }',
  period: '{ start end }',
  money: '{ cents currency }',
};
/** They also count changes in what a reader does not see. */
const COUNTS = ['version', 'updatedAt', 'sequence', 'sequencedAt'];

/** All that a reader may see of a record: its own fields, what it refers to, and its parts. */
function selection(entity: Entity): string {
  const fields = entity.attributes.flatMap(({ name, kind, hidden, within }) => {
    if (hidden || COUNTS.includes(name)) return [];
    if (kind === 'one') return [`${name} { ${within ? 'key' : 'id'} }`];
    return [kind === 'many' ? `${name} { id }` : `${name} ${COLUMN[kind] ?? ''}`];
  });
  return [
    ...fields,
    ...partsOf(entity).map((part) => `${part.part!.field} { ${selection(part)} }`),
  ].join(' ');
}

/** What a reader can read, by id: all of it, or some records of each type. */
async function readable(server: TestServer, key?: string, ids?: Map<Entity, string[]>) {
  const entities = ids ? [...ids.keys()] : model.records;
  const found = new Map<string, Data>();
  for (let from = 0; from < entities.length; from += 6) {
    const some = entities.slice(from, from + 6);
    const parameters = some.map(({ name, plural }) => `$${plural}: ${name}Filter`);
    const lists = some.map(
      (each) =>
        `${each.plural}(first: 100, filter: $${each.plural}) { totalCount nodes { id ${selection(each)} } }`,
    );
    const variables = Object.fromEntries(
      some.map((each) => [each.plural, ids ? { id: { in: ids.get(each) } } : null]),
    );
    const query = `query (${parameters.join(', ')}) { ${lists.join(' ')} }`;
    const answer = await server.ask(query, { variables, key });
    for (const { plural } of some) {
      expect(answer[plural].totalCount).toBeLessThanOrEqual(100);
      for (const row of answer[plural].nodes as Data[]) found.set(row.id, row);
    }
  }
  return found;
}

const isOther = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** A copy of what one reader sees, kept by the changes alone. It is told what it sees a difference in, and no more. */
class Mirror {
  readonly rows = new Map<string, Data>();
  readonly told = { CREATE: 0, UPDATE: 0, DELETE: 0 };
  private after: string | null = null;

  constructor(
    private readonly server: TestServer,
    readonly key?: string,
  ) {}

  async follow(): Promise<void> {
    const { changes } = await this.server.ask(CHANGES, {
      variables: { after: this.after },
      key: this.key,
    });
    expect(changes.pageInfo.hasNextPage).toBe(false);
    this.after = changes.pageInfo.endCursor;
    const entries = new Map<string, Data[]>();
    for (const each of changes.nodes as Data[])
      entries.set(each.recordId, [...(entries.get(each.recordId) ?? []), each]);
    if (entries.size === 0) return;
    const ids = new Map<Entity, string[]>();
    for (const id of entries.keys()) {
      const entity = model.ofId(id)!;
      ids.set(entity, [...(ids.get(entity) ?? []), id]);
    }
    const now = await readable(this.server, this.key, ids);
    for (const [id, told] of entries) {
      this.check(told, this.rows.get(id), now.get(id));
      for (const { operation } of told) this.told[operation as 'CREATE']++;
      if (now.has(id)) this.rows.set(id, now.get(id)!);
      else this.rows.delete(id);
    }
  }

  /** What one write told of a record, beside how it was seen before and is seen after. */
  private check(told: Data[], was: Data | undefined, is: Data | undefined): void {
    const context = JSON.stringify({ told, was, is });
    const slugs = [was?.slug, is?.slug].filter((each) => each !== undefined);
    for (const { slug, operation, fields } of told) {
      expect([context, slugs.includes(slug)]).toEqual([context, true]);
      if (operation !== 'UPDATE') expect([context, fields]).toEqual([context, []]);
    }
    const [first, last] = [told[0]!.operation, told.at(-1)!.operation];
    expect([context, first === 'CREATE', last === 'DELETE']).toEqual([context, !was, !is]);
    if (last === 'DELETE') expect([context, told.at(-1)!.slug]).toEqual([context, was!.slug]);
    if (!was || !is) return;
    const differing = Object.keys(is).filter((name) => isOther(was[name], is[name]));
    const { attributes } = model.ofId(told[0]!.recordId)!;
    const computed = (field: string) =>
      attributes.some((each) => each.name === field && each.hidden);
    const fields = new Set(told.flatMap((each) => each.fields as string[]));
    for (const field of fields) if (computed(field)) fields.delete(field);
    expect([context, [...fields].sort()]).toEqual([context, differing.sort()]);
  }
}

const CHANGES = `query ($after: String) {
  changes(after: $after, first: 100) {
    nodes { recordId slug operation fields }
    pageInfo { hasNextPage endCursor }
  }
}`;

let server: TestServer;
beforeAll(async () => (server = await testServer('empty', {}, { doors: false })));
afterAll(() => server.close());

let seed = 20_261_121;
const pick = <T>(of: readonly T[]): T => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return of[(seed >>> 8) % of.length]!;
};
const n = () => pick([0, 1, 2]);
const STATES = ['DRAFT', 'PUBLISHED', 'PUBLISHED', 'ARCHIVED'];
const state = () => pick(STATES);
const root = (slug: string) => ({ slug, owner: `o${n()}`, state: state() });
const maybe = <T>(value: T) => pick([value, null]);
const title = () => `Nimi ${n()}`;

/** A random row of each type, which names random others. */
const rows: Record<string, () => object> = {
  organisations: () => ({ slug: `o${n()}`, name: title(), kind: 'OTHER' }),
  themes: () => ({ slug: `t${n()}`, label: title() }),
  competenceFrameworks: () => ({ ...root(`c${n()}`), title: title() }),
  competenceAreas: () => ({
    slug: `a${n()}`,
    framework: `c${n()}`,
    name: title(),
    kind: 'FOCUS',
  }),
  modules: () => ({ slug: `m${n()}`, area: `a${n()}`, name: title() }),
  plans: () => ({
    ...root(`p${n()}`),
    kind: 'ACTION_PLAN',
    title: title(),
    period: 2026,
    competenceFramework: maybe(`c${n()}`),
    goalFrameworks: pick([[], [`g${n()}`]]),
    themes: pick([[], [`t${n()}`]]),
  }),
  goalFrameworks: () => ({ ...root(`g${n()}`), title: title() }),
  goals: () => ({
    slug: `w${n()}`,
    title: title(),
    kind: 'GOAL',
    ...pick([
      { plan: `p${n()}`, framework: null },
      { framework: `g${n()}`, plan: null },
    ]),
  }),
  metrics: () => ({ slug: `k${n()}`, goal: `w${n()}`, name: title(), kind: 'COUNT' }),
  networks: () => ({
    ...root(`n${n()}`),
    name: title(),
    kind: 'NETWORK',
    seats: pick([[], [{ role: 'CHAIR', network: `n${n()}` }]]),
  }),
  measurements: () => ({
    slug: `x${n()}`,
    metric: `k${n()}`,
    period: 2026,
    number: n(),
    ...pick([
      { organisation: `o${n()}`, network: null },
      { network: `n${n()}`, organisation: null },
    ]),
  }),
  actions: () => ({
    slug: `d${n()}`,
    plan: `p${n()}`,
    title: title(),
    form: 'OTHER',
    participations: pick([[], [{ network: `n${n()}`, role: 'LEAD' }]]),
    placements: pick([[], [{ module: `m${n()}` }]]),
  }),
  events: () => ({
    ...root(`e${n()}`),
    title: title(),
    action: maybe(`d${n()}`),
    placements: pick([[], [{ module: `m${n()}` }]]),
  }),
};

const write = (bundle: object) =>
  attempt(server.app.database, async (session) => {
    const options = { mode: ImportMode.UPSERT, atomic: false, dryRun: false, force: false };
    const place = { model, session, viewer: admin('test'), now: new Date() };
    const report = await importBundle({ luotsi: 1, ...bundle }, options, place);
    return { keep: report.applied, value: report };
  });

const call = async (name: string, entity: Entity, input: object): Promise<string | null> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { result ${entity.singular} { slug } } }`;
  const answer = await server.ask(query, { variables: { input }, key: ADMIN_KEY });
  return answer[name].result as string | null;
};

const anyOf = () => pick(model.records.filter(({ plural }) => rows[plural]));
const slugOf = (entity: Entity) => (rows[entity.plural]!() as { slug: string }).slug;

/** One write: a few random rows, a renaming with more, or a deletion. */
const writes: (() => Promise<string[]>)[] = [
  ...Array.from({ length: 4 }, () => async () => {
    const bundle: Record<string, object[]> = {};
    for (let n = 0; n < 8; n++) {
      const { plural } = anyOf();
      bundle[plural] = [rows[plural]!()];
    }
    const { rows: report } = await write(bundle);
    return report.map(({ result }: ImportedRow) => result);
  }),
  async () => {
    const entity = anyOf();
    const found = await server.ask(`{ ${entity.plural}(first: 100) { nodes { id slug } } }`, {
      key: ADMIN_KEY,
    });
    const nodes = found[entity.plural].nodes as Data[];
    if (nodes.length === 0) return [];
    const { id, slug } = pick(nodes);
    const state =
      'state' in rows[entity.plural]!() && pick([true, false]) ? { state: pick(STATES) } : {};
    const name = `put${entity.name}`;
    const renamed = (slug as string).replace(/(-uusi)?$/, (end) => (end ? '' : '-uusi'));
    return [(await call(name, entity, { id, slug: renamed, ...state })) ?? 'FAILED'];
  },
  async () => {
    const entity = anyOf();
    const slug = slugOf(entity);
    return [(await call(`delete${entity.name}`, entity, { slug })) ?? 'FAILED'];
  },
];

test('each copy is what its reader sees after hundreds of random writes, and was told of nothing else', async () => {
  const owners = ['o0', 'o1', 'o2'].map((slug) => ({ slug, name: slug, kind: 'OTHER' }));
  await write({ organisations: owners });
  const mirrors = [
    new Mirror(server),
    new Mirror(server, await keyFor(server, 'READER', 'o0')),
    new Mirror(server, await keyFor(server, 'EDITOR', 'o1', 'o2')),
  ];
  const results = new Map<string, number>();
  for (let round = 0; round < 120; round++) {
    for (const result of await pick(writes)()) results.set(result, (results.get(result) ?? 0) + 1);
    for (const each of mirrors) await each.follow();
    if (round % 40 !== 39) continue;
    for (const { rows: copy, key } of mirrors) {
      const truth = await readable(server, key);
      expect(new Map([...copy].sort())).toEqual(new Map([...truth].sort()));
    }
  }
  for (const each of ['CREATED', 'UPDATED', 'DELETED', 'FAILED'])
    expect([each, results.get(each)! > 5]).toEqual([each, true]);
  for (const { told, rows: copy } of mirrors) {
    expect(Math.min(...Object.values(told))).toBeGreaterThan(10);
    expect(copy.size).toBeGreaterThan(10);
  }
}, 240_000);
