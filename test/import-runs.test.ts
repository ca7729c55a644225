import { imported } from './support/importing';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
let now = Date.parse('2026-03-01T10:00:00Z');
beforeAll(async () => {
  server = await testServer('empty', { clock: () => new Date(now) }, { doors: false });
});
afterAll(() => server.close());

const DAY = 86_400_000;

const importNamed = async (slug: string): Promise<string> => {
  const themes = [{ slug, label: slug }];
  return (await imported(server, { themes }, { idempotencyKey: slug })).id;
};
const reportOf = async (id: string): Promise<Data | null> =>
  (await server.ask(`{ import(id: "${id}") { id } }`, { key: ADMIN_KEY })).import;

test('the report of an import is kept for 90 days, and then forgotten with its key', async () => {
  const old = await importNamed('vanha');
  now += 60 * DAY;
  const young = await importNamed('uusi');
  now += 30 * DAY;
  expect(await server.app.jobs.run('import-runs')).toBe(0);
  now += 1;
  expect(await server.app.jobs.run('import-runs')).toBe(1);
  expect([await reportOf(old), await reportOf(young)]).toEqual([null, { id: young }]);
  expect(await importNamed('vanha')).not.toBe(old);
  expect(await importNamed('uusi')).toBe(young);
});
