import fc from 'fast-check';
import type { Source } from '../src/database/database';
import { Cursor } from '../src/kernel/read/cursor';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('empty', {}, { doors: false })));
afterAll(() => server.close());

let written = 0;
const write = () => server.load({ themes: [{ slug: 'aihe', label: { fi: `Aihe ${++written}` } }] });

/** A cursor whose looks have seen what they saw at once, and tell it when they are let go. */
function heldCursor() {
  const { database } = server.app;
  const held: ((failure?: Error) => void)[] = [];
  const source: Source = {
    dialect: database.dialect,
    read: async (statement) => {
      const rows = await database.read(statement);
      await new Promise<void>((resolve, reject) =>
        held.push((failure) => (failure ? reject(failure) : resolve())),
      );
      return rows;
    },
  };
  /** Waits until a look has seen the data. */
  const look = async () => {
    while (held.length === 0) await new Promise(setImmediate);
    return held.shift()!;
  };
  return { cursor: new Cursor(source), held, look };
}

const stands = async () => (await new Cursor(server.app.database).now()).seq;

test('who asks while a look is under way is told what was written after it began', async () => {
  const { cursor, look } = heldCursor();
  const first = cursor.now();
  const letGo = await look();
  const before = await stands();
  await write();
  const second = cursor.now();
  letGo();
  (await look())();
  expect((await first).seq).toBe(before);
  expect((await second).seq).toBe(await stands());
});

test('all who ask while a look is under way share the one that begins after it', async () => {
  const { cursor, held, look } = heldCursor();
  const first = cursor.now();
  const letGo = await look();
  const others = [cursor.now(), cursor.now(), cursor.now()];
  letGo();
  await first;
  (await look())();
  await Promise.all(others);
  expect(held).toEqual([]);
});

test('nobody is told of less than was written when he asked, whatever is slow or fails', async () => {
  const step = fc.constantFrom('ask', 'ask', 'write', 'let go', 'fail');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { cursor, held } = heldCursor();
      const told: Promise<void>[] = [];
      let waiting = 0;
      const letGo = async (failure?: Error) => {
        while (waiting > 0 && held.length === 0) await new Promise(setImmediate);
        held.shift()?.(failure);
      };
      for (const each of steps) {
        if (each === 'write') await write();
        else if (each === 'let go') await letGo();
        else if (each === 'fail') await letGo(new Error('away'));
        else {
          const least = await stands();
          waiting++;
          const tell = cursor.now().then(
            ({ seq }) => expect(seq).toBeGreaterThanOrEqual(least),
            ({ message }: Error) => expect(message).toBe('away'),
          );
          told.push(tell.finally(() => waiting--));
        }
      }
      while (waiting > 0) await letGo();
      await Promise.all(told);
    }),
    { numRuns: 40 },
  );
});
