import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty')));
afterAll(() => server.close());

/** The payload of a mutation, called with the key of an ADMIN. */
async function call(name: string, input: object, select = '', key = ADMIN_KEY): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { ${select} result changedFields userErrors { code field message } } }`,
    { variables: { input }, key },
  );
  return data[name];
}

let made = 0;

/** A library of a test's own; gives its slug. */
async function library(): Promise<string> {
  const slug = `kirjasto-${++made}`;
  const name = { fi: 'Kirjasto', sv: 'Bibliotek' };
  await call('putOrganisation', { slug, name, kind: 'MUNICIPAL_LIBRARY' });
  return slug;
}

/** A plan of a library of its own, a draft; gives its slug. */
async function plan(): Promise<string> {
  const owner = { slug: await library() };
  const slug = `${owner.slug}-suunnitelma`;
  const period = { start: '2026-01-01', end: '2026-12-31' };
  await call('putPlan', { slug, owner, period, kind: 'ACTION_PLAN', title: { fi: 'Suunnitelma' } });
  return slug;
}

const codes = ({ userErrors }: Data) =>
  userErrors.map(({ code, field }: Data) => `${field.join('/')} ${code}`);

test('a put makes a record, with a slug of its name behind that of its parent, and gives it back', async () => {
  const organisation = await call(
    'putOrganisation',
    { slug: 'kirjala', name: { fi: 'Kirjala', sv: 'Bokby' }, kind: 'MUNICIPAL_LIBRARY' },
    'organisation { slug version name(language: "sv") { value } }',
  );
  expect(organisation).toMatchObject({
    result: 'CREATED',
    userErrors: [],
    organisation: { slug: 'kirjala', version: 1, name: { value: 'Bokby' } },
  });
  const first = await call(
    'putPlan',
    {
      owner: { slug: 'kirjala' },
      kind: 'ACTION_PLAN',
      title: { fi: 'Äänten työ 2026' },
      period: { start: '2026-01-01', end: '2026-12-31' },
      sections: [{ key: '1', kind: 'HEADING', title: { fi: 'Alku' } }],
    },
    'plan { slug state sections { key title { value } } }',
  );
  expect(first.plan).toEqual({
    slug: 'kirjala-aanten-tyo-2026',
    state: 'DRAFT',
    sections: [{ key: '1', title: { value: 'Alku' } }],
  });
});

test('absent stays, null clears, an empty list empties', async () => {
  const id = { slug: await library() };
  await call('putOrganisation', { ...id, isil: 'FI-X', aliases: ['K'], shortName: { fi: 'K' } });
  const select =
    'organisation { isil aliases shortName { value } name { translations { language } } }';
  const absent = await call('putOrganisation', { ...id, name: { en: 'Booksville' } }, select);
  expect(absent.organisation).toEqual({
    isil: 'FI-X',
    aliases: ['K'],
    shortName: { value: 'K' },
    name: { translations: [{ language: 'fi' }, { language: 'sv' }, { language: 'en' }] },
  });
  const cleared = await call(
    'putOrganisation',
    { ...id, isil: null, aliases: [], shortName: null, name: { en: null } },
    select,
  );
  expect(cleared.organisation).toEqual({
    isil: null,
    aliases: [],
    shortName: null,
    name: { translations: [{ language: 'fi' }, { language: 'sv' }] },
  });
  expect(cleared.changedFields.sort()).toEqual(['aliases', 'isil', 'name', 'shortName']);
});

test('the same again is UNCHANGED; a dry run tells what would come of it, and writes nothing', async () => {
  const slug = await library();
  const same = await call('putOrganisation', { slug, name: { fi: 'Kirjasto' } });
  expect(same.result).toBe('UNCHANGED');
  const input = { slug, name: { fi: 'Toinen' }, dryRun: true };
  const tried = await call('putOrganisation', input, 'organisation { id }');
  expect(tried).toEqual({
    organisation: null,
    result: 'UPDATED',
    changedFields: ['name'],
    userErrors: [],
  });
  const { organisation } = await server.ask(`{ organisation(slug: "${slug}") { name { value } } }`);
  expect(organisation.name.value).toBe('Kirjasto');
});

test('of two that expect the same version one wins, and the other is told what differs', async () => {
  const slug = await library();
  const put = (isil: string) => call('putOrganisation', { slug, isil, expectedVersion: 1 });
  const answers = await Promise.all([put('FI-A'), put('FI-B')]);
  expect(answers.map((each) => each.result).sort()).toEqual(['UPDATED', null]);
  const [lost] = answers.filter((each) => !each.result);
  expect(codes(lost!)).toEqual([' CONFLICT']);
  expect(lost!.userErrors[0].message).toContain('isil');
});

test('a deletion that expects another version is told so and deletes nothing, of a part of a plan and of a plan as well', async () => {
  await call('putTheme', { slug: 'aihe', label: { fi: 'Aihe' } });
  const named = { slug: await plan() };
  const action = { slug: `${named.slug}-kahvi` };
  await call('putAction', { ...action, plan: named, title: { fi: 'Kahvi' }, form: 'OTHER' });
  for (const [type, one, changed] of [
    ['Theme', { slug: 'aihe' }, { label: { sv: 'Ämne' } }],
    ['Action', action, { title: { sv: 'Kaffe' } }],
    ['Plan', named, { title: { sv: 'Försvinnande' } }],
  ] as const) {
    const field = type.toLowerCase();
    const version = async () =>
      (await server.ask(`{ ${field}(slug: "${one.slug}") { version } }`, { key: ADMIN_KEY }))[field]
        ?.version;
    expect((await call(`put${type}`, { ...one, ...changed })).result).toBe('UPDATED');
    for (const expectedVersion of [1, 3]) {
      const stale = await call(`delete${type}`, { ...one, expectedVersion });
      expect([type, stale.result, codes(stale)]).toEqual([type, null, [' CONFLICT']]);
      expect(stale.userErrors[0].message).toBe(`Wanted version ${expectedVersion}; it is 2.`);
      expect(await version()).toBe(2);
    }
    const gone = await call(`delete${type}`, { ...one, expectedVersion: 2 });
    expect([type, gone.result, await version()]).toEqual([type, 'DELETED', undefined]);
  }
});

test('all that is wrong comes at once, each with its field, and nothing is written', async () => {
  const wrong = await call('putPlan', {
    owner: { slug: 'ei-ole' },
    kind: 'ACTION_PLAN',
    title: { fi: ' ' },
    languages: ['fi'],
    publishAt: '2026-01-01T00:00:00Z',
    sections: [
      { key: '1', kind: 'ITEM', parent: '7' },
      { key: '1', kind: 'ITEM' },
    ],
  });
  expect(wrong.result).toBeNull();
  expect(codes(wrong).sort()).toEqual([
    'owner NOT_FOUND',
    'period REQUIRED',
    'sections/0/parent NOT_FOUND',
    'sections/1/key DUPLICATE',
    'title/fi REQUIRED',
  ]);
});

test('publishing, withdrawing and archiving', async () => {
  const named = { slug: await plan() };
  const publicly = async () => (await server.ask(`{ plan(slug: "${named.slug}") { state } }`)).plan;
  expect(codes(await call('archivePlan', named))).toEqual([' WRONG_STATE']);
  expect(await publicly()).toBeNull();
  expect((await call('publishPlan', named)).result).toBe('UPDATED');
  expect(await publicly()).toEqual({ state: 'PUBLISHED' });
  expect((await call('archivePlan', named)).result).toBe('UPDATED');
  expect(codes(await call('putPlan', { ...named, title: { fi: 'Muu' } }))).toEqual([
    ' WRONG_STATE',
  ]);
  const action = { plan: named, title: { fi: 'Kahvit' }, form: 'OTHER' };
  expect(codes(await call('putAction', action))).toEqual([' WRONG_STATE']);
  expect(codes(await call('deletePlan', named))).toEqual([' WRONG_STATE']);
  expect((await call('publishPlan', named)).result).toBe('UPDATED');
  expect((await call('putAction', action)).result).toBe('CREATED');
  expect((await call('withdrawPlan', named)).result).toBe('UPDATED');
  expect(await publicly()).toBeNull();
});

test('a plan takes its records with it; what others name is in use', async () => {
  const named = { slug: await plan() };
  const action = { slug: `${named.slug}-kahvit` };
  await call('putAction', { ...action, plan: named, title: { fi: 'Kahvit' }, form: 'OTHER' });
  const event = { owner: { slug: await library() }, title: { fi: 'Kahvi' }, action };
  const held = await call('putEvent', event, 'event { id slug }');
  expect(held.result).toBe('CREATED');
  const used = await call('deletePlan', named);
  expect(codes(used)).toEqual([' IN_USE']);
  expect(used.userErrors[0].message).toContain(`Event ${held.event.slug}`);
  expect((await call('deleteEvent', { id: held.event.id })).result).toBe('DELETED');
  const left = async () =>
    (await server.ask(`{ action(slug: "${action.slug}") { slug } }`, { key: ADMIN_KEY })).action;
  expect(await left()).toEqual(action);
  expect((await call('deletePlan', named)).result).toBe('DELETED');
  expect(await left()).toBeNull();
  expect(codes(await call('deletePlan', named))).toEqual(['slug NOT_FOUND']);
  expect(codes(await call('deletePlan', {}))).toEqual([' REQUIRED']);
});

test('a record cannot be given a slug that another has', async () => {
  const [slug, other] = [await library(), await library()];
  const { organisation } = await server.ask(`{ organisation(slug: "${other}") { id } }`);
  const renamed = await call('putOrganisation', { id: organisation.id, slug });
  expect(codes(renamed)).toEqual(['slug FORBIDDEN_NAME']);
  const free = await call('putOrganisation', { id: organisation.id, slug: 'kolmas' });
  expect([free.result, free.changedFields]).toEqual(['UPDATED', ['slug']]);
});

test('nobody writes without a key', async () => {
  const { data, errors } = await server.send(
    'mutation { putTheme(input: { slug: "x", label: { fi: "X" } }) { result } }',
  );
  expect(data).toBeNull();
  expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
});
