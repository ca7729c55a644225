import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "temporary_target" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "organisation_id" text, "kind" text NOT NULL, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "currency" text, "percent" double precision, "distribution" json, CONSTRAINT "FK_8cd826681a0c2b215441ac48c2a" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_target"("id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "currency") SELECT "id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "currency" FROM "target"',
  'DROP TABLE "target"',
  'ALTER TABLE "temporary_target" RENAME TO "target"',
  'CREATE INDEX "IDX_8cd826681a0c2b215441ac48c2" ON "target" ("organisation_id") ',
  'CREATE INDEX "IDX_49d9c20957ca0c8f967ba85bae" ON "target" ("record_id", "position") ',
  'CREATE TABLE "temporary_measurement" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "metric_id" text NOT NULL, "organisation_id" text, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "missing" text, "approximate" boolean NOT NULL, "note" json, "note_folded" text, "supersedes_id" text, "network_id" text, "currency" text, "stands" boolean NOT NULL, "percent" double precision, "distribution" json, CONSTRAINT "FK_43fa51a6c38c84785d4bafc0dd5" FOREIGN KEY ("metric_id") REFERENCES "metric" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e8863985b4998b0cd66ee4188f7" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_04e59e4081525f677498c18a5ad" FOREIGN KEY ("supersedes_id") REFERENCES "measurement" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_b997a530f39b2fb93a3f2d9613a" FOREIGN KEY ("network_id") REFERENCES "network" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_measurement"("id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", "currency", "stands") SELECT "id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", "currency", "stands" FROM "measurement"',
  'DROP TABLE "measurement"',
  'ALTER TABLE "temporary_measurement" RENAME TO "measurement"',
  'CREATE UNIQUE INDEX "IDX_93314f857237e1de593af21b78" ON "measurement" ("metric_id", "network_id", "period_start", "period_end") WHERE "stands"',
  'CREATE UNIQUE INDEX "IDX_a826fd64a6e80a18d6fcb4ee82" ON "measurement" ("metric_id", "organisation_id", "period_start", "period_end") WHERE "stands"',
  'CREATE UNIQUE INDEX "IDX_0d9736b16179f3c2fef511cb79" ON "measurement" ("slug") ',
  'CREATE INDEX "IDX_43fa51a6c38c84785d4bafc0dd" ON "measurement" ("metric_id") ',
  'CREATE INDEX "IDX_e8863985b4998b0cd66ee4188f" ON "measurement" ("organisation_id") ',
  'CREATE INDEX "IDX_04e59e4081525f677498c18a5a" ON "measurement" ("supersedes_id") ',
  'CREATE INDEX "IDX_6366827496e203e2a3279269c5" ON "measurement" ("metric_id", "period_start", "period_end", "id") ',
  'CREATE INDEX "IDX_b997a530f39b2fb93a3f2d9613" ON "measurement" ("network_id") ',
  'CREATE TABLE "temporary_feedback" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "question" json NOT NULL, "question_folded" text NOT NULL, "answers" integer NOT NULL, "mean" double precision NOT NULL, "scale_min" double precision NOT NULL, "scale_max" double precision NOT NULL, "distribution" json)',
  'INSERT INTO "temporary_feedback"("id", "record_id", "position", "question", "question_folded", "answers", "mean", "scale_min", "scale_max") SELECT "id", "record_id", "position", "question", "question_folded", "answers", "mean", "scale_min", "scale_max" FROM "feedback"',
  'DROP TABLE "feedback"',
  'ALTER TABLE "temporary_feedback" RENAME TO "feedback"',
  'CREATE INDEX "IDX_693912c3e60179d0f06d9eab15" ON "feedback" ("record_id", "position") ',
];

const postgres = [
  'ALTER TABLE "target" ADD "percent" double precision',
  'ALTER TABLE "target" ADD "distribution" json',
  'ALTER TABLE "measurement" ADD "percent" double precision',
  'ALTER TABLE "measurement" ADD "distribution" json',
  'ALTER TABLE "feedback" ADD "distribution" json',
];

/** Percentages without their counts, and how many chose which step. Generated from the entities. There is no way down: restore a backup. */
export class Distributions1795819340429 implements MigrationInterface {
  name = 'Distributions1795819340429';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
