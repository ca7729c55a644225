import { raw, sql } from '../src/database/sql';
import { Metrics1795818238473 as Metrics } from '../migrations/Metrics1795818238473';
import { filled } from '../migrations/Sight1795787106000';
import { Spellings1795787000000 as Spellings } from '../migrations/Spellings1795787000000';
import { databaseBefore } from './support/before';
import { onPostgres } from './support/databases';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';

const CHANGES = '{ changes(first: 100) { nodes { slug operation fields } } }';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty')));
afterAll(() => server.close());

test('what was stored in an odd spelling is read as it is written now, and copies are told', async () => {
  const bundle = {
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }],
    themes: [
      { slug: 'teema', label: 'T', externalIds: [{ system: 'kirjala.x', value: 'A 1' }] },
      { slug: 'toinen', label: 'T', externalIds: [{ system: 'kirjala.x', value: 'B' }] },
      { slug: 'kolmas', label: 'T', externalIds: [{ system: 'kirjala.x', value: 'C' }] },
    ],
    plans: [
      {
        slug: 'kirjala-2026',
        owner: 'kirjala',
        kind: 'ACTION_PLAN',
        title: 'S',
        period: 2026,
        languages: ['fi', 'sv'],
        sections: [
          { key: '1 a', kind: 'HEADING', title: 'A' },
          { key: '2', kind: 'HEADING', title: 'B', parent: '1 a' },
        ],
      },
    ],
    actions: [
      {
        slug: 'kirjala-2026-a',
        plan: 'kirjala-2026',
        title: 'A',
        form: 'OTHER',
        section: '1 a',
        timing: { edtf: '2012-22/2012-23' },
      },
    ],
  };
  await server.load(bundle);
  const odd = (text: string) => `${text.replaceAll(' ', '\u00a0')}\u200b`;
  const loaded = (await server.ask(CHANGES, { key: ADMIN_KEY })).changes.nodes.length as number;
  const [action] = await server.app.database.read(sql`select timing from action`);
  const timing = (
    typeof action!.timing === 'string' ? JSON.parse(action!.timing) : action!.timing
  ) as object;
  const wrong = { edtf: '2012-23/2012-22', earliest: '2012-08-01', latest: '2012-08-31' };
  const database = await databaseBefore(
    Spellings,
    server.target,
    { 'external_id.value': 'external_id' },
    async (on) => {
      for (const change of [
        `update plan set languages = '${JSON.stringify(['suomi', 'fi', 'swe', 'kieli'])}'`,
        `update external_id set external_id = '${odd('A 1')}' where external_id = 'A 1'`,
        `update external_id set external_id = '${odd('C')}' where external_id = 'B'`,
        `update section set id = 'section_odd', "key" = '${odd('1 a')}' where "key" = '1 a'`,
        "update section set parent_id = 'section_odd' where parent_id is not null",
        `update action set section_id = 'section_odd', timing = '${JSON.stringify({ ...timing, ...wrong })}',
          timing_earliest = '${wrong.earliest}', timing_latest = '${wrong.latest}', timing_sort = '2012-08-01~'`,
      ])
        await on(change);
    },
  );
  const mended = await testServer('empty', { database }, { doors: false });
  try {
    const query = `{
    plan(slug: "kirjala-2026") { version languages sections { key parent { key } } }
    theme(externalId: { system: "kirjala.x", value: "A 1" }) { slug }
    action(slug: "kirjala-2026-a") { section { key } timing { edtf earliest latest } }
    kept: themes(filter: { slug: { eq: "toinen" } }) { nodes { externalIds { value } } }
  }`;
    expect(await mended.ask(query, { key: ADMIN_KEY })).toEqual({
      plan: {
        version: 2,
        languages: ['fi', 'sv', 'kieli'], // what is no language stays
        sections: [
          { key: '1 a', parent: null },
          { key: '2', parent: { key: '1 a' } },
        ],
      },
      theme: { slug: 'teema' },
      action: {
        section: { key: '1 a' },
        timing: { edtf: '2012-22/2012-23', earliest: '2012-06-01', latest: '2012-12-31' },
      },
      kept: { nodes: [{ externalIds: [{ value: odd('C') }] }] }, // C is another’s
    });
    const told = (await mended.ask(CHANGES, { key: ADMIN_KEY })).changes.nodes.slice(loaded);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { slug: 'kirjala-2026', operation: 'UPDATE', fields: ['languages', 'sections'] },
        { slug: 'kirjala-2026-a', operation: 'UPDATE', fields: ['timing'] },
        { slug: 'teema', operation: 'UPDATE', fields: ['externalIds'] },
      ]),
    );
    const [again] = await mended.app.database.read(
      sql`select id from section where "key" = ${'1 a'}`,
    );
    expect(again!.id).not.toBe('section_odd');
    // what has been mended can be written again
    await mended.load({
      plans: bundle.plans.map((each) => ({ ...each, languages: ['fi', 'sv'] })),
    });
  } finally {
    await mended.close();
  }
});

