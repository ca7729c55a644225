import { sql } from '../database/sql';
import type { Entity } from '../kernel/declare/declare';
import { type Result, takeIn } from '../kernel/intake/intake';
import type { Problem } from '../kernel/intake/input';
import { rowPointer } from '../kernel/intake/settle';
import { type Bundle, BundleRefused, HEAD, rowsOf, systemOf } from './bundle';
import { strays } from './sync';
import type { Given, Transaction, Taken } from '../kernel/intake/transaction';

/** What is done with rows: made or changed; only made; or made, changed and, where they are missing, deleted. */
export enum ImportMode {
  UPSERT = 'UPSERT',
  INSERT = 'INSERT',
  SYNC = 'SYNC',
}

/** What became of a row of a bundle, or of one that a SYNC did not find in it. */
export interface ImportedRow {
  /** JSON pointer to the row in the bundle; null for a row that was deleted. */
  pointer: string | null;
  type: string;
  id: string | null;
  slug: string | null;
  result: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'DELETED' | 'SKIPPED' | 'FAILED';
  fields: string[];
  matchedBy: Taken['matchedBy'];
  /** The references in it that were given by a name, and where each led. */
  named: Taken['named'];
}

/** What an import did, or, where it was not applied, would have done. */
export interface Report {
  /** Whether it was kept: false after a dry run, and after an atomic import with problems. */
  applied: boolean;
  rows: ImportedRow[];
  problems: Problem[];
  warnings: Result['warnings'];
}

/** How to import. */
export interface ImportOptions {
  mode: ImportMode;
  atomic: boolean;
  dryRun: boolean;
  /** For SYNC: deletes even more than a fifth of what it reaches. */
  force: boolean;
  /** For SYNC: the id of the plan within which it deletes. */
  planId?: string | null;
}

/** Imports bundles as one, all or nothing: the seeds. Throws `BundleRefused`. */
export async function importBundles(bundles: readonly Bundle[], at: Transaction): Promise<Report> {
  const read = bundles.map((bundle, i) =>
    rowsOf(bundle, at.model, bundles.length > 1 ? `/${i}` : ''),
  );
  const wrong = read.flatMap((each) => each.problems);
  const result = await takeIn(
    read.flatMap((each) => each.rows),
    at,
  );
  const problems = [...wrong, ...result.problems];
  if (problems.length > 0) throw new BundleRefused(problems);
  return { applied: true, rows: result.taken.map(imported), problems, warnings: result.warnings };
}

/** Imports a bundle inside a transaction that is to be kept only where the report says that it was applied. */
export async function importBundle(
  bundle: Bundle,
  options: ImportOptions,
  at: Transaction,
): Promise<Report> {
  const { rows, problems: wrong } = rowsOf(bundle, at.model);
  const failed = new Map<string, Given>();
  const problems = [...wrong];
  const held: Problem[] = [];
  const leaveOut = (found: readonly Problem[]) => {
    const pointers = new Set(found.map((each) => rowPointer(each.pointer)));
    for (const row of rows) if (pointers.has(row.pointer)) failed.set(row.pointer, row);
  };
  let result: Result;
  // round by round without the rows that have problems: the rules that concern the whole can only be asked of the others
  for (;;) {
    const left = rows.filter((row) => !failed.has(row.pointer));
    const before = failed.size;
    await at.session.run(sql`savepoint rows`);
    result = await takeIn(left, at, {
      onlyNew: options.mode === ImportMode.INSERT,
      also: async (writer, taken) =>
        options.mode === ImportMode.SYNC && wrong.length === 0
          ? deleteStrays(bundle, options, taken, writer, at)
          : [],
    });
    if (result.problems.length === 0) break;
    problems.push(...result.problems);
    held.push(...result.heldUp);
    leaveOut([...result.problems, ...result.heldUp]);
    await at.session.run(sql`rollback to savepoint rows`);
    if (failed.size === before) break;
  }
  if (!options.atomic) problems.push(...held);
  const whole = problems.some((each) => !failed.has(rowPointer(each.pointer)));
  const applied = !options.dryRun && !whole && (failed.size === 0 || !options.atomic);
  const wrongRows = new Set(problems.map((each) => rowPointer(each.pointer)));
  const taken = new Map(result.taken.map((each) => [each.pointer, each]));
  const deleted = result.taken.filter((each) => each.result === 'DELETED');
  return {
    applied,
    rows: [
      ...rows.map((row): ImportedRow => {
        const outcome = taken.get(row.pointer);
        const refused = whole || (options.atomic && failed.size > 0);
        if (outcome && !failed.has(row.pointer) && !refused) return imported(outcome);
        return {
          pointer: row.pointer,
          type: row.entity.name,
          id: null,
          slug: null,
          result: wrongRows.has(row.pointer) ? 'FAILED' : 'SKIPPED',
          fields: [],
          matchedBy: null,
          named: [],
        };
      }),
      ...deleted.map(imported),
    ],
    problems,
    warnings: result.warnings,
  };
}

function imported(taken: Taken): ImportedRow {
  const { entity, pointer, id, slug, result, fields, matchedBy, named } = taken;
  const place = result === 'DELETED' ? null : pointer;
  return { pointer: place, type: entity.name, id, slug, result, fields, matchedBy, named };
}

async function deleteStrays(
  bundle: Bundle,
  options: ImportOptions,
  taken: readonly Taken[],
  writer: Parameters<NonNullable<NonNullable<Parameters<typeof takeIn>[2]>['also']>>[0],
  at: Transaction,
): Promise<Taken[]> {
  const types = Object.keys(bundle)
    .filter((name) => !HEAD.includes(name))
    .map((name) => at.model.byPlural(name)!);
  const system = systemOf(bundle);
  const kept = new Set(taken.map((each) => each.id));
  const deleted: Taken[] = [];
  const found = new Map<Entity, { id: string; slug: string }[]>();
  let reached = 0;
  for (const entity of types) {
    const all = await strays(entity, { system, planId: options.planId }, at);
    reached += all.length;
    found.set(
      entity,
      all.filter((each) => !kept.has(each.id)),
    );
  }
  const doomed = [...found.values()].flat().length;
  if (doomed * 5 > reached && !options.force) {
    writer.refuse({
      id: '',
      field: '',
      code: 'OUT_OF_RANGE',
      message: `This would delete ${doomed} of ${reached} rows, more than a fifth; say force to do it.`,
    });
    return [];
  }
  for (const entity of [...types].reverse()) {
    const rows = found.get(entity)!;
    if (rows.length === 0) continue;
    const outcomes = await writer.remove(entity, rows);
    rows.forEach(({ slug }, i) =>
      deleted.push({ ...outcomes[i]!, entity, slug, pointer: '', matchedBy: null, named: [] }),
    );
  }
  return deleted;
}
