import { Modality } from '../action/action.entity';
import type { CalendarEvent } from './calendar-event';

const FINNISH = {
  when: 'Aika',
  where: 'Paikka',
  unknown: 'ei tiedossa',
  byNet: 'verkossa',
  alone: 'itseopiskeluna',
  cancelled: 'Peruttu',
  moved: 'Siirretty',
  before: 'aiempi aika',
  organiser: 'Järjestäjä',
  takePart: 'Osallistuminen',
  register: 'Ilmoittautuminen',
  recording: 'Tallenne',
};

/** The words of a language. */
export type Words = typeof FINNISH;

const WORDS: Record<string, Words> = {
  fi: FINNISH,
  sv: {
    when: 'Tid',
    where: 'Plats',
    unknown: 'inte känd',
    byNet: 'på nätet',
    alone: 'som självstudier',
    cancelled: 'Inställt',
    moved: 'Flyttat',
    before: 'tidigare tid',
    organiser: 'Arrangör',
    takePart: 'Deltagande',
    register: 'Anmälan',
    recording: 'Inspelning',
  },
  en: {
    when: 'Time',
    where: 'Place',
    unknown: 'not known',
    byNet: 'online',
    alone: 'self-study',
    cancelled: 'Cancelled',
    moved: 'Rescheduled',
    before: 'earlier time',
    organiser: 'Organiser',
    takePart: 'Take part',
    register: 'Registration',
    recording: 'Recording',
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
