import fc from 'fast-check';
import { onCycles } from '../../src/value/cycles';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const ways = fc
  .array(fc.subarray(ids), { minLength: 0, maxLength: ids.length })
  .map((lists) => new Map(lists.map((list, i) => [ids[i]!, list])));

/** All that can be reached from what something leads to. */
function reached(from: string, of: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(of.get(from));
  for (const id of found) for (const next of of.get(id) ?? []) found.add(next);
  return found;
}

test('what is on a cycle is what can be reached from itself', () => {
  fc.assert(
    fc.property(ways, (of) => {
      const wanted = ids.filter((id) => reached(id, of).has(id));
      expect([...onCycles(of)].sort()).toEqual(wanted);
    }),
    { numRuns: 1000 },
  );
});

test('a long way goes no deeper into the stack', () => {
  const long = new Map(Array.from({ length: 100_000 }, (_, i) => [`${i}`, [`${i + 1}`]]));
  expect(onCycles(long).size).toBe(0);
  expect(onCycles(long.set('100000', ['0'])).size).toBe(100_001);
});
