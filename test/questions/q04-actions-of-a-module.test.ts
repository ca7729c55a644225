// What is done in 2026 under the module of languages and multiculturalism, topic by topic, and which of it is a course on Liboppi?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  module(slug: "porvoo-2026-kielet") {
    name { value }
    topics {
      nodes {
        name { value }
        actions(filter: { during: { start: "2026-01-01", end: "2026-12-31" } }) {
          nodes {
            title { value }
            form
            badges: channels(filter: { channel: { is: { kind: { eq: LEARNING_PLATFORM } } } }) {
              channel { name { value } }
            }
          }
        }
      }
    }
  }
}`;

test('the actions of a module stand under their topics, courses with the badge of Liboppi and without a label in the title', async () => {
  const { module } = await ask(query);
  expect(module.name.value).toBe('KIELET JA MONIKULTTUURISUUS');
  const course = (title: string) => [title, 'ONLINE_COURSE', 'Liboppi'];
  const topics = module.topics.nodes.map(({ name, actions }: Data) => [
    name.value,
    actions.nodes.map(({ title, form, badges }: Data) => [
      title.value,
      form,
      ...badges.map((badge: Data) => badge.channel.name.value),
    ]),
  ]);
  expect(topics).toEqual([
    ['Asiakaspalveluruotsi', [['Bibliotekssvenska', 'TRAINING']]],
    ['Asiakaspalvelusuomi', []],
    ['Asiakaspalveluenglanti', []],
    ['Selkeä kieli', [course('Selkokielen perusteet'), course('Infokurs i lättläst')]],
    [
      'Monikulttuurisuus',
      [['Antirasismi', 'TRAINING'], course('Monikielinen toiminta kirjastoissa')],
    ],
  ]);
});
