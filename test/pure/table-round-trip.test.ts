import 'reflect-metadata';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import type { Bundle } from '../../src/bundle/bundle';
import { ownSeeds } from '../../src/package';
import type { Attribute, Entity } from '../../src/kernel/declare/declare';
import { kinds } from '../../src/kernel/declare/kinds';
import { partsOf } from '../../src/kernel/intake/input';
import { csvOf } from '../../src/table/csv';
import { bundleWorkbook } from '../../src/table/export';
import { readFile } from '../../src/table/files';
import { allShapes } from '../../src/table/shape';
import { HEADING_LANGUAGES } from '../../src/table/words';
import { tablesOf } from '../../src/table/write';

type Row = Record<string, unknown>;

/** A text as it is stored: with signs that mean something in cells, and words that would clear or be formulas. */
const text = fc.oneof(
  fc.constantFrom(
    'null',
    '\\null',
    'kyllä',
    '2026',
    '049',
    '1,5',
    '23.4.2026',
    '=1+1',
    '-',
    '#x',
    'a|b',
    'a\\|b\\',
    '_x0041_',
    'Ä "ö", å;',
  ),
  fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })
    .map((each) => `x${each}`.trim()),
);
const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}$/);
const system = fc.constantFrom('kirjala.excel', 'a', 'b c');
const externalId = fc.record({ system, value: text });
const day = fc
  .integer({ min: 0, max: 80_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const clock = fc
  .tuple(day, fc.integer({ min: 0, max: 86_399 }))
  .map(([date, n]) =>
    `${date}T${new Date(n * 1000).toISOString().slice(11, 19)}`.replace(/:00$/, ''),
  );
const instant = fc.tuple(clock, fc.constantFrom('.000', '.250')).map(([at, ms]) => {
  const seconds = at.length > 16 ? at : `${at}:00`;
  return `${seconds}${ms}Z`;
});
const edtf = fc.constantFrom(
  '2026',
  '2026-04',
  '2026-21',
  '2026-04-23',
  '2026~',
  '2026/2028',
  '../2026-04',
);
const tag = fc.constantFrom('fi', 'sv', 'en', 'se', 'nb', 'nb-no', 'zh-hant', 'ar', 'x-a');
const ownWords = fc.constantFrom(['fi'], ['sv', 'en'], ['zh-hant', 'x-a']);
const byLanguage = fc
  .tuple(fc.dictionary(tag, text, { minKeys: 1, maxKeys: 5 }), fc.option(ownWords))
  .map(([texts, own]) => (own ? { ...texts, ownWords: own } : texts));
const reference = fc.oneof(
  slug,
  fc.record({ name: text }),
  fc.record({ name: text, plan: slug }),
  fc.record({ externalId }),
  fc.record({ id: fc.constant('action_0190') }),
);
const listOf = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });

const span = ([start, end]: string[]) => ({ start, end });

function valueOf({ kind, choices, within }: Attribute): fc.Arbitrary<unknown> {
  const values = Object.values(choices ?? {});
  switch (kind) {
    case 'text':
      return byLanguage;
    case 'strings':
      return listOf(text);
    case 'string':
      return text;
    case 'enum':
      return fc.constantFrom(...values);
    case 'enums':
      return fc.subarray(values);
    case 'int':
      return fc.integer();
    case 'float':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0);
    case 'boolean':
      return fc.boolean();
    case 'date':
      return day;
    case 'local':
      return fc.oneof(day, clock);
    case 'locals':
      return listOf(fc.oneof(day, clock));
    case 'instant':
      return instant;
    case 'url':
      return fc.webUrl();
    case 'urls':
      return listOf(fc.webUrl().map((each) => each.replaceAll('|', '')));
    case 'language':
      return fc.constantFrom('fi', 'sv', 'en-gb');
    case 'languages':
      return fc.subarray(['fi', 'sv', 'en']);
    case 'timing':
      return fc.oneof(
        fc.record({ edtf, printed: text }, { requiredKeys: ['edtf'] }),
        fc.record({ printed: text }),
        fc
          .tuple(clock, clock)
          .map((times) => ({ ...span(times.sort()), zone: 'Europe/Stockholm' })),
        fc.record({ start: clock }),
        fc.record({ start: day, allDay: fc.constant(true) }),
      );
    case 'quantity':
      return fc.record(
        {
          rhythm: fc.constant('REGULAR'),
          min: fc.nat(),
          season: fc.constant('SPRING'),
          printed: text,
        },
        { requiredKeys: ['rhythm'] },
      );
    case 'period':
      return fc.tuple(day, day).map((days) => span(days.sort()));
    case 'money':
      return fc.record({ cents: fc.integer(), currency: fc.constantFrom('EUR', 'SEK') });
    case 'distribution':
      return fc.array(
        fc.record({
          level: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
          count: fc.nat(),
        }),
        { minLength: 1, maxLength: 3 },
      );
    case 'one':
      return within ? text : reference;
    case 'many':
      return listOf(reference);
  }
}

