import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "delivery" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "action_id" text NOT NULL, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "count" integer NOT NULL, "url" text, "languages" json NOT NULL, CONSTRAINT "FK_62dd6484014517e7e769965fd90" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'CREATE UNIQUE INDEX "IDX_20fcd9c43e4a50e57e50d9b326" ON "delivery" ("slug") ',
  'CREATE INDEX "IDX_62dd6484014517e7e769965fd9" ON "delivery" ("action_id") ',
  'CREATE TABLE "event_series" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "owner_id" text NOT NULL, "state" text NOT NULL, "publish_at" text, "action_id" text, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "summary" json, "summary_folded" text, "uid" text NOT NULL, "sequence" integer NOT NULL, "sequenced_at" text NOT NULL, "status" text NOT NULL, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "municipality_id" text, "venue" text, "address" text, "url" text, "registration_needed" boolean, "registration_url" text, "capacity" integer, "price_cents" bigint, "currency" text NOT NULL, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "rrule" text, "exceptions" json NOT NULL, CONSTRAINT "FK_acb988043ffe7eb9e176823aab5" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_931834b8a976830f75fb2b1c32f" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e769ce19f8b71dbfad2ecaf04ea" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'CREATE UNIQUE INDEX "IDX_b5fbcb4b9e2fa715c86f02cd64" ON "event_series" ("slug") ',
  'CREATE INDEX "IDX_acb988043ffe7eb9e176823aab" ON "event_series" ("owner_id") ',
  'CREATE INDEX "IDX_931834b8a976830f75fb2b1c32" ON "event_series" ("action_id") ',
  'CREATE INDEX "IDX_e769ce19f8b71dbfad2ecaf04e" ON "event_series" ("municipality_id") ',
  'CREATE TABLE "attendance" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "municipality_id" text, "organisation_id" text, "count" integer NOT NULL, "shown" boolean NOT NULL, CONSTRAINT "FK_e24c89ed48978a3ee550559bc98" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_c06bf86431d22a5e7efaf3aacfb" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'CREATE INDEX "IDX_e24c89ed48978a3ee550559bc9" ON "attendance" ("municipality_id") ',
  'CREATE INDEX "IDX_c06bf86431d22a5e7efaf3aacf" ON "attendance" ("organisation_id") ',
  'CREATE INDEX "IDX_801faf7877d6d81e2e52265fda" ON "attendance" ("record_id", "position") ',
  'CREATE TABLE "feedback" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "question" json NOT NULL, "question_folded" text NOT NULL, "answers" integer NOT NULL, "mean" double precision NOT NULL, "scale_min" double precision NOT NULL, "scale_max" double precision NOT NULL)',
  'CREATE INDEX "IDX_693912c3e60179d0f06d9eab15" ON "feedback" ("record_id", "position") ',
  'CREATE TABLE "event_series_themes" ("from_id" text NOT NULL, "to_id" text NOT NULL, "position" integer NOT NULL, CONSTRAINT "FK_7e63ee243ac6eed45b61d6b619c" FOREIGN KEY ("from_id") REFERENCES "event_series" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e3306189b023a462d35ab3d1591" FOREIGN KEY ("to_id") REFERENCES "theme" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("from_id", "to_id"))',
  'CREATE INDEX "IDX_069bc092107c87e896db4fb117" ON "event_series_themes" ("to_id", "from_id") ',
  'CREATE TABLE "temporary_event" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "owner_id" text NOT NULL, "state" text NOT NULL, "action_id" text, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "summary" json, "summary_folded" text, "uid" text NOT NULL, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "previous_timing" json NOT NULL, "previous_timing_earliest" text, "previous_timing_latest" text, "previous_timing_precision" text NOT NULL, "previous_timing_certain" boolean NOT NULL, "previous_timing_sort" text NOT NULL, "status" text NOT NULL, "edition" integer, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "municipality_id" text, "venue" text, "address" text, "url" text, "registration_needed" boolean, "registration_url" text, "registration_opens" text, "registration_closes" text, "capacity" integer, "price_cents" bigint, "currency" text NOT NULL, "recording_url" text, "materials" json NOT NULL, "publish_at" text, "sequence" integer NOT NULL, "sequenced_at" text NOT NULL, "series_id" text, "original_start" text, CONSTRAINT "FK_1eb5a1bf47c75a9df5c610eee57" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_5cd52d9f598ffaeb296742defce" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_36367b592f4185fd34f9a444075" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_9c68540164026e1a070a0a227f8" FOREIGN KEY ("series_id") REFERENCES "event_series" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_event"("id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "previous_timing", "previous_timing_earliest", "previous_timing_latest", "previous_timing_precision", "previous_timing_certain", "previous_timing_sort", "status", "edition", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "registration_opens", "registration_closes", "capacity", "price_cents", "currency", "recording_url", "materials", "publish_at", "sequence", "sequenced_at") SELECT "id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "summary", "summary_folded", "uid", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "previous_timing", "previous_timing_earliest", "previous_timing_latest", "previous_timing_precision", "previous_timing_certain", "previous_timing_sort", "status", "edition", "modalities", "languages", "audiences", "municipality_id", "venue", "address", "url", "registration_needed", "registration_url", "registration_opens", "registration_closes", "capacity", "price_cents", "currency", "recording_url", "materials", "publish_at", 0, "updated_at" FROM "event"',
  'DROP TABLE "event"',
  'ALTER TABLE "temporary_event" RENAME TO "event"',
  'CREATE INDEX "IDX_a9556ed961be008373496c6cce" ON "event" ("timing_sort", "id") ',
  'CREATE INDEX "IDX_1eb5a1bf47c75a9df5c610eee5" ON "event" ("municipality_id") ',
  'CREATE INDEX "IDX_5cd52d9f598ffaeb296742defc" ON "event" ("action_id") ',
  'CREATE INDEX "IDX_36367b592f4185fd34f9a44407" ON "event" ("owner_id") ',
  'CREATE UNIQUE INDEX "IDX_9d0d870657c4fac264cdca048e" ON "event" ("slug") ',
  'CREATE INDEX "IDX_9c68540164026e1a070a0a227f" ON "event" ("series_id") ',
];

