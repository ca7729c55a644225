import { IsOptional, Length, Matches } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { PlacedWarning } from '../kernel/intake/intake';
import type { Problem } from '../kernel/intake/input';
import { UserError, UserErrorCodes, WarningCodes } from '../kernel/schema/write-types';
import { enumType } from '../value/enum';
import { DateTimeScalar, JSONScalar } from '../value/scalars';
import { ImportMode, type ImportedRow } from './import';
import type { userError } from '../kernel/schema/mutations';
import { ReferenceInput } from '../kernel/declare/reference-input';

enumType(ImportMode, 'ImportMode', 'What is done with the rows of a bundle.', {
  UPSERT: 'New rows are made, others changed.',
  INSERT: 'New rows are made, others left as they are.',
  SYNC: 'As UPSERT; and what carries an external id of the bundle’s `system` and is of a type that the bundle lists, but is not in it, is deleted.',
});

/** What became of a row. */
export enum RowResult {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  DELETED = 'DELETED',
  SKIPPED = 'SKIPPED',
  FAILED = 'FAILED',
}
enumType(RowResult, 'ImportRowResult', 'What became of a row.', {
  CREATED: 'It was made.',
  UPDATED: 'It was changed.',
  UNCHANGED: 'It was as given already: nothing was written.',
  DELETED: 'A SYNC did not find it in the bundle.',
  SKIPPED:
    'It was left alone: by INSERT because it is there, or because of the problems of others.',
  FAILED: 'It has problems.',
});

/** By what a row was recognised. */
export enum MatchedBy {
  ID = 'ID',
  SLUG = 'SLUG',
  EXTERNAL_ID = 'EXTERNAL_ID',
  CONTENT = 'CONTENT',
}
enumType(MatchedBy, 'MatchedBy', 'By what a row was recognised.', {
  ID: 'By its id.',
  SLUG: 'By its slug.',
  EXTERNAL_ID: 'By its first external id.',
  CONTENT: 'By what it is of: a measurement by its metric, its holder and its period.',
});

/** A reference that was given by a name. */
@ObjectType('NamedReference', {
  simpleResolvers: true,
  description:
    'A reference that was given by a name rather than a slug or an id, and what it was taken for.',
})
export class NamedReference {
  @Field(() => String, { description: 'Where it stands: a JSON pointer into the bundle.' })
  pointer!: string;
  @Field(() => ID, { description: 'The id of the record of that name.' }) id!: string;
}

/** What became of a row of a bundle. */
@ObjectType('ImportRow', {
  simpleResolvers: true,
  description: 'What became of a row of a bundle.',
})
export class ImportRowType {
  @Field(() => String, {
    nullable: true,
    description:
      'Where it stands in the bundle: a JSON pointer, RFC 6901. Null for one that a SYNC deleted.',
  })
  pointer!: string | null;
  @Field(() => String, { description: 'Its type.' }) type!: string;
  @Field(() => ID, { nullable: true, description: 'Its id.' }) id!: string | null;
  @Field(() => String, { nullable: true, description: 'Its slug.' }) slug!: string | null;
  @Field(() => RowResult, { description: 'What became of it.' }) result!: string;
  @Field(() => [String], { description: 'The fields that changed.' }) fields!: string[];
  @Field(() => MatchedBy, {
    nullable: true,
    description: 'By what it was recognised; null for a new one.',
  })
  matchedBy!: string | null;

  @Field(() => [NamedReference], {
    description: 'The references in it that were given by a name, and what each was taken for.',
  })
  named!: object[];
}

/** What is wrong with a bundle, and where. */
@ObjectType('ImportProblem', {
  simpleResolvers: true,
  description: 'What is wrong with a bundle, and where.',
})
export class ImportProblemType {
  @Field(() => String, { description: 'The place: a JSON pointer, RFC 6901, into the bundle.' })
  pointer!: string;
  @Field(() => UserErrorCodes, { description: 'What is wrong.' }) code!: string;
  @Field(() => String, { description: 'What was wanted, and what came.' }) message!: string;
}

