import { sql } from '../database/sql';
import { equals } from '../kernel/declare/condition';
import type { Entity } from '../kernel/declare/declare';
import { columnOf } from '../kernel/declare/table';
import type { Broken } from '../kernel/declare/rules';
import type { Hooks } from '../kernel/write/hooks';
import { isMean, summary } from '../value/distribution';
import type { Measurement, Target } from './goal.entity';
import { VALUES, clearValue, holds } from './value';

/** Of one metric, holder and period one measurement stands: by these a row is recognised that names itself in no other way. */
export const knownBy: Entity['knownBy'] = {
  attributes: ['metric', 'organisation', 'network', 'period'],
  among: equals('stands', true),
};

/** What a measurement says anew takes the place of what it said before: a value that of the reason why there is none, and that of a value. */
export const reviseMeasurement: Hooks<Measurement>['revise'] = (before, after, _now, given) => {
  const says = (name: string) => (given[name] ?? null) !== null;
  const values = VALUES.filter(says);
  if (before && values.length > 0 && given.missing === undefined) after.missing = null;
  if (before && says('missing') && VALUES.every((each) => given[each] === undefined))
    clearValue(after);
  after.stands = false; // until all is written: `followMeasurements`
  if (says('percent') && !says('numerator')) after.numerator = after.denominator = null;
  if (says('numerator') && !says('percent')) after.percent = null;
  if (says('level') && !says('distribution')) after.distribution = null;
  return giveLevel(after, says('level'));
};

/** Targets hold what follows from their values, as measurements do. */
export const reviseTargets: Hooks<Target>['reviseList'] = (rows) =>
  rows.flatMap((row, i) => {
    const broken = giveLevel(row, row.level !== null);
    return broken ? [{ ...broken, field: `${i}/${broken.field}` }] : [];
  });

/** The level of a distribution is its mean; one that is given beside it must be that. */
function giveLevel(row: Measurement | Target, isGiven: boolean): Broken | null {
  if (row.distribution === null) return null;
  const [given, found] = [row.level, summary(row.distribution)];
  row.level = found.mean;
  if (!isGiven || isMean(given!, found)) return null;
  const message = `The mean of the distribution is ${found.mean}; got ${given}.`;
  return { field: 'level', code: 'INVALID', message };
}

/** A percentage stands where numerator and denominator are not known. */
export function countedOrPercent({ numerator, percent }: Measurement | Target): Broken | null {
  if (numerator === null || percent === null) return null;
  const message = 'Numerator and denominator tell the percentage: wanted those or that.';
  return { field: 'percent', code: 'INVALID', message };
}

/** A measurement has a value, or says why it has none. */
export function valueOrMissing(row: Measurement): Broken | null {
  const filled = VALUES.some((each) => holds(row, each));
  if (filled !== (row.missing !== null)) return null;
  if (!filled)
    return {
      field: 'missing',
      code: 'REQUIRED',
      message: 'Wanted a value, or in `missing` why there is none.',
    };
  return {
    field: 'missing',
    code: 'INVALID',
    message: 'Wanted a value or why there is none; got both.',
  };
}

/** Whether another has taken the place of the row under an alias. */
const superseded = (alias: string) =>
  sql`exists (select 1 from measurement s where s.supersedes_id = ${columnOf(alias, 'id')})`;

/** Lets those stand of which no other has taken the place, and refuses a second one of the same metric, holder and period. */
export const followMeasurements: Hooks<Measurement>['follow'] = async (written, writer) => {
  const { session } = writer;
  const causes = new Map<string, string>();
  for (const { before, after } of written)
    for (const { id, supersedesId } of [before, after].flatMap((each) => each ?? [])) {
      if (after) causes.set(id, id);
      if (supersedesId && !causes.has(supersedesId)) causes.set(supersedesId, id);
    }
  const concerned = session.dialect.isIn(sql`t.id`, [...causes.keys()], 'text');
  await session.run(
    sql`update measurement as t set stands = false where ${concerned} and t.stands and ${superseded('t')}`,
  );
  const doubles = await session.run(sql`select t.id from measurement t
    join measurement o on o.metric_id = t.metric_id and o.id <> t.id
      and o.period_start = t.period_start and o.period_end = t.period_end
      and (o.organisation_id = t.organisation_id or o.network_id = t.network_id)
    where ${concerned} and not ${superseded('t')} and not ${superseded('o')}`);
  for (const id of new Set(doubles.map((each) => causes.get(each.id as string)!)))
    writer.refuse({
      id,
      field: 'period',
      code: 'DUPLICATE',
      message: 'There is a value for this period already: correct that.',
    });
  if (doubles.length === 0)
    await session.run(
      sql`update measurement as t set stands = true where ${concerned} and not ${superseded('t')}`,
    );
};
