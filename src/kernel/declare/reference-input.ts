import { ID } from 'type-graphql';
import { inputType } from './types';

/** What another system calls a record. */
export const ExternalIdInput = inputType(
  'ExternalIdInput',
  'What another system calls a record.',
  () => ({
    system: {
      type: () => String,
      required: true,
      description:
        'The other system; an EDITOR’s begin with the slug of the owner: `porvoo.excel`.',
    },
    value: { type: () => String, required: true, description: 'The id there.' },
  }),
);

/** A reference to a record. */
export const ReferenceInput = inputType(
  'ReferenceInput',
  'A record, named in exactly one way; a name may come with its plan.',
  () => ({
    id: { type: () => ID, description: 'Its id.' },
    slug: { type: () => String, description: 'Its slug.' },
    code: {
      type: () => String,
      description: 'Its code, of what has one: `049` of a municipality, `01` of a region.',
    },
    externalId: { type: () => ExternalIdInput, description: 'What another system calls it.' },
    name: {
      type: () => String,
      description: 'Its name or title in any language; AMBIGUOUS where several have it.',
    },
    plan: {
      type: () => String,
      description: 'Beside `name`, for what hangs on a plan: the slug of the plan that is meant.',
    },
  }),
);
