// Which regions does each regional development library serve, and which one serves Kainuu?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  libraries: organisations(
    filter: { mandates: { some: { kind: { eq: REGIONAL } } } }
    orderBy: { field: NAME }
  ) {
    totalCount
    nodes {
      name { value }
      mandates(filter: { kind: { eq: REGIONAL } }) { regions { name { value } } }
    }
  }
  kainuu: regions(filter: { name: { eq: "Kainuu" } }) {
    nodes { servedBy { nodes { name { value } } } }
  }
}`;

test('nine libraries serve eighteen regions, each region one library, and Kainuu is served by Oulu', async () => {
  const { libraries, kainuu } = await ask(query);
  const served = libraries.nodes.map(({ name, mandates }: Data) => [
    name.value,
    mandates.flatMap(({ regions }: Data) => regions.map((region: Data) => region.name.value)),
  ]);
  expect(served).toEqual([
    ['Joensuun kaupunginkirjasto', ['Pohjois-Karjala']],
    ['Kuopion kaupunginkirjasto', ['Etelä-Savo', 'Pohjois-Savo']],
    ['Lahden kaupunginkirjasto', ['Kanta-Häme', 'Päijät-Häme', 'Kymenlaakso', 'Etelä-Karjala']],
    ['Oulun kaupunginkirjasto', ['Pohjois-Pohjanmaa', 'Kainuu']],
    ['Porvoon kaupunginkirjasto', ['Uusimaa']],
    ['Rovaniemen kaupunginkirjasto', ['Lappi']],
    ['Tampereen kaupunginkirjasto', ['Pirkanmaa', 'Keski-Suomi']],
    ['Turun kaupunginkirjasto', ['Varsinais-Suomi', 'Satakunta']],
    ['Vaasan kaupunginkirjasto', ['Etelä-Pohjanmaa', 'Pohjanmaa', 'Keski-Pohjanmaa']],
  ]);
  expect(libraries.totalCount).toBe(9);
  expect(new Set(served.flatMap((each: Data) => each[1])).size).toBe(18);
  expect(kainuu.nodes).toEqual([
    { servedBy: { nodes: [{ name: { value: 'Oulun kaupunginkirjasto' } }] } },
  ]);
});
