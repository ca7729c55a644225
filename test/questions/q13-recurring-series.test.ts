// What recurs in the plan of Porvoo for 2026: how often, in which words, how many a year, and when next?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  plan(slug: "porvoo-2026") {
    actions(first: 50, filter: { quantity: { isNull: false } }, orderBy: { field: NAME }) {
      nodes {
        title { value }
        quantity {
          rhythm
          printed
          approximate
          season
          perYear { min max }
          nextDue(after: "2025-12-31") { edtf }
        }
      }
    }
  }
}`;

test('series are counted by the year where the plan counts them, with its own words beside', async () => {
  const { plan } = await ask(query);
  const series = plan.actions.nodes.map(({ title, quantity }: Data) => [
    title.value,
    quantity.printed,
    quantity.perYear ? [quantity.perYear.min, quantity.perYear.max] : quantity.rhythm,
  ]);
  expect(series).toEqual([
    ['Kirjastofillarointi', 'jokavuotinen', [1, 1]],
    ['Kirjastonjohtajien kokoukset', 'vuosittain kaksi tapaamista', [2, 2]],
    ['Kirjastotyöpajat', 'kyseisen kirjaston tilauksesta', 'ON_DEMAND'],
    ['Kirjastovierailut', 'säännöllisesti', 'REGULAR'],
    ['Koulutuskysely', 'keväisin joka toinen vuosi', [0.5, 0.5]],
    ['Lasten ja nuorten kirjastotyön verkoston etäkahvit', 'säännöllisesti', 'REGULAR'],
    ['Lasten ja nuorten kirjastotyön verkostotapaaminen', 'keväisin', [1, 1]],
    ['SEVERI-verkoston verkostopäivä', 'keväisin', [1, 1]],
    ['Suunnitteluryhmän kokoukset', 'kahdesti vuodessa', [2, 2]],
    ['Toimintakysely', 'vuoden loppupuolella, joka toinen vuosi', [0.5, 0.5]],
    ['Uutiskirje', 'noin kerran kuukaudessa', [12, 12]],
    ['Yhteinen asiakaskysely', 'kahden-kolmen vuoden välein', [1 / 3, 1 / 2]],
  ]);
});

test('only the newsletter is approximate, the spring series are in spring, and surveys tell when they are due', async () => {
  const { plan } = await ask(query);
  const which = (test: (quantity: Data) => boolean) =>
    plan.actions.nodes
      .filter(({ quantity }: Data) => test(quantity))
      .map(({ title }: Data) => title.value);
  expect(which(({ approximate }) => approximate)).toEqual(['Uutiskirje']);
  expect(which(({ season }) => season === 'SPRING')).toEqual([
    'Koulutuskysely',
    'Lasten ja nuorten kirjastotyön verkostotapaaminen',
    'SEVERI-verkoston verkostopäivä',
  ]);
  const due = plan.actions.nodes
    .filter(({ quantity }: Data) => quantity.nextDue)
    .map(({ title, quantity }: Data) => [title.value, quantity.nextDue.edtf]);
  expect(due).toEqual([
    ['Kirjastofillarointi', '2026'],
    ['Kirjastonjohtajien kokoukset', '2026'],
    ['Koulutuskysely', '2026-21'],
    ['Lasten ja nuorten kirjastotyön verkostotapaaminen', '2026-21'],
    ['SEVERI-verkoston verkostopäivä', '2026-21'],
    ['Suunnitteluryhmän kokoukset', '2026'],
    ['Toimintakysely', '2027-23'],
    ['Uutiskirje', '2026-01'],
  ]);
});
