import { addTo } from '../../value/group';
import { giveTurn } from '../../database/turn';
import { Identifier } from './identify';
import { type Problem, type ReadRow, RowReader, partsOf } from './input';
import { checkRow, merge } from '../write/merge';
import { hooksOf } from '../write/hooks';
import { Lookup } from './lookup';
import { giveOwners } from './owners';
import { Reader } from '../read/reader';
import { settleParts } from './part-references';
import { settle, spread } from './settle';
import { giveSlugs } from './slugs';
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
  const rows: Row[] = [];
  for (const given of sent) {
    await giveTurn();
    const { entity, raw, pointer, system } = given;
    reader.system = system;
    const read = reader.row(entity, raw, pointer);
    if (!read) continue;
    const { values } = read;
    const unknown = { id: '', isNew: true, matchedBy: null, place: pointer };
    rows.push({ given, entity, pointer, read, values, ...unknown });
  }
  const lookup = new Lookup(at.session, at.viewer);
  const identifier = new Identifier(reader, lookup, at);
  await identifier.byName(rows);
  const settled = await settle(rows, reader, lookup);
  await identifier.byContent(rows);
  settled.push(...(await settle(rows, reader, lookup))); // what new rows have from the whole
  if (allNew)
    for (const { entity, isNew, place } of rows)
      if (!isNew) reader.refuse(place, 'DUPLICATE', `There is such a ${entity.name} already.`);
  const coming = onlyNew ? rows.filter((row) => row.isNew) : rows;
  await settleParts(coming, reader, at);
  await giveOwners(coming, at);
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
    if (byName) addTo(named, row, { pointer, id });
  const taken = rows.map((row): Taken => {
    const { entity, pointer, matchedBy, id, read } = row;
    const outcome = outcomes.get(row) ?? { id, result: 'SKIPPED' as const, fields: [], version: 0 };
    const slug = (row.values.slug as string | undefined) ?? lookup.slugOf(id) ?? '';
    return { entity, pointer, slug, matchedBy, named: named.get(read) ?? [], ...outcome };
  });
  const more = (await also?.(writer, taken)) ?? [];
  const names = new Map(more.map(({ id, entity, slug }) => [id, `${entity.name} ${slug}: `]));
  taken.push(...more);
  const pointers = new Map(taken.map((row) => [row.id, row.pointer]));
  const pointerOf = ({ id, field }: { id: string; field: string }) =>
    [pointers.get(id) ?? '', ...(field ? [field] : [])].join('/');
  for (const each of await writer.finish())
    reader.refuse(pointerOf(each), each.code, (names.get(each.id) ?? '') + each.message);
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

/** Looks at the rules on one row too where there are problems already, so that all are told at once. */
async function checkEarly(rows: readonly Row[], reader: RowReader): Promise<void> {
  const told = new Set(reader.problems.map((each) => each.pointer));
  for (const { entity, pointer, values, isNew, unread, id } of rows) {
    await giveTurn();
    const found =
      isNew && !unread ? checkRow(entity, merge(entity, { id, isNew, values }, undefined), id) : [];
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
