import fc from 'fast-check';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'MUNICIPAL_LIBRARY' }],
    plans: [
      { slug: 'kirjala-2026', owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S', period: 2026 },
    ],
  });
});
afterAll(() => server.close());

/** The payload of a mutation, called with the key of an ADMIN. */
async function call(name: string, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code field } } }`;
  return (await server.ask(query, { variables: { input }, key: ADMIN_KEY }))[name];
}

const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

describe('what is falsy is not taken for absent', () => {
  test('version 0 is a version that no record has', async () => {
    const slug = 'kirjala-2026';
    const change = { slug, title: { fi: 'Muu' } };
    for (const expectedVersion of [0, -0, 2])
      expect(codes(await call('putPlan', { ...change, expectedVersion }))).toEqual([' CONFLICT']);
    expect(codes(await call('publishPlan', { slug, expectedVersion: 0 }))).toEqual([' CONFLICT']);
    expect(codes(await call('deletePlan', { slug, expectedVersion: 0 }))).toEqual([' CONFLICT']);
    expect(codes(await call('putTheme', { label: { fi: 'Uusi' }, expectedVersion: 0 }))).toEqual([
      ' NOT_FOUND',
    ]);
    expect((await server.ask('{ themes { totalCount } }')).themes.totalCount).toBe(0);
  });

  test('an empty id or slug names nothing, and makes nothing', async () => {
    expect(codes(await call('putTheme', { id: '', label: { fi: 'Uusi' } }))).toEqual([
      'id NOT_FOUND',
    ]);
    expect(codes(await call('deletePlan', { slug: '' }))).toEqual(['slug NOT_FOUND']);
    expect(codes(await call('deletePlan', { id: '', slug: 'kirjala-2026' }))).toEqual([
      ' REQUIRED',
    ]);
    const after = await server.send('{ changes(after: "") { nodes { slug } } }');
    expect(after.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const page = await server.send('{ plans(after: "") { totalCount } }');
    expect(page.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('-0 is 0: what was imported is UNCHANGED when it comes again', async () => {
    const bundle = {
      goalFrameworks: [{ slug: 'kirjala-luvut', owner: 'kirjala', title: 'Luvut' }],
      metrics: [{ slug: 'kirjala-muutos', framework: 'kirjala-luvut', kind: 'NUMBER', name: 'M' }],
      measurements: [
        {
          slug: 'kirjala-m',
          metric: 'kirjala-muutos',
          organisation: 'kirjala',
          period: 2026,
          number: -0,
        },
      ],
    };
    await server.load(bundle);
    const again = await server.load(bundle);
    expect(again.rows.map(({ result }) => result)).toEqual(Array(3).fill('UNCHANGED'));
  });
});

describe('what names a record', () => {
  const odd = fc.constantFrom(
    ...['\u200b', '\u00ad', '\u2060', '\ufeff', '\u200d', '\u00a0', '\u00a0 ', '\u2009'],
  );

  test('leads to the same record whatever is invisible in it', async () => {
    const theme = (id: string, slug?: string) => ({
      label: 'T',
      slug,
      externalIds: [{ system: 'kirjala.x', value: id }],
    });
    await server.load({ themes: [theme('A 1', 'teema')] });
    await fc.assert(
      fc.asyncProperty(odd, odd, async (one, other) => {
        const space = (text: string) => /\s/.test(text) && text !== '\ufeff';
        const id = `${one}A${space(other) ? other : `${other} `}1${one}`;
        const { rows } = await server.load({ themes: [theme(id)] });
        expect(rows.map(({ result, slug }) => [result, slug])).toEqual([['UNCHANGED', 'teema']]);
        const named = { externalId: { system: `kirjala.x${one}`, value: id } };
        const { userErrors } = await call('putPlan', {
          slug: `${one}kirjala-2026`,
          themes: [named],
        });
        expect(userErrors).toEqual([]);
      }),
      { numRuns: 10 },
    );
    expect((await server.ask('{ themes { totalCount } }')).themes.totalCount).toBe(1);
  });

  test('keys of parts are the same too, and come once', async () => {
    const sections = (...keys: string[]) =>
      keys.map((key) => ({ key, kind: 'HEADING', title: { fi: 'Alku' } }));
    const put = (...keys: string[]) =>
      call('putPlan', { slug: 'kirjala-2026', sections: sections(...keys) });
    expect((await put('1 a')).result).toBe('UPDATED');
    expect((await put('1\u00a0\u200ba')).result).toBe('UNCHANGED');
    expect(codes(await put('1 a', '1\u00a0a'))).toEqual(['sections/1/key DUPLICATE']);
  });

  test('a slug is one also where the record is found by its id', async () => {
    const { plan } = await server.ask('{ plan(slug: "kirjala-2026") { id } }', { key: ADMIN_KEY });
    expect(codes(await call('putPlan', { id: plan.id, slug: 'Ei ole' }))).toEqual(['slug INVALID']);
  });

  test('of U+0000 or endless there is none: each operation answers with a code', async () => {
    for (const text of ['a\0b', 'x'.repeat(60_000)]) {
      const ways = [{ id: text }, { slug: text }, { externalId: { system: text, value: text } }];
      for (const way of ways) {
        expect(codes(await call('deleteTheme', way))).toEqual([`${Object.keys(way)[0]} NOT_FOUND`]);
        const reference = await call('putPlan', { slug: 'kirjala-2026', owner: way });
        expect(codes(reference)).toEqual(['owner NOT_FOUND']);
      }
      const named = await call('putPlan', { slug: 'kirjala-2026', owner: { name: text } });
      expect(codes(named)).toEqual(['owner NOT_FOUND']);
      expect(codes(await call('putTheme', { id: text, label: { fi: 'T' } }))).toEqual([
        'id NOT_FOUND',
      ]);
      const key = { name: 'avain', role: 'READER', organisations: [{ slug: text }] };
      const send = async (query: string, input: object) =>
        await server.ask(query, { variables: { input }, key: ADMIN_KEY });
      const made = await send(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { userErrors { code } } }',
        key,
      );
      expect(made.createApiKey.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
      const revoked = await send(
        'mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { userErrors { code } } }',
        { id: text },
      );
      expect(revoked.revokeApiKey.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
      const imported = async (input: object) =>
        (
          await send(
            'mutation ($input: ImportBundleInput!) { importBundle(input: $input) { report { problems { code } } userErrors { field code } } }',
            { bundle: { luotsi: 1, themes: [] }, ...input },
          )
        ).importBundle;
      expect((await imported({ idempotencyKey: text })).userErrors).toMatchObject([
        { field: ['idempotencyKey'] },
      ]);
      expect((await imported({ plan: { slug: text } })).userErrors).toMatchObject([
        { code: 'NOT_FOUND' },
      ]);
      const system = { luotsi: 1, system: text, themes: [{ slug: 'teema', label: 'T' }] };
      for (const mode of ['UPSERT', 'SYNC'])
        expect((await imported({ bundle: system, mode })).report.problems).toMatchObject([
          { code: 'INVALID' },
        ]);
      const run = await server.ask('query ($id: ID!) { import(id: $id) { id } }', {
        variables: { id: text },
        key: ADMIN_KEY,
      });
      expect(run.import).toBeNull();
    }
  });
});

test('languages are kept by their tags, however they are written, and filters find them so', async () => {
  const event = { slug: 'kirjala-e', owner: 'kirjala', state: 'PUBLISHED', title: 'Kahvit' };
  await server.load({ events: [{ ...event, languages: ['suomi', 'swe', 'fi', 'Finska'] }] });
  const { events } = await server.ask(
    '{ events(filter: { languages: { hasAny: ["svenska"] } }) { nodes { languages } } }',
  );
  expect(events.nodes).toEqual([{ languages: ['fi', 'sv'] }]);
  await expect(
    server.load({ events: [{ ...event, languages: ['fi', 'selkokieli'] }] }),
  ).rejects.toThrow('/events/0/languages/1 UNKNOWN_LANGUAGE');
});
