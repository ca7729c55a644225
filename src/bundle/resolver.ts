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
import { referred } from '../kernel/intake/referred';
import type { Model } from '../kernel/declare/model';
import { entityOf } from '../kernel/declare/registry';
import { Organisation } from '../organisation/organisation.entity';
import { Plan } from '../plan/plan.entity';
import { JSONScalar } from '../value/scalars';
import { type Bundle, MOST_ROWS } from './bundle';
import { type Extent, exportBundle } from './export';
import { importOnce, reportOf } from './import-once';
import type { ImportedRow } from './import';
import { runById } from './runs';
import {
  ImportBundleInput,
  ImportBundlePayload,
  ImportReportType,
  ImportRowType,
  RowResult,
} from './types';
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
    importBundle(
      @Arg('input', () => ImportBundleInput, { description: 'What is wanted.' }) input: object,
      @Ctx() { write }: Context,
    ): Promise<ImportBundlePayload> {
      return importOnce(input, write);
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
