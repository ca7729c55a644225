import { setTimeout as sleep } from 'node:timers/promises';
import { Mutation, Query, Resolver, buildSchemaSync } from 'type-graphql';
import { sql } from '../src/database/sql';
import { Allow, allowedBy, guardOperations } from '../src/kernel/schema/allow';
import { createKey, keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

const START = '2026-03-01T12:00:00.000Z';
const VIEWER = '{ viewer { role actor organisations { slug } } }';
const KEYS =
  '{ apiKeys { id prefix name role organisations { slug } createdAt expiresAt revokedAt lastUsedAt } }';

let now: Date;
let server: TestServer;

beforeAll(async () => {
  now = new Date(START);
  server = await testServer('empty', { clock: () => now });
  await server.load({
    organisations: ['aalto', 'bore'].map((slug) => ({ slug, name: slug, kind: 'OTHER' })),
    plans: ['aalto', 'bore'].map((owner) => ({
      slug: `${owner}-luonnos`,
      owner,
      state: 'DRAFT',
      kind: 'ACTION_PLAN',
      title: 'Luonnos',
      period: '2026',
    })),
  });
});
beforeEach(() => (now = new Date(START)));
afterAll(() => server.close());

const tableOfKeys = () => server.app.database.read(sql`select * from api_key order by id`);
const count = async () => (await tableOfKeys()).length;
const slugs = (rows: Data[]) => rows.map(({ slug }) => slug as string);
const plans = async (key?: string) =>
  slugs(
    (await server.ask('{ plans(orderBy: { field: SLUG }) { nodes { slug } } }', { key })).plans
      .nodes,
  );

async function revoke(id: string): Promise<Data> {
  const query = `mutation { revokeApiKey(input: { id: "${id}" }) { apiKey { revokedAt } userErrors { code field } } }`;
  return (await server.ask(query, { key: ADMIN_KEY })).revokeApiKey;
}

/** The code of the only error of a request that answers nothing. */
async function refusal(query: string, key?: string) {
  const { status, data, errors } = await server.send(query, { key });
  expect(data ?? null).toBeNull();
  expect(errors).toHaveLength(1);
  return [status, errors![0]!.extensions.code];
}

describe('who may manage keys', () => {
  test.each([
    ['createApiKey', 'mutation { createApiKey(input: { name: "x", role: ADMIN }) { key } }'],
    ['revokeApiKey', 'mutation { revokeApiKey(input: { id: "x" }) { apiKey { id } } }'],
    ['apiKeys', KEYS],
  ])('%s is for an ADMIN alone', async (_, query) => {
    const keys = [
      undefined,
      await keyFor(server, 'READER'),
      await keyFor(server, 'EDITOR', 'aalto'),
    ];
    const before = await count();
    for (const key of keys) expect((await refusal(query, key))[1]).toBe('FORBIDDEN');
    expect(await count()).toBe(before);
    expect(
      (await server.send(query, { key: await keyFor(server, 'ADMIN') })).errors,
    ).toBeUndefined();
  });
});

test('a key is told once, and stored as a hash alone', async () => {
  const input = { name: 'Taulukosta', role: 'EDITOR', organisations: [{ slug: 'aalto' }] };
  const { key, apiKey, userErrors } = await createKey(server, input);
  expect(userErrors).toEqual([]);
  expect(apiKey).toMatchObject({
    name: 'Taulukosta',
    role: 'EDITOR',
    organisations: [{ slug: 'aalto' }],
    createdAt: START,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  });
  const [, prefix, secret] = /^luotsi_([0-9a-f]{12})_([\w-]{43})$/.exec(key as string)!;
  expect(apiKey.prefix).toBe(prefix);

  const stored = JSON.stringify(await tableOfKeys());
  expect(stored).toContain(prefix);
  const listed = JSON.stringify(await server.ask(KEYS, { key: ADMIN_KEY }));
  expect(listed).toContain(prefix);
  const changes = JSON.stringify(await server.app.database.read(sql`select * from change`));
  for (const text of [stored, listed, changes]) expect(text).not.toContain(secret);
  expect(listed).not.toMatch(/hash|[0-9a-f]{64}/);
});

test('keys are listed with the newest first', async () => {
  for (const [i, name] of ['vanha', 'uusi', 'uusin'].entries()) {
    now = new Date(Date.parse('2026-04-01T00:00:00Z') + i);
    await createKey(server, { name, role: 'READER' });
  }
  const { apiKeys } = await server.ask(KEYS, { key: ADMIN_KEY });
  expect(apiKeys.slice(0, 3).map(({ name }: Data) => name)).toEqual(['uusin', 'uusi', 'vanha']);
});

test('everybody is told who asks', async () => {
  expect(await server.ask(VIEWER)).toEqual({
    viewer: { role: null, actor: 'anonymous', organisations: [] },
  });
  expect(await server.ask(VIEWER, { key: ADMIN_KEY })).toEqual({
    viewer: { role: 'ADMIN', actor: 'LUOTSI_ADMIN_KEY', organisations: [] },
  });
  for (const [role, ...covered] of [
    ['READER', 'aalto'],
    ['EDITOR', 'aalto', 'bore'],
    ['ADMIN'],
  ] as const) {
    const key = await keyFor(server, role, ...covered);
    const { viewer } = await server.ask(VIEWER, { key });
    expect(viewer).toMatchObject({ role, actor: `key:${key.split('_')[1]}` });
    expect(slugs(viewer.organisations).sort()).toEqual(covered);
  }
});

test('a READER sees the drafts of the organisations that are covered, and writes nothing', async () => {
  const key = await keyFor(server, 'READER', 'aalto');
  expect(await plans()).toEqual([]);
  expect(await plans(key)).toEqual(['aalto-luonnos']);
  expect(await plans(await keyFor(server, 'READER'))).toEqual([]);
  expect(await plans(await keyFor(server, 'READER', 'aalto', 'bore'))).toHaveLength(2);
  expect(await plans(await keyFor(server, 'ADMIN'))).toHaveLength(2);
  for (const [name, input] of [
    ['putPlan', '{ slug: "aalto-luonnos", kind: STRATEGY }'],
    ['publishPlan', '{ slug: "aalto-luonnos" }'],
    ['deletePlan', '{ slug: "aalto-luonnos" }'],
    ['importBundle', '{ bundle: { luotsi: 1 } }'],
  ]) {
    const select = name === 'importBundle' ? 'report { id }' : 'result';
    const asked = refusal(`mutation { ${name}(input: ${input}) { ${select} } }`, key);
    expect((await asked)[1]).toBe('FORBIDDEN');
  }
  expect(await plans(key)).toEqual(['aalto-luonnos']);
});

test('an EDITOR writes what the covered organisations own, and changes are said to be by that key', async () => {
  const key = await keyFor(server, 'EDITOR', 'aalto');
  const answer = await server.ask(
    'mutation { putPlan(input: { slug: "aalto-luonnos", kind: STRATEGY }) { result userErrors { code } } }',
    { key },
  );
  expect(answer).toEqual({ putPlan: { result: 'UPDATED', userErrors: [] } });
  const [last] = await server.app.database.read(
    sql`select actor from change order by seq desc limit 1`,
  );
  expect(last!.actor).toBe(`key:${key.split('_')[1]}`);
});

describe('a key that is no longer, or never was, one', () => {
  const unauthenticated = [401, 'UNAUTHENTICATED'];

  test('is refused where it is wrong or malformed, and never taken for none', async () => {
    const key = await keyFor(server, 'ADMIN');
    const [, prefix, secret] = key.split('_') as [string, string, string];
    const other = await keyFor(server, 'ADMIN');
    for (const wrong of [
      `${key}x`,
      key.slice(0, -1),
      key.slice(0, -1) + (key.endsWith('A') ? 'E' : 'A'),
      key.toUpperCase(),
      `luotsi_${prefix}_`,
      `luotsi_${other.split('_')[1]}_${secret}`,
      `luotsi_000000000000_${secret}`,
      secret,
      prefix,
      'luotsi',
      'null',
      `${ADMIN_KEY}x`,
      `${key} ${key}`,
      "' or 1=1 --",
    ])
      expect([wrong, ...(await refusal(VIEWER, wrong))]).toEqual([wrong, ...unauthenticated]);
  });

  test.each(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer ', 'Token x', 'x'])(
    'is refused as the header %j',
    async (authorization) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: VIEWER }),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  test('is refused from the moment on at which it expires', async () => {
    const input = { name: 'Kevät', role: 'ADMIN', expiresAt: '2026-03-01T14:00:00+02:00' };
    expect((await createKey(server, input)).userErrors).toMatchObject([
      { code: 'INVALID_DATE', field: ['expiresAt'] },
    ]);
    const { key, apiKey } = await createKey(server, {
      ...input,
      expiresAt: '2026-03-01T13:00:00.001Z',
    });
    expect(apiKey.expiresAt).toBe('2026-03-01T13:00:00.001Z');
    now = new Date('2026-03-01T13:00:00Z');
    expect((await server.ask(VIEWER, { key })).viewer.role).toBe('ADMIN');
    now = new Date('2026-03-01T13:00:00.001Z');
    expect(await refusal(VIEWER, key)).toEqual(unauthenticated);
    now = new Date('2027-01-01T00:00:00Z');
    expect(await refusal('{ plans { totalCount } }', key)).toEqual(unauthenticated);
  });

  test('is refused from the request on that follows its revocation', async () => {
    const { key, apiKey } = await createKey(server, { name: 'Lainattu', role: 'ADMIN' });
    expect((await server.ask(VIEWER, { key })).viewer.role).toBe('ADMIN');
    now = new Date('2026-03-02T00:00:00Z');
    const revoked = { apiKey: { revokedAt: '2026-03-02T00:00:00.000Z' }, userErrors: [] };
    expect(await revoke(apiKey.id as string)).toEqual(revoked);
    expect(await refusal(VIEWER, key)).toEqual(unauthenticated);
    expect(await refusal('mutation { deletePlan(input: { slug: "x" }) { result } }', key)).toEqual(
      unauthenticated,
    );
    now = new Date('2026-03-03T00:00:00Z');
    expect(await revoke(apiKey.id as string)).toEqual(revoked);
    expect(await revoke('api_key_00')).toEqual({
      apiKey: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['id'] }],
    });
  });
});

