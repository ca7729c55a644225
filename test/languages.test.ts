import 'reflect-metadata';
import fc from 'fast-check';
import { bundleWorkbook } from '../src/table/export';
import { readFile } from '../src/table/files';
import { HEADING_LANGUAGES } from '../src/table/words';
import { codes, imported, results } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  await server.load({
    themes: [
      { slug: 'kaikki', label: { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' } },
      { slug: 'ei-ruotsiksi', label: { fi: 'Suomeksi', en: 'In English', ownWords: ['en'] } },
      { slug: 'saame', label: { smn: 'Anarâškielân', se: 'Davvisámegillii' } },
    ],
  });
});
afterAll(() => server.close());

/** The texts that a reader gets who asks for languages; by a document of its own each time unless one is given. */
async function texts(language: string | undefined, more = '', argument = ''): Promise<string[]> {
  const query = `{ themes(filter: { slug: { in: ["kaikki", "ei-ruotsiksi", "saame"] } } orderBy: { field: SLUG }) { nodes { ${more} label${argument} { value language ownWords } } } }`;
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

const TAGS = [
  'fi',
  'sv',
  'en',
  'se',
  'smn',
  'nb',
  'nb-no',
  'no',
  'sv-fi',
  'zh-hant',
  'zh',
  'x-own',
];
const tag = fc.constantFrom(...TAGS);
const someTags = fc.uniqueArray(tag, { minLength: 1, maxLength: 5 });
const askedTag = fc.oneof(tag, fc.constantFrom('fi-FI', 'en-GB', 'ZH-hant', 'de', 'fin'));
const header = fc.uniqueArray(askedTag, { maxLength: 2 }); // with those behind them, no more than are taken

/** The language in which a text is read: asked, then the request's, each with what it is a variety of; fi, sv, en; the shortest. */
function readIn(held: readonly string[], asked: string | null, languages: readonly string[]) {
  const wanted = [asked ?? [], ...languages].flat().flatMap((each) => {
    const parts = each.toLowerCase().replace(/^fin$/, 'fi').split('-');
    return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
  });
  const others = [...held].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return [...wanted, 'fi', 'sv', 'en', ...others].find((each) => held.includes(each))!;
}

test('texts in any languages are read as the rule says, by the statement and where code runs', async () => {
  const seed = Number(process.env.LANGUAGES_SEED ?? Date.now() % 1_000_000);
  const held = fc.sample(someTags, { seed, numRuns: 40 });
  const own = held.map((tags, i) => tags.filter((_, j) => (i + j) % 3 === 0));
  await server.load({
    themes: held.map((tags, i) => ({
      slug: `any-${100 + i}`,
      label: {
        ...Object.fromEntries(tags.map((each) => [each, `${each} ${i}`])),
        ownWords: own[i],
      },
    })),
  });
  const inOrder = (tags: string[]) => {
    const rank = (each: string) => ['fi', 'sv', 'en'].indexOf(each) + 1 || 3 + each.length;
    return [...tags].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  };
  const asks = fc.sample(fc.tuple(fc.option(askedTag), header, fc.boolean()), {
    seed,
    numRuns: 40,
  });
  for (const [asked, languages, code] of asks) {
    const { themes } = await server.ask(
      `query ($language: Language) { themes(first: 100 filter: { slug: { startsWith: "any-" } } orderBy: { field: SLUG }) {
        nodes { ${code ? 'history { version }' : ''} label(language: $language) { value language ownWords translations { language value ownWords } } } } }`,
      { variables: { language: asked }, language: languages.join(', ') },
    );
    const translation = (i: number) => (language: string) => ({
      value: `${language} ${i}`,
      language,
      ownWords: own[i]!.includes(language),
    });
    expect({ seed, asked, languages, found: themes.nodes.map(({ label }: Data) => label) }).toEqual(
      {
        ...{ seed, asked, languages },
        found: held.map((tags, i) => ({
          ...translation(i)(readIn(tags, asked, languages)),
          translations: inOrder(tags).map(translation(i)),
        })),
      },
    );
  }
});

test('who asks for odd languages is answered by statements that are there already', async () => {
  const { database } = server.app;
  const { read } = database;
  const seen = new Set<string>();
  database.read = (statement, ...more) => {
    if ('text' in statement) seen.add(statement.text);
    return read(statement, ...more);
  };
  const ask = async (language: string, argument = '') =>
    fetch(
      `${server.url}/graphql?query=${encodeURIComponent(`query ($l: Language) { theme(slug: "saame") { label(language: $l) { value language } } }`)}&variables=${encodeURIComponent(JSON.stringify({ l: argument || null }))}`,
      { headers: { 'accept-language': language, accept: 'application/json' } },
    ).then((response) => response.json() as Promise<{ data: Data }>);
  const letters = [...'abcdefghij'];
  for (const a of letters) {
    expect((await ask(`x-${a}, se;q=0.5, sv;q=0.1`)).data.theme.label.language).toBe('se');
    expect((await ask(`x-${a}`, `q${a}a-${a}b`)).data.theme.label.language).toBe('se');
    expect((await ask('', `q${a}a`)).data.theme.label.language).toBe('se');
  }
  database.read = read;
  expect(seen.size).toBe(3);
});

const PUT = `mutation ($input: PutThemeInput!) { putTheme(input: $input) {
  theme { label { translations { language value ownWords } } } result userErrors { code field } } }`;

/** Writes the label of a theme; gives what came of it: what is held, or what is wrong. */
async function put(label: object, slug = 'norja'): Promise<string[]> {
  const variables = { input: { slug, label } };
  const { putTheme } = await server.ask(PUT, { variables, key: ADMIN_KEY });
  const { result, theme, userErrors } = putTheme as Data;
  if (userErrors.length > 0)
    return userErrors.map(({ code, field }: Data) => `${code} ${field.join('.')}`) as string[];
  const held = theme.label.translations.map(
    (each: Data) => `${each.language} ${each.value}${each.ownWords ? '*' : ''}`,
  );
  return [result, ...held];
}

test('texts are written by fields of their own or in a list, languages in any spelling, each only once', async () => {
  const nb = { language: 'nb', value: 'Norsk' };
  const danish = { language: 'DAN', value: 'Dansk' };
  const both = await put({ translations: [nb, danish], ownWords: ['nb'] });
  expect(both).toEqual(['CREATED', 'da Dansk', 'nb Norsk*']);
  const finnish = await put({ fi: 'Norja', translations: [{ language: 'Danish', value: null }] });
  expect(finnish).toEqual(['UPDATED', 'fi Norja', 'nb Norsk*']);
  expect(await put({ translations: [nb] })).toEqual(['UNCHANGED', 'fi Norja', 'nb Norsk*']);
  expect(await put({ translations: [nb, nb] })).toEqual([
    'DUPLICATE label.translations.1.language',
  ]);
  expect(await put({ se: 'x', translations: [{ language: 'sme', value: 'y' }] })).toEqual([
    'DUPLICATE label.translations.0.language',
  ]);
  const long = { language: 'nb', value: 'x'.repeat(5000) };
  expect(await put({ translations: [long] })).toEqual(['TOO_LONG label.translations.0.value']);
  const unknown = { slug: 'norja', label: { translations: [{ language: 'xx', value: 'y' }] } };
  const { errors } = await server.send(PUT, { variables: { input: unknown }, key: ADMIN_KEY });
  expect(errors?.[0]?.message).toContain('Wanted a language by its tag');
});

test('a text is in so many languages and no more, however they come to it', async () => {
  const some = (from: number, to: number) => ({
    translations: Array.from({ length: to - from }, (_, i) => ({
      language: `x-n${from + i}`,
      value: 'a',
    })),
  });
  expect((await put(some(0, 20), 'monta')).length).toBe(21);
  expect((await put(some(20, 30), 'monta')).length).toBe(31);
  expect(await put(some(30, 31), 'monta')).toEqual(['OUT_OF_RANGE label']);
  expect(await put(some(0, 31), 'enemman')).toEqual(['OUT_OF_RANGE label']);
  expect((await put(some(5, 25), 'monta'))[0]).toBe('UNCHANGED');
});

test('what is exported goes in again unchanged, as a bundle and as a workbook in any language', async () => {
  const label = { nb: 'Norsk', 'x-own': 'null', 'zh-hant': '中文', ownWords: ['x-own'] };
  const plan = {
    ...{ slug: 'kirjala-2026', owner: 'kirjala', kind: 'ACTION_PLAN', period: 2026 },
    title: { NB: 'Plan', et: 'Kava' },
    sections: [{ key: '1', kind: 'HEADING', title: { so: 'Qorshe', ar: 'خطة' } }],
  };
  await imported(server, {
    organisations: [{ slug: 'kirjala', name: { et: 'Kirjala' }, kind: 'OTHER' }],
    themes: [{ slug: 'oma', label }],
    plans: [plan],
  });
  const { exportBundle } = await server.ask('{ exportBundle }', { key: ADMIN_KEY });
  expect(JSON.stringify(exportBundle)).toContain(JSON.stringify(label));
  const rows = exportBundle as Data;
  const report = await imported(server, rows);
  expect([...new Set(results(report).map((each) => each.split(' ')[1]))]).toEqual(['UNCHANGED']);
  for (const language of HEADING_LANGUAGES) {
    const { bundle } = await readFile('x', bundleWorkbook(rows, language));
    const again = await imported(server, bundle!);
    expect(codes(again)).toEqual([]);
    expect([...new Set(results(again).map((each) => each.split(' ')[1]))]).toEqual(['UNCHANGED']);
  }
});

test('what changed is told as it was held', async () => {
  await put({ translations: [{ language: 'nb', value: 'En' }] }, 'muuttuva');
  await put({ translations: [{ language: 'et', value: 'Kaks' }] }, 'muuttuva');
  const { theme } = await server.ask(
    '{ theme(slug: "muuttuva") { history { changes { field before after } } } }',
    { key: ADMIN_KEY },
  );
  expect(theme.history[0].changes).toEqual([
    { field: 'label', before: { nb: 'En' }, after: { et: 'Kaks', nb: 'En' } },
  ]);
});

test('filters and orders know a text in whatever language', async () => {
  await server.load({ themes: [{ slug: 'vain-norja', label: { nb: 'Ærlig øl' } }] });
  const { themes } = await server.ask(
    '{ themes(filter: { label: { contains: "ærlig" } }, orderBy: { field: NAME }) { nodes { slug } } }',
  );
  expect(themes.nodes).toEqual([{ slug: 'vain-norja' }]);
});

test('feeds are in any language, with what is not there in another', async () => {
  const event = { owner: 'feeds', state: 'PUBLISHED' };
  await server.load({
    organisations: [{ slug: 'feeds', name: { fi: 'Syöte' }, kind: 'OTHER' }],
    events: [
      { ...event, slug: 'e1', title: { fi: 'Yksi', nb: 'En' }, start: '2026-12-01T09:00' },
      { ...event, slug: 'e2', title: { fi: 'Kaksi' }, start: '2026-12-02T09:00' },
    ].map(({ start, ...each }) => ({ ...each, timing: { start } })),
  });
  const feed = async (lang: string) => {
    const response = await fetch(`${server.url}/calendar.ics?start=2026-11-01&lang=${lang}`);
    return (await response.text()).match(/SUMMARY.*|Wanted.*/g)?.map((each) => each.trim());
  };
  expect(await feed('nb-NO')).toEqual(['SUMMARY;LANGUAGE=nb:En', 'SUMMARY;LANGUAGE=fi:Kaksi']);
  expect(await feed('Norwegian%20Bokmål')).toEqual(await feed('nb'));
  expect(await feed('de')).toEqual(['SUMMARY:Yksi', 'SUMMARY:Kaksi']);
  expect((await feed('xx'))![0]).toContain('Wanted a language by its tag');
  const page = await (await fetch(`${server.url}/?lang=nb`)).text();
  expect(page).toContain('<option value="nb" selected>Norwegian Bokmål</option>');
  expect((await fetch(`${server.url}/?lang=ab1-x`)).status).toBe(200);
});
