import { all, equals } from '../kernel/declare/condition';
import { type Mutation, mutation, put } from '../kernel/schema/mutations';
import { Reader } from '../kernel/read/reader';
import { entityOf } from '../kernel/declare/registry';
import { inputType } from '../kernel/declare/types';
import { DRY_RUN, inputFields } from '../kernel/schema/write-types';
import { Delivery } from './delivery.entity';

/** Recording what an action has delivered. */
export function deliveryMutations(): Mutation[] {
  const entity = entityOf(Delivery);
  return [
    mutation(
      'recordDelivery',
      entity,
      inputType('RecordDeliveryInput', 'What was delivered.', () => ({
        ...inputFields(entity),
        dryRun: DRY_RUN,
      })),
      'Records a delivery of an action: DUPLICATE where the same title at the same time is recorded. EDITOR.',
      async (input, at) => {
        const made = await put(entity)(input, at);
        const { outcome } = made;
        if (made.problems.length > 0 || !outcome) return made;
        const reader = new Reader(at.session, at.viewer);
        const { actionId, ...own } = (await reader.byId(Delivery, outcome.id))!;
        const [row] = await reader.list(Delivery, equals('id', outcome.id), [
          'titleFolded' as 'title',
          'timingSort' as 'timing',
        ]);
        const { titleFolded, timingSort } = row as unknown as Record<string, string>;
        const same = all(
          equals('actionId', actionId),
          equals('titleFolded', titleFolded!),
          equals('timingSort', timingSort!),
        );
        if (outcome.result === 'CREATED' && (await reader.count(entity, same)) === 1) return made;
        const message = `${own.slug} is recorded already: change it by putDelivery.`;
        return { problems: [{ pointer: '/title', code: 'DUPLICATE', message }] };
      },
    ),
  ];
}
