import fc from 'fast-check';
import { ANONYMOUS, type Viewer, admin } from '../../src/kernel/declare/viewer';
import type { Eyes, Row, World } from '../oracle';
import type { Data, TestServer } from '../support/server';

/** A type of which there are rows by themselves. */
export type Root = keyof Omit<World, 'ids'>;
export const ROOTS: Root[] = ['Organisation', 'Theme', 'Plan', 'Action', 'Event'];
export const PLURALS: Record<Root, string> = {
  Organisation: 'organisations',
  Theme: 'themes',
  Plan: 'plans',
  Action: 'actions',
  Event: 'events',
};

export const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const letters = [...'aAbBkyYåÅäÄöÖčČšŠžŽéÉüÜ019'];
export const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
const name = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' '));
/** With signs that mean something to a database. */
export const odd = fc.string({
  unit: fc.constantFrom(...letters, '%', '_', '\\', '-', "'", '"'),
  minLength: 1,
  maxLength: 5,
});
const text = (of: fc.Arbitrary<string>) =>
  fc
    .record({ fi: maybe(of), sv: maybe(of), en: maybe(of) })
    .map((texts) => Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null)))
    .filter((texts) => Object.keys(texts).length > 0);

/** Few, so that they meet often, at the edges of months, seasons and years. */
const year = fc.constantFrom('2026', '2027');
const month = fc.constantFrom('01', '04', '08', '12');
export const day = fc.oneof(
  fc.constantFrom('2026-01-01', '2026-04-01', '2026-04-23', '2026-08-31', '2026-12-31'),
  fc.constantFrom('2026-05-31', '2027-01-01', '2027-02-28', '2027-04-23', '2027-06-01'),
);
const mark = fc.constantFrom('', '', '', '~', '?');
const side = fc.oneof(
  year,
  fc.tuple(year, month).map((of) => of.join('-')),
  fc.tuple(year, fc.constantFrom('21', '22', '23', '24')).map((of) => of.join('-')),
  day,
);
const hours = fc.constantFrom('T09:00', 'T12:30', 'T23:59');
const timing = fc.oneof(
  fc.constant(undefined),
  fc.tuple(side, mark).map((of) => of.join('')),
  fc.tuple(year, mark).map(([y, m]) => `${y}/${Number(y) + 1}${m}`),
  year.map((y) => `../${y}`),
  year.map((y) => `${y}/..`),
  fc.tuple(day, hours).map(([d, h]) => ({ start: d + h })),
  day.map((d) => ({ start: d })),
  fc
    .tuple(day, fc.boolean())
    .map(([d, l]) => ({ start: `${d}T18:00`, end: `${d}T${l ? 20 : 19}:00` })),
);
const quantity = maybe(
  fc.oneof(
    fc.constant({ rhythm: 'REGULAR' }),
    fc
      .record({
        min: fc.integer({ min: 0, max: 3 }),
        max: maybe(fc.integer({ min: 3, max: 5 })),
        per: fc.constantFrom('YEAR', 'TERM', null),
      })
      .map((each) => ({ rhythm: 'COUNTED', ...each })),
  ),
);
const period = fc
  .tuple(day, day)
  .map(([a, b]) => (a < b ? { start: a, end: b } : { start: b, end: a }));

export const CHOICES: Record<string, string[]> = {
  'Organisation.kind': ['MUSEUM', 'COMPANY', 'OTHER'],
  'Plan.state': ['DRAFT', 'PUBLISHED', 'ARCHIVED'],
  'Event.state': ['DRAFT', 'PUBLISHED', 'ARCHIVED'],
  'Plan.kind': ['STRATEGY', 'REPORT'],
  'Action.form': ['TRAINING', 'VISIT', 'OTHER'],
  'Event.status': ['PLANNED', 'HELD'],
  'Participation.role': ['ORGANISER', 'LEAD'],
};
export const MODALITIES = ['IN_PERSON', 'REMOTE'];
export const LANGUAGES = ['fi', 'sv', 'en-gb'];
const choice = (of: string) => fc.constantFrom(...CHOICES[of]!);
export const some = (of: string[]) => fc.subarray(of);
const small = fc.integer({ min: 1, max: 3 });
const slugs = (kind: string, n: number) => Array.from({ length: n }, (_, i) => `${kind}-${i}`);
export const oneOf = (of: string[]) => fc.constantFrom(...of);

