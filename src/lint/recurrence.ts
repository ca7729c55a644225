import { type Rule as Form, readRule as readForm } from '../value/rrule';
import { type Property, type Report, named } from './content-line';
import { type Time, readDate, readDateTime } from './values';

/** A rule of RFC 5545, 3.3.10, with its end as a time. */
export interface Rule extends Omit<Form, 'until'> {
  until: Time | null;
}

/** Reads a rule. Where something is wrong with it, that is reported, and there is none. */
export function readRule({ line, value }: Property, report: Report): Rule | null {
  // rules of other calendars (RFC 7529) are not looked into
  if (value === null || /(?:^|;)RSCALE=/i.test(value)) return null;
  const wrong = (wanted: string, got: string) =>
    report(line, 'RFC 5545, 3.3.10', `Wanted ${wanted}; got ${named(got)}`);
  const rule = readForm(value.toUpperCase(), wrong);
  if (!rule) return null;
  const { until } = rule;
  const end = until === null ? null : (readDate(until) ?? readDateTime(until));
  if (until === null || end) return { ...rule, until: end };
  wrong('a day or a time', `UNTIL=${until}`);
  return null;
}
