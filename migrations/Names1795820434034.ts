import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'DROP INDEX "IDX_110e649ff86b4153cab3d6dce0"',
  'CREATE TABLE "temporary_external_id" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "system" text NOT NULL, "value" text NOT NULL)',
  'INSERT INTO "temporary_external_id"("id", "record_id", "position", "system", "value") SELECT "id", "record_id", "position", "system", "external_id" FROM "external_id"',
  'DROP TABLE "external_id"',
  'ALTER TABLE "temporary_external_id" RENAME TO "external_id"',
  'CREATE INDEX "IDX_16bf256019a3d3441214c7d2e5" ON "external_id" ("record_id", "position") ',
  'CREATE TABLE "temporary_budget_line" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "key" text NOT NULL, "parent_id" text, "kind" text NOT NULL, "side" text, "label" json NOT NULL, "label_folded" text NOT NULL, "amount_cents" bigint NOT NULL, "amount_currency" text NOT NULL, CONSTRAINT "FK_52922b1bcc2920792a832a75e63" FOREIGN KEY ("parent_id") REFERENCES "budget_line" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_budget_line"("id", "record_id", "position", "key", "parent_id", "kind", "side", "label", "label_folded", "amount_cents", "amount_currency") SELECT "id", "record_id", "position", "key", "parent_id", "kind", "side", "label", "label_folded", "amount_cents", "currency" FROM "budget_line"',
  'DROP TABLE "budget_line"',
  'ALTER TABLE "temporary_budget_line" RENAME TO "budget_line"',
  'CREATE INDEX "IDX_90dab606b19b555b0f85288677" ON "budget_line" ("record_id", "position") ',
  'CREATE INDEX "IDX_52922b1bcc2920792a832a75e6" ON "budget_line" ("parent_id") ',
  'CREATE TABLE "temporary_target" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "organisation_id" text, "kind" text NOT NULL, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "money_currency" text, "percent" double precision, "distribution" json, CONSTRAINT "FK_8cd826681a0c2b215441ac48c2a" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_target"("id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "money_currency", "percent", "distribution") SELECT "id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "currency", "percent", "distribution" FROM "target"',
  'DROP TABLE "target"',
  'ALTER TABLE "temporary_target" RENAME TO "target"',
  'CREATE INDEX "IDX_49d9c20957ca0c8f967ba85bae" ON "target" ("record_id", "position") ',
  'CREATE INDEX "IDX_8cd826681a0c2b215441ac48c2" ON "target" ("organisation_id") ',
  'CREATE TABLE "temporary_measurement" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "metric_id" text NOT NULL, "organisation_id" text, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "missing" text, "approximate" boolean NOT NULL, "note" json, "note_folded" text, "supersedes_id" text, "network_id" text, "money_currency" text, "stands" boolean NOT NULL, "percent" double precision, "distribution" json, CONSTRAINT "FK_b997a530f39b2fb93a3f2d9613a" FOREIGN KEY ("network_id") REFERENCES "network" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_04e59e4081525f677498c18a5ad" FOREIGN KEY ("supersedes_id") REFERENCES "measurement" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e8863985b4998b0cd66ee4188f7" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_43fa51a6c38c84785d4bafc0dd5" FOREIGN KEY ("metric_id") REFERENCES "metric" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_measurement"("id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", "money_currency", "stands", "percent", "distribution") SELECT "id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", "currency", "stands", "percent", "distribution" FROM "measurement"',
  'DROP TABLE "measurement"',
  'ALTER TABLE "temporary_measurement" RENAME TO "measurement"',
  'CREATE INDEX "IDX_b997a530f39b2fb93a3f2d9613" ON "measurement" ("network_id") ',
  'CREATE INDEX "IDX_6366827496e203e2a3279269c5" ON "measurement" ("metric_id", "period_start", "period_end", "id") ',
  'CREATE INDEX "IDX_04e59e4081525f677498c18a5a" ON "measurement" ("supersedes_id") ',
  'CREATE INDEX "IDX_e8863985b4998b0cd66ee4188f" ON "measurement" ("organisation_id") ',
  'CREATE INDEX "IDX_43fa51a6c38c84785d4bafc0dd" ON "measurement" ("metric_id") ',
  'CREATE UNIQUE INDEX "IDX_0d9736b16179f3c2fef511cb79" ON "measurement" ("slug") ',
  'CREATE UNIQUE INDEX "IDX_a826fd64a6e80a18d6fcb4ee82" ON "measurement" ("metric_id", "organisation_id", "period_start", "period_end") WHERE "stands"',
  'CREATE UNIQUE INDEX "IDX_93314f857237e1de593af21b78" ON "measurement" ("metric_id", "network_id", "period_start", "period_end") WHERE "stands"',
  'CREATE TABLE "temporary_event_series" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "owner_id" text NOT NULL, "state" text NOT NULL, "publish_at" text, "action_id" text, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "summary" json, "summary_folded" text, "uid" text NOT NULL, "sequence" integer NOT NULL, "sequenced_at" text NOT NULL, "status" text NOT NULL, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "municipality_id" text, "venue" text, "address" text, "url" text, "registration_needed" boolean, "registration_url" text, "capacity" integer, "price_cents" bigint, "price_currency" text, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "rrule" text, "exceptions" json NOT NULL, CONSTRAINT "FK_e769ce19f8b71dbfad2ecaf04ea" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_931834b8a976830f75fb2b1c32f" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_acb988043ffe7eb9e176823aab5" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_event_series"("id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "publish_at", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "sequence", "sequenced_at", "status", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "capacity", "price_cents", "price_currency", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "rrule", "exceptions") SELECT "id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "publish_at", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "sequence", "sequenced_at", "status", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "capacity", "price_cents", "currency", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "rrule", "exceptions" FROM "event_series"',
  'DROP TABLE "event_series"',
  'ALTER TABLE "temporary_event_series" RENAME TO "event_series"',
  'CREATE INDEX "IDX_e3f414e81b8bfcc01f9b383a0e" ON "event_series" ("id", "state", "owner_id", "action_id") ',
  'CREATE INDEX "IDX_e769ce19f8b71dbfad2ecaf04e" ON "event_series" ("municipality_id") ',
  'CREATE INDEX "IDX_931834b8a976830f75fb2b1c32" ON "event_series" ("action_id") ',
  'CREATE INDEX "IDX_acb988043ffe7eb9e176823aab" ON "event_series" ("owner_id") ',
  'CREATE UNIQUE INDEX "IDX_b5fbcb4b9e2fa715c86f02cd64" ON "event_series" ("slug") ',
  'CREATE TABLE "temporary_event" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "owner_id" text NOT NULL, "state" text NOT NULL, "action_id" text, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "summary" json, "summary_folded" text, "uid" text NOT NULL, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "previous_timing" json NOT NULL, "previous_timing_earliest" text, "previous_timing_latest" text, "previous_timing_precision" text NOT NULL, "previous_timing_certain" boolean NOT NULL, "previous_timing_sort" text NOT NULL, "status" text NOT NULL, "edition" integer, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "municipality_id" text, "venue" text, "address" text, "url" text, "registration_needed" boolean, "registration_url" text, "registration_opens" text, "registration_closes" text, "capacity" integer, "price_cents" bigint, "price_currency" text, "recording_url" text, "materials" json NOT NULL, "publish_at" text, "sequence" integer NOT NULL, "sequenced_at" text NOT NULL, "series_id" text, "original_start" text, CONSTRAINT "FK_9c68540164026e1a070a0a227f8" FOREIGN KEY ("series_id") REFERENCES "event_series" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_36367b592f4185fd34f9a444075" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_5cd52d9f598ffaeb296742defce" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_1eb5a1bf47c75a9df5c610eee57" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_event"("id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "previous_timing", "previous_timing_earliest", "previous_timing_latest", "previous_timing_precision", "previous_timing_certain", "previous_timing_sort", "status", "edition", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "registration_opens", "registration_closes", "capacity", "price_cents", "price_currency", "recording_url", "materials", "publish_at", "sequence", "sequenced_at", "series_id", "original_start") SELECT "id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "previous_timing", "previous_timing_earliest", "previous_timing_latest", "previous_timing_precision", "previous_timing_certain", "previous_timing_sort", "status", "edition", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "registration_opens", "registration_closes", "capacity", "price_cents", "currency", "recording_url", "materials", "publish_at", "sequence", "sequenced_at", "series_id", "original_start" FROM "event"',
  'DROP TABLE "event"',
  'ALTER TABLE "temporary_event" RENAME TO "event"',
  'CREATE INDEX "IDX_9c68540164026e1a070a0a227f" ON "event" ("series_id") ',
  'CREATE UNIQUE INDEX "IDX_9d0d870657c4fac264cdca048e" ON "event" ("slug") ',
  'CREATE INDEX "IDX_36367b592f4185fd34f9a44407" ON "event" ("owner_id") ',
  'CREATE INDEX "IDX_5cd52d9f598ffaeb296742defc" ON "event" ("action_id") ',
  'CREATE INDEX "IDX_1eb5a1bf47c75a9df5c610eee5" ON "event" ("municipality_id") ',
  'CREATE INDEX "IDX_a9556ed961be008373496c6cce" ON "event" ("timing_sort", "id") ',
  'CREATE INDEX "IDX_4839a501c07c342b33b800eb6c" ON "external_id" ("system", "value") ',
];

