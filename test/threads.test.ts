import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import BetterSqlite from 'better-sqlite3';
import { Span } from '../src/database/span';
import { Threads } from '../src/database/threads';

let folder: string;
let threads: Threads;
const sent = jest.spyOn(Worker.prototype, 'postMessage');

beforeEach(() => {
  sent.mockClear();
  folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'));
  const path = join(folder, 'luotsi.sqlite');
  new BetterSqlite(path).exec('create table t (n integer); insert into t values (1)').close();
  threads = new Threads(path);
});
afterEach(async () => {
  await threads.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => sent.mockRestore());

const read = (text: string) => threads.read({ text, values: [] }, new Span(60_000));
const upTo = (n: string, value: string) =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where ${n}) select ${value} from n`;
const ENDLESS = upTo('tick()', 'max(i)');
const kill = () => (sent.mock.contexts.at(-1) as Worker).terminate();

/** That the next reads are answered: all by one thread, another than those there were. */
async function expectAnother() {
  const before = new Set(sent.mock.contexts);
  for (let round = 0; round < 3; round++) expect(await read('select n from t')).toEqual([{ n: 1 }]);
  const after = new Set(sent.mock.contexts);
  expect(after.size).toBe(before.size + 1);
}

test('who waits for a thread that dies is told to try again, and another takes its place', async () => {
  const answer = expect(read(ENDLESS)).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    message: 'The read was broken off. Try again.',
  });
  await sleep(200);
  await kill();
  await answer;
  await expectAnother();
});

test('a snapshot whose thread dies ends with it', async () => {
  const snapshot = threads.snapshot(async (readOn) => {
    await readOn({ text: 'select n from t', values: [] });
    await kill();
    await readOn({ text: 'select n from t', values: [] });
  }, new Span(60_000));
  await expect(snapshot).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expectAnother();
});

test('a thread that died when it had nothing to do is asked no more', async () => {
  await read('select n from t');
  await kill();
  await expectAnother();
});

test('what needs more memory than a thread has ends it alone, and is told as such', async () => {
  const many = upTo('i < 499', 'hex(zeroblob(2000000)) as x');
  await expect(read(many)).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    message: 'The read needs more memory than it may have, and was stopped.',
  });
  await expectAnother();
});
