// Which metrics does a plan use, of which kinds, and what do its percentages count above and below the line?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the metrics of a plan come in printed order with their kinds, ratios with both their sides', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "porvoo-2026") {
      goalFrameworks {
        goals(filter: { kind: { eq: IMPACT_PATH } }) {
          nodes {
            outcomes: children {
              nodes {
                goals: children {
                  nodes {
                    metrics {
                      nodes {
                        kind
                        name { value }
                        numerator { value }
                        denominator { value }
                        cadence { everyMin everyMax approximate printed }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }`);
  const metric = (kind: string, name: string, more = {}) => ({
    kind,
    name,
    numerator: null,
    denominator: null,
    cadence: null,
    ...more,
  });
  expect(lean(plan).flat(4)).toEqual([
    metric('BOOLEAN', 'Suunnitelma on laadittu/ei ole laadittu.'),
    metric('BOOLEAN', 'Suunnitelmaa on toteutettu.'),
    metric(
      'RATIO',
      'Koulutusten osallistujien työskentelykuntien osuus kaikista alueen kunnista, %',
      {
        numerator: 'Koulutusten osallistujien työskentelykunnat',
        denominator: 'Kaikki alueen kunnat',
      },
    ),
    metric(
      'SCALE',
      'Itsearviointi joko henkilöstön tai johtajan toimesta, esim. kahden vuoden välein',
      {
        cadence: {
          everyMin: 2,
          everyMax: 2,
          approximate: true,
          printed: 'esim. kahden vuoden välein',
        },
      },
    ),
    metric(
      'NARRATIVE',
      'Kuvaus toiminnasta sisältäen esimerkkejä, jotka avaavat asiaa alueen kirjastojen näkökulmasta',
    ),
    metric(
      'NARRATIVE',
      'Kuvaus viestinnän toteuttamisesta, viestintäkanavista, tuotetuista ja levitetyistä materiaaleista',
    ),
    metric('BOOLEAN', 'Uutiskirje on tuotettu/ ei ole tuotettu.'),
    metric('COUNT', 'Uutiskirjeiden määrä'),
    metric('RATIO', 'Uutiskirjeiden tilaajien osuus alueen kirjastojen htv:sta', {
      numerator: 'Uutiskirjeen tilaajat',
      denominator: 'Alueen kirjastojen htv (henkilötyövuodet)',
    }),
    metric('BOOLEAN', 'Asiakaskysely on laadittu/ ei ole laadittu', {
      cadence: {
        everyMin: 2,
        everyMax: 3,
        approximate: false,
        printed: 'kahden-kolmen vuoden välein',
      },
    }),
    metric('NARRATIVE', 'Kuvaus toiminnasta'),
    metric('NARRATIVE', 'Kuvaus yhteistyöstä'),
  ]);
});
