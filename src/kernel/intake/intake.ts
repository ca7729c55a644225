import { giveTurn } from '../../database/turn';
import { echo } from '../../value/invalid';
import { idMaker } from '../declare/ids';
import { type Problem, type ReadRow, RowReader, partsOf } from './input';
import { checkRow, merge } from '../write/merge';
import { hooksOf } from '../write/hooks';
import { Lookup } from './lookup';
import { Reader } from '../read/reader';
import { settleParts } from './part-references';
import { settle, spread } from './settle';
import { giveSlugs, isSlug } from './slugs';
import type { Given, Row, Taken, TakeOptions, Transaction } from './transaction';
import type { Warning } from '../declare/rules';
import { type Outcome, Writer } from '../write/writer';

/** What came of rows: either all were written, or there are problems and the transaction must not be kept. */
export interface Result {
  taken: Taken[];
  problems: Problem[];
  /** Of rows that refer to new ones with problems, and to those, and so on: without them there is nothing to refer to. */
  heldUp: Problem[];
  warnings: PlacedWarning[];
}

/** What is odd about a row, and where it stands in what was sent. */
export type PlacedWarning = Omit<Warning, 'id' | 'field'> & { pointer: string };

/**
 * The way of every row into the database, whether a mutation, a bundle or a seed sends it: each is read and every problem
 * reported; references are looked up among what comes and what is stored, in any order; then all is written, type by type.
 */
export async function takeIn(
  sent: readonly Given[],
  at: Transaction,
  { onlyNew = false, allNew = false, also }: TakeOptions = {},
): Promise<Result> {
  const reader = new RowReader();
  const { problems } = reader;
  const rows = sent.flatMap((given): Row[] => {
    const { entity, raw, pointer, system } = given;
    reader.system = system;
    const read = reader.row(entity, raw, pointer);
    if (!read) return [];
    return [
      { given, entity, pointer, read, id: '', isNew: true, matchedBy: null, values: read.values },
    ];
  });
  const lookup = new Lookup(at.session, at.viewer);
  await identify(rows, reader, lookup, at);
  if (allNew)
    for (const { entity, isNew, pointer } of rows)
      if (!isNew)
        reader.refuse(`${pointer}/slug`, 'DUPLICATE', `There is such a ${entity.name} already.`);
  const coming = onlyNew ? rows.filter((row) => row.isNew) : rows;
  const settled = await settle(rows, reader, lookup);
  await settleParts(coming, reader, at);
  if (problems.length === 0) await giveSlugs(coming, at);
  else await checkEarly(coming, reader);
  if (problems.length > 0)
    return { taken: [], problems, heldUp: spread(settled, rows, reader), warnings: [] };

  const writer = new Writer(at.session, at.viewer, at.now.toISOString(), at.model);
  const outcomes = new Map<Row, Outcome>();
  for (const entity of at.model.records) {
    const own = coming.filter((row) => row.entity === entity);
    if (own.length === 0) continue;
    const fresh = own.filter((row) => row.isNew);
    await hooksOf(entity).complete?.(fresh, new Reader(at.session, at.viewer));
    const written = await writer.put(entity, own);
    own.forEach((row, i) => outcomes.set(row, written[i]!));
  }
  const named = new Map<ReadRow, Taken['named']>();
  for (const { row, byName, pointer, id } of settled)
    if (byName) named.set(row, [...(named.get(row) ?? []), { pointer, id }]);
  const taken = rows.map((row): Taken => {
    const { entity, pointer, matchedBy, id, read } = row;
    const outcome = outcomes.get(row) ?? { id, result: 'SKIPPED' as const, fields: [], version: 0 };
    const slug = (row.values.slug as string | undefined) ?? lookup.slugOf(id) ?? '';
    return { entity, pointer, slug, matchedBy, named: named.get(read) ?? [], ...outcome };
  });
  if (also) taken.push(...(await also(writer, taken)));
  const pointers = new Map(taken.map((row) => [row.id, row.pointer]));
  const pointerOf = ({ id, field }: { id: string; field: string }) =>
    [pointers.get(id) ?? '', ...(field ? [field] : [])].join('/');
  for (const each of await writer.finish()) reader.refuse(pointerOf(each), each.code, each.message);
  const warnings = problems.length > 0 ? [] : await writer.warnings();
  return {
    taken,
    problems,
    heldUp: problems.length > 0 ? spread(settled, rows, reader) : [],
    warnings: warnings.map((each) => ({
      pointer: pointerOf(each),
      code: each.code,
      message: each.message,
    })),
  };
}

