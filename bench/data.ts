import { randomInts } from './random';
import { type Database, type Session } from '../src/database/database';
import { join, raw, sql } from '../src/database/sql';
import type { Entity } from '../src/kernel/declare/declare';
import { columnsFor, defaultOf } from '../src/kernel/declare/kinds';
import { shapesOf } from '../src/kernel/declare/table';
import { model } from '../src/features';
import { parseTiming } from '../src/value/timing';

/** Grows whenever other data is made, so that kept data is made anew. */
export const GENERATOR_VERSION = 3;

/** How much data there is; all else follows from the number of plans. */
export const SIZES = {
  small: { plans: 50, events: 2_000 },
  large: { plans: 2_000, events: 200_000 },
};
export type Size = keyof typeof SIZES;

/** How many organisations there are. */
export const organisationsOf = (size: Size): number => Math.max(20, SIZES[size].plans / 5);

const REGIONS = 19;
const MUNICIPALITIES = 308;
const PER_PLAN = { goals: 5, actions: 5, areas: 7, modules: 40, topics: 120 };
const METRICS_PER_GOAL = 2;
const MEASUREMENTS_PER_METRIC = 4;
const PLACEMENTS_PER_EVENT = 2;
const REGIONS_PER_MANDATE = 3;

type Values = Record<string, unknown>;
type Columns = Record<string, unknown>;

