import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { sqlite } from '../src/database/dialect';
import { render, sql } from '../src/database/sql';

test('a statement asks whether it may go on at least at every 41st row, in whatever steps rows were written', () => {
  const handle = new Sqlite(':memory:');
  let asked = 0;
  handle.function('tick', () => ++asked && 1);
  handle.exec('create table event (id text primary key)');
  const add = handle.prepare('insert into event (rowid, id) values (?, ?)');
  const { text } = render(
    sql`select count(*) as n from event e where ${sqlite.watch('e')} id <> ''`,
    sqlite.placeholder,
  );
  const step = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(233, 723, 4096, 65536));
  fc.assert(
    fc.property(step, fc.nat(100_000), (each, first) => {
      handle.exec('delete from event');
      asked = 0;
      for (let i = 0; i < 410; i++) add.run(1 + first + i * each, `event_${i}`);
      expect(handle.prepare(text).get()).toEqual({ n: 410 });
      expect(asked).toBeGreaterThanOrEqual(10);
      if (each === 1) expect(asked).toBeLessThan(60);
    }),
    { examples: [[1, 0]] },
  );
  handle.close();
});
