import type { Database } from '../src/database/database';
import { raw, sql } from '../src/database/sql';
import { type Size, SIZES } from './data';
import { randomInts } from './random';

/** What a request says: variables of the GraphQL operation, and parameters of the limit's statement. */
export interface Ask {
  variables: Record<string, unknown>;
  parameters: Record<string, unknown>;
}

/** What is measured: an operation, the statement that stands for the limit, and what both are asked. */
export interface Workload {
  name: string;
  /** The file in `limit/`. */
  limit: string;
  operation: string;
  /** What to ask, in turn. `cursors` gives the cursor of each of the first rows of a list. */
  asks(database: Database, size: Size, cursors: Cursors): Promise<Ask[]>;
  /** Whether an answer holds what the workload is about. */
  isFull(data: unknown): boolean;
}

/** The cursors of the first `count` rows of a list in its own order. */
export type Cursors = (list: 'plans' | 'events', count: number) => Promise<string[]>;

const EVENT_FIELDS = 'slug title { value } timing { start end edtf }';

/** The first `count` rows of a table in an order, as the limit's statements name their place. */
const keys = (database: Database, select: string, table: string, order: string, count: number) =>
  database.read(
    sql`select ${raw(select)} from ${raw(table)} order by ${raw(order)} limit ${count}`,
  );

/** Pages of 20 that begin behind row `first`, `first + step`, …; behind row 0 stands the start of the list. */
async function pages(
  { first, step, count }: { first: number; step: number; count: number },
  rows: Promise<Record<string, unknown>[]>,
  cursors: Promise<string[]>,
  start: Record<string, unknown>,
): Promise<Ask[]> {
  const [places, marks] = await Promise.all([rows, cursors]);
  return Array.from({ length: count }, (_, i): Ask => {
    const at = first + i * step;
    if (at === 0) return { variables: {}, parameters: start };
    return { variables: { after: marks[at - 1] }, parameters: places[at - 1]! };
  });
}

function eventPages(database: Database, cursors: Cursors, first: number): Promise<Ask[]> {
  const [step, count] = [20, 10];
  const last = first + step * count;
  return pages(
    { first, step, count },
    keys(database, 'timing_sort as sort, id', 'event', 'timing_sort, id', last),
    cursors('events', last),
    { sort: '', id: '' },
  );
}

const eventPage = {
  limit: 'R4',
  operation: `query ($after: String) {
    events(first: 20, after: $after) { nodes { ${EVENT_FIELDS} status } pageInfo { hasNextPage endCursor } }
  }`,
  isFull: (data: unknown) => (data as { events: { nodes: unknown[] } }).events.nodes.length === 20,
};

const planSlugs = async (size: Size): Promise<Ask[]> => {
  const chance = randomInts(1, 'slugs');
  return Array.from({ length: 200 }, () => {
    const ask = { slug: `plan-${chance(SIZES[size].plans)}` };
    return { variables: ask, parameters: ask };
  });
};

/** Everything that is measured. */
export const workloads: Workload[] = [
  {
    name: 'R0',
    limit: 'R0',
    operation: `query ($slug: String!) { plan(slug: $slug) { slug title { value } state } }`,
    asks: (_database, size) => planSlugs(size),
    isFull: (data) => (data as { plan: unknown }).plan !== null,
  },
  {
    name: 'R1',
    limit: 'R1',
    operation: `query ($after: String) {
      plans(first: 20, after: $after) {
        nodes {
          slug title { value } period { start end } owner { slug name { value } }
          goals(first: 5) {
            nodes {
              slug title { value }
              metrics(first: 2) {
                nodes {
                  kind name { value }
                  measurements(first: 1, orderBy: { field: PERIOD, direction: DESC }) {
                    nodes { period { start } number }
                  }
                }
              }
            }
          }
        }
      }
    }`,
    asks: (database, size, cursors) => {
      const [step, count] = size === 'small' ? [2, 15] : [20, 99];
      const last = step * count;
      return pages(
        { first: 0, step, count },
        keys(
          database,
          'period_start as "start", period_end as "end", id',
          'plan',
          'period_start, period_end, id',
          last,
        ),
        cursors('plans', last),
        { start: '', end: '', id: '' },
      );
    },
    isFull: (data) => {
      const found = JSON.stringify(data).match(/"metrics"|"measurements"/g) ?? [];
      return found.length === 20 * 5 * (1 + 2);
    },
  },
  {
    name: 'R2',
    limit: 'R2',
    operation: `query ($span: DateSpan!, $language: Language!, $region: String!) {
      events(
        first: 50
        filter: {
          timing: { certainly: $span }
          languages: { has: $language }
          participations: {
            some: {
              role: { eq: ORGANISER }
              organisation: { is: { mandates: { some: { regions: { some: { code: { eq: $region } } } } } } }
            }
          }
        }
        orderBy: { field: TIME }
      ) {
        nodes {
          ${EVENT_FIELDS}
          participations(filter: { role: { eq: ORGANISER } }) { organisation { slug name { value } } }
          placements { module { slug name { value } } }
        }
      }
    }`,
    asks: async (_database, size) => {
      const chance = randomInts(2, 'windows');
      return Array.from({ length: 100 }, (): Ask => {
        const year = 2024 + chance(3);
        const month = String(1 + chance(12)).padStart(2, '0');
        const [start, end] =
          size === 'small'
            ? [`${year}-01-01`, `${year}-12-31`]
            : [`${year}-${month}-01`, `${year}-${month}-28`];
        const region = String(1 + chance(19)).padStart(2, '0');
        const language = chance(3) === 0 ? 'sv' : 'fi';
        return {
          variables: { span: { start, end }, region, language },
          parameters: { start, end, region, language },
        };
      });
    },
    isFull: (data) =>
      (data as { events: { nodes: { placements: unknown[] }[] } }).events.nodes.length >= 40,
  },
  {
    name: 'R3',
    limit: 'R3',
    operation: `query ($slug: String!) {
      plan(slug: $slug) {
        slug title { value }
        competenceFramework {
          slug
          areas(first: 100) {
            nodes {
              slug number name { value }
              modules(first: 100) {
                nodes { slug name { value } topics(first: 100) { nodes { slug name { value } } } }
              }
            }
          }
        }
      }
    }`,
    asks: (_database, size) => planSlugs(size),
    isFull: (data) => (JSON.stringify(data).match(/"slug"/g) ?? []).length === 2 + 7 + 40 + 120,
  },
  {
    name: 'R4-first',
    ...eventPage,
    asks: (database, _size, cursors) => eventPages(database, cursors, 0),
  },
  {
    name: 'R4-deep',
    ...eventPage,
    asks: (database, size, cursors) =>
      eventPages(database, cursors, size === 'small' ? 1_780 : 19_980),
  },
];
