// Which commitments are firm, which are only intended, conditional or undecided, and in what words?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('what is not firm comes with its degree and with the words that say so', async () => {
  const answer = await server.ask(`
    query {
      intended: actions(filter: { commitment: { eq: INTENDED } }, first: 100) { nodes { ...Said } }
      conditional: actions(filter: { commitment: { eq: CONDITIONAL } }, first: 100) { nodes { ...Said } }
      undecided: actions(filter: { commitment: { eq: UNDECIDED } }, first: 100) { nodes { ...Said } }
      firm: actions(
        filter: { commitment: { eq: FIRM }, plan: { is: { slug: { eq: "porvoo-2026" } } }, form: { eq: SURVEY } }
        orderBy: { field: PRINTED }
      ) { nodes { title { value } } }
      notFirm: actions(filter: { not: { commitment: { eq: FIRM } } }) { totalCount }
    }
    fragment Said on Action { plan { slug } title { value } commitmentWording }`);
  const { intended, conditional, undecided, firm, notFirm } = lean(answer) as Record<
    'intended' | 'conditional' | 'undecided',
    { plan: string; title: string; commitmentWording: string }[]
  > & { firm: string[]; notFirm: number };
  const said = (rows: typeof intended) =>
    rows.map((row) => [row.plan, row.title, row.commitmentWording]).sort();

  expect(said(intended)).toEqual(
    [
      [
        'amkit-2026',
        'Yhteiset viestintäkampanjat',
        'suunnittelee konkreettisia toimenpiteitä, kuten',
      ],
      ['amkit-2026', 'Yhteiset koulutukset', 'suunnittelee konkreettisia toimenpiteitä, kuten'],
      ['amkit-2026', 'Työkalu tiedonhankinnan OPS-suositusten laatimiseen', 'tavoitteena laatia'],
      ['amkit-2026', 'Kannanotto informaatiolukutaidon opetuksesta korkeakouluissa', 'tavoitteena'],
      ['amkit-2026', 'Pedaryhmän keskusteluhetket', 'tavoitteena'],
      ['amkit-2026', 'Julkaisuverkoston lähitapaaminen', 'Pyrimme'],
      ['amkit-2026', 'Avoimen tieteen kustannusten kehitys', 'Tavoitteena on vaikuttaa'],
      ['amkit-2026', 'Avointen oppimateriaalien laatu ja saavutettavuus', 'pyrkii vaikuttamaan'],
      ['amkit-2026', 'Informaatiolukutaidon edistäminen', 'pyrkii vaikuttamaan'],
      [
        'kuopio-2024',
        'Itä-Suomen laajuisten verkostojen aktivointi ja tukeminen',
        'suunnitellaan yhdessä Joensuun AKEn kanssa',
      ],
      ['porvoo-2026', 'Kirjastoautovartit', 'Vuonna 2026 on tarkoitus käynnistää'],
      ['porvoo-2026', 'Kaikki toteutukset', 'pyritään siksi sisällyttämään kaikkiin osa-alueisiin'],
      [
        'porvoo-2026',
        'Yhteinen asiakaskysely',
        'varaudutaan sen toteuttamiseen alueella lähivuosina',
      ],
    ].sort(),
  );
  expect(said(conditional)).toEqual(
    [
      ['amkit-2026', 'Yhteiset julkaisemista koskevat tekoälyohjeistukset', 'tarpeen mukaan'],
      ['amkit-2026', 'Ohjeet eri kanavissa viestimiseen', 'Tarvittaessa'],
      ['kuopio-2024', 'Lähitapaamisten lisääminen', 'tarpeen ja mahdollisuuksien mukaan'],
      [
        'kuopio-2024',
        'Osaajaverkostot',
        'Mikäli tarve jollekin tietylle tai useammalle verkostolle ilmenee',
      ],
      [
        'kuopio-2024',
        'Kirjastovierailut yhdessä Itä-Suomen AVIn kanssa',
        'voidaan toteuttaa myös yhdessä',
      ],
      ['kuopio-2024', 'Sisältöjen tuottaminen Liboppiin', 'omien resurssien mukaan'],
      ['porvoo-2026', 'Lähikoulutuspäivät', 'siinä tapauksessa, että se on paras tapa'],
      [
        'porvoo-2026',
        'Koulutusten tallenteet',
        'silloin, kun se on tarkoituksenmukaista ja mahdollista',
      ],
      ['porvoo-2026', 'Yhteiset tutustumismatkat', 'voidaan järjestää'],
      ['porvoo-2026', 'Virtuaalivierailut ja -esittelyt', 'voivat täydentää fyysisiä vierailuja'],
      ['porvoo-2026', 'Kirjastoalan trendikortit', 'voidaan hyödyntää'],
      [
        'porvoo-2026',
        'Yhteinen monipäiväinen koulutustapahtuma',
        'osallistuu mahdolliseen yhteiseen monipäiväiseen koulutustapahtumaan',
      ],
      [
        'porvoo-2026',
        'Lasten ja nuorten kirjastotyön verkoston muu koulutus',
        'mahdollisesti muuta koulutusta',
      ],
      [
        'porvoo-2026',
        'Verkostojen yhteiskäyttöiset materiaalit ja laitteet',
        'Verkostot voivat suunnitella yhteiskäyttöön materiaalia',
      ],
      [
        'porvoo-2026',
        'Kehittämistyötä tukevat selvitykset',
        'voidaan tehdä kehittämistyötä tukevia selvityksiä',
      ],
      ['porvoo-2026', 'Verkostojen oppaat', 'Verkostot voivat myös tehdä oppaita'],
      [
        'porvoo-2026',
        'Koulutus kielisaarekkeiden parissa työskenteleville',
        'järjestämällä tarvittaessa koulutusta',
      ],
      ['porvoo-2026', 'Siirtokokoelmat', 'voidaan resurssien mukaan lähettää'],
    ].sort(),
  );
  expect(said(undecided)).toEqual(
    [
      ['amkit-2026', 'Uudet mittarit', 'selvittää'],
      [
        'amkit-2026',
        'Selvitys julkaisemisen tekoälyohjeistusten tarpeesta',
        'Alamme myös selvittää, tarvitsisiko',
      ],
      ['amkit-2026', 'Pitkäaikaistallennus ja sopimusrakenne', 'selvitetään'],
      [
        'kuopio-2024',
        'Itä-Suomen johtajien ja esihenkilöiden tukipiiri',
        'Keskustellaan tukipiirin jatkosta vuodelle 2024',
      ],
      ['porvoo-2026', 'Osaamiskartoitus', 'toteuttamista lomakekyselynä tutkitaan'],
      [
        'porvoo-2026',
        'LinkedInin hyödyntäminen viestinnässä',
        'Tutkitaan LinkedInin hyödyntämistä',
      ],
      ['turku-2021', 'Tarinatornado', 'Pohdintaa'],
    ].sort(),
  );
  expect(notFirm).toBe(13 + 18 + 7);
  expect(firm).toEqual([
    'Alueen kirjastolaisten haastattelut',
    'Toimintakysely',
    'Koulutuskysely',
    'Koulutuspalautteiden seuranta',
  ]);
});
