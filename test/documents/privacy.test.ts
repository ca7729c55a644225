// Nobody is named: the seeds hold organisations, networks, regions and roles, and no private person.
import { readBundles } from '../../src/app';
import { ownSeeds } from '../../src/package';
import { lean } from '../support/lean';
import { ADMIN_KEY, type TestServer, testServer } from '../support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

/** Every text in a value, with the names of the fields that lead to it. */
function* texts(value: unknown, path: string[] = []): Generator<[path: string[], text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value))
      yield* texts(each, Array.isArray(value) ? path : [...path, name]);
}

const seeds = () => [...texts(readBundles(ownSeeds()))];

/** Two or more capitalised words and nothing else: a label that might be somebody's name. */
const LIKE_A_NAME = /^\p{Lu}\p{Ll}+(-\p{Lu}\p{Ll}+)?( \p{Lu}\p{Ll}+(-\p{Lu}\p{Ll}+)?)+$/u;

test('a contact has a role, and neither a name nor an address of a person, even for an ADMIN', async () => {
  const { organisations, networks } = await server.ask(
    `{
      organisations(filter: { contacts: { count: { gte: 1 } } }, first: 100) { nodes { contacts { ...All } } }
      networks(filter: { contacts: { count: { gte: 1 } } }, first: 100) { nodes { contacts { ...All } } }
    }
    fragment All on Contact { role { value } name address phone email public }`,
    { key: ADMIN_KEY },
  );
  const contacts = [...lean(organisations), ...lean(networks)].flat() as Record<string, unknown>[];
  expect(contacts.length).toBeGreaterThan(0);
  for (const contact of contacts) {
    expect(contact.role).toBeTruthy();
    expect(contact).toMatchObject({ name: null, address: null, phone: null });
  }
});

test('no text has an @ in it but the address of a contact, and that is of a role', () => {
  const found = seeds().filter(([, text]) => text.includes('@'));
  expect(found.length).toBeGreaterThan(0);
  for (const [path, text] of found) {
    expect(path.slice(-2)).toEqual(['contacts', 'email']);
    expect(text).toMatch(/^[a-z-]+@/); // first.last@ would be a person's
  }
});

test('a seat is held by an organisation, a network, a region, a task or a role', async () => {
  const { networks } = await server.ask(
    `{
      networks(first: 100) {
        totalCount
        nodes { seats { organisation { slug } network { slug } region { slug } mandateKind label { value } } }
      }
    }`,
    { key: ADMIN_KEY },
  );
  const { totalCount, nodes } = lean(networks) as {
    totalCount: number;
    nodes: Record<string, string | null>[][];
  };
  expect(nodes).toHaveLength(totalCount);
  const seats = nodes.flat();
  expect(seats.length).toBeGreaterThan(50);
  for (const seat of seats) {
    expect(Object.values(seat).filter((holder) => holder !== null)).toHaveLength(1);
    expect(seat.label ?? '').not.toMatch(LIKE_A_NAME);
  }
});

test('whoever takes part is an organisation, a network or a role', async () => {
  const { actions, events } = await server.ask(
    `{
      actions(filter: { participations: { some: { organisation: { isNull: true }, network: { isNull: true } } } }, first: 100) {
        totalCount
        nodes { participations(filter: { organisation: { isNull: true }, network: { isNull: true } }) { label { value } } }
      }
      events(first: 100) { nodes { participations { organisation { slug } network { slug } label { value } } } }
    }`,
    { key: ADMIN_KEY },
  );
  const { totalCount, nodes } = lean(actions) as { totalCount: number; nodes: string[][] };
  expect(nodes).toHaveLength(totalCount);
  const held = (lean(events) as Record<string, string | null>[][]).flat();
  for (const each of held)
    expect(Object.values(each).filter((holder) => holder !== null)).toHaveLength(1);
  const labels = [...nodes.flat(), ...held.flatMap(({ label }) => label ?? [])];
  expect(labels.length).toBeGreaterThan(10);
  for (const label of labels) expect(label).not.toMatch(LIKE_A_NAME);
});

test('the pattern of a name knows one', () => {
  for (const name of ['Matti Meikäläinen', 'Maija Meikäläinen-Virtanen', 'Åsa Öberg'])
    expect(name).toMatch(LIKE_A_NAME);
});
