import { lookedFor } from './language';
import { HOME_ZONE, type Timing } from './timing';

/** How a language says times. */
interface Wording {
  about: string;
  /** Spring, summer, autumn and winter. */
  seasons: readonly string[];
  months: Intl.DateTimeFormat;
  /** A day; the first of a range is without the year, and without the month, that the last has too. */
  day: (day: number, month: string | null, year: string | null) => string;
  clock: (time: string) => string;
  at: (day: string, times: string) => string;
}

const monthsIn = (language: string) =>
  new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });

const monthOf = (month: string, months: Intl.DateTimeFormat) =>
  months.format(new Date(`2000-${month}-01T00:00Z`));

const ENGLISH_MONTHS = monthsIn('en');

const dotted = (time: string) =>
  time
    .replace(/^0/, '')
    .replace(/^(\d+):00$/, '$1')
    .replaceAll(':', '.');

const FINNISH: Wording = {
  about: 'noin',
  seasons: ['kevät', 'kesä', 'syksy', 'talvi'],
  months: monthsIn('fi'),
  day: (day, month, year) => `${day}.${month ? `${Number(month)}.` : ''}${year ?? ''}`,
  clock: dotted,
  at: (day, times) => `${day} klo ${times}`,
};

const WORDINGS: Record<string, Wording | undefined> = {
  fi: FINNISH,
  sv: {
    about: 'cirka',
    seasons: ['våren', 'sommaren', 'hösten', 'vintern'],
    months: monthsIn('sv'),
    day: (day, month, year) => [day, month && Number(month), year].filter(Boolean).join('.'),
    clock: dotted,
    at: (day, times) => `${day} kl. ${times}`,
  },
  en: {
    about: 'about',
    seasons: ['spring', 'summer', 'autumn', 'winter'],
    months: ENGLISH_MONTHS,
    day: (day, month, year) =>
      [day, month && monthOf(month, ENGLISH_MONTHS), year].filter(Boolean).join(' '),
    clock: (time) => time.replace(/^0/, ''),
    at: (day, times) => `${day}, ${times}`,
  },
};

/**
 * When something is, as precisely as is known, in the first of some languages whose words are known, else in Finnish; what the
 * document says where that is all, and null where nothing is known.
 */
export function labelOf(timing: Timing, languages: readonly string[]): string | null {
  const wording =
    languages
      .flatMap(lookedFor)
      .map((each) => WORDINGS[each])
      .find(Boolean) ?? FINNISH;
  const { start, end, edtf, printed, allDay } = timing;
  if (start !== null && !allDay) return byClock(timing, start, wording);
  if (start !== null) return rangeOf(start, end ?? start, wording);
  if (edtf === null) return printed;
  const [first = '', last = first] = edtf.split('/');
  return rangeOf(first, last, wording);
}

function byClock({ end, zone, earliest, latest }: Timing, start: string, wording: Wording): string {
  const { clock, at } = wording;
  const moment = (local: string, until = '') => {
    const [day = '', time = ''] = local.split('T');
    return at(spanOf(day, wording), clock(time) + until);
  };
  const abroad = zone !== null && zone !== HOME_ZONE ? ` (${zone})` : '';
  if (end === null || end === start) return moment(start) + abroad;
  if (earliest !== latest) return `${moment(start)} – ${moment(end)}${abroad}`;
  const [lastDay, lastTime = ''] = end.split('T');
  const until = clock(lastDay === earliest ? lastTime : '24:00');
  return moment(start, `–${until}`) + abroad;
}

/** From one year, season, month or day to another; `..` where it is open. */
function rangeOf(first: string, last: string, wording: Wording): string {
  if (first === last) return spanOf(first, wording);
  const [from, to] = [spanOf(first, wording, last), spanOf(last, wording)];
  const isTight = !from.includes(' ') && (sharesYear(first, last) || !to.includes(' '));
  return [from, to].join(isTight ? '–' : ' – ').trim();
}

/** A year, season, month or day of EDTF, the first of a range without what the last says too; winter runs into the next year. */
function spanOf(side: string, wording: Wording, last = ''): string {
  if (side === '..') return '';
  const [, span = '', mark = ''] = /^([\d-]+)([?~%]?)$/.exec(side) ?? [];
  const [year = '', month, day] = span.split('-');
  const about = /[~%]/.test(mark) ? `${wording.about} ` : '';
  const unsure = /[?%]/.test(mark) ? ' (?)' : '';
  const ownYear = sharesYear(side, last) ? null : year;
  const text = () => {
    if (month === undefined) return year;
    if (day !== undefined) {
      const ownMonth = ownYear === null && last.startsWith(`${year}-${month}-`) ? null : month;
      return wording.day(Number(day), ownMonth, ownYear);
    }
    if (month === WINTER) return `${wording.seasons[3]} ${year}–${Number(year) + 1}`;
    const name = wording.seasons[Number(month) - 21] ?? monthOf(month, wording.months);
    return ownYear === null ? name : `${name} ${ownYear}`;
  };
  return about + text() + unsure;
}

const WINTER = '24';

/** Whether two sides of a range, as precise as each other and neither of them marked, need their year but once. */
function sharesYear(first: string, last: string): boolean {
  const isPlain = (side: string) =>
    /^\d{4}(-\d{2}){1,2}$/.test(side) && side.slice(4) !== `-${WINTER}`;
  return (
    first.length === last.length &&
    first.slice(0, 4) === last.slice(0, 4) &&
    [first, last].every(isPlain)
  );
}
