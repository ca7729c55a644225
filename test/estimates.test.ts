import { Client } from 'pg';
import { postgres } from '../src/database/dialect';
import { render, sql } from '../src/database/sql';
import { Event } from '../src/event/event.entity';
import { renderCondition, scope } from '../src/kernel/ask/render';
import { type Condition, equals, isIn, not } from '../src/kernel/declare/condition';
import { entityOf } from '../src/kernel/declare/registry';
import { ANONYMOUS } from '../src/kernel/declare/viewer';
import { onPostgres } from './support/databases';
import { type TestServer, testServer } from './support/server';

const ROWS = 3000;

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    organisations: [{ slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' }],
    themes: [
      { slug: 'yksi', label: 'Yksi' },
      { slug: 'kaksi', label: 'Kaksi' },
    ],
    events: [
      { slug: 'e', owner: 'kirjala', state: 'PUBLISHED', title: 'E', themes: ['yksi', 'kaksi'] },
      {
        slug: 'f',
        owner: 'kirjala',
        state: 'PUBLISHED',
        title: 'F',
        venue: 'Sali',
        status: 'CONFIRMED',
      },
    ],
  });
});
afterAll(() => server.close());

test('what is not asked for is found also where nothing stands', async () => {
  const slugs = async (filter: string) =>
    (await server.ask(`{ events(filter: ${filter}) { nodes { slug } } }`)).events.nodes.map(
      ({ slug }: { slug: string }) => slug,
    );
  expect(await slugs('{ venue: { ne: "Sali" } }')).toEqual(['e']);
  expect(await slugs('{ not: { venue: { eq: "Muu" } } }')).toHaveLength(2);
  expect(await slugs('{ status: { ne: PLANNED } }')).toEqual(['f']);
  expect(await slugs('{ not: { venue: { isNull: true } } }')).toEqual(['f']);
  const { themes } = await server.ask(
    '{ themes(filter: { events: { some: { status: { ne: HELD } } } }) { totalCount } }',
  );
  expect(themes.totalCount).toBe(2);
  const every = await server.ask(
    '{ themes(filter: { events: { every: { status: { eq: PLANNED } } } }) { totalCount } }',
  );
  expect(every.themes.totalCount).toBe(2);
});

(onPostgres ? test : test.skip)(
  'of what all rows have but one, PostgreSQL expects many rows to be something else',
  async () => {
    const { url } = server.target as { url: string };
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        "select column_name as name from information_schema.columns where table_name = 'event' and column_name not in ('id', 'slug', 'uid')",
      );
      const others = rows.map(({ name }) => `"${name}"`).join(', ');
      await client.query(
        `insert into event (id, slug, uid, ${others}) select id || n, slug || n, uid || n, ${others}
          from event, generate_series(1, ${ROWS}) n where slug = 'e'`,
      );
      await client.query('analyze event; set plan_cache_mode = force_generic_plan');
      const estimate = async (condition: Condition) => {
        const at = scope(ANONYMOUS, postgres);
        const where = renderCondition(condition, entityOf(Event), 't', at);
        const { text } = render(sql`select id from event t where ${where}`, postgres.placeholder);
        await client.query(`prepare asked as ${text}`);
        const values = condition.kind === 'not' && condition.of.kind === 'in' ? "'{x}'" : "'x'";
        const found = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
          `explain (format json) execute asked(${values})`,
        );
        await client.query('deallocate asked');
        return found.rows[0]!['QUERY PLAN'][0].Plan['Plan Rows'];
      };
      for (const each of [equals('status', 'x'), isIn('status', ['x']), equals('state', 'x')])
        expect(await estimate(not(each))).toBeGreaterThan(ROWS / 10);
    } finally {
      await client.end();
    }
  },
);
