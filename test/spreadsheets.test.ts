import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkbook } from '../src/table/export';
import { shapeNamed } from '../src/table/shape';
import { workbookTemplate } from '../src/table/template';
import { keyFor } from './support/keys';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty', {}, { doors: false });
  await server.load({
    organisations: [
      { slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' },
      { slug: 'toinen', name: { fi: 'Toinen kirjasto' }, kind: 'OTHER' },
    ],
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }],
    municipalities: [
      { slug: 'espoo', code: '049', name: { fi: 'Espoo', sv: 'Esbo' }, region: 'uusimaa' },
      { slug: 'porvoo', code: '638', name: { fi: 'Porvoo', sv: 'Borgå' }, region: 'uusimaa' },
    ],
  });
});
afterAll(() => server.close());

interface Sending {
  query?: string;
  type?: string;
  accept?: string;
  key?: string | null;
}

/** Sends a file as it is, and gives the status and the report. */
async function upload(
  body: string | Buffer,
  { query = '', type = 'text/csv', accept = 'application/json', key = ADMIN_KEY }: Sending = {},
): Promise<{ status: number; text: string; report: Data }> {
  const response = await fetch(`${server.url}/import${query}`, {
    method: 'POST',
    headers: { 'content-type': type, accept, ...(key && { authorization: `Bearer ${key}` }) },
    body: new Uint8Array(Buffer.from(body)),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    report: text.startsWith('{') ? (JSON.parse(text) as Data) : {},
  };
}

const EVENT = `{ slug title { translations { language value } } timing { start end edtf } status modalities languages
  municipality { slug } capacity registrationNeeded registrationCloses price { cents currency }
  attendance { municipality { slug } count } participations { role organisation { slug } } }`;
const event = async (slug: string): Promise<Data> =>
  (await server.ask(`{ event(slug: "${slug}") ${EVENT} }`, { key: ADMIN_KEY })).event;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbookFile = readFileSync(join(__dirname, 'files', 'tapahtumat.xlsx'));

/** Windows-1252: Latin 1 with signs of its own, of which the euro is one. */
const ofWindows = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1');
const inUtf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

test('a file as Excel in Finland saves it: semicolons, Windows-1252, CRLF, a title above, dates and words of Finns', async () => {
  const text = [
    'Kirjalan tapahtumat;;;;;;;;;',
    '',
    'Tunniste;Omistaja;Otsikko;Alkaa;Päättyy;Osallistumistapa;Kunta;Hinta;Järjestäjä;Ilmoittautuminen päättyy',
    'kirjala-a1;Kirjala;Äänikirjailta;23.4.2026 klo 9.00;23.4.2026 klo 11.00;Etä;Porvoo;12,50 €;Toinen kirjasto;20.4.2026 klo 15.00',
    'kirjala-a2;kirjala;"Kaksi; riviä";24.4.2026;;lähi, etä;049;0;;',
    '',
  ].join('\r\n');
  const { status, report } = await upload(ofWindows(text), { query: '?name=kevat.csv' });
  expect(report.files[0].problems).toEqual([]);
  expect({ status, counts: report.counts }).toMatchObject({ status: 200, counts: { created: 2 } });
  expect(await event('kirjala-a1')).toMatchObject({
    title: { translations: [{ language: 'fi', value: 'Äänikirjailta' }] },
    timing: { start: '2026-04-23T09:00', end: '2026-04-23T11:00' },
    modalities: ['REMOTE'],
    municipality: { slug: 'porvoo' },
    price: { cents: 1250, currency: 'EUR' },
    participations: [{ role: 'ORGANISER', organisation: { slug: 'toinen' } }],
    registrationCloses: '2026-04-20T12:00:00.000Z',
  });
  expect(await event('kirjala-a2')).toMatchObject({
    title: { translations: [{ language: 'fi', value: 'Kaksi; riviä' }] },
    timing: { start: '2026-04-24', end: null },
    modalities: ['IN_PERSON', 'REMOTE'],
    municipality: { slug: 'espoo' },
  });
  const again = await upload(ofWindows(text), { query: '?name=kevat.csv' });
  expect(again.report.counts).toMatchObject({ unchanged: 2 });
});

test('a season or a month may be told as people say it, wherever a time is told', async () => {
  const text = [
    'Tunniste;Omistaja;Otsikko;Alkaa;Aika edtf',
    'kirjala-s1;kirjala;Syksyllä;syksy 2026;',
    'kirjala-s2;kirjala;Syksyllä;;syksy 2026',
    'kirjala-s3;kirjala;Syksyllä;;2026-23',
  ].join('\n');
  const { report } = await upload(text, { query: '?type=events' });
  expect(report.counts).toMatchObject({ created: 3 });
  for (const slug of ['kirjala-s1', 'kirjala-s2', 'kirjala-s3'])
    expect((await event(slug)).timing).toEqual({ start: null, end: null, edtf: '2026-23' });
});

test('a text of Excel in UTF-16 with tabs, headed in Swedish', async () => {
  const text =
    'Kortnamn\tÄgare\tRubrik\tRubrik sv\tDatum\tBörjar\tSlutar\tAnmälan\nkirjala-b1\tKirjala\tIlta\tKväll\t5.5.2026\t17.00\t19.00\tja\n';
  const { report } = await upload(inUtf16(text));
  expect(report.counts).toMatchObject({ created: 1 });
  expect(await event('kirjala-b1')).toMatchObject({
    title: {
      translations: [
        { language: 'fi', value: 'Ilta' },
        { language: 'sv', value: 'Kväll' },
      ],
    },
    timing: { start: '2026-05-05T17:00', end: '2026-05-05T19:00' },
    registrationNeeded: true,
  });
});

test('a text with sep=, comments above the heading, and times as machines write them', async () => {
  const text = `# Tapahtumat, "2026
sep=;
slug;owner;title;start;end
kirjala-c1;kirjala;#1 vinkki;2026-12-01 09:00;10:30
`;
  const { report } = await upload(text);
  expect(report.counts).toMatchObject({ created: 1 });
  expect(await event('kirjala-c1')).toMatchObject({
    title: { translations: [{ language: 'fi', value: '#1 vinkki' }] },
    timing: { start: '2026-12-01T09:00', end: '2026-12-01T10:30' },
  });
});

test('a workbook that another program wrote: two sheets, merged titles, formulas, dates, a hidden sheet, notes of people', async () => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(workbookFile)], { type: XLSX }), 'tapahtumat.xlsx');
  form.set('dryRun', 'false');
  const response = await fetch(`${server.url}/import?rows=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    body: form,
  });
  const report = (await response.json()) as Data;
  expect(report.files[0]).toMatchObject({
    file: 'tapahtumat.xlsx',
    problems: [],
    leftOut: ['Muistiinpanot'],
  });
  expect(report.counts).toMatchObject({ created: 3 });
  expect(await event('kirjala-x1')).toMatchObject({
    timing: { start: '2026-04-23T09:30', end: '2026-04-23T11:00' },
    languages: ['fi', 'sv'],
    capacity: 40,
    price: { cents: 2050 },
    attendance: [
      { municipality: { slug: 'espoo' }, count: 7 },
      { municipality: null, count: 5 },
    ],
  });
  expect(await event('kirjala-x2')).toMatchObject({
    timing: { start: '2026-05-05T17:00', end: '2026-05-05T19:00' },
    municipality: { slug: 'espoo' },
    price: { cents: 0 },
    attendance: [{ count: 12 }],
  });
  expect(await event('kirjala-x3')).toMatchObject({ timing: { edtf: '2026-22', start: null } });
});

test('more rows than one import takes go in by chunks', async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => `kirjala-t${i};Aihe ${i}`);
  const { status, report } = await upload(`tunniste;otsake\n${rows.join('\n')}\n`, {
    query: '?type=aiheet&chunk=4000&dryRun=true',
  });
  expect(report.files[0]).toMatchObject({ rows: 12_000, problems: [] });
  expect({ status, counts: report.counts }).toMatchObject({
    status: 200,
    counts: { created: 12_000 },
  });
  expect(report.files[0].chunks.map(({ rows: count }: Data) => count)).toEqual([4000, 4000, 4000]);
});

test('what is wrong is told by its cell, by JSON and as text, many alike once with their count', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    slug: `kirjala-d${i}`,
    owner: 'kirjala',
    title: { fi: 'T' },
    timing: { start: i === 3 ? '2026-04-31' : '2026-04-30' },
    municipality: i > 8 ? { name: 'Espo' } : 'espoo',
  }));
  const book = bundleWorkbook({ events: rows }, 'fi');
  const { status, report } = await upload(book, { type: XLSX });
  expect(status).toBe(422);
  const [first, ...others] = report.files[0].problems as Data[];
  const told = [first!, ...others].sort((a, b) => a.row - b.row);
  expect(told[0]).toMatchObject({
    sheet: 'Tapahtumat',
    row: 5,
    column: 'Alkaa',
    address: expect.stringMatching(/^Tapahtumat![A-Z]5$/),
    code: 'INVALID_DATE',
    pointer: '/events/3/timing/start',
  });
  expect(told.slice(1).map(({ column }) => column)).toEqual(['Kunta', 'Kunta', 'Kunta']);
  const { text } = await upload(book, { type: XLSX, accept: 'text/plain' });
  expect(text).toMatch(
    /^ {2}Tapahtumat![A-Z]5 INVALID_DATE: Wanted a local time .*; got "2026-04-31"\.$/m,
  );
  expect(text).toMatch(
    /^ {2}Tapahtumat!([A-Z])11 and 2 more like it, to Tapahtumat!\1(13), NOT_FOUND: There is no Municipality "Espo"\.$/m,
  );
  expect(text).toContain('refused, nothing written');
});

test('a part is told by its own sheet, and a cell under no heading is not lost', async () => {
  const attendance = [{ municipality: { name: 'Nix' }, count: 3 }, { count: 4 }];
  const book = bundleWorkbook({ events: [{ slug: 'kirjala-a1', attendance }] }, 'fi');
  const { report } = await upload(book, { type: XLSX });
  expect(report.files[0].problems).toEqual([
    expect.objectContaining({
      address: "'Tapahtumat – osallistujat'!B2",
      column: 'Kunta',
      code: 'NOT_FOUND',
    }),
  ]);
  const stray = await upload('slug;title\nkirjala-a1;Otsikko;ohi\n');
  expect(stray.report.files[0].problems).toEqual([
    expect.objectContaining({ address: 'C2', line: 2, code: 'UNREADABLE' }),
  ]);
});

test.each([
  ['slug;otsiko;owner\n', 'B1', 'There is no column "otsiko" for events. Near are Otsikko'],
  ['slug;Otsikko;title\n', 'C1', 'The column "title" comes twice (as "Otsikko").'],
])('a heading that cannot be taken is told by its cell: %s', async (text, address, message) => {
  const { status, report } = await upload(text, { query: '?type=events' });
  expect(status).toBe(422);
  expect(report.files[0].problems[0]).toMatchObject({ address, code: 'UNREADABLE' });
  expect(report.files[0].problems[0].message).toContain(message);
});

test.each([
  ['no.xlsx', Buffer.from('PK\u0003\u0004 nothing'), 'This workbook cannot be read'],
  ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'save it as .xlsx'],
  [
    'other.csv',
    Buffer.from([0x61, 0, 1, 2, 0xff, 0xfe]),
    'Wanted a text; got bytes that are none.',
  ],
  ['list.json', Buffer.from('[1]'), 'Wanted lists of rows'],
])('what %s is it says', async (name, bytes, message) => {
  const { status, report } = await upload(bytes, {
    query: `?name=${name}`,
    type: 'application/octet-stream',
  });
  expect(status).toBe(422);
  expect(report.files[0].problems[0].message).toContain(message);
});

test('YAML and JSON go in by the same way', async () => {
  const yaml = await upload('luotsi: 1\nthemes: [{ slug: y, label: Y }]\n', {
    type: 'application/yaml',
  });
  expect(yaml.report.counts).toMatchObject({ created: 1 });
  const json = await upload('{ "luotsi": 1, "themes": [{ "slug": "y", "label": "Y" }] }', {
    type: 'application/json',
    query: '?rows=true',
  });
  expect(json.report.counts).toMatchObject({ unchanged: 1 });
  expect(json.report.files[0].chunks[0].results[0]).toMatchObject({
    slug: 'y',
    result: 'UNCHANGED',
  });
});

test('only a key that may write what is in it imports', async () => {
  const csv = 'slug,owner,title\nkirjala-k1,kirjala,K\n';
  expect(await upload(csv, { key: null })).toMatchObject({ status: 401 });
  expect(await upload(csv, { key: 'wrong' })).toMatchObject({ status: 401 });
  const reader = await keyFor(server, 'READER', 'kirjala');
  expect(await upload(csv, { key: reader })).toMatchObject({ status: 403 });
  const other = await keyFor(server, 'EDITOR', 'toinen');
  const refused = await upload(csv, { key: other });
  expect(refused).toMatchObject({ status: 422, report: { counts: { failed: 1 } } });
  const own = await keyFor(server, 'EDITOR', 'kirjala');
  expect(await upload(csv, { key: own })).toMatchObject({
    status: 200,
    report: { counts: { created: 1 } },
  });
});

test('a parameter that is not known, and a body that is none, are refused', async () => {
  expect(await upload('slug\n', { query: '?nix=1' })).toMatchObject({ status: 400 });
  expect(await upload('slug\n', { query: '?mode=all' })).toMatchObject({ status: 400 });
  expect(await upload('')).toMatchObject({ status: 400 });
  expect((await fetch(`${server.url}/import`)).status).toBe(405);
});

test('a template goes in as it is, without rows, and with rows that are filled in', async () => {
  const book = workbookTemplate(undefined, 'sv', () => ['Kirjala']);
  const { status, report } = await upload(book, { type: XLSX });
  expect({ status, rows: report.files[0].rows }).toEqual({ status: 200, rows: 0 });
  expect(report.files[0].leftOut).toBeUndefined();
  const one = workbookTemplate(shapeNamed('tapahtumat'), 'fi', () => []);
  expect((await upload(one, { type: XLSX })).status).toBe(200);
});