/** Gives each row the id of the record that it names, or a new one. */
async function identify(
  rows: Row[],
  reader: RowReader,
  lookup: Lookup,
  at: Transaction,
): Promise<void> {
  const newId = idMaker(at.now);
  for (const entity of at.model.records) {
    const own = rows.filter((row) => row.entity === entity);
    const names = own.map((row) => nameOf(row));
    const found = await lookup.find(
      entity,
      names.flatMap((name) => name ?? []),
    );
    const seen = new Set<string>();
    own.forEach((row, i) => {
      const name = names[i];
      const id = name && found(name)[0];
      if (!id && name && 'id' in name)
        reader.refuse(
          `${row.pointer}/id`,
          'NOT_FOUND',
          `There is no ${entity.name} ${echo(name.id)}.`,
        );
      if (!name && !row.given.nameless)
        reader.refuse(`${row.pointer}/slug`, 'REQUIRED', 'Wanted a slug or an external id.');
      row.isNew = !id;
      row.id = id || newId(entity);
      row.matchedBy = id && name ? WAYS[Object.keys(name)[0] as keyof typeof WAYS] : null;
      const same = name && JSON.stringify(name);
      if (seen.has(row.id) || (same && seen.has(same)))
        reader.refuse(`${row.pointer}/slug`, 'DUPLICATE', `This ${entity.name} comes twice.`);
      seen.add(row.id);
      if (same) seen.add(same);
      row.expectedVersion = row.given.expectedVersion;
      if (row.isNew && row.given.id === undefined) complete(row, reader);
      checkSlug(row, reader);
    });
  }
}

const WAYS = { id: 'ID', slug: 'SLUG', externalId: 'EXTERNAL_ID' } as const;

/** What a row is known by: the id that was given, or its slug, or else its first external id. */
function nameOf({ given, values }: Row) {
  if (given.id !== undefined) return { id: given.id };
  if (typeof values.slug === 'string') return { slug: values.slug };
  const [first] =
    (values.externalIds as { system: string; externalId: string }[] | undefined) ?? [];
  if (!first?.system || !first.externalId) return null;
  return { externalId: { system: first.system, id: first.externalId } };
}

function complete({ entity, read, pointer, values, given }: Row, reader: RowReader): void {
  if ((given.expectedVersion ?? null) !== null)
    reader.refuse(pointer, 'NOT_FOUND', `There is no such ${entity.name} to change.`);
  if (given.defaults) {
    const { values: defaults, given: names } = reader.row(entity, given.defaults, pointer, read)!;
    for (const name of names) {
      if (read.given.has(name)) continue;
      read.given.add(name);
      values[name] = defaults[name];
    }
  }
  read.given.add('slug'); // it is made of the name where there is none
  reader.requireAll(entity, read, pointer);
}

function checkSlug({ pointer, values: { slug } }: Row, reader: RowReader): void {
  if (typeof slug === 'string' && !isSlug(slug))
    reader.refuse(
      `${pointer}/slug`,
      'INVALID',
      `Wanted a slug of a-z, 0-9 and single hyphens; got ${echo(slug)}.`,
    );
}

/** Looks at the rules on one row too where there are problems already, so that all are told at once. */
async function checkEarly(rows: readonly Row[], reader: RowReader): Promise<void> {
  const told = new Set(reader.problems.map((each) => each.pointer));
  for (const { entity, pointer, values, isNew, id } of rows) {
    await giveTurn();
    const found = isNew
      ? checkRow(entity, merge(entity, { id, isNew, values }, undefined), id)
      : [];
    for (const part of partsOf(entity)) {
      const list = (values[part.part!.field] ?? []) as Record<string, unknown>[];
      list.forEach((each, i) => {
        const columns = merge(part, { id, isNew: true, values: each }, undefined);
        found.push(...checkRow(part, columns, id, `${part.part!.field}/${i}/`));
      });
    }
    for (const { field, code, message } of found)
      if (code !== 'REQUIRED' && !told.has(`${pointer}/${field}`))
        reader.refuse(`${pointer}/${field}`, code, message);
  }
}
