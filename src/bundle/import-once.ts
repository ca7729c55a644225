import { giveTurn } from '../database/turn';
import { userError, findNamed } from '../kernel/schema/mutations';
import { validated } from '../kernel/intake/validate';
import type { Problem } from '../kernel/intake/input';
import type { Transaction, Write } from '../kernel/intake/transaction';
import { entityOf } from '../kernel/declare/registry';
import { Plan } from '../plan/plan.entity';
import { echo } from '../value/invalid';
import { type Bundle, MOST_ROWS } from './bundle';
import { type ImportOptions, type ImportedRow, importBundle } from './import';
import { type Run, findRun, keepRun } from './runs';
import {
  ImportBundleInput,
  type ImportBundlePayload,
  type ImportCounts,
  type ImportReportType,
} from './types';

/** Imports a bundle in a transaction of its own; what was sent under the same idempotency key before, it only tells of. */
export async function importOnce(input: object, write: Write): Promise<ImportBundlePayload> {
  await giveTurn(); // to read what was sent took long where that is large
  const { value, problems } = validated(ImportBundleInput, input);
  const { bundle, mode, atomic, dryRun, force } = value;
  checkBundle(bundle, problems);
  if (problems.length > 0) return { report: null, userErrors: problems.map(userError) };
  return write(async (at) => {
    const planId = await planNamed(value.plan, problems, at);
    const options: ImportOptions = { mode, atomic, dryRun, force, planId };
    const sent = { key: value.idempotencyKey ?? null, body: { bundle, options } };
    const known = dryRun ? null : await findRun(sent, at, problems);
    const failed = (): ImportBundlePayload => ({
      report: null,
      userErrors: problems.map(userError),
    });
    if (problems.length > 0) return { keep: false, value: failed() };
    if (known) return { keep: false, value: { report: reportOf(known, true), userErrors: [] } };
    const report = await importBundle(bundle as Bundle, options, at);
    await giveTurn();
    const run = await keepRun(report, sent, at);
    return { keep: report.applied, value: { report: reportOf(run, false), userErrors: [] } };
  });
}

function checkBundle(bundle: unknown, problems: Problem[]): void {
  const refuse = (code: Problem['code'], message: string) =>
    problems.push({ pointer: '/bundle', code, message });
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle))
    return void refuse('INVALID', `Wanted an object with lists of rows; got ${echo(bundle)}.`);
  const rows = Object.values(bundle).reduce<number>(
    (sum, each) => sum + (Array.isArray(each) ? each.length : 0),
    0,
  );
  if (rows > MOST_ROWS)
    refuse('OUT_OF_RANGE', `Wanted at most ${MOST_ROWS} rows at once; got ${rows}.`);
}

async function planNamed(plan: object | null | undefined, problems: Problem[], at: Transaction) {
  if (!plan) return null;
  const { id, problems: found } = await findNamed(
    entityOf(Plan),
    plan as Record<string, unknown>,
    at,
  );
  problems.push(...found.map((each) => ({ ...each, pointer: `/plan${each.pointer}` })));
  return id ?? null;
}

/** What is told of an import. */
export function reportOf({ id, at, report }: Run, repeated: boolean): ImportReportType {
  const count = (result: ImportedRow['result']) =>
    report.rows.filter((each) => each.result === result).length;
  const counts: ImportCounts = {
    created: count('CREATED'),
    updated: count('UPDATED'),
    unchanged: count('UNCHANGED'),
    deleted: count('DELETED'),
    skipped: count('SKIPPED'),
    failed: count('FAILED'),
  };
  return { id, at, repeated, counts, ...report };
}
