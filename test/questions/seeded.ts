import { type TestServer, testServer } from '../support/server';

/** Starts a server with the seeds for the tests of a file; the answer asks it as anybody could, under the default limits. */
export function seededServer(): TestServer['ask'] {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await testServer('seeded');
  });
  afterAll(() => server?.close());
  return (query, asking) => server!.ask(query, asking);
}
