import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { moveKeys } from '../api-key/keys';
import { ReferenceInput } from '../kernel/declare/reference-input';
import type { Model } from '../kernel/declare/model';
import type { Problem } from '../kernel/intake/input';
import { referred } from '../kernel/intake/referred';
import type { Transaction } from '../kernel/intake/transaction';
import { Allow } from '../kernel/schema/allow';
import type { Context } from '../kernel/schema/context';
import { userError } from '../kernel/schema/mutations';
import { Node } from '../kernel/schema/node';
import type { RecordType } from '../kernel/schema/record-type';
import { UserError } from '../kernel/schema/write-types';
import { Merge } from '../kernel/write/merge-records';

/** Merging records. A factory, for they are of every type of the graph. */
export function mergeResolver(model: () => Model, types: RecordType): new () => object {
  @InputType({ description: 'Two records that are one, and which of them stays.' })
  class MergeRecordsInput {
    @Field(() => types, { description: 'The type of both.' }) type!: string;
    @Field(() => ReferenceInput, { description: 'The one that goes.' }) from!: object;
    @Field(() => ReferenceInput, { description: 'The one that stays.' }) into!: object;
    @Field(() => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Only tells what would come of it.',
    })
    dryRun!: boolean;
  }

  @ObjectType({ description: 'What came of it.' })
  class MergeRecordsPayload {
    @Field(() => Node, {
      nullable: true,
      description: 'The record that stays, as it is now; null where nothing was written.',
    })
    record!: unknown;

    @Field(() => Int, {
      description: 'How many records named the one that goes, and now name the one that stays.',
    })
    moved!: number;

    @Field(() => [UserError], {
      description: 'All that stands against it; nothing was written where there is any.',
    })
    userErrors!: object[];
  }

  @Resolver()
  class MergeResolver {
    @Allow('ADMIN')
    @Mutation(() => MergeRecordsPayload, {
      description:
        'Makes one of two records of a type: all that names `from` names `into`, which keeps its names as aliases where it has such, and its external ids. `from` is deleted; whoever looks for its id or slug finds `into`. ADMIN.',
    })
    mergeRecords(
      @Arg('input', () => MergeRecordsInput, { description: 'What is wanted.' })
      { type, from, into, dryRun }: MergeRecordsInput,
      @Ctx() { write }: Context,
    ): Promise<MergeRecordsPayload> {
      const entity = model().records.find(({ name }) => name === type)!;
      return write(async (at) => {
        const problems: Problem[] = [];
        const named = await referred(entity, [from, into], at.session, at.viewer);
        named.forEach(({ wrong }, i) => {
          if (wrong) problems.push({ pointer: i === 0 ? '/from' : '/into', ...wrong });
        });
        const [gone, stays] = named.map((each) => (each.wrong ? '' : each.id)) as [string, string];
        if (problems.length === 0 && gone === stays)
          problems.push({ pointer: '/into', code: 'INVALID', message: 'Wanted another record.' });
        const moved = problems.length === 0 ? await merged(gone, stays, at, problems) : 0;
        const keep = problems.length === 0 && !dryRun;
        const userErrors = problems.map(userError);
        const record = (_: object, asker: Context, info: GraphQLResolveInfo) =>
          keep ? asker.trees.record(info, asker, stays) : null;
        return { keep, value: { record, moved, userErrors } };
      });
    }
  }
  return MergeResolver;
}

async function merged(from: string, into: string, at: Transaction, problems: Problem[]) {
  const merge = new Merge(at.model, at.session, at.viewer, at.now.toISOString());
  const moved = await merge.records(from, into);
  await moveKeys(at.session, from, into);
  for (const { code, message } of await merge.finish())
    problems.push({ pointer: '/from', code, message });
  return moved;
}
