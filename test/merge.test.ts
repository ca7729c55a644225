import 'reflect-metadata';
import { model } from '../src/features';
import { admin } from '../src/kernel/declare/viewer';
import { Merge } from '../src/kernel/write/merge-records';
import { attempt } from '../src/kernel/write/undo';
import { codes, imported, results } from './support/importing';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let cursor: string;

const MERGE = `mutation ($input: MergeRecordsInput!) {
  mergeRecords(input: $input) { moved record { id slug } userErrors { code field message } }
}`;
const ref = (slug: string) => ({ slug });
const merge = async (type: string, from: string, into: string, more = {}): Promise<Data> => {
  const input = { type, from: ref(from), into: ref(into), ...more };
  const { mergeRecords } = await server.ask(MERGE, { variables: { input }, key: ADMIN_KEY });
  return mergeRecords;
};
const ask = (query: string) => server.ask(query, { key: ADMIN_KEY });
const slugsOf = (rows: Data[]) => rows.map(({ slug }) => slug as string);

const plan = (slug: string, more = {}) => ({
  ...{ slug, owner: 'kirjala', state: 'PUBLISHED', kind: 'ACTION_PLAN', title: slug, period: 2026 },
  ...more,
});

beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    regions: [{ slug: 'lappi', code: '19', name: 'Lappi' }],
    documents: [
      { slug: 'asiakirja', title: 'Asiakirja', kind: 'PLAN' },
      { slug: 'sama-asiakirja', title: 'Sama', kind: 'PLAN' },
    ],
    legalReferences: [
      { slug: 'laki', kind: 'ACT', title: 'Laki' },
      { slug: 'sama-laki', kind: 'ACT', title: 'Sama laki' },
    ],
    themes: [
      { slug: 'tekoaly', label: { fi: 'Tekoäly', sv: 'AI' }, aliases: ['Koneoppiminen'] },
      {
        slug: 'ai',
        label: { fi: 'Keinoäly', en: 'AI' },
        aliases: ['Älykkäät koneet'],
        externalIds: [{ system: 'kirjala.x', value: '7' }],
      },
      { slug: 'robotit', label: 'Robotit' },
    ],
    organisations: [
      {
        slug: 'kirjala',
        name: 'Kirjala',
        kind: 'MUNICIPAL_LIBRARY',
        mandates: [{ kind: 'REGIONAL', regions: ['lappi'], legalBasis: 'sama-laki' }],
        memberships: [{ organisation: 'kirjalan-kirjasto', kind: 'PART_OF' }],
      },
      { slug: 'kirjalan-kirjasto', name: 'Kirjalan kirjasto', kind: 'OTHER' },
    ],
    plans: [
      plan('kirjala-2026', { themes: ['ai', 'tekoaly'] }),
      plan('kirjala-2020', { themes: ['robotit', 'ai'], state: 'ARCHIVED' }),
      plan('kirjalan-kirjasto-2025', { owner: 'kirjalan-kirjasto' }),
    ],
    actions: [
      {
        slug: 'kirjala-2026-a',
        plan: 'kirjala-2026',
        title: 'A',
        form: 'TRAINING',
        themes: ['ai'],
        participations: [
          { role: 'ORGANISER', organisation: 'kirjalan-kirjasto' },
          { role: 'PARTNER', label: 'Muut' },
        ],
        provenance: [{ document: 'sama-asiakirja', basis: 'QUOTED', locator: 's. 1' }],
      },
    ],
  });
  const { changes } = await ask('{ changes(first: 0) { pageInfo { endCursor } } }');
  cursor = changes.pageInfo.endCursor;
});
afterAll(() => server.close());

test('only an ADMIN merges', async () => {
  const key = await keyFor(server, 'EDITOR', 'kirjala');
  const input = { type: 'THEME', from: ref('ai'), into: ref('tekoaly') };
  const { errors } = await server.send(MERGE, { variables: { input }, key });
  expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
});

test('tried, it tells what would be moved, and moves nothing', async () => {
  expect(await merge('THEME', 'ai', 'tekoaly', { dryRun: true })).toEqual({
    moved: 3,
    record: null,
    userErrors: [],
  });
  expect((await ask('{ theme(slug: "ai") { slug plans { totalCount } } }')).theme).toEqual({
    slug: 'ai',
    plans: { totalCount: 2 },
  });
});

