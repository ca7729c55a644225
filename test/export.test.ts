import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  graphql,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Source } from '../src/database/database';
import { sql } from '../src/database/sql';
import { admin } from '../src/kernel/declare/viewer';
import { Span } from '../src/database/span';
import { imported } from './support/importing';
import { type Data, type TestServer, testConfig, testServer } from './support/server';

const WIDE = { limits: { ...testConfig().limits, maxPageSize: 1000 } };

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded', WIDE, { doors: false })));
afterAll(() => server.close());

/** What belongs to an instance rather than to what it tells. */
const OF_INSTANCE = [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'uid',
  'sequence',
  'sequencedAt',
  'history',
];

/** The fields that lead from a plan to what is part of it: what hangs on it, or on what it takes part in. */
const BELOW: Record<string, string[]> = {
  Plan: ['goals', 'actions', 'goalFrameworks', 'competenceFramework'],
  CompetenceFramework: ['areas'],
  CompetenceArea: ['modules'],
  Module: ['topics'],
  GoalFramework: ['goals', 'metrics'],
  Goal: ['children', 'metrics'],
  Metric: ['measurements'],
  Action: ['events', 'eventSeries', 'deliveries'],
  EventSeries: ['events'],
};

const typeOf = (name: string) => server.app.schema.getType(name) as GraphQLObjectType;
const objectOf = (type: GraphQLOutputType) => {
  const named = getNamedType(type);
  return isObjectType(named) ? named : null;
};
const isRecord = (type: GraphQLObjectType) =>
  type.getInterfaces().some(({ name }) => name === 'Node');
/** The type of the rows of a page. */
const rowsOf = (type: GraphQLObjectType) => {
  const nodes = type.getFields().nodes;
  return nodes ? objectOf(nodes.type) : null;
};

/** All that a type tells: its values and parts in full, the records that it refers to by their slugs, the pages that lead below. */
function everything(type: GraphQLObjectType, within: readonly string[] = []): string {
  const fields = Object.values(type.getFields()).flatMap((field) => fieldOf(field, type, within));
  return `{ ${fields.join(' ')} }`;
}

function fieldOf(
  { name, type, args }: GraphQLField<unknown, unknown>,
  of: GraphQLObjectType,
  within: readonly string[],
): string[] {
  if (OF_INSTANCE.includes(name) || args.some(isRequiredArgument)) return [];
  if (isLeafType(getNamedType(type))) return [name];
  const target = objectOf(type);
  if (!target) return [];
  if (isRecord(target)) return [`${name} { slug }`];
  if (rowsOf(target))
    return BELOW[of.name]?.includes(name)
      ? [`${name}(first: 1000) { totalCount nodes { slug } }`]
      : [];
  return within.includes(target.name)
    ? []
    : [`${name} ${everything(target, [...within, target.name])}`];
}

async function ask(at: TestServer, source: string): Promise<Data> {
  const contextValue = at.app.context(admin('test'), undefined, new Span(60_000));
  const { data, errors } = await graphql({ schema: at.app.schema, source, contextValue });
  if (errors) throw errors[0]!;
  return JSON.parse(JSON.stringify(data)) as Data;
}

/** Everything about a plan, record by record: itself, what is below it, and below that. */
async function about(at: TestServer, plan: string): Promise<Map<string, Data>> {
  const found = new Map<string, Data>();
  let level = [{ type: 'Plan', slug: plan }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const name of new Set(level.map(({ type }) => type))) {
      const slugs = [...new Set(level.filter(({ type }) => type === name).map(({ slug }) => slug))];
      const root = Object.values(at.app.schema.getQueryType()!.getFields()).find(
        ({ type }) => String(type) === `${name}Connection!`,
      )!;
      for (let from = 0; from < slugs.length; from += 50) {
        const some = JSON.stringify(slugs.slice(from, from + 50));
        const query = `{ rows: ${root.name}(first: 1000, filter: { slug: { in: ${some} } }) { nodes ${everything(typeOf(name))} } }`;
        for (const row of (await ask(at, query)).rows.nodes as Data[]) {
          // equals stand by their ids: the goals of several parents, the placements of a cell
          for (const each of BELOW[name] ?? []) row[each]?.nodes?.sort(byText);
          if (['Module', 'Topic'].includes(name)) row.placements.sort(byText);
          found.set(`${name} ${row.slug}`, row);
          for (const each of BELOW[name] ?? []) {
            const type = objectOf(typeOf(name).getFields()[each]!.type)!;
            const rows = (row[each]?.nodes ?? [row[each] ?? []].flat()) as { slug: string }[];
            expect(rows.length).toBe(row[each]?.totalCount ?? rows.length);
            next.push(...rows.map(({ slug }) => ({ type: (rowsOf(type) ?? type).name, slug })));
          }
        }
      }
    }
    level = next.filter(({ type, slug }) => !found.has(`${type} ${slug}`));
  }
  return found;
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const exported = async (at: TestServer, plan: string): Promise<Data> =>
  (await ask(at, `{ exportBundle(plan: { slug: "${plan}" }) }`)).exportBundle;

