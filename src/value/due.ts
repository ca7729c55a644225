import { Field, ObjectType } from 'type-graphql';
import { parseEdtf } from './edtf';
import { type Quantity } from './quantity';
import { Per, Rhythm, Season } from './rhythm';
import { DateScalar, EDTFScalar } from './scalars';

/** When something is due. */
@ObjectType({
  simpleResolvers: true,
  description: 'When something is due, as precisely as it can be told.',
})
export class DueWindow {
  @Field(() => EDTFScalar, {
    description: 'The year, a season or month of it, or a range of those.',
  })
  edtf!: string;

  @Field(() => DateScalar, { description: 'The first day of the window.' })
  earliest!: string;

  @Field(() => DateScalar, { description: 'The last day of the window.' })
  latest!: string;
}

const SEASON_NUMBER: Record<Season, number> = { SPRING: 21, SUMMER: 22, AUTUMN: 23, WINTER: 24 };

/** The windows of a year in which what is done so many times in a shorter stretch is due; weeks have no EDTF. */
const WINDOWS: Partial<Record<Per, (year: string) => string[]>> = {
  TERM: (year) => [`${year}-21`, `${year}-23`],
  QUARTER: (year) => ['01/03', '04/06', '07/09', '10/12'].map((each) => range(year, each)),
  MONTH: (year) =>
    Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`),
};

const range = (year: string, months: string) =>
  months
    .split('/')
    .map((month) => `${year}-${month}`)
    .join('/');

const yearText = (year: number) => String(year).padStart(4, '0');

/** Whether a quantity comes in each of its stretches, so that its plan alone tells from when on. */
export const comesEachTime = (quantity: Quantity): boolean =>
  quantity.rhythm === Rhythm.COUNTED && (quantity.everyMax ?? 1) === 1 && (quantity.min ?? 0) > 0;

/**
 * When what is counted is due next: the first window that is not over on a day. Of what comes every so many years, the
 * windows are counted from a reference year; of what comes in each year, term, quarter or month, from the first day of its plan.
 */
export function nextDue(
  quantity: Quantity,
  after: string,
  planStart: string | null = null,
): DueWindow | null {
  const { rhythm, per, everyMin, everyMax, season, referenceYear } = quantity;
  if (rhythm !== Rhythm.COUNTED || per === null) return null;
  const from = comesEachTime(quantity) ? planStart : null;
  if (per !== Per.YEAR) return season === null && from ? dueWithinYear(per, after, from) : null;
  const start = referenceYear ?? (from === null ? null : Number(from.slice(0, 4)));
  if (start === null) return null;
  const ending = season === null ? '' : `-${SEASON_NUMBER[season]}`;
  const text = (year: number) => yearText(year) + ending;
  const lastYear = season === Season.WINTER ? 9998 : 9999;
  let [first, last] = [start, start];
  while (last <= lastYear) {
    const edtf = first === last ? text(first) : `${text(first)}/${text(last)}`;
    const { earliest, latest } = parseEdtf(edtf);
    const hasBegun = referenceYear !== null || latest! >= from!;
    if (latest! > after && hasBegun) return { edtf, earliest: earliest!, latest: latest! };
    first += everyMin ?? 1;
    last += everyMax ?? 1;
  }
  return null;
}

function dueWithinYear(per: Per, after: string, from: string): DueWindow | null {
  const year = Number((after > from ? after : from).slice(0, 4));
  const years = [year, year + 1].filter((each) => each <= 9999).map(yearText);
  for (const edtf of years.flatMap((each) => WINDOWS[per]?.(each) ?? [])) {
    const { earliest, latest } = parseEdtf(edtf);
    if (latest! > after && latest! >= from) return { edtf, earliest: earliest!, latest: latest! };
  }
  return null;
}
