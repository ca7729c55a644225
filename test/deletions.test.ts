import { codes, imported } from './support/importing';
import { keyFor } from './support/keys';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer('empty');
  const organisations = ['kirjala', 'toisela'].map((slug) => ({ slug, name: slug, kind: 'OTHER' }));
  await imported(server, { organisations });
  key = await keyFor(server, 'EDITOR', 'kirjala');
});
afterAll(() => server.close());

/** A published plan of two actions with so many events, and a series of three. */
async function plan(slug: string, more: object[] = []): Promise<void> {
  const own = { owner: 'kirjala', state: 'PUBLISHED' };
  const actions = [1, 2].map((n) => ({ slug: `${slug}-a${n}`, plan: slug, form: 'OTHER' }));
  const event = { ...own, title: 'T', action: `${slug}-a1` };
  const report = await imported(server, {
    plans: [{ slug, ...own, kind: 'ACTION_PLAN', title: 'Suunnitelma', period: 2026 }],
    actions: actions.map((each) => ({ ...each, title: each.slug })),
    eventSeriesList: [
      {
        ...{ ...own, slug: `${slug}-s`, title: 'S', action: `${slug}-a2` },
        ...{ timing: { start: '2026-03-03T10:00' }, rrule: 'FREQ=WEEKLY;COUNT=3' },
      },
    ],
    events: [1, 2].map((n) => ({ ...event, slug: `${slug}-e${n}` })).concat(more as never),
  });
  expect(codes(report)).toEqual([]);
}

async function call(name: string, input: object, asking = key): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const data = await server.ask(
    `mutation ($input: ${type}) { ${name}(input: $input) { result userErrors { code field message } } }`,
    { variables: { input }, key: asking },
  );
  return data[name];
}

const left = async (slug: string) => {
  const filter = `filter: { slug: { startsWith: "${slug}" } }`;
  const data = await server.ask(
    `{ plans(${filter}) { totalCount } actions(${filter}) { totalCount } events(${filter}) { totalCount } eventSeriesList(${filter}) { totalCount } }`,
    { key },
  );
  return Object.values(data).map(({ totalCount }: Data) => totalCount as number);
};

const ADVICE = ' `withEvents: true` deletes 1 series and 5 events with it.';

test('a plan is in use by the events of its actions, and says how many could go along', async () => {
  await plan('kirjala-a');
  for (const input of [{ slug: 'kirjala-a' }, { slug: 'kirjala-a', withEvents: false }]) {
    const { result, userErrors } = await call('deletePlan', input);
    expect(result).toBeNull();
    expect(userErrors).toEqual([
      { code: 'IN_USE', field: [], message: expect.stringMatching(/^It is still named by Event/) },
    ]);
    expect(userErrors[0].message).toMatch(new RegExp(`and more\\.${ADVICE}$`));
  }
  const { userErrors } = await call('deleteAction', { slug: 'kirjala-a-a1' });
  expect(userErrors[0].message).toMatch(/ `withEvents: true` deletes 2 events with it\.$/);
  expect(await left('kirjala-a')).toEqual([1, 2, 5, 1]);
});

test('what is in use by others only is told without that', async () => {
  await plan('kirjala-b');
  const next = { owner: 'kirjala', kind: 'ACTION_PLAN', title: 'S', period: 2027 };
  await imported(server, {
    plans: [{ ...next, slug: 'kirjala-next', predecessor: 'kirjala-b' }],
  });
  const { userErrors } = await call('deletePlan', { slug: 'kirjala-b', withEvents: true });
  expect(userErrors).toEqual([
    { code: 'IN_USE', field: [], message: 'It is still named by Plan kirjala-next.' },
  ]);
  expect(await left('kirjala-b')).toEqual([1, 2, 5, 1]);
});