export const ORGANISATIONS = slugs('o', 5);
export const THEMES = slugs('t', 4);
export const PLANS = slugs('p', 9);
export const ACTIONS = slugs('a', 24);
export const EVENTS = slugs('e', 20);

const participations = fc.array(
  fc.record({
    role: choice('Participation.role'),
    organisation: maybe(oneOf(ORGANISATIONS)),
    label: text(name),
  }),
  { maxLength: 3 },
);
const rows = (of: string[], row: (i: number) => Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(...of.map((slug, i) => fc.record({ slug: fc.constant(slug), ...row(i) })));
const before = (of: string[], i: number) =>
  i === 0 ? fc.constant(null) : maybe(oneOf(of.slice(0, i)));

export const worlds = fc.record({
  Organisation: rows(ORGANISATIONS, (i) => ({
    name: text(name),
    shortName: maybe(text(odd)),
    aliases: fc.array(odd, { maxLength: 3 }),
    kind: choice('Organisation.kind'),
    isil: maybe(word),
    validFrom: maybe(fc.constantFrom('2020-01-01', '2025-06-01')),
    validTo: maybe(fc.constantFrom('2025-12-31', '2026-06-30')),
    succeededBy: before(ORGANISATIONS, i),
  })),
  Theme: rows(THEMES, () => ({ label: text(name), aliases: fc.array(odd, { maxLength: 2 }) })),
  Plan: rows(PLANS, (i) => ({
    owner: oneOf(ORGANISATIONS),
    state: choice('Plan.state'),
    kind: choice('Plan.kind'),
    title: text(name),
    summary: maybe(text(odd)),
    period,
    languages: some(LANGUAGES),
    themes: some(THEMES),
    implements: some(PLANS.slice(0, i)),
  })),
  Action: rows(ACTIONS, (i) => ({
    plan: oneOf(PLANS),
    title: text(name),
    summary: maybe(text(odd)),
    aliases: fc.array(odd, { maxLength: 2 }),
    form: choice('Action.form'),
    timing,
    quantity,
    edition: maybe(small),
    modalities: some(MODALITIES),
    languages: some(LANGUAGES),
    registrationNeeded: maybe(fc.boolean()),
    position: small,
    themes: some(THEMES),
    predecessor: before(ACTIONS, i),
    participations,
  })),
  Event: rows(EVENTS, () => ({
    owner: oneOf(ORGANISATIONS),
    state: choice('Event.state'),
    action: maybe(oneOf(ACTIONS)),
    title: text(name),
    timing,
    status: choice('Event.status'),
    edition: maybe(small),
    modalities: some(MODALITIES),
    languages: some(LANGUAGES),
    venue: maybe(odd),
    capacity: maybe(fc.integer({ min: 0, max: 4 })),
    themes: some(THEMES),
    participations,
  })),
}) as unknown as fc.Arbitrary<Record<Root, Row[]>>;

/** Who looks at a world: the viewer as the code knows it, and its eyes. */
export interface Watcher {
  viewer: Viewer;
  eyes: Eyes;
}

/** Loads rows into an empty server; gives what the oracle asks, and who may look at it. */
export async function loadWorld(
  server: TestServer,
  of: Record<Root, Row[]>,
  written = (bundle: unknown) => JSON.stringify(bundle),
): Promise<{ world: World; watchers: Watcher[] }> {
  const bundle = Object.fromEntries(
    ROOTS.map((type) => [
      PLURALS[type],
      of[type].map((row) =>
        type === 'Event'
          ? { ...row, channels: [], placements: [], edition: row.edition ?? undefined }
          : row,
      ),
    ]),
  );
  const report = await server.load(JSON.parse(written(bundle)) as Data);
  const world: World = { ...of, ids: new Map(report.rows.map(({ slug, id }) => [slug, id])) };
  for (const event of world.Event)
    event.edition ??= world.Action.find(({ slug }) => slug === event.action)?.edition ?? null;
  const covered = ORGANISATIONS[1]!;
  const organisationIds = [world.ids.get(covered)!];
  const watchers: Watcher[] = [
    { viewer: ANONYMOUS, eyes: { all: false, covers: [] } },
    {
      viewer: { role: 'READER', organisationIds, actor: 'reader' },
      eyes: { all: false, covers: [covered] },
    },
    { viewer: admin('test'), eyes: { all: true, covers: [] } },
  ];
  return { world, watchers };
}