test('of stored changes it is known who owned the record before, and that keys of its owner see what is not public', async () => {
  const network = { slug: 'kirjala-n', name: 'N', kind: 'NETWORK' };
  await server.load({ organisations: [{ slug: 'toiset', name: 'T', kind: 'OTHER' }] });
  await server.load({ networks: [{ ...network, owner: 'kirjala' }] });
  await server.load({ networks: [{ ...network, owner: 'toiset' }] });
  await server.load({ networks: [{ ...network, state: 'PUBLISHED' }] });
  const input = { slug: 'kirjala-n' };
  await server.ask(
    'mutation ($input: DeleteNetworkInput!) { deleteNetwork(input: $input) { result } }',
    {
      variables: { input },
      key: ADMIN_KEY,
    },
  );
  const { database } = server.app;
  const kept = async () => {
    const rows = await database.read(
      sql`select owner_before, sight from change where slug = ${'kirjala-n'} order by seq`,
    );
    return rows.map(({ owner_before, sight }) => [
      owner_before,
      typeof sight === 'string' ? (JSON.parse(sight) as unknown) : sight,
    ]);
  };
  const asWritten = await kept();
  expect(asWritten).toHaveLength(4);
  await database.write(async ({ run }) => {
    await run(sql`update change set owner_before = null, sight = null`);
    for (const each of filled(onPostgres)) await run(raw(each));
  });
  expect(await kept()).toEqual(asWritten);
});

test('stored quantities count events', async () => {
  const action = { slug: 'kirjala-2026-q', plan: 'kirjala-2026', title: 'Q', form: 'OTHER' };
  await server.load({ actions: [{ ...action, quantity: { min: 3, per: 'YEAR' } }] });
  const quantity = {
    ...{ rhythm: 'COUNTED', min: 3, max: null, per: 'YEAR', everyMin: null, everyMax: null },
    ...{ season: null, referenceYear: null, approximate: false, printed: null },
  };
  const database = await databaseBefore(
    Metrics,
    server.target,
    { 'external_id.value': 'external_id', 'event.price_currency': 'currency' },
    async (on) => {
      const stored = JSON.stringify(quantity);
      await on(`update action set quantity = '${stored}' where slug = 'kirjala-2026-q'`);
    },
  );
  const mended = await testServer('empty', { database }, { doors: false });
  try {
    const { actions } = await mended.ask(
      '{ actions(filter: { quantity: { unit: { eq: EVENT } } }) { nodes { quantity { unit each min } } } }',
      { key: ADMIN_KEY },
    );
    expect(actions.nodes).toEqual([{ quantity: { unit: 'EVENT', each: null, min: 3 } }]);
    const again = await mended.load({
      actions: [{ ...action, quantity: { min: 3, per: 'YEAR' } }],
    });
    expect(again.rows.map((each) => each.result)).toEqual(['UNCHANGED']);
  } finally {
    await mended.close();
  }
});
