import { sql } from '../database/sql';
import { type Result, takeIn } from '../kernel/intake/intake';
import type { Problem } from '../kernel/intake/input';
import { rowPointer } from '../kernel/intake/settle';
import { type Bundle, BundleRefused, rowsOf } from './bundle';
import { Sync } from './sync';
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
  const sync = options.mode === ImportMode.SYNC ? await Sync.begin(bundle, options, at) : null;
  let result: Result;
  // round by round without the rows that have problems: the rules that concern the whole can only be asked of the others
  for (;;) {
    const left = rows.filter((row) => !failed.has(row.pointer));
    const before = failed.size;
    await at.session.run(sql`savepoint rows`);
    result = await takeIn(left, at, {
      onlyNew: options.mode === ImportMode.INSERT,
      also: async (writer, taken) =>
        (await sync?.remove(taken, [...failed.values()], writer)) ?? [],
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
