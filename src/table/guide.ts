import type { HeadingLanguage } from './words';

/** A row of a type that shows how cells are written. */
export const EXAMPLES: Record<string, Record<string, string>> = {
  events: {
    slug: 'kirjala-kirjavinkkauksen-abc',
    externalId: 'kirjala.excel:17',
    owner: 'kirjala',
    state: 'PUBLISHED',
    title: 'Kirjavinkkauksen ABC',
    title_sv: 'Bokpratets ABC',
    start: '2026-04-23T09:30',
    end: '2026-04-23T11:00',
    status: 'CONFIRMED',
    modalities: 'REMOTE|IN_PERSON',
    languages: 'fi|sv',
    audiences: 'LIBRARY_STAFF',
    venue: 'Kirjalan kirjasto, sali',
    registrationNeeded: 'true',
    registrationUrl: 'https://kirjala.example/abc',
    registrationCloses: '2026-04-20T15:00',
    capacity: '40',
    price: '0',
    organisers: 'kirjala',
  },
  measurements: {
    metric: 'kirjala-2026-osallistujat',
    organisation: 'kirjala',
    period: '2026',
    number: '120',
    approximate: 'true',
    note: 'Laskettu ilmoittautumisista',
  },
};

/** What should be known of all tables. */
export const HINTS = [
  'Lines above the headings that begin with # are left out, and so are columns whose headings do. Columns may be left out, and stand in any order.',
  'An empty cell leaves what is there; the word null clears it. Several are separated by |.',
  'What belongs to something else names it by its slug, its code, its name, or system:id of another system.',
  'Times are those of Finland: 2026-04-23T09:30, or 23.4.2026 klo 9.30.',
];

/** What should be known of the tables of a type. */
export const NOTES: Record<string, string[]> = {
  events: [
    'Every row needs a slug or an externalId: by it the row is recognised when it comes again.',
    'start, end, zone, allDay, edtf and printed are one time: a row that fills one of them replaces it whole.',
    'So are organisers and networks one list of those who take part; a row that names networks only is organised by its owner.',
    'What form an event has is told by the action that it carries out.',
  ],
  measurements: [
    'A row without slug and externalId is known by its metric, its organisation or network, and its period.',
    'A value fills the columns of its metric’s kind and no other.',
  ],
};

const english = {
  name: 'Guide',
  lines: [
    'Fill in the sheets that you need, and import the file: luotsi import FILE.xlsx. Empty sheets and columns may be deleted.',
    'Each row needs a slug or an external id, by which it is recognised when it comes again. Notes at the headings tell what they mean.',
    'An empty cell leaves what is there; the word null clears it. Several values stand between |.',
    'Others are named by slug, name, code (of a municipality or a region), or system:id. A name that several plans share has its plan behind it: Name @plan.',
    'Times are those of Finland: 23.4.2026 klo 9.30. A title may stand above the headings; a column whose heading begins with # is left out.',
    'Sheets with a dash in their names hold what belongs to the records of another sheet, one a row, named in their first column.',
  ],
};

/** The guide of a workbook to fill in. */
export const GUIDE: Record<HeadingLanguage, { name: string; lines: string[] }> = {
  en: english,
  names: english,
  fi: {
    name: 'Ohje',
    lines: [
      'Täytä tarvitsemasi taulukot ja tuo tiedosto: luotsi import TIEDOSTO.xlsx. Tyhjät taulukot ja sarakkeet voi poistaa.',
      'Joka rivillä on tunniste tai ulkoinen tunnus, josta se tunnetaan, kun se tuodaan uudelleen. Otsikoiden huomautukset kertovat, mitä ne tarkoittavat.',
      'Tyhjä solu jättää entisen arvon; sana null tyhjentää sen. Useat arvot erotetaan merkillä |.',
      'Muihin viitataan tunnisteella, nimellä, koodilla (kunta, maakunta) tai muodossa järjestelmä:tunnus. Nimen perään voi kirjoittaa suunnitelman: Nimi @suunnitelma.',
      'Ajat ovat Suomen aikaa: 23.4.2026 klo 9.30. Otsikkorivin yläpuolella saa olla nimiö; sarake, jonka otsikko alkaa merkillä #, jätetään pois.',
      'Taulukot, joiden nimessä on ajatusviiva, sisältävät toisen taulukon tietueiden osia, yhden rivillä; ensimmäinen sarake kertoo tietueen.',
    ],
  },
  sv: {
    name: 'Anvisning',
    lines: [
      'Fyll i de blad du behöver och importera filen: luotsi import FIL.xlsx. Tomma blad och kolumner kan raderas.',
      'Varje rad har ett kortnamn eller ett externt id, som den känns igen på när den kommer på nytt. Kommentarerna vid rubrikerna berättar vad de betyder.',
      'En tom cell lämnar det som finns; ordet null tömmer det. Flera värden skiljs åt med |.',
      'Annat anges med kortnamn, namn, kod (kommun, landskap) eller system:id. Efter ett namn kan planen stå: Namn @plan.',
      'Tiderna är finsk tid: 23.4.2026 kl. 9.30. Ovanför rubrikerna får det stå en titel; en kolumn vars rubrik börjar med # utelämnas.',
      'Blad med tankstreck i namnet innehåller delar av ett annat blads poster, en per rad; den första kolumnen anger posten.',
    ],
  },
};
