import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "plan_implements" ("from_id" text NOT NULL, "to_id" text NOT NULL, "position" integer NOT NULL, CONSTRAINT "FK_1a1de81965f728e147745506bb9" FOREIGN KEY ("from_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e3e96b492c2b2fbf56c18079520" FOREIGN KEY ("to_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("from_id", "to_id"))',
  'INSERT INTO "plan_implements" ("from_id", "to_id", "position") SELECT "id", "implements_id", 0 FROM "plan" WHERE "implements_id" IS NOT NULL',
  'CREATE TABLE "temporary_plan" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "owner_id" text NOT NULL, "state" text NOT NULL, "kind" text NOT NULL, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "period_start" text NOT NULL, "period_end" text NOT NULL, "languages" json NOT NULL, "vision" json, "vision_folded" text, "summary" json, "summary_folded" text, "predecessor_id" text, "competence_framework_id" text, "person_years_stated" double precision, "person_years_approximate" boolean NOT NULL, "publish_at" text, "reports_on_id" text, "monitoring" text NOT NULL, CONSTRAINT "FK_565ceff96e033f85f86bacbc56d" FOREIGN KEY ("competence_framework_id") REFERENCES "competence_framework" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_baf37bc68e0910a66302fef567f" FOREIGN KEY ("predecessor_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_615eae16237bf472f35cdef1e1b" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_1a9f25f3cb45b4183b09b764ca5" FOREIGN KEY ("reports_on_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_plan"("id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "kind", "title", "title_folded", "title_sort_fi", "title_sort_sv", "period_start", "period_end", "languages", "vision", "vision_folded", "summary", "summary_folded", "predecessor_id", "competence_framework_id", "person_years_stated", "person_years_approximate", "publish_at", "monitoring") SELECT "id", "slug", "version", "created_at", "updated_at", "owner_id", "state", "kind", "title", "title_folded", "title_sort_fi", "title_sort_sv", "period_start", "period_end", "languages", "vision", "vision_folded", "summary", "summary_folded", "predecessor_id", "competence_framework_id", "person_years_stated", "person_years_approximate", "publish_at", \'OWNER\' FROM "plan"',
  'DROP TABLE "plan"',
  'ALTER TABLE "temporary_plan" RENAME TO "plan"',
  'CREATE INDEX "IDX_41ef1a2c2e1fef42c20cf9e87f" ON "plan" ("id", "state", "owner_id") ',
  'CREATE INDEX "IDX_90f89a89f4d164b76751269af9" ON "plan" ("period_start", "period_end", "id") ',
  'CREATE INDEX "IDX_565ceff96e033f85f86bacbc56" ON "plan" ("competence_framework_id") ',
  'CREATE INDEX "IDX_baf37bc68e0910a66302fef567" ON "plan" ("predecessor_id") ',
  'CREATE INDEX "IDX_615eae16237bf472f35cdef1e1" ON "plan" ("owner_id") ',
  'CREATE UNIQUE INDEX "IDX_3c212579e21a2c819a6281b589" ON "plan" ("slug") ',
  'CREATE TABLE "reported_total" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "period_start" text NOT NULL, "period_end" text NOT NULL, "events" integer, "participants" integer, "deliveries" integer, "municipalities" integer, "note" json, "note_folded" text)',
  'CREATE INDEX "IDX_dd039c59e8b13548d4f45e87fa" ON "reported_total" ("record_id", "position") ',
  'CREATE TABLE "assessment" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "action_id" text NOT NULL, "status" text NOT NULL, "comment" json, "comment_folded" text, "on" text NOT NULL, CONSTRAINT "FK_d57ef5b005798b6d63228450cde" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'CREATE UNIQUE INDEX "IDX_1a0a1375f9bfbc5fb3591c1cae" ON "assessment" ("slug") ',
  'CREATE INDEX "IDX_d57ef5b005798b6d63228450cd" ON "assessment" ("action_id") ',
  'CREATE INDEX "IDX_b9740467dfeee36ecdf1c959a1" ON "plan_implements" ("to_id", "from_id") ',
  'CREATE INDEX "IDX_1a9f25f3cb45b4183b09b764ca" ON "plan" ("reports_on_id") ',
];

const postgres = [
  'ALTER TABLE "plan" DROP CONSTRAINT "FK_20bb7c5222c4ac43ad4a6aaf713"',
  'DROP INDEX "public"."IDX_20bb7c5222c4ac43ad4a6aaf71"',
  'CREATE TABLE "reported_total" ("id" text COLLATE "C" NOT NULL, "record_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, "period_start" text COLLATE "C" NOT NULL, "period_end" text COLLATE "C" NOT NULL, "events" integer, "participants" integer, "deliveries" integer, "municipalities" integer, "note" json, "note_folded" text COLLATE "C", CONSTRAINT "PK_a39a648690b201dc3b055e19d0f" PRIMARY KEY ("id"))',
  'CREATE INDEX "IDX_dd039c59e8b13548d4f45e87fa" ON "reported_total"  ("record_id", "position") ',
  'CREATE TABLE "assessment" ("id" text COLLATE "C" NOT NULL, "slug" text COLLATE "C" NOT NULL, "version" integer NOT NULL, "created_at" text COLLATE "C" NOT NULL, "updated_at" text COLLATE "C" NOT NULL, "action_id" text COLLATE "C" NOT NULL, "status" text COLLATE "C" NOT NULL, "comment" json, "comment_folded" text COLLATE "C", "on" text COLLATE "C" NOT NULL, CONSTRAINT "PK_c511a7dc128256876b6b1719401" PRIMARY KEY ("id"))',
  'CREATE UNIQUE INDEX "IDX_1a0a1375f9bfbc5fb3591c1cae" ON "assessment"  ("slug") ',
  'CREATE INDEX "IDX_d57ef5b005798b6d63228450cd" ON "assessment"  ("action_id") ',
  'CREATE TABLE "plan_implements" ("from_id" text COLLATE "C" NOT NULL, "to_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, CONSTRAINT "PK_b9740467dfeee36ecdf1c959a16" PRIMARY KEY ("from_id", "to_id"))',
  'CREATE INDEX "IDX_b9740467dfeee36ecdf1c959a1" ON "plan_implements"  ("to_id", "from_id") ',
  'INSERT INTO "plan_implements" ("from_id", "to_id", "position") SELECT "id", "implements_id", 0 FROM "plan" WHERE "implements_id" IS NOT NULL',
  'ALTER TABLE "plan" DROP COLUMN "implements_id"',
  'ALTER TABLE "plan" ADD "reports_on_id" text COLLATE "C"',
  'ALTER TABLE "plan" ADD "monitoring" text COLLATE "C" NOT NULL DEFAULT \'OWNER\'',
  'ALTER TABLE "plan" ALTER "monitoring" DROP DEFAULT',
  'CREATE INDEX "IDX_1a9f25f3cb45b4183b09b764ca" ON "plan"  ("reports_on_id") ',
  'ALTER TABLE "plan" ADD CONSTRAINT "FK_1a9f25f3cb45b4183b09b764ca5" FOREIGN KEY ("reports_on_id") REFERENCES "plan"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "assessment" ADD CONSTRAINT "FK_d57ef5b005798b6d63228450cde" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "plan_implements" ADD CONSTRAINT "FK_1a1de81965f728e147745506bb9" FOREIGN KEY ("from_id") REFERENCES "plan"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "plan_implements" ADD CONSTRAINT "FK_e3e96b492c2b2fbf56c18079520" FOREIGN KEY ("to_id") REFERENCES "plan"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
];

/**
 * Totals that were reported, assessments and who sees them, reports on plans, and several plans that one carries out: the one
 * there was is the first. Generated from the entities, what stored rows hold by hand. There is no way down: restore a backup.
 */
export class FollowUp1795821115693 implements MigrationInterface {
  name = 'FollowUp1795821115693';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