describe('a theme merged into another', () => {
  let ids: Data;
  beforeAll(async () => {
    ids = await ask('{ from: theme(slug: "ai") { id } into: theme(slug: "tekoaly") { id } }');
    const { moved, record, userErrors } = await merge('THEME', 'ai', 'tekoaly');
    expect({ moved, record, userErrors }).toEqual({
      moved: 3,
      record: { id: ids.into.id, slug: 'tekoaly' },
      userErrors: [],
    });
  });

  test('is named in its place, once, and also in what is archived', async () => {
    const { plans, action } = await ask(
      '{ plans(orderBy: { field: SLUG }) { nodes { themes { slug } } } action(slug: "kirjala-2026-a") { themes { slug } } }',
    );
    expect(plans.nodes.map(({ themes }: Data) => slugsOf(themes))).toEqual([
      ['robotit', 'tekoaly'],
      ['tekoaly'],
      [],
    ]);
    expect(slugsOf(action.themes)).toEqual(['tekoaly']);
  });

  test('gives it its names and external ids', async () => {
    const { theme } = await ask(
      '{ theme(slug: "tekoaly") { aliases externalIds { system value } } }',
    );
    expect(theme).toEqual({
      aliases: ['Koneoppiminen', 'Keinoäly', 'Älykkäät koneet'],
      externalIds: [{ system: 'kirjala.x', value: '7' }],
    });
  });

  test('leads to it by all that it was called', async () => {
    const found = await server.ask(`{
      bySlug: theme(slug: "ai") { slug } byId: theme(id: "${ids.from.id}") { slug }
      byExternalId: theme(externalId: { system: "kirjala.x", value: "7" }) { slug }
      node(id: "${ids.from.id}") { slug } other: region(slug: "ai") { slug }
      nodes(ids: ["${ids.from.id}", "${ids.into.id}", "theme_0"]) { slug }
    }`);
    const { other, nodes, ...same } = found;
    expect(nodes).toEqual([{ slug: 'tekoaly' }, { slug: 'tekoaly' }, null]);
    for (const each of Object.values(same)) expect(each).toEqual({ slug: 'tekoaly' });
    expect(other).toBeNull();
  });

  test('is told of by changes', async () => {
    const { changes } = await server.ask(
      `{ changes(after: "${cursor}", types: [THEME]) { nodes { operation recordId mergedInto { slug } } } }`,
    );
    expect(changes.nodes).toEqual([
      { operation: 'UPDATE', recordId: ids.into.id, mergedInto: null },
      { operation: 'DELETE', recordId: ids.from.id, mergedInto: { slug: 'tekoaly' } },
    ]);
  });

  test('is what an import means that still calls it so, and its slug stays', async () => {
    const report = await imported(server, {
      themes: [{ slug: 'ai', yso: 'http://www.yso.fi/onto/yso/p2616' }],
      actions: [{ slug: 'kirjala-2026-a', themes: ['ai', 'robotit'] }],
    });
    expect([codes(report), results(report)]).toEqual([
      [],
      ['tekoaly UPDATED', 'kirjala-2026-a UPDATED'],
    ]);
    const { action } = await ask('{ action(slug: "kirjala-2026-a") { themes { slug } } }');
    expect(slugsOf(action.themes)).toEqual(['tekoaly', 'robotit']);
  });

  test('leads to what the last of several of one slug was merged into', async () => {
    await server.load({ themes: ['toinen', 'koneet'].map((slug) => ({ slug, label: slug })) });
    const { theme } = await ask('{ theme(slug: "toinen") { id } }');
    const { putTheme } = await server.ask(
      'mutation ($input: PutThemeInput!) { putTheme(input: $input) { theme { slug } userErrors { code } } }',
      { variables: { input: { id: theme.id, slug: 'ai' } }, key: ADMIN_KEY },
    );
    expect(putTheme).toEqual({ theme: { slug: 'ai' }, userErrors: [] });
    expect((await ask('{ theme(slug: "ai") { id } }')).theme).toEqual({ id: theme.id });
    expect((await merge('THEME', 'ai', 'koneet')).userErrors).toEqual([]);
    expect((await ask('{ theme(slug: "ai") { slug } }')).theme).toEqual({ slug: 'koneet' });
    const report = await imported(server, { themes: [{ slug: 'ai', aliases: ['Keinoäly'] }] });
    expect(results(report)).toEqual(['koneet UPDATED']);
    expect((await merge('THEME', 'koneet', 'tekoaly')).userErrors).toEqual([]);
  });

  test('leads on where that is merged too, until another takes its slug', async () => {
    expect((await merge('THEME', 'tekoaly', 'robotit')).userErrors).toEqual([]);
    expect((await ask('{ theme(slug: "ai") { slug } }')).theme).toEqual({ slug: 'robotit' });
    const input = { slug: 'robotit', label: { fi: 'Robotit' } };
    const { putTheme } = await server.ask(
      'mutation ($input: PutThemeInput!) { putTheme(input: $input) { result } }',
      { variables: { input }, key: ADMIN_KEY },
    );
    expect(putTheme.result).toBe('UNCHANGED');
  });
});

