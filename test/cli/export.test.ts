import { at, file, luotsi } from '../support/program';
import { type TestServer, testServer } from '../support/server';

describe('luotsi export', () => {
  let server: TestServer;
  let empty: TestServer;
  beforeAll(async () => {
    server = await testServer('seeded');
    empty = await testServer('empty');
  });
  afterAll(async () => {
    await server.close();
    await empty.close();
  });

  test('writes what an import into an empty server gives back, byte by byte', async () => {
    const first = await luotsi(['export', ...at(server)]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^luotsi: 1\n/);
    const name = file('export.yaml', first.out);
    const taken = await luotsi(['import', name, ...at(empty), '--chunk', '100']);
    expect(taken.out).toMatch(/All \d+ rows taken\.\n$/);
    expect((await luotsi(['export', ...at(empty)])).out).toBe(first.out);
  });

  test('writes a plan or what an organisation owns, as YAML or JSON; without a key what is public', async () => {
    const plan = await luotsi([
      'export',
      '--plan',
      'porvoo-2026',
      '--server',
      server.url,
      '--json',
    ]);
    const { exportBundle } = await server.ask('{ exportBundle(plan: { slug: "porvoo-2026" }) }');
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.out)).toEqual(exportBundle);
    const own = await luotsi(['export', '--organisation', 'porvoo', '--server', server.url]);
    expect(own.out).toContain('\nplans:\n  - slug: porvoo-2026\n');
  });

  test('ends with 1 for what is not there, and with 2 without a server', async () => {
    expect(await luotsi(['export', '--plan', 'nix', '--server', server.url])).toMatchObject({
      code: 1,
      out: '',
      err: 'There is no Plan "nix".\n',
    });
    const nowhere = await luotsi(['export', '--server', 'http://127.0.0.1:1']);
    expect(nowhere).toMatchObject({ code: 2, out: '' });
  });
});
