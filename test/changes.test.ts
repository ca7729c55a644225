import 'reflect-metadata';
import { admin } from '../src/kernel/declare/viewer';
import { importBundle, ImportMode } from '../src/bundle/import';
import { attempt } from '../src/kernel/write/undo';
import type { Entity } from '../src/kernel/declare/declare';
import { partsOf } from '../src/kernel/intake/input';
import { model } from '../src/features';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

const CHANGES = `query ($after: String, $first: Int) {
  changes(after: $after, first: $first) {
    nodes { type recordId slug operation version fields }
    pageInfo { hasNextPage endCursor }
  }
}`;
const COLUMN: Record<string, string> = {
  text: '{ value language }',
  timing: '{ edtf start earliest latest }',
  quantity: '{ printed min max }',
  period: '{ start end }',
};

/** All that is public of a record: its own fields, what it refers to, and its parts. */
function selection(entity: Entity): string {
  const fields = entity.attributes.flatMap(({ name, kind, hidden, within }) => {
    if (hidden) return [];
    if (kind === 'one') return [`${name} { ${within ? 'key' : 'slug'} }`];
    return [kind === 'many' ? `${name} { slug }` : `${name} ${COLUMN[kind] ?? ''}`];
  });
  return [
    ...fields,
    ...partsOf(entity).map((part) => `${part.part!.field} { ${selection(part)} }`),
  ].join(' ');
}

/** A copy of the public data that is kept by the changes alone. */
class Mirror {
  readonly rows = new Map<string, unknown>();
  private after: string | null = null;

  constructor(private readonly server: TestServer) {}

  async follow(): Promise<void> {
    for (let more = true; more;) {
      const { changes } = await this.server.ask(CHANGES, {
        variables: { after: this.after, first: 100 },
      });
      const touched = new Map<string, string>();
      for (const { recordId, type, operation } of changes.nodes) {
        touched.set(recordId, type);
        if (operation === 'DELETE') this.rows.delete(recordId);
      }
      for (const entity of model.records) {
        const ids = [...touched].filter(([, type]) => type === entity.name).map(([id]) => id);
        if (ids.length === 0) continue;
        const now = await listed(this.server, entity, ids);
        for (const id of ids)
          if (now.has(id)) this.rows.set(id, now.get(id));
          else this.rows.delete(id);
      }
      more = changes.pageInfo.hasNextPage;
      this.after = changes.pageInfo.endCursor;
    }
  }
}

async function listed(
  server: TestServer,
  entity: Entity,
  ids?: string[],
): Promise<Map<string, unknown>> {
  const { plural } = entity;
  const found = await server.ask(
    `query ($filter: ${entity.name}Filter) { ${plural}(first: 100, filter: $filter) { totalCount nodes { id ${selection(entity)} } } }`,
    { variables: { filter: ids ? { id: { in: ids } } : null } },
  );
  expect(found[plural].totalCount).toBeLessThanOrEqual(100);
  return new Map(found[plural].nodes.map((each: Data) => [each.id, each]));
}

