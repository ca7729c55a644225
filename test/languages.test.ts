import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    themes: [
      { slug: 'kaikki', label: { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' } },
      { slug: 'ei-ruotsiksi', label: { fi: 'Suomeksi', en: 'In English', ownWords: ['en'] } },
      { slug: 'saame', label: { se: 'Davvisámegillii', smn: 'Anarâškielân' } },
    ],
  });
});
afterAll(() => server.close());

/** The texts that a reader gets who asks for languages; by a document of its own each time unless one is given. */
async function texts(language: string | undefined, more = '', argument = ''): Promise<string[]> {
  const query = `{ themes(orderBy: { field: SLUG }) { nodes { ${more} label${argument} { value language ownWords } } } }`;
  const { themes } = await server.ask(query, { language });
  return themes.nodes.map(({ label }: Data) => label.language + (label.ownWords ? '*' : ''));
}

const ORDERS: [string | undefined, string][] = [
  // without Swedish, in all, in Sámi
  [undefined, 'fi fi se'],
  ['fi', 'fi fi se'],
  ['sv', 'fi sv se'],
  ['sv-FI, en;q=0.8', 'en* sv se'],
  ['da, en;q=0.8', 'en* en se'],
  ['en;q=0.5, sv;q=0.7, smn;q=0.1', 'en* sv smn'],
  ['fi;q=0', 'en* sv se'],
  ['*', 'fi fi se'],
];

describe.each([
  ['by the statement', ''],
  ['where code runs', 'history { version }'],
])('%s', (_, more) => {
  test('the whole of Accept-Language is an order, whoever has asked the same before in another', async () => {
    for (let round = 0; round < 3; round++)
      for (const [language, found] of ORDERS)
        expect([language, (await texts(language, more)).join(' ')]).toEqual([language, found]);
  });

  test('a language that is asked for comes before it', async () => {
    for (let round = 0; round < 3; round++) {
      const asked = '(language: "sv")';
      expect(await texts('en', more, asked)).toEqual(['en*', 'sv', 'se']);
      expect(await texts('smn', more, asked)).toEqual(['fi', 'sv', 'smn']);
      expect(await texts(undefined, more, asked)).toEqual(['fi', 'sv', 'se']);
    }
  });
});

test('caches between keep answers apart by the header, and equal orders are one answer', async () => {
  const query = '{ theme(slug: "ei-ruotsiksi") { label { value } } }';
  const get = async (language: string, tag?: string) => {
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: {
        'accept-language': language,
        accept: 'application/json',
        ...(tag && { 'if-none-match': tag }),
      },
    });
    return { response, body: await response.text(), tag: response.headers.get('etag')! };
  };
  for (let round = 0; round < 3; round++) {
    const [english, danish, finnish] = [await get('en-GB'), await get('da, EN'), await get('fi')];
    expect(english.response.headers.get('vary')).toContain('Accept-Language');
    expect(english.body).toContain('In English');
    expect(danish).toMatchObject({ body: english.body, tag: english.tag });
    expect(finnish.body).toContain('Suomeksi');
    expect((await get('sv, en', english.tag)).response.status).toBe(304);
    expect((await get('sv', english.tag)).response.status).toBe(200);
  }
});
