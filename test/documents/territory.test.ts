// The regions and municipalities of Finland as in force at the start of 2026, with what has ended or moved since 2016.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('19 regions with codes and names in two languages, and the number of their municipalities', async () => {
  const { regions } = await server.ask(`{
    regions(orderBy: { field: CODE }) {
      nodes {
        code
        fi: name(language: "fi") { value }
        sv: name(language: "sv") { value }
        municipalities(filter: { validOn: "2026-01-01" }) { totalCount }
      }
    }
  }`);
  const rows = lean(regions) as { code: string; fi: string; sv: string; municipalities: number }[];
  expect(rows.map(({ code, fi, sv, municipalities }) => [code, fi, sv, municipalities])).toEqual([
    ['01', 'Uusimaa', 'Nyland', 26],
    ['02', 'Varsinais-Suomi', 'Egentliga Finland', 27],
    ['04', 'Satakunta', 'Satakunta', 16],
    ['05', 'Kanta-Häme', 'Egentliga Tavastland', 11],
    ['06', 'Pirkanmaa', 'Birkaland', 23],
    ['07', 'Päijät-Häme', 'Päijänne-Tavastland', 10],
    ['08', 'Kymenlaakso', 'Kymmenedalen', 6],
    ['09', 'Etelä-Karjala', 'Södra Karelen', 9],
    ['10', 'Etelä-Savo', 'Södra Savolax', 11],
    ['11', 'Pohjois-Savo', 'Norra Savolax', 19],
    ['12', 'Pohjois-Karjala', 'Norra Karelen', 13],
    ['13', 'Keski-Suomi', 'Mellersta Finland', 22],
    ['14', 'Etelä-Pohjanmaa', 'Södra Österbotten', 18],
    ['15', 'Pohjanmaa', 'Österbotten', 14],
    ['16', 'Keski-Pohjanmaa', 'Mellersta Österbotten', 8],
    ['17', 'Pohjois-Pohjanmaa', 'Norra Österbotten', 30],
    ['18', 'Kainuu', 'Kajanaland', 8],
    ['19', 'Lappi', 'Lappland', 21],
    ['21', 'Ahvenanmaa', 'Åland', 16],
  ]);
});

test('317 municipalities, of which 308 are in force in 2026, 310 were in 2020 and 313 in 2016', async () => {
  const answer = await server.ask(`{
    all: municipalities { totalCount }
    in2026: municipalities(filter: { validOn: "2026-01-01" }) { totalCount }
    in2020: municipalities(filter: { validOn: "2020-12-31" }) { totalCount }
    in2016: municipalities(filter: { validOn: "2016-01-01" }) { totalCount }
  }`);
  expect(lean(answer)).toEqual({ all: 317, in2026: 308, in2020: 310, in2016: 313 });
});

test('9 municipalities ended in mergers, each with its last day and where it went', async () => {
  const { municipalities } = await server.ask(`{
    municipalities(filter: { validTo: { isNull: false } }, orderBy: { field: CODE }) {
      nodes { code name { value } validTo mergedInto { name { value } } }
    }
  }`);
  const rows = lean(municipalities) as Record<'code' | 'name' | 'validTo' | 'mergedInto', string>[];
  expect(rows.map((each) => [each.code, each.name, each.validTo, each.mergedInto])).toEqual([
    ['099', 'Honkajoki', '2020-12-31', 'Kankaanpää'],
    ['164', 'Jalasjärvi', '2015-12-31', 'Kurikka'],
    ['174', 'Juankoski', '2016-12-31', 'Kuopio'],
    ['283', 'Hämeenkoski', '2015-12-31', 'Hollola'],
    ['319', 'Köyliö', '2015-12-31', 'Säkylä'],
    ['442', 'Luvia', '2016-12-31', 'Eurajoki'],
    ['532', 'Nastola', '2015-12-31', 'Lahti'],
    ['588', 'Pertunmaa', '2024-12-31', 'Mäntyharju'],
    ['911', 'Valtimo', '2019-12-31', 'Nurmes'],
  ]);
});

test('6 municipalities moved to another region, and are asked for as of a day', async () => {
  const { municipalities } = await server.ask(`{
    municipalities(filter: { regionHistory: { count: { gte: 1 } } }, orderBy: { field: CODE }) {
      nodes {
        name { value }
        in2015: region(on: "2015-12-31") { name { value } }
        in2020: region(on: "2020-12-31") { name { value } }
        in2021: region(on: "2021-01-01") { name { value } }
        region { name { value } }
      }
    }
  }`);
  const moved = (name: string, from: string, to: string, in2020 = from) => ({
    name,
    in2015: from,
    in2020,
    in2021: to,
    region: to,
  });
  expect(lean(municipalities)).toEqual([
    moved('Heinävesi', 'Etelä-Savo', 'Pohjois-Karjala'),
    moved('Iitti', 'Kymenlaakso', 'Päijät-Häme'),
    moved('Isokyrö', 'Pohjanmaa', 'Etelä-Pohjanmaa'),
    moved('Joroinen', 'Etelä-Savo', 'Pohjois-Savo'),
    moved('Kuhmoinen', 'Keski-Suomi', 'Pirkanmaa'),
    moved('Vaala', 'Kainuu', 'Pohjois-Pohjanmaa', 'Pohjois-Pohjanmaa'), // already in 2016
  ]);
});

test('the official languages: 33 bilingual, 16 Swedish, 4 with Sámi', async () => {
  const inForce = 'validOn: "2026-01-01"';
  const answer = await server.ask(`{
    bilingual: municipalities(filter: { ${inForce}, and: [{ languages: { has: "fi" } }, { languages: { has: "sv" } }] }) { totalCount }
    swedish: municipalities(filter: { ${inForce}, languages: { has: "sv" }, not: { languages: { has: "fi" } } }) { totalCount }
    sami: municipalities(filter: { languages: { has: "se" } }, orderBy: { field: NAME }) { nodes { name { value } languages } }
    parainen: municipality(slug: "parainen") { languages }
  }`);
  expect(lean(answer)).toEqual({
    bilingual: 33,
    swedish: 16,
    sami: [
      { name: 'Enontekiö', languages: ['fi', 'se'] },
      { name: 'Inari', languages: ['fi', 'se', 'smn', 'sms'] },
      { name: 'Sodankylä', languages: ['fi', 'se'] },
      { name: 'Utsjoki', languages: ['fi', 'se'] },
    ],
    parainen: ['sv', 'fi'], // the majority first
  });
});
