import { readImprecise, readMoment, readSpan, readTime } from './moment';

type Row = Record<string, unknown>;

/** A time out of what its columns say: of days and hours in columns of their own, or of both ends in one. */
export function timed({ day, ...given }: Row): Row {
  const time: Row = { ...given };
  if (typeof time.edtf === 'string') time.edtf = readImprecise(time.edtf) ?? time.edtf;
  const start = time.start ?? day;
  if (typeof start !== 'string') return time;
  const date = typeof day === 'string' ? readMoment(day) : null;
  const hour = typeof time.start === 'string' ? readTime(time.start) : null;
  const joined = date && hour ? `${date}T${hour}` : null;
  const [from, until] =
    date && !hour
      ? ((time.start as string | undefined) ?? '').split(/[-–—]/).map((each) => each.trim())
      : [];
  const hours = from && until ? [readTime(from), readTime(until)] : [];
  const span = hours[0] && hours[1] ? hours.map((each) => `${date}T${each}`) : null;
  const stretch = readSpan(start);
  if (span) [time.start, time.end] = span;
  else if (stretch) Object.assign(time, stretch);
  else time.start = joined ?? readMoment(start) ?? start;
  const imprecise = time.end === undefined && time.edtf === undefined ? readImprecise(start) : null;
  if (imprecise) {
    delete time.start;
    return { ...time, edtf: imprecise };
  }
  const end = given.end;
  if (typeof end !== 'string') return time;
  const endHour = readTime(end);
  const first = String(time.start);
  time.end =
    endHour && first.includes('T') ? `${first.slice(0, 10)}T${endHour}` : (readMoment(end) ?? end);
  return time;
}