/** Fills an empty database. The same size gives the same rows, ids included. */
export async function fill(database: Database, size: Size): Promise<void> {
  const { plans, events } = SIZES[size];
  const organisations = organisationsOf(size);
  const load = (name: string, count: number, values: (n: number) => Values) =>
    insert(database, entityNamed(name), count, values);

  await load('Region', REGIONS, (n) => ({
    slug: `region-${n}`,
    code: pad(n + 1, 2),
    name: text('Maakunta', n),
  }));
  await load('Municipality', MUNICIPALITIES, (n) => ({
    slug: `municipality-${n}`,
    code: pad(n + 1, 3),
    name: text('Kunta', n),
    languages: ['fi'],
    region: idOf('region', n % REGIONS),
  }));
  await load('Organisation', organisations, (n) => ({
    slug: `organisation-${n}`,
    name: text('Kirjasto', n),
    kind: 'MUNICIPAL_LIBRARY',
    municipality: idOf('municipality', n % MUNICIPALITIES),
  }));
  await load('Mandate', organisations, (n) => ({
    recordId: idOf('organisation', n),
    position: 0,
    kind: 'REGIONAL',
  }));
  await insertRows(database, 'mandate_regions', LINK, organisations * REGIONS_PER_MANDATE, (n) => {
    const [mandate, position] = [Math.floor(n / REGIONS_PER_MANDATE), n % REGIONS_PER_MANDATE];
    const region = (mandate + position) % REGIONS;
    return { fromId: idOf('mandate', mandate), toId: idOf('region', region), position };
  });

  await load('CompetenceFramework', plans, (n) => ({
    slug: `framework-${n}`,
    owner: idOf('organisation', n % organisations),
    state: 'PUBLISHED',
    title: text('Osaamisrakenne', n),
  }));
  await load('CompetenceArea', plans * PER_PLAN.areas, (n) => ({
    slug: `area-${n}`,
    framework: idOf('competence_framework', Math.floor(n / PER_PLAN.areas)),
    kind: 'COMPETENCE',
    number: `2.${(n % PER_PLAN.areas) + 1}`,
    name: text('Osaamisalue', n),
    position: n % PER_PLAN.areas,
  }));
  await load('Module', plans * PER_PLAN.modules, (n) => {
    const [plan, place] = [Math.floor(n / PER_PLAN.modules), n % PER_PLAN.modules];
    const area = plan * PER_PLAN.areas + (place % PER_PLAN.areas);
    return {
      slug: `module-${n}`,
      area: idOf('competence_area', area),
      name: text('Moduuli', n),
      position: Math.floor(place / PER_PLAN.areas),
    };
  });
  const topicsPerModule = PER_PLAN.topics / PER_PLAN.modules;
  await load('Topic', plans * PER_PLAN.topics, (n) => ({
    slug: `topic-${n}`,
    module: idOf('module', Math.floor(n / topicsPerModule)),
    name: text('Sisältö', n),
    position: n % topicsPerModule,
  }));

  await load('Plan', plans, (n) => ({
    slug: `plan-${n}`,
    owner: idOf('organisation', n % organisations),
    state: 'PUBLISHED',
    kind: 'ACTION_PLAN',
    title: text('Kehittämissuunnitelma', n),
    period: { start: `${2016 + (n % 12)}-01-01`, end: `${2016 + (n % 12)}-12-31` },
    competenceFramework: idOf('competence_framework', n),
  }));
  await load('Goal', plans * PER_PLAN.goals, (n) => ({
    slug: `goal-${n}`,
    plan: idOf('plan', Math.floor(n / PER_PLAN.goals)),
    kind: 'GOAL',
    number: `${(n % PER_PLAN.goals) + 1}`,
    title: text('Tavoite', n),
    position: n % PER_PLAN.goals,
  }));
  const metrics = plans * PER_PLAN.goals * METRICS_PER_GOAL;
  await load('Metric', metrics, (n) => ({
    slug: `metric-${n}`,
    goal: idOf('goal', Math.floor(n / METRICS_PER_GOAL)),
    kind: n % 3 === 0 ? 'RATIO' : 'COUNT',
    name: text('Mittari', n),
    position: n % METRICS_PER_GOAL,
  }));
  await load('Measurement', metrics * MEASUREMENTS_PER_METRIC, (n) => {
    const [metric, turn] = [Math.floor(n / MEASUREMENTS_PER_METRIC), n % MEASUREMENTS_PER_METRIC];
    const plan = Math.floor(metric / (PER_PLAN.goals * METRICS_PER_GOAL));
    const value =
      metric % 3 === 0 ? { numerator: n % 90, denominator: 100 } : { number: (n * 7) % 1000 };
    return {
      slug: `measurement-${n}`,
      metric: idOf('metric', metric),
      organisation: idOf('organisation', plan % organisations),
      period: { start: `${2022 + turn}-01-01`, end: `${2022 + turn}-12-31` },
      ...value,
    };
  });
  const actions = plans * PER_PLAN.actions;
  await load('Action', actions, (n) => ({
    slug: `action-${n}`,
    plan: idOf('plan', Math.floor(n / PER_PLAN.actions)),
    title: text('Toteutus', n),
    form: 'TRAINING',
    position: n % PER_PLAN.actions,
  }));

  // event n belongs to a plan, and half of the events carry out an action of it
  const planOf = (n: number) => n % plans;
  await load('Event', events, (n) => {
    const chance = randomInts(n, 'event');
    const action = planOf(n) * PER_PLAN.actions + chance(PER_PLAN.actions);
    return {
      slug: `event-${n}`,
      uid: idOf('event', n),
      sequence: 0,
      sequencedAt: LOADED,
      owner: idOf('organisation', planOf(n) % organisations),
      state: 'PUBLISHED',
      action: n % 2 === 0 ? idOf('action', action) : undefined,
      title: text('Koulutus', n),
      timing: timing(chance),
      languages: [['fi'], ['fi'], ['fi', 'sv'], ['sv']][chance(4)],
      municipality: idOf('municipality', chance(MUNICIPALITIES)),
      venue: 'Pääkirjasto',
    };
  });
  await load('Participation', events, (n) => ({
    recordId: idOf('event', n),
    position: 0,
    role: 'ORGANISER',
    organisation: idOf('organisation', planOf(n) % organisations),
  }));
  await load('Placement', events * PLACEMENTS_PER_EVENT, (n) => {
    const [event, position] = [Math.floor(n / PLACEMENTS_PER_EVENT), n % PLACEMENTS_PER_EVENT];
    const chance = randomInts(n, 'placement');
    const module = planOf(event) * PER_PLAN.modules + chance(PER_PLAN.modules);
    return { recordId: idOf('event', event), position, module: idOf('module', module) };
  });
}

const CHUNK = 5_000;