/** A row of an entity: some of its fields, and some of those cleared. */
function rowOf(entity: Entity): fc.Arbitrary<Row> {
  const isList = ({ kind }: Attribute) =>
    ['strings', 'enums', 'locals', 'urls', 'languages', 'many'].includes(kind);
  const fields = entity.attributes
    .filter(({ internal, name }) => !internal && name !== 'slug')
    .map((each): [string, fc.Arbitrary<unknown>] => [
      each.name,
      isList(each) ? valueOf(each) : fc.option(valueOf(each), { freq: 8, nil: null }),
    ]);
  const parts = partsOf(entity).map((part): [string, fc.Arbitrary<unknown>] => [
    part.part!.field,
    fc.array(
      part.name === 'ExternalId'
        ? externalId
        : rowOf(part).filter((each) => Object.keys(each).length > 0),
      { maxLength: 3 },
    ),
  ]);
  const model = Object.fromEntries([...fields, ...parts]);
  const some = fc.record(model, { requiredKeys: [] });
  return entity.sort === 'part'
    ? some
    : fc.tuple(slug, some).map(([own, row]) => ({ slug: own, ...row }));
}

/** A row as the intake understands it: what may be said in several ways is said in one. */
function meant(entity: Entity, row: Row): Row {
  const attributes = new Map(entity.attributes.map((each) => [each.name, each]));
  const parts = new Map(partsOf(entity).map((each) => [each.part!.field, each]));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const part = parts.get(name);
      if (part) return [name, (value as Row[]).map((each) => meant(part, each))];
      const attribute = attributes.get(name)!;
      if (typeof value === 'string' && attribute.kind === 'text') return [name, { fi: value }];
      const isPlain =
        value === null || !['timing', 'period', 'instant', 'money'].includes(attribute.kind);
      return [name, isPlain ? value : kinds[attribute.kind].parse(value, attribute)];
    }),
  );
}

const meantOf = (bundle: Bundle): Bundle =>
  Object.fromEntries(
    Object.entries(bundle).flatMap(([list, rows]) => {
      const entity = allShapes().find((each) => each.list === list)?.entity;
      return entity ? [[list, (rows as Row[]).map((each) => meant(entity, each))]] : [];
    }),
  );

const shapes = allShapes().filter(({ part }) => !part);

test.each(shapes.map(({ list, entity }) => [list, entity] as const))(
  'any %s in a workbook are the same when they are read',
  async (list, entity) => {
    const rows = fc.uniqueArray(rowOf(entity), {
      minLength: 1,
      maxLength: 4,
      selector: ({ slug: own }) => own,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...HEADING_LANGUAGES), async (own, language) => {
        const bundle: Bundle = { [list]: own };
        const { bundle: read } = await readFile('x', bundleWorkbook(bundle, language));
        expect(meantOf(read!)).toEqual(meantOf(bundle));
      }),
      { numRuns: 10 },
    );
  },
);

test('any events that fit into one table are the same in CSV', async () => {
  const { entity } = shapes.find(({ list }) => list === 'events')!;
  const fitting = rowOf(entity).map((row) => {
    for (const part of partsOf(entity))
      if (part.name !== 'ExternalId') delete row[part.part!.field];
    return row;
  });
  const rows = fc.uniqueArray(fitting, {
    minLength: 1,
    maxLength: 4,
    selector: ({ slug: own }) => own,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(...HEADING_LANGUAGES), async (own, language) => {
      const [table] = tablesOf({ events: own }, language);
      const headings = table!.columns.map(({ words }) => words[language][0]!);
      const text = csvOf([headings, ...table!.rows]);
      const { bundle: read } = await readFile('events', Buffer.from(text));
      expect(meantOf(read!)).toEqual(meantOf({ events: own }));
    }),
    { numRuns: 50 },
  );
});

test.each(ownSeeds())('the seed %s is the same when it is read from a workbook', async (path) => {
  const bundle = parse(readFileSync(path, 'utf8')) as Bundle;
  const { bundle: read } = await readFile('x', bundleWorkbook(bundle, 'fi'));
  expect(meantOf(read!)).toEqual(meantOf(bundle));
});

test('the same rows give the same bytes', () => {
  const bundle = { themes: [{ slug: 'a', label: { fi: 'A' } }] };
  expect(bundleWorkbook(bundle, 'fi').equals(bundleWorkbook(bundle, 'fi'))).toBe(true);
});
