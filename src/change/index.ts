import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Allow } from '../kernel/schema/allow';
import type { Computed } from '../kernel/declare/declare';
import { badInput } from '../kernel/declare/errors';
import { referred } from '../kernel/intake/referred';
import type { Model } from '../kernel/declare/model';
import { mergedInto } from './merged';
import type { RecordType } from '../kernel/schema/record-type';
import { PageInfo } from '../kernel/schema/connection';
import { Node } from '../kernel/schema/node';
import { pageSize } from '../kernel/ask/page';
import { entityOf } from '../kernel/declare/registry';
import { Organisation } from '../organisation/organisation.entity';
import { enumType } from '../value/enum';
import { DateTimeScalar, JSONScalar } from '../value/scalars';
import { type HistoryEntry, historyOf } from './history';
import { type SeenChange, readChanges } from './read';
import type { Context } from '../kernel/schema/context';
import { ReferenceInput } from '../kernel/declare/reference-input';

/** What happened to a record. */
export enum Operation {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
}
enumType(Operation, 'ChangeOperation', 'What happened to a record, in the eyes of who asks.', {
  CREATE: 'It was made, or came into sight: it was published, or what it belongs to.',
  UPDATE: 'It was changed.',
  DELETE: 'It was deleted, or went out of sight: drop it.',
});

@ObjectType('Change', { description: 'A change of one record, in the eyes of who asks.' })
class ChangeType {
  @Field(() => String, { description: 'Marks this change: give it as `after`.' }) cursor!: string;
  @Field(() => String, { description: 'The type of the record.' }) type!: string;
  @Field(() => ID, { description: 'The id of the record.' }) recordId!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The slug of the record then; of what went out of sight, the last that was seen.',
  })
  slug!: string | null;
  @Field(() => Operation, { description: 'What happened to it.' }) operation!: Operation;
  @Field(() => Int, { description: 'The version that it had then.' }) version!: number;
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;
  @Field(() => [String], {
    description:
      'The fields in which who asks sees a difference; empty where it was made, deleted, or came into sight or out of it.',
  })
  fields!: string[];
}

@ObjectType('ChangeEdge', {
  simpleResolvers: true,
  description: 'A change in a page of changes, with its cursor.',
})
class ChangeEdge {
  @Field(() => String, { description: 'Marks this change: give it as `after`.' }) cursor!: string;
  @Field(() => ChangeType, { description: 'The change.' }) node!: SeenChange;
}

@ObjectType('ChangeConnection', {
  simpleResolvers: true,
  description:
    'A page of changes, in the order in which they were made. The `endCursor` is where to go on from, now or tomorrow, and is there also where nothing has changed.',
})
class ChangeConnection {
  @Field(() => [ChangeType], { description: 'The changes.' }) nodes!: SeenChange[];
  @Field(() => [ChangeEdge], { description: 'The changes with their cursors.' })
  edges!: ChangeEdge[];
  @Field(() => PageInfo, { description: 'Where the page begins and ends.' }) pageInfo!: object;
}

@ObjectType('FieldChange', {
  simpleResolvers: true,
  description: 'What a field held before and after a change.',
})
class FieldChange {
  @Field(() => String, { description: 'The field.' }) field!: string;
  @Field(() => JSONScalar, {
    nullable: true,
    description: 'What it held before; always null for contacts.',
  })
  before!: unknown;
  @Field(() => JSONScalar, {
    nullable: true,
    description: 'What it held after; always null for contacts.',
  })
  after!: unknown;
}

@ObjectType('HistoryEntry', {
  simpleResolvers: true,
  description: 'A change in the history of a record.',
})
class HistoryEntryType {
  @Field(() => Int, { description: 'The version that it made.' }) version!: number;
  @Field(() => Operation, { description: 'What happened.' }) operation!: string;
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;
  @Field(() => String, { description: 'Who did it: the key by its prefix.' }) actor!: string;
  @Field(() => [FieldChange], { description: 'The fields that changed; empty where it was made.' })
  changes!: FieldChange[];
}