const LINK = [
  { property: 'fromId', name: 'from_id', type: 'text' as const },
  { property: 'toId', name: 'to_id', type: 'text' as const },
  { property: 'position', name: 'position', type: 'integer' as const },
];

/** Inserts rows of an entity, with the columns that the Writer would fill. */
async function insert(
  database: Database,
  entity: Entity,
  count: number,
  values: (n: number) => Values,
): Promise<void> {
  const shapes = [...shapesOf(entity).values()];
  const common: Columns =
    entity.sort === 'record' ? { version: 1, createdAt: LOADED, updatedAt: LOADED } : {};
  for (const attribute of entity.attributes)
    if (attribute.kind !== 'many' && !(attribute.property in common))
      Object.assign(common, columnsFor(attribute, defaultOf(attribute)));
  const attributes = new Map(entity.attributes.map((each) => [each.name, each]));
  const known = new Map<string, Columns>();
  await insertRows(database, entity.table, shapes, count, (n) => {
    const columns: Columns = { ...common, id: idOf(entity.table, n) };
    for (const [name, value] of Object.entries(values(n))) {
      if (value === undefined) continue;
      const attribute = attributes.get(name);
      if (!attribute) columns[name] = value;
      else if (attribute.kind === 'text') {
        const key = `${name} ${(value as { fi: string }).fi}`;
        const found = known.get(key) ?? columnsFor(attribute, value);
        known.set(key, found);
        Object.assign(columns, found);
      } else Object.assign(columns, columnsFor(attribute, value));
    }
    return columns;
  });
}

async function insertRows(
  database: Database,
  table: string,
  shapes: Parameters<Session['dialect']['rows']>[0],
  count: number,
  row: (n: number) => Columns,
): Promise<void> {
  const names = join(
    shapes.map(({ name }) => raw(`"${name}"`)),
    ', ',
  );
  for (let from = 0; from < count; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => row(from + i));
    await database.write((session) =>
      session.run(
        sql`insert into ${raw(`"${table}"`)} (${names}) select ${names} from ${session.dialect.rows(shapes, rows)}`,
      ),
    );
  }
}

const LOADED = '2026-01-01T00:00:00.000Z';

function entityNamed(name: string): Entity {
  return [...model.records, ...model.parts].find((each) => each.name === name)!;
}

/** The id of the nth row of a table, shaped as ours are: ascending, with a random end. */
function idOf(table: string, n: number): string {
  const chance = randomInts(n, table);
  const time = (1_767_225_600_000 + n).toString(16).padStart(12, '0');
  const end = Array.from({ length: 3 }, () =>
    chance(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  );
  return `${table}_${time}7${end.join('').slice(0, 19)}`;
}

const SUBJECTS = [
  ...['kirjastopalvelut', 'lukutaito', 'tekoäly', 'yhteisöllisyys', 'saavutettavuus', 'kokoelmat'],
  ...['lastenkirjastotyö', 'monikielisyys', 'verkostot', 'johtaminen', 'tilasuunnittelu', 'Ääneen'],
];

/** A name of which there are a few hundred. */
function text(kind: string, n: number): { fi: string; sv: string } {
  const chance = randomInts(n % 400, kind);
  const [subject, other] = [SUBJECTS[chance(SUBJECTS.length)]!, SUBJECTS[chance(SUBJECTS.length)]!];
  return { fi: `${kind}: ${subject} ja ${other} ${n % 400}`, sv: `${kind}: ${subject} ${n % 400}` };
}

/** Mostly by the clock, now and then a day or a month, over three years. */
function timing(chance: (below: number) => number): unknown {
  const day = new Date(Date.UTC(2024, 0, 1) + chance(1096) * 86_400_000).toISOString().slice(0, 10);
  const sort = chance(100);
  if (sort < 3) return parseTiming(day.slice(0, 7));
  if (sort < 10) return parseTiming(day);
  const hour = 8 + chance(9);
  return parseTiming({ start: `${day}T${pad(hour, 2)}:00`, end: `${day}T${pad(hour + 2, 2)}:30` });
}

const pad = (n: number, length: number) => String(n).padStart(length, '0');
