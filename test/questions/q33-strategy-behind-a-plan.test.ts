// Which strategy does an action plan carry out, and what came before that strategy?
import { lean } from '../support/lean';
import { type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('a plan leads to its strategy, of which only the name is known, and on to the strategy before', async () => {
  const { plan } = await server.ask(`{
    plan(slug: "amkit-2026") {
      implements {
        title { value ownWords }
        period { start end }
        vision { value }
        sections { key }
        actions { totalCount }
        predecessor {
          title { value ownWords }
          period { start end }
          vision { value }
          implementedBy { totalCount }
        }
      }
    }
  }`);
  expect(lean(plan.implements[0])).toEqual({
    title: { value: 'AMKIT-konsortion strategia 2026–2029', ownWords: true },
    period: { start: '2026-01-01', end: '2029-12-31' },
    vision: null,
    sections: [],
    actions: 0,
    predecessor: {
      title: { value: 'AMKIT-konsortion strategia 2021-2025', ownWords: false },
      period: { start: '2021-01-01', end: '2025-12-31' },
      vision: 'MAHDOLLISTAVA KONSORTIO\nAVOIMESTI JA ILOISESTI YHDESSÄ',
      implementedBy: 0,
    },
  });
});
