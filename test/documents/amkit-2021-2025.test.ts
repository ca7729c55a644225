// The AMKIT consortium's strategy of 2021–2025: its vision, its themes and its statements.
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the vision stands in two lines, and the title is the printed one', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2021-2025") { kind title { value ownWords } vision { value } period { start end } }
  }`);
  expect(lean(plan)).toEqual({
    kind: 'STRATEGY',
    title: { value: 'AMKIT-konsortion strategia 2021-2025', ownWords: false },
    vision: 'MAHDOLLISTAVA KONSORTIO\nAVOIMESTI JA ILOISESTI YHDESSÄ',
    period: { start: '2021-01-01', end: '2025-12-31' },
  });
});

test('four central themes, in their order', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2021-2025") {
      themes { label { value } }
      items: sections(filter: { kind: { eq: ITEM } }) { title { value } }
    }
  }`);
  expect(lean(plan)).toEqual({
    themes: ['Avoimuus', 'Oppiminen', 'Vaikuttavuus', 'Yhteistyö'],
    items: ['avoimuus', 'oppiminen', 'vaikuttavuus', 'yhteistyö'],
  });
});

test('four focus sections with 3, 2, 3 and 2 statements, and two definitions', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2021-2025") {
      sections(filter: { kind: { eq: HEADING } }) {
        title { value }
        statements: children(filter: { kind: { eq: STATEMENT } }) { summary { value } }
        definitions: children(filter: { kind: { eq: DEFINITION } }) { title { value } }
      }
    }
  }`);
  const sections = lean(plan) as { title: string; statements: string[]; definitions: string[] }[];
  expect(
    sections.map(({ title, statements, definitions }) => [title, statements.length, definitions]),
  ).toEqual([
    ['VISIONimme', 0, []],
    ['AMKIT-konsortion strategia 2021-2025', 3, []], // two of purpose, one that names the themes
    ['Yhteistyö on konsortion toiminnan ydin', 3, []],
    ['Vaikuttavuus syntyy työmme tuloksena', 2, []],
    ['Oppivien jäsenten oppiva konsortio', 3, []],
    ['Avoimesti yhdessä', 2, ['TKIO', 'Avoin TKIO']],
  ]);
  for (const { statements } of sections) for (const each of statements) expect(each).toBeTruthy();
});

test('it has no actions, budget, posts, goals or laws', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2021-2025") {
      actions { totalCount }
      budgetLines { key }
      positions { share }
      goals { totalCount }
      citations { wording }
    }
  }`);
  expect(lean(plan)).toEqual({
    actions: 0,
    budgetLines: [],
    positions: [],
    goals: 0,
    citations: [],
  });
});
