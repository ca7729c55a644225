import { readBundles } from '../src/app';
import { ownSeeds } from '../src/package';
import { admin } from '../src/kernel/declare/viewer';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

test('the seeds imported once more change nothing, and write not one row', async () => {
  const report = await server.app.importBundles(readBundles(ownSeeds()), admin('test'));
  const changed = report.rows.filter((row) => row.result !== 'UNCHANGED');
  expect(changed).toEqual([]);
  expect(report.rows.length).toBeGreaterThan(900);
});
