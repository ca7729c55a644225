import 'reflect-metadata';
import { admin } from '../src/kernel/declare/viewer';
import { importBundle, ImportMode } from '../src/bundle/import';
import { attempt } from '../src/kernel/write/undo';
import { model } from '../src/features';
import { createApp } from '../src/app';
import { ChangeCursors, changeCursors } from '../src/change/cursor';
import { createServer } from '../src/http/server';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testConfig, testServer } from './support/server';

const CHANGES = `query ($after: String, $first: Int) {
  changes(after: $after, first: $first) {
    nodes { type recordId slug operation version fields }
    pageInfo { hasNextPage endCursor }
  }
}`;
describe('changes', () => {
  let server: TestServer;
  beforeAll(async () => (server = await testServer('empty')));
  afterAll(() => server.close());

  const write = (bundle: object) =>
    attempt(server.app.database, async (session) => {
      const options = { mode: ImportMode.UPSERT, atomic: false, dryRun: false, force: false };
      const place = { model, session, viewer: admin('test'), now: new Date() };
      const report = await importBundle({ luotsi: 1, ...bundle }, options, place);
      return { keep: report.applied, value: report };
    });

  const rowsOf = (owner: string, more: object) => ({ owner, name: 'N', kind: 'NETWORK', ...more });
  /** What readers are told of a write: the public, and some keys. */
  const toldOf = async (keys: (string | undefined)[], work: () => Promise<unknown>, more = '') => {
    const { changes } = await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }');
    await work();
    const query = `query ($after: String) { changes(after: $after${more}) { nodes { slug operation fields } } }`;
    const variables = { after: changes.pageInfo.endCursor };
    const told = keys.map(async (key) =>
      (await server.ask(query, { variables, key })).changes.nodes.map(
        ({ slug, operation, fields }: Data) => [slug, operation, ...fields].join(' '),
      ),
    );
    return Promise.all(told);
  };

  test('who loses sight of a record is told of the slug that it had then', async () => {
    await write({ organisations: ['a', 'b'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })) });
    await write({ networks: [rowsOf('a', { slug: 'a-vanha', state: 'PUBLISHED' })] });
    const own = await keyFor(server, 'READER', 'a');
    const { network } = await server.ask('{ network(slug: "a-vanha") { id } }');
    const put = (input: object) =>
      server.ask(
        'mutation ($input: PutNetworkInput!) { putNetwork(input: $input) { userErrors { message } } }',
        { variables: { input: { id: network.id, ...input } }, key: ADMIN_KEY },
      );
    const hide = () => put({ slug: 'a-salainen', state: 'DRAFT' });
    expect(await toldOf([undefined, own], hide)).toEqual([
      ['a-vanha DELETE'],
      ['a-salainen UPDATE slug state'],
    ]);
    const give = () => put({ slug: 'b-salainen', owner: { slug: 'b' } });
    const other = await keyFor(server, 'READER', 'b');
    expect(await toldOf([undefined, own, other], give)).toEqual([
      [],
      ['a-salainen DELETE'],
      ['b-salainen CREATE'],
    ]);
  });

  test('each reader is told of the fields in which they see a difference, and of no others', async () => {
    const [of, other] = [await keyFor(server, 'READER', 'a'), await keyFor(server, 'READER', 'b')];
    await write({
      networks: [
        rowsOf('a', { slug: 'a-luonnos' }),
        rowsOf('b', { slug: 'b-julkinen', state: 'PUBLISHED', seats: [] }),
      ],
    });
    const refer = (more: object) => () => write({ networks: [{ slug: 'b-julkinen', ...more }] });
    const seat = { role: 'CHAIR', network: 'a-luonnos' };
    const readers = [undefined, other, of];
    expect(await toldOf(readers, refer({ parent: 'a-luonnos', seats: [seat] }))).toEqual([
      [],
      [],
      ['b-julkinen UPDATE parent seats'],
    ]);
    const renamed = refer({ name: 'Uusi', seats: [seat, { role: 'SECRETARY', label: 'S' }] });
    expect(await toldOf(readers, renamed)).toEqual(
      readers.map(() => ['b-julkinen UPDATE name seats']),
    );
    const publish = () => write({ networks: [{ slug: 'a-luonnos', state: 'PUBLISHED' }] });
    expect(await toldOf(readers, publish)).toEqual([
      ['a-luonnos CREATE', 'b-julkinen UPDATE parent seats'],
      ['a-luonnos CREATE', 'b-julkinen UPDATE parent seats'],
      ['a-luonnos UPDATE state'],
    ]);
    const { networks } = await server.ask(
      '{ networks(filter: { slug: { eq: "b-julkinen" } }) { nodes { history { version } } } }',
      { key: ADMIN_KEY },
    );
    expect(networks.nodes[0].history).toHaveLength(3); // what shows in it is no change of its own
  });

  test('contacts that a reader does not see are no change of theirs', async () => {
    const own = await keyFor(server, 'READER', 'a');
    const contact = { role: 'Neuvonta', name: 'Kirsi Kirjava' };
    const add = (more: object) => () =>
      write({ organisations: [{ slug: 'a', contacts: [{ ...contact, ...more }] }] });
    expect(await toldOf([undefined, own], add({}))).toEqual([[], ['a UPDATE contacts']]);
    expect(await toldOf([undefined, own], add({ public: true }))).toEqual([
      ['a UPDATE contacts'],
      ['a UPDATE contacts'],
    ]);
  });

  test('who is given a plan is told of all that hangs on it, and so is who has it no more', async () => {
    const plan = { kind: 'ACTION_PLAN', title: 'S', period: 2026 };
    await write({
      plans: ['DRAFT', 'PUBLISHED'].map((state) => ({
        ...plan,
        slug: `a-${state.toLowerCase()}`,
        owner: 'a',
        state,
      })),
      actions: ['draft', 'published'].map((state) => ({
        slug: `a-${state}-x`,
        plan: `a-${state}`,
        title: 'X',
        form: 'OTHER',
      })),
    });
    const readers = [
      undefined,
      await keyFor(server, 'READER', 'a'),
      await keyFor(server, 'READER', 'b'),
      await keyFor(server, 'READER', 'a', 'b'),
    ];
    const give = (slug: string, owner: string) => () => write({ plans: [{ slug, owner }] });
    const changed = ['a-draft UPDATE owner'];
    expect(await toldOf(readers, give('a-draft', 'b'))).toEqual([
      [],
      ['a-draft DELETE', 'a-draft-x DELETE'],
      ['a-draft CREATE', 'a-draft-x CREATE'],
      changed,
    ]);
    const of = (slug: string) => `, organisations: [{ slug: "${slug}" }]`;
    expect(await toldOf([undefined], give('a-published', 'b'), of('a'))).toEqual([
      ['a-published DELETE', 'a-published-x DELETE'],
    ]);
    expect(await toldOf([undefined], give('a-published', 'a'), of('a'))).toEqual([
      ['a-published CREATE', 'a-published-x CREATE'],
    ]);
    const everybody = await toldOf(readers, give('a-published', 'b'));
    expect(everybody).toEqual(readers.map(() => ['a-published UPDATE owner']));
  });

  test('who sees a change where two must be covered is told of it', async () => {
    await write({
      events: [
        { slug: 'b-e', owner: 'b', title: 'E', action: 'a-draft-x', state: 'DRAFT' },
        { slug: 'a-e', owner: 'a', title: 'E', action: 'a-draft-x', state: 'DRAFT' },
      ],
    });
    const readers = [
      await keyFor(server, 'READER', 'a'),
      await keyFor(server, 'READER', 'b'),
      await keyFor(server, 'READER', 'a', 'b'),
    ];
    const rename = () => write({ events: ['a-e', 'b-e'].map((slug) => ({ slug, title: 'Uusi' })) });
    const [a, b, both] = await toldOf(readers, rename);
    expect(a).toEqual([]); // its action is a draft of another
    expect(b).toEqual(['b-e UPDATE title']);
    expect(both.sort()).toEqual(['a-e UPDATE title', 'b-e UPDATE title']);
  });

  test('the log has no gaps, and a reader without a key learns no more of a draft than its absence', async () => {
    const all = await server.ask(
      '{ changes(first: 0) { nodes { slug } pageInfo { hasNextPage endCursor } } }',
    );
    expect(all.changes.nodes).toEqual([]);
    const { endCursor } = all.changes.pageInfo;
    const later = await server.ask(CHANGES, { variables: { after: endCursor, first: 5 } });
    expect(later.changes).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor } });
    const edges =
      '{ nodes { slug } edges { cursor node { slug cursor } } pageInfo { hasPreviousPage startCursor } }';
    const { begin, next } = await server.ask(
      `query ($after: String!) { begin: changes(first: 2) ${edges} next: changes(after: $after) ${edges} }`,
      { variables: { after: endCursor } },
    );
    expect(begin.edges.map(({ node }: Data) => node.slug)).toEqual(
      begin.nodes.map(({ slug }: Data) => slug),
    );
    expect(begin.edges.map(({ node }: Data) => node.cursor)).toEqual(
      begin.edges.map(({ cursor }: Data) => cursor),
    );
    expect(begin.pageInfo).toEqual({
      hasPreviousPage: false,
      startCursor: begin.edges[0].cursor,
    });
    expect(next.pageInfo).toEqual({ hasPreviousPage: true, startCursor: null });
    await write({ networks: [{ slug: 'luonnos', owner: 'a', name: 'Luonnos', kind: 'NETWORK' }] });
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
    const cursors = await changeCursors(server.app.database);
    const expired = await server.send(CHANGES, { variables: { after: cursors.of(99999999) } });
    expect([expired.status, expired.errors![0]!.extensions.code]).toEqual([400, 'CURSOR_EXPIRED']);
    const { changes } = await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }');
    const { endCursor } = changes.pageInfo;
    const other = endCursor.startsWith('A') ? 'B' : 'A';
    const wrong = [
      'x',
      Buffer.from('change 1').toString('base64url'), // what a place is without a secret
      `${other}${endCursor.slice(1)}`,
      `${endCursor.slice(0, -1)}_`,
      `${endCursor}=`,
      `${endCursor}${endCursor}`,
      new ChangeCursors('00'.repeat(32)).of(1),
    ];
    for (const after of wrong) {
      const { errors } = await server.send(CHANGES, { variables: { after } });
      expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
    }
  });

  test('cursors do not tell how far two are apart, and lead on wherever the same data is served', async () => {
    const theme = (i: number) => ({ slug: `raja-${i}`, label: `${i}` });
    const start = (await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }')).changes;
    await write({ themes: Array.from({ length: 20 }, (_, i) => theme(i)) });
    const query =
      'query ($after: String) { changes(after: $after) { nodes { cursor slug } pageInfo { endCursor } } }';
    const variables = { after: start.pageInfo.endCursor };
    const { nodes, pageInfo } = (await server.ask(query, { variables })).changes;
    const cursors: Buffer[] = nodes.map(({ cursor }: Data) => Buffer.from(cursor, 'base64url'));
    expect(pageInfo.endCursor).toBe(nodes.at(-1).cursor); // the same place is the same cursor
    for (const [i, one] of cursors.entries())
      for (const other of cursors.slice(i + 1)) {
        const differing = one.filter((byte, at) => byte !== other[at]).length;
        expect([one.length, differing > 8]).toEqual([16, true]);
      }
    const after = nodes[11].cursor;
    const none = await server.ask(CHANGES, { variables: { after, first: 0 } });
    const there = { hasNextPage: false, endCursor: after }; // or who follows pages would never end
    expect(none.changes).toEqual({ nodes: [], pageInfo: there });
    const config = testConfig({ database: server.target });
    const app = await createApp(config);
    const again = await createServer(app, config);
    try {
      const response = await fetch(`${again.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { after } }),
      });
      const { data } = (await response.json()) as Data;
      expect(data.changes).toEqual({ nodes: nodes.slice(12), pageInfo });
    } finally {
      await again.close();
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
      ['oma-n', 'CREATE', false],
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