test('with its events a plan goes at once, and each of them is told by changes', async () => {
  await plan('kirjala-c');
  const tried = { slug: 'kirjala-c', withEvents: true, dryRun: true };
  expect(await call('deletePlan', tried)).toEqual({ result: 'DELETED', userErrors: [] });
  const old = { slug: 'kirjala-c', withEvents: true, expectedVersion: 7 };
  expect((await call('deletePlan', old)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  expect(await left('kirjala-c')).toEqual([1, 2, 5, 1]);
  const begin = await server.ask('{ changes(first: 0) { pageInfo { endCursor } } }');
  const given = { slug: 'kirjala-c', withEvents: true, expectedVersion: 1 };
  expect(await call('deletePlan', given)).toEqual({ result: 'DELETED', userErrors: [] });
  expect(await left('kirjala-c')).toEqual([0, 0, 0, 0]);
  const { changes } = await server.ask(
    'query ($after: String) { changes(after: $after) { nodes { slug operation } } }',
    { variables: { after: begin.changes.pageInfo.endCursor } },
  );
  expect(new Set(changes.nodes.map(({ operation }: Data) => operation))).toEqual(
    new Set(['DELETE']),
  );
  const days = ['20260303', '20260310', '20260317'].map((day) => `s-${day}`);
  expect(changes.nodes.map(({ slug }: Data) => slug.replace(/^kirjala-c-?/, '')).sort()).toEqual(
    ['', 'a1', 'a2', 'e1', 'e2', 's', ...days].sort(),
  );
});

test('events of others and what is archived are not deleted with a plan, and nor is the plan', async () => {
  const foreign = { owner: 'toisela', title: 'T', action: 'kirjala-d-a1', state: 'PUBLISHED' };
  await plan('kirjala-d', [
    { ...foreign, slug: 'kirjala-d-x1' },
    { ...foreign, slug: 'kirjala-d-x2' },
    { ...foreign, slug: 'kirjala-d-own', owner: 'kirjala', state: 'ARCHIVED' },
  ]);
  const { result, userErrors } = await call('deletePlan', { slug: 'kirjala-d', withEvents: true });
  expect(result).toBeNull();
  expect(userErrors).toEqual(
    expect.arrayContaining([
      {
        code: 'FORBIDDEN',
        field: [],
        message:
          'Event kirjala-d-x1, Event kirjala-d-x2: This key does not cover the organisation that owns this Event.',
      },
      {
        code: 'WRONG_STATE',
        field: [],
        message: 'Event kirjala-d-own: What is archived is frozen.',
      },
    ]),
  );
  expect(userErrors).toHaveLength(2);
  expect(await left('kirjala-d')).toEqual([1, 2, 8, 1]);
});

test('what the key does not see is in use still, and not told', async () => {
  await plan('kirjala-e', [
    { owner: 'toisela', title: 'Salaisuus', action: 'kirjala-e-a1', slug: 'toisela-salaisuus' },
  ]);
  expect(await call('deletePlan', { slug: 'kirjala-e', withEvents: true })).toEqual({
    result: null,
    userErrors: [
      {
        code: 'IN_USE',
        field: [],
        message: 'It is still named by something that you cannot see.',
      },
    ],
  });
  expect(await left('kirjala-e')).toEqual([1, 2, 5, 1]);
});

test('an action takes its events along too, and an occurrence of a series that stays is left out there', async () => {
  await plan('kirjala-f');
  const move = { slug: 'kirjala-f-s-20260310', action: { slug: 'kirjala-f-a1' } };
  expect(await call('putEvent', move)).toEqual({ result: 'UPDATED', userErrors: [] });
  const given = { slug: 'kirjala-f-a1', withEvents: true };
  expect(await call('deleteAction', given)).toEqual({ result: 'DELETED', userErrors: [] });
  expect(await left('kirjala-f')).toEqual([1, 1, 2, 1]);
  const { eventSeries } = await server.ask('{ eventSeries(slug: "kirjala-f-s") { exceptions } }');
  expect(eventSeries.exceptions).toEqual(['2026-03-10T10:00']);
});

test('only what leads to events can take them along', async () => {
  const { __schema } = await server.ask('{ __schema { types { name inputFields { name } } } }');
  const withEvents = __schema.types.filter(({ inputFields }: Data) =>
    inputFields?.some(({ name }: Data) => name === 'withEvents'),
  );
  expect(withEvents.map(({ name }: Data) => name).sort()).toEqual([
    'DeleteActionInput',
    'DeletePlanInput',
  ]);
});
