// What does the area of meeting the customer offer in Swedish, and what are its parts and offerings called in Swedish?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  competenceArea(slug: "porvoo-2026-kohtaaminen") {
    name(language: "sv") { value language ownWords }
    modules { nodes { name(language: "sv") { value language } } }
  }
  inSwedish: actions(filter: {
    languages: { has: "sv" }
    placements: { some: { module: { is: { area: { is: { slug: { eq: "porvoo-2026-kohtaaminen" } } } } } } }
  }) {
    nodes { title { value language } languages }
  }
  offerings: actions(
    first: 50
    filter: { placements: { some: { module: { is: { area: { is: { slug: { eq: "porvoo-2026-kohtaaminen" } } } } } } } }
    orderBy: { field: PRINTED }
  ) {
    nodes {
      title(language: "sv") { value language translations { language value } }
      languages
    }
  }
}`;

test('Swedish names are told from Swedish delivery, and what has no Swedish name falls back to Finnish', async () => {
  const { competenceArea, inSwedish, offerings } = await ask(query);
  expect(competenceArea).toEqual({
    // the document names its areas in Finnish only
    name: { value: 'Bemötande av kunden', language: 'sv', ownWords: true },
    modules: {
      nodes: [
        { name: { value: 'Språk och kulturell mångfald', language: 'sv' } },
        { name: { value: 'Olika kunder', language: 'sv' } },
        { name: { value: 'Kundupplevelse', language: 'sv' } },
        { name: { value: 'Framträdande och interaktion', language: 'sv' } },
      ],
    },
  });
  expect(inSwedish.nodes).toEqual([
    { title: { value: 'Infokurs i lättläst', language: 'sv' }, languages: ['sv'] },
  ]);
  const names = offerings.nodes.map(({ title }: Data) => `${title.language}: ${title.value}`);
  expect(names.sort()).toEqual([
    'fi: Antirasismi',
    'fi: Asiakaskokemuksen kehittämisen työkalut',
    'fi: Erityisen lukemisen päivä',
    'fi: Esiintymiskoulutus',
    'fi: Minä asiakaspalvelijana-keskustelut',
    'fi: Monikielinen toiminta kirjastoissa',
    'fi: Nuorten kohtaaminen',
    'fi: Palvelumuotoilu',
    'fi: Selkokielen perusteet',
    'sv: Bibliotekssvenska',
    'sv: Infokurs i lättläst',
  ]);
  const named = (value: string) => offerings.nodes.find(({ title }: Data) => title.value === value);
  // a Swedish name says nothing of the language it is given in
  expect(named('Bibliotekssvenska').languages).toEqual([]);
  expect(named('Palvelumuotoilu').title.translations).toEqual([
    { language: 'fi', value: 'Palvelumuotoilu' },
    { language: 'en', value: 'Service design' },
  ]);
});
