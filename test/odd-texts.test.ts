import { graphSchema } from '../src/app';
import { sql } from '../src/database/sql';
import {
  type Field,
  fieldsOf,
  isRequired,
  operationOf,
  some,
  valuesWith,
} from './support/arguments';
import { onPostgres } from './support/databases';
import { ADMIN_KEY, type Answer, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded', {}, { doors: false })));
afterAll(() => server.close());

const ODD = [
  'a\0b',
  '\ud800',
  '__proto__',
  'x'.repeat(50_000),
  '\0',
  'plan_\0',
  'a\udc00b',
  '',
  '%_\\',
  '"\'`',
  '\u202e',
];

/** So many places of an argument are tried: of an input with more, some that lie evenly apart. */
const PLACES = 8;

const schema = graphSchema();
const roots = { query: schema.getQueryType()!, mutation: schema.getMutationType()! };

interface Case {
  field: Field;
  variables: Record<string, unknown>;
}

/** Every argument of every root field with an odd text in it, in each place in turn another. */
function casesOf(kind: 'query' | 'mutation'): Case[] {
  let turn = 0;
  return fieldsOf(roots[kind]).flatMap((field) => {
    const wanted = field.args.filter(isRequired).map(({ name, type }) => [name, some(type)]);
    return field.args.flatMap(({ name, type }) => {
      const places = valuesWith(type, ['String', 'ID'], null, 3).length;
      const step = Math.max(1, places / PLACES);
      const chosen = Array.from({ length: Math.min(places, PLACES) }, (_, i) =>
        Math.floor(i * step),
      );
      return chosen.map((place) => {
        const value = valuesWith(type, ['String', 'ID'], ODD[turn++ % ODD.length], 3)[place];
        return { field, variables: { ...Object.fromEntries(wanted), [name]: value } };
      });
    });
  });
}

const brokenBy = ({ status, errors = [] }: Answer) =>
  status >= 500 || errors.some(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR');

test.each(['query', 'mutation'] as const)(
  'no odd text in any argument of a %s breaks anything inside, and no message repeats it',
  async (kind) => {
    const cases = casesOf(kind);
    expect(cases.length).toBeGreaterThan(200);
    for (const { field, variables } of cases) {
      const asked = operationOf(kind, field, variables);
      const answer = await server.send(asked, { variables, key: ADMIN_KEY });
      const what = `${field.name} ${JSON.stringify(variables).slice(0, 200)}`;
      if (brokenBy(answer)) throw new Error(`${what}: ${JSON.stringify(answer.errors)}`);
      for (const { message } of answer.errors ?? [])
        expect([what, message.length > 400]).toEqual([what, false]);
    }
  },
);

const IMPORT = `mutation ($bundle: JSON!, $mode: ImportMode!) {
  importBundle(input: { bundle: $bundle, mode: $mode, dryRun: true }) {
    report { applied problems { pointer code message } }
    userErrors { code field message }
  }
}`;

test.each(ODD.map((odd) => [odd.slice(0, 20), odd] as const))(
  'nor does one in a bundle: %j',
  async (_, odd) => {
    const bundles = [
      { themes: [{ slug: odd, label: { fi: 'A' } }] },
      { themes: [{ slug: 'a', label: { fi: odd } }] },
      { themes: [{ id: odd }] },
      { system: odd, themes: [{ label: { fi: 'A' }, externalIds: [{ value: odd }] }] },
      { plans: [{ title: { fi: 'A' }, owner: odd }] },
      { plans: [{ title: { fi: 'A' }, owner: { name: odd } }] },
      { plans: [{ title: { fi: 'A' }, owner: { externalId: { system: odd, value: odd } } }] },
      { plans: [{ [odd]: 1 }] },
      { [odd]: [] },
    ];
    for (const bundle of bundles)
      for (const mode of ['UPSERT', 'SYNC']) {
        const variables = { bundle: { luotsi: 1, ...bundle }, mode };
        const answer = await server.send(IMPORT, { variables, key: ADMIN_KEY });
        expect([JSON.stringify(bundle).slice(0, 100), brokenBy(answer)]).toEqual([
          expect.anything(),
          false,
        ]);
      }
  },
);

test.each([
  ['a list that is not there', { system: 'a', actionz: [] }, '/actionz'],
  ['a list that is none', { system: 'a', actions: 5 }, '/actions'],
  ['a system that is no text', { system: 5, actions: [] }, '/system'],
])('a SYNC with %s is refused in words', async (_, bundle, pointer) => {
  const variables = { bundle: { luotsi: 1, ...bundle }, mode: 'SYNC' };
  const { data } = await server.send(IMPORT, { variables, key: ADMIN_KEY });
  const { report, userErrors } = data!.importBundle;
  expect(report?.applied ?? false).toBe(false);
  const told = [...(report?.problems ?? []), ...userErrors].map(
    (each) => each.pointer ?? each.field,
  );
  expect(JSON.stringify(told)).toContain(pointer.slice(1));
});

test('where there is no room to write, it is told to come again; reading goes on, and so does writing later', async () => {
  const put = (label: string) =>
    server.send(
      'mutation ($label: String!) { putTheme(input: { label: { fi: $label } }) { userErrors { code } } }',
      {
        variables: { label },
        key: ADMIN_KEY,
      },
    );
  const run = (...statements: ReturnType<typeof sql>[]) =>
    server.app.database.write(async (session) => {
      for (const each of statements) await session.run(each);
    });
  if (onPostgres)
    await run(
      sql`create function no_room() returns trigger language plpgsql as
        'begin raise exception ''no space left on device'' using errcode = ''53100''; end'`,
      sql`create trigger no_room before insert on theme execute function no_room()`,
    );
  else await run(sql`pragma max_page_count = 1`); // as many as there are

  const texts = Array.from({ length: 40 }, (_, i) => `${i} `.repeat(80).trim());
  const answers: Answer[] = [];
  for (const each of texts) answers.push(await put(each));
  const full = answers.find(({ status }) => status !== 200);
  expect(full).toMatchObject({
    status: 503,
    errors: [
      { message: expect.stringMatching(/room/), extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ],
  });
  expect(
    (await server.ask('{ themes(first: 1) { totalCount } }')).themes.totalCount,
  ).toBeGreaterThan(0);

  if (onPostgres) await run(sql`drop trigger no_room on theme`);
  else await run(sql`pragma max_page_count = 1073741823`);
  expect(await put('Tilaa on taas')).toMatchObject({
    status: 200,
    data: { putTheme: { userErrors: [] } },
  });
});
