import type { Entity } from '../kernel/declare/declare';
import { type Mutation, findNamed, mutation, put } from '../kernel/schema/mutations';
import { Reader } from '../kernel/read/reader';
import { entityOf } from '../kernel/declare/registry';
import { type FieldShape, inputType } from '../kernel/declare/types';
import { NAMED, inputFields } from '../kernel/schema/write-types';
import { Event, EventStatus } from './event.entity';

type Values = Record<string, unknown>;

/** Moving and cancelling events, and recording what came of them. */
export function eventMutations(): Mutation[] {
  const entity = entityOf(Event);
  const fields = inputFields(entity);
  const required = (name: string): Record<string, FieldShape> => ({
    [name]: { ...fields[name]!, required: true },
  });
  const input = (name: string, description: string, more: Record<string, FieldShape> = {}) =>
    inputType(`${name}Input`, description, () => ({ ...NAMED, ...more }));
  return [
    mutation(
      'rescheduleEvent',
      entity,
      input('RescheduleEvent', 'The event, and its new time.', required('timing')),
      'Moves an event to another time and keeps the one before in `previousTiming`; an occurrence keeps its place in its series. EDITOR.',
      step(entity, ({ timing }) => ({ timing, status: EventStatus.RESCHEDULED })),
    ),
    mutation(
      'cancelEvent',
      entity,
      input('CancelEvent', 'The event.'),
      'Calls an event off: it stays visible as CANCELLED, and calendars are told. EDITOR.',
      step(entity, () => ({ status: EventStatus.CANCELLED })),
    ),
    mutation(
      'recordAttendance',
      entity,
      input('RecordAttendance', 'The event, and who came.', required('attendance')),
      'Records how many came, in place of what was recorded before; the event is HELD then. EDITOR.',
      step(entity, ({ attendance }) => ({ attendance, status: EventStatus.HELD })),
    ),
    mutation(
      'recordFeedback',
      entity,
      input('RecordFeedback', 'The event, and what was thought of it.', required('feedback')),
      'Records feedback, in place of what was recorded before; the event is HELD then. EDITOR.',
      step(entity, ({ feedback }) => ({ feedback, status: EventStatus.HELD })),
    ),
  ];
}

/** A write to the event that an input names. */
const step =
  (entity: Entity, values: (input: Values) => Values): ReturnType<typeof put> =>
  async (input, at) => {
    const { id, problems } = await findNamed(entity, input, at);
    if (!id) return { problems };
    const { expectedVersion } = input;
    const given = values(input);
    const row = await new Reader(at.session, at.viewer).byId(Event, id, ['status', 'timing']);
    if (given.timing && row?.status === EventStatus.CANCELLED) {
      const message = 'What is CANCELLED is planned anew first: putEvent with status PLANNED.';
      return { problems: [{ pointer: '', code: 'WRONG_STATE', message }] };
    }
    return put(entity)({ id, expectedVersion, ...given }, at);
  };
