// Is Kirjastofillarointi the same series as last year, and which time is it arranged in 2026?
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  actions(filter: { title: { eq: "Kirjastofillarointi" } }) {
    nodes {
      edition
      quantity { printed perYear { min max } }
      predecessor { edition plan { slug } }
      successors { nodes { edition plan { slug } } }
      events { nodes { title { value } edition timing { edtf printed } } }
    }
  }
}`;

test('the tour is arranged every year, for the eighth time in 2026, and no earlier plan tells of it', async () => {
  expect(await ask(query)).toEqual({
    actions: {
      nodes: [
        {
          edition: 8,
          quantity: { printed: 'jokavuotinen', perYear: { min: 1, max: 1 } },
          predecessor: null,
          successors: { nodes: [] },
          events: {
            nodes: [
              {
                title: { value: 'Kirjastofillarointi 2026' },
                edition: 8,
                timing: { edtf: '2026', printed: 'vuonna 2026 kahdeksannen kerran' },
              },
            ],
          },
        },
      ],
    },
  });
});
