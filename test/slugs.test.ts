import { model } from '../src/features';
import { freeSlugs } from '../src/kernel/intake/slugs';
import { type TestServer, testServer } from './support/server';

const theme = model.records.find(({ name }) => name === 'Theme')!;

let server: TestServer;
beforeAll(async () => {
  server = await testServer('empty', {}, { doors: false });
  await server.load({
    themes: ['uusi', 'uusi-2', 'uusi-4'].map((slug) => ({ slug, label: slug })),
  });
});
afterAll(() => server.close());

/** A set that counts how often it is looked into. */
class Counted extends Set<string> {
  looks = 0;
  override has(value: string): boolean {
    this.looks++;
    return super.has(value);
  }
}

const free = (wishes: string[], inUse = new Set<string>()) =>
  server.app.database.write((session) => freeSlugs(theme, wishes, session, inUse));

test('a wish that is taken gets a number that is free', async () => {
  const wishes = ['uusi', 'vanha', 'uusi', 'vanha', 'uusi', 'vanha', 'uusi'];
  const found = await free(wishes, new Set(['vanha-2']));
  expect(found.filter((_, i) => i % 2).join(' ')).toBe('vanha vanha-3 vanha-4');
  const others = found.filter((_, i) => i % 2 === 0);
  expect(others.sort().join(' ')).toBe('uusi-3 uusi-5 uusi-6 uusi-7');
});

test('however many wish the same, each costs no more than one does', async () => {
  const count = async (n: number) => {
    const inUse = new Counted();
    const found = await free(
      Array.from({ length: n }, () => 'sama'),
      inUse,
    );
    expect(new Set(found).size).toBe(n);
    return inUse.looks / n;
  };
  expect(await count(4_000)).toBeLessThanOrEqual((await count(40)) * 1.1);
});