/** The history that every record has. */
export function history(model: () => Model): Omit<Computed, 'source'> {
  return {
    name: 'history',
    type: () => HistoryEntryType,
    list: true,
    nullable: true,
    description:
      'Its changes, the newest first, for ADMINs and the EDITORs of its owner; null for all others.',
    args: {
      first: { type: () => Int, description: 'How many: 20 unless said, at most 100.' },
      beforeVersion: {
        type: () => Int,
        description: 'Only changes before the one that made this version.',
      },
    },
    needs: ['id'],
    resolve: (
      { id }: { id: string },
      { first, beforeVersion }: { first?: number | null; beforeVersion?: number | null },
      { reader, limits }: Context,
    ): Promise<HistoryEntry[] | null> =>
      historyOf(id, { first: pageSize(first, limits), beforeVersion }, reader, model()),
  };
}

/** The changes of all records. A factory, for they are of every type of the graph. */
export function changeResolver(RecordType: RecordType): new () => object {
  @Resolver(() => ChangeType)
  class ChangeResolver {
    @Allow('EVERYBODY')
    @Query(() => ChangeConnection, {
      description:
        'What has changed since a cursor in the eyes of who asks, in order and without gaps: apply it to a copy, and the copy is exact, but for `version` and `updatedAt`, which also count changes that others see. Begin with `first: 0`, read everything, then follow the cursor.',
    })
    async changes(
      @Arg('after', () => String, {
        nullable: true,
        description:
          'The cursor behind which to begin; the first change unless said. CURSOR_EXPIRED where it leads nowhere any more.',
      })
      after: string | null,
      @Arg('first', () => Int, {
        nullable: true,
        description: 'How many: 20 unless said, at most 100; 0 gives the cursor of now.',
      })
      first: number | null,
      @Arg('types', () => [RecordType], {
        nullable: true,
        description: 'Only records of these types.',
      })
      types: string[] | null,
      @Arg('organisations', () => [ReferenceInput], {
        nullable: true,
        description:
          'Only what these organisations own: what they get is told as made, what they give away as deleted.',
      })
      organisations: object[] | null,
      @Ctx() { reader, limits }: Context,
    ): Promise<ChangeConnection> {
      const size = pageSize(first, limits);
      const ownerIds = organisations && (await idsOf(organisations, reader));
      const page = await readChanges(reader.source, reader.viewer, {
        after,
        first: size,
        types,
        ownerIds,
      });
      const { changes: nodes, ...ends } = page;
      const edges = nodes.map((node) => ({ cursor: node.cursor, node }));
      const startCursor = nodes[0]?.cursor ?? null;
      return { nodes, edges, pageInfo: { ...ends, startCursor } };
    }

    @FieldResolver(() => Node, {
      nullable: true,
      description: 'The record as it is now; null where it is not there, or not in sight.',
    })
    node(
      @Root() { recordId }: ChangeType,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ): unknown {
      return context.trees.record(info, context, recordId);
    }

    @FieldResolver(() => Node, {
      nullable: true,
      description:
        'Of what was deleted: the record that it was merged into, which is found by its id and slug from then on; null where it was not, or where that is not in sight.',
    })
    async mergedInto(
      @Root() { recordId, operation }: ChangeType,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ): Promise<unknown> {
      if (operation !== Operation.DELETE) return null;
      const id = await mergedInto(context.reader, recordId);
      return id && context.trees.record(info, context, id);
    }
  }
  return ChangeResolver;
}

async function idsOf(named: object[], { source, viewer }: Context['reader']): Promise<string[]> {
  const found = await referred(entityOf(Organisation), named, source, viewer);
  return found.map((each, i) => {
    if (each.wrong) throw badInput(`organisations[${i}]`, each.wrong.message);
    return each.id;
  });
}
