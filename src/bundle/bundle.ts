import type { Session } from '../database/database';
import { sql } from '../database/sql';
import type { Entity, WrittenRow } from '../kernel/declare';
import { idMaker, partId } from '../kernel/ids';
import { type Problem, type ReadRow, type Reference, RowReader } from '../kernel/input';
import type { Model } from '../kernel/model';
import { Reader } from '../kernel/reader';
import { entityOf } from '../kernel/registry';
import { tableAs } from '../kernel/table';
import type { Viewer } from '../kernel/viewer';
import { type Outcome, Writer } from '../kernel/writer';
import { echo } from '../value/invalid';

/** A bundle as a caller writes it: lists of rows by the plural names of their types. */
export type Bundle = Record<string, unknown>;

/** What an import did, row by row. */
export interface Report {
  rows: (Outcome & { pointer: string; type: string; slug: string })[];
}

/** A bundle that cannot be imported: every problem with its place. Nothing was written. */
export class BundleRefused extends Error {
  constructor(readonly problems: Problem[]) {
    const first = problems
      .slice(0, 20)
      .map(({ pointer, code, message }) => `  ${pointer} ${code}: ${message}`);
    const rest = problems.length > 20 ? [`  and ${problems.length - 20} more`] : [];
    super([`The bundle has ${problems.length} problems:`, ...first, ...rest].join('\n'));
  }
}

interface Importing {
  model: Model;
  session: Session;
  viewer: Viewer;
  now: Date;
}

interface Row extends WrittenRow {
  entity: Entity;
  slug: string;
  pointer: string;
  read: ReadRow;
  raw: object;
}

/**
 * Imports bundles as one: every row is read first and every problem reported; then references are looked up among what
 * comes and what is stored, in any order; then all is written, type by type.
 */
export async function importBundles(bundles: readonly Bundle[], at: Importing): Promise<Report> {
  const reader = new RowReader((attribute) => entityOf(attribute.target!()));
  const rows = bundles.flatMap((bundle, i) =>
    readBundle(bundle, bundles.length > 1 ? `/${i}` : '', at.model, reader),
  );
  await identify(rows, reader, at);
  await settle(rows, reader, at);
  if (reader.problems.length > 0) throw new BundleRefused(reader.problems);
  const writer = new Writer(at.session, at.viewer, at.now.toISOString());
  const report: Report = { rows: [] };
  for (const entity of at.model.records) {
    const own = rows.filter((row) => row.entity === entity);
    if (own.length === 0) continue;
    await entity.complete?.(
      own.filter((row) => row.isNew),
      new Reader(at.session, at.viewer),
    );
    const outcomes = await writer.put(entity, own);
    own.forEach(({ pointer, slug }, i) =>
      report.rows.push({ ...outcomes[i]!, pointer, slug, type: entity.name }),
    );
  }
  const pointers = new Map(rows.map((row) => [row.id, row.pointer]));
  for (const { id, field, code, message } of await writer.finish())
    reader.refuse(`${pointers.get(id)}/${field}`, code, message);
  if (reader.problems.length > 0) throw new BundleRefused(reader.problems);
  return report;
}

const HEAD = ['luotsi', 'system', 'provenance'];

function readBundle(bundle: Bundle, base: string, model: Model, reader: RowReader): Row[] {
  if (bundle.luotsi !== 1)
    reader.refuse(
      `${base}/luotsi`,
      'INVALID',
      `Wanted luotsi: 1, the version of the format; got ${echo(bundle.luotsi)}.`,
    );
  const rows: Row[] = [];
  for (const [name, list] of Object.entries(bundle)) {
    if (HEAD.includes(name)) continue;
    const entity = model.byPlural(name);
    const pointer = `${base}/${name}`;
    if (!entity)
      reader.refuse(pointer, 'UNKNOWN_FIELD', `There is no list ${echo(name)} in a bundle.`);
    else if (!Array.isArray(list))
      reader.refuse(pointer, 'INVALID', `Wanted a list; got ${echo(list)}.`);
    else
      list.forEach((raw, i) =>
        rows.push(...readRow(entity, raw, `${pointer}/${i}`, bundle, reader)),
      );
  }
  return rows;
}

