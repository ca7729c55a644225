import { equals } from '../kernel/declare/condition';
import type { Entity } from '../kernel/declare/declare';
import { type Mutation, findNamed, mutation, put } from '../kernel/schema/mutations';
import { Reader } from '../kernel/read/reader';
import { entityOf } from '../kernel/declare/registry';
import { type FieldShape, inputType } from '../kernel/declare/types';
import { DRY_RUN, NAMED, inputFields } from '../kernel/schema/write-types';
import { Measurement } from '../goal/goal.entity';

/** A measurement with the network that it may be of. */

/** Recording and correcting what was measured. */
export function measurementMutations(): Mutation[] {
  const entity = entityOf(Measurement);
  return [
    mutation(
      'recordMeasurement',
      entity,
      inputType('RecordMeasurementInput', 'What was measured.', () => ({
        ...without(['supersedes'], inputFields(entity)),
        dryRun: DRY_RUN,
      })),
      'Records a value of a metric, of an organisation or a network, for a period that has none yet: DUPLICATE where it has. EDITOR.',
      record(entity),
    ),
    mutation(
      'correctMeasurement',
      entity,
      inputType(
        'CorrectMeasurementInput',
        'The measurement that was wrong, and the right value.',
        () => ({
          ...without(TAKEN, inputFields(entity)),
          ...NAMED,
        }),
      ),
      'Records a value that takes the place of another, which stays in `supersedes`: metric, holder and period are taken from it. EDITOR.',
      correct(entity),
    ),
  ];
}

/** What a correction takes from what it corrects, or has of its own. */
const TAKEN = ['slug', 'externalIds', 'metric', 'organisation', 'network', 'period', 'supersedes'];

const without = (names: readonly string[], fields: Record<string, FieldShape>) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const record =
  (entity: Entity): ReturnType<typeof put> =>
  async (input, at) => {
    const made = await put(entity)(input, at);
    if (made.problems.length > 0 || made.outcome?.result === 'CREATED') return made;
    const message = 'There is a value for this period already: correct that.';
    return { problems: [{ pointer: '/period', code: 'DUPLICATE', message }] };
  };

const correct =
  (entity: Entity): ReturnType<typeof put> =>
  async ({ id, slug, externalId, expectedVersion, ...input }, at) => {
    const named = await findNamed(entity, { id, slug, externalId }, at);
    if (!named.id) return { problems: named.problems };
    const reader = new Reader(at.session, at.viewer);
    const wrong = (await reader.byId(Measurement, named.id)) as Measurement;
    if ((expectedVersion ?? wrong.version) !== wrong.version) {
      const message = `Wanted version ${expectedVersion as number}; it is ${wrong.version}.`;
      return { problems: [{ pointer: '', code: 'CONFLICT', message }] };
    }
    if ((await reader.count(entity, equals('supersedesId', wrong.id))) > 0) {
      const message = 'It has been corrected already: correct what took its place.';
      return { problems: [{ pointer: '', code: 'WRONG_STATE', message }] };
    }
    const taken = {
      metric: { id: wrong.metricId },
      organisation: wrong.organisationId && { id: wrong.organisationId },
      network: wrong.networkId && { id: wrong.networkId },
      period: { start: wrong.periodStart, end: wrong.periodEnd },
      supersedes: { id: wrong.id },
    };
    return put(entity)({ ...input, ...taken }, at);
  };
