import { Float } from 'type-graphql';
import type { Rule } from '../kernel/declare/rules';
import { computed } from '../kernel/schema/feature';
import type { Hooks } from '../kernel/write/hooks';
import { ValueBasis, isMean, summary } from '../value/distribution';
import { Feedback } from './event.entity';

/** Works out how many answered, and the mean, of what is distributed; what is told beside must be that. */
export const reviseFeedback: Hooks<Feedback>['reviseList'] = (rows) =>
  rows.flatMap((row, i) => {
    if (row.distribution === null) return [];
    const found = summary(row.distribution);
    const { answers, mean } = row as { answers: number | null; mean: number | null };
    Object.assign(row, { answers: found.answers, mean: found.mean });
    const refuse = (field: string, message: string) => [
      { field: `${i}/${field}`, code: 'INVALID' as const, message },
    ];
    if (answers !== null && answers !== found.answers)
      return refuse('answers', `The distribution has ${found.answers} answers; got ${answers}.`);
    if (mean !== null && !isMean(mean, found))
      return refuse('mean', `The mean of the distribution is ${found.mean}; got ${mean}.`);
    return [];
  });

/** What was chosen are steps of the scale. */
export const onScale: Rule<Feedback> = ({ distribution, scaleMin, scaleMax }) => {
  const place = (distribution ?? []).findIndex(({ level }) => level < scaleMin || level > scaleMax);
  if (place < 0) return null;
  const message = `Wanted a step from ${scaleMin} to ${scaleMax}; got ${distribution![place]!.level}.`;
  return { field: `distribution/${place}/level`, code: 'OUT_OF_RANGE', message };
};

computed(Feedback, {
  name: 'median',
  type: () => Float,
  nullable: true,
  description: 'The median of the answers; null where their distribution is not known.',
  needs: ['distribution'],
  resolve: ({ distribution }: Feedback) => distribution && summary(distribution).median,
});
computed(Feedback, {
  name: 'basis',
  type: () => ValueBasis,
  description: 'Whether the distribution is known, or the mean alone.',
  needs: ['distribution'],
  resolve: ({ distribution }: Feedback) =>
    distribution ? ValueBasis.COUNTED : ValueBasis.MEAN_ONLY,
});
