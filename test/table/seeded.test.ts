import { zipSync } from 'fflate';
import { CSV_COLUMNS } from '../../src/calendar/csv';
import { isTold } from '../../src/table/columns';
import { columnNamed, shapeNamed } from '../../src/table/shape';
import { ADMIN_KEY, type Data, type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded', {}, { doors: false })));
afterAll(() => server.close());

const authorization = `Bearer ${ADMIN_KEY}`;

async function upload(bytes: Uint8Array, type: string, query = ''): Promise<Data> {
  const response = await fetch(`${server.url}/import${query}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization },
    body: new Uint8Array(bytes),
  });
  return (await response.json()) as Data;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe.each(['amkit-2021-2025', 'amkit-2026', 'kuopio-2024', 'turku-2021', 'porvoo-2026'])(
  'the plan %s',
  (plan) => {
    test.each(['fi', 'sv', 'en', 'names'])(
      'as a workbook in %s goes in again unchanged',
      async (lang) => {
        const response = await fetch(`${server.url}/plans/${plan}.xlsx?lang=${lang}`, {
          headers: { authorization },
        });
        expect(response.headers.get('content-type')).toBe(XLSX);
        const report = await upload(new Uint8Array(await response.arrayBuffer()), XLSX);
        expect(report.files[0].problems).toEqual([]);
        expect(report.counts).toMatchObject({
          created: 0,
          updated: 0,
          unchanged: report.files[0].rows,
        });
        expect(report.files[0].rows).toBeGreaterThan(10);
      },
    );
  },
);

test('a workbook of a plan is kept by who asks again, is seen by who may see it, and only of what is there', async () => {
  const url = `${server.url}/plans/porvoo-2026.xlsx`;
  const etag = (await fetch(url)).headers.get('etag')!;
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await fetch(`${server.url}/plans/nix.xlsx`)).status).toBe(404);
  expect((await fetch(`${url}?lang=de`)).status).toBe(400);
  const plan = {
    slug: 'porvoo-luonnos',
    owner: 'porvoo',
    kind: 'REPORT',
    title: 'L',
    period: 2027,
  };
  await server.load({ plans: [plan] });
  const draft = `${server.url}/plans/porvoo-luonnos.xlsx`;
  expect((await fetch(draft)).status).toBe(404);
  expect((await fetch(draft, { headers: { authorization } })).status).toBe(200);
});

test('the columns of the feed are those of a table, or only tell something', () => {
  const events = shapeNamed('events')!;
  const strange = CSV_COLUMNS.filter(
    (name) => columnNamed(events, name)?.name !== name && !isTold('events', name),
  );
  expect(strange).toEqual([]);
});

test('the feed of events goes in', async () => {
  const feed = await fetch(`${server.url}/events.csv?start=2020-01-01&include=tentative`);
  const text = await feed.text();
  expect(text.split('\n').length).toBeGreaterThan(5);
  const report = await upload(Buffer.from(text), 'text/csv', '?name=events.csv&dryRun=true');
  expect(report.files[0].problems).toEqual([]);
  expect(report.counts).toMatchObject({ created: 0, failed: 0 });
});

test('a workbook that would be too large is refused before it is inflated, and one that lies when it does', async () => {
  const workbook = new Uint8Array(
    await (await fetch(`${server.url}/plans/amkit-2026.xlsx`)).arrayBuffer(),
  );
  const saying = async (size: number) => {
    const bytes = Buffer.from(workbook);
    const entry = (from: number) => bytes.indexOf('PK\u0001\u0002', from);
    for (let at = entry(0); at >= 0; at = entry(at + 4)) bytes.writeUInt32LE(size, at + 24);
    return (await upload(bytes, XLSX)).files[0].problems[0].message as string;
  };
  expect(await saying(2 ** 27)).toContain('larger than 256 MB');
  expect(await saying(100)).toContain('This workbook cannot be read: too many bytes in the stream');
});

test('entities of XML are not read, so that none can grow', async () => {
  const text = (xml: string) => new TextEncoder().encode(xml);
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const book = zipSync({
    '_rels/.rels': text(
      `<Relationships><Relationship Id="a" Type="${rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/_rels/workbook.xml.rels': text(
      `<Relationships><Relationship Id="b" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': text('<workbook><sheets><sheet name="Aiheet" id="b"/></sheets></workbook>'),
    'xl/worksheets/sheet1.xml': text(
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>',
    ),
  });
  const told = await upload(book, XLSX);
  expect(told.files[0].problems[0]).toMatchObject({ code: 'UNREADABLE' });
});
