// Which trainings are remote, hybrid or face-to-face, in which language, and of which is it not known?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  remote: actions(first: 50, filter: { form: { in: [TRAINING, WEBINAR] }, modalities: { has: REMOTE } }) { ...Training }
  hybrid: actions(first: 50, filter: { form: { in: [TRAINING, WEBINAR] }, modalities: { has: HYBRID } }) { ...Training }
  inPerson: actions(first: 50, filter: { form: { in: [TRAINING, WEBINAR] }, modalities: { has: IN_PERSON } }) { ...Training }
  swedish: actions(first: 50, filter: { form: { in: [TRAINING, WEBINAR] }, languages: { has: "sv" } }) { ...Training }
  swedishInPerson: actions(
    first: 50
    filter: { form: { in: [TRAINING, WEBINAR] }, languages: { has: "sv" }, modalities: { has: IN_PERSON } }
  ) { ...Training }
  unknown: actions(
    first: 100
    filter: { form: { in: [TRAINING, WEBINAR] }, modalities: { isEmpty: true }, languages: { isEmpty: true } }
  ) { ...Training }
}
fragment Training on ActionConnection {
  nodes { title { value } plan { slug } modalities languages }
}`;

const titles = (connection: Data) =>
  connection.nodes.map(({ title, plan }: Data) => `${plan.slug}: ${title.value}`).sort();

test('trainings are found by how people take part, one of them twice', async () => {
  const { remote, hybrid, inPerson } = await ask(query);
  expect(titles(remote)).toEqual([
    'amkit-2026: Avoin TKIO-ryhmän webinaarit',
    'kuopio-2024: Etäkoulutukset',
    'porvoo-2026: Esteettömyyswebinaari',
    'porvoo-2026: Förlagsdagarna',
    'porvoo-2026: Tekoälywebinaarit',
    'porvoo-2026: Webinaarit',
    'turku-2021: Ammatillinen täydennyskoulutus',
    'turku-2021: Virkeä vanhuus',
  ]);
  expect(titles(hybrid)).toEqual(['kuopio-2024: Hybridikoulutukset']);
  expect(titles(inPerson)).toEqual([
    'kuopio-2024: Lähikoulutukset',
    'porvoo-2026: Lähikoulutuksia samasta aiheesta eri puolilla aluetta',
    'porvoo-2026: Lähikoulutuspäivät',
    'porvoo-2026: SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
    'porvoo-2026: Yhteinen monipäiväinen koulutustapahtuma',
    'turku-2021: Ammatillinen täydennyskoulutus',
  ]);
});

test('trainings are found by language, alone and together with how people take part', async () => {
  const { swedish, swedishInPerson } = await ask(query);
  expect(titles(swedish)).toEqual([
    'porvoo-2026: Bokkarusellen',
    'porvoo-2026: Förlagsdagarna',
    'porvoo-2026: Höstträff med förlagen',
    'porvoo-2026: Ruotsinkieliset täydennyskoulutukset',
    'porvoo-2026: SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
    'turku-2021: Ammatillinen täydennyskoulutus',
  ]);
  expect(titles(swedishInPerson)).toEqual([
    'porvoo-2026: SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
    'turku-2021: Ammatillinen täydennyskoulutus',
  ]);
  const both = swedish.nodes.find(({ plan }: Data) => plan.slug === 'turku-2021');
  expect([both.modalities, both.languages]).toEqual([
    ['IN_PERSON', 'REMOTE'],
    ['fi', 'sv'],
  ]);
});

test('a training of which the plan tells neither is found as such, with empty lists', async () => {
  const { unknown } = await ask(query);
  expect(titles(unknown)).toContain('porvoo-2026: Mediakasvatuskoulutus');
  expect(titles(unknown)).toContain('porvoo-2026: Esillepanokoulutus');
  expect(titles(unknown)).not.toContain('porvoo-2026: Bokkarusellen');
  for (const { modalities, languages } of unknown.nodes)
    expect([modalities, languages]).toEqual([[], []]);
});
