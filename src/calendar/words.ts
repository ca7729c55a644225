import { Modality } from '../action/action.entity';
import { HOME_ZONE, type Timing } from '../value/timing';
import type { CalendarEvent } from './calendar-event';

/** How days, or months where no day is given, and hours are written. */
const DOTTED = {
  date: (year: string, month: string, day?: string) =>
    [...(day ? [Number(day)] : []), Number(month)].join('.') + (day ? '.' : '/') + year,
  clock: (time: string) => time.replace(/^0/, '').replaceAll(':', '.'),
};

const FINNISH = {
  when: 'Aika',
  where: 'Paikka',
  unknown: 'ei tiedossa',
  about: 'noin',
  at: 'klo',
  seasons: ['kevät', 'kesä', 'syksy', 'talvi'],
  byNet: 'verkossa',
  alone: 'itseopiskeluna',
  cancelled: 'Peruttu',
  moved: 'Siirretty',
  before: 'aiempi aika',
  organiser: 'Järjestäjä',
  takePart: 'Osallistuminen',
  register: 'Ilmoittautuminen',
  recording: 'Tallenne',
  ...DOTTED,
};

/** The words of a language. */
export type Words = typeof FINNISH;

const WORDS: Record<string, Words> = {
  fi: FINNISH,
  sv: {
    when: 'Tid',
    where: 'Plats',
    unknown: 'inte känd',
    about: 'cirka',
    at: 'kl.',
    seasons: ['våren', 'sommaren', 'hösten', 'vintern'],
    byNet: 'på nätet',
    alone: 'som självstudier',
    cancelled: 'Inställt',
    moved: 'Flyttat',
    before: 'tidigare tid',
    organiser: 'Arrangör',
    takePart: 'Deltagande',
    register: 'Anmälan',
    recording: 'Inspelning',
    ...DOTTED,
  },
  en: {
    when: 'Time',
    where: 'Place',
    unknown: 'not known',
    about: 'about',
    at: 'at',
    seasons: ['spring', 'summer', 'autumn', 'winter'],
    byNet: 'online',
    alone: 'self-study',
    cancelled: 'Cancelled',
    moved: 'Rescheduled',
    before: 'earlier time',
    organiser: 'Organiser',
    takePart: 'Take part',
    register: 'Registration',
    recording: 'Recording',
    date: (...parts) => parts.filter(Boolean).join('-'),
    clock: (time) => time,
  },
};

/** The words of a language; those that have none have the Finnish ones, as texts do. */
export const wordsOf = (language: string): Words =>
  WORDS[language.toLowerCase().split('-')[0]!] ?? FINNISH;

/** Where it is, or how one takes part. */
export function whereOf(
  { venue, address, municipality, region, modalities }: CalendarEvent,
  words: Words,
) {
  const place = [venue, address, municipality ?? region].filter(Boolean).join(', ');
  const byNet = modalities.some((each) => each === Modality.REMOTE || each === Modality.HYBRID);
  const alone = modalities.includes(Modality.SELF_STUDY);
  return [place, byNet && words.byNet, alone && words.alone].filter(Boolean).join('; ');
}

/** When it is, as precisely as is known; null where nothing is. */
export function whenOf(
  { start, end, zone, edtf, printed, approximate, uncertain }: Timing,
  words: Words,
) {
  if (start !== null) {
    const [day, time] = start.split('T');
    const [lastDay, lastTime] = (end ?? start).split('T');
    const first = momentOf(day!, time, words);
    const abroad = time !== undefined && zone !== null && zone !== HOME_ZONE ? ` (${zone})` : '';
    if (end === null || end === start) return first + abroad;
    if (day === lastDay) return `${first}–${words.clock(lastTime!)}${abroad}`;
    return `${first} – ${momentOf(lastDay!, lastTime, words)}${abroad}`;
  }
  if (edtf === null) return printed;
  const sides = edtf.split('/').map((side) => (side === '..' ? '' : spanOf(side, words)));
  const text = sides.join(' – ').trim();
  return `${approximate ? `${words.about} ` : ''}${text}${uncertain ? ' (?)' : ''}`;
}

function momentOf(day: string, time: string | undefined, words: Words): string {
  const [year, month, date] = day.split('-') as [string, string, string];
  const text = words.date(year, month, date);
  return time === undefined ? text : `${text} ${words.at} ${words.clock(time)}`;
}

/** A year, month, day or season of EDTF; winter runs into the next year. */
function spanOf(side: string, words: Words): string {
  const [year = '', month, day] = side.replace(/[?~%]$/, '').split('-');
  if (month === undefined) return year;
  const season = words.seasons[Number(month) - 21];
  if (!season) return words.date(year, month, day);
  return `${season} ${month === '24' ? `${year}–${Number(year) + 1}` : year}`;
}
