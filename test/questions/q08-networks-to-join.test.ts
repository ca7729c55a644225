// Which networks can I join, what are they for, how often do they meet, and where do I find them?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  networks(first: 50, filter: { openTo: { isNull: false } }, orderBy: { field: NAME }) {
    nodes {
      name { value }
      owner { slug }
      kind
      origin
      remit { value }
      openTo { value }
      channels { kind name { value } url }
      actions(
        filter: { form: { in: [NETWORK_MEETING, REMOTE_COFFEE] }, quantity: { isNull: false } }
        orderBy: { field: PRINTED }
      ) {
        nodes { title { value } quantity { rhythm printed perYear { min max } } }
      }
    }
  }
}`;

test('each network that is open says what it is for and for whom', async () => {
  const { networks } = await ask(query);
  for (const { remit, openTo } of networks.nodes) {
    expect(remit.value).not.toBe('');
    expect(openTo.value).not.toBe('');
  }
  const found = networks.nodes.map(({ name, owner, kind, origin }: Data) => [
    name.value,
    owner.slug,
    kind,
    origin,
  ]);
  expect(found).toEqual([
    ['Alueellinen esihenkilöverkosto', 'porvoo', 'NETWORK', 'REGIONAL'],
    ['Digitutorit', 'turku', 'NETWORK', 'REGIONAL'],
    ['Itä-Suomen johtajien ja esihenkilöiden tukipiiri', 'kuopio', 'PEER_GROUP', 'REGIONAL'],
    ['Kirjastojen vapaaehtoistyön verkosto', 'porvoo', 'NETWORK', 'INFORMAL'],
    [
      'Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto',
      'porvoo',
      'NETWORK',
      'REGIONAL',
    ],
    ['Porvoon AKEn KEHU-ryhmä', 'porvoo', 'PEER_GROUP', 'REGIONAL'],
    ['Saavutettavuusryhmä', 'amkit', 'NETWORK', 'INFORMAL'],
    ['Savon kirjastojen johtajien ja esimiesten verkosto', 'kuopio', 'NETWORK', 'REGIONAL'],
    ['SEVERI-verkosto', 'porvoo', 'NETWORK', 'REGIONAL'],
    ['Tekoälyverkosto', 'amkit', 'NETWORK', 'INFORMAL'],
    ['VarSat', 'turku', 'NETWORK', 'REGIONAL'],
  ]);
});

test('how often they meet is told as printed and by the year, where it is counted', async () => {
  const { networks } = await ask(query);
  const cadence = networks.nodes.flatMap(({ name, actions }: Data) =>
    actions.nodes.map(({ title, quantity }: Data) => [
      name.value,
      title.value,
      quantity.printed,
      quantity.perYear ?? quantity.rhythm,
    ]),
  );
  const once = { min: 1, max: 1 };
  expect(cadence).toEqual([
    [
      'Itä-Suomen johtajien ja esihenkilöiden tukipiiri',
      'Itä-Suomen johtajien ja esihenkilöiden tukipiiri',
      'säännöllisesti',
      'REGULAR',
    ],
    [
      'Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto',
      'Lasten ja nuorten kirjastotyön verkostotapaaminen',
      'keväisin',
      once,
    ],
    [
      'Lasten ja nuorten kirjastotyön parissa Uudellamaalla työskentelevien verkosto',
      'Lasten ja nuorten kirjastotyön verkoston etäkahvit',
      'säännöllisesti',
      'REGULAR',
    ],
    [
      'Savon kirjastojen johtajien ja esimiesten verkosto',
      'Johtajien ja esimiesten etäkahvit',
      'säännöllisesti',
      'REGULAR',
    ],
    ['SEVERI-verkosto', 'SEVERI-verkoston verkostopäivä', 'keväisin', once],
    [
      'Tekoälyverkosto',
      'Tekoälyverkoston tapaamiset',
      'muutaman kerran lukukaudessa',
      { min: 4, max: null },
    ],
  ]);
});

test('where they meet and talk is told, with the address where one is printed', async () => {
  const { networks } = await ask(query);
  const named = (name: string) =>
    networks.nodes
      .find((network: Data) => network.name.value === name)
      .channels.map(({ kind, url }: Data) => [kind, url]);
  expect(named('Saavutettavuusryhmä')).toEqual([
    ['WEBSITE', 'https://sites.google.com/hamk.fi/savu/etusivu'],
    ['WORKSPACE', 'https://tt.eduuni.fi/sites/amkit/konsortio/SitePages/Kotisivu.aspx'],
  ]);
  expect(named('Tekoälyverkosto')).toEqual([
    ['MAILING_LIST', null],
    ['CHAT', null],
    ['WORKSPACE', 'https://tt.eduuni.fi/sites/amkit/konsortio/SitePages/Kotisivu.aspx'],
  ]);
  expect(named('VarSat')).toEqual([['MAILING_LIST', null]]);
  expect(named('Porvoon AKEn KEHU-ryhmä')).toEqual([['SOCIAL_MEDIA', null]]);
  expect(named('SEVERI-verkosto')).toEqual([]);
});
