import { ArrayMaxSize } from 'class-validator';
import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { Allow } from '../kernel/schema/allow';
import { isIn } from '../kernel/declare/condition';
import type { Problem } from '../kernel/intake/input';
import { referred } from '../kernel/intake/referred';
import { userError } from '../kernel/schema/mutations';
import { entityOf } from '../kernel/declare/registry';
import { validated } from '../kernel/intake/validate';
import type { Role as RoleName } from '../kernel/declare/viewer';
import { UserError } from '../kernel/schema/write-types';
import { Organisation } from '../organisation/organisation.entity';
import { enumType } from '../value/enum';
import { Invalid } from '../value/invalid';
import { DateTimeScalar } from '../value/scalars';
import { cleanText } from '../value/text';
import { type KeyInfo, type NewKey, createKey, listKeys, revokeKey } from './keys';
import type { Transaction } from '../kernel/intake/transaction';
import type { Context } from '../kernel/schema/context';
import { ReferenceInput } from '../kernel/declare/reference-input';

/** What a key allows. */
export enum Role {
  READER = 'READER',
  EDITOR = 'EDITOR',
  ADMIN = 'ADMIN',
}
enumType(Role, 'Role', 'What a key allows, each what the one before it does.', {
  READER: 'Sees the drafts of the organisations that it covers.',
  EDITOR: 'Writes what those organisations own.',
  ADMIN: 'Covers every organisation, writes what is shared, and manages keys.',
});

/** A key, without its secret. */
@ObjectType('ApiKey', { simpleResolvers: true, description: 'A key, without its secret.' })
class ApiKeyType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
  @Field(() => String, { description: 'What it begins with, behind `luotsi_`.' }) prefix!: string;
  @Field(() => String, { description: 'What it is for.' }) name!: string;
  @Field(() => Role, { description: 'What it allows.' }) role!: RoleName;
  @Field(() => [Organisation], {
    description: 'The organisations that it covers; an ADMIN covers all.',
  })
  organisations!: Organisation[];
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires; null for never.' })
  expiresAt!: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute.',
  })
  lastUsedAt!: string | null;
}

/** Who asks. */
@ObjectType('Viewer', { simpleResolvers: true, description: 'Who asks, and what they may do.' })
class ViewerType {
  @Field(() => Role, { nullable: true, description: 'The role of the key; null without one.' })
  role!: RoleName | null;
  @Field(() => String, { description: 'How changes name who made them.' }) actor!: string;
  @Field(() => [Organisation], {
    description: 'The organisations that the key covers; an ADMIN covers all.',
  })
  organisations!: Organisation[];
}

/** What a new key is to be. */
@InputType({ description: 'What a new key is to be.' })
class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for.' }) name!: string;

  @Field(() => Role, { description: 'What it allows.' }) role!: RoleName;

  @ArrayMaxSize(100, {
    message: 'Wanted at most 100 organisations.',
    context: { code: 'OUT_OF_RANGE' },
  })
  @Field(() => [ReferenceInput], {
    defaultValue: [],
    description: 'The organisations that it covers; an ADMIN covers all.',
  })
  organisations!: object[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it expires; never unless said.',
  })
  expiresAt?: string | null;
}

/** The key to revoke. */
@InputType({ description: 'The key to revoke.' })
class RevokeApiKeyInput {
  @Field(() => ID, { description: 'Its id.' }) id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of it.' })
class CreateApiKeyPayload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The new key.' }) apiKey?: object | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The text of the key, for `Authorization: Bearer …`. It is told this once: keep it.',
  })
  key?: string | null;
  @Field(() => [UserError], { description: 'What is wrong with the input.' }) userErrors!: object[];
}

@ObjectType({ simpleResolvers: true, description: 'What came of it.' })
class RevokeApiKeyPayload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The key.' }) apiKey?: object | null;
  @Field(() => [UserError], { description: 'What is wrong with the input.' }) userErrors!: object[];
}

/** Keys, and who asks. */
@Resolver()
export class ApiKeyResolver {
  @Allow('EVERYBODY')
  @Query(() => ViewerType, { description: 'Who asks, and what they may do.' })
  viewer(@Ctx() { reader }: Context): object {
    const { role, actor, organisationIds } = reader.viewer;
    return { role, actor, organisations: organisationsOf(organisationIds, reader) };
  }

  @Allow('ADMIN')
  @Query(() => [ApiKeyType], { description: 'Every key, the newest first. ADMIN.' })
  async apiKeys(@Ctx() { reader }: Context): Promise<object[]> {
    const keys = await listKeys(reader.source);
    return keys.map((each) => typeOf(each, reader));
  }

  @Allow('ADMIN')
  @Mutation(() => CreateApiKeyPayload, { description: 'Makes a key. ADMIN.' })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'What is wanted.' }) input: object,
    @Ctx() { reader, write }: Context,
  ): Promise<CreateApiKeyPayload> {
    const { value, problems } = validated(CreateApiKeyInput, input);
    const made = await write(async (at) => {
      const key = await newKey(value, problems, at);
      if (problems.length > 0) return { keep: false, value: null };
      return { keep: true, value: await createKey(at.session, key, at.now) };
    });
    return {
      apiKey: made && typeOf(made.info, reader),
      key: made?.key ?? null,
      userErrors: problems.map(userError),
    };
  }

  @Allow('ADMIN')
  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Revokes a key, from the next request on. ADMIN.',
  })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'What is wanted.' })
    { id }: RevokeApiKeyInput,
    @Ctx() { reader, write }: Context,
  ): Promise<RevokeApiKeyPayload> {
    const found = await write(async (at) => ({
      keep: true,
      value: await revokeKey(at.session, id, at.now),
    }));
    const missing: Problem = {
      pointer: '/id',
      code: 'NOT_FOUND',
      message: 'There is no such key.',
    };
    return {
      apiKey: found && typeOf(found, reader),
      userErrors: found ? [] : [userError(missing)],
    };
  }
}

const typeOf = ({ organisationIds, ...info }: KeyInfo, reader: Context['reader']) => ({
  ...info,
  organisations: organisationsOf(organisationIds, reader),
});

const organisationsOf = (ids: readonly string[], reader: Context['reader']) => () =>
  reader.list(Organisation, isIn('id', ids));

/** What a new key is to be; what is wrong with that is added to `problems`. */
async function newKey(
  { name, role, organisations, expiresAt = null }: CreateApiKeyInput,
  problems: Problem[],
  at: Transaction,
): Promise<NewKey> {
  const now = at.now.toISOString();
  if (expiresAt !== null && expiresAt <= now) {
    const message = `Wanted a time after now, ${now}; got ${expiresAt}.`;
    problems.push({ pointer: '/expiresAt', code: 'INVALID_DATE', message });
  }
  const cleanName = nameOf(name, problems);
  const tooMany = problems.some(({ pointer }) => pointer === '/organisations');
  const organisationIds = tooMany ? [] : await idsOf(organisations, problems, at);
  return { name: cleanName, role, organisationIds, expiresAt };
}

function nameOf(name: string, problems: Problem[]): string {
  try {
    return cleanText(name, { max: 200 });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    problems.push({ pointer: '/name', code: error.code, message: error.message });
    return '';
  }
}

async function idsOf(named: object[], problems: Problem[], at: Transaction): Promise<string[]> {
  const found = await referred(entityOf(Organisation), named, at.session, at.viewer);
  const ids = found.flatMap((each, i) => {
    if (!each.wrong) return [each.id];
    problems.push({ pointer: `/organisations/${i}`, ...each.wrong });
    return [];
  });
  return [...new Set(ids)];
}
