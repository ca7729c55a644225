// The subjects that the plans share.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('36 themes have labels in Finnish, Swedish and English, of which the translations are ours', async () => {
  const { themes } = await server.ask(
    `{ themes(first: 100) { nodes { slug label { translations { language value ownWords } } } } }`,
  );
  expect(themes.nodes).toHaveLength(36);
  for (const { label } of themes.nodes)
    expect(label.translations).toEqual(
      ['fi', 'sv', 'en'].map((language) => ({
        language,
        value: expect.stringMatching(/^\p{Lu}/u) as string,
        ownWords: language !== 'fi',
      })),
    );
});

test('who asks in Swedish or English is told of the themes so', async () => {
  const { sv, en } = await server.ask(`{
    sv: plan(slug: "amkit-2021-2025") { themes { label(language: "sv") { value } } }
    en: plan(slug: "amkit-2021-2025") { themes { label(language: "en") { value } } }
  }`);
  expect(lean(sv)).toEqual(['Öppenhet', 'Lärande', 'Genomslag', 'Samarbete']);
  expect(lean(en)).toEqual(['Openness', 'Learning', 'Impact', 'Cooperation']);
});
