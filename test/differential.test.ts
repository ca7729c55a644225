import fc from 'fast-check';
import { model } from '../src/features';
import { open } from '../src/kernel/declare/access';
import { ANONYMOUS, type Viewer, admin } from '../src/kernel/declare/viewer';
import { preferredLanguages } from '../src/value/language';
import { type Asked, Doors, difference } from './oracle/doors';
import { bundle } from './oracle/hidden';
import { type Memory, bareSchema, dress, written } from './oracle/memory';
import { type Made, type Vocabulary, makeOperation } from './oracle/operations';
import { Random } from './oracle/random';
import { shrink } from './oracle/shrink';
import { wholeVocabulary, worldVocabulary } from './oracle/vocabulary';
import { loadWorld, worlds } from './oracle/worlds';
import { onPostgres } from './support/databases';
import { type TestServer, testServer } from './support/server';

/** The seed of all that is random here, and how many operations each part asks. */
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? Date.now() % 1_000_000);
const COUNT = Number(process.env.DIFFERENTIAL_COUNT ?? (onPostgres ? 300 : 400));
/** How many of them are asked once more, by others and with other values: statements are kept, and must fit again. */
const AGAIN = 0.4;
const WORLDS = 3;

const REQUEST_LANGUAGES = [
  'fi',
  'sv',
  'en',
  'se',
  'da, en;q=0.8',
  'se, en;q=0.5, sv;q=0.7',
  'fi;q=0',
  'sv-FI, nb-NO;q=0.9, en;q=0.8',
  'zh-Hant, sv;q=0.8',
].map(preferredLanguages);
const clock = () => new Date('2026-01-02T03:04:05Z');
const starts = { doors: false };

interface Watcher {
  viewer: Viewer;
  memory?: Omit<Memory, 'languages'>;
}

/** What a run of random operations came to. */
interface Tally {
  operations: number;
  answers: number;
  invalid: number;
  /** Answered by one statement, without code. */
  lean: number;
  withRows: number;
  failing: number;
  /** The first difference found, with the smallest operation that shows it. */
  found: string | null;
}

/** Asks random operations until so many are asked, or one is answered differently. */
async function run(
  doors: Doors,
  vocabulary: Vocabulary,
  watchers: Watcher[],
  random: Random,
  count: number,
): Promise<Tally> {
  const tally = { operations: 0, answers: 0, invalid: 0, lean: 0, withRows: 0, failing: 0 };
  while (tally.operations < count) {
    const made = makeOperation(vocabulary, random);
    if (!doors.knows(made.source)) {
      tally.invalid++;
      continue;
    }
    tally.operations++;
    for (const isAgain of random.chance(AGAIN) ? [false, true] : [false]) {
      const { viewer, memory } = random.one(watchers);
      const variables = await variablesOf(made, doors, random, isAgain);
      const languages = random.one(REQUEST_LANGUAGES);
      const asked = { source: made.source, variables, viewer, languages };
      const answers = await doors.answers(asked, memory);
      tally.answers++;
      if (answers.statement) tally.lean++;
      if (answers.levels.errors.length > 0) tally.failing++;
      if (hasRows(JSON.parse(answers.levels.data))) tally.withRows++;
      if (difference(answers)) return { ...tally, found: await report(doors, asked, memory) };
    }
  }
  return { ...tally, found: null };
}

async function variablesOf({ variables }: Made, doors: Doors, random: Random, isAgain: boolean) {
  const values: Record<string, unknown> = {};
  for (const { name, value, again, cursorOf } of variables) {
    const cursors = cursorOf ? await doors.cursorsOf(cursorOf) : [];
    const changed = isAgain && again && random.chance(0.8) ? again() : value;
    const given = random.chance(0.9) ? (random.one(cursors) ?? changed) : changed;
    if (given !== undefined) values[name] = given;
  }
  return values;
}

/** Whether an answer holds any row in a list, or one that was looked up. */
function hasRows(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  if (Array.isArray(answer))
    return answer.some((each) => typeof each === 'object' && each !== null);
  return Object.values(answer).some(hasRows);
}

/** The smallest operation that is still answered differently, and how. */
async function report(doors: Doors, asked: Asked, memory?: Watcher['memory']): Promise<string> {
  const differs = async (source: string) => {
    if (!doors.knows(source)) return null;
    return difference(await doors.answers({ ...asked, source }, memory));
  };
  const source = await shrink(asked.source, async (each) => (await differs(each)) !== null);
  const { viewer, languages, variables } = asked;
  const by = `${viewer.role} ${viewer.organisationIds.join(' ')} in ${languages.join(' ')}`;
  return [await differs(source), by, JSON.stringify(variables), source].join('\n');
}

