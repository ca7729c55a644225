import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { type Cell, textOf } from '../../src/table/cell';
import { openWorkbook } from '../../src/table/xlsx-read';
import { workbook } from '../../src/table/xlsx-write';
import { address } from '../support/process';
import { file, folder, luotsi } from '../support/program';
import { ADMIN_KEY, type TestServer, testServer } from '../support/server';

jest.setTimeout(60_000);

/** The page, in the order in which it is followed: what is run, printed, and filled into sheets. */
const page = readFileSync(join(__dirname, '../../docs/year.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text!);
const commands = blocks('sh').map((each) => each.trim().split('\n'));
const [refused, taken, calendar, changed, calendarThen] = blocks('text');

interface Filled {
  sheet: string;
  rows: Record<string, string>[];
}

const cellsOf = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replace('\\|', '|'));

/** The tables of the page, each with the sheet in bold above it. */
const tables = [...page.matchAll(/\*\*(.+?)\*\*[^\n]*\n\n((?:\|.*\n)+)/g)].map(
  ([, sheet, table]): Filled => {
    const [headings = [], , ...rows] = table!.trim().split('\n').map(cellsOf);
    const entries = (cells: string[]) => headings.map((each, i) => [each, cells[i]!] as const);
    return { sheet: sheet!, rows: rows.map((cells) => Object.fromEntries(entries(cells))) };
  },
);
const filled = tables.slice(0, -1);
const edited = tables.at(-1)!;

/** Writes a workbook again, with what is to stand in its sheets: in the row of the first heading's value, or in a new one. */
async function fill(name: string, to: string, what: readonly Filled[]): Promise<void> {
  const sheets = [];
  for (const table of await openWorkbook(readFileSync(join(folder, name)))) {
    const rows: Cell[][] = [];
    for await (const { cells } of table.rows()) rows.push([...cells]);
    const headings = (rows[0] ?? []).map(textOf);
    for (const { sheet, rows: given } of what)
      for (const row of sheet === table.name ? given : []) {
        const [first] = Object.values(row);
        let at = rows.find(([cell]) => cell !== undefined && textOf(cell) === first);
        if (!at) rows.push((at = headings.map(() => '')));
        for (const [heading, value] of Object.entries(row)) {
          const column = headings.indexOf(heading);
          expect([table.name, heading, column >= 0]).toEqual([table.name, heading, true]);
          if (value !== '') at[column] = value;
        }
      }
    sheets.push({ name: table.name, rows, columns: headings.map(() => ({ width: 10 })) });
  }
  writeFileSync(join(folder, to), workbook(sheets));
}

let server: TestServer;
const env: NodeJS.ProcessEnv = {};
beforeAll(async () => {
  server = await testServer('seeded');
  Object.assign(env, { LUOTSI_SERVER: server.url, DATABASE_URL: address(server.target) });
});
afterAll(() => server.close());

/** Runs a command of the page. */
async function run(command: string): Promise<string> {
  const words = command.replace('"$LUOTSI_ADMIN_KEY"', ADMIN_KEY).split(' ');
  expect(words.slice(0, 2)).toEqual(['npx', 'luotsi']);
  const { out } = await luotsi(words.slice(2), { env });
  return out;
}

/** What the calendar of the library shows, a line for each entry. */
async function shown(): Promise<string> {
  const response = await fetch(`${server.url}/organisations/kirjala/calendar.ics`);
  const component = new ICAL.Component(ICAL.parse(await response.text()));
  const zone = new ICAL.Timezone(component.getFirstSubcomponent('vtimezone')!);
  const lines = component.getAllSubcomponents('vevent').map((each) => {
    const { startDate, summary } = new ICAL.Event(each);
    const at = startDate.isDate ? startDate : startDate.convertToZone(zone);
    const clock = at.isDate ? '' : ` ${at.hour}.${String(at.minute).padStart(2, '0')}`;
    const isCancelled = each.getFirstPropertyValue('status') === 'CANCELLED';
    const more = [timesOf(each), isCancelled ? ' (cancelled)' : ''].join('');
    return [at.toString(), `${at.day}.${at.month}.${at.year}${clock} ${summary}${more}\n`] as const;
  });
  lines.sort(([a], [b]) => (a < b ? -1 : 1));
  return lines.map(([, line]) => line).join('');
}

/** How often something recurs. */
function timesOf(component: ICAL.Component): string {
  if (!component.hasProperty('rrule')) return '';
  const occurrences = new ICAL.Event(component).iterator();
  let times = 0;
  while (occurrences.next()) times++;
  return `, ${times} times`;
}

test('a year of a library goes from the template to its calendar and back, as the page says', async () => {
  const [forKey, forTemplate, dryRun, importing, exporting, again] = commands;
  file('kirjala.csv', blocks('csv')[0]!);
  expect(await run(forKey![0]!)).toContain('All 1 row taken.');
  env.LUOTSI_KEY = (await run(forKey![1]!)).trim();

  await run(forTemplate![0]!);
  await fill('all.xlsx', 'kirjala-2027.xlsx', filled);
  // columns move where fields are added
  expect((await run(dryRun![0]!)).replace(/![A-Z]+/g, '!')).toBe(refused!.replace(/![A-Z]+/g, '!'));
  const mended = [
    { sheet: 'Tapahtumat', rows: [{ Tunniste: 'kirjala-messut', Kunta: 'Helsinki' }] },
  ];
  await fill('kirjala-2027.xlsx', 'kirjala-2027.xlsx', mended);
  expect(await run(importing![0]!)).toBe(taken);
  expect(await shown()).toBe(calendar);

  await run(exporting![0]!);
  await fill('kirjala.xlsx', 'kirjala.xlsx', [edited]);
  expect(await run(again![0]!)).toBe(changed);
  expect(await run(again![1]!)).toContain('written (28 unchanged)');
  expect(await shown()).toBe(calendarThen);
});
