import type { CsvType } from './bundle-file';
import { columnsOf, entityOfType } from './columns';

/** A row of each type that shows how cells are written. */
const EXAMPLES: Record<CsvType, Record<string, string>> = {
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
    registrationCloses: '2026-04-20T12:00:00Z',
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

const NOTES: Record<CsvType, string[]> = {
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

/** Prints a CSV file to fill in: what the columns mean, their names, and a row that shows how cells are written. */
export function templateCommand(type: CsvType): void {
  const columns = columnsOf(type).filter((each) => !each.rare);
  const lines = [
    `${entityOfType(type).description} One a row; \`luotsi import\` takes this file.`,
    'Lines that begin with # are left out. Columns may be left out, and stand in any order.',
    'An empty cell leaves what is there; the word null clears it. Several are separated by |.',
    'What belongs to something else names it by its slug.',
    ...NOTES[type],
    '',
    ...columns.map(({ name, description }) => `${name}: ${description}`),
  ];
  const comments = lines.map((line) => `# ${line}`.trimEnd());
  const example = columns.map(({ name }) => cellOf(EXAMPLES[type][name] ?? ''));
  const header = columns.map(({ name }) => name).join(',');
  process.stdout.write(`${[...comments, header, example.join(',')].join('\n')}\n`);
}

const cellOf = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
