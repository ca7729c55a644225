import { ID, Int } from 'type-graphql';
import { enumType } from '../../value/enum';
import type { Entity } from '../declare/declare';
import { partsOf } from '../intake/input';
import { kinds } from '../declare/kinds';
import { ExternalIdInput } from '../declare/reference-input';
import type { UserErrorCode, WarningCode } from '../declare/rules';
import { type FieldShape, type TypeClass, inputType, objectType } from '../declare/types';

const CODES: Record<UserErrorCode, string> = {
  REQUIRED: 'It must be given.',
  INVALID: 'It has the wrong form, or does not go with the rest.',
  TOO_LONG: 'The text is too long.',
  OUT_OF_RANGE: 'The number is too small or too large.',
  INVALID_DATE: 'There is no such date, or an end is before its start.',
  UNKNOWN_LANGUAGE: 'There is no such language.',
  UNKNOWN_FIELD: 'There is no such field.',
  NOT_FOUND: 'What is named does not exist, or this key does not see it.',
  AMBIGUOUS: 'Several have that name.',
  DUPLICATE: 'It is there already, or comes twice.',
  CONFLICT: 'It has another version than the one expected.',
  CYCLE: 'It would lead back to itself.',
  IN_USE: 'Others name it.',
  FORBIDDEN: 'This key sees it, but does not cover its owner.',
  FORBIDDEN_NAME: 'The name does not begin with that of its owner.',
  WRONG_STATE: 'Its state does not allow it.',
  IDEMPOTENCY_MISMATCH: 'The same idempotency key came with something else before.',
};

/** The codes of `userErrors`, for the schema. */
export const UserErrorCodes = Object.fromEntries(
  Object.keys(CODES).map((code) => [code, code]),
) as Record<UserErrorCode, UserErrorCode>;
enumType(UserErrorCodes, 'UserErrorCode', 'What is wrong with what was sent.', CODES);

/** What is wrong with an input, and where. */
export const UserError = objectType('UserError', 'What is wrong with an input, and where.', () => ({
  code: { type: () => UserErrorCodes, required: true, description: 'What is wrong.' },
  field: {
    type: () => [String],
    required: true,
    description:
      'The way to the field in the input, such as `["sections", "0", "title"]`; empty for the whole.',
  },
  message: { type: () => String, required: true, description: 'What was wanted, and what came.' },
}));

const WARNINGS: Record<WarningCode, string> = {
  BUDGET_MISMATCH: 'A printed sum of a budget is not that of its lines.',
  PERSON_YEARS_MISMATCH: 'The stated person-years are not those of the posts.',
  MISSING_TRANSLATION: 'The title is not in all languages of the plan.',
  SAME_NAME: 'Another of its type is called so too; the message has its slug.',
  EVENT_OUTSIDE_PLAN: 'The event is not in the period of the plan that it carries out.',
  HELD_IN_FUTURE: 'The event is HELD, but was still to come on the day it was written.',
  ATTENDANCE_OF_PLANNED: 'It is told who came to an event that is not HELD.',
  ATTENDANCE_TWICE: 'Two rows of attendance are of the same municipality and organisation.',
};

/** The codes of warnings, for the schema. */
export const WarningCodes = Object.fromEntries(
  Object.keys(WARNINGS).map((code) => [code, code]),
) as Record<WarningCode, WarningCode>;
enumType(WarningCodes, 'WarningCode', 'What is odd about what was sent.', WARNINGS);

const UserWarning = objectType(
  'UserWarning',
  'What is odd about an input, and stops nothing.',
  () => ({
    code: { type: () => WarningCodes, required: true, description: 'What is odd.' },
    field: {
      type: () => [String],
      required: true,
      description: 'The way to the field in the input, as in `userErrors`.',
    },
    message: { type: () => String, required: true, description: 'What is odd.' },
  }),
);

/** What came of a write. */
export enum WriteResult {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  DELETED = 'DELETED',
}
enumType(WriteResult, 'WriteResult', 'What came of a write.', {
  CREATED: 'It was made.',
  UPDATED: 'It was changed.',
  UNCHANGED: 'It was as given already: nothing was written.',
  DELETED: 'It was deleted.',
});

const VERSION: FieldShape = {
  type: () => Int,
  description: 'The version that you have seen: with another one stored, CONFLICT.',
};
/** That a mutation is only to be tried. */
export const DRY_RUN: FieldShape = {
  type: () => Boolean,
  description: 'Only tells what would come of it.',
  default: false,
};

/** What names a record to be changed, and how. */
export const NAMED: Record<string, FieldShape> = {
  id: { type: () => ID, description: 'Its id.' },
  slug: { type: () => String, description: 'Its slug.' },
  externalId: { type: () => ExternalIdInput, description: 'What another system calls it.' },
  expectedVersion: VERSION,
  dryRun: DRY_RUN,
};

/** The input that makes or changes a record of an entity. */
export function putInput(entity: Entity): TypeClass {
  return inputType(
    `Put${entity.name}Input`,
    `A ${entity.name}, found by \`id\`, else \`slug\`, else its first external id, and made where there is none. What is absent stays as it is, null clears, an empty list empties.`,
    () => ({
      id: { type: () => ID, description: 'Its id, where it is there already.' },
      ...inputFields(entity),
      expectedVersion: VERSION,
      dryRun: DRY_RUN,
    }),
  );
}

function partInput(part: Entity): TypeClass {
  if (part.name === 'ExternalId') return ExternalIdInput;
  return inputType(`${part.name}Input`, part.description, () => inputFields(part));
}

/** The fields that callers write of a record or part. */
export function inputFields(entity: Entity): Record<string, FieldShape> {
  const fields: Record<string, FieldShape> = {};
  for (const attribute of entity.attributes) {
    const { kind, description, required, internal, completed } = attribute;
    if (internal) continue;
    const { type, input = type, list } = kinds[kind];
    const typeOf = () => (list ? [input(attribute)] : input(attribute));
    const inPart = entity.sort === 'part' && required && !completed;
    fields[attribute.name] = { type: typeOf, description, required: inPart };
  }
  for (const part of partsOf(entity)) {
    const { field, description } = part.part!;
    const type = partInput(part); // made now: the schema takes only what there is when it is built
    fields[field] = { type: () => [type], description };
  }
  return fields;
}

/** The payload of a mutation on a record of an entity. */
export function payloadType(name: string, entity: Entity): TypeClass {
  return objectType(`${name}Payload`, 'What came of it.', () => ({
    [entity.singular]: {
      type: () => entity.type,
      description: `The ${entity.name} as it is now; null where it was refused, deleted, or only tried.`,
    },
    result: { type: () => WriteResult, description: 'What was done; null where it was refused.' },
    changedFields: {
      type: () => [String],
      required: true,
      description: 'The fields that changed.',
    },
    userErrors: {
      type: () => [UserError],
      required: true,
      description: 'All that is wrong with the input; nothing was written where there is any.',
    },
    warnings: {
      type: () => [UserWarning],
      required: true,
      description: 'What is odd about what was written, and stopped nothing.',
    },
  }));
}
