// The events that each document names, when it says they are held, and nothing more.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test.each<[string, [title: string, edtf: string | null, printed: string | null][]]>([
  [
    'amkit-plan-2026',
    [
      ['Työryhmien yhteinen verkkotapahtuma', '2026', 'Vuoden aikana'],
      ['Verkostopäivä keväällä 2026', '2026-21', 'keväällä 2026'],
      ['AMKIT-konsortion 25-vuotisjuhla', '2026-21', 'keväällä 2026'],
    ],
  ],
  ['amkit-strategy-2021-2025', []],
  [
    'savo-plan-2024',
    [
      ['Opintomatka', '2024', 'Vuoden 2024 aikana'],
      ['Kirjastopäivät 2024', '2024-22', 'kesän 2024'],
      ['Kansallisen mentorointiohjelman käynnistyminen', '2024-01/2024-03~', 'vuoden 2024 alussa'],
    ],
  ],
  ['los-slides-2021', [['Jättikirjavinkkaus', '2021-04-23', '23.4.']]],
  [
    'porvoo-plan-2026',
    [
      ['Kirjastofillarointi 2026', '2026', 'vuonna 2026 kahdeksannen kerran'],
      ['Lasten ja nuorten kirjastotyön verkostotapaaminen, kevät 2026', '2026-21', 'keväisin'],
      ['SEVERI-verkoston verkostopäivä, kevät 2026', '2026-21', 'keväisin'],
      ['SVEA-verkoston ruotsinkielinen lähikoulutuspäivä', '2026-23', 'syksyllä 2026'],
      ['Vertaisryhmämentoroinnin starttipäivä', '2026-23', 'Syksyllä 2026'],
      ['Uudenmaan kirjastopäivä', null, null],
      ['Esihenkilöpäivä', null, null],
      ['Kirjastopäivät', '2026', 'Vuonna 2026'],
      ['Finlands svenska biblioteksföreningenin kirjastopäivät', '2026', 'vuonna 2026'],
    ],
  ],
])('%s', async (document, expected) => {
  const { events } = await server.ask(
    `query Events($document: String!) {
      events(filter: { provenance: { some: { document: { is: { slug: { eq: $document } } } } } }) {
        nodes { title { value } timing { edtf printed } }
      }
    }`,
    { variables: { document } },
  );
  const rows = lean(events) as {
    title: string;
    timing: { edtf: string | null; printed: string | null };
  }[];
  expect(rows.map(({ title, timing }) => [title, timing.edtf, timing.printed]).sort()).toEqual(
    expected.sort(),
  );
});

test('there are 16 events, of which one has a day, none an hour, and one a number', async () => {
  const { all, exact, days, numbered } = await server.ask(`{
    all: events { totalCount }
    exact: events(filter: { timing: { precision: { eq: EXACT } } }) { totalCount }
    days: events(filter: { timing: { precision: { eq: DAY } } }) {
      nodes { timing { earliest latest start } languages inferred: provenance(filter: { basis: { eq: INFERRED } }) { fields } }
    }
    numbered: events(filter: { edition: { isNull: false } }) { nodes { title { value } edition } }
  }`);
  expect([lean(all), lean(exact)]).toEqual([16, 0]);
  expect(lean(days)).toEqual([
    {
      timing: { earliest: '2021-04-23', latest: '2021-04-23', start: null },
      languages: ['sv'],
      inferred: expect.arrayContaining([['timing']]) as string[][], // the slides print no year
    },
  ]);
  expect(lean(numbered)).toEqual([{ title: 'Kirjastofillarointi 2026', edition: 8 }]);
});

test('the library days are held by an association in Oulu, and attended by the AKE libraries', async () => {
  const { event, kuopio } = await server.ask(`{
    event(slug: "suomen-kirjastoseura-kirjastopaivat-2026") {
      municipality { name { value } }
      participations { role organisation { name { value } } label { value } }
    }
    kuopio: event(slug: "kuopio-kirjastopaivat-2024") { municipality { name { value } } timing { precision } }
  }`);
  expect(lean(event)).toEqual({
    municipality: 'Oulu',
    participations: [
      { role: 'ORGANISER', organisation: 'Suomen kirjastoseura', label: null },
      { role: 'PARTICIPANT', organisation: 'Porvoon kaupunginkirjasto', label: null },
      { role: 'PARTICIPANT', organisation: null, label: 'AKE-kirjastot' },
    ],
  });
  expect(lean(kuopio)).toEqual({ municipality: 'Kuopio', timing: 'SEASON' });
});

test('whatever is dated, event or action, has the words of the plan that date it', async () => {
  const { events, actions } = await server.ask(`{
    events(filter: { timing: { precision: { ne: UNKNOWN } } }, first: 100) {
      nodes { slug timing { printed } }
    }
    actions(filter: { timing: { precision: { ne: UNKNOWN } } }, first: 100) {
      totalCount
      nodes { slug timing { printed } }
    }
  }`);
  expect(actions.totalCount).toBeLessThan(100);
  const rows = [...lean(events), ...lean(actions).nodes] as {
    slug: string;
    timing: string | null;
  }[];
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ timing }) => !timing)).toEqual([]);
});