function check(tally: Tally, leanShare: number): void {
  if (process.env.DIFFERENTIAL_VERBOSE) console.log(JSON.stringify({ seed: SEED, ...tally }));
  expect(tally.found).toBeNull();
  expect(tally.invalid).toBeLessThan(tally.operations / 5);
  expect(tally.lean).toBeGreaterThanOrEqual(tally.answers * leanShare);
  expect(tally.withRows).toBeGreaterThan(tally.answers * 0.3);
  expect(tally.failing).toBeLessThan(tally.answers / 10);
}

const sets = fc
  .sample(worlds, { seed: SEED, numRuns: WORLDS })
  .map((of, i) => [i + 1, of] as const);

describe.each(sets)(`of random rows of seed ${SEED}, set %i`, (n, rows) => {
  let server: TestServer;
  let doors: Doors;
  let vocabulary: Vocabulary;
  let watchers: Watcher[];
  const random = new Random(SEED + n);

  beforeAll(async () => {
    server = await testServer('empty', { clock }, starts);
    const of = structuredClone(rows);
    const own = dress(of, random);
    const { world, watchers: all } = await loadWorld(server, of, written(own));
    watchers = all.map(({ viewer, eyes }) => ({ viewer, memory: { world, own, eyes } }));
    const { schema, schemaText, database } = server.app;
    doors = new Doors(schema, database, bareSchema(schemaText()));
    vocabulary = worldVocabulary(schema, world, SEED + n);
  });
  afterAll(() => server.close());

  test('the statement, the tree, the levels and the oracle answer alike', async () => {
    const tally = await run(doors, vocabulary, watchers, random, Math.ceil(COUNT / WORLDS));
    check(tally, 0.9);
  }, 600_000);
});

describe(`of rows of every type, open and hidden, by seed ${SEED}`, () => {
  let server: TestServer;
  let doors: Doors;
  let vocabulary: Vocabulary;
  let watchers: Watcher[];

  beforeAll(async () => {
    server = await testServer('empty', { clock }, starts);
    const { rows } = await server.load(bundle(true));
    const idOf = (wanted: string) => rows.find(({ slug }) => slug === wanted)!.id;
    const key = (role: Viewer['role'], slug: string): Viewer => ({
      role,
      organisationIds: [idOf(slug)],
      actor: 'test',
    });
    watchers = [
      ANONYMOUS,
      key('READER', 'organisation-naming'),
      key('EDITOR', 'organisation-open-0'),
      admin('test'),
    ].map((viewer) => ({ viewer }));
    const { schema, database } = server.app;
    vocabulary = wholeVocabulary(schema, rows);
    doors = new Doors(schema, database);
  });
  afterAll(() => server.close());

  test('the statement, the tree and the levels answer alike', async () => {
    check(await run(doors, vocabulary, watchers, new Random(SEED), COUNT), 0.3);
  }, 600_000);

  test.each([
    '{ plans { a: nodes { actions { pageInfo { __typename } } } pageInfo { endCursor @skip(if: true) } } }',
    '{ themes { nodes { label { a: translations { value } b: translations { language } } } } }',
  ])('what was once answered differently is answered alike: %s', async (source) => {
    for (const { viewer } of watchers) {
      const asked = { source, variables: {}, viewer, languages: [] };
      const answers = await doors.answers(asked);
      expect(hasRows(JSON.parse(answers.levels.data))).toBe(true);
      expect(difference(answers)).toBeNull();
    }
  });

  test.each(['Plan', 'Event', 'Action'])(
    'were the rule of %s switched off for statements only, that would show',
    async (name) => {
      const entity = model.records.find((each) => each.name === name)!;
      const rule = entity.access;
      const careless = new (class extends Doors {
        override async statement(asked: Asked) {
          entity.access = open;
          return super.statement(asked).finally(() => (entity.access = rule));
        }
      })(server.app.schema, server.app.database);
      const { found } = await run(
        careless,
        vocabulary,
        watchers.slice(0, 2),
        new Random(SEED),
        1_500,
      );
      expect(found).toContain('the statement and the levels differ');
    },
    60_000,
  );
});
