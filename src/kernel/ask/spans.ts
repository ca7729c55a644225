import { type Condition, all, any, compare, equals, isNull, not } from '../declare/condition';
import { badInput } from '../declare/errors';

/** A span of days, open where an end is not given. */
export interface Span {
  start?: string | null;
  end?: string | null;
}

/** Refuses a span that ends before it starts. */
function ordered(span: Span): Span {
  const { start, end } = span;
  if (start && end && end < start)
    throw badInput('filter', `Wanted an end from ${start} on; got ${end}.`);
  return span;
}

/** Overlap of the columns of a span with a given span; what is unknown overlaps nothing. */
export function overlaps(first: string, last: string, span: Span): Condition {
  const { start, end } = ordered(span);
  return all(
    ...(end ? [any(isNull(first), compare(first, '<=', end))] : []),
    ...(start ? [any(isNull(last), compare(last, '>=', start))] : []),
  );
}

/** That the columns of a span lie in a given span. */
export function inside(first: string, last: string, span: Span): Condition {
  const { start, end } = ordered(span);
  return all(
    ...(start ? [compare(first, '>=', start)] : []),
    ...(end ? [compare(last, '<=', end)] : []),
  );
}

/** What follows of the column that timings are sorted by, so that its index finds them: the first day, perhaps with an hour. */
export function sortedInside(sort: string, { start, end }: Span): Condition {
  return all(
    ...(start ? [compare(sort, '>=', start)] : []),
    ...(end ? [compare(sort, '<=', `${end}~`)] : []),
  );
}

/** That a timing may fall into a span. */
export function possibly(property: string, span: Span): Condition {
  return all(
    not(equals(`${property}Precision`, 'UNKNOWN')),
    overlaps(`${property}Earliest`, `${property}Latest`, span),
  );
}
