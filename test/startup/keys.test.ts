import { createRequire } from 'node:module';
import type { DatabaseTarget } from '../../src/database/connect';
import { dropDatabase, ownDatabase } from '../support/databases';
import { luotsi } from '../support/program';
import { type TestServer, testServer } from '../support/server';

describe('luotsi', () => {
  test('tells its version', async () => {
    const { version } = createRequire(__filename)('../../package.json') as { version: string };
    expect(await luotsi(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each([
    [['serv'], "error: unknown command 'serv'\n(Did you mean serve?)\n"],
    [['serv', '--demo'], "error: unknown command 'serv'\n(Did you mean serve?)\n"],
    [['exprot', '--plan', 'x'], "error: unknown command 'exprot'\n(Did you mean export?)\n"],
    [['{plans}'], "error: unknown command '{plans}'\n"],
  ])('takes %j for no command, and suggests one', async (args, err) => {
    expect(await luotsi(args)).toEqual({ code: 1, out: '', err });
  });
});

describe('luotsi keys', () => {
  let server: TestServer;
  let target: DatabaseTarget;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    target = await ownDatabase('seeded');
    env = { DATABASE_URL: target.kind === 'sqlite' ? `sqlite:${target.path}` : target.url };
    server = await testServer('empty', { database: target });
  });
  afterAll(async () => {
    await server.close();
    await dropDatabase(target);
  });

  const create = (...args: string[]) =>
    luotsi(['keys', 'create', '--name', 'Skripti', ...args], { env });
  const viewer = (key: string) =>
    server.send('{ viewer { role organisations { slug } } }', { key });

  test('makes a key that works, lists it, and revokes it', async () => {
    const made = await create('--role', 'EDITOR', '--organisation', 'porvoo', 'nix');
    expect(made).toMatchObject({ code: 1, out: '', err: 'There is no Organisation "nix".\n' });
    const { code, out, err } = await create('--role', 'EDITOR', '--organisation', 'porvoo');
    expect(code).toBe(0);
    expect(out).toMatch(/^luotsi_[0-9a-f]{12}_[\w-]+\n$/);
    expect(err).toBe(
      'A key with the role EDITOR that covers porvoo; it does not expire. Keep it: it is told this once.\n',
    );
    const key = out.trim();
    expect((await viewer(key)).data).toEqual({
      viewer: { role: 'EDITOR', organisations: [{ slug: 'porvoo' }] },
    });
    const prefix = key.slice(7, 19);
    const list = await luotsi(['keys', 'list'], { env });
    expect(list.out).toMatch(new RegExp(`^${prefix}\tEDITOR\tporvoo\tmade .*\tSkripti\n$`));
    expect(list.out).not.toContain(key.slice(20));
    const revoked = await luotsi(['keys', 'revoke', prefix], { env });
    expect(revoked).toMatchObject({ code: 0, out: '' });
    expect(await viewer(key)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect((await luotsi(['keys', 'list'], { env })).out).toContain('\trevoked ');
  });

  test.each([
    [['--role', 'OWNER'], 'Allowed choices are READER, EDITOR, ADMIN'],
    [['--role', 'READER', '--expires', 'soon'], 'Wanted an instant'],
    [['--role', 'READER', '--expires', '2020-01-01T00:00:00Z'], 'Wanted a time in the future'],
    [[], "required option '--role <role>' not specified"],
  ])('refuses to make a key with %j', async (args, message) => {
    const { code, out, err } = await create(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('refuses to revoke what is not there', async () => {
    expect(await luotsi(['keys', 'revoke', '0123456789ab'], { env })).toMatchObject({
      code: 1,
      err: 'There is no such key.\n',
    });
  });
});