const postgres = [
  'DROP INDEX "public"."IDX_110e649ff86b4153cab3d6dce0"',
  'ALTER TABLE "external_id" RENAME COLUMN "external_id" TO "value"',
  'ALTER TABLE "budget_line" RENAME COLUMN "currency" TO "amount_currency"',
  'ALTER TABLE "target" RENAME COLUMN "currency" TO "money_currency"',
  'ALTER TABLE "measurement" RENAME COLUMN "currency" TO "money_currency"',
  'ALTER TABLE "event_series" RENAME COLUMN "currency" TO "price_currency"',
  'ALTER TABLE "event" RENAME COLUMN "currency" TO "price_currency"',
  'ALTER TABLE "event_series" ALTER COLUMN "price_currency" DROP NOT NULL',
  'ALTER TABLE "event" ALTER COLUMN "price_currency" DROP NOT NULL',
  'CREATE INDEX "IDX_4839a501c07c342b33b800eb6c" ON "external_id"  ("system", "value") ',
];

/** What rows hold that is meant otherwise now: no currency where there is no price, and shares as parts of one. */
const held = [
  'UPDATE "event" SET "price_currency" = NULL WHERE "price_cents" IS NULL',
  'UPDATE "event_series" SET "price_currency" = NULL WHERE "price_cents" IS NULL',
  'UPDATE "position" SET "share" = "share" / 100.0',
];

/**
 * An amount of money is one value, whose columns are called by it; what another system calls a record is its value there.
 * There is no way down: restore a backup.
 */
export class Names1795820434034 implements MigrationInterface {
  name = 'Names1795820434034';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of [...statements, ...held]) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
