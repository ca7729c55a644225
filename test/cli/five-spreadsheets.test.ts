import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { json, server } from '../support/cli';
import { at, folder, luotsi } from '../support/program';
import { ADMIN_KEY, type Data } from '../support/server';

beforeAll(() =>
  server.load({
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }],
    municipalities: [
      { slug: 'espoo', code: '049', name: { fi: 'Espoo', sv: 'Esbo' }, region: 'uusimaa' },
      { slug: 'porvoo', code: '638', name: { fi: 'Porvoo', sv: 'Borgå' }, region: 'uusimaa' },
    ],
  }),
);

/** What two ways tell of a file: the program that sends it, and the server that it is sent to as it is. */
type Way = (name: string, bytes: Uint8Array, options?: Data) => Promise<Data>;
const byCommand: Way = async (name, bytes) => {
  writeFileSync(join(folder, name), bytes);
  return (await json([name])).files[0];
};
const byHttp: Way = async (name, bytes, options = {}) => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  for (const [option, value] of Object.entries({ rows: true, ...options }))
    form.set(option, String(value));
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const response = await fetch(`${server.url}/import`, { method: 'POST', headers, body: form });
  return ((await response.json()) as Data).files[0];
};

/** Windows-1252: Latin 1 with signs of its own, of which the euro is one. */
const ofWindows = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1');
const inUtf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

const WORKBOOK = readFileSync(join(__dirname, '..', 'files', 'tapahtumat.xlsx'));

/** A workbook in which a place is spelt wrong, and a formula has another value. */
function wrongWorkbook(): Uint8Array {
  const files = unzipSync(new Uint8Array(WORKBOOK));
  const change = (name: string, from: string, to: string) => {
    const text = strFromU8(files[name]!);
    expect(text).toContain(from);
    files[name] = strToU8(text.replaceAll(from, to));
  };
  change('xl/sharedStrings.xml', '<t>Espoo</t>', '<t>Espo</t>');
  change('xl/worksheets/sheet1.xml', '<f>20*2</f><v>40</v>', '<f>20*-2</f><v>-40</v>');
  return zipSync(files);
}

const windows = (price: string) =>
  ofWindows(
    [
      'Kevään tapahtumat;;;;',
      '',
      'slug;owner;title;start;price',
      `kirjala-a1;Kirjala;Äänikirjailta;2026-04-23T09:00;${price}`,
      'kirjala-a2;Kirjala;"Kaksi; riviä";2026-04-24;0',
      '',
    ].join('\r\n'),
  );
const wide = (town: string) =>
  inUtf16(
    `Kortnamn\tÄgare\tRubrik\tRubrik sv\tDatum\tBörjar\tSlutar\tKommun\nkirjala-b1\tKirjala\tIlta\tKväll\t5.5.2026\t17.00\t19.00\t${town}\n`,
  );
const finnish = (day: string) =>
  Buffer.from(
    `Tunniste,Omistaja,Otsikko,Alkaa,Osallistumistapa\nkirjala-c1,Kirjala,Aamu,${day} klo 9–11,etä\nkirjala-c2,Kirjala,Syksy,syksy 2026,lähi\n`,
  );

const FILES: [string, string, number, Uint8Array, Uint8Array, [string, string, string][]][] = [
  [
    'semicolons and Windows-1252',
    'a.csv',
    2,
    windows('12,50 €'),
    windows('12,505 €'),
    [['E4', 'price', 'INVALID']],
  ],
  ['UTF-16 and tabs', 'b.txt', 1, wide('Borgå'), wide('Bårgo'), [['H2', 'Kommun', 'NOT_FOUND']]],
  [
    'dates and headings in Finnish',
    'c.csv',
    2,
    finnish('23.4.2026'),
    finnish('31.4.2026'),
    [['D2', 'Alkaa', 'INVALID_DATE']],
  ],
  [
    'a workbook of two sheets with merged titles and formulas',
    'tapahtumat.xlsx',
    3,
    WORKBOOK,
    wrongWorkbook(),
    [
      ["'Tapahtumat – osallistujat'!B2", 'Kunta', 'NOT_FOUND'],
      ["'Tapahtumat – osallistujat'!B3", 'Kunta', 'NOT_FOUND'],
      ['Tapahtumat!I5', 'Kunta', 'NOT_FOUND'],
      ['Tapahtumat!I7', 'Kunta', 'NOT_FOUND'],
      ['Tapahtumat!L5', 'Paikkoja', 'OUT_OF_RANGE'],
    ],
  ],
];

const placed = ({ problems }: Data) =>
  (problems as Data[]).map(({ address, column, code }) => [address, column, code]).sort();

test.each(FILES)('%s', async (_, name, rows, good, wrong, problems) => {
  const refused = await byCommand(name, wrong);
  expect(placed(refused)).toEqual(problems);
  expect(await byHttp(name, wrong)).toEqual(refused);
  const taken = await byHttp(name, good);
  expect(taken).toMatchObject({ rows, problems: [], chunks: [{ counts: { created: rows } }] });
  const again = await byCommand(name, good);
  expect(again).toMatchObject({ rows, problems: [], chunks: [{ counts: { unchanged: rows } }] });
});

describe('60,000 rows', () => {
  const ROWS = 60_000;
  const lines = Array.from({ length: ROWS }, (_, i) => `kirjala-t${i};Aihe ${i}`);
  const table = (last: string) =>
    Buffer.from(['tunniste;otsake', ...lines.with(-1, last), ''].join('\n'));

  test('are sent by a program with 64 MB for what it makes, which is less than 150 MB in all', async () => {
    writeFileSync(join(folder, 'aiheet.csv'), table('Kirjala T;Aihe'));
    const { code, out } = await luotsi(
      ['import', 'aiheet.csv', '--type', 'aiheet', '--dry-run', ...at(server)],
      { env: { NODE_OPTIONS: '--max-old-space-size=64' } },
    );
    expect(out).toMatch(
      /^aiheet.csv: 60000 rows, 6 chunks \(50000 created, 9999 skipped, 1 failed\)$/m,
    );
    expect(out).toMatch(/^ {2}line 60001, column tunniste INVALID: /m);
    expect(code).toBe(1);
  }, 60_000);

  test('are read by the server, which names a cell that is wrong', async () => {
    const told = await byHttp('aiheet.csv', table('kirjala-t;Aihe;ohi'), { type: 'aiheet' });
    expect(placed(told)).toEqual([['C60001', undefined, 'UNREADABLE']]);
  });
});
