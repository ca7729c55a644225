import type { MigrationInterface, QueryRunner } from 'typeorm';

const APPOINTED = [
  'competence_framework',
  'plan',
  'goal_framework',
  'network',
  'event_series',
  'event',
];

const statements = [
  ...APPOINTED.map((each) => `UPDATE "${each}" SET "publish_at" = NULL WHERE "state" <> 'DRAFT'`),
  `UPDATE "event" SET "owner_id" = (SELECT s."owner_id" FROM "event_series" s WHERE s."id" = "event"."series_id")
    WHERE "state" <> 'ARCHIVED' AND EXISTS (SELECT 1 FROM "event_series" s
      WHERE s."id" = "event"."series_id" AND s."owner_id" <> "event"."owner_id")`,
];

/** Only drafts are appointed, and events are owned as their series are: ends what was kept otherwise. There is no way down: restore a backup. */
export class Appointments1795786596249 implements MigrationInterface {
  name = 'Appointments1795786596249';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
