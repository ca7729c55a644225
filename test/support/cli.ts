import { at, file, luotsi } from './program';
import { ADMIN_KEY, type Data, type TestServer, testServer } from './server';

/** What the files of the tests refer to. */
export const BASE = `
luotsi: 1
networks:
  - { slug: kirjala-verkosto, owner: kirjala, name: Verkosto, kind: NETWORK, state: PUBLISHED }
organisations:
  - { slug: kirjala, name: Kirjala, kind: OTHER }
goalFrameworks:
  - { slug: kirjala-2026, owner: kirjala, state: PUBLISHED, title: Tavoitteet }
metrics:
  - { slug: kirjala-2026-osallistujat, framework: kirjala-2026, kind: COUNT, name: Osallistujat }
  - { slug: kirjala-2026-osuus, framework: kirjala-2026, kind: RATIO, name: Osuus }
`;

/** The server of a test file, with the base; what is sent to it is sent by the program. */
export let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty');
  const { code, out } = await send([file('base.yaml', BASE)]);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'base.yaml: 5 rows: written (5 created)\nAll 5 rows taken.\n',
  });
});
afterAll(() => server.close());

/** Imports files, and tells how the command ended. */
export const send = (names: string[], more: string[] = [], input?: string) =>
  luotsi(['import', ...names, ...at(server), ...more], { input });

/** Imports files, and gives what is told of them as JSON. */
export async function json(...[names, more = [], input]: Parameters<typeof send>): Promise<Data> {
  return JSON.parse((await send(names, ['--json', ...more], input)).out) as Data;
}

/** Asks the server as an ADMIN. */
export const ask = (query: string): Promise<Data> => server.ask(query, { key: ADMIN_KEY });
