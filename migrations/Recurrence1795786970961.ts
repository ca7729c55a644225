import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storedOccurrences } from '../src/value/recurrence';
import { type Timing, daysFrom } from '../src/value/timing';

/** The columns that hold times, each beside the last day of its time. */
const TIMES = [
  ['action', 'timing'],
  ['channel', 'timing'],
  ['delivery', 'timing'],
  ['event', 'timing'],
  ['event', 'previous_timing'],
  ['event_series', 'timing'],
  ['network', 'timing'],
  ['seat', 'timing'],
] as const;

type Stored<T> = T | string;
const read = <T>(json: Stored<T>) => (typeof json === 'string' ? (JSON.parse(json) as T) : json);

/**
 * What ends at midnight is not on the day that begins then. Rules that were taken once and are not any more are written as
 * they were read, where that can be said; others stay, and their occurrences with them. There is no way down: restore a
 * backup.
 */
export class Recurrence1795786970961 implements MigrationInterface {
  name = 'Recurrence1795786970961';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of TIMES) await mendMidnights(runner, table, column);
    await mendRules(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}

const isPostgres = ({ connection }: QueryRunner) => connection.options.type === 'postgres';

/** A statement with its values in place of `?`. */
const run = (runner: QueryRunner, text: string, values: unknown[]): Promise<unknown> => {
  let place = 0;
  return runner.query(isPostgres(runner) ? text.replace(/\?/g, () => `$${++place}`) : text, values);
};

async function mendMidnights(runner: QueryRunner, table: string, column: string): Promise<void> {
  const rows = (await runner.query(
    `SELECT "id", "${column}" AS "timing" FROM "${table}" WHERE cast("${column}" AS text) LIKE '%T00:00"%'`,
  )) as { id: string; timing: Stored<Timing> }[];
  for (const { id, ...row } of rows) {
    const timing = read(row.timing);
    if (timing.start === null) continue;
    const { latest } = daysFrom(timing.start, timing.end);
    if (latest === timing.latest) continue;
    const mended = JSON.stringify({ ...timing, latest });
    const text = `UPDATE "${table}" SET "${column}" = ?, "${column}_latest" = ? WHERE "id" = ?`;
    await run(runner, text, [mended, latest, id]);
  }
}

async function mendRules(runner: QueryRunner): Promise<void> {
  const series = (await runner.query(
    'SELECT "id", "rrule", "exceptions", "timing" FROM "event_series" WHERE "rrule" IS NOT NULL',
  )) as {
    id: string;
    rrule: string;
    exceptions: Stored<string[]>;
    timing: Stored<Timing>;
  }[];
  for (const { id, rrule, ...row } of series) {
    const timing = read(row.timing);
    if (timing.start === null || storedOccurrences(rrule, timing)) continue;
    const text = 'SELECT "original_start" FROM "event" WHERE "series_id" = ? AND "original_start" IS NOT NULL'; // prettier-ignore
    const events = (await run(runner, text, [id])) as { original_start: string }[];
    const given = [...read(row.exceptions), ...events.map((each) => each.original_start)].sort();
    const mended = readings(rrule, timing.start).find(
      (each) => storedOccurrences(each, timing)?.join() === given.join(),
    );
    if (mended)
      await run(runner, 'UPDATE "event_series" SET "rrule" = ? WHERE "id" = ?', [mended, id]);
  }
}

/** How a rule may have been read: without the empty items of its lists, and with what it leaves out. */
function readings(rrule: string, start: string): string[] {
  const clean = rrule
    .split(';')
    .map((part) => part.replace(/,+/g, ',').replace(/=,|,$/, (each) => (each === '=,' ? '=' : '')))
    .join(';');
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(start.slice(0, 10)).getUTCDay()]; // prettier-ignore
  return [
    clean,
    `${clean};BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12`,
    `${clean};BYMONTH=${Number(start.slice(5, 7))}`,
    `${clean};BYDAY=${weekday}`,
    `${clean};BYDAY=MO,TU,WE,TH,FR,SA,SU`,
  ];
}