test('when a key was last used is noted to the minute', async () => {
  const { key, apiKey } = await createKey(server, { name: 'Käytetty', role: 'READER' });
  const noted = async () => {
    const { apiKeys } = await server.ask(KEYS, { key: ADMIN_KEY });
    return apiKeys.find(({ id }: Data) => id === apiKey.id).lastUsedAt as string | null;
  };
  const useAt = async (time: string, expected: string) => {
    now = new Date(time);
    await server.ask(VIEWER, { key });
    for (let i = 0; i < 100 && (await noted()) !== expected; i++) await sleep(10);
    expect(await noted()).toBe(expected);
  };
  expect(await noted()).toBeNull();
  await useAt('2026-03-01T12:00:01Z', '2026-03-01T12:00:01.000Z');
  await useAt('2026-03-01T12:01:00.999Z', '2026-03-01T12:00:01.000Z');
  await useAt('2026-03-01T12:01:01Z', '2026-03-01T12:01:01.000Z');
});

describe('what a key is not made of', () => {
  const fine = { name: 'Kelpo', role: 'EDITOR', organisations: [{ slug: 'aalto' }] };
  const many = (n: number) => Array.from({ length: n }, () => ({ slug: 'aalto' }));

  test.each<[string, object, [string, string][]]>([
    ['no name', { name: '' }, [['REQUIRED', 'name']]],
    ['a name of blanks', { name: ' \t' }, [['REQUIRED', 'name']]],
    ['a name that is too long', { name: 'x'.repeat(201) }, [['TOO_LONG', 'name']]],
    ['101 organisations', { organisations: many(101) }, [['OUT_OF_RANGE', 'organisations']]],
    [
      'organisations that there are not',
      { organisations: [{ slug: 'aalto' }, { slug: 'ei-ole' }, { id: 'organisation_00' }] },
      [
        ['NOT_FOUND', 'organisations/1'],
        ['NOT_FOUND', 'organisations/2'],
      ],
    ],
    [
      'an organisation named in no way, or in two',
      { organisations: [{}, { slug: 'aalto', name: 'aalto' }] },
      [
        ['INVALID', 'organisations/0'],
        ['INVALID', 'organisations/1'],
      ],
    ],
    ['an end in the past', { expiresAt: '2026-02-28T00:00:00Z' }, [['INVALID_DATE', 'expiresAt']]],
    ['an end at this moment', { expiresAt: START }, [['INVALID_DATE', 'expiresAt']]],
    [
      'everything wrong',
      { name: '', organisations: [{ slug: 'ei-ole' }], expiresAt: '2000-01-01T00:00:00Z' },
      [
        ['REQUIRED', 'name'],
        ['INVALID_DATE', 'expiresAt'],
        ['NOT_FOUND', 'organisations/0'],
      ],
    ],
  ])('%s', async (_, wrong, expected) => {
    const before = await count();
    const { key, apiKey, userErrors } = await createKey(server, { ...fine, ...wrong });
    expect({ key, apiKey }).toEqual({ key: null, apiKey: null });
    const told = userErrors.map(({ code, field }: Data) => [code, field.join('/')]);
    expect(told.sort()).toEqual(expected.sort());
    for (const { message } of userErrors) expect(message).toMatch(/^(Wanted|There (is|are)) .+\.$/);
    expect(await count()).toBe(before);
  });

  test('100 organisations are not too many, and the same one is covered once', async () => {
    const { apiKey, userErrors } = await createKey(server, { ...fine, organisations: many(100) });
    expect(userErrors).toEqual([]);
    expect(apiKey.organisations).toEqual([{ slug: 'aalto' }]);
  });
});

describe('an operation that does not say who may call it stops the start', () => {
  @Resolver()
  class Silent {
    @Query(() => String)
    open() {
      return 'x';
    }

    @Mutation(() => String)
    unguarded() {
      return 'x';
    }
  }

  test('and is named', () => {
    Allow('EVERYBODY')(Silent.prototype, 'open', {});
    const schema = buildSchemaSync({ resolvers: [Silent], validate: false });
    const start = () => guardOperations(schema, allowedBy([Silent]));
    expect(start).toThrow('The operation unguarded does not say who may call it.');
    Allow('ADMIN')(Silent.prototype, 'unguarded', {});
    expect(start).not.toThrow();
    Allow('ADMIN')(Silent.prototype, 'gone', {});
    expect(start).toThrow('There is no operation gone to allow.');
  });
});
