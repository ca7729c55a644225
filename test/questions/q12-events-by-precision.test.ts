// Which events have an exact date, and which only a month, a season, a year, a span, or nothing?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  exact: events(first: 50, filter: { timing: { precision: { in: [EXACT, DAY] } } }) { ...When }
  month: events(first: 50, filter: { timing: { precision: { eq: MONTH } } }) { ...When }
  season: events(first: 50, filter: { timing: { precision: { eq: SEASON } } }) { ...When }
  year: events(first: 50, filter: { timing: { precision: { eq: YEAR } } }) { ...When }
  range: events(first: 50, filter: { timing: { precision: { eq: RANGE } } }) { ...When }
  unknown: events(first: 50, filter: { timing: { precision: { eq: UNKNOWN } } }) { ...When }
  all: events(first: 0) { totalCount }
}
fragment When on EventConnection {
  nodes { title { value } timing { edtf start end approximate } }
}`;

test('each event stands under the precision of its document, and no hour is invented', async () => {
  const { all, ...groups } = await ask(query);
  const titled = (group: Data) =>
    group.nodes.map(({ title, timing }: Data) => `${timing.edtf}: ${title.value}`).sort();
  expect(
    Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, titled(group)])),
  ).toEqual({
    exact: ['2021-04-23: Jättikirjavinkkaus'],
    month: [],
    season: [
      '2024-22: Kirjastopäivät 2024',
      '2026-21: AMKIT-konsortion 25-vuotisjuhla',
      '2026-21: Lasten ja nuorten kirjastotyön verkostotapaaminen, kevät 2026',
      '2026-21: SEVERI-verkoston verkostopäivä, kevät 2026',
      '2026-21: Verkostopäivä keväällä 2026',
      '2026-23: SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
      '2026-23: Vertaisryhmämentoroinnin starttipäivä',
    ],
    year: [
      '2024: Opintomatka',
      '2026: Finlands svenska biblioteksföreningenin kirjastopäivät',
      '2026: Kirjastofillarointi 2026',
      '2026: Kirjastopäivät',
      '2026: Työryhmien yhteinen verkkotapahtuma',
    ],
    range: ['2024-01/2024-03~: Kansallisen mentorointiohjelman käynnistyminen'],
    unknown: ['null: Esihenkilöpäivä', 'null: Uudenmaan kirjastopäivä'],
  });
  const events = Object.values(groups).flatMap((group) => group.nodes);
  expect(events).toHaveLength(16);
  expect(all.totalCount).toBe(16);
  for (const { timing } of events) expect([timing.start, timing.end]).toEqual([null, null]);
});