function readRow(
  entity: Entity,
  given: unknown,
  pointer: string,
  bundle: Bundle,
  reader: RowReader,
): Row[] {
  const own = typeof given === 'object' && given !== null && !('provenance' in given);
  const raw = own && bundle.provenance ? { ...given, provenance: [bundle.provenance] } : given;
  const read = reader.row(entity, raw, pointer);
  if (!read) return [];
  const slug = read.values.slug as string | undefined;
  if (!slug || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
    reader.refuse(
      `${pointer}/slug`,
      slug ? 'INVALID' : 'REQUIRED',
      `Wanted a slug of a-z, 0-9 and single hyphens; got ${echo(slug)}.`,
    );
    return [];
  }
  return [
    { entity, slug, pointer, read, raw: raw as object, id: '', isNew: true, values: read.values },
  ];
}

/** Gives each row the id that its slug has, or a new one. */
async function identify(rows: Row[], reader: RowReader, at: Importing): Promise<void> {
  const newId = idMaker(at.now);
  for (const entity of at.model.records) {
    const own = rows.filter((row) => row.entity === entity);
    const known = await idsBySlug(
      entity,
      own.map((row) => row.slug),
      at.session,
    );
    const seen = new Set<string>();
    for (const row of own) {
      if (seen.has(row.slug))
        reader.refuse(`${row.pointer}/slug`, 'DUPLICATE', `The slug ${row.slug} comes twice.`);
      seen.add(row.slug);
      const id = known.get(row.slug);
      row.isNew = !id;
      row.id = id ?? newId(entity);
      if (row.isNew) reader.requireAll(entity, row.read, row.pointer, row.raw);
    }
  }
}

/** Finds what references lead to, first those to records, then those to parts by their keys. */
async function settle(rows: readonly Row[], reader: RowReader, at: Importing): Promise<void> {
  const coming = new Map(rows.map((row) => [`${row.entity.name} ${row.slug}`, row.id]));
  const byTarget = new Map<Entity, Reference[]>();
  for (const each of reader.references)
    byTarget.set(each.target, [...(byTarget.get(each.target) ?? []), each]);
  for (const [target, references] of byTarget) {
    const missing = references.filter(
      ({ by }) => !('slug' in by) || !coming.has(`${target.name} ${by.slug}`),
    );
    const slugs = missing.flatMap(({ by }) => ('slug' in by ? [by.slug] : []));
    const stored = await idsBySlug(target, slugs, at.session);
    const external = await idsByExternalId(target, missing, at.session);
    for (const { by, pointer, settle: take } of references) {
      const id =
        'slug' in by
          ? (coming.get(`${target.name} ${by.slug}`) ?? stored.get(by.slug))
          : external.get(JSON.stringify([by.externalId.system, by.externalId.id]));
      if (id) take(id);
      else
        reader.refuse(
          pointer,
          'NOT_FOUND',
          `There is no ${target.name} ${echo('slug' in by ? by.slug : by.externalId)}.`,
        );
    }
  }
  for (const row of rows)
    for (const { attribute, key, values } of row.read.keyed) {
      const record =
        attribute.within === 'recordId'
          ? row.id
          : (row.values[attribute.within!.replace(/Id$/, '')] as string);
      if (record) values[attribute.name] = partId(entityOf(attribute.target!()), record, key);
    }
}

async function idsBySlug(
  entity: Entity,
  slugs: readonly string[],
  session: Session,
): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const rows = await session.run(
    sql`select t.id, t.slug from ${tableAs(entity.table, 't')} where ${session.dialect.isIn(sql`t.slug`, [...new Set(slugs)], 'text')}`,
  );
  return new Map(rows.map((row) => [row.slug as string, row.id as string]));
}

async function idsByExternalId(
  target: Entity,
  references: readonly Reference[],
  session: Session,
): Promise<Map<string, string>> {
  const ids = references.flatMap(({ by }) => ('externalId' in by ? [by.externalId.id] : []));
  if (ids.length === 0) return new Map();
  const rows = await session.run(
    sql`select t.id, x.system, x.external_id from external_id x join ${tableAs(target.table, 't')} on t.id = x.record_id
      where ${session.dialect.isIn(sql`x.external_id`, [...new Set(ids)], 'text')}`,
  );
  return new Map(
    rows.map((row) => [JSON.stringify([row.system, row.external_id]), row.id as string]),
  );
}
