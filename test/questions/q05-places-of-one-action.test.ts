// To which modules and areas does "Erityisen lukemisen päivä" belong?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  actions(filter: { title: { eq: "Erityisen lukemisen päivä" } }) {
    totalCount
    nodes {
      placements {
        module { name { value } area { number name { value } } }
        topic { name { value } }
      }
    }
  }
}`;

test('the day is one action that stands in three areas', async () => {
  const { actions } = await ask(query);
  expect(actions.totalCount).toBe(1);
  const places = actions.nodes[0].placements.map(({ module, topic }: Data) =>
    [module.area.number, module.area.name.value, module.name.value, topic.name.value].join(' / '),
  );
  expect(places).toEqual([
    '2.1 / Lukutaitotyö / LUKUTAITO – KOULULAISET / Erityisryhmät',
    '2.3 / Kokoelmat ja sisällöt / PERUSTIEDOT SISÄLLÖISTÄ / Selkokirjallisuus',
    '2.6 / Asiakkaan kohtaaminen / ERILAISET ASIAKKAAT / Erityisryhmät',
  ]);
});
