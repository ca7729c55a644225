// Which plans cite the act 1492/2016, the decree 660/2017, or just "the library act" without a number?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('an act is found by its number and by its common name, with the plans that cite it and where', async () => {
  const answer = await server.ask(`
    query {
      act: legalReferences(filter: { number: { eq: "1492/2016" } }) { nodes { ...Cited } }
      decree: legalReferences(filter: { number: { eq: "660/2017" } }) { nodes { ...Cited } }
      byName: legalReferences(filter: { aliases: { has: "kirjastolaki" } }) {
        nodes { number citedBy(orderBy: { field: PERIOD }) { nodes { slug } } }
      }
    }
    fragment Cited on LegalReference {
      title { value }
      citedBy(orderBy: { field: PERIOD }) {
        nodes {
          slug
          act: citations(filter: { reference: { is: { number: { eq: "1492/2016" } } } }) { ...Where }
          decree: citations(filter: { reference: { is: { number: { eq: "660/2017" } } } }) { ...Where }
        }
      }
    }
    fragment Where on Citation { paragraph wording section { number } }`);

  const where = (number: string | null, wording: string, paragraph: string | null = null) => ({
    paragraph,
    wording,
    section: number,
  });
  const turku = {
    slug: 'turku-2021',
    act: [where(null, 'Laki yleisistä kirjastoista')],
    decree: [],
  };
  const kuopio = {
    slug: 'kuopio-2024',
    act: [
      where(null, 'kirjastolaissa säädetyn palvelutehtävän mukaisesti'),
      where(null, 'pohjautuvat kirjastolakiin'),
      where(null, 'kirjastolaissa asetettujen tavoitteiden mukaisesti'),
    ],
    decree: [where(null, 'opetus- ja kulttuuriministeriön asetuksen (660/2017) mukaisesti')],
  };
  const porvoo = {
    slug: 'porvoo-2026',
    act: [
      where('1', 'laki yleisistä kirjastoista 1492/2016'),
      where('2', 'kirjastolain tavoitteet'),
      where('2.5', 'Kirjastolain tavoitteena'),
      where('2.6', 'Kirjastolain tavoitteen toteuttamisessa'),
      where('3.4', 'laki yleisistä kirjastoista 8 §', '8 §'),
    ],
    decree: [where('1', 'Opetus- ja kulttuuriministeriön asetus yleisistä kirjastoista 660/2017')],
  };
  expect(lean(answer)).toEqual({
    act: [{ title: 'Laki yleisistä kirjastoista', citedBy: [turku, kuopio, porvoo] }],
    decree: [
      {
        title: 'Opetus- ja kulttuuriministeriön asetus yleisistä kirjastoista',
        citedBy: [kuopio, porvoo],
      },
    ],
    byName: [{ number: '1492/2016', citedBy: ['turku-2021', 'kuopio-2024', 'porvoo-2026'] }],
  });
});