/** What is odd about a row, and stops nothing. */
@ObjectType('ImportWarning', {
  simpleResolvers: true,
  description: 'What is odd about a row, and stops nothing.',
})
export class ImportWarningType {
  @Field(() => String, { description: 'The place: a JSON pointer, RFC 6901, into the bundle.' })
  pointer!: string;
  @Field(() => WarningCodes, { description: 'What is odd.' }) code!: string;
  @Field(() => String, { description: 'What is odd.' }) message!: string;
}

/** How many rows came to what. */
@ObjectType({ simpleResolvers: true, description: 'How many rows came to what.' })
export class ImportCounts {
  @Field(() => Int, { description: 'Rows that were made.' }) created!: number;
  @Field(() => Int, { description: 'Rows that were changed.' }) updated!: number;
  @Field(() => Int, { description: 'Rows that were as given already.' }) unchanged!: number;
  @Field(() => Int, { description: 'Rows that a SYNC deleted.' }) deleted!: number;
  @Field(() => Int, { description: 'Rows that were left alone.' }) skipped!: number;
  @Field(() => Int, { description: 'Rows that have problems.' }) failed!: number;
}

/** What an import did, row by row. */
@ObjectType('ImportReport', {
  simpleResolvers: true,
  description: 'What an import did, row by row.',
})
export class ImportReportType {
  @Field(() => ID, {
    nullable: true,
    description: 'Under which it can be asked for later; null where nothing was written.',
  })
  id!: string | null;
  @Field(() => Boolean, {
    description:
      'Whether it was written: false for a dry run, and for an atomic import with problems.',
  })
  applied!: boolean;
  @Field(() => Boolean, {
    description: 'Whether this is the report of an earlier import with the same idempotency key.',
  })
  repeated!: boolean;
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) at!: string;
  @Field(() => ImportCounts, { description: 'How many rows came to what.' }) counts!: ImportCounts;
  rows!: ImportedRow[];
  @Field(() => [ImportProblemType], { description: 'Everything that is wrong.' })
  problems!: Problem[];
  @Field(() => [ImportWarningType], { description: 'What is odd, and stopped nothing.' })
  warnings!: PlacedWarning[];
}

/** A bundle, and how to import it. */
@InputType({ description: 'A bundle, and how to import it.' })
export class ImportBundleInput {
  @Field(() => JSONScalar, {
    description: 'Lists of rows by type, as `schema/bundle.schema.json` describes them.',
  })
  bundle!: unknown;
  @Field(() => ImportMode, {
    defaultValue: ImportMode.UPSERT,
    description: 'What to do with the rows.',
  })
  mode!: ImportMode;
  @Field(() => Boolean, { defaultValue: false, description: 'Only tells what would come of it.' })
  dryRun!: boolean;
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'All rows or none; where it is false, rows with problems are left out and the others written.',
  })
  atomic!: boolean;
  @IsOptional()
  @Length(1, 200, {
    message: 'Wanted a key of 1 to 200 characters.',
    context: { code: 'OUT_OF_RANGE' },
  })
  @Matches(/^\P{Cc}*$/u, { message: 'Wanted a key without control characters.' })
  @Field(() => String, {
    nullable: true,
    description:
      'Names this import: sent again with the same bundle and options, it gives the same report and does nothing.',
  })
  idempotencyKey?: string | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'For SYNC: deletes even more than a fifth of what it reaches.',
  })
  force!: boolean;
  @Field(() => ReferenceInput, {
    nullable: true,
    description: 'For SYNC: the plan within which it deletes.',
  })
  plan?: object | null;
}

/** What came of an import. */
@ObjectType({ simpleResolvers: true, description: 'What came of an import.' })
export class ImportBundlePayload {
  @Field(() => ImportReportType, {
    nullable: true,
    description: 'What it did; null where it was not begun.',
  })
  report!: ImportReportType | null;
  @Field(() => [UserError], { description: 'What is wrong with the input beside the bundle.' })
  userErrors!: ReturnType<typeof userError>[];
}
