import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseTarget } from '../src/database/connect';
import { type Run, own, start } from './support/process';
import { ADMIN_KEY, type Data } from './support/server';

const ROWS = 600;
const ROUNDS = 3;

jest.setTimeout(120_000);

let target: DatabaseTarget;
let server: Run;

beforeEach(async () => {
  target = await own('empty');
  server = serve();
  await server.url;
});

const serve = () => start(target, { LUOTSI_SEED: 'none', LUOTSI_ADMIN_KEY: ADMIN_KEY });

async function ask(query: string, variables?: object): Promise<Data> {
  const response = await fetch(`${await server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Imports networks of an organisation, all under the name of the round. */
async function send(round: string): Promise<Data> {
  const input = { idempotencyKey: round, bundle: bundleOf(round) };
  const { importBundle } = await ask(
    `mutation ($input: ImportBundleInput!) {
      importBundle(input: $input) {
        report { applied repeated counts { created updated } }
        userErrors { code }
      }
    }`,
    { input },
  );
  return importBundle.report;
}

function bundleOf(round: string): object {
  const networks = Array.from({ length: ROWS - 1 }, (_, i) => ({
    slug: `${round}-${i}`,
    owner: round,
    name: { fi: `Verkosto ${i}`, sv: `Nätverk ${i}` },
    kind: 'NETWORK',
    state: 'PUBLISHED',
    seats: [{ role: 'CHAIR', organisation: round }],
    ...(i > 0 && { parent: `${round}-${i - 1}` }),
  }));
  return { luotsi: 1, organisations: [{ slug: round, name: round, kind: 'OTHER' }], networks };
}

/** How many rows of a round there are, how many seats they hold, and how many changes tell of them. */
async function found(round: string) {
  const own = `filter: { slug: { startsWith: "${round}" } }`;
  const chaired = `filter: { slug: { startsWith: "${round}" }, seats: { some: {} } }`;
  const { organisations, networks, seated } = await ask(
    `{ organisations(${own}) { totalCount } networks(${own}) { totalCount } seated: networks(${chaired}) { totalCount } }`,
  );
  return [organisations.totalCount, networks.totalCount, seated.totalCount] as number[];
}
const NONE = [0, 0, 0];
const ALL = [1, ROWS - 1, ROWS - 1];

test('an import that is killed at any moment has written all or nothing, and sent again is there exactly once', async () => {
  const begin = performance.now();
  expect(await send('alku')).toMatchObject({ applied: true, counts: { created: ROWS } });
  const whole = performance.now() - begin;

  for (let i = 0; i < ROUNDS; i++) {
    const round = `kierros${i}`;
    const sent = send(round).catch(() => null);
    await sleep(1.5 * whole * ((i + Math.random()) / ROUNDS));
    server.child.kill('SIGKILL');
    await server.end;
    const answer = await sent;

    server = serve();
    await server.url;
    const left = await found(round);
    expect([NONE, ALL]).toContainEqual(left);
    if (answer) expect(left).toEqual(ALL); // what was answered is kept
    const again = await send(round);
    const { applied, counts } = again;
    expect({ applied, counts }).toEqual({ applied: true, counts: { created: ROWS, updated: 0 } });
    expect(again.repeated).toBe(left[0] === 1);
    expect(await found(round)).toEqual(ALL);
    expect(await send(round)).toMatchObject({ repeated: true, counts: { created: ROWS } });
  }
  expect(await found('alku')).toEqual(ALL);
});