test('an organisation takes plans, parts of actions and keys along', async () => {
  const key = await keyFor(server, 'EDITOR', 'kirjalan-kirjasto');
  const { userErrors } = await merge('ORGANISATION', 'kirjalan-kirjasto', 'kirjala');
  expect(userErrors).toEqual([]);
  const {
    plan: owned,
    action,
    organisation,
  } = await ask(`{
    plan(slug: "kirjalan-kirjasto-2025") { owner { slug } }
    action(slug: "kirjala-2026-a") { participations { role organisation { slug } label { value } } }
    organisation(slug: "kirjala") { aliases memberships { organisation { slug } } mandates { regions { slug } } }
  }`);
  expect(owned.owner.slug).toBe('kirjala');
  expect(action.participations).toEqual([
    { role: 'ORGANISER', organisation: { slug: 'kirjala' }, label: null },
    { role: 'PARTNER', organisation: null, label: { value: 'Muut' } },
  ]);
  expect(organisation).toEqual({
    aliases: ['Kirjalan kirjasto'],
    memberships: [],
    mandates: [{ regions: [{ slug: 'lappi' }] }],
  });
  const { viewer } = await server.ask('{ viewer { organisations { slug } } }', { key });
  expect(viewer.organisations).toEqual([{ slug: 'kirjala' }]);
});

test('parts keep all else that they say', async () => {
  expect((await merge('LEGAL_REFERENCE', 'sama-laki', 'laki')).moved).toBe(1);
  expect((await merge('DOCUMENT', 'sama-asiakirja', 'asiakirja')).moved).toBe(1);
  const { organisation, action } = await ask(`{
    organisation(slug: "kirjala") { mandates { kind regions { slug } legalBasis { slug } } }
    action(slug: "kirjala-2026-a") { provenance { document { slug } locator basis } }
  }`);
  expect(organisation.mandates).toEqual([
    { kind: 'REGIONAL', regions: [{ slug: 'lappi' }], legalBasis: { slug: 'laki' } },
  ]);
  expect(action.provenance).toEqual([
    { document: { slug: 'asiakirja' }, locator: 's. 1', basis: 'QUOTED' },
  ]);
});

describe('nothing is merged', () => {
  const refused = async (...asked: Parameters<typeof merge>) => {
    const { userErrors, record } = await merge(...asked);
    expect(record).toBeNull();
    return userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);
  };

  test('into itself, and what is not there', async () => {
    expect(await refused('THEME', 'robotit', 'robotit')).toEqual(['into INVALID']);
    expect(await refused('THEME', 'nix', 'robotit')).toEqual(['from NOT_FOUND']);
    expect(await refused('THEME', 'robotit', 'lappi')).toEqual(['into NOT_FOUND']);
  });

  test('where one system calls both otherwise', async () => {
    const named = (slug: string, value: string) => ({
      ...{ slug, label: slug, externalIds: [{ system: 'kirjala.y', value }] },
    });
    await server.load({ themes: [named('yksi', '1'), named('kaksi', '2')] });
    expect(await refused('THEME', 'yksi', 'kaksi')).toEqual(['from DUPLICATE']);
    expect((await ask('{ theme(slug: "yksi") { slug } }')).theme).toEqual({ slug: 'yksi' });
  });

  test('where more records of a type name it than are led elsewhere at once', async () => {
    const themes = ['suosittu', 'sama'];
    await server.load({
      themes: themes.map((slug) => ({ slug, label: slug })),
      plans: ['a', 'b'].map((each) => plan(`kirjala-${each}`, { themes: ['suosittu'] })),
    });
    const { from, into } = await ask(
      '{ from: theme(slug: "suosittu") { id } into: theme(slug: "sama") { id } }',
    );
    const broken = (most: number) =>
      attempt(server.app.database, async (session) => {
        const now = new Date().toISOString();
        const limited = new Merge(model, session, admin('test'), now, most);
        await limited.records(from.id, into.id);
        return { keep: false, value: await limited.finish() };
      });
    expect(await broken(2)).toEqual([]);
    expect(await broken(1)).toMatchObject([
      { code: 'OUT_OF_RANGE', message: 'Wanted at most 1 of plans that name it; got 2.' },
    ]);
    expect((await merge('THEME', 'suosittu', 'sama')).moved).toBe(2);
  });

  test('where both have a value for one period', async () => {
    const measured = (organisation: string) => ({
      ...{ metric: 'kirjala-m', organisation, period: 2025, number: 1 },
    });
    await server.load({
      organisations: ['toinen', 'kolmas'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
      metrics: [{ slug: 'kirjala-m', plan: 'kirjala-2026', kind: 'COUNT', name: 'M' }],
      measurements: [measured('toinen'), measured('kolmas')],
    });
    expect(await refused('ORGANISATION', 'toinen', 'kolmas')).toEqual(['from DUPLICATE']);
  });
});

test('what is not in sight is not told of', async () => {
  await server.load({
    plans: [plan('kirjala-luonnos', { state: 'DRAFT' }), plan('kirjala-julkinen')],
  });
  expect((await merge('PLAN', 'kirjala-julkinen', 'kirjala-luonnos')).userErrors).toEqual([]);
  const answer = await server.ask(
    `{ plan(slug: "kirjala-julkinen") { slug } changes(after: "${cursor}", types: [PLAN], first: 100) { nodes { slug operation mergedInto { slug } } } }`,
  );
  expect(answer.plan).toBeNull();
  expect(answer.changes.nodes.at(-1)).toEqual({
    ...{ slug: 'kirjala-julkinen', operation: 'DELETE', mergedInto: null },
  });
});
