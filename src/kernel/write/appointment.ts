import type { Entity } from '../declare/declare';
import { State } from '../declare/record';
import type { WrittenRow } from '../declare/row';
import type { Broken } from '../declare/rules';

type Columns = Record<string, unknown>;

/** Whether rows of an entity are drafts that can be appointed to be published. */
export const hasAppointments = ({ attributes }: Entity): boolean =>
  attributes.some(({ name }) => name === 'publishAt');

/**
 * Holds together the state of a row and its appointment, whoever writes either: an appointment is one of a draft, with a
 * time to come. What says so for a time that has come is published at once, as when it is said again later. Whoever puts
 * a state ends what was appointed before: all of it where the state changes, what is due where it stays DRAFT.
 */
export function settleAppointment(
  entity: Entity,
  { values }: WrittenRow,
  before: Columns | undefined,
  after: Columns,
  now: string,
): Broken | null {
  if (!hasAppointments(entity) || !after.publishAt) return null;
  const isGiven = values.publishAt !== undefined;
  const isDue = (after.publishAt as string) <= now;
  if (after.state === State.DRAFT) {
    if (isGiven && isDue) Object.assign(after, { state: State.PUBLISHED, publishAt: null });
    if (isGiven || !before || values.state === undefined) return null;
    if (isDue || before.state !== State.DRAFT) after.publishAt = null;
    return null;
  }
  if (isGiven && !isDue) {
    const message = `Only a draft is published at a time to come; this is ${after.state as State}.`;
    return { field: 'publishAt', code: 'WRONG_STATE', message };
  }
  after.publishAt = null;
  return null;
}
