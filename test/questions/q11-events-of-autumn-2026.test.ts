// Which events are, or may be, in autumn 2026?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  may: events(
    first: 50
    filter: { timing: { possibly: { start: "2026-08-01", end: "2026-12-31" } } }
    orderBy: { field: NAME }
  ) {
    totalCount
    nodes { title { value } timing { printed precision earliest latest } }
  }
  sure: events(
    filter: { timing: { certainly: { start: "2026-08-01", end: "2026-12-31" } } }
    orderBy: { field: NAME }
  ) {
    nodes { title { value } }
  }
}`;

test('what is said to be in autumn is found, and so is what may be at any time of the year, told apart', async () => {
  const { may, sure } = await ask(query);
  const year = { precision: 'YEAR', earliest: '2026-01-01', latest: '2026-12-31' };
  const autumn = { precision: 'SEASON', earliest: '2026-08-01', latest: '2026-12-31' };
  const event = (title: string, printed: string, timing: object) => ({
    title: { value: title },
    timing: { printed, ...timing },
  });
  expect(may.nodes).toEqual([
    event('Finlands svenska biblioteksföreningenin kirjastopäivät', 'vuonna 2026', year),
    event('Kirjastofillarointi 2026', 'vuonna 2026 kahdeksannen kerran', year),
    event('Kirjastopäivät', 'Vuonna 2026', year),
    event('SVEA-verkoston ruotsinkielinen lähikoulutuspäivä', 'syksyllä 2026', autumn),
    event('Työryhmien yhteinen verkkotapahtuma', 'Vuoden aikana', year),
    event('Vertaisryhmämentoroinnin starttipäivä', 'Syksyllä 2026', autumn),
  ]);
  expect(may.totalCount).toBe(6);
  expect(sure.nodes.map(({ title }: Data) => title.value)).toEqual([
    'SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
    'Vertaisryhmämentoroinnin starttipäivä',
  ]);
});
