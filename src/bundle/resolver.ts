import {
  Arg,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Allow } from '../kernel/schema/allow';
import { badInput } from '../kernel/declare/errors';
import { echo } from '../value/invalid';
import type { Problem } from '../kernel/intake/input';
import { referred } from '../kernel/intake/referred';
import type { Model } from '../kernel/declare/model';
import { findNamed, userError } from '../kernel/schema/mutations';
import { entityOf } from '../kernel/declare/registry';
import { validated } from '../kernel/intake/validate';
import { Organisation } from '../organisation/organisation.entity';
import { Plan } from '../plan/plan.entity';
import { JSONScalar } from '../value/scalars';
import { type Bundle, MOST_ROWS } from './bundle';
import { type Extent, exportBundle } from './export';
import { type ImportOptions, type ImportedRow, importBundle } from './import';
import { type Run, findRun, keepRun, runById } from './runs';
import {
  ImportBundleInput,
  ImportBundlePayload,
  ImportCounts,
  ImportReportType,
  ImportRowType,
  RowResult,
} from './types';
import type { Transaction } from '../kernel/intake/transaction';
import type { Context } from '../kernel/schema/context';
import type { PriceTag } from '../kernel/ask/prices';
import { ReferenceInput } from '../kernel/declare/reference-input';

/** What an export costs: of all there is, and of a plan or an organisation. */
const WHOLE = 100_000;
const PART = 20_000;

/** Imports and exports. A factory, for what it makes needs the whole graph. */
export function bundleResolver(model: () => Model): new () => object {
  @Resolver(() => ImportReportType)
  class BundleResolver {
    @Allow('EDITOR')
    @Mutation(() => ImportBundlePayload, {
      description:
        'Imports a bundle of up to 10,000 rows, and tells of each what became of it. EDITOR.',
    })
    async importBundle(
      @Arg('input', () => ImportBundleInput, { description: 'What is wanted.' }) input: object,
      @Ctx() { write }: Context,
    ): Promise<ImportBundlePayload> {
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
        const run = await keepRun(report, sent, at);
        return { keep: report.applied, value: { report: reportOf(run, false), userErrors: [] } };
      });
    }

    @Extensions({ size: MOST_ROWS } satisfies PriceTag)
    @FieldResolver(() => [ImportRowType], {
      description:
        'The rows in the order in which they were sent, and behind them those that were deleted.',
    })
    rows(
      @Root() { rows }: ImportReportType,
      @Arg('results', () => [RowResult], {
        nullable: true,
        description: 'Only rows of which this became; all unless said.',
      })
      results: string[] | null,
    ): ImportedRow[] {
      return results ? rows.filter((each) => results.includes(each.result)) : rows;
    }

    @Allow('EDITOR')
    @Query(() => ImportReportType, {
      nullable: true,
      description:
        'The report of an import that this key has made, or for an ADMIN any, for 90 days; null where there is none. EDITOR.',
    })
    async import(
      @Arg('id', () => ID, { description: 'Its id.' }) id: string,
      @Ctx() { reader }: Context,
    ): Promise<object | null> {
      const run = await runById(id, reader.source, reader.viewer);
      return run && reportOf(run, false);
    }

    @Allow('EVERYBODY')
    @Extensions({
      price: ({ plan, organisation }) => (plan || organisation ? PART : WHOLE),
    } satisfies PriceTag)
    @Query(() => JSONScalar, {
      description:
        'What there is as a bundle that `importBundle` takes: of a plan, of an organisation, or of all; with all that it refers to.',
    })
    async exportBundle(
      @Arg('plan', () => ReferenceInput, { nullable: true, description: 'Only this plan.' })
      plan: object | null,
      @Arg('organisation', () => ReferenceInput, {
        nullable: true,
        description: 'Only what this organisation owns.',
      })
      organisation: object | null,
      @Ctx() { snapshot }: Context,
    ): Promise<Bundle> {
      if (plan && organisation)
        throw badInput('plan', 'Wanted a plan or an organisation; got both.');
      return snapshot(async (reader) => {
        const extent: Extent = {
          planId: await idNamed('plan', plan, entityOf(Plan), reader),
          organisationId: await idNamed(
            'organisation',
            organisation,
            entityOf(Organisation),
            reader,
          ),
        };
        return exportBundle(extent, { model: model(), reader });
      });
    }
  }
  return BundleResolver;
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

async function idNamed(
  argument: string,
  named: object | null,
  entity: ReturnType<typeof entityOf>,
  { source, viewer }: Context['reader'],
): Promise<string | undefined> {
  if (!named) return undefined;
  const [found] = await referred(entity, [named], source, viewer);
  if (found!.wrong) throw badInput(argument, found!.wrong.message);
  return found!.id;
}

function reportOf({ id, at, report }: Run, repeated: boolean): object {
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
