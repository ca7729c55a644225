// Which courses were on offer on Liboppi in 2021, with which key, who made them, and does a key tell a course?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  courses: actions(
    first: 50
    filter: { form: { eq: ONLINE_COURSE }, during: { start: "2021-01-01", end: "2021-12-31" } }
    orderBy: { field: PRINTED }
  ) {
    nodes {
      title { value }
      channels { key channel { name { value } url } }
      participations(filter: { role: { eq: PRODUCER } }) { organisation { name { value } kind } }
    }
  }
  digituki: actions(filter: { channels: { some: { key: { eq: "digituki" } } } }) { totalCount }
  digidiplomi: actions(filter: { channels: { some: { key: { eq: "digidiplomi" } } } }) { totalCount }
  lukulux: actions(filter: { channels: { some: { key: { eq: "lukulux" } } } }) { totalCount }
  selkokieli: actions(filter: { channels: { some: { key: { eq: "selkokieli" } } } }) { totalCount }
}`;

test('nine courses share four keys, and a course was made by a library, a project or nobody who is named', async () => {
  const { courses, ...keys } = await ask(query);
  const rows = courses.nodes.map(({ title, channels, participations }: Data) => [
    title.value,
    channels.map(({ key }: Data) => key).join(),
    participations.map(({ organisation }: Data) => organisation.name.value).join() || null,
  ]);
  expect(rows).toEqual([
    ['Kirjastojen e-aineistot', 'digituki', null],
    ['YKN:n digitaitosuositukset 2020', 'digituki', null],
    [
      'Lukulux.fi - Lukemattomien aikuisten ohjaamiseen',
      'lukulux',
      'Lukemattomat mahdollisuudet -hanke',
    ],
    ['Selkokielen perusteet', 'selkokieli', 'Vaasan kaupunginkirjasto'],
    ['Digituki kirjastoissa', 'digituki', 'Turun kaupunginkirjasto'],
    ['Tekijänoikeudet-webinaari', 'digidiplomi', 'Joensuun kaupunginkirjasto'],
    ['Turvallisesti verkossa -kurssi', 'digidiplomi', 'Joensuun kaupunginkirjasto'],
    ['Office 365 -perusteet', 'digidiplomi', 'Joensuun kaupunginkirjasto'],
    ['Kuvankäsittely Pixlr.com-pilvipalvelussa', 'digituki', null],
  ]);
  expect(courses.nodes[2].participations[0].organisation.kind).toBe('PROJECT');
  for (const { channels } of courses.nodes)
    expect(channels.map((each: Data) => each.channel)).toEqual([
      { name: { value: 'Liboppi' }, url: 'https://liboppi.fi/' },
    ]);
  expect(keys).toEqual({
    digituki: { totalCount: 4 },
    digidiplomi: { totalCount: 3 },
    lukulux: { totalCount: 1 },
    selkokieli: { totalCount: 1 },
  });
});