describe('a copy that only reads changes', () => {
  let server: TestServer;
  beforeAll(async () => (server = await testServer('empty')));
  afterAll(() => server.close());

  let seed = 20_261_121;
  const pick = <T>(of: readonly T[]): T => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return of[(seed >>> 8) % of.length]!;
  };
  const n = () => pick([0, 1, 2]);
  const state = () => pick(['DRAFT', 'PUBLISHED', 'PUBLISHED', 'ARCHIVED']);
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

  const remove = async () => {
    const entity = pick(model.records.filter(({ plural }) => rows[plural]));
    const input = { slug: `${(rows[entity.plural]!() as { slug: string }).slug}` };
    await server.ask(
      `mutation ($input: Delete${entity.name}Input!) { delete${entity.name}(input: $input) { result } }`,
      { variables: { input }, key: ADMIN_KEY },
    );
  };

  test('equals the public data after a thousand random writes, publishings, withdrawals and deletions', async () => {
    const mirror = new Mirror(server);
    const kinds = Object.keys(rows);
    const results = new Map<string, number>();
    for (let round = 0; round < 50; round++) {
      const bundles = Array.from({ length: 4 }, () => {
        const some = [pick(kinds), pick(kinds), pick(kinds), pick(kinds), pick(kinds)];
        const bundle: Record<string, object[]> = {};
        for (const kind of some) bundle[kind] = [rows[kind]!()];
        return bundle;
      });
      const [reports] = await Promise.all([Promise.all(bundles.map(write)), remove(), remove()]);
      for (const { result } of reports.flatMap((each) => each.rows))
        results.set(result, (results.get(result) ?? 0) + 1);
      if (round % 5 !== 4) continue;
      await mirror.follow();
      const truth = new Map<string, unknown>();
      for (const entity of model.records)
        for (const [id, row] of await listed(server, entity)) truth.set(id, row);
      expect(new Map([...mirror.rows].sort())).toEqual(new Map([...truth].sort()));
    }
    for (const each of ['CREATED', 'UPDATED', 'FAILED'])
      expect(results.get(each)).toBeGreaterThan(30);
    expect(mirror.rows.size).toBeGreaterThan(10);
  }, 120_000);

  test('the log has no gaps, and a reader without a key learns no more of a draft than its absence', async () => {
    const all = await server.ask(
      '{ changes(first: 0) { nodes { slug } pageInfo { hasNextPage endCursor } } }',
    );
    expect(all.changes.nodes).toEqual([]);
    const { endCursor } = all.changes.pageInfo;
    const later = await server.ask(CHANGES, { variables: { after: endCursor, first: 5 } });
    expect(later.changes).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor } });
    await write({ networks: [{ slug: 'luonnos', owner: 'o0', name: 'Luonnos', kind: 'NETWORK' }] });
    const seen = await server.ask(CHANGES, { variables: { after: endCursor, first: 5 } });
    expect(seen.changes.nodes.filter(({ slug }: Data) => slug === 'luonnos')).toEqual([]);
    await write({ networks: [{ slug: 'luonnos', state: 'PUBLISHED' }] });
    const shown = await server.ask(CHANGES, { variables: { after: endCursor, first: 5 } });
    expect(shown.changes.nodes).toMatchObject([
      { slug: 'luonnos', operation: 'CREATE', version: 2, fields: [] },
    ]);
    await write({ networks: [{ slug: 'luonnos', state: 'DRAFT' }] });
    const gone = await server.ask(CHANGES, { variables: { after: endCursor, first: 5 } });
    expect(gone.changes.nodes).toMatchObject([
      { operation: 'CREATE' },
      { slug: 'luonnos', operation: 'DELETE', fields: [] },
    ]);
  });

  test('a cursor that leads nowhere any more says so; one that is none is refused', async () => {
    const far = Buffer.from('change 99999999').toString('base64url');
    const expired = await server.send(CHANGES, { variables: { after: far } });
    expect([expired.status, expired.errors![0]!.extensions.code]).toEqual([400, 'CURSOR_EXPIRED']);
    for (const after of ['x', Buffer.from('change -1').toString('base64url')]) {
      const { errors } = await server.send(CHANGES, { variables: { after } });
      expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
    }
  });

  test('the history of a record tells what it held before and after, and keeps no contacts', async () => {
    const slug = 'historia';
    await write({ organisations: [{ slug, name: 'Ennen', kind: 'OTHER' }] });
    await write({
      organisations: [
        { slug, name: 'Jälkeen', contacts: [{ role: 'Neuvonta', email: 'neuvonta@example.org' }] },
      ],
    });
    const query = `{ organisation(slug: "${slug}") { history { version operation actor changes { field before after } } } }`;
    const { organisation } = await server.ask(query, { key: ADMIN_KEY });
    expect(organisation.history).toEqual([
      {
        version: 2,
        operation: 'UPDATE',
        actor: 'test',
        changes: [
          { field: 'name', before: { fi: 'Ennen' }, after: { fi: 'Jälkeen' } },
          { field: 'contacts', before: null, after: null },
        ],
      },
      { version: 1, operation: 'CREATE', actor: 'test', changes: [] },
    ]);
    expect((await server.ask(query)).organisation).toEqual({ history: null });
  });

  test('an EDITOR learns of the drafts and the history of what her key covers, and of nobody else’s', async () => {
    await write({
      organisations: ['oma', 'vieras'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    });
    const key = await keyFor(server, 'EDITOR', 'oma');
    const { changes } = await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }');
    const network = (owner: string, more: object) => ({
      slug: `${owner}-n`,
      owner,
      name: 'N',
      kind: 'NETWORK',
      ...more,
    });
    await write({ networks: [network('oma', {}), network('vieras', {})] });
    await write({ networks: [network('oma', { name: 'M' }), network('vieras', { name: 'M' })] });
    const seen = async () =>
      (
        await server.ask(CHANGES, {
          variables: { after: changes.pageInfo.endCursor, first: 50 },
          key,
        })
      ).changes.nodes.map(({ slug, operation, fields }: Data) => [
        slug,
        operation,
        fields.includes('name'),
      ]);
    expect(await seen()).toEqual([
      ['oma-n', 'CREATE', true],
      ['oma-n', 'UPDATE', true],
    ]);
    await write({
      networks: ['oma', 'vieras'].map((owner) => network(owner, { name: 'M', state: 'PUBLISHED' })),
    });
    expect((await seen()).slice(2)).toEqual([
      ['oma-n', 'UPDATE', false],
      ['vieras-n', 'CREATE', false],
    ]);
    const history = async (slug: string) =>
      (
        await server.ask(
          `{ network(slug: "${slug}") { history { version changes { before after } } } }`,
          { key },
        )
      ).network.history;
    expect(await history('oma-n')).toHaveLength(3);
    expect(await history('vieras-n')).toBeNull();
  });
});
