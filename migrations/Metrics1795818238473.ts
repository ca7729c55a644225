import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'DROP INDEX "IDX_a454a8b44d9a9c4d909c343ccf"',
  'CREATE TABLE "action_goals" ("from_id" text NOT NULL, "to_id" text NOT NULL, "position" integer NOT NULL, CONSTRAINT "FK_a5c45c5de9cfa0529deb4dd3a4d" FOREIGN KEY ("from_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_dfac6bad0ed11a29ad11558d1eb" FOREIGN KEY ("to_id") REFERENCES "goal" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("from_id", "to_id"))',
  'CREATE INDEX "IDX_230d21f55681a3a7b54423f3f0" ON "action_goals" ("to_id", "from_id") ',
  'CREATE TABLE "temporary_metric" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "goal_id" text, "framework_id" text, "kind" text NOT NULL, "name" json NOT NULL, "name_folded" text NOT NULL, "name_sort_fi" text NOT NULL, "name_sort_sv" text NOT NULL, "numerator" json, "numerator_folded" text, "denominator" json, "denominator_folded" text, "unit" json, "unit_folded" text, "decimals" integer, "direction" text NOT NULL, "aggregation" text NOT NULL, "cadence" json, "cadence_rhythm" text, "cadence_min" double precision, "cadence_max" double precision, "cadence_per" text, "scale_min" double precision, "scale_max" double precision, "scale_labels" json, "scale_labels_folded" text, "method" json, "method_folded" text, "position" integer NOT NULL, "plan_id" text, "cadence_unit" text, "cadence_each" text, "action_id" text, CONSTRAINT "FK_cde05a26aad81e6f6af6d4a432d" FOREIGN KEY ("framework_id") REFERENCES "goal_framework" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_d1002a4eb7470fa0c219f1114b8" FOREIGN KEY ("goal_id") REFERENCES "goal" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_04e2159fe37bee34339932acb43" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_509baed1b78c0cad514063d3b27" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_metric"("id", "slug", "version", "created_at", "updated_at", "goal_id", "framework_id", "kind", "name", "name_folded", "name_sort_fi", "name_sort_sv", "numerator", "numerator_folded", "denominator", "denominator_folded", "unit", "unit_folded", "decimals", "direction", "aggregation", "cadence", "cadence_rhythm", "cadence_min", "cadence_max", "cadence_per", "scale_min", "scale_max", "scale_labels", "scale_labels_folded", "method", "method_folded", "position") SELECT "id", "slug", "version", "created_at", "updated_at", "goal_id", "framework_id", "kind", "name", "name_folded", "name_sort_fi", "name_sort_sv", "numerator", "numerator_folded", "denominator", "denominator_folded", "unit", "unit_folded", "decimals", "direction", "aggregation", "cadence", "cadence_rhythm", "cadence_min", "cadence_max", "cadence_per", "scale_min", "scale_max", "scale_labels", "scale_labels_folded", "method", "method_folded", "position" FROM "metric"',
  'DROP TABLE "metric"',
  'ALTER TABLE "temporary_metric" RENAME TO "metric"',
  'CREATE INDEX "IDX_696b3e96b2db71924812cdd83e" ON "metric" ("goal_id", "position", "id") ',
  'CREATE INDEX "IDX_cde05a26aad81e6f6af6d4a432" ON "metric" ("framework_id") ',
  'CREATE INDEX "IDX_d1002a4eb7470fa0c219f1114b" ON "metric" ("goal_id") ',
  'CREATE UNIQUE INDEX "IDX_e339db245f6e191de82739bf51" ON "metric" ("slug") ',
  'CREATE TABLE "temporary_action" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "plan_id" text NOT NULL, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "aliases" json NOT NULL, "aliases_folded" text NOT NULL, "form" text NOT NULL, "commitment" text NOT NULL, "commitment_wording" text, "status" text NOT NULL, "summary" json, "summary_folded" text, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "quantity" json, "quantity_rhythm" text, "quantity_min" double precision, "quantity_max" double precision, "quantity_per" text, "edition" integer, "predecessor_id" text, "modalities" json NOT NULL, "languages" json NOT NULL, "audiences" json NOT NULL, "registration_needed" boolean, "section_id" text, "position" integer NOT NULL, "quantity_unit" text, "quantity_each" text, CONSTRAINT "FK_31dee5f294ff4e1eb514378ed7c" FOREIGN KEY ("section_id") REFERENCES "section" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_d62d4d6373ee400d3b86f1a8c75" FOREIGN KEY ("predecessor_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_73de59f4ddad48bad469c1afdbd" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_action"("id", "slug", "version", "created_at", "updated_at", "plan_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "aliases", "aliases_folded", "form", "commitment", "commitment_wording", "status", "summary", "summary_folded", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "quantity", "quantity_rhythm", "quantity_min", "quantity_max", "quantity_per", "edition", "predecessor_id", "modalities", "languages", "audiences", "registration_needed", "section_id", "position") SELECT "id", "slug", "version", "created_at", "updated_at", "plan_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "aliases", "aliases_folded", "form", "commitment", "commitment_wording", "status", "summary", "summary_folded", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "quantity", "quantity_rhythm", "quantity_min", "quantity_max", "quantity_per", "edition", "predecessor_id", "modalities", "languages", "audiences", "registration_needed", "section_id", "position" FROM "action"',
  'DROP TABLE "action"',
  'ALTER TABLE "temporary_action" RENAME TO "action"',
  'CREATE INDEX "IDX_ba53c667c821d42f307cae1b69" ON "action" ("id", "plan_id") ',
  'CREATE INDEX "IDX_31dee5f294ff4e1eb514378ed7" ON "action" ("section_id") ',
  'CREATE INDEX "IDX_d62d4d6373ee400d3b86f1a8c7" ON "action" ("predecessor_id") ',
  'CREATE INDEX "IDX_73de59f4ddad48bad469c1afdb" ON "action" ("plan_id") ',
  'CREATE UNIQUE INDEX "IDX_af71228e8cd88af63cbadbd9c4" ON "action" ("slug") ',
  'CREATE TABLE "temporary_delivery" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "action_id" text NOT NULL, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "count" integer NOT NULL, "url" text, "languages" json NOT NULL, "status" text NOT NULL, CONSTRAINT "FK_62dd6484014517e7e769965fd90" FOREIGN KEY ("action_id") REFERENCES "action" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_delivery"("id", "slug", "version", "created_at", "updated_at", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "count", "url", "languages", "status") SELECT "id", "slug", "version", "created_at", "updated_at", "action_id", "title", "title_folded", "title_sort_fi", "title_sort_sv", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "count", "url", "languages", \'DELIVERED\' FROM "delivery"',
  'DROP TABLE "delivery"',
  'ALTER TABLE "temporary_delivery" RENAME TO "delivery"',
  'CREATE INDEX "IDX_62dd6484014517e7e769965fd9" ON "delivery" ("action_id") ',
  'CREATE UNIQUE INDEX "IDX_20fcd9c43e4a50e57e50d9b326" ON "delivery" ("slug") ',
  'CREATE INDEX "IDX_04e2159fe37bee34339932acb4" ON "metric" ("plan_id") ',
  'CREATE INDEX "IDX_509baed1b78c0cad514063d3b2" ON "metric" ("action_id") ',
  'CREATE INDEX "IDX_006570fd6284be572ddd915f7a" ON "metric" ("id", "goal_id", "framework_id", "plan_id", "action_id") ',
];

