import fc from 'fast-check';
import { sql } from '../src/database/sql';
import { model } from '../src/features';
import type { Attribute, Entity } from '../src/kernel/declare/declare';
import { type BundleRow, STARTS, fill, partsOf, slugOf } from './oracle/rows';
import { imported } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty')));
afterAll(() => server.close());

/** References of which a row has only one. */
const ONE_OF: Record<string, string[]> = {
  Goal: ['plan', 'framework'],
  Metric: ['goal', 'framework', 'plan', 'action'],
  Measurement: ['network', 'organisation'],
};

/** The i-th row of a type, with every field there is; it refers to rows of the other types, and to one before it of its own. */
function rowOf(entity: Entity, i: number, word: string): BundleRow {
  const refer = ({ name, required }: Attribute, target: Entity) => {
    const choice = ONE_OF[entity.name];
    if (choice?.includes(name) && choice[i % choice.length] !== name) return undefined;
    const n = target === entity && !required ? i - 1 : i;
    return n < 0 ? undefined : slugOf(target, `r${n}`);
  };
  const row = fill(entity, { word, n: i, refer, start: STARTS[i % STARTS.length] });
  if ('state' in row) row.state = 'PUBLISHED';
  for (const part of partsOf(entity)) row[part.part!.field] = [fill(part, { word, n: i, refer })];
  if (entity.name === 'Event')
    for (const count of [0, 3]) (row.attendance as BundleRow[]).push({ count });
  return { ...row, slug: slugOf(entity, `r${i}`) };
}

const shuffled = <T>(of: T[]) => fc.shuffledSubarray(of, { minLength: of.length });

/** Every type with some rows, in any order, the fields of each in any order. */
const bundles = fc
  .record({ count: fc.integer({ min: 1, max: 3 }), word: fc.constantFrom('sana', 'ääni', 'б%_') })
  .chain(({ count, word }) => {
    const lists = model.records.map((entity) =>
      fc
        .tuple(
          ...Array.from({ length: count }, (_, i) =>
            shuffled(Object.entries(rowOf(entity, i, word))),
          ),
        )
        .chain((rows) => shuffled(rows.map((row) => Object.fromEntries(row))))
        .map((rows): [string, object[]] => [entity.plural, rows]),
    );
    return fc.tuple(...lists).chain((all) => shuffled(all).map((each) => Object.fromEntries(each)));
  });

const load = (bundle: object): Promise<Data> => imported(server, bundle);

const seq = async () =>
  Number((await server.app.database.read(sql`select max(seq) as n from change`))[0]!.n);

test('whatever was imported, in whatever order, imported again in any other changes nothing', async () => {
  const pairs = bundles.chain((bundle) =>
    fc.tuple(
      fc.constant(bundle),
      shuffled(Object.entries(bundle)).map((lists) =>
        Object.fromEntries(lists.map(([name, rows]) => [name, [...rows].reverse()])),
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(pairs, async ([first, second]) => {
      const made = await load(first);
      expect(made.problems).toEqual([]);
      const before = await seq();
      const again = await load(second);
      expect(again.problems).toEqual([]);
      expect(again.counts).toMatchObject({ created: 0, updated: 0 });
      expect(again.counts.unchanged).toBe(Object.values(first).flat().length);
      expect(await seq()).toBe(before);
    }),
    { numRuns: 12, seed: 20_261_121 },
  );
}, 60_000);

test('a bundle with every kind of mistake returns all of them, each with its place, and leaves everything as it was', async () => {
  await load({ organisations: [{ slug: 'virhe', name: 'Virhe', kind: 'OTHER' }] });
  await load({
    plans: [
      {
        slug: 'virhe-1',
        owner: 'virhe',
        kind: 'ACTION_PLAN',
        title: 'Sama',
        period: 2026,
        sections: [{ key: 'a', kind: 'ITEM' }],
      },
      {
        slug: 'virhe-2',
        owner: 'virhe',
        kind: 'ACTION_PLAN',
        title: 'Sama',
        period: 2026,
        state: 'ARCHIVED',
      },
    ],
    actions: [{ slug: 'virhe-1-x', plan: 'virhe-1', title: 'X', form: 'OTHER', section: 'a' }],
  });
  const everything = async () =>
    JSON.stringify([
      await seq(),
      (await server.ask('{ exportBundle }', { key: ADMIN_KEY })).exportBundle,
    ]);
  const before = await everything();
  const report = await load({
    tuntematon: [],
    themes: 'x',
    organisations: [{ slug: 'virhe-o', kind: 'OTHER' }, 7],
    plans: [
      { slug: 'virhe-1', sections: [] },
      { slug: 'virhe-2', title: 'Uusi' },
      { slug: 'Huono Nimi', owner: 'virhe', kind: 'ACTION_PLAN', title: 'A', period: '2026-13' },
      {
        slug: 'virhe-3',
        owner: 'ei-ole',
        kind: 'NIX',
        title: { xx: 'A' },
        period: { start: '2026-02-30', end: '2026-01-01' },
      },
      {
        slug: 'virhe-4',
        owner: 'virhe',
        kind: 'ACTION_PLAN',
        title: 'x'.repeat(301),
        period: 2026,
        predecessor: { name: 'sama' },
      },
    ],
    networks: [
      { slug: 'virhe-n', owner: 'virhe', name: 'N', kind: 'NETWORK', parent: 'virhe-n' },
      {
        slug: 'virhe-m',
        owner: 'virhe',
        name: 'M',
        kind: 'NETWORK',
        seats: [{ role: 'CHAIR', label: 'J', countMin: 3, countMax: 1 }],
      },
      { slug: 'virhe-m', owner: 'virhe', name: 'M', kind: 'NETWORK' },
      { slug: 'virhe-k', owner: 'virhe', name: 'K', kind: 'NETWORK', olematon: 1 },
    ],
  });
  expect(report.applied).toBe(false);
  expect(report.problems.map(({ pointer, code }: Data) => `${pointer} ${code}`).sort()).toEqual([
    '/networks/0/parent CYCLE',
    '/networks/1/seats/0/countMax OUT_OF_RANGE',
    '/networks/2/slug DUPLICATE',
    '/networks/3/olematon UNKNOWN_FIELD',
    '/organisations/0/name REQUIRED',
    '/organisations/1 INVALID',
    '/plans/0/sections IN_USE',
    '/plans/1 WRONG_STATE',
    '/plans/2/period INVALID_DATE',
    '/plans/2/slug INVALID',
    '/plans/3/kind INVALID',
    '/plans/3/owner NOT_FOUND',
    '/plans/3/period/start INVALID_DATE',
    '/plans/3/title/xx UNKNOWN_LANGUAGE',
    '/plans/4/predecessor AMBIGUOUS',
    '/plans/4/title TOO_LONG',
    '/themes INVALID',
    '/tuntematon UNKNOWN_FIELD',
  ]);
  for (const { message } of report.problems) expect(message.length).toBeGreaterThan(10);
  expect(await everything()).toBe(before);
});
