import type { CalendarEvent, Feed } from './calendar-event';

/** Where a formula would begin, when spaces, quotes and invisible characters are not counted. */
const FORMULA = /(?<=^|[;\t\n])(?=(?:(?![\t\n])[\s"\p{C}])*[=+\-@＝＋－＠])|^(?=[\t\n])/gu;

type Cell = string | number | boolean | null | readonly string[];

/** The columns in their order, each with what an event has there. */
const COLUMNS: Record<string, (event: CalendarEvent, feed: Feed) => Cell> = {
  slug: ({ slug }) => slug,
  title: ({ title }) => title,
  status: ({ status }) => status,
  start: ({ timing }) => timing.start,
  end: ({ timing }) => timing.end,
  allDay: ({ timing }) => timing.allDay,
  zone: ({ timing }) => timing.zone,
  edtf: ({ timing }) => timing.edtf,
  earliest: ({ timing }) => timing.earliest,
  latest: ({ timing }) => timing.latest,
  precision: ({ timing }) => timing.precision,
  modalities: ({ modalities }) => modalities,
  municipality: ({ municipality }) => municipality,
  region: ({ region }) => region,
  venue: ({ venue }) => venue,
  address: ({ address }) => address,
  url: ({ url }) => url,
  languages: ({ languages }) => languages,
  audiences: ({ audiences }) => audiences,
  form: ({ form }) => form,
  organisers: ({ organisers }) => organisers.map(({ name }) => name),
  themes: ({ themes }) => themes,
  modules: ({ modules }) => modules,
  registrationNeeded: ({ registrationNeeded }) => registrationNeeded,
  registrationUrl: ({ registrationUrl }) => registrationUrl,
  registrationOpens: ({ registrationOpens }) => registrationOpens,
  registrationCloses: ({ registrationCloses }) => registrationCloses,
  capacity: ({ capacity }) => capacity,
  price: ({ priceCents }) => (priceCents === null ? null : (priceCents / 100).toFixed(2)),
  currency: ({ priceCurrency }) => priceCurrency,
  recordingUrl: ({ recordingUrl }) => recordingUrl,
  summary: ({ summary }) => summary,
  updatedAt: ({ updatedAt }) => updatedAt,
  uid: ({ uid }) => uid,
  originalStart: ({ originalStart }) => originalStart,
  series: ({ series }) => series && series.title,
  licence: (_event, { licence }) => licence.url,
  attribution: (_event, { attribution }) => attribution,
};

/** The names of the columns. */
export const CSV_COLUMNS: readonly string[] = Object.keys(COLUMNS);

/**
 * A feed as CSV (RFC 4180), with a mark at the start by which spreadsheets know UTF-8. Several values in a cell stand
 * between ` | `. No cell is a formula: see `disarm`.
 */
export function* toCsv(feed: Feed): Generator<string> {
  const columns = Object.values(COLUMNS);
  const written = (row: readonly Cell[]) => `${row.map(cellOf).join(',')}\r\n`;
  yield `\uFEFF${written(CSV_COLUMNS)}`;
  for (const event of feed.events) yield written(columns.map((read) => read(event, feed)));
}

function cellOf(value: Cell): string {
  if (value === null) return '';
  const given = typeof value === 'object' ? value.join(' | ') : String(value);
  const text = disarm(given.replace(/\r\n?/g, '\n'));
  return /[",;\t\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A text that no spreadsheet takes for a formula: an apostrophe stands before what would begin as one. That is so after
 * each semicolon, tab and line break too, as a spreadsheet that is set to semicolons (Finnish ones are) cuts there, and
 * does not heed the quotes around a cell.
 */
function disarm(text: string): string {
  return text.replace(FORMULA, "'");
}
