// The words that the plans share, in three languages.
import { lean } from '../support/lean';
import { type Data, type TestServer, testServer } from '../support/server';

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

/** The texts by which the plans name what they share: all but the themes, which are looked at above. */
const SHARED = `{
  topics(first: 100) { nodes { slug name { ...All } } }
  modules(first: 100) { nodes { slug name { ...All } } }
  competenceAreas(first: 100) { nodes { slug name { ...All } } }
  competenceFrameworks(first: 100) { nodes { slug title { ...All } } }
  goalFrameworks(first: 100) { nodes { slug title { ...All } } }
  goals(first: 100) { nodes { slug title { ...All } } }
  metrics(first: 100) { nodes { slug name { ...All } numerator { ...All } denominator { ...All } } }
  channels(first: 100) { nodes { slug name { ...All } } }
  networks(first: 100) { nodes { slug name { ...All } } }
  legalReferences(first: 100) { nodes { slug title { ...All } } }
  organisations(first: 100) { nodes { slug name { ...All } mandates { task { ...All } } } }
}
fragment All on Text { translations { language value ownWords } }`;

/** The names that are the same in every language: of platforms, and of what is called by an address. */
const NAMES = new Set(
  'Liboppi,Eduuni,Digicampus,Slack,Theseus,Kreodi,OmaKirjasto,VarSat,Instagram,Teams,Uudenmaankirjastot.fi,savonake.fi,AKE Porvoo Borgå'.split(
    ',',
  ),
);

test('what plans share has names in Finnish, Swedish and English, and what is translated says that it is ours', async () => {
  const found = (await server.ask(SHARED)) as Record<string, { nodes: Data[] }>;
  const texts = Object.entries(found).flatMap(([list, { nodes }]) =>
    nodes.flatMap(({ slug, mandates = [], ...fields }) =>
      [...Object.values(fields), ...mandates.map(({ task }: Data) => task as Data)].flatMap(
        (text: Data | null) => (text ? [{ of: `${list} ${slug}`, ...text }] : []),
      ),
    ),
  ) as { of: string; translations: { language: string; value: string; ownWords: boolean }[] }[];
  expect(texts.length).toBeGreaterThan(300);
  const lacking = texts.filter(({ translations }) =>
    ['fi', 'sv', 'en'].some((each) => !translations.some(({ language }) => language === each)),
  );
  expect(lacking).toEqual([]);
  const unmarked = texts
    .filter(({ of }) => !/^(organisations|legalReferences) /.test(of)) // many have official names
    .flatMap(({ of, translations }) =>
      translations.flatMap(({ language, value, ownWords }) =>
        language === 'fi' || ownWords || NAMES.has(value) ? [] : [`${of}: ${value}`],
      ),
    );
  expect(unmarked).toEqual([
    // printed so
    'channels kirjastot-fi: Biblioteken.fi',
    'networks porvoo-svenska-samarbetsgruppen: Svenska samarbetsgruppen för utvecklingsuppdrag',
  ]);
  const same = texts.flatMap(({ translations }) => {
    const [fi, sv, en] = translations.map(({ value }) => value);
    return fi === sv && sv === en ? [fi!] : [];
  });
  expect(new Set(same)).toEqual(NAMES);
});