describe.each(['amkit-2021-2025', 'amkit-2026', 'kuopio-2024', 'turku-2021', 'porvoo-2026'])(
  'the plan %s',
  (plan) => {
    test('exported into an empty instance answers there as here', async () => {
      const here = await about(server, plan);
      const other = await testServer('empty', WIDE, { doors: false });
      try {
        const report = await imported(other, await exported(server, plan));
        expect(report.problems).toEqual([]);
        const there = await about(other, plan);
        expect([...there.keys()].sort()).toEqual([...here.keys()].sort());
        for (const [name, row] of here) expect(there.get(name)).toEqual(row);
        expect(await exported(other, plan)).toEqual(await exported(server, plan));
      } finally {
        await other.close();
      }
    });
  },
);

test('an export tells of events, series, and the goals and metrics that the plan adopts', async () => {
  const bundle = await exported(server, 'porvoo-2026');
  const counts = ['events', 'goals', 'metrics'].map((each) => bundle[each]?.length);
  expect(counts).toEqual([7, 22, 12]);
});

test('an event says that it holds none of what it would else take from others, and of nothing more', async () => {
  const other = await testServer('empty', WIDE, { doors: false });
  try {
    const owner = 'kirjala';
    const event = { owner, title: 'Ilta', state: 'PUBLISHED' };
    await other.load({
      organisations: [{ slug: owner, name: 'Kirjala', kind: 'OTHER' }],
      plans: [{ slug: 'kirjala-2026', owner, kind: 'ACTION_PLAN', title: 'S', period: 2026 }],
      actions: [
        {
          ...{ slug: 'kirjala-a', plan: 'kirjala-2026', title: 'A', form: 'TRAINING' },
          audiences: ['LIBRARY_STAFF'],
        },
      ],
      events: [
        { ...event, slug: 'kirjala-1' },
        { ...event, slug: 'kirjala-2', action: 'kirjala-a' },
        { ...event, slug: 'kirjala-3', action: 'kirjala-a', audiences: [], participations: [] },
      ],
    });
    const { events } = (await ask(other, '{ exportBundle }')).exportBundle;
    const empty = events.map((row: object) =>
      Object.entries(row).flatMap(([name, value]) =>
        value === null || (Array.isArray(value) && value.length === 0) ? name : [],
      ),
    );
    expect(empty).toEqual([[], [], ['audiences', 'participations']]);
  } finally {
    await other.close();
  }
});

test('what is written while an export is made does not show in it', async () => {
  const other = await testServer('empty', WIDE, { doors: false });
  try {
    const owner = { slug: 'kirjala', name: '0', kind: 'OTHER' };
    const network = { slug: 'kirjala-n', owner: 'kirjala', name: '0', kind: 'NETWORK' };
    await other.load({ organisations: [owner], networks: [network] });
    for (let n = 1; n <= 10; n++) {
      const [bundle] = await Promise.all([
        ask(other, '{ exportBundle }'),
        other.load({
          organisations: [{ ...owner, name: String(n) }],
          networks: [{ ...network, name: String(n) }],
        }),
      ]);
      const { organisations, networks } = bundle.exportBundle;
      expect(networks[0].name).toEqual(organisations[0].name);
    }
  } finally {
    await other.close();
  }
});

test('a snapshot stands still while others read what was written', async () => {
  const { database } = server.app;
  const names = (source: Source) => source.read(sql`select count(*) as n from theme`);
  await database.snapshot(async (source) => {
    const before = await names(source);
    await server.load({ themes: [{ slug: 'uusi-aihe', label: 'Uusi' }] });
    expect(await names(source)).toEqual(before);
    expect(await names(database)).not.toEqual(before);
  }, new Span(10_000));
});
