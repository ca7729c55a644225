// Who organises each event, for whom is it, and where?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  events(first: 50, orderBy: { field: NAME }) {
    nodes {
      title { value }
      audiences
      participations { role organisation { name { value } } network { name { value } } label { value } }
      municipality { name { value } }
      venue address url
    }
  }
}`;

test('each event tells who organises it, who takes part, for whom it is and where', async () => {
  const { events } = await ask(query);
  const rows = events.nodes.map(({ title, audiences, participations, municipality }: Data) => [
    title.value,
    participations.map(
      ({ role, organisation, network, label }: Data) =>
        `${role} ${organisation?.name.value ?? network?.name.value ?? label.value}`,
    ),
    audiences,
    municipality?.name.value ?? null,
  ]);
  const porvoo = 'ORGANISER Porvoon kaupunginkirjasto';
  const amkit = 'ORGANISER AMKIT-konsortio';
  expect(rows).toEqual([
    ['AMKIT-konsortion 25-vuotisjuhla', [amkit], [], null],
    ['Esihenkilöpäivä', ['ORGANISER Alueellinen esihenkilöverkosto'], ['SUPERVISORS'], null],
    [
      'Finlands svenska biblioteksföreningenin kirjastopäivät',
      [
        'ORGANISER Suomen ruotsinkielinen kirjastoyhdistys',
        'PARTICIPANT Porvoon kaupunginkirjasto',
      ],
      [],
      null,
    ],
    ['Jättikirjavinkkaus', ['ORGANISER VarSat'], [], null],
    [
      'Kansallisen mentorointiohjelman käynnistyminen',
      ['Joensuun', 'Kuopion', 'Porvoon', 'Rovaniemen', 'Tampereen', 'Vaasan'].map(
        (city) => `ORGANISER ${city} kaupunginkirjasto`,
      ),
      ['LIBRARY_STAFF'],
      null,
    ],
    ['Kirjastofillarointi 2026', [porvoo], ['LIBRARY_STAFF'], null],
    [
      'Kirjastopäivät',
      [
        'ORGANISER Suomen kirjastoseura',
        'PARTICIPANT Porvoon kaupunginkirjasto',
        'PARTICIPANT AKE-kirjastot',
      ],
      [],
      'Oulu',
    ],
    ['Kirjastopäivät 2024', ['PARTICIPANT Kuopion kaupunginkirjasto'], [], 'Kuopio'],
    [
      'Lasten ja nuorten kirjastotyön verkostotapaaminen, kevät 2026',
      ['ORGANISER Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto'],
      ['CHILDRENS_STAFF', 'NETWORK_MEMBERS'],
      null,
    ],
    ['Opintomatka', ['ORGANISER Kuopion kaupunginkirjasto'], [], null],
    [
      'SEVERI-verkoston verkostopäivä, kevät 2026',
      ['ORGANISER SEVERI-verkosto'],
      ['SENIOR_SERVICES_STAFF', 'NETWORK_MEMBERS'],
      null,
    ],
    [
      'SVEA-verkoston ruotsinkielinen lähikoulutuspäivä',
      ['ORGANISER SVEA-verkosto'],
      ['LIBRARY_STAFF'],
      null,
    ],
    [
      'Työryhmien yhteinen verkkotapahtuma',
      [amkit, 'PARTICIPANT Työryhmät'],
      ['NETWORK_MEMBERS', 'STUDENTS'],
      null,
    ],
    ['Uudenmaan kirjastopäivä', [porvoo], ['LIBRARY_STAFF'], null],
    ['Verkostopäivä keväällä 2026', [amkit], [], null],
    ['Vertaisryhmämentoroinnin starttipäivä', [porvoo], ['LIBRARY_STAFF'], null],
  ]);
  // no document prints a venue or an address
  for (const each of events.nodes)
    expect(each).toMatchObject({ venue: null, address: null, url: null });
});
