// Which materials can a library borrow, how many are there and where, how are they booked, and who pays the return?
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  actions(
    filter: { form: { eq: LOAN_MATERIAL }, stock: { some: {} } }
    orderBy: { field: NAME }
  ) {
    nodes {
      title { value }
      plan { owner { name { value } } }
      stock { region { name { value } } count }
      quantity { rhythm printed }
      channels { channel { name { value } url } }
      returned: costRules(filter: { cost: { contains: "palautu" }, coverage: { eq: YES } }) {
        payer { name { value } }
        payerRole { value }
        wording
      }
    }
  }
}`;

test('materials tell how many there are in which region, and the sending library pays the return to Porvoo', async () => {
  const { actions } = await ask(query);
  const material = (title: string, owner: string, rest: object) => ({
    title: { value: title },
    plan: { owner: { name: { value: owner } } },
    quantity: null,
    channels: [],
    returned: [],
    ...rest,
  });
  const stock = (region: string | null, count: number | null) => ({
    region: region === null ? null : { name: { value: region } },
    count,
  });
  const ofPorvoo = (title: string, count: number | null) =>
    material(title, 'Porvoon kaupunginkirjasto', {
      stock: [stock('Uusimaa', count)],
      returned: [
        {
          payer: null,
          payerRole: { value: 'lähettävä kirjasto' },
          wording: 'lähettävä kirjasto kustantaa itse',
        },
      ],
    });
  expect(actions.nodes).toEqual([
    ofPorvoo('Etälähetysvälineet', null),
    ofPorvoo('Kamishibai-teatteri materiaaleineen', null),
    ofPorvoo('Kortteja yhteiskehittämisen tueksi', null),
    material('Lainattavat laitelootat', 'Kuopion kaupunginkirjasto', {
      stock: [stock(null, null)],
      quantity: { rhythm: 'ON_DEMAND', printed: 'joita voi pyytää omaan kirjastoon' },
    }),
    material('Menneisyyden taikalaatikot', 'Turun kaupunginkirjasto', {
      stock: [stock('Satakunta', 1), stock('Varsinais-Suomi', 1)],
      channels: [
        {
          channel: {
            name: { value: 'Lounais-Suomen kirjastojen extranet' },
            url: 'https://ls-kirjastot.fi/',
          },
        },
      ],
    }),
    ofPorvoo('Pakopelit', 2),
  ]);
});