const postgres = [
  'DROP INDEX "public"."IDX_a454a8b44d9a9c4d909c343ccf"',
  'CREATE TABLE "action_goals" ("from_id" text COLLATE "C" NOT NULL, "to_id" text COLLATE "C" NOT NULL, "position" integer NOT NULL, CONSTRAINT "PK_230d21f55681a3a7b54423f3f06" PRIMARY KEY ("from_id", "to_id"))',
  'CREATE INDEX "IDX_230d21f55681a3a7b54423f3f0" ON "action_goals"  ("to_id", "from_id") ',
  'ALTER TABLE "metric" ADD "plan_id" text COLLATE "C"',
  'ALTER TABLE "metric" ADD "cadence_unit" text COLLATE "C"',
  'ALTER TABLE "metric" ADD "cadence_each" text COLLATE "C"',
  'ALTER TABLE "metric" ADD "action_id" text COLLATE "C"',
  'ALTER TABLE "action" ADD "quantity_unit" text COLLATE "C"',
  'ALTER TABLE "action" ADD "quantity_each" text COLLATE "C"',
  'ALTER TABLE "delivery" ADD "status" text COLLATE "C" NOT NULL DEFAULT \'DELIVERED\'',
  'ALTER TABLE "delivery" ALTER "status" DROP DEFAULT',
  'CREATE INDEX "IDX_04e2159fe37bee34339932acb4" ON "metric"  ("plan_id") ',
  'CREATE INDEX "IDX_509baed1b78c0cad514063d3b2" ON "metric"  ("action_id") ',
  'CREATE INDEX "IDX_006570fd6284be572ddd915f7a" ON "metric"  ("id", "goal_id", "framework_id", "plan_id", "action_id") ',
  'ALTER TABLE "metric" ADD CONSTRAINT "FK_04e2159fe37bee34339932acb43" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "metric" ADD CONSTRAINT "FK_509baed1b78c0cad514063d3b27" FOREIGN KEY ("action_id") REFERENCES "action"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "action_goals" ADD CONSTRAINT "FK_a5c45c5de9cfa0529deb4dd3a4d" FOREIGN KEY ("from_id") REFERENCES "action"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "action_goals" ADD CONSTRAINT "FK_dfac6bad0ed11a29ad11558d1eb" FOREIGN KEY ("to_id") REFERENCES "goal"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
];

/**
 * Metrics of plans and actions, the goals of actions, the unit of quantities, and the status of deliveries: what there is
 * has been delivered. Generated from the entities, what stored rows hold by hand. There is no way down: restore a backup.
 */
export class Metrics1795818238473 implements MigrationInterface {
  name = 'Metrics1795818238473';

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    for (const each of isPostgres ? postgres : sqlite) await runner.query(each);
    await countEvents(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}

const QUANTITIES = [
  ['action', 'quantity'],
  ['metric', 'cadence'],
] as const;

/** Quantities that do not say their unit count events. */
async function countEvents(runner: QueryRunner): Promise<void> {
  const isPostgres = runner.connection.options.type === 'postgres';
  for (const [table, column] of QUANTITIES) {
    const unit = isPostgres
      ? `("${column}"::jsonb || '{"unit":"EVENT","each":null}')::json`
      : `json_set("${column}", '$.unit', 'EVENT', '$.each', null)`;
    await runner.query(
      `update "${table}" set "${column}" = ${unit}, "${column}_unit" = 'EVENT' where "${column}" is not null and "${column}_unit" is null`,
    );
  }
}
