import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "temporary_budget_line" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "key" text NOT NULL, "parent_id" text, "kind" text NOT NULL, "side" text, "label" json NOT NULL, "label_folded" text NOT NULL, "amount_cents" bigint NOT NULL, "amount_currency" text NOT NULL, "outturn_cents" bigint, "outturn_currency" text, CONSTRAINT "FK_52922b1bcc2920792a832a75e63" FOREIGN KEY ("parent_id") REFERENCES "budget_line" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_budget_line"("id", "record_id", "position", "key", "parent_id", "kind", "side", "label", "label_folded", "amount_cents", "amount_currency") SELECT "id", "record_id", "position", "key", "parent_id", "kind", "side", "label", "label_folded", "amount_cents", "amount_currency" FROM "budget_line"',
  'DROP TABLE "budget_line"',
  'ALTER TABLE "temporary_budget_line" RENAME TO "budget_line"',
  'CREATE INDEX "IDX_52922b1bcc2920792a832a75e6" ON "budget_line" ("parent_id") ',
  'CREATE INDEX "IDX_90dab606b19b555b0f85288677" ON "budget_line" ("record_id", "position") ',
];

const postgres = [
  'ALTER TABLE "budget_line" ADD "outturn_cents" bigint',
  'ALTER TABLE "budget_line" ADD "outturn_currency" text COLLATE "C"',
];

/** What budgets came to. Generated from the entities. There is no way down: restore a backup. */
export class Outturn1795821770326 implements MigrationInterface {
  name = 'Outturn1795821770326';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