const postgres = [
  'CREATE TABLE "delivery" ("id" text COLLATE "C" NOT NULL, "slug" text COLLATE "C" NOT NULL, "version" integer NOT NULL, "created_at" text COLLATE "C" NOT NULL, "updated_at" text COLLATE "C" NOT NULL, "action_id" text COLLATE "C" NOT NULL, "title" json NOT NULL, "title_folded" text COLLATE "C" NOT NULL, "title_sort_fi" text COLLATE "C" NOT NULL, "title_sort_sv" text COLLATE "C" NOT NULL, "timing" json NOT NULL, "timing_earliest" text COLLATE "C", "timing_latest" text COLLATE "C", "timing_precision" text COLLATE "C" NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text COLLATE "C" NOT NULL, "count" integer NOT NULL, "url" text COLLATE "C", "languages" json NOT NULL, CONSTRAINT "PK_ffad7bf84e68716cd9af89003b0" PRIMARY KEY ("id"))',
  'CREATE UNIQUE INDEX "IDX_20fcd9c43e4a50e57e50d9b326" ON "delivery"  ("slug") ',
  'CREATE INDEX "IDX_62dd6484014517e7e769965fd9" ON "delivery"  ("action_id") ',
  'CREATE TABLE "event_series" ("id" text COLLATE "C" NOT NULL, "slug" text COLLATE "C" NOT NULL, "version" integer NOT NULL, "created_at" text COLLATE "C" NOT NULL, "updated_at" text COLLATE "C" NOT NULL, "owner_id" text COLLATE "C" NOT NULL, "state" text COLLATE "C" NOT NULL, "publish_at" text COLLATE "C", "action_id" text COLLATE "C", "title" json NOT NULL, "title_folded" text COLLATE "C" NOT NULL, "title_sort_fi" text COLLATE "C" NOT NULL, "title_sort_sv" text COLLATE "C" NOT NULL, "summary" json, "summary_folded" text COLLATE "C", "uid" text COLLATE "C" NOT NULL, "sequence" integer NOT NULL, "sequenced_at" text COLLATE "C" NOT NULL, "status" text COLLATE "C" NOT NULL, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "municipality_id" text COLLATE "C", "venue" text COLLATE "C", "address" text COLLATE "C", "url" text COLLATE "C", "registration_needed" boolean, "registration_url" text COLLATE "C", "capacity" integer, "price_cents" bigint, "currency" text COLLATE "C" NOT NULL, "timing" json NOT NULL, "timing_earliest" text COLLATE "C", "timing_latest" text COLLATE "C", "timing_precision" text COLLATE "C" NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text COLLATE "C" NOT NULL, "rrule" text COLLATE "C", "exceptions" json NOT NULL, CONSTRAINT "PK_9c68540164026e1a070a0a227f8" PRIMARY KEY ("id"))',
  'CREATE UNIQUE INDEX "IDX_b5fbcb4b9e2fa715c86f02cd64" ON "event_series"  ("slug") ',
  'CREATE INDEX "IDX_acb988043ffe7eb9e176823aab" ON "event_series"  ("owner_id") ',
  'CREATE INDEX "IDX_931834b8a976830f75fb2b1c32" ON "event_series"  ("action_id") ',
  'CREATE INDEX "IDX_e769ce19f8b71dbfad2ecaf04e" ON "event_series"  ("municipality_id") ',
  'CREATE TABLE "attendance" ("id" text COLLATE "C" NOT NULL, "record_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, "municipality_id" text COLLATE "C", "organisation_id" text COLLATE "C", "count" integer NOT NULL, "shown" boolean NOT NULL, CONSTRAINT "PK_ee0ffe42c1f1a01e72b725c0cb2" PRIMARY KEY ("id"))',
  'CREATE INDEX "IDX_e24c89ed48978a3ee550559bc9" ON "attendance"  ("municipality_id") ',
  'CREATE INDEX "IDX_c06bf86431d22a5e7efaf3aacf" ON "attendance"  ("organisation_id") ',
  'CREATE INDEX "IDX_801faf7877d6d81e2e52265fda" ON "attendance"  ("record_id", "position") ',
  'CREATE TABLE "feedback" ("id" text COLLATE "C" NOT NULL, "record_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, "question" json NOT NULL, "question_folded" text COLLATE "C" NOT NULL, "answers" integer NOT NULL, "mean" double precision NOT NULL, "scale_min" double precision NOT NULL, "scale_max" double precision NOT NULL, CONSTRAINT "PK_8389f9e087a57689cd5be8b2b13" PRIMARY KEY ("id"))',
  'CREATE INDEX "IDX_693912c3e60179d0f06d9eab15" ON "feedback"  ("record_id", "position") ',
  'CREATE TABLE "event_series_themes" ("from_id" text COLLATE "C" NOT NULL, "to_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, CONSTRAINT "PK_069bc092107c87e896db4fb117e" PRIMARY KEY ("from_id", "to_id"))',
  'CREATE INDEX "IDX_069bc092107c87e896db4fb117" ON "event_series_themes"  ("to_id", "from_id") ',
  'ALTER TABLE "event" ADD "sequence" integer NOT NULL DEFAULT 0',
  'ALTER TABLE "event" ALTER "sequence" DROP DEFAULT',
  'ALTER TABLE "event" ADD "sequenced_at" text COLLATE "C"',
  'UPDATE "event" SET "sequenced_at" = "updated_at"',
  'ALTER TABLE "event" ALTER "sequenced_at" SET NOT NULL',
  'ALTER TABLE "event" ADD "series_id" text COLLATE "C"',
  'ALTER TABLE "event" ADD "original_start" text COLLATE "C"',
  'CREATE INDEX "IDX_9c68540164026e1a070a0a227f" ON "event"  ("series_id") ',
  'ALTER TABLE "delivery" ADD CONSTRAINT "FK_62dd6484014517e7e769965fd90" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event_series" ADD CONSTRAINT "FK_acb988043ffe7eb9e176823aab5" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event_series" ADD CONSTRAINT "FK_931834b8a976830f75fb2b1c32f" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event_series" ADD CONSTRAINT "FK_e769ce19f8b71dbfad2ecaf04ea" FOREIGN KEY ("municipality_id") REFERENCES "municipality"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event" ADD CONSTRAINT "FK_9c68540164026e1a070a0a227f8" FOREIGN KEY ("series_id") REFERENCES "event_series"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "attendance" ADD CONSTRAINT "FK_e24c89ed48978a3ee550559bc98" FOREIGN KEY ("municipality_id") REFERENCES "municipality"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "attendance" ADD CONSTRAINT "FK_c06bf86431d22a5e7efaf3aacfb" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event_series_themes" ADD CONSTRAINT "FK_7e63ee243ac6eed45b61d6b619c" FOREIGN KEY ("from_id") REFERENCES "event_series"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "event_series_themes" ADD CONSTRAINT "FK_e3306189b023a462d35ab3d1591" FOREIGN KEY ("to_id") REFERENCES "theme"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
];

/** Series, deliveries, and what came of events. Generated from the entities, what stored events hold in new columns by hand. There is no way down: restore a backup. */
export class Calendar1795249803673 implements MigrationInterface {
  name = 'Calendar1795249803673';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
